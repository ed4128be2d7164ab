#include "tests/e2e/harness/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/e2e/harness/scratch.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace wijkboek {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kLook = std::chrono::milliseconds(5);

std::vector<std::string> MergedEnvironment(const Environment& own) {
  std::vector<std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    bool replaced = false;
    for (const auto& [name, value] : own) replaced = replaced || text.rfind(name + "=", 0) == 0;
    if (!replaced) merged.push_back(text);
  }
  for (const auto& [name, value] : own) merged.push_back(absl::StrCat(name, "=", value));
  return merged;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Between fork and exec: only what may be called there.
[[noreturn]] void BecomeProgram(pid_t parent, char** words, char** environment, const char* out,
                                const char* err) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setpgid(0, 0);
  if (::getppid() != parent) ::_exit(126);
  const int in_fd = ::open("/dev/null", O_RDONLY);
  const int out_fd = ::open(out, O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int err_fd = ::open(err, O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(in_fd, 0);
  ::dup2(out_fd, 1);
  ::dup2(err_fd, 2);
  for (int fd = 3; fd < 256; ++fd) ::close(fd);
  ::execvpe(words[0], words, environment);
  ::_exit(127);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const Words& words,
                                                        const std::string& log_path,
                                                        const Environment& environment) {
  std::vector<std::string> own_words = words;
  std::vector<std::string> own_environment = MergedEnvironment(environment);
  const std::vector<char*> argv = Pointers(own_words);
  const std::vector<char*> envp = Pointers(own_environment);
  const std::string out = log_path + ".out";
  const std::string err = log_path + ".err";
  const std::size_t output_before = ReadFile(out).size();
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return absl::InternalError(absl::StrCat("fork: ", std::strerror(errno)));
  if (pid == 0) {
    BecomeProgram(parent, const_cast<char**>(argv.data()), const_cast<char**>(envp.data()),
                  out.c_str(), err.c_str());
  }
  ::setpgid(pid, pid);  // whoever of the two comes first
  return std::unique_ptr<Process>(new Process(pid, log_path, output_before));
}

Process::~Process() { Kill(); }

std::string Process::Errors() const { return ReadFile(log_path_ + ".err"); }

std::string Process::Output() const { return ReadFile(log_path_ + ".out").substr(output_before_); }

bool Process::running() {
  if (ended_) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return true;
  ended_ = true;
  exit_status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

absl::StatusOr<std::map<std::string, std::string>> Process::AwaitReady(
    std::chrono::seconds timeout) {
  const auto deadline = Clock::now() + timeout;
  while (true) {
    const bool still_running = running();
    const std::string said = Output();
    const std::size_t line_end = said.find('\n');
    if (line_end != std::string::npos && said.rfind("ready ", 0) == 0) {
      std::map<std::string, std::string> values;
      const std::vector<std::string> parts = absl::StrSplit(said.substr(6, line_end - 6), ' ');
      for (const std::string& part : parts) {
        const std::pair<std::string, std::string> pair =
            absl::StrSplit(part, absl::MaxSplits('=', 1));
        values.insert(pair);
      }
      return values;
    }
    if (!still_running) {
      return absl::FailedPreconditionError(
          absl::StrCat("ended with ", exit_status_, " before it was ready: ", Errors()));
    }
    if (Clock::now() > deadline) {
      return absl::DeadlineExceededError(absl::StrCat("not ready in time: ", Errors()));
    }
    std::this_thread::sleep_for(kLook);
  }
}

absl::StatusOr<int> Process::Await(std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  while (running()) {
    if (Clock::now() > deadline) return absl::DeadlineExceededError("the process goes on");
    std::this_thread::sleep_for(kLook);
  }
  return exit_status_;
}

absl::StatusOr<int> Process::Terminate(std::chrono::milliseconds timeout) {
  Signal(SIGTERM);
  return Await(timeout);
}

void Process::Kill() {
  Signal(SIGKILL);
  while (running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void Process::Signal(int signal) const {
  if (!ended_) ::kill(-pid_, signal);
}

std::int64_t MemoryAtMost(const Process& process) {
  const std::string status = ReadFile(absl::StrCat("/proc/", process.pid(), "/status"));
  constexpr absl::string_view kName = "VmHWM:";
  const std::size_t at = status.find(std::string(kName));
  return at == std::string::npos ? 0 : std::atoll(status.c_str() + at + kName.size()) * 1024;
}

int DescriptorsOf(const Process& process) {
  std::error_code gone;
  const std::filesystem::directory_iterator open(absl::StrCat("/proc/", process.pid(), "/fd"),
                                                 gone);
  return static_cast<int>(std::distance(begin(open), end(open)));
}

absl::StatusOr<Finished> RunProgram(const Words& words, const Environment& environment,
                                    std::chrono::seconds timeout) {
  const Scratch scratch;
  const std::string log_path = scratch / "run";
  absl::StatusOr<std::unique_ptr<Process>> process = Process::Start(words, log_path, environment);
  if (!process.ok()) return process.status();
  const absl::StatusOr<int> exit_status = (*process)->Await(timeout);
  if (!exit_status.ok()) {
    return absl::DeadlineExceededError(
        absl::StrCat(absl::StrJoin(words, " "), " goes on: ", (*process)->Errors()));
  }
  return Finished{
      .exit_status = *exit_status, .output = (*process)->Output(), .errors = (*process)->Errors()};
}

}  // namespace wijkboek
