#include "tests/reconcile/week_settling.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/draft.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/settling_ways.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

class Coaches {
 public:
  Coaches(std::int64_t t_ms, std::mt19937_64& random, Scene& scene)
      : t_ms_(t_ms), random_(random), scene_(scene) {}

  void Settle(const Discrepancy& about) {
    if (WaysOf(about.kind).empty() || IsOneIn(5)) return;
    Say(about, "J", true);
    // By somebody who had not seen that.
    if (IsOneIn(5)) Say(about, "L", false);
  }

  void Unsettle(const Discrepancy& about) {
    if (IsOneIn(2)) Say(about, "L", true);
    if (IsOneIn(5)) TakeBackOrNot(about.settlements.front().said.event);
  }

  void TakeBackSomething() {
    TakeBackOrNot(scene_.events()[Pick(scene_.events().size())].key.hash);
  }

 private:
  std::size_t Pick(std::size_t below) { return static_cast<std::size_t>(random_() % below); }
  bool IsOneIn(std::size_t chances) { return Pick(chances) == 0; }

  v1::Event New(v1::EventKind kind, const std::string& coach) {
    t_ms_ += kMinuteMs;
    v1::Event event = scene_.New(kind, t_ms_, "desk of " + coach);
    *event.mutable_actor() = ActorOf(coach, v1::METHOD_COACH_PIN);
    return event;
  }

  void TakeBackOrNot(const Hash& target) {
    const Hash taken_back = TakeBack(target);
    if (IsOneIn(2)) TakeBack(taken_back);
  }

  Hash TakeBack(const Hash& target) {
    v1::Event event = New(v1::EVENT_KIND_EVENT_VOIDED, "L");
    event.mutable_event_voided();
    event.add_seen(target.ToString());
    return scene_.Add(std::move(event)).key.hash;
  }

  void Say(const Discrepancy& about, const std::string& coach, bool has_seen_others) {
    v1::Event event = New(v1::EVENT_KIND_DISCREPANCY_SETTLED, coach);
    for (const Id& person : about.persons) {
      AddPerson(event, person, v1::PERSON_ROLE_PARTICIPANT);
    }
    if (!about.centre.IsZero()) event.set_centre_id(about.centre.ToString());
    if (!about.session.IsZero()) event.set_session_id(about.session.ToString());
    for (const Hash& seen : about.events) event.add_seen(seen.ToString());
    for (const Settlement& each : about.settlements) {
      if (has_seen_others) event.add_seen(each.said.event.ToString());
    }
    v1::DiscrepancySettled& body = *event.mutable_discrepancy_settled();
    body.set_discrepancy(about.kind);
    const absl::Span<const absl::string_view> ways = WaysOf(about.kind);
    SetValue(about, std::string(ways[Pick(ways.size())]), event);
    if (IsOneIn(20)) event.mutable_actor()->clear_person_id();
    if (IsOneIn(20)) body.set_field("minutes of patience");
    scene_.Add(std::move(event));
  }

  void SetValue(const Discrepancy& about, const std::string& way, v1::Event& event) {
    v1::DiscrepancySettled& body = *event.mutable_discrepancy_settled();
    if (way == "accept" || way == "reject") {
      body.set_field(std::string(kAcceptedField));
      body.set_accepted(way == "accept");
      return;
    }
    body.set_field(way);
    if (way == "status") {
      body.mutable_status()->set_status(1 + static_cast<int>(Pick(4)));
    } else if (way == "minutes") {
      body.set_minutes(static_cast<std::uint32_t>(10 + Pick(40)));
    } else if (way == "person") {
      const Id person = IdNamed(IsOneIn(2) ? "p0" : "p1");
      AddPerson(event, person, v1::PERSON_ROLE_PARTICIPANT);
      body.set_person_id(person.ToString());
    } else {
      *body.mutable_time() = ToCivilTime(TimeFor(about, way));
    }
  }

  // Most often one that makes sense.
  std::int64_t TimeFor(const Discrepancy& about, const std::string& way) {
    std::int64_t first_ms = StartOfDay(about.day) + 10 * kHourMs;
    std::int64_t last_ms = first_ms;
    // Of the last of them.
    for (const StoredEvent& event : scene_.events()) {
      if (!std::binary_search(about.events.begin(), about.events.end(), event.key.hash)) continue;
      const std::int64_t at_ms = event.event.hybrid().wall_ms();
      first_ms = StatedStart(event.event).value_or(at_ms);
      last_ms = StatedEnd(event.event).value_or(at_ms);
    }
    const std::int64_t some_ms = static_cast<std::int64_t>(Pick(60)) * kMinuteMs;
    if (way == "end") return last_ms + some_ms;
    if (way == "start") return first_ms - some_ms;
    return first_ms;
  }

  std::int64_t t_ms_;
  std::mt19937_64& random_;
  Scene& scene_;
};

}  // namespace

void SettleWhatIsSeen(const Ledger& seen, std::int64_t t_ms, std::mt19937_64& random,
                      Scene& scene) {
  Coaches coaches(t_ms, random, scene);
  for (const Discrepancy& each : Get(seen.Discrepancies())) coaches.Settle(each);
}

void UnsettleSome(const Ledger& seen, std::int64_t t_ms, std::mt19937_64& random, Scene& scene) {
  Coaches coaches(t_ms, random, scene);
  for (const Discrepancy& each : Get(seen.SettledDiscrepancies({}))) coaches.Unsettle(each);
}

void TakeBackSome(std::int64_t t_ms, std::mt19937_64& random, Scene& scene) {
  Coaches coaches(t_ms, random, scene);
  for (int i = 0; i < 4; ++i) coaches.TakeBackSomething();
}

}  // namespace wijkboek
