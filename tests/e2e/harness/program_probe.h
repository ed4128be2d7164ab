// What another program, or a stranger, can do at the office's gRPC port besides calling methods.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_PROGRAM_PROBE_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_PROGRAM_PROBE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {

class ProgramProbe {
 public:
  // Of a server with --api-listen. Shows no token.
  explicit ProgramProbe(const Town& town);
  ~ProgramProbe();

  // OK when the server says SERVING.
  absl::Status CheckHealth();
  // What reflection answers about a name such as "wijkboek.v1.OfficeService", as it comes.
  absl::StatusOr<std::string> Reflect(const std::string& symbol);

  // Opens calls of `method` ("wijkboek.v1.OfficeService/GetReport") over a few connections and says
  // nothing. They stay open as long as the probe, or until the server ends them.
  absl::Status OpenSilently(const std::string& method, int calls);
  // Opens streams of reflection, asks something once, and then says nothing. How many were
  // answered: the server takes no more.
  absl::StatusOr<int> OpenReflection(int streams);

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_PROGRAM_PROBE_H_
