// Edits of one thing, in hybrid order, so that an edit made after another was seen comes after it
// whatever the clocks said.
#ifndef WIJKBOEK_COMMON_RECONCILE_EDIT_H_
#define WIJKBOEK_COMMON_RECONCILE_EDIT_H_

#include <compare>
#include <map>

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

// Without their sealed parts. The last one is the latest.
using Edits = std::map<EditStamp, v1::Event>;

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_EDIT_H_
