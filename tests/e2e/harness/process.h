// Real processes: started, watched and ended by their process id alone. A process that a test
// forgets is killed by the destructor, and by the kernel should the test program die first. Start
// from the main thread.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_PROCESS_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace wijkboek {

using Words = std::vector<std::string>;
using Environment = std::vector<std::pair<std::string, std::string>>;

class Process {
 public:
  // Output and errors are appended to `<log_path>.out` and `<log_path>.err`.
  static absl::StatusOr<std::unique_ptr<Process>> Start(const Words& words,
                                                        const std::string& log_path,
                                                        const Environment& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The values of the line "ready key=value …", once it was said. FAILED_PRECONDITION with what the
  // process said when it ended first, DEADLINE_EXCEEDED when it says nothing.
  absl::StatusOr<std::map<std::string, std::string>> AwaitReady(
      std::chrono::seconds timeout = std::chrono::seconds(20));

  // Waits for the end. The exit status, or 128 + the signal. DEADLINE_EXCEEDED when it goes on.
  absl::StatusOr<int> Await(std::chrono::milliseconds timeout);
  // SIGTERM, then Await.
  absl::StatusOr<int> Terminate(std::chrono::milliseconds timeout = std::chrono::seconds(10));
  // SIGKILL, and waits.
  void Kill();
  // To the process and what it started (a program under strace).
  void Signal(int signal) const;

  bool running();
  pid_t pid() const { return pid_; }
  std::string Errors() const;
  std::string Output() const;

 private:
  Process(pid_t pid, std::string log_path, std::size_t output_before)
      : pid_(pid), log_path_(std::move(log_path)), output_before_(output_before) {}

  pid_t pid_;
  std::string log_path_;
  // The log may hold the words of an earlier process.
  std::size_t output_before_;
  bool ended_ = false;
  int exit_status_ = -1;
};

// The most that a running program ever had resident (VmHWM), in bytes; 0 when it does not run.
std::int64_t MemoryAtMost(const Process& process);
// How many file descriptors it has open; 0 when it does not run.
int DescriptorsOf(const Process& process);

struct Finished {
  int exit_status = -1;
  std::string output;
  std::string errors;
};

// Runs a program to its end.
absl::StatusOr<Finished> RunProgram(const Words& words, const Environment& environment = {},
                                    std::chrono::seconds timeout = std::chrono::seconds(60));

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_PROCESS_H_
