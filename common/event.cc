#include "common/event.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/chain.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::StatusOr<EventKey> KeyOf(const v1::Event& event, absl::string_view bytes,
                               const Hash& previous) {
  EventKey key;
  absl::StatusOr<Id> device = Id::FromBytes(event.device_id());
  if (!device.ok()) return WithContext(device.status(), "event's device");
  if (event.seq() == 0) return absl::InvalidArgumentError("event has no seq");
  key.device = *device;
  key.epoch = event.epoch();
  key.seq = event.seq();
  key.hash = ChainHash(previous, bytes);
  return key;
}

}  // namespace

absl::StatusOr<StoredEvent> ReadEvent(std::string bytes, const Hash& previous) {
  StoredEvent stored;
  if (bytes.size() > kEventBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("event of ", bytes.size(), " bytes, at most ",
                                                   kEventBytesMax, " are allowed"));
  }
  if (!stored.event.ParseFromString(bytes)) {
    return absl::InvalidArgumentError("bytes are no event");
  }
  ASSIGN_OR_RETURN(stored.key, KeyOf(stored.event, bytes, previous));
  stored.previous = previous;
  stored.bytes = std::move(bytes);
  return stored;
}

absl::StatusOr<EventKey> ReadEventKey(absl::string_view bytes, const Hash& previous) {
  if (bytes.size() > kEventBytesMax) return absl::InvalidArgumentError("event is too large");
  v1::Event event;
  if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::InvalidArgumentError("bytes are no event");
  }
  return KeyOf(event, bytes, previous);
}

StoredEvent WriteEvent(v1::Event event, const Hash& previous) {
  StoredEvent stored;
  stored.bytes = event.SerializeAsString();
  stored.previous = previous;
  stored.key = {.device = Id::FromBytesOrZero(event.device_id()),
                .epoch = event.epoch(),
                .seq = event.seq(),
                .hash = ChainHash(previous, stored.bytes)};
  stored.event = std::move(event);
  return stored;
}

bool IsKnownKind(const v1::Event& event) {
  return v1::EventKind_IsValid(event.kind()) && event.body_case() != v1::Event::BODY_NOT_SET &&
         static_cast<int>(event.kind()) == static_cast<int>(event.body_case());
}

std::string KindName(v1::EventKind kind) {
  const std::string& name = v1::EventKind_Name(kind);
  if (name.empty()) return absl::StrCat("kind ", static_cast<int>(kind));
  return absl::AsciiStrToLower(absl::StripPrefix(name, "EVENT_KIND_"));
}

}  // namespace wijkboek
