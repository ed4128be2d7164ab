// The kiosk's side of Pull: what is asked for, and how an answer is applied.
#ifndef WIJKBOEK_CLIENT_PULL_SESSION_H_
#define WIJKBOEK_CLIENT_PULL_SESSION_H_

#include <cstdint>
#include <functional>
#include <set>

#include "absl/status/statusor.h"
#include "client/key_store.h"
#include "client/store.h"
#include "common/hybrid_clock.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

struct PullSummary {
  std::uint64_t events = 0;      // new here
  std::uint64_t unreadable = 0;  // skipped: no event at all
  bool left = false;             // something was removed
  bool up_to_date = false;
  std::uint64_t position = 0;
  std::int64_t server_ms = 0;
  // The latest that was seen.
  HybridTime hybrid;
};

// Where the pull goes on, from the store.
absl::StatusOr<v1::PullRequest> MakePullRequest(Store& store, const KeyStore& keys,
                                                const v1::DeviceStatus& status);

// Applies one answer: keys first, each of their steps harmless to repeat; then events, scope and
// cursor in one transaction. Who left goes before who entered: one answer may name somebody as
// both. What fails is asked for again from the old cursor.
absl::StatusOr<PullSummary> ApplyPull(const v1::PullResponse& response, Store& store,
                                      KeyStore& keys);

// Keys that this device made, of persons in whose scope it is no more, go once no event of its own
// log that is still here was sealed with them: until then a restored server may need both again. A
// key is made a moment before its first event is appended, so only what was found spent the time
// before as well goes; `suspects` keeps that from call to call.
absl::Status DropSpentKeys(Store& store, KeyStore& keys, std::set<Id>& suspects);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_PULL_SESSION_H_
