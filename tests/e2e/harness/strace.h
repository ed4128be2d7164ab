// SIGKILL, errors and delays at chosen system calls, by strace.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_STRACE_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_STRACE_H_

#include <sys/types.h>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/e2e/harness/process.h"

namespace wijkboek {

// The Nth call of one kind in one of the program's threads (each counts for itself).
struct Moment {
  const char* call;
  int nth;
};
std::ostream& operator<<(std::ostream& out, const Moment& moment);

// To be put before a program's own words: what it writes and syncs is noted in this file.
Words WritesNotedIn(const std::string& path);
// The moments at which the thread that wrote most to such files did so, in order, from those notes.
std::vector<Moment> MomentsOf(const std::string& notes, const std::string& file);

// To be put before a program's own words: it is killed at that moment of its life.
Words KilledAt(const Moment& moment);

// From now on, each of these calls of a program that runs already is interfered with as strace has
// it: "error=EIO:when=2", "delay_exit=200000". Until the result ends. A program that was killed
// before this returns is no error: the call came at once.
absl::StatusOr<std::unique_ptr<Process>> Inject(pid_t program, const std::string& call,
                                                const std::string& what,
                                                const std::string& log_path);

// Kills a program that runs already at that moment, counted from now on. It goes on undisturbed
// when the result ends first.
absl::StatusOr<std::unique_ptr<Process>> KillAt(pid_t program, const Moment& moment,
                                                const std::string& log_path);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_STRACE_H_
