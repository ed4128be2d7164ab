#include "common/reconcile/excuses.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/reconcile/path_acts.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

constexpr CivilDay kForever = std::numeric_limits<CivilDay>::max();

// When it was said. A call cannot have been after it was written down.
std::optional<std::int64_t> SaidMs(const Fact& fact) {
  const v1::ExcuseGiven& body = fact.event->excuse_given();
  std::optional<std::int64_t> called_ms;
  if (body.has_called_at()) called_ms = InstantSaid(body.called_at());
  if (!called_ms || !fact.captured_ms) return called_ms ? called_ms : fact.captured_ms;
  return std::min(*called_ms, *fact.captured_ms);
}

// False when it covers nothing.
bool ReadScope(const v1::ExcuseGiven& body, Excuse& excuse) {
  switch (body.scope_case()) {
    case v1::ExcuseGiven::kSessions:
      for (const std::string& bytes : body.sessions().session_ids()) {
        Id id = Id::FromBytesOrZero(bytes);
        if (!id.IsZero()) excuse.sessions.push_back(id);
      }
      SortUnique(excuse.sessions);
      return !excuse.sessions.empty();
    case v1::ExcuseGiven::kDays:
      excuse.first_day = body.days().first_day();
      excuse.last_day = body.days().has_last_day() ? body.days().last_day() : kForever;
      return excuse.first_day <= excuse.last_day;
    case v1::ExcuseGiven::kUntilBetterFromDay:
      excuse.first_day = body.until_better_from_day();
      excuse.last_day = kForever;
      return true;
    case v1::ExcuseGiven::SCOPE_NOT_SET:
      return false;
  }
  return false;
}

// "Better again": of several ends of one excuse by people who had not seen each other's, the one
// that excuses longest.
class Ends {
 public:
  explicit Ends(const std::vector<const Fact*>& ends) {
    absl::flat_hash_set<Hash> replaced;
    for (const Fact* end : ends) {
      for (const Hash& seen : SeenBy(*end->event)) {
        if (seen != end->key.hash) replaced.insert(seen);
      }
    }
    for (const Fact* end : ends) {
      if (replaced.contains(end->key.hash)) continue;
      for (const Hash& seen : SeenBy(*end->event)) of_[seen].push_back(end);
    }
  }

  void Apply(const Hash& given, Excuse& excuse) const {
    auto ends = of_.find(given);
    if (ends == of_.end()) return;
    std::optional<CivilDay> last_day;
    for (const Fact* end : ends->second) {
      CivilDay own = end->event->excuse_ended().last_day();
      last_day = std::max(last_day.value_or(own), own);
      excuse.events.push_back(end->key.hash);
    }
    excuse.last_day = std::min(excuse.last_day, *last_day);
  }

 private:
  absl::flat_hash_map<Hash, std::vector<const Fact*>> of_;
};

}  // namespace

bool Excuse::IsFor(const Id& session, CivilDay day) const {
  return (first_day <= day && day <= last_day) ||
         std::binary_search(sessions.begin(), sessions.end(), session);
}

Excuses::Excuses(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                 std::vector<SetAsideFact>& set_aside) {
  std::vector<const Fact*> ended;
  for (const Fact& fact : facts) {
    if (fact.kind() != v1::EVENT_KIND_EXCUSE_ENDED || !standing.Stands(fact)) continue;
    if (SeenBy(*fact.event).empty()) {
      // One that names nobody is known to its author alone.
      if (ListsFor(fact, person) || PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT).empty()) {
        set_aside.push_back(
            SetAside(SetAsideReason::kMakesNoSense, fact, "it does not say which excuse it ends"));
      }
    } else if (!IsPathDay(fact.event->excuse_ended().last_day())) {
      if (ListsFor(fact, person)) {
        set_aside.push_back(
            SetAside(SetAsideReason::kMakesNoSense, fact, "its last excused day is none"));
      }
    } else {
      ended.push_back(&fact);
    }
  }
  Ends ends(ended);
  for (const Fact& fact : facts) {
    if (fact.kind() != v1::EVENT_KIND_EXCUSE_GIVEN || !standing.Stands(fact)) continue;
    if (!IsParticipant(fact, person)) continue;
    bool lists = ListsFor(fact, person);
    Excuse excuse{.events = {fact.key.hash}, .said_ms = SaidMs(fact)};
    if (!ReadScope(fact.event->excuse_given(), excuse)) {
      if (lists) {
        set_aside.push_back(
            SetAside(SetAsideReason::kMakesNoSense, fact, "an excuse for no session and no day"));
      }
      continue;
    }
    if (!excuse.said_ms && lists) {
      set_aside.push_back(SetAside(SetAsideReason::kClockUncertain, fact));
    }
    ends.Apply(fact.key.hash, excuse);
    SortUnique(excuse.events);
    excuses_.push_back(std::move(excuse));
  }
  std::sort(excuses_.begin(), excuses_.end(), [](const Excuse& a, const Excuse& b) {
    return std::tuple(!a.said_ms, a.said_ms, a.events) <
           std::tuple(!b.said_ms, b.said_ms, b.events);
  });
}

const Excuse* Excuses::Covering(const Id& session, CivilDay day, std::int64_t end_ms) const {
  for (const Excuse& excuse : excuses_) {
    if (!excuse.said_ms || *excuse.said_ms >= end_ms) break;
    if (excuse.IsFor(session, day)) return &excuse;
  }
  return nullptr;
}

std::vector<Hash> Excuses::UncertainFor(const Id& session, CivilDay day) const {
  std::vector<Hash> events;
  for (auto excuse = excuses_.rbegin(); excuse != excuses_.rend() && !excuse->said_ms; ++excuse) {
    if (excuse->IsFor(session, day)) events.push_back(excuse->events.front());
  }
  return events;
}

}  // namespace wijkboek
