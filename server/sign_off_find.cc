#include "server/sign_off_find.h"

#include <limits>
#include <utility>
#include <vector>

#include "common/event.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/fact.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Nullopt where what stands there is no list of this session.
absl::StatusOr<std::optional<StoredEvent>> SignedListAt(std::uint64_t position, const EventLog& log,
                                                        const Id& session) {
  ASSIGN_OR_RETURN(LogEvent entry, log.Read(position));
  absl::StatusOr<StoredEvent> stored = ReadEvent(std::move(entry.bytes), entry.previous);
  // What this version can't read is no list that it knows.
  if (!stored.ok() || stored->event.kind() != v1::EVENT_KIND_SESSION_SIGNED_OFF ||
      stored->event.session_id() != session.bytes()) {
    return std::nullopt;
  }
  return *std::move(stored);
}

}  // namespace

absl::StatusOr<std::optional<FoundSignOff>> FindSignOff(const Ledger& ledger, const EventLog& log,
                                                        const Id& session, const Id& participant) {
  ASSIGN_OR_RETURN(
      const std::vector<std::uint64_t> positions,
      ledger.PositionsOfPerson(participant, 0, std::numeric_limits<std::int64_t>::max(),
                               std::numeric_limits<std::int32_t>::max()));
  std::optional<StoredEvent> latest;
  for (const std::uint64_t position : positions) {
    ASSIGN_OR_RETURN(std::optional<StoredEvent> list, SignedListAt(position, log, session));
    if (!list) continue;
    ASSIGN_OR_RETURN(const std::vector<std::uint64_t> edits,
                     ledger.PositionsOfEditsOf(list->key.hash));
    if (!edits.empty()) continue;
    if (!latest || StampOf(latest->key, latest->event) < StampOf(list->key, list->event)) {
      latest = std::move(list);
    }
  }
  if (!latest) return std::nullopt;
  ASSIGN_OR_RETURN(const EventTime time, ledger.TimeOf(latest->key.hash));
  return FoundSignOff{.author = AuthorOf(latest->event), .at_ms = time.captured_ms};
}

}  // namespace wijkboek
