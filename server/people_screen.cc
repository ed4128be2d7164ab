#include "server/people_screen.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/drafts/path_draft.h"
#include "common/status.h"
#include "server/attendance_item.h"
#include "server/kiosk_lines.h"
#include "server/own_times.h"
#include "server/report_choice.h"

namespace wijkboek {
namespace {

using Standing = v1::FindPeopleRequest;

constexpr std::uint32_t kPeopleUsual = 50;
constexpr std::uint32_t kPeopleMax = 200;
// Over which attendance is counted beside a name.
constexpr CivilDay kLatelyDays = 28;
constexpr CivilDay kCalendarDays = 91;
constexpr CivilDay kCalendarDaysMax = 3 * 366;
constexpr int kHelpItemsMax = 50;
constexpr std::uint32_t kMinutesOfHour = 60;

// Somebody who may be in the list, with the enrolment that is shown.
struct FoundPerson {
  Id person;
  std::optional<Enrolment> enrolment;
  Standing::Standing standing = Standing::STANDING_UNSPECIFIED;
  Id centre;
  std::string name;
};

// The one that runs, else the one that began last.
const Enrolment* ShownOf(const std::vector<Enrolment>& enrolments, const ReportChoice& choice,
                         const Reference& reference, CivilDay today) {
  const Enrolment* shown = nullptr;
  for (const Enrolment& each : enrolments) {
    if (!choice.TakesEnrolment(each, reference)) continue;
    const auto rank = [&](const Enrolment& one) {
      return std::pair(one.RunsOn(today), one.first_day);
    };
    if (shown == nullptr || rank(each) > rank(*shown)) shown = &each;
  }
  return shown;
}

std::optional<FoundPerson> FindOne(const Id& person, const ReportChoice& choice,
                                   const Reference& reference, CivilDay today) {
  const std::vector<Enrolment> enrolments = reference.EnrolmentsOf(person);
  FoundPerson found{.person = person, .enrolment = {}, .centre = {}, .name = {}};
  if (enrolments.empty()) {
    const Person* registered = reference.FindPerson(person);
    if (registered == nullptr || choice.cohort || !choice.remit.TakesCentre(registered->centre) ||
        !choice.TakesCentre(registered->centre)) {
      return std::nullopt;
    }
    found.standing = Standing::STANDING_WALK_IN;
    found.centre = registered->centre;
    return found;
  }
  const Enrolment* shown = ShownOf(enrolments, choice, reference, today);
  if (shown == nullptr) return std::nullopt;
  found.enrolment = *shown;
  found.centre = shown->centre;
  found.standing = !shown->last_day || *shown->last_day >= today ? Standing::STANDING_ENROLLED
                                                                 : Standing::STANDING_LEFT;
  return found;
}

// Of each enrolment over all days.
absl::StatusOr<std::map<Id, EnrolmentTally>> SumsOf(const Ledger& ledger, const Id& person) {
  ASSIGN_OR_RETURN(const std::vector<EnrolmentTally> tallies,
                   ledger.EnrolmentTalliesOf(person, DayRange()));
  std::map<Id, EnrolmentTally> sums;
  for (const EnrolmentTally& tally : tallies) sums.emplace(tally.enrolment, tally);
  return sums;
}

absl::Status FillRow(const Ledger& ledger, const FoundPerson& found, CivilDay today,
                     v1::PersonRow& row) {
  const Reference& reference = ledger.reference();
  row.mutable_person()->set_person(found.person.hex());
  row.mutable_person()->set_name(found.name);
  row.set_standing(found.standing);
  if (const Centre* centre = reference.FindCentre(found.centre)) row.set_centre(centre->name);
  if (const Person* person = reference.FindPerson(found.person)) {
    row.set_language(person->language);
  }
  ASSIGN_OR_RETURN(
      const std::vector<AttendanceRecord> lately,
      ledger.AttendanceOf(found.person, {.first = today - kLatelyDays, .last = today}));
  for (const AttendanceRecord& record : lately) {
    row.set_expected(row.expected() + 1);
    if (record.status == AttendanceStatus::kPresent) row.set_present(row.present() + 1);
  }
  if (!found.enrolment) return absl::OkStatus();
  const Enrolment& enrolment = *found.enrolment;
  if (const Cohort* cohort = reference.FindCohort(enrolment.cohort)) {
    row.set_cohort(cohort->name);
    if (const Programme* programme = reference.FindProgramme(cohort->programme)) {
      row.set_programme(programme->name);
    }
  }
  row.set_municipality(MunicipalityOf(enrolment, reference));
  row.set_first_day(FormatDay(enrolment.first_day));
  if (enrolment.last_day) row.set_last_day(FormatDay(*enrolment.last_day));
  row.set_target_minutes(reference.TargetMinutesOf(enrolment));
  ASSIGN_OR_RETURN(const auto sums, SumsOf(ledger, found.person));
  const auto own = sums.find(enrolment.id);
  if (own != sums.end()) row.set_minutes(own->second.settled_ms / kMinuteMs);
  return absl::OkStatus();
}

// A page's token is where the next one begins.
absl::StatusOr<std::size_t> OffsetOf(const std::string& token) {
  std::uint64_t offset = 0;
  if (token.empty() || absl::SimpleAtoi(token, &offset)) return static_cast<std::size_t>(offset);
  return absl::InvalidArgumentError("page_token: give the one of the answer before, or none");
}

}  // namespace

absl::StatusOr<v1::FindPeopleResponse> PeopleScreen::FindPeople(
    const v1::FindPeopleRequest& request, const Remit& remit) {
  if (request.limit() > kPeopleMax) {
    return absl::InvalidArgumentError(absl::StrCat("limit: at most ", kPeopleMax, " at once"));
  }
  ASSIGN_OR_RETURN(const std::size_t offset, OffsetOf(request.page_token()));
  const std::size_t limit = request.limit() == 0 ? kPeopleUsual : request.limit();
  std::vector<FoundPerson> found;
  PersonNames::Details details;
  RETURN_IF_ERROR(
      ledgers_.Read({}, [&](const Ledger& ledger, const KnownAt& known) -> absl::Status {
        const Reference& reference = ledger.reference();
        v1::GetReportRequest where;
        where.set_centre(request.centre());
        where.set_cohort(request.cohort());
        where.set_programme(request.programme());
        ASSIGN_OR_RETURN(ReportChoice choice,
                         ChooseForReport(where, reference, parts_.keys.lookup_key(), remit));
        const CivilDay today = DayOf(known.now_ms);
        std::set<Id> people;
        for (const Id& person : reference.People(PersonType::kParticipant)) {
          if (reference.StandsFor(person) != person) continue;
          std::optional<FoundPerson> one = FindOne(person, choice, reference, today);
          if (!one) continue;
          if (request.standing() != Standing::STANDING_UNSPECIFIED &&
              request.standing() != one->standing) {
            continue;
          }
          people.insert(person);
          found.push_back(*std::move(one));
        }
        details = PersonNames::DetailsOf(reference, people);
        return absl::OkStatus();
      }));
  ASSIGN_OR_RETURN(const auto names, book_.Open(details));
  for (FoundPerson& one : found) {
    const auto name = names.find(one.person);
    one.name = name == names.end() ? "" : name->second;
  }
  if (!request.text().empty()) {
    std::erase_if(found,
                  [&](const FoundPerson& one) { return !NameHas(one.name, request.text()); });
  }
  std::sort(found.begin(), found.end(), [](const FoundPerson& one, const FoundPerson& other) {
    return std::tie(one.name, one.person) < std::tie(other.name, other.person);
  });
  v1::FindPeopleResponse response;
  response.set_total(static_cast<std::uint32_t>(found.size()));
  const std::size_t first = std::min(offset, found.size());
  const std::size_t last = std::min(first + limit, found.size());
  if (last < found.size()) response.set_next_page_token(absl::StrCat(last));
  RETURN_IF_ERROR(
      ledgers_.Read({}, [&](const Ledger& ledger, const KnownAt& known) -> absl::Status {
        for (std::size_t i = first; i < last; ++i) {
          v1::PersonRow& row = *response.add_people();
          RETURN_IF_ERROR(FillRow(ledger, found[i], DayOf(known.now_ms), row));
          ASSIGN_OR_RETURN(const std::vector<Discrepancy> doubts,
                           ledger.OpenDiscrepanciesOf(found[i].person));
          row.set_open_doubts(static_cast<std::uint32_t>(doubts.size()));
          ASSIGN_OR_RETURN(const std::vector<CaseRecord> cases, ledger.CasesOf(found[i].person));
          for (const CaseRecord& record : cases) {
            const KnownCase known_case =
                KnownCaseOf(record, ledger.reference(), DayOf(known.now_ms));
            if (!known_case.is_over) row.set_case_stage(ItemOf(known_case, {}).stage());
          }
        }
        return absl::OkStatus();
      }));
  return response;
}

namespace {

// Reads one participant's ledger; names are filled in afterwards.
class LedgerReader {
 public:
  LedgerReader(const Ledger& ledger, const ReportChoice& choice, const Id& person, DayRange days,
               const std::vector<KioskLine>& kiosks, v1::GetPersonLedgerResponse& response)
      : ledger_(ledger),
        reference_(ledger.reference()),
        choice_(choice),
        person_(person),
        days_(days),
        kiosks_(kiosks),
        response_(response) {}

  absl::Status Read() {
    if (const Person* known = reference_.FindPerson(person_)) {
      response_.set_language(known->language);
    }
    for (const Id& other : reference_.GroupOf(person_)) {
      if (other != person_) response_.add_merged_with(other.hex());
    }
    RETURN_IF_ERROR(ReadEnrolments());
    RETURN_IF_ERROR(ReadAttendance());
    RETURN_IF_ERROR(ReadVisits());
    RETURN_IF_ERROR(ReadHelp());
    ReadBadges();
    return absl::OkStatus();
  }

  const std::set<Id>& people() const { return people_; }

 private:
  void Name(v1::NamedPerson& person, const Id& id) {
    person.set_person(id.hex());
    people_.insert(id);
  }

  absl::Status ReadEnrolments() {
    ASSIGN_OR_RETURN(const auto sums, SumsOf(ledger_, person_));
    for (const Enrolment& enrolment : reference_.EnrolmentsOf(person_)) {
      if (!choice_.TakesEnrolment(enrolment, reference_)) continue;
      v1::EnrolmentItem& item = *response_.add_enrolments();
      item.set_id(enrolment.id.hex());
      item.set_cohort(enrolment.cohort.hex());
      if (const Cohort* cohort = reference_.FindCohort(enrolment.cohort)) {
        item.set_cohort_name(cohort->name);
        if (const Programme* programme = reference_.FindProgramme(cohort->programme)) {
          item.set_programme(programme->name);
        }
      }
      item.set_centre(enrolment.centre.hex());
      if (const Centre* centre = reference_.FindCentre(enrolment.centre)) {
        item.set_centre_name(centre->name);
      }
      item.set_municipality(MunicipalityOf(enrolment, reference_));
      item.set_first_day(FormatDay(enrolment.first_day));
      if (enrolment.last_day) item.set_last_day(FormatDay(*enrolment.last_day));
      item.set_target_minutes(reference_.TargetMinutesOf(enrolment));
      item.set_own_target_hours(enrolment.target_minutes / kMinutesOfHour);
      std::vector<OwnTimeSpan> own_times;
      for (const v1::OwnTimes& times : enrolment.own_times) own_times.push_back(FromProto(times));
      item.set_own_times(OwnTimesText(own_times));
      const auto own = sums.find(enrolment.id);
      if (own == sums.end()) continue;
      item.set_minutes(own->second.settled_ms / kMinuteMs);
      item.set_minutes_to_confirm(own->second.to_confirm_ms / kMinuteMs);
    }
    return absl::OkStatus();
  }

  absl::Status ReadAttendance() {
    ASSIGN_OR_RETURN(const std::vector<AttendanceRecord> records,
                     ledger_.AttendanceOf(person_, days_));
    for (const AttendanceRecord& record : records) {
      const Enrolment* enrolment = reference_.FindEnrolment(record.enrolment);
      if (enrolment == nullptr || !choice_.TakesEnrolment(*enrolment, reference_)) continue;
      *response_.add_attendance() = AttendanceItemOf(record, reference_, kiosks_);
    }
    return absl::OkStatus();
  }

  absl::Status ReadVisits() {
    ASSIGN_OR_RETURN(const std::vector<VisitRecord> visits, ledger_.VisitsOf(person_, days_));
    for (const VisitRecord& visit : visits) {
      const auto is_other = [&](const Id& each) { return reference_.StandsFor(each) != person_; };
      if (std::all_of(visit.participants.begin(), visit.participants.end(), is_other)) continue;
      v1::VisitItem& item = *response_.add_visits();
      item.set_day(FormatDay(DayOf(visit.span.start_ms)));
      item.set_start(FormatTimeOfDay(visit.span.start_ms));
      if (!visit.open) item.set_end(FormatTimeOfDay(visit.span.end_ms));
      for (const Id& resident : visit.residents) Name(*item.add_residents(), resident);
      for (const Id& each : visit.participants) {
        if (is_other(each)) Name(*item.add_with(), each);
      }
      std::int64_t settled_ms = 0;
      std::int64_t to_confirm_ms = 0;
      for (const Interval& part : visit.settled) settled_ms += part.length_ms();
      for (const Interval& part : visit.to_confirm) to_confirm_ms += part.length_ms();
      item.set_minutes(settled_ms / kMinuteMs);
      item.set_minutes_to_confirm(to_confirm_ms / kMinuteMs);
      item.set_witnesses(static_cast<std::uint32_t>(visit.witnesses));
    }
    return absl::OkStatus();
  }

  absl::Status ReadHelp() {
    ASSIGN_OR_RETURN(std::vector<HelpRecord> helps, ledger_.HelpsOf(person_, days_));
    v1::HelpBalance& balance = *response_.mutable_help();
    std::sort(helps.begin(), helps.end(),
              [](const HelpRecord& one, const HelpRecord& other) { return one.day > other.day; });
    for (const HelpRecord& help : helps) {
      const bool gave = help.helper == person_;
      if (!gave && help.helped != person_) continue;
      if (!help.denied) {
        const std::int64_t minutes = help.minutes;
        if (gave && help.confirmed) balance.set_given(balance.given() + minutes);
        if (gave && !help.confirmed) balance.set_given_claimed(balance.given_claimed() + minutes);
        if (!gave && help.confirmed) balance.set_received(balance.received() + minutes);
        if (!gave && !help.confirmed) {
          balance.set_received_claimed(balance.received_claimed() + minutes);
        }
      }
      if (balance.latest_size() >= kHelpItemsMax) continue;
      v1::HelpItem& item = *balance.add_latest();
      item.set_day(FormatDay(help.day));
      Name(*item.mutable_with(), gave ? help.helped : help.helper);
      item.set_gave(gave);
      item.set_subject(help.subject);
      item.set_minutes(help.minutes);
      item.set_confirmed(help.confirmed);
      item.set_denied(help.denied);
    }
    return absl::OkStatus();
  }

  void ReadBadges() {
    for (const Id& badge : reference_.BadgesOf(person_)) {
      for (const BadgeTerm& term : reference_.BadgeTerms(badge)) {
        if (reference_.StandsFor(term.person) != person_) continue;
        v1::BadgeItem& item = *response_.add_badges();
        item.set_mark(badge.hex().substr(0, 8));
        item.set_from(FormatTime(term.from_ms));
        if (term.until_ms) item.set_until(FormatTime(*term.until_ms));
      }
    }
  }

  const Ledger& ledger_;
  const Reference& reference_;
  const ReportChoice& choice_;
  const Id person_;
  const DayRange days_;
  const std::vector<KioskLine>& kiosks_;
  v1::GetPersonLedgerResponse& response_;
  std::set<Id> people_;
};

void FillName(const absl::flat_hash_map<Id, std::string>& names, v1::NamedPerson& person) {
  const absl::StatusOr<Id> id = Id::FromHex(person.person());
  const auto name = id.ok() ? names.find(*id) : names.end();
  if (name != names.end()) person.set_name(name->second);
}

}  // namespace

absl::Status PeopleScreen::DescribePerson(const Id& person, const PersonNames::Details& details,
                                          v1::GetPersonLedgerResponse& response) {
  ASSIGN_OR_RETURN(auto parts, names_.OpenParts(details));
  const auto name = parts.find(person);
  if (name != parts.end()) *response.mutable_name_parts() = std::move(name->second);
  ASSIGN_OR_RETURN(const auto dates, names_.OpenBirthDates(details));
  const auto date = dates.find(person);
  if (date != dates.end()) response.set_birth_date(FormatDay(date->second));
  // Any registration of theirs: edits find the one that is meant.
  std::set<Id> registrations = {person};
  for (const PersonNames::DetailsOfOne& one : details) {
    registrations.insert(one.registrations.begin(), one.registrations.end());
  }
  ASSIGN_OR_RETURN(const auto on_record, office_.OnRecord(registrations));
  response.set_on_record(!on_record.empty());
  return absl::OkStatus();
}

absl::StatusOr<v1::GetPersonLedgerResponse> PeopleScreen::GetPersonLedger(
    const v1::GetPersonLedgerRequest& request, const Remit& remit, bool with_indicators) {
  const absl::StatusOr<Id> wanted = Id::FromHex(request.person());
  if (!wanted.ok()) return WithContext(wanted.status(), "person");
  v1::GetPersonLedgerResponse response;
  std::set<Id> people;
  PersonNames::Details details;
  Id person;
  RETURN_IF_ERROR(
      ledgers_.Read({}, [&](const Ledger& ledger, const KnownAt& known) -> absl::Status {
        const Reference& reference = ledger.reference();
        const CivilDay today = DayOf(known.now_ms);
        DayRange days{.first = today - kCalendarDays + 1, .last = today};
        if (!request.first_day().empty()) {
          ASSIGN_OR_RETURN(days.first, ParseDay(request.first_day()));
        }
        if (!request.last_day().empty()) {
          ASSIGN_OR_RETURN(days.last, ParseDay(request.last_day()));
        }
        if (days.last < days.first || days.last - days.first > kCalendarDaysMax) {
          return absl::InvalidArgumentError(
              "last_day: choose at most three years, last after first");
        }
        person = reference.StandsFor(*wanted);
        const Person* known_person = reference.FindPerson(person);
        const ReportChoice choice{.centre = {}, .cohort = {}, .remit = remit, .words = {}};
        if (known_person == nullptr || known_person->type != PersonType::kParticipant ||
            !FindOne(person, choice, reference, today)) {
          return absl::NotFoundError("there is no such participant");
        }
        response.set_first_day(FormatDay(days.first));
        response.set_last_day(FormatDay(days.last));
        ASSIGN_OR_RETURN(const std::vector<KioskLine> kiosks,
                         KiosksInLog(parts_.log, ledger, known.position));
        LedgerReader reader(ledger, choice, person, days, kiosks, response);
        RETURN_IF_ERROR(reader.Read());
        people = reader.people();
        details = PersonNames::DetailsOf(reference, {person});
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(DescribePerson(person, details, response));
  people.insert(person);
  ASSIGN_OR_RETURN(const auto names, names_.Open(people));
  response.mutable_person()->set_person(person.hex());
  FillName(names, *response.mutable_person());
  for (v1::VisitItem& visit : *response.mutable_visits()) {
    for (v1::NamedPerson& each : *visit.mutable_residents()) FillName(names, each);
    for (v1::NamedPerson& each : *visit.mutable_with()) FillName(names, each);
  }
  for (v1::HelpItem& help : *response.mutable_help()->mutable_latest()) {
    FillName(names, *help.mutable_with());
  }
  v1::ListPathRequest path;
  path.set_participant(person.hex());
  absl::StatusOr<v1::ListPathResponse> steps = office_.ListPath(path);
  // Who was registered at a kiosk is not among the office's own people: nothing follows their path.
  if (absl::IsNotFound(steps.status())) return response;
  RETURN_IF_ERROR(steps.status());
  for (v1::PathItem& item : *steps->mutable_items()) {
    if (!with_indicators && item.step().type() == PathTypeWord(PathType::kIndicators)) continue;
    *response.add_path() = std::move(item);
  }
  v1::ListCasesRequest cases;
  cases.set_participant(person.hex());
  cases.set_all(true);
  ASSIGN_OR_RETURN(v1::ListCasesResponse listed, office_.ListCases(cases, remit));
  *response.mutable_cases() = std::move(*listed.mutable_items());
  v1::ListDiscrepanciesRequest doubts;
  doubts.mutable_choice()->set_person(person.hex());
  ASSIGN_OR_RETURN(v1::ListDiscrepanciesResponse open, office_.ListDiscrepancies(doubts, remit));
  *response.mutable_doubts() = std::move(*open.mutable_items());
  return response;
}

}  // namespace wijkboek
