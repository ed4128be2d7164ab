// What must hold in a simulated region, checked against the plain memory of what was said and done.
// The numbers I1 … I13 are those of docs/simulator.md.
#ifndef WIJKBOEK_TESTS_SIM_ORACLE_H_
#define WIJKBOEK_TESTS_SIM_ORACLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/sim/world.h"

namespace wijkboek::sim {

// Every check answers OK, or an error whose message begins with the invariant: "I3 …".
class Oracle {
 public:
  explicit Oracle(World& world) : world_(world) {}

  // ---- what may be gone. Everybody who may hold something runs.
  // A kiosk's disk was put back to what holds these alone.
  absl::Status KioskWasRewound(const Kiosk& kiosk, const std::set<EventKey>& left);
  // The server's log was put back.
  absl::Status ServerWasRewound();
  // A suspect's disk may have lost what the server has not signed for, or has to get again. May be
  // called when only that kiosk runs, or it will never again.
  void ForgetUnsentOf(const Kiosk& suspect);
  // Nothing of this device arrives any more.
  void ShutOut(const Id& device) { shut_out_.emplace(device, std::nullopt); }
  // Somebody is erased: these keys must be found nowhere on the server any more.
  void Erased(const std::vector<PersonKey>& keys);

  // ---- checks
  // A kiosk that has just started, with what its head file said before: I8 and I3.
  absl::Status CheckKiosk(const Kiosk& kiosk, const std::optional<EventKey>& witness);
  // A server that has just started: I1.
  absl::Status CheckServer();
  // Notes what the server, which is up, has of those who were shut out.
  absl::Status NoteShutOut();
  // Nobody who came and was told "saved" is absent, wherever one looks: I6. Of sessions since those
  // days, at the server and at the kiosks.
  absl::Status CheckAbsences(CivilDay since, CivilDay kiosk_since) const;
  // I6 of some days, I9, I10, and I13 of those who are level.
  absl::Status CheckEvening() const;
  // Everything is healed and level: all.
  absl::Status CheckEnd();

 private:
  struct ServerLog;
  // The server lost it when its log was put back, and has not got it again.
  bool IsToReturn(const EventKey& event) const;
  // What other machines of this device hold; of all devices without one.
  absl::StatusOr<std::set<EventKey>> Held(const std::optional<Id>& device,
                                          const Kiosk* except) const;
  absl::StatusOr<ServerLog> ReadLog() const;
  absl::Status CheckLost(const ServerLog& log) const;
  absl::Status CheckOnce(const ServerLog& log) const;
  absl::Status CheckForks(const ServerLog& log) const;
  absl::Status CheckShutOut(const ServerLog& log) const;
  absl::Status CheckChains() const;
  absl::Status CheckFolds() const;
  absl::Status CheckAgreement() const;
  absl::Status CheckErased(const ServerLog& log, std::int64_t by_ms) const;
  absl::Status CheckBounds() const;
  absl::Status CheckDisks() const;

  World& world_;
  // Of devices that were shut out: what the server had of them; nothing: not looked yet.
  std::map<Id, std::optional<std::set<EventKey>>> shut_out_;
  std::set<std::string> erased_keys_;
  // Acknowledged before the server's log was put back last: what is not there, kiosks bring again.
  std::set<EventKey> returning_;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_ORACLE_H_
