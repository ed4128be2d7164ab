// wijkboek-server: the sync server.
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "server/server.h"

namespace {

// Waits until somebody asks the process to end.
void WaitForSignal(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
}

int Serve(const wijkboek::ServerOptions& options, const sigset_t& signals) {
  absl::StatusOr<std::unique_ptr<wijkboek::Server>> server = wijkboek::Server::Start(options);
  if (!server.ok()) {
    std::string hint = absl::IsResourceExhausted(server.status()) ? "the disk is full: " : "";
    std::fprintf(stderr, "wijkboek-server: %s%s\n", hint.c_str(),
                 std::string(server.status().message()).c_str());
    return 1;
  }
  std::printf("%s\n", (*server)->ready_line().c_str());
  std::fflush(stdout);
  WaitForSignal(signals);
  std::fprintf(stderr, "wijkboek-server: stopping\n");
  (*server)->Stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // gRPC writes a line for every stray connection; what matters is said by ourselves.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  wijkboek::ServerOptions options;
  std::int64_t certificate_seconds = options.certificate_ms / 1000;
  CLI::App app("The sync server of Wijkboek", "wijkboek-server");
  app.set_version_flag("--version", WIJKBOEK_VERSION);
  app.add_option("--data", options.data_dir, "Folder that everything is kept in")->required();
  app.add_option("--listen", options.listen, "Address for sync (port 0: a free one)")
      ->capture_default_str();
  app.add_option("--enrolment-listen", options.enrolment_listen,
                 "Address for enrolment (port 0: a free one)")
      ->capture_default_str();
  app.add_option(
      "--office-listen", options.office_listen,
      "Address for the office's page and services over HTTPS (port 0: a free one; default: "
      "not served)");
  app.add_option("--office-page", options.office_page, "Folder of the office's built page");
  auto* certificate = app.add_option("--office-certificate", options.office_certificate,
                                     "PEM file with the certificate that browsers see");
  app.add_option("--office-key", options.office_key, "PEM file with its key")->needs(certificate);
  app.add_option("--office-name", options.office_names,
                 "A name under which browsers find the office, such as wijkboek.example.nl");
  app.add_option(
      "--api-listen", options.api_listen,
      "Address where other programs call the office's services over gRPC (port 0: a free "
      "one; default: not served)");
  app.add_option("--metrics-listen", options.metrics_listen,
                 "Figures about the server for Prometheus, on loopback, such as 127.0.0.1:9464");
  app.add_option("--clock-file", options.clock_file,
                 "Read the time of facts from this file (demonstrations and tests)");
  app.add_option("--certificate-seconds", certificate_seconds,
                 "How long certificates of devices are valid")
      ->check(CLI::PositiveNumber);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  options.certificate_ms = certificate_seconds * 1000;

  umask(0077);
  // Before there are threads: all of them inherit it, and only WaitForSignal gets these.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return Serve(options, signals);
}
