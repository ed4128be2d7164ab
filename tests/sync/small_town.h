// A server and its kiosks in one process: their stores, logs, folds and sync as they are, with a
// line between them that the test holds in its hands, and one clock for all.
#ifndef WIJKBOEK_TESTS_SYNC_SMALL_TOWN_H_
#define WIJKBOEK_TESTS_SYNC_SMALL_TOWN_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/sync_agent.h"
#include "common/civil_time.h"
#include "common/tls/x509.h"
#include "server/feed.h"
#include "server/office_log.h"
#include "server/reconciler.h"
#include "tests/client/kiosk_fixture.h"
#include "tests/server/server_store.h"

namespace wijkboek {

// What went over one kiosk's line since the test looked last.
struct Traffic {
  std::vector<v1::PullRequest> pulls;
  // Of each page: the events in it.
  std::vector<v1::Event> events;
  std::size_t fingerprints = 0;
};

class SmallTown;

// A kiosk with its whole sync, without a screen.
class SmallKiosk {
 public:
  SmallKiosk(SmallTown& town, const Id& centre);
  ~SmallKiosk();

  // Captures what somebody did at this moment, whether there is a line or not.
  StoredEvent Capture(EventDraft draft);
  // Lets the line work until both sides have nothing more to say, and for a few minutes more.
  void Sync();
  // The line is cut; what was captured waits.
  void GoOffline();

  Kiosk& parts() { return parts_; }
  const Id& device() const { return parts_.device; }
  View& view() { return *view_; }
  // Of the agent; only while online.
  SyncStatus Status() const { return agent_->Status(); }
  Traffic TakeTraffic() { return std::exchange(traffic_, {}); }
  // A ledger of the test's own over what the kiosk holds.
  std::unique_ptr<Ledger> Fold(std::int64_t now_ms);

 private:
  class Line;
  void Start();
  // One look at the line from both sides; false when nothing happened.
  bool Exchange();

  SmallTown& town_;
  TemporaryFolder folder_;
  Kiosk parts_;
  const Id centre_;
  std::string tls_key_;
  std::string certificate_;
  std::unique_ptr<View> view_;
  std::unique_ptr<StoreEventLog> log_;
  std::unique_ptr<SyncAgent> agent_;
  Line* line_ = nullptr;
  std::int64_t steady_ms_ = 1000;
  Traffic traffic_;
};

class SmallTown {
 public:
  SmallTown();
  ~SmallTown();

  SmallKiosk& AddKiosk(const Id& centre, const std::string& name);
  // For everybody.
  void Advance(std::int64_t ms);
  void AdvanceTo(const std::string& civil_time);
  std::int64_t now_ms() const { return store_.clock.WallMs(); }

  // A fact of the office.
  EventKey Tell(EventDraft draft);
  // What the server knows now.
  void Read(absl::FunctionRef<void(const Ledger&)> read);

  ServerStore& store() { return store_; }
  Feed& feed() { return *feed_; }
  const KeyAndCertificate& authority() const { return authority_; }
  std::vector<std::unique_ptr<SmallKiosk>>& kiosks() { return kiosks_; }

 private:
  ServerStore store_;
  KeyAndCertificate authority_;
  std::unique_ptr<OfficeLog> office_;
  std::unique_ptr<Reconciler> reconciler_;
  std::unique_ptr<Feed> feed_;
  std::vector<std::unique_ptr<SmallKiosk>> kiosks_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_SYNC_SMALL_TOWN_H_
