#include "tests/bench/long_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/seal.h"
#include "common/status.h"

namespace wijkboek::bench {
namespace {

// A course has 80 days with two sessions, on each of which somebody taps in and out twice and is
// seen twice: so ten million events are of twenty thousand people at twenty-five centres, in two
// school years.
constexpr int kCourseDays = 80;
constexpr int kActsPerDay = 6;
constexpr int kPeoplePerCohort = 25;
constexpr int kPeoplePerResident = 5;
constexpr int kCohortsPerCentre = 34;
// Courses after one another; seven cohorts of a centre at a time.
constexpr int kWaves = 5;
// 2027-01-01, a Friday: after the moment at which a town begins.
constexpr CivilDay kFirstDay = 20'819;
constexpr std::int64_t kHourMs = 3'600'000;

// School days only, so that a day of the log is one on which something happens.
CivilDay SchoolDay(std::int64_t n) {
  const CivilDay monday = kFirstDay + 3;
  return monday + static_cast<CivilDay>(n / 5 * 7 + n % 5);
}

std::int64_t At(CivilDay day, int hour, int minute = 0) {
  return InstantOf(day, static_cast<std::uint32_t>((hour * 60 + minute) * 60));
}

v1::CivilTime Civil(CivilDay day, int hour) {
  v1::CivilTime time;
  time.set_day(day);
  time.set_second_of_day(static_cast<std::uint32_t>(hour) * 3600);
  return time;
}

}  // namespace

absl::StatusOr<std::unique_ptr<LongLog>> LongLog::Write(const std::string& path, KeyVault& keys,
                                                        std::uint64_t events) {
  ASSIGN_OR_RETURN(std::unique_ptr<LogAppender> appender, LogAppender::Open(path));
  std::unique_ptr<LongLog> log(new LongLog(std::move(appender), keys));
  RETURN_IF_ERROR(log->log_->Begin());
  RETURN_IF_ERROR(log->log_->OpenGeneration(1, At(kFirstDay, 6)));
  log->people_ = std::max<std::size_t>(1, events / (kCourseDays * kActsPerDay));
  std::size_t left = log->people_;
  for (int c = 0; left > 0; ++c) {
    if (c % kCohortsPerCentre == 0) {
      Kiosk& kiosk = log->kiosks_.emplace_back();
      kiosk.device = log->random_.NewId();
      kiosk.centre = log->random_.NewId();
      kiosk.head = {.device = kiosk.device, .epoch = log->random_.NewUint64()};
    }
    Group& group = log->kiosks_.back().groups.emplace_back();
    group.cohort = log->random_.NewId();
    group.first_day = std::int64_t{c % kWaves} * kCourseDays;
    for (int p = 0; p < kPeoplePerCohort && left > 0; ++p, --left) {
      group.people.push_back(log->random_.NewId());
      if (p % kPeoplePerResident == 0) group.residents.push_back(log->random_.NewId());
    }
  }
  RETURN_IF_ERROR(log->WriteOffice());
  for (std::int64_t day = 0; day < std::int64_t{kWaves} * kCourseDays; ++day) {
    for (Kiosk& kiosk : log->kiosks_) RETURN_IF_ERROR(log->WriteDay(kiosk, day));
    if (day % 5 == 4) {
      RETURN_IF_ERROR(log->log_->Commit());
      RETURN_IF_ERROR(log->log_->Begin());
    }
  }
  RETURN_IF_ERROR(log->log_->Commit());
  log->now_ms_ = At(SchoolDay(std::int64_t{kWaves} * kCourseDays) + 30, 12);
  return log;
}

absl::Status LongLog::Say(Kiosk& by, EventDraft draft, std::int64_t at_ms) {
  by.boottime_ms += 1000;
  CaptureMoment moment{.clock = {.wall_ms = at_ms, .boottime_ms = by.boottime_ms, .boot = by.boot},
                       .quality = v1::CLOCK_QUALITY_DISCIPLINED,
                       .hybrid = by.hybrid.Tick(at_ms)};
  ASSIGN_OR_RETURN(
      StoredEvent stored,
      CompleteDraft(
          std::move(draft), by.head, moment,
          [this](const SealedDraft& part) { return keys_.KeyFor(part.person); }, random_));
  by.head = HeadAfter(stored);
  waiting_.push_back(std::move(stored));
  return absl::OkStatus();
}

absl::Status LongLog::Flush(std::int64_t received_ms) {
  if (waiting_.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(log_->AppendOwn(waiting_, received_ms));
  events_ += waiting_.size();
  const EventKey head = waiting_.back().key;
  waiting_.clear();
  return log_->AdvanceHeardThrough(head, received_ms, received_ms).status();
}

v1::Event LongLog::ActOf(const Id& person, v1::EventKind kind, const Id& centre) const {
  v1::Event event;
  event.set_kind(kind);
  event.set_centre_id(centre.ToString());
  AddPerson(event, person, v1::PERSON_ROLE_PARTICIPANT);
  event.mutable_actor()->set_method(v1::METHOD_OWN_BADGE);
  event.mutable_actor()->set_person_id(person.ToString());
  switch (kind) {
    case v1::EVENT_KIND_CHECKED_IN:
      event.mutable_checked_in();
      break;
    case v1::EVENT_KIND_CHECKED_OUT:
      event.mutable_checked_out();
      break;
    default:
      event.mutable_sighted();
      event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
      event.mutable_actor()->set_person_id(office_.device.ToString());
      break;
  }
  return event;
}

// Everybody's name, sealed. The keys first, all in one transaction.
absl::Status LongLog::WritePeople(const Kiosk& kiosk, const Group& group, std::int64_t at_ms) {
  std::vector<Id> everybody = group.people;
  everybody.insert(everybody.end(), group.residents.begin(), group.residents.end());
  RETURN_IF_ERROR(keys_.KeysFor(everybody).status());
  for (std::size_t i = 0; i < everybody.size(); ++i) {
    const bool is_participant = i < group.people.size();
    EventDraft draft;
    draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    AddPerson(draft.event, everybody[i],
              is_participant ? v1::PERSON_ROLE_PARTICIPANT : v1::PERSON_ROLE_RESIDENT);
    if (is_participant) {
      draft.event.set_kind(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
      draft.event.mutable_participant_registered()->set_language("nl");
    } else {
      draft.event.set_kind(v1::EVENT_KIND_RESIDENT_REGISTERED);
      draft.event.set_centre_id(kiosk.centre.ToString());
      draft.event.mutable_resident_registered()->set_state(v1::RESIDENT_STATE_ACTIVE);
    }
    v1::SealedName name;
    name.set_given(absl::StrCat("Nr ", everybody[i].hex().substr(0, 6)));
    name.set_family("Verzonnen");
    AddSealed(draft, v1::SEALED_FIELD_NAME, name, everybody[i]);
    RETURN_IF_ERROR(Say(office_, std::move(draft), at_ms));
  }
  return absl::OkStatus();
}

absl::Status LongLog::WriteEvening(Kiosk& kiosk, const Group& group, CivilDay day) {
  for (std::size_t i = 0; i < group.people.size(); ++i) {
    const Id& person = group.people[i];
    v1::Event event;
    event.set_centre_id(kiosk.centre.ToString());
    event.mutable_actor()->set_method(v1::METHOD_OWN_BADGE);
    event.mutable_actor()->set_person_id(person.ToString());
    // After the last session: two places at once would be a doubt each.
    *event.mutable_stated_start() = Civil(day, 17);
    if (i % 2 == 0) {
      event.set_kind(v1::EVENT_KIND_VISIT_LOGGED);
      event.set_visit_id(random_.NewId().ToString());
      *event.mutable_stated_end() = Civil(day, 18);
      AddPerson(event, person, v1::PERSON_ROLE_PARTICIPANT);
      AddPerson(event, group.residents[i % group.residents.size()], v1::PERSON_ROLE_RESIDENT);
      event.mutable_visit_logged();
    } else {
      event.set_kind(v1::EVENT_KIND_BUDDY_HELP_LOGGED);
      AddPerson(event, person, v1::PERSON_ROLE_HELPER);
      AddPerson(event, group.people[i - 1], v1::PERSON_ROLE_HELPED);
      event.mutable_buddy_help_logged()->set_minutes(30);
      event.mutable_buddy_help_logged()->set_subject("language");
      event.mutable_buddy_help_logged()->set_side(v1::HELP_SIDE_COACH);
    }
    RETURN_IF_ERROR(
        Say(kiosk, {.event = std::move(event)}, At(day, 19) + 2000 * static_cast<int>(i)));
  }
  return absl::OkStatus();
}

// Centres, cohorts, people, enrolments, and a timetable of two sessions a day.
absl::Status LongLog::WriteOffice() {
  office_.device = random_.NewId();
  office_.head = {.device = office_.device, .epoch = random_.NewUint64()};
  office_.boot = random_.NewId();
  const std::int64_t at_ms = At(kFirstDay, 7);
  const auto started = [&](Kiosk& kiosk) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_DEVICE_STARTED);
    event.set_centre_id(kiosk.centre.ToString());
    event.mutable_device_started()->set_reason(v1::START_REASON_NEW_STORE);
    return Say(kiosk, {.event = std::move(event)}, at_ms - kHourMs);
  };
  for (Kiosk& kiosk : kiosks_) {
    v1::DeviceLifecycle enrolled;
    enrolled.set_device_id(kiosk.device.ToString());
    enrolled.set_centre_id(kiosk.centre.ToString());
    enrolled.set_state(v1::DEVICE_STATE_ENROLLED);
    enrolled.set_at_ms(at_ms);
    RETURN_IF_ERROR(log_->AppendLifecycle(enrolled, at_ms));
    kiosk.boot = random_.NewId();
    RETURN_IF_ERROR(started(kiosk));
    RETURN_IF_ERROR(Flush(at_ms));
  }
  RETURN_IF_ERROR(started(office_));
  for (const Kiosk& kiosk : kiosks_) {
    v1::Event centre;
    centre.set_kind(v1::EVENT_KIND_CENTRE_DESCRIBED);
    centre.set_centre_id(kiosk.centre.ToString());
    centre.mutable_actor()->set_method(v1::METHOD_OFFICE);
    centre.mutable_centre_described()->set_name(
        absl::StrCat("Centrum ", kiosk.centre.hex().substr(0, 4)));
    RETURN_IF_ERROR(Say(office_, {.event = centre}, at_ms));
    for (const Group& group : kiosk.groups) {
      v1::Event cohort;
      cohort.set_kind(v1::EVENT_KIND_COHORT_OPENED);
      cohort.mutable_actor()->set_method(v1::METHOD_OFFICE);
      cohort.mutable_cohort_opened()->set_cohort_id(group.cohort.ToString());
      const CivilDay first = SchoolDay(group.first_day);
      const CivilDay last = SchoolDay(group.first_day + kCourseDays - 1);
      cohort.mutable_cohort_opened()->mutable_days()->set_first_day(first);
      RETURN_IF_ERROR(Say(office_, {.event = cohort}, at_ms));
      RETURN_IF_ERROR(WritePeople(kiosk, group, at_ms));
      for (const Id& person : group.people) {
        v1::Event enrolment;
        enrolment.set_kind(v1::EVENT_KIND_ENROLMENT_STARTED);
        enrolment.set_centre_id(kiosk.centre.ToString());
        enrolment.mutable_actor()->set_method(v1::METHOD_OFFICE);
        AddPerson(enrolment, person, v1::PERSON_ROLE_PARTICIPANT);
        v1::EnrolmentStarted& body = *enrolment.mutable_enrolment_started();
        body.set_enrolment_id(random_.NewId().ToString());
        body.set_cohort_id(group.cohort.ToString());
        body.mutable_days()->set_first_day(first);
        body.mutable_days()->set_last_day(last);
        RETURN_IF_ERROR(Say(office_, {.event = enrolment}, at_ms));
      }
      for (int day = 0; day < kCourseDays; ++day) {
        for (const auto& [start, end] : {std::pair(9, 12), {13, 16}}) {
          v1::Event session;
          session.set_kind(v1::EVENT_KIND_SESSION_PLANNED);
          session.set_centre_id(kiosk.centre.ToString());
          session.set_session_id(random_.NewId().ToString());
          session.mutable_actor()->set_method(v1::METHOD_OFFICE);
          const CivilDay on = SchoolDay(group.first_day + day);
          *session.mutable_stated_start() = Civil(on, start);
          *session.mutable_stated_end() = Civil(on, end);
          session.mutable_session_planned()->add_cohort_ids(group.cohort.ToString());
          RETURN_IF_ERROR(Say(office_, {.event = session}, at_ms));
        }
      }
      RETURN_IF_ERROR(Flush(at_ms));
    }
  }
  return absl::OkStatus();
}

absl::Status LongLog::WriteDay(Kiosk& kiosk, std::int64_t n) {
  const CivilDay day = SchoolDay(n);
  kiosk.boot = random_.NewId();
  kiosk.boottime_ms = 0;
  const auto everybody = [&](v1::EventKind kind, int hour, int minute) -> absl::Status {
    int second = 0;
    for (const Group& group : kiosk.groups) {
      if (n < group.first_day || n >= group.first_day + kCourseDays) continue;
      for (const Id& person : group.people) {
        RETURN_IF_ERROR(Say(kiosk, {.event = ActOf(person, kind, kiosk.centre)},
                            At(day, hour, minute) + 2000 * second++));
      }
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(everybody(v1::EVENT_KIND_CHECKED_IN, 8, 55));
  RETURN_IF_ERROR(everybody(v1::EVENT_KIND_SIGHTED, 10, 30));
  RETURN_IF_ERROR(everybody(v1::EVENT_KIND_CHECKED_OUT, 12, 1));
  RETURN_IF_ERROR(everybody(v1::EVENT_KIND_CHECKED_IN, 12, 55));
  const bool is_last_of_week = n % 5 == 4;
  if (!is_last_of_week) RETURN_IF_ERROR(everybody(v1::EVENT_KIND_SIGHTED, 14, 30));
  RETURN_IF_ERROR(everybody(v1::EVENT_KIND_CHECKED_OUT, 16, 1));
  for (const Group& group : kiosk.groups) {
    if (!is_last_of_week || n < group.first_day || n >= group.first_day + kCourseDays) continue;
    RETURN_IF_ERROR(WriteEvening(kiosk, group, day));
  }
  return Flush(At(day, 20));
}

absl::Status LongLog::AddLate() {
  Kiosk& kiosk = kiosks_[late_ % kiosks_.size()];
  const Group& group = kiosk.groups[late_ / kiosks_.size() % kiosk.groups.size()];
  const Id& person = group.people[late_ % group.people.size()];
  ++late_;
  RETURN_IF_ERROR(log_->Begin());
  v1::Event event = ActOf(person, v1::EVENT_KIND_CHECKED_IN, kiosk.centre);
  *event.mutable_stated_start() = Civil(SchoolDay(group.first_day + kCourseDays / 2), 8);
  RETURN_IF_ERROR(Say(kiosk, {.event = std::move(event)}, now_ms_));
  RETURN_IF_ERROR(Flush(now_ms_));
  return log_->Commit();
}

}  // namespace wijkboek::bench
