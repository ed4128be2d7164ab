#include "server/residents_screen.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/status.h"
#include "common/words/resident_card.h"
#include "server/report_choice.h"

namespace wijkboek {
namespace {

// How far back visits are counted, today included.
constexpr CivilDay kVisitDays = 91;

struct VisitSum {
  std::uint32_t visits = 0;
  std::int64_t settled_ms = 0;
  CivilDay last = 0;
};

std::string StateWord(v1::ResidentState state) {
  switch (state) {
    case v1::RESIDENT_STATE_ACTIVE:
      return "active";
    case v1::RESIDENT_STATE_PAUSED:
      return "paused";
    case v1::RESIDENT_STATE_MOVED:
      return "moved";
    case v1::RESIDENT_STATE_DECEASED:
      return "deceased";
    default:
      return "";
  }
}

// A visit counts for everybody of the household whom it names.
absl::StatusOr<std::map<Id, VisitSum>> SumVisits(const Ledger& ledger, const DayRange& days) {
  ASSIGN_OR_RETURN(const std::vector<VisitRecord> visits, ledger.Visits(days));
  std::map<Id, VisitSum> sums;
  for (const VisitRecord& visit : visits) {
    const CivilDay day = DayOf(visit.span.start_ms);
    if (day < days.first || day > days.last) continue;
    for (const Id& resident : visit.residents) {
      VisitSum& sum = sums[ledger.reference().StandsFor(resident)];
      ++sum.visits;
      for (const Interval& part : visit.settled) sum.settled_ms += part.length_ms();
      sum.last = std::max(sum.last, day);
    }
  }
  return sums;
}

}  // namespace

absl::StatusOr<v1::ListOfficeResidentsResponse> ResidentsScreen::ListOfficeResidents(
    const v1::ListOfficeResidentsRequest& request, const Remit& remit) {
  std::vector<Person> residents;
  std::map<Id, VisitSum> sums;
  std::map<Id, std::string> centres;
  std::set<Id> people;
  PersonNames::Details details;
  RETURN_IF_ERROR(
      ledgers_.Read({}, [&](const Ledger& ledger, const KnownAt& known) -> absl::Status {
        const Reference& reference = ledger.reference();
        v1::GetReportRequest place;
        place.set_centre(request.centre());
        ASSIGN_OR_RETURN(const ReportChoice choice,
                         ChooseForReport(place, reference, parts_.keys.lookup_key(), remit));
        for (const Centre& centre : reference.Centres()) centres.emplace(centre.id, centre.name);
        for (const Id& id : reference.People(PersonType::kResident)) {
          const Person* person = reference.FindPerson(id);
          if (person == nullptr || !remit.TakesCentre(person->centre) ||
              !choice.TakesCentre(person->centre)) {
            continue;
          }
          residents.push_back(*person);
          people.insert(id);
        }
        const CivilDay today = DayOf(known.now_ms);
        ASSIGN_OR_RETURN(sums, SumVisits(ledger, {.first = today - kVisitDays + 1, .last = today}));
        details = PersonNames::DetailsOf(reference, people);
        return absl::OkStatus();
      }));
  ASSIGN_OR_RETURN(const auto name_parts, book_.OpenParts(details));
  ASSIGN_OR_RETURN(const auto on_record, office_.OnRecord(people));
  const auto name_of = [&](const Person& person) {
    const auto found = name_parts.find(person.id);
    return found == name_parts.end() ? std::string() : DisplayName(found->second);
  };
  std::sort(residents.begin(), residents.end(), [&](const Person& one, const Person& other) {
    return std::tuple(name_of(one), one.id) < std::tuple(name_of(other), other.id);
  });
  v1::ListOfficeResidentsResponse response;
  for (const Person& person : residents) {
    const std::string name = name_of(person);
    if (!request.text().empty() && !NameHas(name, request.text())) continue;
    v1::OfficeResident& item = *response.add_residents();
    item.mutable_person()->set_person(person.id.hex());
    item.mutable_person()->set_name(name);
    if (!person.centre.IsZero()) item.set_centre_id(person.centre.hex());
    const auto centre = centres.find(person.centre);
    if (centre != centres.end()) item.set_centre(centre->second);
    const auto parts = name_parts.find(person.id);
    if (parts != name_parts.end()) *item.mutable_name_parts() = parts->second;
    const auto said = on_record.find(person.id);
    if (said != on_record.end()) {
      item.set_area(said->second.area);
      item.set_area_year(said->second.area_year);
    }
    item.set_state(StateWord(person.resident_state));
    item.set_household(person.household.hex());
    item.set_card(CardText(person.id));
    const auto sum = sums.find(person.id);
    if (sum == sums.end()) continue;
    item.set_visits(sum->second.visits);
    item.set_minutes(sum->second.settled_ms / kMinuteMs);
    item.set_last_visit(FormatDay(sum->second.last));
  }
  return response;
}

}  // namespace wijkboek
