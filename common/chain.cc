#include "common/chain.h"
#include "absl/strings/string_view.h"

#include "common/status.h"

namespace wijkboek {
namespace {

void AppendEventKey(std::string& out, const EventKey& key) {
  absl::StrAppend(&out, key.device.bytes());
  AppendUint64(out, key.epoch);
  AppendUint64(out, key.seq);
  absl::StrAppend(&out, key.hash.bytes());
}

}  // namespace

Hash ChainHash(const Hash& previous, absl::string_view event_bytes) {
  return Sha256(previous.bytes(), event_bytes);
}

std::string SignedHeadText(const EventKey& head) {
  std::string text = "wijkboek head v1";
  AppendEventKey(text, head);
  return text;
}

std::string AcknowledgementText(const EventKey& event, std::uint64_t position,
                                std::int64_t received_ms) {
  std::string text = "wijkboek ack v1";
  AppendEventKey(text, event);
  AppendUint64(text, position);
  AppendUint64(text, static_cast<std::uint64_t>(received_ms));
  return text;
}

v1::SignedHead SignHead(const EventKey& head, const SigningKey& key) {
  v1::SignedHead signed_head;
  *signed_head.mutable_head() = ToProto(head);
  signed_head.set_signature(key.Sign(SignedHeadText(head)).ToString());
  return signed_head;
}

bool VerifyHead(const v1::SignedHead& head, const PublicKey& key) {
  absl::StatusOr<EventKey> event = ToEventKey(head.head());
  absl::StatusOr<Signature> signature = Signature::FromBytes(head.signature());
  return event.ok() && signature.ok() && VerifySignature(key, SignedHeadText(*event), *signature);
}

v1::Acknowledgement SignAcknowledgement(const EventKey& event, std::uint64_t position,
                                        std::int64_t received_ms, const SigningKey& key) {
  v1::Acknowledgement acknowledgement;
  *acknowledgement.mutable_event() = ToProto(event);
  acknowledgement.set_position(position);
  acknowledgement.set_received_ms(received_ms);
  acknowledgement.set_signature(
      key.Sign(AcknowledgementText(event, position, received_ms)).ToString());
  return acknowledgement;
}

bool VerifyAcknowledgement(const v1::Acknowledgement& acknowledgement, const PublicKey& key) {
  absl::StatusOr<EventKey> event = ToEventKey(acknowledgement.event());
  absl::StatusOr<Signature> signature = Signature::FromBytes(acknowledgement.signature());
  return event.ok() && signature.ok() &&
         VerifySignature(
             key,
             AcknowledgementText(*event, acknowledgement.position(), acknowledgement.received_ms()),
             *signature);
}

absl::StatusOr<EventKey> ToEventKey(const v1::EventId& id) {
  EventKey key;
  ASSIGN_OR_RETURN(key.device, Id::FromBytes(id.device_id()));
  key.epoch = id.epoch();
  key.seq = id.seq();
  ASSIGN_OR_RETURN(key.hash, Hash::FromBytes(id.hash()));
  return key;
}

v1::EventId ToProto(const EventKey& key) {
  v1::EventId id;
  id.set_device_id(key.device.ToString());
  id.set_epoch(key.epoch);
  id.set_seq(key.seq);
  id.set_hash(key.hash.ToString());
  return id;
}

}  // namespace wijkboek
