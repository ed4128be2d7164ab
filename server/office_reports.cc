#include "server/office_reports.h"

#include <set>
#include <utility>

#include "common/status.h"
#include "server/dutch_print.h"
#include "server/kiosk_lines.h"
#include "server/report_aftercare.h"
#include "server/report_attendance.h"
#include "server/report_cases.h"
#include "server/report_doubts.h"
#include "server/report_figures.h"
#include "server/report_funnel.h"
#include "server/report_help.h"
#include "server/report_hours.h"
#include "server/report_indicators.h"
#include "server/report_kiosks.h"
#include "server/report_ladder.h"
#include "server/report_outcomes.h"
#include "server/report_path.h"
#include "server/report_sightings.h"
#include "server/report_tasks.h"
#include "server/report_totals.h"
#include "server/report_transfers.h"
#include "server/visit_tasks.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kDutch = "nl";

// Whom its figures are about, whether it names them or not.
std::set<Id> ParticipantsIn(const ReportReading& reading, const Reference& reference) {
  std::set<Id> people;
  const auto add = [&](const Id& id) {
    const Person* person = reference.FindPerson(id);
    if (person != nullptr && person->type == PersonType::kParticipant) {
      people.insert(reference.StandsFor(id));
    }
  };
  for (const Id& id : reading.people) add(id);
  for (const AttendanceRecord& record : reading.records) add(record.person);
  return people;
}

}  // namespace

absl::StatusOr<v1::GetReportResponse> OfficeReports::Get(const v1::GetReportRequest& request,
                                                         const Remit& remit) {
  if (!request.language().empty() && request.language() != kDutch) {
    return absl::InvalidArgumentError(R"(language: give "nl", or nothing for English)");
  }
  std::optional<KnownAt> at;
  if (request.has_as_known_at()) {
    ASSIGN_OR_RETURN(at, ledgers_.Find(request.as_known_at()));
  }
  ASSIGN_OR_RETURN(v1::GetReportResponse report, GetAt(request, at, Form::kShown, remit));
  if (request.language() == kDutch) {
    for (std::string& line : *report.mutable_small_print()) line = DutchPrint(line).text;
  }
  return report;
}

absl::StatusOr<v1::GetReportResponse> OfficeReports::GetWithPeople(
    const v1::GetReportRequest& request, std::set<Id>& people) {
  std::optional<KnownAt> at;
  if (request.has_as_known_at()) {
    ASSIGN_OR_RETURN(at, ledgers_.Find(request.as_known_at()));
  }
  return GetAt(request, at, Form::kShown, {}, &people);
}

absl::StatusOr<v1::GetReportResponse> OfficeReports::GetAt(const v1::GetReportRequest& request,
                                                           const std::optional<KnownAt>& at,
                                                           Form form, const Remit& remit,
                                                           std::set<Id>* people) {
  ReportBasis basis;
  ASSIGN_OR_RETURN(basis.days, DaysOfReport(request));
  ReportReading reading;
  PersonNames::Details details;
  RETURN_IF_ERROR(
      ledgers_.Read(at, [&](const Ledger& ledger, const KnownAt& known) -> absl::Status {
        basis.as_known_at = known.ToCursor();
        basis.now_ms = known.now_ms;
        ASSIGN_OR_RETURN(basis.kiosks, KiosksInLog(log_, ledger, known.position));
        ASSIGN_OR_RETURN(reading, ReadForReport(ledger, request, WaitingSince(basis.kiosks),
                                                keys_.lookup_key(), remit));
        if (!remit.IsAll()) {
          const std::set<Id> own = CentresOf(remit, ledger.reference());
          std::erase_if(basis.kiosks,
                        [&](const KioskLine& kiosk) { return !own.contains(kiosk.centre_id); });
        }
        if (request.has_outcomes() || request.has_funnel()) {
          ASSIGN_OR_RETURN(reading.records,
                           ledger.Attendance(ActiveDays(basis.days, basis.now_ms)));
        }
        details = PersonNames::DetailsOf(ledger.reference(), reading.people);
        if (people != nullptr) *people = ParticipantsIn(reading, ledger.reference());
        return absl::OkStatus();
      }));
  basis.only = reading.choice.words;
  basis.discrepancies = std::move(reading.discrepancies);
  basis.set_aside = std::move(reading.set_aside);
  basis.centres = std::move(reading.centres);
  basis.cohorts = std::move(reading.cohorts);
  if (form == Form::kShown) {
    ASSIGN_OR_RETURN(basis.people, book_.Open(details));
  }
  absl::flat_hash_map<Id, CivilDay> born;
  if (NeedsIndicators(request)) {
    ASSIGN_OR_RETURN(born, names_.OpenBirthDates(details));
  }
  if (request.has_kiosks()) {
    RETURN_IF_ERROR(CountEvents(log_, basis.as_known_at.position(), basis.kiosks));
  }
  // What no log keeps is said of now alone.
  basis.with_own_words =
      !at && form == Form::kShown && (request.has_kiosks() || request.has_pending());
  if (basis.with_own_words) AddOwnWords(registry_, basis.kiosks);
  return MakeTable(request, std::move(reading), std::move(basis), std::move(born));
}

absl::StatusOr<PersonFigures> OfficeReports::FiguresOf(ReportReading reading) const {
  PersonFigures figures{.person = reading.person,
                        .enrolments = std::move(reading.enrolments),
                        .attendance = std::move(reading.records),
                        .hours = std::move(reading.hours),
                        .helps = std::move(reading.helps),
                        .cases = std::move(reading.person_cases)};
  for (const auto& [cohort, programme] : reading.funnel.programme_of) {
    const auto name = reading.funnel.programmes.find(programme);
    if (name != reading.funnel.programmes.end()) figures.programmes.emplace(cohort, name->second);
  }
  ASSIGN_OR_RETURN(figures.visits, OpenVisitTasks(reading.visits, log_, keys_));
  ASSIGN_OR_RETURN(figures.steps, OpenSteps(reading.steps, log_, keys_));
  return figures;
}

absl::StatusOr<v1::GetReportResponse> OfficeReports::MakeTable(const v1::GetReportRequest& request,
                                                               ReportReading reading,
                                                               ReportBasis basis,
                                                               BirthDates born) const {
  using By = v1::AttendanceReportRequest;
  switch (request.report_case()) {
    case v1::GetReportRequest::kPresence:
      return PresenceReport(reading.presence, reading.open, basis);
    case v1::GetReportRequest::kVisits:
      return VisitReport(reading.shares, basis);
    case v1::GetReportRequest::kTasks: {
      ASSIGN_OR_RETURN(const std::vector<VisitTasks> visits,
                       OpenVisitTasks(reading.visits, log_, keys_));
      return request.tasks().by() == v1::TaskReportRequest::BY_AREA ? AreaReport(visits, basis)
                                                                    : TaskReport(visits, basis);
    }
    case v1::GetReportRequest::kHelp:
      return HelpReport(reading.helps, basis);
    case v1::GetReportRequest::kBalances:
      return BalanceReport(reading.balances, basis);
    case v1::GetReportRequest::kAttendance:
      if (const std::optional<TallyBy> by = TotalsBy(request)) {
        return *by == TallyBy::kCohort ? AttendanceByCohort(reading.tallies, basis)
                                       : AttendanceByMonth(reading.tallies, basis);
      }
      if (request.attendance().by() == By::BY_PERSON) {
        return AttendanceByPerson(reading.records, basis);
      }
      if (request.attendance().by() == By::BY_STATUS) {
        return AttendanceByStatus(std::move(reading.records), reading.sessions, basis);
      }
      if (request.attendance().by() == By::BY_LIST) {
        return AttendanceList(std::move(reading.records), reading.sessions, basis);
      }
      return AttendanceBySession(reading.records, reading.sessions, basis);
    case v1::GetReportRequest::kHours:
      if (const std::optional<TallyBy> by = TotalsBy(request)) {
        return *by == TallyBy::kCohort ? HoursByCohort(reading.tallies, basis)
                                       : HoursByMonth(reading.tallies, basis);
      }
      return HoursReport(reading.enrolments, reading.sums, reading.open_statuses, basis);
    case v1::GetReportRequest::kSightings:
      return SightingReport(reading.sightings, reading.records, basis);
    case v1::GetReportRequest::kPending:
      return PendingReport(reading.records, reading.sessions, basis);
    case v1::GetReportRequest::kKiosks:
      if (reading.choice.centre) {
        std::erase_if(basis.kiosks, [&](const KioskLine& kiosk) {
          return kiosk.centre_id != *reading.choice.centre;
        });
      }
      return KioskReport(reading.open_statuses, basis);
    case v1::GetReportRequest::kDoubts:
      return DoubtReport(basis);
    case v1::GetReportRequest::kCases:
      return CaseReport(reading.cases, request.cases().municipality(), basis);
    case v1::GetReportRequest::kPath: {
      ASSIGN_OR_RETURN(const std::vector<OpenedStep> steps, OpenSteps(reading.steps, log_, keys_));
      return PathReport(steps, basis);
    }
    case v1::GetReportRequest::kOutcomes: {
      ASSIGN_OR_RETURN(const std::vector<OpenedStep> steps, OpenSteps(reading.steps, log_, keys_));
      OutcomeOptions options{.hide_below = request.hide_below(), .by = request.outcomes().by()};
      if (!options.by.empty()) {
        ASSIGN_OR_RETURN(const std::vector<OpenedStep> answers,
                         OpenSteps(reading.operation_steps, log_, keys_));
        // Of everybody, whenever they entered.
        ReportBasis ever = basis;
        ever.days.first = DayRange().first;
        options.answers = AnswersAtEntry(
            GatherIndicatorPeople(reading.operation, answers, ever, {.born = std::move(born)}),
            options.by);
      }
      return OutcomeReport(reading.enrolments, steps, reading.records, basis, options);
    }
    case v1::GetReportRequest::kFunnel: {
      ASSIGN_OR_RETURN(const std::vector<OpenedStep> steps, OpenSteps(reading.steps, log_, keys_));
      reading.funnel.hide_below = request.hide_below();
      return FunnelReport(reading.enrolments, steps, reading.records, basis, reading.funnel);
    }
    case v1::GetReportRequest::kLadder: {
      ASSIGN_OR_RETURN(const std::vector<OpenedStep> steps, OpenSteps(reading.steps, log_, keys_));
      return LadderReport(reading.enrolments, steps, basis, request.hide_below());
    }
    case v1::GetReportRequest::kTransfers: {
      ASSIGN_OR_RETURN(const std::vector<OpenedStep> steps, OpenSteps(reading.steps, log_, keys_));
      return TransferReport(reading.enrolments, steps, basis, request.hide_below());
    }
    case v1::GetReportRequest::kAftercare: {
      ASSIGN_OR_RETURN(const std::vector<OpenedStep> steps, OpenSteps(reading.steps, log_, keys_));
      return AftercareReport(reading.enrolments, steps, basis);
    }
    case v1::GetReportRequest::kIndicators: {
      ASSIGN_OR_RETURN(const std::vector<OpenedStep> steps,
                       OpenSteps(reading.operation_steps, log_, keys_));
      const IndicatorOptions options{.set = request.indicators().set(),
                                     .hide_below = request.hide_below(),
                                     .born = std::move(born)};
      return IndicatorReport(GatherIndicatorPeople(reading.operation, steps, basis, options), basis,
                             options);
    }
    case v1::GetReportRequest::kProgress: {
      ASSIGN_OR_RETURN(const PersonFigures figures, FiguresOf(std::move(reading)));
      return ProgressReport(figures, basis);
    }
    case v1::GetReportRequest::kBook: {
      ASSIGN_OR_RETURN(const PersonFigures figures, FiguresOf(std::move(reading)));
      return BookReport(figures, basis);
    }
    case v1::GetReportRequest::REPORT_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("say which report");
}

}  // namespace wijkboek
