// Edits of one thing, in hybrid order, so that an edit made after another was seen comes after it
// whatever the clocks said.
#ifndef WIJKBOEK_COMMON_RECONCILE_EDIT_H_
#define WIJKBOEK_COMMON_RECONCILE_EDIT_H_

#include <compare>
#include <vector>

#include "common/event.h"
#include "common/hybrid_clock.h"
#include "common/ids.h"

namespace wijkboek {

struct EditStamp {
  HybridTime hybrid;
  EventKey key;

  friend auto operator<=>(const EditStamp&, const EditStamp&) = default;
};

inline EditStamp StampOf(const EventKey& key, const v1::Event& event) {
  return {.hybrid = FromProto(event.hybrid()), .key = key};
}

// Somebody says it about themselves alone.
inline bool IsByThePerson(const v1::Event& event) {
  return event.persons_size() == 1 && event.actor().person_id() == event.persons(0).person_id();
}

struct Edit {
  EditStamp stamp;
  // What was edited and how; not who did it on which device, unless they did it about themselves.
  v1::Event event;

  const Hash& hash() const { return stamp.key.hash; }
  // When its author recorded it, as far as their clock knew.
  std::int64_t recorded_ms() const { return stamp.hybrid.wall_ms; }
};

// The last one is the latest.
using Edits = std::vector<Edit>;

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_EDIT_H_
