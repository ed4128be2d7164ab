// The tables of events in the kiosk's store: the device's own log and what was pulled, in one order
// of positions. Free functions over an open connection; the caller's Store::Write or Read is their
// transaction.
#ifndef WIJKBOEK_CLIENT_EVENT_TABLE_H_
#define WIJKBOEK_CLIENT_EVENT_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/connection.h"
#include "client/store.h"
#include "common/draft.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/ledger/event_log.h"

namespace wijkboek {

// ---- the device's own log

// Appends; (epoch, seq) must follow the log. A DeviceStarted with seq 1 opens its epoch.
absl::Status InsertOwn(Connection& connection, const StoredEvent& event);

// An epoch's last event.
struct EpochHead {
  Epoch epoch = 0;
  std::uint64_t seq = 0;
  Hash hash;
};
// Oldest epoch first.
absl::StatusOr<std::vector<EpochHead>> OwnEpochs(Connection& connection);
// nullopt where the device's log holds no such event. An event that was deleted still has its hash.
absl::StatusOr<std::optional<Hash>> OwnHashAt(Connection& connection, Epoch epoch,
                                              std::uint64_t seq);

struct OwnEvent {
  std::uint64_t seq = 0;
  Hash hash;
  std::string bytes;
};
// Consecutive events after `seq`, at most `count` and, but for the first, at most `bytes_max`
// together. Ends early where bytes were deleted.
absl::StatusOr<std::vector<OwnEvent>> OwnEventsAfter(Connection& connection, Epoch epoch,
                                                     std::uint64_t seq, std::size_t count,
                                                     std::size_t bytes_max);
absl::StatusOr<std::uint64_t> CountOwn(Connection& connection);
// Gives every event of the epoch up to `seq` that has none yet the time at which the server had
// received it.
absl::Status SetReceived(Connection& connection, Epoch epoch, std::uint64_t seq,
                         std::int64_t received_ms);
// Deletes the bytes of own events up to `seq` that the server received before `before_ms`; what was
// pulled as well stays. Returns how many.
absl::StatusOr<std::int64_t> DeleteOwnBytes(Connection& connection, Epoch epoch, std::uint64_t seq,
                                            std::int64_t before_ms);

// ---- what was pulled

// Adds an event that the server sent; one that is here already only gets its time, and its bytes
// anew should they be damaged or deleted. True if anything of it was not here.
absl::StatusOr<bool> InsertPulled(Connection& connection, const StoredEvent& event,
                                  std::int64_t received_ms);
// Removes what was pulled about persons who are in no scope any more: events that name one of
// `persons` and no participant still in scope. Own events stay own. Returns how many events left.
absl::StatusOr<std::int64_t> RemovePersons(Connection& connection, absl::Span<const Id> persons);
// Over what was pulled and names this person: the sum of the events' hashes (event_sum.h), each
// calculated anew from what lies on the disk. Events that are damaged or gone make another sum.
absl::StatusOr<Hash> SumOfPulled(Connection& connection, const Id& person);
// Forgets everything that was pulled.
absl::Status RemovePulled(Connection& connection);

absl::StatusOr<std::vector<Id>> ScopePersons(Connection& connection);
absl::Status AddScopePerson(Connection& connection, const Id& person);

absl::Status InsertServerEntry(Connection& connection, std::uint64_t position,
                               const std::string& bytes);

// ---- what depends on a received time that came after it may have been folded

// Positions, each at least once. Own events get it with the acknowledgement, or when they come back
// with the pull; it shows whether a visit was written down before it began, and bounds what was
// captured before the clock was known.
absl::StatusOr<std::vector<std::uint64_t>> LateReceived(Connection& connection);
// Forgets the first `count` of them.
absl::Status ForgetLateReceived(Connection& connection, std::size_t count);

// ---- both

absl::StatusOr<bool> HasEvent(Connection& connection, const Hash& hash);
// NOT_FOUND when it is not here, or its bytes were deleted.
absl::StatusOr<StoredEvent> FindEvent(Connection& connection, const Hash& hash);
// By the beginning of its hash in bytes. NOT_FOUND, or INVALID_ARGUMENT when several begin so.
absl::StatusOr<StoredEvent> FindEventByPrefix(Connection& connection, absl::string_view prefix);

// The store as the fold reads it.
class StoreEventLog final : public EventLog {
 public:
  explicit StoreEventLog(Store& store) : store_(store) {}
  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override;
  absl::StatusOr<LogEvent> Read(std::uint64_t position) const override;
  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                             std::size_t limit) const override;

 private:
  Store& store_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_EVENT_TABLE_H_
