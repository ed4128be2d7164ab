// The sync agent: one thread that keeps the kiosk and its server together. It connects, keeps a
// Push and a Pull stream, backs off when they break, renews the certificate, and does the store's
// quiet chores. Capture never waits for it.
#ifndef WIJKBOEK_CLIENT_SYNC_AGENT_H_
#define WIJKBOEK_CLIENT_SYNC_AGENT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "client/backoff.h"
#include "client/comparison.h"
#include "client/key_store.h"
#include "client/outbox.h"
#include "client/own_log.h"
#include "client/settings.h"
#include "client/store.h"
#include "client/sync_session.h"
#include "client/sync_status.h"
#include "client/uplink.h"
#include "client/view.h"
#include "common/clock.h"
#include "common/limits.h"
#include "common/random.h"
#include "common/tls/x509.h"

namespace wijkboek {

class SyncAgent {
 public:
  struct Params {
    // All must outlive the agent.
    Store& store;
    KeyStore& keys;
    OwnLog& log;
    const Outbox& outbox;
    View& view;
    const Clock& clock;
    Random& random;
    KioskIdentity identity;
    std::string tls_key_pem;
    std::string witness_path;
    std::function<std::uint64_t()> disk_free_bytes;
    OpenUplink open_uplink;
    // A new certificate (PEM) from the enrolment listener, blocking within a bound.
    std::function<absl::StatusOr<std::string>()> renew;
    // How often to ask for the server's time and say where the log ends; also bounds the waiting
    // between attempts.
    std::int64_t period_ms = kHeartbeatMs;
  };
  explicit SyncAgent(Params params);
  // Stops, within a second or so.
  ~SyncAgent();

  // Runs Step in a thread until the agent is destroyed.
  void Start();
  // Something was captured.
  void Wake() { inbox_.Wake(); }
  // Thread-safe.
  SyncStatus Status() const;

  // One look at everything; `now_ms` is a steady clock's. Returns when to look again, at the
  // latest. Called by one thread.
  std::int64_t Step(std::int64_t now_ms);

 private:
  void Connect(std::int64_t now_ms);
  void Disconnect(const UplinkEnded& ended, std::int64_t now_ms);
  // Ends both streams, and remembers what the server said it holds.
  void Drop();
  void TakeEvents(std::int64_t now_ms);
  absl::Status TakePush(const v1::PushResponse& response);
  absl::Status TakePull(const v1::PullResponse& response, std::int64_t now_ms);
  // Whether the server knew, at that position, everything that was captured here.
  absl::StatusOr<bool> IsHeardAt(std::uint64_t position) const;
  absl::Status Do(absl::StatusOr<SyncStep> step);
  absl::Status Beat(std::int64_t now_ms);
  absl::Status Retain();
  // An error only when there is no valid certificate to go on with.
  absl::Status RenewIfDue(std::int64_t now_ms);
  void TendWitness(std::int64_t now_ms);
  void Publish();
  void CountUnsent(const ServerHolds& holds, SyncStatus& status) const;
  v1::DeviceStatus Describe() const;
  v1::PushRequest WithStatus(v1::PushRequest request);

  const Params params_;
  Inbox inbox_;
  std::thread thread_;

  // ---- of the sync thread
  Backoff backoff_;
  std::unique_ptr<Uplink> uplink_;  // replaced under the lock, for whoever stops the agent
  std::optional<SyncSession> session_;
  std::uint64_t connection_ = 0;
  ServerHolds holds_;
  ClockReading time_asked_;
  std::string certificate_pem_;
  Validity validity_;  // of the certificate; long over if it can't be read
  std::int64_t connect_at_ms_ = 0;
  std::int64_t beat_at_ms_ = 0;
  std::int64_t silent_since_ms_ = 0;
  std::int64_t renew_at_ms_ = 0;
  std::set<Id> spent_key_suspects_;
  Comparison comparison_;
  std::int64_t retain_at_ms_ = 0;
  bool certificate_suspect_ = false;
  bool view_is_behind_ = true;
  EventKey witnessed_;
  std::int64_t witness_at_ms_ = 0;
  bool witness_due_ = false;
  SyncStatus status_;  // the thread's own; published under the lock

  mutable std::mutex mutex_;
  SyncStatus published_;
  ServerHolds published_holds_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_SYNC_AGENT_H_
