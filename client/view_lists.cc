// The lists that View shows: a day at the centre, a session, a participant.
#include <algorithm>
#include <tuple>
#include <utility>

#include "client/view.h"
#include "common/reconcile/fact.h"
#include "common/status.h"

namespace wijkboek {
namespace {

void SortByName(std::vector<AttendanceLine>& lines) {
  std::sort(lines.begin(), lines.end(), [](const AttendanceLine& a, const AttendanceLine& b) {
    return std::tie(a.record.day, a.record.session, a.person.name, a.person.id) <
           std::tie(b.record.day, b.record.session, b.person.name, b.person.id);
  });
}

void SortByStart(std::vector<AttendanceLine>& lines) {
  std::sort(lines.begin(), lines.end(), [](const AttendanceLine& a, const AttendanceLine& b) {
    return std::tie(a.record.expected, a.record.session) <
           std::tie(b.record.expected, b.record.session);
  });
}

}  // namespace

absl::StatusOr<std::vector<Hash>> View::PresenceEvents(const Id& person, const Interval& interval) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  // A presence of the night before may reach into the day.
  ASSIGN_OR_RETURN(std::vector<PresenceRecord> presences,
                   ledger_->Presences(person, {.first = DayOf(interval.start_ms) - 1,
                                               .last = DayOf(interval.end_ms) + 1}));
  std::vector<Hash> events;
  for (const PresenceRecord& presence : presences) {
    if (presence.centre != params_.centre || presence.span.start_ms > interval.end_ms ||
        presence.span.end_ms < interval.start_ms) {
      continue;
    }
    events.insert(events.end(), presence.events.begin(), presence.events.end());
  }
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
  return events;
}

absl::StatusOr<Today> View::DayView(CivilDay day) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const DayRange days{.first = day, .last = day};
  std::map<Id, PersonDay> by_person;
  for (const Id& id : ledger_->reference().ParticipantsAt(params_.centre, day)) by_person[id];
  ASSIGN_OR_RETURN(std::vector<PresenceDay> presence_days, ledger_->PresenceDays(days));
  for (const PresenceDay& presence : presence_days) {
    PersonDay& person = by_person[presence.person];
    person.presence_ms += presence.settled_ms;
    person.to_confirm_ms += presence.to_confirm_ms;
  }
  ASSIGN_OR_RETURN(std::vector<VisitShareDay> visits, ledger_->VisitShares(days));
  for (const VisitShareDay& visit : visits) by_person[visit.person].visit_ms += visit.settled_ms;

  const bool is_past = day < DayOf(params_.now_ms());
  Today today;
  // Everybody known here; visitors from elsewhere get no status.
  for (const Person* person : Everybody({PersonType::kParticipant})) {
    auto row = by_person.find(person->id);
    PersonDay person_day = row == by_person.end() ? PersonDay() : row->second;
    ASSIGN_OR_RETURN(std::vector<PresenceRecord> presences,
                     ledger_->Presences(person->id, {.first = day - 1, .last = day}));
    for (const PresenceRecord& presence : presences) {
      if (presence.end == PresenceEnd::kOpen && presence.centre == params_.centre) {
        person_day.present_since_ms = presence.span.start_ms;
      }
    }
    const bool did_something = person_day.present_since_ms || person_day.presence_ms > 0 ||
                               person_day.to_confirm_ms > 0 || person_day.visit_ms > 0;
    if (row == by_person.end() && !did_something) continue;
    // Who walked in later was not missed then.
    if (is_past && person->walk_in && !did_something &&
        !ledger_->reference().EverEnrolled(person->id)) {
      continue;
    }
    person_day.person = Known(*person);
    today.persons.push_back(std::move(person_day));
  }
  std::sort(today.persons.begin(), today.persons.end(), [](const PersonDay& a, const PersonDay& b) {
    return IsNamedBefore(a.person, b.person);
  });
  ASSIGN_OR_RETURN(std::vector<Discrepancy> doubts, ledger_->Discrepancies());
  for (Discrepancy& doubt : doubts) {
    if (doubt.day == day) today.doubts.push_back(std::move(doubt));
  }
  for (Session& session : ledger_->reference().SessionsAt(params_.centre, day)) {
    const std::size_t expected = ledger_->reference().ExpectedAt(session).size();
    today.sessions.push_back({.session = std::move(session), .expected = expected});
  }
  ASSIGN_OR_RETURN(std::vector<AttendanceRecord> records, ledger_->Attendance(days));
  for (AttendanceRecord& record : records) {
    if (record.centre == params_.centre) today.attendance.push_back(LineOf(std::move(record)));
  }
  SortByName(today.attendance);
  return today;
}

std::vector<AttendanceRecord> View::NotBegun(const Id& participant) const {
  std::vector<AttendanceRecord> records;
  for (const ExpectedSession& expected : ledger_->reference().ExpectedOf(participant)) {
    if (expected.expected.start_ms < params_.now_ms()) continue;
    records.push_back({.person = participant,
                       .session = expected.session.id,
                       .enrolment = expected.enrolment,
                       .centre = expected.session.centre,
                       .day = DayOf(expected.session.span.start_ms),
                       .expected = expected.expected});
  }
  return records;
}

absl::StatusOr<SessionList> View::SessionView(const Id& session) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const Session* found = ledger_->reference().FindSession(session);
  if (found == nullptr) return absl::NotFoundError("this session is not known at this kiosk");
  SessionList list{.session = *found};
  if (found->cancelled) return list;
  // Times of one's own may begin on the next day.
  ASSIGN_OR_RETURN(std::vector<AttendanceRecord> records,
                   ledger_->Attendance(
                       {.first = DayOf(found->span.start_ms), .last = DayOf(found->span.end_ms)}));
  for (AttendanceRecord& record : records) {
    if (record.session == session) list.lines.push_back(LineOf(std::move(record)));
  }
  for (const Id& participant : ledger_->reference().ExpectedAt(*found)) {
    for (AttendanceRecord& record : NotBegun(participant)) {
      if (record.session == session) list.lines.push_back(LineOf(std::move(record)));
    }
  }
  SortByName(list.lines);
  auto signed_line = std::find_if(list.lines.begin(), list.lines.end(),
                                  [](const auto& line) { return line.record.signed_off; });
  if (signed_line == list.lines.end()) return list;
  ASSIGN_OR_RETURN(const LastWord said, LastWordLocked(signed_line->person.id));
  if (const StoredEvent* sign_off = said.SignOff(session)) {
    list.sign_off = *sign_off;
    list.signed_off_by = KnownOrNot(AuthorOf(sign_off->event)).name;
  }
  return list;
}

absl::StatusOr<PersonList> View::PersonView(const Id& participant, DayRange days) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  PersonList list{.person = KnownOrNot(participant)};
  ASSIGN_OR_RETURN(std::vector<AttendanceRecord> records, ledger_->AttendanceOf(participant, days));
  for (AttendanceRecord& record : NotBegun(participant)) {
    if (record.day >= days.first && record.day <= days.last) records.push_back(std::move(record));
  }
  for (AttendanceRecord& record : records) list.lines.push_back(LineOf(std::move(record)));
  SortByStart(list.lines);
  ASSIGN_OR_RETURN(std::vector<SightingDay> sightings, ledger_->Sightings(days));
  for (SightingDay& sighting : sightings) {
    if (sighting.person == participant) list.sightings.push_back(std::move(sighting));
  }
  // The one that runs on the last of the days, else the latest that began before.
  std::optional<Enrolment> enrolment;
  for (Enrolment& own : ledger_->reference().EnrolmentsOf(participant)) {
    if (own.first_day > days.last) continue;
    if (!enrolment || std::pair(own.RunsOn(days.last), own.first_day) >
                          std::pair(enrolment->RunsOn(days.last), enrolment->first_day)) {
      enrolment = std::move(own);
    }
  }
  if (enrolment) RETURN_IF_ERROR(AddSums(*enrolment, list));
  return list;
}

absl::Status View::AddSums(const Enrolment& enrolment, PersonList& list) const {
  const DayRange since{.first = enrolment.first_day};
  ASSIGN_OR_RETURN(std::vector<HoursDay> hours, ledger_->Hours(since));
  for (const HoursDay& day : hours) {
    if (day.enrolment != enrolment.id) continue;
    list.hours_ms += day.settled_ms;
    list.hours_to_confirm_ms += day.to_confirm_ms;
  }
  list.target_minutes = ledger_->reference().TargetMinutesOf(enrolment);
  ASSIGN_OR_RETURN(std::vector<HelpRecord> helps, ledger_->Helps(since));
  for (const HelpRecord& help : helps) {
    if (!help.confirmed) continue;
    if (help.helper == enrolment.participant) list.help_given_minutes += help.minutes;
    if (help.helped == enrolment.participant) list.help_received_minutes += help.minutes;
  }
  return absl::OkStatus();
}

}  // namespace wijkboek
