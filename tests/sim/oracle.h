// What must hold in a simulated region, checked against a plain memory of what was said: which
// events a kiosk called saved, and which ones the server acknowledged. The numbers I1 … I13 are
// those of docs/simulator.md.
#ifndef WIJKBOEK_TESTS_SIM_ORACLE_H_
#define WIJKBOEK_TESTS_SIM_ORACLE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "tests/sim/disk.h"
#include "tests/sim/kiosk_machine.h"
#include "tests/sim/server_machine.h"

namespace wijkboek::sim {

// Every check answers OK, or an error whose message begins with the invariant: "I3 …".
class Oracle {
 public:
  // A name that is in sealed parts alone.
  static constexpr char kPlantedName[] = "Zonderlinge-Achternaam";

  void Saved(const EventKey& event) { saved_.insert(event); }
  void Acknowledged(const EventKey& event) { acknowledged_.insert(event); }
  // The disk of this device was put back to an earlier state: what only it had is gone with it.
  void Rewound(const Id& device, const std::set<EventKey>& left);
  // The server's log was put back: until all kiosks were heard again it may lack what it had
  // acknowledged. What a kiosk's disk had lost before that may be gone from both.
  void ServerRewound();

  // A kiosk that has just started: I8 and I3.
  absl::Status CheckKiosk(const KioskMachine& kiosk) const;
  // A server that has just started: I1.
  absl::Status CheckServer(ServerMachine& server) const;
  // Everything is healed and level: I1 to I8.
  absl::Status CheckEnd(ServerMachine& server, Dice& dice) const;
  // I10.
  static absl::Status CheckDisks(const Disk& disk);

  std::size_t saved() const { return saved_.size(); }
  std::size_t acknowledged() const { return acknowledged_.size(); }

 private:
  absl::Status CheckLog(ServerMachine& server) const;

  std::set<EventKey> saved_;
  std::set<EventKey> acknowledged_;
  // Acknowledged, and gone from the kiosk's disk.
  std::set<EventKey> only_on_server_;
  bool server_rewound_ = false;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_ORACLE_H_
