#include "server/person_reading.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "server/office_ids.h"

namespace wijkboek {
namespace {

absl::Status NoSuchParticipant(const std::string& text) {
  return absl::NotFoundError(
      absl::StrCat("there is no participant with the key or id \"", absl::CHexEscape(text), "\""));
}

// On which they went, as far as nobody disputes that.
absl::Status ReadVisitsOf(const Ledger& ledger, const Id& person, const DayRange& days,
                          std::vector<PlacedVisit>& placed) {
  ASSIGN_OR_RETURN(const std::vector<VisitRecord> visits, ledger.VisitsOf(person, days));
  const auto is_person = [&](const Id& each) {
    return ledger.reference().StandsFor(each) == person;
  };
  for (const VisitRecord& visit : visits) {
    const CivilDay day = DayOf(visit.span.start_ms);
    if (day < days.first || day > days.last ||
        std::any_of(visit.disputed.begin(), visit.disputed.end(), is_person)) {
      continue;
    }
    ASSIGN_OR_RETURN(PlacedVisit one, PlaceVisit(visit, ledger));
    placed.push_back(std::move(one));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadPerson(const Ledger& ledger, const std::string& text, const DayRange& days,
                        const SecretKey& lookup_key, ReportReading& reading) {
  const Reference& reference = ledger.reference();
  const absl::StatusOr<Id> by_id = Id::FromHex(text);
  const Id named = by_id.ok() ? *by_id : OfficeId(lookup_key, "participant", text);
  const Person* person = reference.FindPerson(reference.StandsFor(named));
  if (person == nullptr || person->type != PersonType::kParticipant) {
    return NoSuchParticipant(text);
  }
  reading.person = reference.StandsFor(person->id);
  reading.enrolments = EnrolmentLinesOf(reading.person, days, reading.choice, reference);
  if (reading.enrolments.empty() &&
      !TakesPerson(reading.choice, reference, reading.person, days.last)) {
    return NoSuchParticipant(text);
  }
  reading.people.insert(reading.person);
  reading.funnel = ProgrammesOf(reference);
  const auto is_other = [&](const Id& enrolment) {
    return std::none_of(reading.enrolments.begin(), reading.enrolments.end(),
                        [&](const EnrolmentLine& line) { return line.enrolment == enrolment; });
  };
  ASSIGN_OR_RETURN(PartitionRecords records,
                   ledger.RecordsOf(absl::StrCat("person:", reading.person.hex()), days));
  reading.records = std::move(records.attendance);
  reading.hours = std::move(records.hours);
  reading.person_cases = std::move(records.cases);
  std::erase_if(reading.records, [&](const auto& record) { return is_other(record.enrolment); });
  std::erase_if(reading.hours, [&](const auto& record) { return is_other(record.enrolment); });
  std::erase_if(reading.person_cases,
                [&](const auto& record) { return is_other(record.enrolment); });
  RETURN_IF_ERROR(ReadVisitsOf(ledger, reading.person, days, reading.visits));
  ASSIGN_OR_RETURN(reading.helps, ledger.HelpsOf(reading.person, days));
  ASSIGN_OR_RETURN(std::vector<PathRecord> path, ledger.PathOf(reading.person, days));
  for (PathRecord& record : path) {
    // Answers for a funder's indicators are for the office alone.
    if (record.type == PathType::kIndicators) continue;
    if (!record.enrolment.IsZero() && is_other(record.enrolment)) continue;
    ASSIGN_OR_RETURN(PlacedStep step, PlaceStep(ledger, std::move(record)));
    reading.steps.push_back(std::move(step));
  }
  return absl::OkStatus();
}

FunnelOptions ProgrammesOf(const Reference& reference) {
  FunnelOptions options;
  for (const Programme& programme : reference.Programmes()) {
    options.programmes.emplace(programme.id, programme.name);
  }
  for (const Id& id : reference.CohortIds()) {
    const Cohort* cohort = reference.FindCohort(id);
    if (cohort != nullptr) options.programme_of.emplace(id, cohort->programme);
  }
  return options;
}

}  // namespace wijkboek
