#include "client/outbox.h"

#include <algorithm>
#include <set>
#include <utility>

#include "client/acknowledgement_table.h"
#include "common/chain.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Leaves room in the batch for keys, acknowledgements and the signed head.
constexpr std::size_t kEventShare = 4;  // four fifths

// Cuts the batch where an acknowledgement ends, so that each event keeps the time of its own; the
// events of one acknowledgement once fitted into one batch.
void CutAtAcknowledgement(std::vector<OwnEvent>& events,
                          std::vector<v1::Acknowledgement>& acknowledgements) {
  if (acknowledgements.empty() || acknowledgements.back().event().seq() <= events.back().seq) {
    return;
  }
  acknowledgements.pop_back();
  if (acknowledgements.empty()) return;
  const std::uint64_t last = acknowledgements.back().event().seq();
  while (events.back().seq > last) events.pop_back();
}

}  // namespace

absl::StatusOr<std::vector<EpochHead>> Outbox::Epochs() const {
  std::vector<EpochHead> epochs;
  RETURN_IF_ERROR(store_.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(epochs, OwnEpochs(connection));
    return absl::OkStatus();
  }));
  return epochs;
}

absl::StatusOr<std::optional<Hash>> Outbox::HashAt(Epoch epoch, std::uint64_t seq) const {
  std::optional<Hash> hash;
  RETURN_IF_ERROR(store_.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(hash, OwnHashAt(connection, epoch, seq));
    return absl::OkStatus();
  }));
  return hash;
}

absl::StatusOr<std::uint64_t> Outbox::AcknowledgedThrough(Epoch epoch) const {
  std::uint64_t seq = 0;
  RETURN_IF_ERROR(store_.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(std::optional<v1::Acknowledgement> last,
                     LastAcknowledgement(connection, epoch));
    if (last) seq = last->event().seq();
    return absl::OkStatus();
  }));
  return seq;
}

absl::StatusOr<v1::EventBatch> Outbox::NextBatch(const EventKey& base,
                                                 std::size_t bytes_max) const {
  v1::EventBatch batch;
  *batch.mutable_base() = ToProto(base);
  std::vector<OwnEvent> events;
  std::vector<v1::Acknowledgement> acknowledgements;
  RETURN_IF_ERROR(store_.Read([&](Connection& connection) -> absl::Status {
    const std::size_t bytes = std::min(bytes_max, kBatchBytesMax) / (kEventShare + 1) * kEventShare;
    ASSIGN_OR_RETURN(events,
                     OwnEventsAfter(connection, base.epoch, base.seq, kBatchEventsMax, bytes));
    if (events.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(acknowledgements,
                     AcknowledgementsFor(connection, base.epoch, base.seq, events.back().seq));
    return absl::OkStatus();
  }));
  // What comes next has lost its bytes: nothing after it would chain.
  if (events.empty() || events.front().seq != base.seq + 1) return batch;
  CutAtAcknowledgement(events, acknowledgements);
  for (OwnEvent& event : events) batch.add_events(std::move(event.bytes));
  for (v1::Acknowledgement& acknowledgement : acknowledgements) {
    *batch.add_acknowledgements() = std::move(acknowledgement);
  }
  *batch.mutable_signed_head() = SignHead({.device = device_,
                                           .epoch = base.epoch,
                                           .seq = events.back().seq,
                                           .hash = events.back().hash},
                                          log_key_);
  RETURN_IF_ERROR(AddKeys(batch));
  return batch;
}

absl::Status Outbox::AddKeys(v1::EventBatch& batch) const {
  std::set<std::string> seen;
  for (const std::string& bytes : batch.events()) {
    v1::Event event;
    if (!event.ParseFromString(bytes)) continue;
    for (const v1::SealedPart& part : event.sealed()) {
      absl::StatusOr<Id> key_id = Id::FromBytes(part.key_id());
      if (!key_id.ok() || !seen.insert(part.key_id()).second) continue;
      ASSIGN_OR_RETURN(std::optional<PersonKey> key, keys_.FindMadeHere(*key_id));
      if (!key) continue;
      v1::PersonKey* sent = batch.add_keys();
      sent->set_key_id(key->key_id.ToString());
      sent->set_person_id(key->person.ToString());
      sent->set_key(key->key.ToString());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Unsent> Outbox::FindUnsent(const ServerHolds& holds) const {
  Unsent unsent;
  RETURN_IF_ERROR(store_.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<EpochHead> epochs, OwnEpochs(connection));
    for (const EpochHead& head : epochs) {
      std::uint64_t held = 0;
      auto said = holds.find(head.epoch);
      if (said != holds.end()) {
        held = said->second;
      } else {
        ASSIGN_OR_RETURN(std::optional<v1::Acknowledgement> last,
                         LastAcknowledgement(connection, head.epoch));
        if (last) held = last->event().seq();
      }
      if (held >= head.seq) continue;
      unsent.events += head.seq - held;
      if (unsent.oldest) continue;
      ASSIGN_OR_RETURN(std::optional<Hash> first, OwnHashAt(connection, head.epoch, held + 1));
      if (!first) continue;
      absl::StatusOr<StoredEvent> event = FindEvent(connection, *first);
      if (event.ok()) unsent.oldest = *std::move(event);
    }
    return absl::OkStatus();
  }));
  return unsent;
}

}  // namespace wijkboek
