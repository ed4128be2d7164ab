#include "tests/e2e/harness/strace.h"

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "tests/e2e/harness/scratch.h"

namespace wijkboek {
namespace {

bool IsTraced(pid_t program) {
  const std::string status = ReadFile(absl::StrCat("/proc/", program, "/status"));
  return absl::StrContains(status, "TracerPid:") && !absl::StrContains(status, "TracerPid:\t0\n");
}

Words Injecting(const std::string& call, const std::string& what) {
  return {"strace",
          "-f",
          "-qq",
          "-o",
          "/dev/null",
          "-e",
          absl::StrCat("trace=", call),
          "-e",
          absl::StrCat("inject=", call, ":", what)};
}

std::string KillingAt(const Moment& moment) {
  return absl::StrCat("signal=SIGKILL:when=", moment.nth);
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Moment& moment) {
  return out << moment.call << " " << moment.nth;
}

Words KilledAt(const Moment& moment) { return Injecting(moment.call, KillingAt(moment)); }

absl::StatusOr<std::unique_ptr<Process>> Inject(pid_t program, const std::string& call,
                                                const std::string& what,
                                                const std::string& log_path) {
  Words words = Injecting(call, what);
  words.insert(words.end(), {"-p", absl::StrCat(program)});
  ASSIGN_OR_RETURN(std::unique_ptr<Process> strace, Process::Start(words, log_path));
  for (int look = 0; look < 1000 && !IsTraced(program); ++look) {
    if (!strace->running()) {
      return absl::FailedPreconditionError(absl::StrCat("strace: ", strace->Errors()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  // All threads are attached to one after the other.
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return strace;
}

absl::StatusOr<std::unique_ptr<Process>> KillAt(pid_t program, const Moment& moment,
                                                const std::string& log_path) {
  return Inject(program, moment.call, KillingAt(moment), log_path);
}

}  // namespace wijkboek
