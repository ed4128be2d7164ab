// Who stands before the kiosk, and how fast somebody may guess who they are.
#ifndef WIJKBOEK_CLIENT_RECEPTION_H_
#define WIJKBOEK_CLIENT_RECEPTION_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "client/guess_brake.h"
#include "client/visitor.h"
#include "common/random.h"

namespace wijkboek {

// Thread-safe. In memory alone: whoever restarts the daemon sends everybody away.
class Reception {
 public:
  // CLOCK_BOOTTIME in milliseconds. `random` must outlive this.
  Reception(Random& random, std::function<std::int64_t()> boottime_ms)
      : boottime_ms_(std::move(boottime_ms)), visitor_(random) {}

  std::string Welcome(Guest guest) { return visitor_.Welcome(std::move(guest), boottime_ms_()); }
  // UNAUTHENTICATED when nobody has that ticket any more.
  absl::StatusOr<Guest> Holder(absl::string_view ticket);
  void Leave(absl::string_view ticket) { visitor_.Leave(ticket); }

  // As GuessBrake's.
  std::int64_t WaitMs(const Id& of) const { return brake_.WaitMs(of, boottime_ms_()); }
  void WasWrong(const Id& of) { brake_.WasWrong(of, boottime_ms_()); }
  void WasRight(const Id& of) { brake_.WasRight(of); }

 private:
  const std::function<std::int64_t()> boottime_ms_;
  Visitor visitor_;
  GuessBrake brake_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_RECEPTION_H_
