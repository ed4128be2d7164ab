// The stage "ingest": is what a device pushes its own log, unbroken? Pure: reads no store. What it
// lets through is stored, whatever it says: an authentic event is never refused for its content.
#ifndef WIJKBOEK_SERVER_INGEST_H_
#define WIJKBOEK_SERVER_INGEST_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/crypto.h"
#include "common/hybrid_clock.h"
#include "common/ids.h"
#include "common/seal.h"
#include "server/device_directory.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

struct IncomingEvent {
  std::uint64_t seq = 0;
  Hash previous;
  Hash hash;
  std::string bytes;
  // When this server received it before it was restored: by its own signature.
  std::optional<std::int64_t> received_ms;
};

// Consecutive events of one epoch of one device, chained and signed for. What it stands on (`base`)
// is yet to be looked up.
struct VerifiedBatch {
  Id device;
  Id centre;
  Epoch epoch = 0;
  // seq 0 and the zero hash: the epoch's start.
  std::uint64_t base_seq = 0;
  Hash base_hash;
  std::vector<IncomingEvent> events;
  EventKey signed_head;
  Signature signature;
  PublicKey log_key;
  // Only those that its own events are sealed with; others are nobody's business here.
  std::vector<PersonKey> keys;
  // What the epoch's first event names, when that is among the events.
  std::optional<EventKey> predecessor;
  // The latest hybrid time in it.
  HybridTime hybrid;
  // Of the events' bytes.
  std::size_t bytes = 0;
};

// INVALID_ARGUMENT for bytes that are no events, do not chain or are not signed for (the message
// says which seq), PERMISSION_DENIED for another device's log.
absl::StatusOr<VerifiedBatch> VerifyBatch(v1::EventBatch batch, const DeviceIdentity& sender,
                                          const PublicKey& acknowledgement_key);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_INGEST_H_
