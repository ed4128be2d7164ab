// A whole region's kiosks, reduced to what the server sees of them: each has papers, a connection
// of its own over TLS, one event to send, a Push and a Pull that stay open. Without stores, so that
// one process holds thousands. All are invented.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_FLEET_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_FLEET_H_

#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {

// Its calls run on gRPC's threads. Whoever is told when to come back does so; whose line breaks
// tries again a second or three later.
class Fleet {
 public:
  // Nobody connects yet. Each kiosk is of a centre of its own.
  static absl::StatusOr<std::unique_ptr<Fleet>> Make(const Town& town, int kiosks);
  // Everybody hangs up.
  virtual ~Fleet() = default;

  // The first so many at once, whether or not they were connected. Nobody else is any more.
  virtual void Connect(const std::string& address, int kiosks) = 0;
  // So many of those who have sent all and heard all hang up and stay away.
  virtual void Leave(int kiosks) = 0;

  struct Counts {
    // Kiosks whose event was acknowledged, ever.
    int acknowledged = 0;
    // Kiosks that were up to date, ever.
    int up_to_date = 0;
    // Times that somebody was told when to come back.
    int told_to_wait = 0;
    // Times that a call ended in any other way.
    int broken = 0;
  };
  virtual Counts counts() const = 0;
  // The hashes (lower case hex) of all their events.
  virtual std::set<std::string> events() const = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_FLEET_H_
