#include "tests/e2e/harness/strace.h"

#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status.h"
#include "tests/e2e/harness/scratch.h"

namespace wijkboek {
namespace {

bool IsTraced(pid_t program) {
  const std::string status = ReadFile(absl::StrCat("/proc/", program, "/status"));
  return absl::StrContains(status, "TracerPid:") && !absl::StrContains(status, "TracerPid:\t0\n");
}

// Also while nobody has waited for it yet.
bool IsDead(pid_t program) {
  const std::string status = ReadFile(absl::StrCat("/proc/", program, "/status"));
  return status.empty() || absl::StrContains(status, "State:\tZ") ||
         absl::StrContains(status, "State:\tX");
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

Words WritesNotedIn(const std::string& path) {
  return {"strace", "-f", "-qq", "-y", "-o", path, "-e", "trace=pwrite64,fdatasync"};
}

std::vector<Moment> MomentsOf(const std::string& notes, const std::string& file) {
  // By thread.
  std::map<std::string, std::vector<Moment>> moments;
  std::map<std::pair<std::string, std::string>, int> made;
  const std::string text = ReadFile(notes);
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::MaxSplits(absl::ByAnyChar(" (<>"), 6), absl::SkipEmpty());
    // The thread, the call, the descriptor, its file.
    if (words.size() < 4) continue;
    for (const char* call : {"pwrite64", "fdatasync"}) {
      if (words[1] != call) continue;
      const int nth = ++made[{words[0], words[1]}];
      if (absl::StrContains(words[3], file)) moments[words[0]].push_back({call, nth});
    }
  }
  std::vector<Moment> most;
  for (auto& [thread, of_thread] : moments) {
    if (of_thread.size() > most.size()) most = std::move(of_thread);
  }
  return most;
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
      // What the program does of itself may have been the moment already: strace ended with it.
      if (IsDead(program)) break;
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
