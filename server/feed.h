// The stage "feed": what a kiosk is sent, page by page. A session stands for one Pull: it begins at
// the kiosk's cursor, sends what is missing of the people who came into the centre's scope since,
// goes through the log to its end, and then follows it. All of this is derived from the log and
// from what the kiosk says it holds; the server remembers nothing about a kiosk.
#ifndef WIJKBOEK_SERVER_FEED_H_
#define WIJKBOEK_SERVER_FEED_H_

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/ids.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/reconciler.h"
#include "server/scope.h"
#include "server/telling.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// Somebody whose earlier events are being sent: who came into scope, or whose events the kiosk
// found to differ.
struct EnteringPerson {
  Id person;
  // Sent up to this position.
  std::uint64_t after = 0;
};

// Where one Pull stands. Made by Feed::Begin, moved on by Feed::Next, one thread at a time.
struct FeedSession {
  // Begin has not been answered yet.
  bool first_page = true;
  bool reset = false;
  // Everything up to here was looked at.
  std::uint64_t position = 0;
  Hash running_hash;
  // What the kiosk was told last.
  std::uint64_t told_position = 0;
  bool told_up_to_date = false;
  // Everybody the kiosk holds, and those who are entering.
  Scope scope;
  std::deque<EnteringPerson> entering;
  // All of their events have been sent, but not yet of all who enter with them: named together at
  // the end, so that a stream that breaks in between begins with them again.
  std::vector<Id> to_announce;
  // The participants that `scope` was made for.
  std::shared_ptr<const std::vector<Id>> participants;
  // Keys that need not be sent.
  absl::flat_hash_set<Id> key_ids;
  // What the kiosk held when this Pull began, and who left its scope since: a reset and a leaving
  // take from it what it was sent, and leave it the keys that it made itself.
  std::vector<Id> key_ids_before;
  absl::flat_hash_set<Id> persons_before;
  // Destroyed ones that this Pull was told of.
  absl::flat_hash_set<Id> destroyed_key_ids;
  std::uint64_t keys_version = 0;
  bool keys_due = true;
  // The last notice (event_log.h) that was passed on this Pull.
  std::uint64_t notice = 0;
  Telling telling;
};

struct FeedStep {
  // Nothing: there is nothing to send.
  std::optional<v1::PullResponse> page;
  // Call again at once; otherwise when the log grew.
  bool more = false;
};

// Thread-safe for different sessions. References must outlive it.
class Feed {
 public:
  Feed(const LogStore& log, Reconciler& reconciler, const KeyVault& keys, const Clock& clock);
  ~Feed();

  // INVALID_ARGUMENT when the request's ids or cursor can't be read.
  absl::StatusOr<FeedSession> Begin(const Id& centre, const v1::PullRequest& request) const;
  // The next page. With `refresh` the kiosk is told where it stands even when nothing that concerns
  // it came (now and then).
  absl::StatusOr<FeedStep> Next(FeedSession& session, bool refresh = false);

 private:
  class Page;
  struct Row;
  struct Block;
  struct CentreParticipants;

  absl::StatusOr<FeedStep> NextWith(FeedSession& session, const Ledger& ledger, std::uint64_t head,
                                    std::int64_t now_ms, bool refresh);
  absl::Status UpdateScope(FeedSession& session, const Ledger& ledger, std::uint64_t head,
                           Page& page);
  absl::Status DropWhoLeft(FeedSession& session, const Ledger& ledger, Page& page);
  absl::StatusOr<bool> StillConcerned(const Id& resident, const Scope& participants,
                                      const Ledger& ledger, std::uint64_t through) const;
  absl::Status SendEarlier(FeedSession& session, const Ledger& ledger, Page& page);
  absl::StatusOr<bool> SendRow(FeedSession& session, const Ledger& ledger, const Row& row,
                               Page& page);
  absl::StatusOr<bool> LetIn(FeedSession& session, const Ledger& ledger,
                             const std::vector<Id>& residents, Page& page);
  absl::Status SendBadgeHistory(const FeedSession& session, const Ledger& ledger, const Row& row,
                                Page& page);
  absl::Status SendSettledFacts(const FeedSession& session, const Ledger& ledger, const Row& row,
                                Page& page);
  absl::Status SendKeys(FeedSession& session, const Ledger& ledger, Page& page);
  absl::StatusOr<std::shared_ptr<const Block>> RowsAfter(std::uint64_t position,
                                                         std::uint64_t head);
  std::shared_ptr<const std::vector<Id>> ParticipantsOf(const Id& centre, const Ledger& ledger,
                                                        std::uint64_t head);
  bool IsNear(const Id& centre, const Scope& scope, const Ledger& ledger);
  bool IsWaitedFor(const v1::HeardThrough& heard, const Scope& scope, const Ledger& ledger);
  bool MayBeOneOfOurs(const v1::Event& event, const Scope& scope, const Ledger& ledger);

  const LogStore& log_;
  Reconciler& reconciler_;
  const KeyVault& keys_;
  const Clock& clock_;

  // Shared by all sessions, and touched only while the ledger is read (which one does at a time).
  absl::flat_hash_map<Id, CentreParticipants> participants_;
  // Every centre that a device ever had.
  absl::flat_hash_map<Id, absl::flat_hash_set<Id>> device_centres_;
  std::uint64_t lifecycle_through_ = 0;
  // Everybody ever enrolled at a centre or with sessions there, as of a position.
  absl::flat_hash_map<Id, std::vector<Id>> enrolled_at_;
  std::uint64_t enrolled_position_ = 0;
  std::array<std::shared_ptr<const Block>, 4> blocks_;
  std::size_t next_block_ = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FEED_H_
