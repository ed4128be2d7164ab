// The kiosk's side of one Push stream as a state machine without I/O: what is sent in answer to
// what was received. Epoch after epoch, oldest first: open, find the last event that both sides
// hold, send what follows with several batches in flight, take the acknowledgements; then, in the
// present epoch, say where the log ends.
#ifndef WIJKBOEK_CLIENT_SYNC_SESSION_H_
#define WIJKBOEK_CLIENT_SYNC_SESSION_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/outbox.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// What one step wants done, in this order: `acknowledged` is stored before anything else is done
// with it.
struct SyncStep {
  std::vector<v1::Acknowledgement> acknowledged;
  std::vector<v1::PushRequest> send;
  // The server holds another history of this epoch, and all of ours is sent: leave it
  // (OwnLog::LeaveEpoch), then call LogGrew.
  std::optional<Epoch> leave;
  // The server answered a time query.
  std::optional<std::int64_t> server_ms;
  std::optional<v1::HeardThrough> heard_through;
};

// One for each stream; one thread at a time. An error means that the stream must be ended: either
// the server said what can't be, or the store failed. The next stream finds out anew what is held.
class SyncSession {
 public:
  SyncSession(const OutboxLog& log, Id device) : log_(log), device_(device) {}

  // The stream is open.
  absl::StatusOr<SyncStep> Start();
  absl::StatusOr<SyncStep> Receive(const v1::PushResponse& response);
  // Something was appended to the log.
  absl::StatusOr<SyncStep> LogGrew();
  // Asks for the server's time; the log's end follows its answer.
  absl::StatusOr<SyncStep> Heartbeat();

  // How far the server holds each epoch, by its own word on this stream.
  const ServerHolds& holds() const { return holds_; }
  // Every event is acknowledged.
  bool drained() const { return phase_ == Phase::kIdle; }
  // An epoch that can't be sent to its end, because the server lost what was deleted here: say so.
  const std::string& trouble() const { return trouble_; }

 private:
  enum class Phase { kNothing, kOpening, kProbing, kSending, kLeaving, kIdle };

  absl::Status Advance(SyncStep& step);
  absl::Status OpenNext(const std::vector<EpochHead>& epochs, SyncStep& step);
  absl::Status Send(const EpochHead& head, SyncStep& step);
  absl::Status TakeOpened(const v1::PushOpened& opened, SyncStep& step);
  absl::Status TakeHashes(const v1::HashAnswer& answer, SyncStep& step);
  absl::Status TakeAcknowledgement(const v1::Acknowledgement& acknowledgement, SyncStep& step);
  void Probe(SyncStep& step);
  absl::Status FoundCommon();
  void AskTime(SyncStep& step);
  EventKey Key(std::uint64_t seq, const Hash& hash) const;
  absl::StatusOr<EventKey> KeyAt(std::uint64_t seq) const;

  const OutboxLog& log_;
  const Id device_;

  Phase phase_ = Phase::kNothing;
  std::set<Epoch> finished_;
  ServerHolds holds_;
  std::string trouble_;

  // ---- of the epoch that is being sent
  EpochHead head_;  // as it was when opened
  bool forked_ = false;
  // The last point known to be common, and the first known not to be; they meet when probing ends.
  std::uint64_t common_ = 0;
  std::uint64_t differs_ = 0;
  std::vector<std::uint64_t> asked_;
  EventKey sent_;
  std::uint64_t acknowledged_ = 0;  // through this seq acknowledgements are stored
  std::deque<std::uint64_t> in_flight_;

  // ---- of the stream
  PublicKey acknowledgement_key_;
  std::size_t batch_bytes_max_ = 0;
  std::size_t in_flight_max_ = 1;
  std::int64_t server_ms_ = 0;
  bool time_asked_ = false;
  bool time_is_stale_ = false;  // events were sent since the server's time was read
  bool log_end_due_ = false;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_SYNC_SESSION_H_
