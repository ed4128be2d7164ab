// A discrepancy as people read it, at the kiosk and in the office alike. Pure.
#ifndef WIJKBOEK_COMMON_WORDS_DISCREPANCY_ITEM_H_
#define WIJKBOEK_COMMON_WORDS_DISCREPANCY_ITEM_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// What ids are called. What is not here shows as its first eight hex digits.
struct KnownNames {
  absl::flat_hash_map<Id, std::string> people;
  absl::flat_hash_map<Id, std::string> centres;
  absl::flat_hash_map<Id, std::string> devices;
  // "Taal, 14, 09:00-12:00".
  absl::flat_hash_map<Id, std::string> sessions;
};

// Everybody whom the item will name.
void AddPeople(const Discrepancy& discrepancy, std::set<Id>& people);

// The sessions that they name: title, cohorts and local time.
void AddSessions(absl::Span<const Discrepancy> discrepancies, const Reference& reference,
                 KnownNames& names);

// Whole days from when its last event was said (else from its day) to now; never negative.
std::uint32_t AgeDays(const Discrepancy& discrepancy, std::int64_t now_ms);

// Who should settle it: "a coach or the office".
std::string SettlerText(Settler settler);
// A value in words, times with their day where it is not `day`: "end 16:00", "accept", "status
// present"; empty: none.
std::string ValueText(const SettledValue& value, CivilDay day, const KnownNames& names);
// "own", "coach", "name tile"; empty: none.
std::string StrengthText(EvidenceStrength strength);

v1::DiscrepancyItem ItemOf(const Discrepancy& discrepancy, const KnownNames& names,
                           std::int64_t now_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_WORDS_DISCREPANCY_ITEM_H_
