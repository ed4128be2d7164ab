// The looking half of KioskService.

#include <algorithm>

#include "client/event_table.h"
#include "client/kiosk_service.h"
#include "client/page_names.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Shown half up.
std::uint32_t Minutes(std::int64_t ms) {
  return static_cast<std::uint32_t>((ms + kMinuteMs / 2) / kMinuteMs);
}

// Of an end on another day than its start; else empty.
std::string EndDay(const Interval& span) {
  const CivilDay day = DayOf(span.end_ms);
  return day == DayOf(span.start_ms) ? "" : FormatDay(day);
}

// A coach looks back over a year, not over everything there is.
constexpr CivilDay kPersonDaysMax = 366;

v1::AttendanceRow RowOf(const AttendanceLine& line) {
  const AttendanceRecord& record = line.record;
  v1::AttendanceRow row;
  row.set_person(line.person.id.hex());
  row.set_name(line.person.name);
  row.set_session(record.session.hex());
  row.set_day(FormatDay(record.day));
  row.set_title(line.title);
  row.set_start(FormatTimeOfDay(record.expected.start_ms));
  row.set_end(FormatTimeOfDay(record.expected.end_ms));
  row.set_end_day(EndDay(record.expected));
  // Both number the states alike.
  row.set_state(static_cast<v1::AttendanceState>(record.status));
  row.set_late(record.late);
  row.set_left_early(record.left_early);
  row.set_to_confirm(record.to_confirm);
  row.set_final(record.is_final);
  row.set_attended_minutes(Minutes(record.attended_ms));
  row.set_why(line.why);
  row.set_signed_off(record.signed_off);
  row.set_changed_since_sign_off(record.changed_since_sign_off);
  return row;
}

v1::SessionToday SessionRow(const Session& session) {
  v1::SessionToday row;
  row.set_session(session.id.hex());
  row.set_title(session.title);
  row.set_start(FormatTimeOfDay(session.span.start_ms));
  row.set_end(FormatTimeOfDay(session.span.end_ms));
  row.set_end_day(EndDay(session.span));
  return row;
}

// Those asked for; else the week of `today`, Monday to Sunday.
absl::StatusOr<DayRange> DaysOf(const v1::GetPersonRequest& request, CivilDay today) {
  DayRange days{.first = today - WeekdayOf(today) + 1};
  if (!request.first_day().empty()) {
    ASSIGN_OR_RETURN(days.first, ParseDay(request.first_day()));
  }
  days.last = std::max(days.first + 6, request.first_day().empty() ? days.first : today);
  if (!request.last_day().empty()) {
    ASSIGN_OR_RETURN(days.last, ParseDay(request.last_day()));
  }
  if (days.last < days.first) {
    return absl::InvalidArgumentError("the last day must not be before the first");
  }
  if (days.last - days.first > kPersonDaysMax) {
    return absl::InvalidArgumentError("at most a year at once");
  }
  return days;
}

}  // namespace

absl::StatusOr<v1::GetStatusResponse> KioskService::GetStatus(const v1::GetStatusRequest&) {
  const SyncStatus sync = params_.sync_status();
  const EventKey head = params_.log.Head();
  std::uint64_t events = 0;
  std::int64_t certificate_until_ms = 0;
  RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(events, CountOwn(connection));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(KioskIdentity identity, LoadIdentity(params_.store));
  certificate_until_ms = identity.certificate_until_ms;
  v1::GetStatusResponse response;
  response.set_device(params_.identity.device.hex());
  response.set_name(params_.identity.name);
  response.set_centre(params_.identity.centre_name);
  response.set_unsent(sync.unsent);
  response.set_oldest_unsent_ms(sync.oldest_unsent_ms);
  response.set_reason(sync.reason);
  response.set_last_contact_ms(sync.last_contact_ms);
  response.set_heard_through_ms(sync.heard_through_ms);
  response.set_clock_quality(params_.log.quality());
  response.set_epoch(head.epoch);
  response.set_events(events);
  response.set_disk_free_bytes(params_.disk_free_bytes());
  response.set_version(std::string(kKioskVersion));
  response.set_certificate_until_ms(certificate_until_ms);
  response.set_up_to_date(sync.up_to_date);
  response.set_pulled_position(sync.pulled_position);
  response.set_standing(Standing());
  response.set_compared_ms(sync.comparison.compared_ms);
  response.set_compared(sync.comparison.compared);
  response.set_sent_again(sync.comparison.sent_again);
  response.set_shown_differently(sync.comparison.shown_differently);
  return response;
}

absl::StatusOr<v1::GetTodayResponse> KioskService::GetToday(const v1::GetTodayRequest& request) {
  CivilDay day = DayOf(params_.log.NowMs());
  if (!request.day().empty()) {
    ASSIGN_OR_RETURN(day, ParseDay(request.day()));
  }
  ASSIGN_OR_RETURN(Today today, params_.view.DayView(day));
  v1::GetTodayResponse response;
  for (const PersonDay& person : today.persons) {
    v1::PersonToday* row = response.add_persons();
    row->set_person(person.person.id.hex());
    row->set_name(person.person.name);
    row->set_present(person.present_since_ms.has_value());
    if (person.present_since_ms) row->set_since(FormatTimeOfDay(*person.present_since_ms));
    row->set_presence_minutes(Minutes(person.presence_ms));
    row->set_to_confirm_minutes(Minutes(person.to_confirm_ms));
    row->set_visit_minutes(Minutes(person.visit_ms));
  }
  for (const Discrepancy& doubt : today.doubts) {
    v1::DoubtToday* row = response.add_doubts();
    row->set_kind(doubt.kind);
    for (const Id& person : doubt.persons) row->add_persons(person.hex());
    row->set_detail(doubt.detail);
  }
  for (const DaySession& each : today.sessions) {
    v1::SessionToday* row = response.add_sessions();
    *row = SessionRow(each.session);
    row->set_expected(static_cast<std::uint32_t>(each.expected));
  }
  for (const AttendanceLine& line : today.attendance) *response.add_attendance() = RowOf(line);
  return response;
}

absl::StatusOr<v1::ListPeopleResponse> KioskService::ListPeople(const v1::ListPeopleRequest&) {
  ASSIGN_OR_RETURN(std::vector<KnownPerson> people, params_.view.People());
  v1::ListPeopleResponse response;
  for (const KnownPerson& person : people) *response.add_people() = PersonOf(person);
  return response;
}

absl::StatusOr<v1::GetSessionResponse> KioskService::GetSession(
    const v1::GetSessionRequest& request) {
  ASSIGN_OR_RETURN(Session session, SessionOf(request.session(), Id()));
  ASSIGN_OR_RETURN(SessionList list, params_.view.SessionView(session.id));
  v1::GetSessionResponse response;
  *response.mutable_session() = SessionRow(list.session);
  response.set_day(FormatDay(DayOf(list.session.span.start_ms)));
  response.set_cancelled(list.session.cancelled);
  for (const AttendanceLine& line : list.lines) {
    *response.add_rows() = RowOf(line);
    if (line.record.changed_since_sign_off) {
      response.set_changed_since(response.changed_since() + 1);
    }
  }
  if (list.sign_off) {
    response.set_signed_off_by(list.signed_off_by);
    response.set_signed_off_at(
        FormatTime(list.sign_off->event.hybrid().wall_ms() / kMinuteMs * kMinuteMs));
  }
  return response;
}

absl::StatusOr<v1::GetPersonResponse> KioskService::GetPerson(const v1::GetPersonRequest& request) {
  const std::int64_t now_ms = params_.log.NowMs();
  ASSIGN_OR_RETURN(DayRange days, DaysOf(request, DayOf(now_ms)));
  ASSIGN_OR_RETURN(Identified who, identifier_.Identify(request.who(), now_ms));
  if (who.subject.person.IsZero()) {
    return absl::NotFoundError("nobody known at this kiosk has this badge or PIN");
  }
  ASSIGN_OR_RETURN(KnownPerson person, Participant(who.subject.person.hex()));
  ASSIGN_OR_RETURN(PersonList list, params_.view.PersonView(person.id, days));
  ASSIGN_OR_RETURN(LastWord said, params_.view.LastWordOn(person.id));
  v1::GetPersonResponse response;
  response.set_person(person.id.hex());
  response.set_name(person.name);
  for (const AttendanceLine& line : list.lines) *response.add_rows() = RowOf(line);
  response.set_hours_minutes(Minutes(list.hours_ms));
  response.set_hours_to_confirm_minutes(Minutes(list.hours_to_confirm_ms));
  response.set_target_minutes(list.target_minutes);
  response.set_help_given_minutes(list.help_given_minutes);
  response.set_help_received_minutes(list.help_received_minutes);
  for (const Hash& contest : HashesOf(said.OpenContests())) {
    response.add_open_contests(contest.hex());
  }
  for (const SightingDay& day : list.sightings) {
    v1::SightingsOfDay* row = response.add_sightings();
    row->set_day(FormatDay(day.day));
    for (std::int64_t seen_ms : day.seen_ms) row->add_seen(FormatTimeOfDay(seen_ms));
    row->set_goal(static_cast<std::uint32_t>(day.goal));
  }
  return response;
}

}  // namespace wijkboek
