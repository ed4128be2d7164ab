// Ingest: many devices push at once over mutual TLS to the real server, until everything is durable
// and acknowledged. Reference: the same rows, same schema and same rows per commit, inserted into
// bare SQLite. Both sides in turn, round by round.
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/status.h"
#include "server/log_schema.h"
#include "tests/bench/bare_log.h"
#include "tests/bench/figure.h"
#include "tests/bench/pushing_device.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek::bench {
namespace {

constexpr int kDevices = 32;
constexpr std::size_t kEventsPerDevice = 1500;
constexpr std::size_t kEventsPerBatch = 250;

using Seconds = std::chrono::duration<double>;

absl::StatusOr<double> PushAll(std::vector<std::unique_ptr<PushingDevice>>& devices) {
  for (auto& device : devices) RETURN_IF_ERROR(device->Open());
  std::vector<absl::Status> results(devices.size());
  const auto started = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    threads.emplace_back([&, i] { results[i] = devices[i]->Push(); });
  }
  for (std::thread& thread : threads) thread.join();
  const Seconds taken = std::chrono::steady_clock::now() - started;
  for (auto& device : devices) device->Close();
  for (const absl::Status& result : results) RETURN_IF_ERROR(result);
  return taken.count();
}

}  // namespace

absl::StatusOr<std::vector<Figure>> MeasureIngest(const Options& options) {
  Town town;
  SystemRandom random;
  // The real clock: rows of one commit are told by their time.
  Words words = {options.server_path, "--data",      town.server_folder(),
                 "--listen",          "127.0.0.1:0", "--enrolment-listen",
                 "127.0.0.1:0"};
  ASSIGN_OR_RETURN(std::unique_ptr<Process> server,
                   Process::Start(words, town.scratch() / "server-log"));
  ASSIGN_OR_RETURN(auto ready, server->AwaitReady());
  RETURN_IF_ERROR(town.ApplyFacts());
  ASSIGN_OR_RETURN(std::string codes, town.OfficeSays({"device", "invite", "--centre", "Noord",
                                                       "--batch", absl::StrCat(kDevices)}));
  std::vector<Id> people;
  for (int i = 0; i < 400; ++i) people.push_back(random.NewId());
  std::vector<std::unique_ptr<PushingDevice>> devices;
  for (absl::string_view code : absl::StrSplit(codes, '\n', absl::SkipWhitespace())) {
    ASSIGN_OR_RETURN(auto device, PushingDevice::Enrol(ready["enrolment"], ready["sync"],
                                                       std::string(code), random));
    devices.push_back(std::move(device));
  }

  ASSIGN_OR_RETURN(Database bare,
                   Database::Open(town.scratch() / "bare.db", LogDatabaseOptions(false, "")));
  std::vector<double> values, references;
  std::int64_t position = 0;
  std::size_t rows_all = 0, commits_all = 0;
  // The first round warms both up and is not counted.
  for (int round = 0; round <= options.rounds; ++round) {
    for (auto& device : devices) {
      device->Prepare(kEventsPerDevice, kEventsPerBatch, people, 1772521200000 + round * 86400000LL,
                      random);
    }
    ASSIGN_OR_RETURN(double seconds, PushAll(devices));
    ASSIGN_OR_RETURN(std::vector<LogRow> rows,
                     LogRowsAfter(town.server_folder() + "/ledger.db", position));
    position = rows.back().position;
    // Everything that was acknowledged is there (the office's own few rows come in the first
    // round).
    const std::size_t expected = devices.size() * kEventsPerDevice;
    if (rows.size() < expected) return absl::DataLossError("acknowledged events are missing");
    ASSIGN_OR_RETURN(Replay replay, InsertLogRows(bare, rows));
    if (round == 0) continue;
    rows_all += rows.size();
    commits_all += replay.commits;
    values.push_back(static_cast<double>(expected) / seconds);
    references.push_back(static_cast<double>(rows.size()) / replay.seconds);
  }
  (void)server->Terminate();
  return std::vector<Figure>{MedianFigure(
      "ingest", "events/s",
      absl::StrCat(kDevices,
                   " devices, mutual TLS, durable, signed; reference: the same rows in "
                   "bare SQLite with the same ",
                   rows_all / std::max<std::size_t>(commits_all, 1), " rows per commit"),
      values, references)};
}

}  // namespace wijkboek::bench
