// Facts that people say of others' registrations and of single facts, beside what a scene's story
// can tell. All people are invented.
#ifndef WIJKBOEK_TESTS_RECONCILE_SAID_FACTS_H_
#define WIJKBOEK_TESTS_RECONCILE_SAID_FACTS_H_

#include <string>
#include <vector>

#include "common/event.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {

using Names = std::vector<std::string>;

inline v1::Event By(Scene& scene, v1::EventKind kind, absl::string_view time,
                    const std::string& coach, const std::string& device) {
  v1::Event event = scene.New(kind, scene.At(0, time), device);
  event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
  if (coach != "-") event.mutable_actor()->set_person_id(IdNamed(coach).ToString());
  return event;
}

inline void SawAll(const std::vector<Hash>& seen, v1::Event& event) {
  for (const Hash& hash : seen) event.add_seen(hash.ToString());
}

inline void NameAll(const Names& names, v1::PersonRole role, v1::Event& event) {
  for (const std::string& name : names) {
    v1::PersonRef& person = *event.add_persons();
    person.set_person_id(IdNamed(name).ToString());
    person.set_role(role);
  }
}

// Somebody says which registrations are one.
inline Hash SayGroups(Scene& scene, const std::vector<Names>& groups,
                      const std::vector<Hash>& seen = {}, const std::string& device = "kiosk",
                      absl::string_view time = "20:00") {
  v1::Event event =
      By(scene, v1::EVENT_KIND_PEOPLE_GROUPED, time, "somebody at the office", device);
  for (const Names& names : groups) {
    v1::PersonGroup& group = *event.mutable_people_grouped()->add_groups();
    for (const std::string& name : names) group.add_person_ids(IdNamed(name).ToString());
    NameAll(names, v1::PERSON_ROLE_PARTICIPANT, event);
  }
  SawAll(seen, event);
  return scene.Add(std::move(event)).key.hash;
}

struct Word {
  std::string coach = "K";
  std::string device = "kiosk";
  std::string time = "20:00";
};

inline v1::Event Settling(Scene& scene, const std::string& kind, const std::vector<Hash>& seen,
                          const Word& word) {
  v1::Event event =
      By(scene, v1::EVENT_KIND_DISCREPANCY_SETTLED, word.time, word.coach, word.device);
  event.mutable_discrepancy_settled()->set_discrepancy(kind);
  SawAll(seen, event);
  return event;
}

// It is WHO's.
inline Hash SayWhose(Scene& scene, const std::string& kind, const std::vector<Hash>& seen,
                     const std::string& who, const Word& word = {}) {
  v1::Event event = Settling(scene, kind, seen, word);
  event.mutable_discrepancy_settled()->set_field("person");
  event.mutable_discrepancy_settled()->set_person_id(IdNamed(who).ToString());
  NameAll({who}, v1::PERSON_ROLE_PARTICIPANT, event);
  return scene.Add(std::move(event)).key.hash;
}

// It is as it is; or it is not so.
inline Hash SayAccepted(Scene& scene, const std::string& kind, const std::vector<Hash>& seen,
                        bool accepted, const Word& word = {}) {
  v1::Event event = Settling(scene, kind, seen, word);
  event.mutable_discrepancy_settled()->set_field("accepted");
  event.mutable_discrepancy_settled()->set_accepted(accepted);
  return scene.Add(std::move(event)).key.hash;
}

// It was at TIME.
inline Hash SayWhen(Scene& scene, const std::vector<Hash>& seen, absl::string_view time,
                    const Word& word = {}) {
  v1::Event event = Settling(scene, "clock_uncertain", seen, word);
  event.mutable_discrepancy_settled()->set_field("time");
  const std::int64_t t_ms = scene.At(0, time);
  v1::CivilTime& said = *event.mutable_discrepancy_settled()->mutable_time();
  said.set_day(DayOf(t_ms));
  said.set_second_of_day(static_cast<std::uint32_t>((t_ms - StartOfDay(DayOf(t_ms))) / 1000));
  return scene.Add(std::move(event)).key.hash;
}

inline Hash Void(Scene& scene, const Hash& target, const Word& word = {}) {
  v1::Event event = By(scene, v1::EVENT_KIND_EVENT_VOIDED, word.time, word.coach, word.device);
  event.mutable_event_voided();
  SawAll({target}, event);
  return scene.Add(std::move(event)).key.hash;
}

inline std::vector<std::string> Kinds(const std::vector<Discrepancy>& all) {
  std::vector<std::string> kinds;
  for (const Discrepancy& each : all) kinds.push_back(each.kind);
  return kinds;
}

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_SAID_FACTS_H_
