#include "server/ingest.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "common/chain.h"
#include "common/event.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::Status CheckSize(const v1::EventBatch& batch) {
  std::size_t bytes = 0;
  for (const std::string& event : batch.events()) bytes += event.size();
  if (batch.events_size() > 1 && bytes > kBatchBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("batch of ", bytes, " bytes, at most ", kBatchBytesMax, " are allowed"));
  }
  for (int size : {batch.events_size(), batch.keys_size(), batch.acknowledgements_size()}) {
    if (static_cast<std::size_t>(size) > kBatchEventsMax) {
      return absl::InvalidArgumentError(
          absl::StrCat("batch of ", size, " items, at most ", kBatchEventsMax, " are allowed"));
    }
  }
  return absl::OkStatus();
}

absl::Status ReadBase(const v1::EventBatch& batch, const DeviceIdentity& sender,
                      VerifiedBatch& verified) {
  absl::StatusOr<EventKey> base = ToEventKey(batch.base());
  if (!base.ok()) return WithContext(base.status(), "batch's base");
  if (base->device != sender.device) {
    return absl::PermissionDeniedError("this is another device's log");
  }
  if ((base->seq == 0) != base->hash.IsZero()) {
    return absl::InvalidArgumentError("batch's base: seq 0 goes with the zero hash");
  }
  if (base->seq == 0 && batch.events().empty()) {
    return absl::InvalidArgumentError("batch without events and without a base");
  }
  verified.device = sender.device;
  verified.centre = sender.centre;
  verified.log_key = sender.log_key;
  verified.epoch = base->epoch;
  verified.base_seq = base->seq;
  verified.base_hash = base->hash;
  return absl::OkStatus();
}

// Is `stored` the event that must come at this seq?
absl::Status CheckPlace(const StoredEvent& stored, std::uint64_t seq, const VerifiedBatch& batch) {
  if (stored.key.device != batch.device) {
    return absl::PermissionDeniedError(absl::StrCat("seq ", seq, " is another device's event"));
  }
  if (stored.key.epoch != batch.epoch) {
    return absl::InvalidArgumentError(absl::StrCat("seq ", seq, " is of another epoch"));
  }
  if (stored.key.seq != seq) {
    return absl::InvalidArgumentError(
        absl::StrCat("seq ", seq, " is missing: seq ", stored.key.seq, " stands there"));
  }
  return absl::OkStatus();
}

void NotePredecessor(const v1::Event& event, VerifiedBatch& batch) {
  if (!event.device_started().has_predecessor()) return;
  absl::StatusOr<EventKey> predecessor = ToEventKey(event.device_started().predecessor());
  // One that can't be read names nothing that fits.
  batch.predecessor = predecessor.ok() ? *predecessor : EventKey{.device = batch.device};
}

// Key id and person id, as the sealed parts of a batch name them.
using SealedUnder = absl::flat_hash_set<std::pair<std::string, std::string>>;

absl::Status ReadEvents(v1::EventBatch& batch, VerifiedBatch& verified, SealedUnder& sealed_under) {
  Hash previous = verified.base_hash;
  std::uint64_t seq = verified.base_seq;
  verified.events.reserve(static_cast<std::size_t>(batch.events_size()));
  for (std::string& bytes : *batch.mutable_events()) {
    ++seq;
    absl::StatusOr<StoredEvent> stored = ReadEvent(std::move(bytes), previous);
    if (!stored.ok()) return WithContext(stored.status(), absl::StrCat("seq ", seq));
    RETURN_IF_ERROR(CheckPlace(*stored, seq, verified));
    if (seq == 1) NotePredecessor(stored->event, verified);
    for (const v1::SealedPart& part : stored->event.sealed()) {
      sealed_under.emplace(part.key_id(), part.person_id());
    }
    verified.hybrid = std::max(verified.hybrid, FromProto(stored->event.hybrid()));
    verified.bytes += stored->bytes.size();
    verified.events.push_back({.seq = seq,
                               .previous = previous,
                               .hash = stored->key.hash,
                               .bytes = std::move(stored->bytes)});
    previous = verified.events.back().hash;
  }
  return absl::OkStatus();
}

absl::Status CheckSignedHead(const v1::SignedHead& head, VerifiedBatch& batch) {
  absl::StatusOr<EventKey> key = ToEventKey(head.head());
  if (!key.ok()) return WithContext(key.status(), "signed head");
  std::uint64_t last_seq = batch.events.empty() ? batch.base_seq : batch.events.back().seq;
  const Hash& last_hash = batch.events.empty() ? batch.base_hash : batch.events.back().hash;
  if (key->device != batch.device || key->epoch != batch.epoch || key->seq < last_seq) {
    return absl::InvalidArgumentError(
        absl::StrCat("signed head: does not cover seq ", last_seq, " of this epoch"));
  }
  if (key->seq == last_seq && key->hash != last_hash) {
    return absl::InvalidArgumentError(
        absl::StrCat("the events up to seq ", last_seq, " do not chain to the signed head"));
  }
  if (!VerifyHead(head, batch.log_key)) {
    return absl::InvalidArgumentError(
        absl::StrCat("signed head: the signature at seq ", key->seq, " is not this device's"));
  }
  batch.signed_head = *key;
  batch.signature = Signature::FromBytesOrZero(head.signature());
  return absl::OkStatus();
}

// A key that nothing here is sealed with would only be there to be used by others.
absl::Status ReadKeys(const v1::EventBatch& batch, const SealedUnder& sealed_under,
                      VerifiedBatch& verified) {
  for (const v1::PersonKey& key : batch.keys()) {
    if (!sealed_under.contains(std::make_pair(key.key_id(), key.person_id()))) continue;
    PersonKey read;
    ASSIGN_OR_RETURN(read.key_id, Id::FromBytes(key.key_id()));
    ASSIGN_OR_RETURN(read.person, Id::FromBytes(key.person_id()));
    ASSIGN_OR_RETURN(read.key, SecretKey::FromBytes(key.key()));
    verified.keys.push_back(read);
  }
  return absl::OkStatus();
}

// Gives each event the time of the first acknowledgement at or after it. One that is not ours or
// not about these events says nothing: the event is taken all the same.
void TakeTimes(const v1::EventBatch& batch, const PublicKey& acknowledgement_key,
               VerifiedBatch& verified) {
  std::vector<std::pair<std::uint64_t, std::int64_t>> times;
  for (const v1::Acknowledgement& acknowledgement : batch.acknowledgements()) {
    absl::StatusOr<EventKey> key = ToEventKey(acknowledgement.event());
    if (!key.ok() || key->device != verified.device || key->epoch != verified.epoch) continue;
    if (key->seq <= verified.base_seq) continue;
    std::uint64_t index = key->seq - verified.base_seq - 1;
    if (index >= verified.events.size() || verified.events[index].hash != key->hash) continue;
    if (!VerifyAcknowledgement(acknowledgement, acknowledgement_key)) continue;
    times.emplace_back(key->seq, acknowledgement.received_ms());
  }
  std::sort(times.begin(), times.end());
  auto time = times.begin();
  for (IncomingEvent& event : verified.events) {
    while (time != times.end() && time->first < event.seq) ++time;
    if (time == times.end()) return;
    event.received_ms = time->second;
  }
}

}  // namespace

absl::StatusOr<VerifiedBatch> VerifyBatch(v1::EventBatch batch, const DeviceIdentity& sender,
                                          const PublicKey& acknowledgement_key) {
  VerifiedBatch verified;
  RETURN_IF_ERROR(CheckSize(batch));
  RETURN_IF_ERROR(ReadBase(batch, sender, verified));
  SealedUnder sealed_under;
  RETURN_IF_ERROR(ReadEvents(batch, verified, sealed_under));
  RETURN_IF_ERROR(CheckSignedHead(batch.signed_head(), verified));
  RETURN_IF_ERROR(WithContext(ReadKeys(batch, sealed_under, verified), "a person's key"));
  TakeTimes(batch, acknowledgement_key, verified);
  return verified;
}

}  // namespace wijkboek
