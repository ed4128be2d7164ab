// What goes wrong in a simulated region, as its weather has it.
#ifndef WIJKBOEK_TESTS_SIM_MISCHIEF_H_
#define WIJKBOEK_TESTS_SIM_MISCHIEF_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "tests/sim/oracle.h"
#include "tests/sim/people.h"
#include "tests/sim/world.h"

namespace wijkboek::sim {

// What only the region can do: to start machines, and to put a new one somewhere.
struct Hands {
  std::function<absl::Status(Kiosk& kiosk)> start_kiosk;
  std::function<absl::Status()> start_server;
  std::function<absl::Status(const Id& centre, const Kiosk* clone_of)> add_kiosk;
};

class Mischief {
 public:
  Mischief(World& world, Oracle& oracle, People& people, Hands hands)
      : world_(world), oracle_(oracle), people_(people), hands_(std::move(hands)) {}

  // One look, about every ten minutes.
  absl::Status Step();

 private:
  absl::Status ServerTrouble();
  void Upgrade(const std::string& machine);
  absl::Status RestoreServer();
  absl::Status KioskTrouble(Kiosk& kiosk);
  void LineTrouble(Kiosk& kiosk);
  void DiskTrouble(Kiosk& kiosk);
  absl::Status RestoreKiosk(Kiosk& kiosk);
  absl::Status Rot(Kiosk& kiosk);
  absl::Status Trespass();
  absl::Status KnockAgain(const Kiosk& kiosk);
  bool IsTaken(const Kiosk& sender, v1::EventBatch batch);
  bool IsOneOfSeveral(const Kiosk& kiosk) const;
  absl::Status OfficeChanges();

  World& world_;
  Oracle& oracle_;
  People& people_;
  const Hands hands_;
  DiskImage backup_;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_MISCHIEF_H_
