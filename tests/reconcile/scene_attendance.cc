// What scenes say about attendance: marks, excuses, sightings, contests, sign-offs, sessions that
// move, kiosks; and how what came of it is told.
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/draft.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {

v1::MarkStatus MarkNamed(absl::string_view word) {
  if (word == "present") return v1::MARK_STATUS_PRESENT;
  if (word == "late") return v1::MARK_STATUS_LATE;
  if (word == "excused") return v1::MARK_STATUS_EXCUSED;
  Require(word == "absent", word);
  return v1::MARK_STATUS_ABSENT;
}

namespace {

constexpr const char* kStates[] = {"",       "pending", "present", "excused",
                                   "absent", "unclear", "unknown"};

v1::AttendanceState StateNamed(absl::string_view word) {
  for (int i = 1; i <= 6; ++i) {
    if (word == kStates[i]) return static_cast<v1::AttendanceState>(i);
  }
  Require(false, word);
  return v1::ATTENDANCE_STATE_UNSPECIFIED;
}

v1::CoachDuty DutyNamed(const std::string& word) {
  if (word == "coach") return v1::COACH_DUTY_COACH;
  if (word == "coordinator") return v1::COACH_DUTY_COORDINATOR;
  Require(word == "instructor", word);
  return v1::COACH_DUTY_INSTRUCTOR;
}

int ReadDay(const std::string& word) {
  int day = 0;
  Require(absl::SimpleAtoi(word, &day), word);
  return day;
}

}  // namespace

Id Scene::SessionOf(const std::string& who, const std::string& session, int day) const {
  if (!absl::StrContains(session, ':')) return IdNamed(session);
  std::vector<std::string> parts = absl::StrSplit(session, '/');
  if (parts.size() == 2) day += ReadDay(parts[0]);
  return IdNamed(absl::StrCat(who, day, parts.back()));
}

bool Scene::TellAttendance(const Line& line, v1::Event& event, bool& is_event) {
  const std::vector<std::string>& rest = line.rest;
  if (line.who == "office") return TellOffice(line, event);
  if (line.who == "device") return TellDevice(line, event, is_event);
  auto by_coach = [&] { event.mutable_actor()->set_method(v1::METHOD_COACH_PIN); };
  if (TellChange(line, event)) {
    by_coach();
  } else if (line.verb == "marks") {
    by_coach();
    event.set_kind(v1::EVENT_KIND_SESSION_MARKED);
    AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
    event.set_session_id(SessionOf(rest[0], rest[1], line.day).ToString());
    event.mutable_session_marked()->set_status(MarkNamed(rest[2]));
    See(rest, event);
  } else if (line.verb == "excuses") {
    event.set_kind(v1::EVENT_KIND_EXCUSE_GIVEN);
    AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
    if (rest[0] != line.who) by_coach();
    v1::ExcuseGiven& body = *event.mutable_excuse_given();
    std::size_t next = 2;
    if (rest[1] == "at") {
      for (; next < rest.size() && rest[next] != "called"; ++next) {
        body.mutable_sessions()->add_session_ids(
            SessionOf(rest[0], rest[next], line.day).ToString());
      }
    } else if (rest[1] == "since") {
      body.set_until_better_from_day(day_ + ReadDay(rest[next++]));
    } else {
      Require(rest[1] == "from", line.text);
      body.mutable_days()->set_first_day(day_ + ReadDay(rest[next++]));
      if (next < rest.size() && rest[next] == "to") {
        body.mutable_days()->set_last_day(day_ + ReadDay(rest[next + 1]));
        next += 2;
      }
    }
    if (next < rest.size()) {
      Require(rest[next] == "called", line.text);
      *body.mutable_called_at() = ToCivilTime(ParseAt(rest[next + 1], line.day));
    }
  } else if (line.verb == "says-better") {
    event.set_kind(v1::EVENT_KIND_EXCUSE_ENDED);
    AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
    event.mutable_excuse_ended()->set_last_day(day_ + ReadDay(rest[1]));
    See(rest, event);
  } else if (line.verb == "sees") {
    by_coach();
    event.set_kind(v1::EVENT_KIND_SIGHTED);
    AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
    event.set_centre_id(IdNamed(rest[1]).ToString());
    event.mutable_sighted()->set_by_phone(rest.size() > 2 && rest[2] == "phone");
  } else if (line.verb == "contests") {
    event.set_kind(v1::EVENT_KIND_ATTENDANCE_CONTESTED);
    AddAll(event, line.who, v1::PERSON_ROLE_PARTICIPANT);
    if (rest.size() > 1) event.set_centre_id(IdNamed(rest[1]).ToString());
    if (rest[0] == "day") {
      event.mutable_attendance_contested()->set_day(day_ + line.day);
    } else {
      event.mutable_attendance_contested()->set_session(true);
      event.set_session_id(SessionOf(line.who, rest[0], line.day).ToString());
    }
  } else if (line.verb == "settles") {
    by_coach();
    event.set_kind(v1::EVENT_KIND_DISCREPANCY_SETTLED);
    AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
    event.set_session_id(SessionOf(rest[0], rest[1], line.day).ToString());
    v1::DiscrepancySettled& body = *event.mutable_discrepancy_settled();
    body.set_discrepancy("attendance_contested");
    if (rest[2] == "-") {
      body.set_accepted(true);
    } else {
      body.set_field("status");
      body.mutable_status()->set_status(MarkNamed(rest[2]));
    }
    See(rest, event);
  } else if (line.verb == "judges") {
    by_coach();
    TellJudgement(line, event);
  } else if (line.verb == "signs") {
    by_coach();
    event.set_kind(v1::EVENT_KIND_SESSION_SIGNED_OFF);
    for (std::size_t i = 1; i < rest.size(); ++i) {
      std::pair<std::string, std::string> entry = absl::StrSplit(rest[i], absl::MaxSplits('=', 1));
      event.set_session_id(SessionOf(entry.first, rest[0], line.day).ToString());
      AddAll(event, entry.first, v1::PERSON_ROLE_PARTICIPANT);
      v1::SignedAttendance& signed_entry = *event.mutable_session_signed_off()->add_entries();
      signed_entry.set_person_id(IdNamed(entry.first).ToString());
      std::vector<std::string> words = absl::StrSplit(entry.second, ',');
      signed_entry.set_state(StateNamed(words[0]));
      for (const std::string& word : words) {
        if (word == "late") signed_entry.set_late(true);
        if (word == "left-early") signed_entry.set_left_early(true);
      }
    }
  } else if (line.verb == "learns") {
    event.set_kind(static_cast<v1::EventKind>(999));
    event.set_centre_id(IdNamed(rest[0]).ToString());
    if (rest.size() == 1) AddAll(event, line.who, v1::PERSON_ROLE_PARTICIPANT);
    if (rest.size() > 2) AddAll(event, rest[2], v1::PERSON_ROLE_HELPED);
  } else if (line.who == "badge" && rest[0] == "learns") {
    event.set_kind(static_cast<v1::EventKind>(999));
    event.set_badge_hash(IdNamed(line.verb).ToString());
    event.mutable_actor()->clear_person_id();
    event.set_centre_id(IdNamed(rest[1]).ToString());
  } else if (line.verb == "garbles") {
    event.set_kind(v1::EVENT_KIND_CHECKED_IN);
    event.mutable_checked_out();
    AddAll(event, line.who, v1::PERSON_ROLE_PARTICIPANT);
    event.set_centre_id(IdNamed(rest[0]).ToString());
  } else {
    return false;
  }
  return true;
}

bool Scene::TellChange(const Line& line, v1::Event& event) const {
  const std::vector<std::string>& rest = line.rest;
  if (line.verb == "moves") {
    event.set_kind(v1::EVENT_KIND_SESSION_MOVED);
    event.set_centre_id(IdNamed(rest[2]).ToString());
    *event.mutable_stated_start() = ToCivilTime(ParseAt(rest[3], line.day));
    *event.mutable_stated_end() = ToCivilTime(ParseAt(rest[4], line.day));
    event.mutable_session_moved();
  } else if (line.verb == "cancels") {
    event.set_kind(v1::EVENT_KIND_SESSION_CANCELLED);
    event.mutable_session_cancelled();
  } else {
    return false;
  }
  event.set_session_id(SessionOf(rest[0], rest[1], line.day).ToString());
  See(rest, event);
  return true;
}

bool Scene::TellOffice(const Line& line, v1::Event& event) {
  const std::vector<std::string>& rest = line.rest;
  event = New(v1::EVENT_KIND_UNSPECIFIED, line.t_ms, "office");
  event.mutable_actor()->set_method(v1::METHOD_OFFICE);
  auto stated = [&](const std::string& from, const std::string& to) {
    *event.mutable_stated_start() = ToCivilTime(ParseAt(from, line.day));
    *event.mutable_stated_end() = ToCivilTime(ParseAt(to, line.day));
  };
  if (TellChange(line, event)) return true;
  if (line.verb == "plans") {
    event.set_kind(v1::EVENT_KIND_SESSION_PLANNED);
    event.set_session_id(IdNamed(rest[1]).ToString());
    event.set_centre_id(IdNamed(rest[2]).ToString());
    stated(rest[3], rest[4]);
    event.mutable_session_planned()->add_cohort_ids(IdNamed("cohort of " + rest[0]).ToString());
  } else if (line.verb == "own-times") {
    event.set_kind(v1::EVENT_KIND_ENROLMENT_CHANGED);
    AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
    event.set_centre_id(IdNamed("C").ToString());
    v1::EnrolmentChanged& body = *event.mutable_enrolment_changed();
    body.set_enrolment_id(IdNamed("enrolment of " + rest[0]).ToString());
    body.set_cohort_id(IdNamed("cohort of " + rest[0]).ToString());
    body.mutable_days()->set_first_day(day_ - 20);
    body.mutable_days()->set_last_day(day_ + 40);
    v1::OwnTimes& own = *body.add_own_times();
    own.mutable_days()->set_first_day(day_);
    own.set_start_second_of_day(ParseTimeOfDay(rest[1]).value());
    own.set_end_second_of_day(ParseTimeOfDay(rest[2]).value());
  } else if (line.verb == "enrols") {
    event.set_kind(v1::EVENT_KIND_ENROLMENT_STARTED);
    AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
    event.set_centre_id(IdNamed(rest[2]).ToString());
    v1::EnrolmentStarted& body = *event.mutable_enrolment_started();
    body.set_enrolment_id(IdNamed("enrolment in " + rest[1]).ToString());
    body.set_cohort_id(IdNamed("cohort of " + rest[1]).ToString());
    body.mutable_days()->set_first_day(day_ - 10);
  } else if (line.verb == "rule") {
    event.set_kind(v1::EVENT_KIND_PROGRAMME_RULE_SET);
    v1::ProgrammeRuleSet& body = *event.mutable_programme_rule_set();
    body.mutable_days()->set_first_day(day_ - 100);
    Require(ParseRuleValue(rest[0], rest[1], body).ok(), line.text);
    body.set_rule(rest[0]);
  } else if (line.verb == "badges") {
    event.set_kind(v1::EVENT_KIND_BADGE_ASSIGNED);
    AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
    event.mutable_badge_assigned()->set_badge_hash(IdNamed(rest[1]).ToString());
  } else if (line.verb == "duty") {
    event.set_kind(v1::EVENT_KIND_COACH_REGISTERED);
    AddAll(event, rest[0], v1::PERSON_ROLE_COACH);
    event.mutable_coach_registered()->set_duty(DutyNamed(rest[1]));
  } else {
    return false;
  }
  return true;
}

bool Scene::TellDevice(const Line& line, v1::Event& event, bool& is_event) {
  const std::string& kiosk = line.verb;
  const std::string& what = line.rest[0];
  std::string id = IdNamed(kiosk).ToString();
  is_event = false;
  v1::LogEntry notice;
  v1::DeviceLifecycle& lifecycle = *notice.mutable_lifecycle();
  lifecycle.set_device_id(id);
  lifecycle.set_at_ms(line.t_ms);
  if (what == "heard") {
    Heard(kiosk, line.t_ms);
    return true;
  }
  if (what == "enrolled") {
    lifecycle.set_centre_id(IdNamed(line.rest[1]).ToString());
    lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
    AddNotice(std::move(notice));
    return true;
  }
  if (what == "forked") {
    lifecycle.set_state(v1::DEVICE_STATE_FORKED);
    AddNotice(std::move(notice));
    return true;
  }
  is_event = true;
  event = New(v1::EVENT_KIND_UNSPECIFIED, line.t_ms, what == "parks" ? kiosk : "office");
  event.mutable_actor()->set_method(what == "parks" ? v1::METHOD_COACH_PIN : v1::METHOD_OFFICE);
  if (what == "lost") {
    event.set_kind(v1::EVENT_KIND_KIOSK_DECLARED_LOST);
    event.mutable_kiosk_declared_lost()->set_kiosk_id(id);
  } else if (what == "found") {
    event.set_kind(v1::EVENT_KIND_KIOSK_FOUND);
    event.mutable_kiosk_found()->set_kiosk_id(id);
  } else if (what == "carried") {
    event.set_kind(v1::EVENT_KIND_KIOSK_DESCRIBED);
    event.mutable_kiosk_described()->set_kiosk_id(id);
    event.mutable_kiosk_described()->set_carried(true);
  } else {
    Require(what == "parked" || what == "parks", line.text);
    event.set_kind(v1::EVENT_KIND_KIOSK_PARKED);
    event.mutable_kiosk_parked()->set_kiosk_id(id);
    event.mutable_kiosk_parked()->set_outbox_empty(what == "parks");
  }
  return true;
}

Scene& Scene::AddNotice(v1::LogEntry notice) {
  notices_.push_back(std::move(notice));
  return *this;
}

Scene& Scene::HasKiosk(const std::string& kiosk, const std::string& centre) {
  v1::LogEntry notice;
  v1::DeviceLifecycle& lifecycle = *notice.mutable_lifecycle();
  lifecycle.set_device_id(IdNamed(kiosk).ToString());
  lifecycle.set_centre_id(IdNamed(centre).ToString());
  lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
  lifecycle.set_at_ms(At(-30, "08:00"));
  return AddNotice(std::move(notice));
}

Scene& Scene::Heard(const std::string& kiosk, std::int64_t server_ms) {
  v1::LogEntry notice;
  v1::HeardThrough& heard = *notice.mutable_heard_through();
  heard.set_device_id(IdNamed(kiosk).ToString());
  heard.set_epoch(1);
  heard.set_seq(devices_[IdNamed(kiosk).ToString()].seq);
  heard.set_server_ms(server_ms);
  return AddNotice(std::move(notice));
}

std::string Scene::AttendanceOutcome(std::int64_t now_ms) const {
  return DescribeAttendance(*FoldAll(events_, now_ms, notices_).ledger, day_);
}

bool IsAttendanceDoubt(absl::string_view kind) {
  return kind == "seen_without_check_in" || kind == "mark_against_presence" ||
         kind == "concurrent_mark" || kind == "concurrent_session" ||
         kind == "attendance_contested";
}

std::string DescribeAttendance(const Ledger& ledger, CivilDay first_day) {
  std::vector<std::string> lines;
  for (const AttendanceRecord& each : Get(ledger.Attendance({}))) {
    std::vector<std::string> words = {kStates[static_cast<int>(each.status)]};
    auto say = [&](bool is_so, const char* word) {
      if (is_so) words.emplace_back(word);
    };
    say(each.late, "late");
    say(each.left_early, "left early");
    say(each.by_mark, "by mark");
    say(each.to_confirm, "to confirm");
    say(each.contested, "contested");
    say(each.signed_off, each.changed_since_sign_off ? "changed since sign-off" : "signed off");
    if (each.attended_ms > 0) words.push_back(MinutesText(each.attended_ms, 0));
    if (!each.waited_for.empty()) words.push_back("waits for " + JoinNames(each.waited_for));
    if (!each.lost.empty()) words.push_back("lost " + JoinNames(each.lost));
    for (const std::string& sign : each.signs) words.push_back(sign);
    say(each.is_final, "final");
    lines.push_back(absl::StrCat(NameOf(each.person), " ",
                                 WhenFrom(first_day, each.expected.start_ms), " ",
                                 absl::StrJoin(words, ", ")));
  }
  std::set<std::string> rows;
  for (const HoursDay& each : Get(ledger.Hours({}))) {
    rows.insert(absl::StrCat("hours ", OnDay(first_day, each.day), NameOf(each.enrolment), ": ",
                             MinutesText(each.settled_ms, each.to_confirm_ms)));
  }
  for (const SightingDay& each : Get(ledger.Sightings({}))) {
    if (each.seen_ms.empty()) continue;
    std::vector<std::string> times;
    for (std::int64_t t_ms : each.seen_ms) times.push_back(FormatTimeOfDay(t_ms));
    rows.insert(absl::StrCat("seen ", OnDay(first_day, each.day), NameOf(each.person), ": ",
                             absl::StrJoin(times, " "), " of ", each.goal));
  }
  for (const Discrepancy& each : Get(ledger.Discrepancies())) {
    if (!IsAttendanceDoubt(each.kind)) continue;
    rows.insert(absl::StrCat("doubt ", OnDay(first_day, each.day), each.kind, " ",
                             JoinNames(each.persons)));
  }
  for (const SetAsideFact& each : Get(ledger.SetAside())) {
    if (each.reason != SetAsideReason::kMakesNoSense) continue;
    rows.insert(absl::StrCat("aside ", each.kind));
  }
  lines.insert(lines.end(), rows.begin(), rows.end());
  return absl::StrJoin(lines, "\n");
}

}  // namespace wijkboek
