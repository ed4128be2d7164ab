#include "server/report_reading.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/drafts/path_draft.h"
#include "common/limits.h"
#include "common/status.h"
#include "server/fact_fields.h"
#include "server/person_reading.h"
#include "server/report_cases.h"

namespace wijkboek {
namespace {

class Reader {
 public:
  Reader(const Ledger& ledger, DayRange days, const SecretKey& lookup_key, ReportReading& reading)
      : ledger_(ledger),
        reference_(ledger.reference()),
        days_(days),
        lookup_key_(lookup_key),
        reading_(reading) {}

  absl::Status Read(const v1::GetReportRequest& request, CivilDay waiting_since) {
    RETURN_IF_ERROR(ReadDoubts(request.has_doubts()));
    if (const std::optional<TallyBy> by = TotalsBy(request)) return ReadTallies(*by);
    switch (request.report_case()) {
      case v1::GetReportRequest::kPresence:
        return ReadPresence();
      case v1::GetReportRequest::kVisits:
        return ReadShares();
      case v1::GetReportRequest::kTasks:
        return ReadVisits();
      case v1::GetReportRequest::kHelp:
      case v1::GetReportRequest::kBalances:
        return ReadHelps();
      case v1::GetReportRequest::kAttendance:
        RETURN_IF_ERROR(ReadRecords());
        if (request.attendance().by() != v1::AttendanceReportRequest::BY_SESSION) NameRecords();
        return absl::OkStatus();
      case v1::GetReportRequest::kPending:
        return ReadRecords();
      case v1::GetReportRequest::kHours:
        return ReadHours();
      case v1::GetReportRequest::kSightings:
        return ReadSightings();
      case v1::GetReportRequest::kKiosks: {
        ASSIGN_OR_RETURN(reading_.open_statuses,
                         ledger_.OpenStatuses(
                             {.first = std::max(days_.first, waiting_since), .last = days_.last}));
        return absl::OkStatus();
      }
      case v1::GetReportRequest::kDoubts:
        return absl::OkStatus();
      case v1::GetReportRequest::kCases:
        return ReadCases(request.cases().municipality());
      case v1::GetReportRequest::kPath:
        return ReadPath(request.path().type());
      case v1::GetReportRequest::kOutcomes:
        if (NeedsIndicators(request)) RETURN_IF_ERROR(ReadOperation("indicators"));
        return ReadMembers();
      case v1::GetReportRequest::kFunnel:
        reading_.funnel = ProgrammesOf(reference_);
        return ReadMembers();
      case v1::GetReportRequest::kLadder:
      case v1::GetReportRequest::kTransfers:
      case v1::GetReportRequest::kAftercare:
        return ReadMembers();
      case v1::GetReportRequest::kIndicators:
        if (request.indicators().set() == v1::IndicatorReportRequest::SET_UNSPECIFIED) {
          return absl::InvalidArgumentError("which indicators? esf-2014 or esf-plus");
        }
        return ReadOperation("");
      case v1::GetReportRequest::kProgress:
        NameCohorts();
        return ReadPerson(ledger_, request.progress().person(), days_, lookup_key_, reading_);
      case v1::GetReportRequest::kBook:
        NameCohorts();
        return ReadPerson(ledger_, request.book().person(), days_, lookup_key_, reading_);
      case v1::GetReportRequest::REPORT_NOT_SET:
        break;
    }
    return absl::InvalidArgumentError("say which report");
  }

 private:
  bool Within(CivilDay day) const { return day >= days_.first && day <= days_.last; }
  bool Takes(const Id& person, CivilDay day) const {
    return TakesPerson(reading_.choice, reference_, person, day);
  }
  // What happened at a centre: there, and of a cohort whose members they are that day.
  bool TakesThere(const Id& centre, const Id& person, CivilDay day) const {
    if (!reading_.choice.TakesCentre(centre)) return false;
    return TakesPerson(AnyPlace(reading_.choice), reference_, person, day);
  }
  bool TakesRecord(const AttendanceRecord& record) const {
    return TakesRecordOf(record, reading_.choice, reference_);
  }
  // A doubt that names no centre or nobody might be about anybody: also about those of others, who
  // then must not be seen in it.
  bool TakesDoubt(const Id& centre, const std::vector<Id>& persons, CivilDay day) const {
    if (reading_.choice.IsAll()) return true;
    if (!centre.IsZero() && !reading_.choice.TakesCentre(centre)) return false;
    const Remit& remit = reading_.choice.remit;
    if (persons.empty()) return remit.IsAll() || (!centre.IsZero() && remit.TakesCentre(centre));
    const ReportChoice rest = centre.IsZero() ? reading_.choice : AnyPlace(reading_.choice);
    return TakesAny(rest, reference_, persons, day);
  }

  absl::Status ReadDoubts(bool name_people) {
    ASSIGN_OR_RETURN(reading_.discrepancies, ledger_.OpenDiscrepancies(days_));
    ASSIGN_OR_RETURN(reading_.set_aside, ledger_.SetAside());
    std::erase_if(reading_.discrepancies, [&](const Discrepancy& doubt) {
      return !Within(doubt.day) || !TakesDoubt(doubt.centre, doubt.persons, doubt.day);
    });
    std::erase_if(reading_.set_aside, [&](const SetAsideFact& fact) {
      return DayOf(fact.latest_ms) < days_.first || DayOf(fact.earliest_ms) > days_.last ||
             !TakesDoubt(fact.centre, fact.persons, DayOf(fact.earliest_ms));
    });
    for (const Centre& centre : reference_.Centres()) {
      reading_.centres.emplace(centre.id, centre.name);
    }
    if (!name_people) return absl::OkStatus();
    for (const Discrepancy& doubt : reading_.discrepancies) {
      reading_.people.insert(doubt.persons.begin(), doubt.persons.end());
    }
    for (const SetAsideFact& fact : reading_.set_aside) {
      reading_.people.insert(fact.persons.begin(), fact.persons.end());
    }
    return absl::OkStatus();
  }

  absl::Status ReadPresence() {
    ASSIGN_OR_RETURN(reading_.presence, ledger_.PresenceDays(days_));
    std::erase_if(reading_.presence, [&](const PresenceDay& day) {
      return !TakesThere(day.centre, day.person, day.day);
    });
    for (const PresenceDay& day : reading_.presence) reading_.people.insert(day.person);
    ASSIGN_OR_RETURN(reading_.open, ledger_.OpenPresences(days_));
    std::erase_if(reading_.open, [&](const PresenceRecord& open) {
      return !TakesThere(open.centre, open.person, DayOf(open.span.start_ms));
    });
    return absl::OkStatus();
  }

  absl::Status ReadShares() {
    ASSIGN_OR_RETURN(reading_.shares, ledger_.VisitShares(days_));
    std::erase_if(reading_.shares,
                  [&](const VisitShareDay& share) { return !Takes(share.person, share.day); });
    for (const VisitShareDay& share : reading_.shares) {
      reading_.people.insert({share.person, share.resident});
    }
    return absl::OkStatus();
  }

  absl::Status ReadVisits() {
    ASSIGN_OR_RETURN(const std::vector<VisitRecord> visits, ledger_.Visits(days_));
    for (const VisitRecord& visit : visits) {
      const CivilDay day = DayOf(visit.span.start_ms);
      if (!Within(day) || (!reading_.choice.IsAll() &&
                           !TakesAny(reading_.choice, reference_, visit.participants, day))) {
        continue;
      }
      ASSIGN_OR_RETURN(PlacedVisit placed, PlaceVisit(visit, ledger_));
      reading_.visits.push_back(std::move(placed));
    }
    return absl::OkStatus();
  }

  absl::Status ReadHelps() {
    ASSIGN_OR_RETURN(std::vector<HelpRecord> helps, ledger_.Helps(days_));
    for (HelpRecord& help : helps) {
      const bool of_helper = Takes(help.helper, help.day);
      const bool of_helped = Takes(help.helped, help.day);
      if (!of_helper && !of_helped) continue;
      reading_.people.insert({help.helper, help.helped});
      const std::array<Id, 2> both = {help.helper, help.helped};
      reading_.balances.push_back(
          {.help = help,
           .claim_days = reference_.RulesFor(both, help.day).help_claim_days,
           .of_helper = of_helper,
           .of_helped = of_helped});
      reading_.helps.push_back(std::move(help));
    }
    return absl::OkStatus();
  }

  // Of a cohort: its members' alone.
  absl::StatusOr<std::vector<AttendanceRecord>> AttendanceOfChoice() const {
    if (!reading_.choice.cohort) return ledger_.Attendance(days_);
    std::set<Id> members;
    for (const Id& person : reference_.People(PersonType::kParticipant)) {
      const std::vector<Enrolment> enrolments = reference_.EnrolmentsOf(person);
      if (std::any_of(enrolments.begin(), enrolments.end(), [&](const Enrolment& enrolment) {
            return enrolment.cohort == *reading_.choice.cohort;
          })) {
        members.insert(reference_.StandsFor(person));
      }
    }
    return ledger_.AttendanceOfEach(members, days_);
  }

  absl::Status ReadRecords() {
    ASSIGN_OR_RETURN(reading_.records, AttendanceOfChoice());
    std::erase_if(reading_.records,
                  [&](const AttendanceRecord& record) { return !TakesRecord(record); });
    for (const AttendanceRecord& record : reading_.records) {
      if (reading_.sessions.contains(record.session)) continue;
      const Session* session = reference_.FindSession(record.session);
      if (session == nullptr) continue;
      reading_.sessions.emplace(record.session,
                                SessionLine{.title = session->title, .span = session->span});
    }
    return absl::OkStatus();
  }

  void NameRecords() {
    for (const AttendanceRecord& record : reading_.records) reading_.people.insert(record.person);
  }

  void NameCohorts() {
    for (const Id& id : reference_.CohortIds()) {
      const Cohort* cohort = reference_.FindCohort(id);
      if (cohort != nullptr) reading_.cohorts.emplace(id, cohort->name);
    }
  }

  // What is kept added up says nothing of municipalities and little of programmes: of a part that
  // they bound, the records themselves are added.
  absl::Status ReadTalliesOfPart() {
    ASSIGN_OR_RETURN(std::vector<AttendanceRecord> attendance, ledger_.Attendance(days_));
    std::erase_if(attendance, [&](const AttendanceRecord& record) { return !TakesRecord(record); });
    ASSIGN_OR_RETURN(std::vector<HoursDay> hours, ledger_.Hours(days_));
    std::erase_if(hours, [&](const HoursDay& day) {
      const Enrolment* enrolment = reference_.FindEnrolment(day.enrolment);
      return enrolment == nullptr || !reading_.choice.TakesEnrolment(*enrolment, reference_);
    });
    reading_.tallies = TallyOf(attendance, hours, reference_);
    return absl::OkStatus();
  }

  absl::Status ReadTallies(TallyBy by) {
    NameCohorts();
    const Remit& remit = reading_.choice.remit;
    if (!remit.municipalities.empty() || !remit.programmes.empty()) return ReadTalliesOfPart();
    ASSIGN_OR_RETURN(reading_.tallies, ledger_.Tallies(days_, by));
    std::erase_if(reading_.tallies, [&](const DayTally& tally) {
      return !reading_.choice.TakesCentre(tally.centre) ||
             !reading_.choice.TakesCohort(tally.cohort);
    });
    return absl::OkStatus();
  }

  void ReadEnrolmentsOfAll(const DayRange& days, std::vector<EnrolmentLine>& lines) {
    for (const Id& person : reference_.People(PersonType::kParticipant)) {
      for (EnrolmentLine& line : EnrolmentLinesOf(person, days, reading_.choice, reference_)) {
        reading_.people.insert(person);
        lines.push_back(std::move(line));
      }
    }
  }

  // Those that ran on a day of the span.
  std::set<Id> ReadEnrolments() {
    NameCohorts();
    ReadEnrolmentsOfAll(days_, reading_.enrolments);
    std::set<Id> chosen;
    for (const EnrolmentLine& line : reading_.enrolments) chosen.insert(line.enrolment);
    return chosen;
  }

  absl::Status ReadMembers() {
    ReadEnrolments();
    return ReadPath("");
  }

  // Everything of the chosen part up to the last day, from its beginning on. `type`: of the steps;
  // empty: all.
  absl::Status ReadOperation(const std::string& type) {
    NameCohorts();
    const DayRange all = {.last = days_.last};
    ReadEnrolmentsOfAll(all, reading_.operation);
    return ReadSteps(type, all, reading_.operation_steps);
  }

  absl::Status ReadHours() {
    const std::set<Id> chosen = ReadEnrolments();
    ASSIGN_OR_RETURN(reading_.sums, ledger_.EnrolmentTallies(days_));
    std::erase_if(reading_.sums,
                  [&](const EnrolmentTally& sum) { return !chosen.contains(sum.enrolment); });
    ASSIGN_OR_RETURN(reading_.open_statuses, ledger_.OpenStatuses(days_));
    std::erase_if(reading_.open_statuses, [&](const AttendanceRecord& record) {
      return !chosen.contains(record.enrolment);
    });
    return absl::OkStatus();
  }

  absl::Status ReadPath(const std::string& type) {
    RETURN_IF_ERROR(CheckType(type));
    NameCohorts();
    return ReadSteps(type, days_, reading_.steps);
  }

  // By the enrolment that a step belongs to, else by the person. `type`: empty for all.
  absl::Status ReadSteps(const std::string& type, const DayRange& days,
                         std::vector<PlacedStep>& steps) {
    ASSIGN_OR_RETURN(std::vector<PathRecord> path, ledger_.Path(days));
    for (PathRecord& record : path) {
      const Enrolment* enrolment = reference_.FindEnrolment(record.enrolment);
      const bool takes = enrolment == nullptr
                             ? Takes(record.person, record.day)
                             : reading_.choice.TakesEnrolment(*enrolment, reference_);
      if (!takes || (!type.empty() && PathTypeWord(record.type) != type)) continue;
      reading_.people.insert(record.person);
      ASSIGN_OR_RETURN(PlacedStep step, PlaceStep(ledger_, std::move(record)));
      steps.push_back(std::move(step));
    }
    return absl::OkStatus();
  }

  static absl::Status CheckType(const std::string& type) {
    if (type.empty()) return absl::OkStatus();
    std::vector<std::string> words;
    for (auto each = PathType::kInvitation; each <= PathType::kIndicators;
         each = static_cast<PathType>(static_cast<int>(each) + 1)) {
      words.push_back(PathTypeWord(each));
      if (words.back() == type) return absl::OkStatus();
    }
    return absl::InvalidArgumentError(absl::StrCat("\"", absl::CHexEscape(type),
                                                   "\" is no type of step; write one of ",
                                                   absl::StrJoin(words, ", ")));
  }

  absl::Status ReadCases(const std::string& municipality) {
    RETURN_IF_ERROR(CheckMunicipality(municipality));
    ASSIGN_OR_RETURN(const std::vector<CaseRecord> records, ledger_.Cases());
    for (const CaseRecord& record : records) {
      KnownCase known = KnownCaseOf(record, reference_, record.days.back());
      if (!TakesCase(known, days_, reading_.choice, municipality) ||
          !TakesEnrolmentOf(record, reading_.choice, reference_)) {
        continue;
      }
      reading_.people.insert(record.person);
      reading_.cases.push_back(std::move(known));
    }
    return absl::OkStatus();
  }

  absl::Status ReadSightings() {
    ASSIGN_OR_RETURN(reading_.sightings, ledger_.Sightings(days_));
    std::erase_if(reading_.sightings, [&](const SightingDay& day) {
      return !TakesThere(day.centre, day.person, day.day);
    });
    for (const SightingDay& day : reading_.sightings) reading_.people.insert(day.person);
    return ReadRecords();
  }

  const Ledger& ledger_;
  const Reference& reference_;
  const DayRange days_;
  const SecretKey& lookup_key_;
  ReportReading& reading_;
};

// Of the reports whose rows grow with people and days.
absl::Status CheckRows(const v1::GetReportRequest& request, const ReportReading& reading) {
  using By = v1::AttendanceReportRequest;
  const By::By by = request.attendance().by();
  const bool by_status = by == By::BY_STATUS || by == By::BY_LIST;
  const std::size_t rows = std::max(
      {by_status ? reading.records.size() : 0, reading.presence.size(), reading.shares.size(),
       reading.sightings.size(), request.has_path() ? reading.steps.size() : 0});
  if (rows <= kReportRowsMax) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the report would have ", rows,
                                                 " rows, and at most ", kReportRowsMax,
                                                 " can be given: choose fewer days, a centre or a "
                                                 "cohort"));
}

}  // namespace

absl::StatusOr<DayRange> DaysOfReport(const v1::GetReportRequest& request) {
  DayRange days;
  if (request.has_first_day()) days.first = request.first_day();
  if (request.has_last_day()) days.last = request.last_day();
  if (days.last < days.first) {
    return absl::InvalidArgumentError("the last day lies before the first");
  }
  return days;
}

bool NeedsIndicators(const v1::GetReportRequest& request) {
  return request.has_indicators() || !request.outcomes().by().empty();
}

std::optional<TallyBy> TotalsBy(const v1::GetReportRequest& request) {
  using Attendance = v1::AttendanceReportRequest;
  using Hours = v1::HoursReportRequest;
  const int by = request.has_attendance() ? static_cast<int>(request.attendance().by()) : -1;
  const int hours_by = request.has_hours() ? static_cast<int>(request.hours().by()) : -1;
  if (by == Attendance::BY_COHORT || hours_by == Hours::BY_COHORT) return TallyBy::kCohort;
  if (by == Attendance::BY_MONTH || hours_by == Hours::BY_MONTH) return TallyBy::kDay;
  return std::nullopt;
}

absl::StatusOr<ReportReading> ReadForReport(const Ledger& ledger,
                                            const v1::GetReportRequest& request,
                                            CivilDay waiting_since, const SecretKey& lookup_key,
                                            const Remit& remit) {
  ASSIGN_OR_RETURN(const DayRange days, DaysOfReport(request));
  ReportReading reading;
  ASSIGN_OR_RETURN(reading.choice, ChooseForReport(request, ledger.reference(), lookup_key, remit));
  if (request.has_kiosks() && (reading.choice.cohort || !request.programme().empty())) {
    return absl::InvalidArgumentError("kiosks belong to centres, not to cohorts or programmes");
  }
  RETURN_IF_ERROR(Reader(ledger, days, lookup_key, reading).Read(request, waiting_since));
  RETURN_IF_ERROR(CheckRows(request, reading));
  return reading;
}

}  // namespace wijkboek
