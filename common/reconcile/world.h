// What a fold may look at beside the facts of its own partition.
#ifndef WIJKBOEK_COMMON_RECONCILE_WORLD_H_
#define WIJKBOEK_COMMON_RECONCILE_WORLD_H_

#include "common/reconcile/devices.h"
#include "common/reconcile/loose_facts.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// Does not own; all of it outlives the fold.
struct World {
  const Reference& reference;
  const Devices& devices;
  const LooseFacts& loose;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_WORLD_H_
