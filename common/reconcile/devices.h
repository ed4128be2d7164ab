// Which kiosks stood where and when, and until when each was heard: what decides whether anybody is
// waited for. Folded from the kiosks' lifecycle, the heard table and the events about devices, in
// any order. Pure.
//
// Heard through is measured in the server's time alone: no kiosk's clock can move it.
// docs/rules.md, "Waiting".
#ifndef WIJKBOEK_COMMON_RECONCILE_DEVICES_H_
#define WIJKBOEK_COMMON_RECONCILE_DEVICES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/records.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// What the kiosks of some centres can say about a stretch of time.
struct Coverage {
  // In use then and not heard beyond its end: facts may still come. Sorted.
  std::vector<Id> waited_for;
  // In use then, not heard beyond, and lost, parked unsent, or carried and long silent. Sorted.
  std::vector<Id> lost;
  // What each of `waited_for` and `lost` must be heard beyond (server time) to matter no more.
  std::vector<std::pair<Id, std::int64_t>> needed;
};

// What became of a kiosk, as it stands now. One that was replaced is lost.
enum class Whereabouts : std::uint8_t { kInUse, kParked, kLost };

struct KioskState {
  Whereabouts whereabouts = Whereabouts::kInUse;
  // Of one that is not in use.
  std::optional<std::int64_t> since_ms;
  // It parked itself, and everything it captured until then is in the log.
  std::optional<std::int64_t> closed_ms;
  bool carried = false;
  // Of a lost one: the kiosk in its place; zero: none.
  Id replaced_by;
  // Everything captured up to here has arrived, as far as one can tell (server time). Nullopt:
  // never said.
  std::optional<std::int64_t> heard_ms;
};

// Not thread-safe against Apply.
class Devices {
 public:
  Devices();
  ~Devices();
  Devices(Devices&&) noexcept;
  Devices& operator=(Devices&&) noexcept;

  static bool IsDeviceKind(v1::EventKind kind);

  struct Touched {
    // At these centres sessions may be waited for otherwise than before.
    std::vector<Id> centres;
    // This device is now heard through that time, and nothing else changed: whoever waits for it
    // until an earlier one may wait no more.
    std::vector<std::pair<Id, std::int64_t>> heard;
  };
  // An event about devices (IsDeviceKind) or a void. `captured_ms`: nullopt while its clock is not
  // known; `received_ms`: when the server received it, nullopt while it did not. The same event may
  // come again with other times.
  Touched Apply(const StoredEvent& event, std::optional<std::int64_t> captured_ms,
                std::optional<std::int64_t> received_ms);
  // A heard-through or lifecycle entry of the server's log; others are ignored. The same one twice
  // changes nothing. Of what was heard not everything is kept (heard_words.h).
  Touched Apply(const v1::LogEntry& entry);

  // Nullopt for a device that nothing was ever said about.
  std::optional<KioskState> Find(const Id& device) const;

  // Kiosks at this centre were in use during all of `span`, by turns or together: whoever came
  // could be noticed. What the office says is parked is none of them.
  bool IsInUseThroughout(const Id& centre, const Interval& span) const;

  // `centres` sorted; both ends of `window` belong to it. `silent_working_days`: a carried device
  // that was not heard for so long counts as lost.
  Coverage Over(absl::Span<const Id> centres, const Interval& window, int silent_working_days,
                Moment& moment) const;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_DEVICES_H_
