#include "tests/reconcile/told_office.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/civil_time.h"
#include "common/draft.h"
#include "common/reconcile/rules.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

std::string IdText(absl::string_view name) { return IdNamed(name).ToString(); }

v1::CivilDays Days(absl::string_view first_day, absl::string_view last_day) {
  v1::CivilDays days;
  days.set_first_day(Day(first_day));
  if (!last_day.empty()) days.set_last_day(Day(last_day));
  return days;
}

template <typename Body>
void AddOwn(const std::vector<Own>& own, Body& body) {
  for (const Own& each : own) {
    v1::OwnTimes& times = *body.add_own_times();
    times.mutable_days()->set_first_day(Day(each.first_day));
    times.mutable_weekdays()->Assign(each.weekdays.begin(), each.weekdays.end());
    times.set_start_second_of_day(ParseTimeOfDay(each.start).value());
    times.set_end_second_of_day(ParseTimeOfDay(each.end).value());
  }
}

void SetTimes(absl::string_view start, absl::string_view end, v1::Event& event) {
  *event.mutable_stated_start() = ParseCivilTime(start).value();
  *event.mutable_stated_end() = ParseCivilTime(end).value();
}

}  // namespace

CivilDay Day(absl::string_view text) { return ParseDay(text).value(); }
std::int64_t Time(absl::string_view text) { return InstantOf(ParseCivilTime(text).value()); }

ToldOffice& ToldOffice::At(absl::string_view time) {
  t_ms_ = Time(time);
  return *this;
}

Hash ToldOffice::Add(v1::EventKind kind, const std::function<void(v1::Event&)>& fill) {
  v1::Event event;
  event.set_device_id(IdText("office"));
  event.set_epoch(1);
  event.set_seq(events_.size() + 1);
  event.set_kind(kind);
  event.mutable_hybrid()->set_wall_ms(t_ms_);
  event.mutable_hybrid()->set_counter(static_cast<std::uint32_t>(events_.size()));
  fill(event);
  const Hash previous = events_.empty() ? Hash() : events_.back().key.hash;
  return events_.emplace_back(WriteEvent(std::move(event), previous)).key.hash;
}

Hash ToldOffice::Programme(absl::string_view name, std::uint32_t target_minutes) {
  return Add(v1::EVENT_KIND_PROGRAMME_DESCRIBED, [&](v1::Event& event) {
    v1::ProgrammeDescribed& body = *event.mutable_programme_described();
    body.set_programme_id(IdText(name));
    body.set_name(std::string(name));
    body.set_target_minutes(target_minutes);
  });
}

Hash ToldOffice::Rule(absl::string_view programme, absl::string_view rule, absl::string_view value,
                      absl::string_view first_day, absl::string_view last_day) {
  return Add(v1::EVENT_KIND_PROGRAMME_RULE_SET, [&](v1::Event& event) {
    v1::ProgrammeRuleSet& body = *event.mutable_programme_rule_set();
    if (!programme.empty()) body.set_programme_id(IdText(programme));
    *body.mutable_days() = Days(first_day, last_day);
    // What makes no sense is told as well.
    if (!ParseRuleValue(rule, value, body).ok()) {
      body.set_rule(std::string(rule));
      body.set_text(std::string(value));
    }
  });
}

Hash ToldOffice::Cohort(absl::string_view name, absl::string_view programme) {
  return Add(v1::EVENT_KIND_COHORT_OPENED, [&](v1::Event& event) {
    v1::CohortOpened& body = *event.mutable_cohort_opened();
    body.set_cohort_id(IdText(name));
    body.set_name(std::string(name));
    if (!programme.empty()) body.set_programme_id(IdText(programme));
  });
}

Hash ToldOffice::Enrol(absl::string_view who, absl::string_view cohort, absl::string_view first_day,
                       absl::string_view last_day, const std::vector<Own>& own,
                       std::uint32_t target_minutes) {
  return Add(v1::EVENT_KIND_ENROLMENT_STARTED, [&](v1::Event& event) {
    event.set_centre_id(IdText("C"));
    AddPerson(event, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
    v1::EnrolmentStarted& body = *event.mutable_enrolment_started();
    body.set_enrolment_id(IdText(absl::StrCat("enrolment of ", who)));
    body.set_cohort_id(IdText(cohort));
    body.set_target_minutes(target_minutes);
    *body.mutable_days() = Days(first_day, last_day);
    AddOwn(own, body);
  });
}

Hash ToldOffice::Change(absl::string_view who, absl::string_view cohort,
                        absl::string_view first_day, absl::string_view last_day,
                        const std::vector<Own>& own) {
  return Add(v1::EVENT_KIND_ENROLMENT_CHANGED, [&](v1::Event& event) {
    v1::EnrolmentChanged& body = *event.mutable_enrolment_changed();
    body.set_enrolment_id(IdText(absl::StrCat("enrolment of ", who)));
    body.set_cohort_id(IdText(cohort));
    *body.mutable_days() = Days(first_day, last_day);
    AddOwn(own, body);
  });
}

Hash ToldOffice::End(absl::string_view who, absl::string_view last_day) {
  return Add(v1::EVENT_KIND_ENROLMENT_ENDED, [&](v1::Event& event) {
    event.mutable_enrolment_ended()->set_enrolment_id(IdText(absl::StrCat("enrolment of ", who)));
    event.mutable_enrolment_ended()->set_last_day(Day(last_day));
  });
}

Hash ToldOffice::Plan(absl::string_view session, absl::string_view cohorts,
                      absl::string_view centre, absl::string_view start, absl::string_view end,
                      absl::string_view title) {
  return Add(v1::EVENT_KIND_SESSION_PLANNED, [&](v1::Event& event) {
    event.set_session_id(IdText(session));
    event.set_centre_id(IdText(centre));
    SetTimes(start, end, event);
    v1::SessionPlanned& body = *event.mutable_session_planned();
    body.set_title(std::string(title));
    for (absl::string_view cohort : absl::StrSplit(cohorts, ' ', absl::SkipEmpty())) {
      body.add_cohort_ids(IdText(cohort));
    }
  });
}

Hash ToldOffice::Move(absl::string_view session, absl::string_view centre, absl::string_view start,
                      absl::string_view end) {
  return Add(v1::EVENT_KIND_SESSION_MOVED, [&](v1::Event& event) {
    event.set_session_id(IdText(session));
    event.set_centre_id(IdText(centre));
    SetTimes(start, end, event);
    event.mutable_session_moved();
  });
}

Hash ToldOffice::Cancel(absl::string_view session) {
  return Add(v1::EVENT_KIND_SESSION_CANCELLED, [&](v1::Event& event) {
    event.set_session_id(IdText(session));
    event.mutable_session_cancelled();
  });
}

Hash ToldOffice::Void(const Hash& target) {
  return Add(v1::EVENT_KIND_EVENT_VOIDED, [&](v1::Event& event) {
    event.add_seen(target.ToString());
    event.mutable_event_voided();
  });
}

Reference ToldOffice::FoldOf(const std::vector<StoredEvent>& events) {
  Reference reference;
  for (const StoredEvent& event : events) reference.Apply(event);
  return reference;
}

}  // namespace wijkboek
