// What a centre's kiosks may see: which events concern its people. Pure.
#ifndef WIJKBOEK_SERVER_SCOPE_H_
#define WIJKBOEK_SERVER_SCOPE_H_

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "common/ids.h"
#include "common/reconcile/reference.h"
#include "wijkboek/v1/event.pb.h"

namespace wijkboek {

struct Scope {
  Id centre;
  // Participants with an enrolment at the centre that begins within kScopeDays, or ended not longer
  // than kScopeDaysAfter ago, and its walk-ins; and the residents (with their households) whom
  // events about those participants name, or who belong to the centre. Of whoever was registered
  // more than once, every registration.
  absl::flat_hash_set<Id> persons;

  bool Has(const Id& person) const { return persons.contains(person); }
};

// True if the event is for the kiosks of this centre:
//   - everything that names a participant in scope;
//   - of a resident in scope: everything about visits, whoever went, and what names no participant;
//   - of the centre: what names nobody (an unowned check-in, a check-in under a badge nobody has),
//   its residents, and what was settled or taken back there;
//   - of a badge that anybody in scope ever held: whose else it is;
//   - for everybody: centres, programmes, rules, cohorts, sessions; devices and their clocks;
//   coaches.
// Reports and imports stay at the office.
bool Concerns(const v1::Event& event, const Scope& scope, const Reference& reference);

// Residents who come into scope by an event that concerns the centre: those it names beside a
// participant in scope, or without any participant; with everybody of their households. Sorted.
std::vector<Id> ResidentsBroughtBy(const v1::Event& event, const Scope& scope,
                                   const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_SCOPE_H_
