// The device's own log: the one place where events get their seq, hash and time, and where "saved"
// is decided.
#ifndef WIJKBOEK_CLIENT_OWN_LOG_H_
#define WIJKBOEK_CLIENT_OWN_LOG_H_

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/key_store.h"
#include "client/store.h"
#include "client/time_keeper.h"
#include "common/clock.h"
#include "common/draft.h"
#include "common/event.h"
#include "common/hybrid_clock.h"
#include "common/random.h"

namespace wijkboek {

inline constexpr absl::string_view kKioskVersion = "0.1.0";

struct OwnLogParams {
  // All must outlive the log.
  Store& store;
  KeyStore& keys;
  const Clock& clock;
  Random& random;
  Id device;
  // What the head file said; see witness.h.
  std::optional<EventKey> witness;
};

// Thread-safe.
class OwnLog {
 public:
  // Goes on where the store's log ends and appends a DeviceStarted: a new store and a store that
  // lost what the witness names begin a new epoch, any other start is a boot in the running one.
  static absl::StatusOr<std::unique_ptr<OwnLog>> Open(const OwnLogParams& params);

  // Appends the drafts together, in one transaction; on disk when this returns OK. On
  // RESOURCE_EXHAUSTED and INVALID_ARGUMENT nothing was saved; on UNAVAILABLE the message says
  // whether that is certain. A clock jump or a new boot that is noticed is recorded first, and so
  // is that a kiosk which was put away is in use again.
  absl::StatusOr<std::vector<StoredEvent>> Append(std::vector<EventDraft> drafts);
  absl::StatusOr<StoredEvent> Append(EventDraft draft);

  // Leaves the present epoch, whose history the server holds otherwise, and begins a new one that
  // names its head. Does nothing when `left` is not the present epoch.
  absl::Status LeaveEpoch(Epoch left);

  // A server time, asked for at `sent` and read at `received`. Appended where it is worth it.
  absl::Status TakeServerTime(const ClockReading& sent, const ClockReading& received,
                              std::int64_t server_ms);
  // Notes a jump of the wall clock, should there have been one.
  absl::Status LookAtClock();
  // Somebody else's hybrid time, pulled from the server at `server_ms`.
  void Observe(HybridTime seen, std::int64_t server_ms);

  EventKey Head() const;
  // Server time where known. Else the wall clock, which may stand in 1970: but no earlier than
  // anything that was seen.
  std::int64_t NowMs() const;
  // When something was captured, as well as is known now.
  std::int64_t TimeOf(const v1::CapturedTime& captured) const;
  v1::ClockQuality quality() const;
  // It put itself away, and nothing was captured here since.
  bool parked() const;
  // The store lost events that the witness had seen.
  bool lost_events() const { return lost_events_; }

  // Called after each append, from the appending thread; must be quick. Set before others use the
  // log.
  void OnAppend(std::function<void()> listener) { listener_ = std::move(listener); }

 private:
  explicit OwnLog(const OwnLogParams& params);
  absl::Status Start();
  absl::Status LoadHead();
  absl::Status BeginEpoch(v1::StartReason reason, const std::optional<EventKey>& predecessor);
  absl::StatusOr<std::vector<StoredEvent>> AppendLocked(std::vector<EventDraft> drafts,
                                                        const TimeKeeper* changed = nullptr);
  // Whether an append whose commit failed is on disk after all.
  absl::Status Ascertain(const std::vector<StoredEvent>& events, const absl::Status& failure);
  void NoteParked(const v1::Event& event);
  absl::StatusOr<TimeKeeper> KeeperOf(const ClockReading& reading);

  const OwnLogParams params_;
  std::function<void()> listener_;
  bool lost_events_ = false;

  mutable std::mutex mutex_;
  LogHead head_;
  bool head_known_ = false;
  // This kiosk was put away since it was started.
  bool parked_ = false;
  HybridClock hybrid_;
  TimeKeeper keeper_{BootRecord()};
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_OWN_LOG_H_
