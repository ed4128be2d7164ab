// The office's own log. The office is a device like any other: its facts are events, chained and
// signed, in the same log. Each start of the server begins a new epoch, so that a server restored
// from a backup never issues an identity twice.
#ifndef WIJKBOEK_SERVER_OFFICE_LOG_H_
#define WIJKBOEK_SERVER_OFFICE_LOG_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/draft.h"
#include "common/hybrid_clock.h"
#include "common/ids.h"
#include "common/random.h"
#include "server/key_vault.h"
#include "server/writer.h"

namespace wijkboek {

// Thread-safe. References must outlive it.
class OfficeLog {
 public:
  // Begins this generation's epoch: its first event is durable when this returns.
  static absl::StatusOr<std::unique_ptr<OfficeLog>> Open(Writer& writer, KeyVault& keys,
                                                         const Clock& clock, Random& random,
                                                         std::string version);

  // All drafts as events, in this order, in one transaction; durable when it returns. Makes keys
  // for people who have none. The identities of the events, one for each draft.
  //   INVALID_ARGUMENT     a draft does not fit in an event: nothing was written
  //   FAILED_PRECONDITION  a sealed part is about somebody who was erased: nothing was written
  //   RESOURCE_EXHAUSTED, UNAVAILABLE  the store can't be written now; nothing was written as far
  //   as can be known
  // Must not be called from a completion of the writer.
  absl::StatusOr<std::vector<EventKey>> Append(std::vector<EventDraft> drafts);

  using AppendDraft = absl::FunctionRef<absl::Status(EventDraft draft)>;
  // All drafts that `produce` gives to `append`, however many: as Append, but only a few hundred
  // are held at a time. How many there were. An error that `produce` returns is passed on, and then
  // nothing was written; it returns an error of `append` at once. Keys that were made for people
  // stay in the key vault also then, and serve the next time.
  //   `produce` runs once, on the writer's thread, within the transaction: nobody else's work is
  // committed meanwhile, so it waits for nothing and calls neither this nor the writer.
  absl::StatusOr<std::uint64_t> AppendAll(
      absl::FunctionRef<absl::Status(AppendDraft append)> produce);

  // The office's device id: the same in all generations.
  const Id& device() const { return device_; }

 private:
  OfficeLog(Writer& writer, KeyVault& keys, const Clock& clock, Random& random,
            std::string version);
  absl::Status BeginEpoch();
  absl::StatusOr<std::vector<EventKey>> AppendLocked(std::vector<EventDraft> drafts);
  // The events that follow `head`, which moves on to the last of them.
  absl::StatusOr<std::vector<StoredEvent>> Complete(std::vector<EventDraft> drafts, LogHead& head);
  // Commits what `job` appends, of which `last` is the last event once it ran.
  absl::Status Commit(WriteJob job, const EventKey& last);

  Writer& writer_;
  KeyVault& keys_;
  const Clock& clock_;
  Random& random_;
  const std::string version_;
  const Id device_;
  std::mutex mutex_;
  LogHead head_;
  HybridClock hybrid_;
  // The last write may or may not be there: the next one goes on in a new epoch.
  bool uncertain_ = false;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_LOG_H_
