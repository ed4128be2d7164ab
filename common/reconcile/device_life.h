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
#include "common/reconcile/records.h"
#include "common/reconcile/voids.h"

namespace wijkboek {

// An event about a kiosk.
struct DeviceFact {
  v1::EventKind kind = v1::EVENT_KIND_UNSPECIFIED;
  EditStamp stamp;
  // As stated, else as captured; nullopt while that is not known.
  std::optional<std::int64_t> t_ms;
  // Of a start: the first event of an epoch, and whether that names one it goes on from.
  bool opens_epoch = false;
  bool has_predecessor = false;
  // The kiosk parked itself, with nothing left to send but this.
  bool empties_itself = false;
  bool carried = false;
};

// At one centre; the end is kTimeMaxMs while it goes on.
struct InUse {
  Id centre;
  Interval span;

  friend bool operator==(const InUse&, const InUse&) = default;
};

struct DeviceState {
  enum class Now : std::uint8_t { kInUse, kParked, kLost };

  // Ascending, disjoint.
  std::vector<InUse> uses;
  Now now = Now::kInUse;
  bool carried = false;
  std::int64_t first_use_ms = 0;
  // Everything it captured until then is in the log: it parked itself and said so. nullopt: it
  // never did.
  std::optional<std::int64_t> closed_ms;
  // Between the last word of a store and the first fact of one that knows nothing of it.
  std::vector<Interval> gaps;
  // Two histories of it are known, and nobody has said yet that the other one brings nothing more.
  bool forked = false;

  // Of server time; nullopt: never. While it is forked, what was heard later than the fork is no
  // word for both branches.
  std::optional<std::int64_t> heard_ms;
  std::optional<std::int64_t> last_heard_ms;

  bool EqualsButForHeard(const DeviceState& other) const;
  // What it must be heard through to say nothing more of this stretch; nullopt when it was not in
  // use there and then.
  std::optional<std::int64_t> NeededFor(const Id& centre, const Interval& window) const;
  bool IsHeardThrough(std::int64_t t_ms) const;
  bool MeetsGap(const Interval& window) const;
};

class DeviceLife {
 public:
  // In place of what was known of that event.
  void Put(const DeviceFact& fact);
  void Enrol(std::int64_t at_ms, const Id& centre) { enrolments_.emplace(at_ms, centre); }
  void Fork(std::int64_t at_ms) { forks_.insert(at_ms); }
  void Hear(Epoch epoch, std::int64_t server_ms);

  // After the facts, enrolments or voids changed.
  void Derive(const Voids& voids);
  // After only what was heard changed.
  void DeriveHeard();
  // As derived last.
  const DeviceState& state() const { return state_; }

 private:
  using Now = DeviceState::Now;
  // From when on what holds.
  using Timeline = std::map<std::int64_t, Now>;

  std::vector<const DeviceFact*> Standing(const Voids& voids) const;
  Timeline TimelineOf(const std::vector<const DeviceFact*>& standing) const;
  void DeriveUses(const Timeline& timeline);
  std::optional<std::int64_t> HeardBefore(std::int64_t t_ms) const;
  void DeriveGaps();

  std::map<Hash, DeviceFact> facts_;
  std::set<std::pair<std::int64_t, Id>> enrolments_;
  std::set<std::int64_t> forks_;
  std::map<Epoch, std::int64_t> heard_of_epoch_;
  // The latest of each hour.
  std::map<std::int64_t, std::int64_t> heard_in_hour_;

  // As derived last.
  std::vector<const DeviceFact*> openings_;
  std::optional<std::int64_t> last_found_ms_;
  DeviceState state_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_DEVICE_LIFE_H_
