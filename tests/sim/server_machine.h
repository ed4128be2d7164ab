// The server of a simulated region: its real stores, writer, fold and feed on the simulated disk,
// without listeners and without a thread.
#ifndef WIJKBOEK_TESTS_SIM_SERVER_MACHINE_H_
#define WIJKBOEK_TESTS_SIM_SERVER_MACHINE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "server/feed.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/office_log.h"
#include "server/push_session.h"
#include "server/reconciler.h"
#include "server/registry.h"
#include "server/writer.h"
#include "tests/sim/dice.h"
#include "tests/sim/disk.h"

namespace wijkboek::sim {

inline constexpr char kServerMachine[] = "server";

// A clock that the region sets.
class SimClock final : public Clock {
 public:
  ClockReading Now() const override { return reading_; }
  void Set(const ClockReading& reading) { reading_ = reading; }

 private:
  ClockReading reading_;
};

class ServerMachine {
 public:
  // `keeps_ledger`: what it derives is on its disk too, else in memory.
  ServerMachine(Disk& disk, std::uint64_t seed, bool keeps_ledger)
      : disk_(disk), random_(seed), keeps_ledger_(keeps_ledger) {}
  ~ServerMachine() { Stop(); }

  // What fails leaves it stopped.
  absl::Status Start();
  // As a process ends, however: nothing more is written once the machine has no power.
  void Stop();
  // Runs, and has power.
  bool IsUp() const { return writer_ != nullptr && disk_.HasPower(kServerMachine); }
  void SetTime(std::int64_t now_ms);

  std::int64_t now_ms() const { return clock_.WallMs(); }

  // By an invitation, as enrolment does; the log is told.
  absl::Status Enrol(const DeviceIdentity& device, const std::string& name);
  absl::Status Revoke(const Id& device);
  // A fact of the office.
  absl::StatusOr<EventKey> Tell(EventDraft draft);
  // One message of a stream that was admitted. Answered at once or with a later Step, unless the
  // power goes.
  void Handle(const DeviceIdentity& device, v1::PushRequest request,
              const PushSession::Answer& answer);
  // Commits what waits, all together, when it is time. Returns when to come again.
  std::int64_t Step();
  void CommitNow();

  KeyVault& keys() { return *keys_; }
  OfficeLog& office() { return *office_; }
  LogStore& log() { return *log_; }
  Registry& registry() { return *registry_; }
  Reconciler& reconciler() { return *reconciler_; }
  Feed& feed() { return *feed_; }
  // Grows with each start, so that streams of an earlier one are known to be over.
  std::uint64_t life() const { return life_; }

 private:
  absl::Status Open();
  absl::Status TellLifecycles();

  Disk& disk_;
  DiceRandom random_;
  const bool keeps_ledger_;
  SimClock clock_;
  std::uint64_t life_ = 0;
  // Somebody waits for a commit.
  std::optional<std::int64_t> commit_at_ms_;
  // In the order in which they are made.
  std::unique_ptr<KeyVault> keys_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<LogStore> log_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<OfficeLog> office_;
  std::unique_ptr<Reconciler> reconciler_;
  std::unique_ptr<Feed> feed_;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_SERVER_MACHINE_H_
