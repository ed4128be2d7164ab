// What a fact says, for whoever must settle it: without names, in a few words. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_TESTIMONY_H_
#define WIJKBOEK_COMMON_RECONCILE_TESTIMONY_H_

#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

Testimony TestimonyOf(const Fact& fact);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_TESTIMONY_H_
