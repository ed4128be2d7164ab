// The life of one kiosk: from which facts, enrolments and words to the server it follows when it
// was in use where, and until when it was heard. Pure; the order in which things become known
// changes nothing.
#ifndef WIJKBOEK_COMMON_RECONCILE_DEVICE_LIFE_H_
#define WIJKBOEK_COMMON_RECONCILE_DEVICE_LIFE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "common/ids.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/heard_words.h"
#include "common/reconcile/records.h"
#include "common/reconcile/voids.h"

namespace wijkboek {

// An event about a kiosk.
struct DeviceFact {
  v1::EventKind kind = v1::EVENT_KIND_UNSPECIFIED;
  EditStamp stamp;
  // As stated, else as captured; of a kiosk that parks itself no later than the server received
  // that. nullopt while it is not known.
  std::optional<std::int64_t> t_ms;
  // Of a start: the first event of an epoch, and which event of another one it goes on from.
  bool opens_epoch = false;
  std::optional<std::pair<Epoch, std::uint64_t>> predecessor;
  // The kiosk parked itself, with nothing left to send but this.
  bool empties_itself = false;
  bool carried = false;
  // Of a replacement: the kiosk in its place.
  Id replaced_by;
};

// At one centre; the end is kTimeMaxMs while it goes on.
struct InUse {
  Id centre;
  Interval span;
  // The office said that it was put away, and it did not say so itself: it may have gone on.
  bool is_parked = false;

  friend bool operator==(const InUse&, const InUse&) = default;
};

struct DeviceState {
  // kClosed: it parked itself with everything sent.
  enum class Now : std::uint8_t { kInUse, kParked, kClosed, kLost };

  // Ascending, disjoint.
  std::vector<InUse> uses;
  Now now = Now::kInUse;
  // Of one that is not in use.
  std::optional<std::int64_t> since_ms;
  // Of a lost one: the kiosk in its place; zero: none.
  Id replaced_by;
  bool carried = false;
  std::int64_t first_use_ms = 0;
  // Everything it captured until then is in the log: it parked itself and said so. nullopt: it
  // never did.
  std::optional<std::int64_t> closed_ms;
  // Between the last word of a store and the first fact of one that knows nothing of it.
  std::vector<Interval> gaps;
  // Two histories of it are known, and nobody has said yet that the other one brings nothing more.
  bool forked = false;

  // Of server time; nullopt: never. While it is forked, only what was said before the fork is a
  // word for both branches.
  std::optional<std::int64_t> heard_ms;
  std::optional<std::int64_t> last_heard_ms;

  bool EqualsButForHeard(const DeviceState& other) const;
  // What it must be heard beyond to say nothing more of this stretch; nullopt when it was not in
  // use there and then.
  std::optional<std::int64_t> NeededFor(const Id& centre, const Interval& window) const;
  // A fact may still come that was captured at the very moment of its last word.
  bool IsHeardBeyond(std::int64_t t_ms) const;
  bool MeetsGap(const Interval& window) const;
};

class DeviceLife {
 public:
  // In place of what was known of that event.
  void Put(const DeviceFact& fact);
  void Enrol(std::int64_t at_ms, const Id& centre) { enrolments_.emplace(at_ms, centre); }
  // `seq`: the first one of the epoch at which two histories may differ; 0: nobody knows.
  void Fork(std::int64_t at_ms, Epoch epoch, std::uint64_t seq) {
    forks_.insert({.at_ms = at_ms, .epoch = epoch, .seq = seq});
  }
  void Hear(Epoch epoch, const HeardWord& word) { words_.Add(epoch, word); }

  // After anything became known.
  void Derive(const Voids& voids);
  // As derived last.
  const DeviceState& state() const { return state_; }

 private:
  using Now = DeviceState::Now;
  // From when on what holds.
  using Timeline = std::map<std::int64_t, Now>;
  struct Said {
    Now now = Now::kInUse;
    const DeviceFact* by = nullptr;
  };
  using Statements = std::map<std::int64_t, Said>;
  struct ForkPoint {
    std::int64_t at_ms = 0;
    Epoch epoch = 0;
    std::uint64_t seq = 0;

    friend auto operator<=>(const ForkPoint&, const ForkPoint&) = default;
  };

  std::vector<const DeviceFact*> Standing(const Voids& voids) const;
  static Statements Stated(const std::vector<const DeviceFact*>& standing);
  Timeline TimelineOf(const std::vector<const DeviceFact*>& standing, const Voids& voids) const;
  bool MayEnd(const DeviceFact& start, std::int64_t t_ms, const Said& said) const;
  void DeriveUses(const Timeline& timeline);
  std::optional<std::int64_t> HeardBefore(Epoch epoch, std::uint64_t seq,
                                          std::set<Epoch>& visited) const;
  void DeriveHeard();
  void DeriveGaps();

  // All but starts that have a time and open nothing; those are only times at which it ran.
  std::map<Hash, DeviceFact> facts_;
  std::set<std::pair<std::int64_t, Hash>> starts_;
  std::map<Hash, std::int64_t> start_ms_;
  std::set<std::pair<std::int64_t, Id>> enrolments_;
  std::set<ForkPoint> forks_;
  HeardWords words_;

  // As derived last.
  std::vector<const DeviceFact*> openings_;
  std::optional<std::int64_t> last_found_ms_;
  DeviceState state_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_DEVICE_LIFE_H_
