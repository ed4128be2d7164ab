// Which partitions a fact belongs to. A partition is what is folded at once: a participant
// ("person:…"), a household ("household:…"), two people who help each other ("pair:…:…"), or a
// single fact that none of them answers for ("event:…"). Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_ROUTING_H_
#define WIJKBOEK_COMMON_RECONCILE_ROUTING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/event.h"
#include "common/ids.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

enum class PartitionType : std::uint8_t { kPerson, kHousehold, kPair, kEvent };

struct PartitionKey {
  PartitionType type = PartitionType::kEvent;
  Id a;
  Id b;        // of a pair, the larger one
  Hash event;  // of a single fact

  // As fingerprints name it.
  std::string Name() const;
  friend auto operator<=>(const PartitionKey&, const PartitionKey&) = default;
};

std::optional<PartitionKey> ParsePartitionName(absl::string_view name);

// The fact's participant by its badge, where it names nobody and somebody had that badge then:
// added to `event`'s persons, as if it had been known at capture. Without a certain time, everybody
// who ever had it: it is a doubt about each of them.
void ResolveBadge(v1::Event& event, std::optional<std::int64_t> t_ms, const Reference& reference);

// The household that a visit's fact is about by itself: that of the first resident it names.
std::optional<Id> HouseholdOf(const v1::Event& event, const Reference& reference);

// Where it belongs by itself, after ResolveBadge. `household` is HouseholdOf, or that of another
// fact of the same visit.
std::vector<PartitionKey> OwnPartitions(const v1::Event& event, const Hash& hash,
                                        std::optional<Id> household);

// Edits that belong also to every partition of the facts they name.
bool FollowsSeen(v1::EventKind kind);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_ROUTING_H_
