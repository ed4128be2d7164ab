// Events as they are stored and travel: the device's own bytes, beside what was read from them.
#ifndef WIJKBOEK_COMMON_EVENT_H_
#define WIJKBOEK_COMMON_EVENT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "wijkboek/v1/event.pb.h"

namespace wijkboek {

// One event with its identity. `bytes` are verbatim; `event` is only a reading of them and is never
// serialized again.
struct StoredEvent {
  EventKey key;
  Hash previous;
  std::string bytes;
  v1::Event event;
};

// Reads an event that follows `previous`. INVALID_ARGUMENT when the bytes are no event at all (not
// protobuf, no device or seq, too large); everything else, however senseless, is an event.
absl::StatusOr<StoredEvent> ReadEvent(std::string bytes, const Hash& previous);

// Only the identity: as ReadEvent, without the body being kept. For ingest, which has no use for
// more.
absl::StatusOr<EventKey> ReadEventKey(absl::string_view bytes, const Hash& previous);

// Writes an event's bytes, once, and reads its identity. The caller has filled everything, sealed
// parts included.
StoredEvent WriteEvent(v1::Event event, const Hash& previous);

// True if this binary knows the kind and the body is the kind's.
bool IsKnownKind(const v1::Event& event);

// "checked_in" for EVENT_KIND_CHECKED_IN; "kind 999" for what this binary does not know.
std::string KindName(v1::EventKind kind);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_EVENT_H_
