// No-show cases of this centre's participants, as this kiosk knows them.
#include <set>
#include <utility>

#include "client/view.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<KnownCases> View::Cases() {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const Reference& reference = ledger_->reference();
  ASSIGN_OR_RETURN(const std::vector<CaseRecord> records, ledger_->Cases());
  KnownCases known;
  std::set<Id> people;
  for (const CaseRecord& record : records) {
    KnownCase each = KnownCaseOf(record, reference, DayOf(params_.now_ms()));
    if (each.centre != params_.centre) continue;
    AddPeople(record, people);
    known.cases.push_back(std::move(each));
  }
  for (const Id& person : people) {
    std::string name = KnownOrNot(person).name;
    if (!name.empty()) known.names.people.emplace(person, std::move(name));
  }
  SortCases(known.cases, known.names);
  return known;
}

absl::StatusOr<bool> View::IsCoordinator(const Id& coach) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const Person* person = ledger_->reference().FindPerson(coach);
  return person != nullptr && person->duty == v1::COACH_DUTY_COORDINATOR;
}

}  // namespace wijkboek
