// A fact as the fold sees it: an event, where it stands in its device's log, and when it was.
#ifndef WIJKBOEK_COMMON_RECONCILE_FACT_H_
#define WIJKBOEK_COMMON_RECONCILE_FACT_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/event.h"
#include "common/ids.h"
#include "common/reconcile/records.h"

namespace wijkboek {

struct Fact {
  // Not owned; outlives the fact.
  const v1::Event* event = nullptr;
  EventKey key;
  // Server time; nullopt when the boot's clock is not known (clock-uncertain).
  std::optional<std::int64_t> captured_ms;
  // When the server first had it.
  std::optional<std::int64_t> received_ms;
  // Somebody settled when it was (captured_ms), or whose it is (CompleteFacts).
  bool is_time_settled = false;
  bool is_owner_settled = false;

  v1::EventKind kind() const { return event->kind(); }
};

// Fact order: captured time, device, epoch, seq, hash. Facts without a time come last.
bool FactBefore(const Fact& a, const Fact& b);

// What somebody said; nullopt when it is no time.
std::optional<std::int64_t> InstantSaid(const v1::CivilTime& time);
// The stated time if it is one.
std::optional<std::int64_t> StatedStart(const v1::Event& event);
std::optional<std::int64_t> StatedEnd(const v1::Event& event);
// The time that rules and days go by: stated where it is given, else captured.
std::optional<std::int64_t> StartOf(const Fact& fact);
std::optional<std::int64_t> EndOf(const Fact& fact);

// Brought in from elsewhere: when it was captured says nothing about when it was said.
bool IsImport(const Fact& fact);
// How long apart two facts were captured; nullopt when nobody knows, and for imports. Within one
// boot its own counter says so, samples or not.
std::optional<std::int64_t> CapturedApart(const Fact& a, const Fact& b);

// Persons in this role, sorted, each once.
std::vector<Id> PersonsIn(const v1::Event& event, v1::PersonRole role);
bool IsParticipant(const Fact& fact, const Id& person);
// Everybody named, sorted, each once.
std::vector<Id> PersonsOf(const v1::Event& event);
Id CentreOf(const v1::Event& event);
Id AuthorOf(const v1::Event& event);
std::vector<Hash> SeenBy(const v1::Event& event);
bool IsOwnMethod(v1::Method method);
bool IsCoachMethod(v1::Method method);
EvidenceStrength StrengthOf(const v1::Event& event);

// Sorted, each once.
template <typename T>
void SortUnique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_FACT_H_
