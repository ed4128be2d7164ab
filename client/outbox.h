// The outbox: what is still to send, derived from the log and from what the server says it holds.
// There is no "sent" flag.
#ifndef WIJKBOEK_CLIENT_OUTBOX_H_
#define WIJKBOEK_CLIENT_OUTBOX_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "client/event_table.h"
#include "client/key_store.h"
#include "client/store.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// What the sync session reads of the device's log.
class OutboxLog {
 public:
  virtual ~OutboxLog() = default;
  // Each epoch's head, oldest epoch first; the last one is the present epoch.
  virtual absl::StatusOr<std::vector<EpochHead>> Epochs() const = 0;
  // nullopt beyond the head.
  virtual absl::StatusOr<std::optional<Hash>> HashAt(Epoch epoch, std::uint64_t seq) const = 0;
  // The last seq for which an acknowledgement is stored; 0: none.
  virtual absl::StatusOr<std::uint64_t> AcknowledgedThrough(Epoch epoch) const = 0;
  // The batch that follows `base`: signed, with keys made here and with the acknowledgements that
  // an earlier server gave for these events. Without events when there are none after base, or
  // their bytes were deleted.
  virtual absl::StatusOr<v1::EventBatch> NextBatch(const EventKey& base,
                                                   std::size_t bytes_max) const = 0;
};

// How far the server holds each epoch, as it said last. An epoch that it did not speak about stands
// where the stored acknowledgements say.
using ServerHolds = std::map<Epoch, std::uint64_t>;

struct Unsent {
  std::uint64_t events = 0;
  // The oldest of them, if its bytes are here.
  std::optional<StoredEvent> oldest;
};

// Over the kiosk's store. Thread-safe.
class Outbox final : public OutboxLog {
 public:
  // All must outlive the outbox.
  Outbox(Store& store, const KeyStore& keys, Id device, SigningKey log_key)
      : store_(store), keys_(keys), device_(device), log_key_(std::move(log_key)) {}

  absl::StatusOr<std::vector<EpochHead>> Epochs() const override;
  absl::StatusOr<std::optional<Hash>> HashAt(Epoch epoch, std::uint64_t seq) const override;
  absl::StatusOr<std::uint64_t> AcknowledgedThrough(Epoch epoch) const override;
  absl::StatusOr<v1::EventBatch> NextBatch(const EventKey& base,
                                           std::size_t bytes_max) const override;

  absl::StatusOr<Unsent> FindUnsent(const ServerHolds& holds) const;

 private:
  absl::Status AddKeys(v1::EventBatch& batch) const;

  Store& store_;
  const KeyStore& keys_;
  const Id device_;
  const SigningKey log_key_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_OUTBOX_H_
