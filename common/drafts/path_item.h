// A step on somebody's path as it is shown: what the fold knows of it, and what is sealed in its
// events as far as the keys at hand open it. Pure.
#ifndef WIJKBOEK_COMMON_DRAFTS_PATH_ITEM_H_
#define WIJKBOEK_COMMON_DRAFTS_PATH_ITEM_H_

#include "common/event.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/seal.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// Without names, and without what is sealed. Ids in hex; a phase by its name.
v1::PathItem PathItemOf(const PathRecord& record, const Reference& reference);

// Adds what one of its events holds sealed: of the participant, or of a registration for which they
// stand. Of several that say the same field, the first that is given holds: give the latest first.
// False when something stays sealed.
bool OpenInto(const v1::Event& event, const KeySource& keys, v1::PathStep& step);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRAFTS_PATH_ITEM_H_
