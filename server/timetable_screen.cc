#include "server/timetable_screen.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/status.h"
#include "server/attendance_item.h"
#include "server/kiosk_lines.h"
#include "server/report_choice.h"
#include "server/sign_off_find.h"

namespace wijkboek {
namespace {

constexpr CivilDay kTimetableDaysMax = 62;

absl::StatusOr<ReportChoice> ChooseOf(const std::string& centre, const std::string& cohort,
                                      const Reference& reference, const SecretKey& lookup_key,
                                      const Remit& remit) {
  v1::GetReportRequest where;
  where.set_centre(centre);
  where.set_cohort(cohort);
  return ChooseForReport(where, reference, lookup_key, remit);
}

// Participants of the choice who are expected there.
std::vector<Id> ExpectedOf(const Session& session, const ReportChoice& choice,
                           const Reference& reference) {
  std::vector<Id> expected = reference.ExpectedAt(session);
  const ReportChoice rest = AnyPlace(choice);
  std::erase_if(expected, [&](const Id& person) {
    return !TakesPerson(rest, reference, person, DayOf(session.span.start_ms));
  });
  return expected;
}

void CountStatus(const AttendanceRecord& record, v1::SessionRow& row) {
  switch (record.status) {
    case AttendanceStatus::kPresent:
      row.set_present(row.present() + 1);
      break;
    case AttendanceStatus::kExcused:
      row.set_excused(row.excused() + 1);
      break;
    case AttendanceStatus::kAbsent:
      row.set_absent(row.absent() + 1);
      break;
    default:
      row.set_open(row.open() + 1);
  }
  if (record.signed_off) row.set_signed_off(true);
}

void DescribeSession(const Session& session, const Reference& reference, v1::SessionRow& row) {
  row.set_id(session.id.hex());
  row.set_title(session.title);
  row.set_centre(session.centre.hex());
  if (const Centre* centre = reference.FindCentre(session.centre)) {
    row.set_centre_name(centre->name);
  }
  for (const Id& id : session.cohorts) {
    const Cohort* cohort = reference.FindCohort(id);
    if (cohort == nullptr) continue;
    row.add_cohorts(cohort->name);
    row.add_cohort_ids(id.hex());
  }
  row.set_day(FormatDay(DayOf(session.span.start_ms)));
  row.set_start(FormatTimeOfDay(session.span.start_ms));
  row.set_end(FormatTimeOfDay(session.span.end_ms));
  row.set_cancelled(session.cancelled);
}

// How the participant themselves confirmed it: "09:02, own badge or PIN".
std::string ConfirmedText(const AttendanceRecord& record,
                          const std::vector<PresenceRecord>& presences) {
  if (record.strength != EvidenceStrength::kOwn) return "";
  for (const PresenceRecord& presence : presences) {
    const bool is_behind =
        std::any_of(presence.events.begin(), presence.events.end(), [&](const Hash& event) {
          return std::binary_search(record.events.begin(), record.events.end(), event);
        });
    if (is_behind)
      return absl::StrCat(FormatTimeOfDay(presence.span.start_ms), ", own badge or PIN");
  }
  return "own badge or PIN";
}

}  // namespace

absl::StatusOr<v1::ListCohortsResponse> TimetableScreen::ListCohorts(
    const v1::ListCohortsRequest& request, const Remit& remit) {
  v1::ListCohortsResponse response;
  RETURN_IF_ERROR(
      ledgers_.Read({}, [&](const Ledger& ledger, const KnownAt& known) -> absl::Status {
        const Reference& reference = ledger.reference();
        ASSIGN_OR_RETURN(const ReportChoice choice, ChooseOf(request.centre(), "", reference,
                                                             parts_.keys.lookup_key(), remit));
        const CivilDay today = DayOf(known.now_ms);
        std::map<Id, v1::CohortRow> rows;
        std::map<Id, std::set<std::string>> centres;
        for (const Id& person : reference.People(PersonType::kParticipant)) {
          for (const Enrolment& enrolment : reference.EnrolmentsOf(person)) {
            if (!choice.TakesEnrolment(enrolment, reference)) continue;
            v1::CohortRow& row = rows[enrolment.cohort];
            row.set_enrolled(row.enrolled() + 1);
            if (enrolment.RunsOn(today)) row.set_running(row.running() + 1);
            const Centre* centre = reference.FindCentre(enrolment.centre);
            if (centre != nullptr) centres[enrolment.cohort].insert(centre->name);
          }
        }
        // Those kept added up say nothing of municipalities: of such a part the counts stay out.
        if (remit.municipalities.empty() && remit.programmes.empty()) {
          ASSIGN_OR_RETURN(const std::vector<DayTally> tallies,
                           ledger.Tallies(DayRange(), TallyBy::kCohort));
          for (const DayTally& tally : tallies) {
            const auto row = rows.find(tally.cohort);
            if (row == rows.end() || !choice.TakesCentre(tally.centre)) continue;
            const StatusTally& statuses = tally.statuses;
            v1::CohortRow& out = row->second;
            out.set_expected(out.expected() + static_cast<std::uint32_t>(statuses.expected));
            out.set_present(out.present() + static_cast<std::uint32_t>(statuses.present));
            out.set_absent(out.absent() + static_cast<std::uint32_t>(statuses.absent_final +
                                                                     statuses.absent_not_final));
            out.set_excused(out.excused() + static_cast<std::uint32_t>(statuses.excused));
            out.set_minutes(out.minutes() + tally.settled_ms / kMinuteMs);
          }
        }
        for (auto& [id, row] : rows) {
          const Cohort* cohort = reference.FindCohort(id);
          if (cohort == nullptr ||
              (!request.programme().empty() && cohort->programme.hex() != request.programme())) {
            continue;
          }
          row.set_id(id.hex());
          row.set_name(cohort->name);
          if (const Programme* programme = reference.FindProgramme(cohort->programme)) {
            row.set_programme(programme->name);
            row.set_programme_id(programme->id.hex());
          }
          row.set_first_day(FormatDay(cohort->first_day));
          if (cohort->last_day) row.set_last_day(FormatDay(*cohort->last_day));
          for (const std::string& name : centres[id]) row.add_centres(name);
          *response.add_cohorts() = std::move(row);
        }
        return absl::OkStatus();
      }));
  std::sort(response.mutable_cohorts()->begin(), response.mutable_cohorts()->end(),
            [](const v1::CohortRow& one, const v1::CohortRow& other) {
              return std::tie(other.first_day(), one.name(), one.id()) <
                     std::tie(one.first_day(), other.name(), other.id());
            });
  return response;
}

absl::StatusOr<v1::ListSessionsResponse> TimetableScreen::ListSessions(
    const v1::ListSessionsRequest& request, const Remit& remit) {
  ASSIGN_OR_RETURN(const CivilDay first, ParseDay(request.first_day()));
  ASSIGN_OR_RETURN(const CivilDay last, ParseDay(request.last_day()));
  if (last < first || last - first >= kTimetableDaysMax) {
    return absl::InvalidArgumentError(absl::StrCat("last_day: choose 1 to ", kTimetableDaysMax,
                                                   " days, the last after the first"));
  }
  v1::ListSessionsResponse response;
  RETURN_IF_ERROR(ledgers_.Read({}, [&](const Ledger& ledger, const KnownAt&) -> absl::Status {
    const Reference& reference = ledger.reference();
    ASSIGN_OR_RETURN(
        const ReportChoice choice,
        ChooseOf(request.centre(), request.cohort(), reference, parts_.keys.lookup_key(), remit));
    std::map<Id, v1::SessionRow*> rows;
    for (CivilDay day = first; day <= last; ++day) {
      for (const Centre& centre : reference.Centres()) {
        if (!choice.TakesCentre(centre.id)) continue;
        std::vector<Session> sessions = reference.SessionsAt(centre.id, day);
        const std::vector<Session> cancelled = reference.CancelledAt(centre.id, day);
        sessions.insert(sessions.end(), cancelled.begin(), cancelled.end());
        for (const Session& session : sessions) {
          const std::vector<Id> expected = ExpectedOf(session, choice, reference);
          // One with nobody of the choice is somebody else's.
          if (expected.empty() && !choice.IsAll()) continue;
          v1::SessionRow* row = response.add_sessions();
          DescribeSession(session, reference, *row);
          row->set_expected(static_cast<std::uint32_t>(expected.size()));
          rows.emplace(session.id, row);
        }
      }
    }
    ASSIGN_OR_RETURN(const std::vector<AttendanceRecord> records,
                     ledger.Attendance({.first = first, .last = last}));
    for (const AttendanceRecord& record : records) {
      const auto row = rows.find(record.session);
      if (row == rows.end() || !TakesRecordOf(record, choice, reference)) continue;
      CountStatus(record, *row->second);
    }
    return absl::OkStatus();
  }));
  std::sort(response.mutable_sessions()->begin(), response.mutable_sessions()->end(),
            [](const v1::SessionRow& one, const v1::SessionRow& other) {
              return std::tie(one.day(), one.start(), one.centre_name(), one.id()) <
                     std::tie(other.day(), other.start(), other.centre_name(), other.id());
            });
  return response;
}

absl::StatusOr<v1::GetSessionListResponse> TimetableScreen::GetSessionList(
    const v1::GetSessionListRequest& request, const Remit& remit) {
  const absl::StatusOr<Id> id = Id::FromHex(request.session());
  if (!id.ok()) return WithContext(id.status(), "session");
  v1::GetSessionListResponse response;
  std::set<Id> people;
  Id signer;
  RETURN_IF_ERROR(
      ledgers_.Read({}, [&](const Ledger& ledger, const KnownAt& known) -> absl::Status {
        const Reference& reference = ledger.reference();
        const ReportChoice choice{.centre = {}, .cohort = {}, .remit = remit, .words = {}};
        const Session* session = reference.FindSession(*id);
        if (session == nullptr || !choice.TakesCentre(session->centre) ||
            (!remit.IsAll() && ExpectedOf(*session, choice, reference).empty())) {
          return absl::NotFoundError("there is no such session");
        }
        DescribeSession(*session, reference, *response.mutable_session());
        ASSIGN_OR_RETURN(const std::vector<KioskLine> kiosks,
                         KiosksInLog(parts_.log, ledger, known.position));
        const CivilDay day = DayOf(session->span.start_ms);
        ASSIGN_OR_RETURN(const std::vector<AttendanceRecord> records,
                         ledger.Attendance({.first = day, .last = day}));
        for (const AttendanceRecord& record : records) {
          if (record.session != session->id || !TakesRecordOf(record, choice, reference)) continue;
          CountStatus(record, *response.mutable_session());
          v1::SessionListRow& row = *response.add_rows();
          row.mutable_person()->set_person(record.person.hex());
          people.insert(record.person);
          *row.mutable_attendance() = AttendanceItemOf(record, reference, kiosks);
          ASSIGN_OR_RETURN(const std::vector<PresenceRecord> presences,
                           ledger.Presences(record.person, {.first = day, .last = day}));
          row.set_confirmed(ConfirmedText(record, presences));
        }
        for (const v1::SessionListRow& row : response.rows()) {
          if (!row.attendance().signed_off()) continue;
          ASSIGN_OR_RETURN(const std::optional<FoundSignOff> signed_off,
                           FindSignOff(ledger, parts_.log, session->id,
                                       Id::FromHex(row.person().person()).value_or(Id())));
          if (!signed_off) continue;
          signer = signed_off->author;
          people.insert(signer);
          if (signed_off->at_ms) response.set_signed_off_at(FormatTime(*signed_off->at_ms));
          break;
        }
        response.mutable_session()->set_expected(static_cast<std::uint32_t>(response.rows_size()));
        response.add_small_print(
            absl::StrCat("as known at ", FormatTime(known.now_ms), ", position ", known.position));
        response.add_small_print(
            "confirmed by the participant: their own badge, QR code or PIN; by the instructor: the "
            "signed list");
        return absl::OkStatus();
      }));
  ASSIGN_OR_RETURN(const auto names, names_.Open(people));
  if (const auto name = names.find(signer); name != names.end()) {
    response.set_signed_off_by(name->second);
  }
  for (v1::SessionListRow& row : *response.mutable_rows()) {
    const absl::StatusOr<Id> person = Id::FromHex(row.person().person());
    const auto name = person.ok() ? names.find(*person) : names.end();
    if (name != names.end()) row.mutable_person()->set_name(name->second);
  }
  std::sort(response.mutable_rows()->begin(), response.mutable_rows()->end(),
            [](const v1::SessionListRow& one, const v1::SessionListRow& other) {
              return std::tie(one.person().name(), one.person().person()) <
                     std::tie(other.person().name(), other.person().person());
            });
  return response;
}

}  // namespace wijkboek
