// wijkboek-kiosk: enrols a kiosk, and runs its daemon.

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/daemon.h"
#include "client/files.h"
#include "client/own_log.h"

namespace wijkboek {
namespace {

std::string Credentials() {
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  return directory == nullptr ? "" : directory;
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "wijkboek-kiosk: %s\n", std::string(status.message()).c_str());
  return 1;
}

int RunEnrol(EnrolOptions options) {
  options.credentials_directory = Credentials();
  absl::StatusOr<EnrolSummary> summary = EnrolKiosk(options);
  if (!summary.ok()) return Fail(summary.status());
  std::printf("enrolled %s at %s\n", summary->device.c_str(), summary->centre.c_str());
  return 0;
}

int RunDaemon(DaemonOptions options) {
  options.credentials_directory = Credentials();
  // Before any thread is started, so that all of them leave these signals to the wait below.
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);

  absl::StatusOr<std::unique_ptr<Daemon>> daemon = Daemon::Start(options);
  if (!daemon.ok()) return Fail(daemon.status());
  const std::string ready = absl::StrCat("ready http=", (*daemon)->url(), "\n");
  const std::string ready_file = options.store + "/ready";
  absl::Status written = WriteFileDurably(ready_file, ready);
  if (!written.ok()) {
    std::fprintf(stderr, "%s\n", written.ToString().c_str());
  }
  std::fputs(ready.c_str(), stdout);
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stops, &signal);
  unlink(ready_file.c_str());
  return 0;
}

int Main(int argc, char** argv) {
  signal(SIGPIPE, SIG_IGN);
  umask(077);
  // Arenas for each thread would cost more than their few allocations are worth.
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_TRIM_THRESHOLD, 256 * 1024);

  CLI::App app("The kiosk of a learning centre.", "wijkboek-kiosk");
  app.set_version_flag("--version", std::string(kKioskVersion));
  app.require_subcommand(1);

  EnrolOptions enrol;
  CLI::App* enrol_command = app.add_subcommand("enrol", "Exchange a code for a certificate");
  enrol_command->add_option("--store", enrol.store, "folder of the kiosk")->required();
  enrol_command->add_option("--server", enrol.server, "HOST:PORT for sync")->required();
  enrol_command->add_option("--enrolment", enrol.enrolment, "HOST:PORT for enrolment")->required();
  enrol_command->add_option("--centre", enrol.centre, "centre, for a code that names none");
  enrol_command->add_option("--name", enrol.name, "shown in the office's list of devices");
  enrol_command->add_option("--key-file", enrol.key_file, "store key (default STORE/store.key)");
  enrol_command->add_option("code", enrol.code, "the code from the office")->required();

  DaemonOptions run;
  CLI::App* run_command = app.add_subcommand("run", "Run the daemon");
  run_command->add_option("--store", run.store, "folder of the kiosk")->required();
  run_command->add_option("--listen", run.listen, "loopback ADDRESS:PORT (0: a free port)")
      ->capture_default_str();
  run_command->add_option("--server", run.server, "HOST:PORT for sync (default: as enrolled)");
  run_command->add_option("--enrolment", run.enrolment,
                          "HOST:PORT for enrolment (default: as enrolled)");
  run_command->add_option("--page", run.page, "folder of the built page (default: none)");
  run_command->add_option("--key-file", run.key_file, "store key (default STORE/store.key)");
  run_command->add_option("--clock-file", run.clock_file, "play the clock from a file (tests)");
  run_command->add_option("--sync-period-ms", run.sync_period_ms, "time between heartbeats")
      ->check(CLI::Range(std::int64_t{20}, std::int64_t{3600 * 1000}))
      ->capture_default_str();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return enrol_command->parsed() ? RunEnrol(std::move(enrol)) : RunDaemon(std::move(run));
}

}  // namespace
}  // namespace wijkboek

int main(int argc, char** argv) { return wijkboek::Main(argc, argv); }
