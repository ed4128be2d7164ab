// One participant's presences at all centres, corrections applied, before their minutes are shared
// with other centres and cut by visits. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_STAYS_H_
#define WIJKBOEK_COMMON_RECONCILE_STAYS_H_

#include <string>
#include <vector>

#include "common/ids.h"
#include "common/reconcile/attendance.h"
#include "common/reconcile/intervals.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/presence.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/rules_by_day.h"
#include "common/reconcile/settlements.h"
#include "common/reconcile/settling_ways.h"
#include "common/reconcile/taps.h"

namespace wijkboek {

// One presence on its way to a record.
struct Stay {
  RawPresence raw;
  Intervals settled;
  Intervals waits;
  // What of it no correction took; of an open one, until where it would close by rule.
  Intervals attended;
  // Of `attended`, where nothing was seen and somebody said that they were not there.
  Intervals rejected;
};

struct Stays {
  // By span, centre, events.
  std::vector<Stay> stays;
  // Those that nobody settled.
  std::vector<Tap> lone_check_outs;
  std::vector<Discrepancy> discrepancies;
};

// Taps that a correction covers become part of its evidence.
Stays FoldStays(const Id& person, PersonTaps& gathered, const Reference& reference,
                const RulesByDay& rules, Settlements& settlements, Moment& moment);

// What attendance goes by; by start. Valid as long as the stays.
std::vector<Attended> ListAttended(const std::vector<Stay>& stays);

// One doubt about a participant at a centre and moment.
Discrepancy MakeDoubt(std::string kind, const Id& person, const Id& centre, std::int64_t t_ms,
                      std::string detail, std::vector<Hash> events,
                      SettledValue suggestion = AcceptedValue());

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_STAYS_H_
