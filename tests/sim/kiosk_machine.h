// A kiosk of a simulated region: its real store, keys, log, view and sync agent on the simulated
// disk, and the line to the server.
#ifndef WIJKBOEK_TESTS_SIM_KIOSK_MACHINE_H_
#define WIJKBOEK_TESTS_SIM_KIOSK_MACHINE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/key_store.h"
#include "client/outbox.h"
#include "client/own_log.h"
#include "client/store.h"
#include "client/sync_agent.h"
#include "client/view.h"
#include "tests/sim/dice.h"
#include "tests/sim/disk.h"
#include "tests/sim/line.h"
#include "tests/sim/server_machine.h"

namespace wijkboek::sim {

class KioskMachine {
 public:
  struct Params {
    Disk& disk;
    ServerMachine& server;
    Dice& dice;
    std::string name;
    Id centre;
    std::uint64_t seed = 0;
    std::int64_t period_ms = 0;
    // How long the server waits before it tells the kiosk anew where it stands.
    std::int64_t refresh_ms = 0;
    // How much its clock gains, in millionths.
    std::int64_t drift_ppm = 0;
    // What it derives is on its disk too, else in memory.
    bool keeps_ledger = false;
    // Has its keys and identity; nullptr: its own.
    const KioskMachine* clone_of = nullptr;
    // The server signed for these.
    std::function<void(const EventKey&)> on_acknowledged;
  };
  explicit KioskMachine(const Params& params);
  ~KioskMachine();

  absl::Status Start();
  void Stop();
  bool IsUp() const { return agent_ != nullptr && params_.disk.HasPower(name()); }
  // A boot of its own at the next start. `wall_error_ms`: what its clock shows too much.
  void Boot(std::int64_t wall_error_ms);
  const Params& params() const { return params_; }
  void ShiftClock(std::int64_t ms) { wall_error_ms_ += ms; }
  void SetTime(std::int64_t now_ms);

  // As of its centre, where the draft names none.
  absl::StatusOr<StoredEvent> Capture(EventDraft draft);
  // Moves the line and the agent; both return when to come again.
  std::int64_t Step();
  // Whether both sides have nothing more to say.
  bool IsLevel() const;
  // Something is under way between them.
  bool IsTalking() const { return IsUp() && ends_.line != nullptr && !ends_.line->IsQuiet(); }
  std::string Describe() const;
  // Every event of the present store's log, by its key; oldest epoch first.
  absl::StatusOr<std::vector<EventKey>> OwnEvents() const;

  // Its present epoch from the start, signed, as it would be pushed.
  absl::StatusOr<v1::EventBatch> WholeLog() const;

  const std::string& name() const { return params_.name; }
  const DeviceIdentity& identity() const { return ends_.identity; }
  // Of one that is up.
  const KeyStore& keys() const { return *keys_; }
  OwnLog& log() { return *log_; }
  View& view() { return *view_; }
  // Why it does not sync, in its words; empty: it does.
  std::string Reason() const { return agent_ == nullptr ? "" : agent_->Status().reason; }
  // What its head file says, of whatever device.
  std::optional<EventKey> Witness() const;
  LineWeather& weather() { return ends_.weather; }
  // The largest message that it ever sent or was sent.
  std::size_t message_bytes_max() const { return ends_.bytes_max; }

 private:
  absl::Status Open();
  std::string Folder() const { return "/" + name(); }

  const Params params_;
  DiceRandom random_;
  SecretKey master_;
  SigningKey signing_key_;
  LineEnds ends_;
  SimClock clock_;
  std::int64_t booted_ms_ = 0;
  std::int64_t wall_error_ms_ = 0;
  std::int64_t step_at_ms_ = 0;
  Id boot_;

  std::unique_ptr<KeyStore> keys_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<OwnLog> log_;
  std::unique_ptr<Outbox> outbox_;
  std::unique_ptr<View> view_;
  std::unique_ptr<SyncAgent> agent_;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_KIOSK_MACHINE_H_
