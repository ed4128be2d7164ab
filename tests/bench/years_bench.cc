// Logs of years on the embedded store: what it costs to fold all of one again, to take in one late
// event, and to answer the office. References: reading each event once; the same late event in a
// small log; the aim for a report.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cli/office_connection.h"
#include "common/ledger/ledger.h"
#include "common/random.h"
#include "common/status.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "tests/bench/figure.h"
#include "tests/bench/long_log.h"
#include "tests/bench/office_bench.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek::bench {
namespace {

constexpr std::uint64_t kSmall = 10'000;
constexpr std::uint64_t kMedium = 1'000'000;
constexpr std::uint64_t kLarge = 10'000'000;
constexpr std::size_t kChunk = 2'000;
constexpr int kLateEvents = 25;
constexpr double kReportAimMs = 100;

double MillisecondsSince(std::chrono::steady_clock::time_point started) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
      .count();
}

// What this process had resident at most since the last call.
double PeakMib() {
  double kib = 0;
  for (absl::string_view line : absl::StrSplit(ReadFile("/proc/self/status"), '\n')) {
    if (!absl::StartsWith(line, "VmHWM:")) continue;
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (words.size() >= 2 && !absl::SimpleAtod(words[1], &kib)) kib = 0;
  }
  // 5: forget the peak.
  std::ofstream("/proc/self/clear_refs") << "5";
  return kib / 1024;
}

absl::StatusOr<double> ReadAllMs(const LogStore& log) {
  const auto started = std::chrono::steady_clock::now();
  std::uint64_t position = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<LogEvent> events, log.ReadAfter(position, kChunk));
    if (events.empty()) return MillisecondsSince(started);
    for (const LogEvent& event : events) {
      RETURN_IF_ERROR(ReadEvent(event.bytes, event.previous).status());
    }
    position = events.back().position;
  }
}

struct YearsFigures {
  double refold_per_s = 0;
  double read_per_s = 0;
  double peak_mib = 0;
  double late_ms = 0;
  double attendance_ms = 0;
  double hours_ms = 0;
  std::vector<Figure> office;
  std::uint64_t events = 0;
  std::size_t people = 0;
};

std::string SizeText(const YearsFigures& figures) {
  return absl::StrCat(figures.events, " events of ", figures.people, " people");
}

absl::Status MeasureLate(LongLog& log, Ledger& ledger, YearsFigures& figures) {
  std::vector<double> values;
  for (int i = 0; i < kLateEvents; ++i) {
    RETURN_IF_ERROR(log.AddLate());
    const auto started = std::chrono::steady_clock::now();
    RETURN_IF_ERROR(ledger.CatchUp(log.now_ms() + i).status());
    values.push_back(MillisecondsSince(started));
  }
  figures.late_ms = Median(values);
  return absl::OkStatus();
}

absl::StatusOr<double> ReportMs(OfficeConnection& office, const v1::GetReportRequest& request,
                                int rounds) {
  std::vector<double> values;
  for (int i = 0; i <= rounds; ++i) {
    v1::GetReportResponse response;
    const auto started = std::chrono::steady_clock::now();
    RETURN_IF_ERROR(office.GetReport(request, response));
    // The first one warms up.
    if (i > 0) values.push_back(MillisecondsSince(started));
    if (response.rows_size() < 2) return absl::DataLossError("the report says nothing");
  }
  return Median(values);
}

absl::StatusOr<YearsFigures> Measure(std::uint64_t events, const Options& options) {
  YearsFigures figures;
  Town town;
  // Its keys, and a log that goes on.
  RETURN_IF_ERROR(town.StartServer());
  RETURN_IF_ERROR(town.StopServer().status());
  const std::string folder = town.server_folder();
  SystemRandom random;
  std::unique_ptr<KeyVault> keys;
  ASSIGN_OR_RETURN(keys, KeyVault::Open(folder + "/keys.db", random));
  ASSIGN_OR_RETURN(std::unique_ptr<LongLog> log,
                   LongLog::Write(folder + "/ledger.db", *keys, events));
  figures.events = log->events();
  figures.people = log->people();
  {
    const LogStore store(folder + "/ledger.db");
    ASSIGN_OR_RETURN(const double read_ms, ReadAllMs(store));
    figures.read_per_s = static_cast<double>(log->events()) * 1000 / read_ms;
    for (const char* name : {"/derived.db", "/derived.db-wal", "/derived.db-shm"}) {
      std::remove((folder + name).c_str());
    }
    PeakMib();
    ASSIGN_OR_RETURN(std::unique_ptr<Ledger> ledger, Ledger::Open(folder + "/derived.db", store));
    const auto started = std::chrono::steady_clock::now();
    RETURN_IF_ERROR(ledger->CatchUp(log->now_ms()).status());
    figures.refold_per_s = static_cast<double>(log->events()) * 1000 / MillisecondsSince(started);
    figures.peak_mib = PeakMib();
    RETURN_IF_ERROR(MeasureLate(*log, *ledger, figures));
  }
  const std::int64_t now_ms = log->now_ms();
  log.reset();
  keys.reset();
  town.server_clock().MoveTo(now_ms);
  RETURN_IF_ERROR(town.StartServer({}, {"--office-listen", "127.0.0.1:0"}));
  const std::unique_ptr<OfficeConnection> office = ConnectToOffice(town.socket_path());
  v1::GetReportRequest request;
  request.mutable_attendance()->set_by(v1::AttendanceReportRequest::BY_COHORT);
  ASSIGN_OR_RETURN(figures.attendance_ms, ReportMs(*office, request, options.rounds));
  request.mutable_hours()->set_by(v1::HoursReportRequest::BY_COHORT);
  ASSIGN_OR_RETURN(figures.hours_ms, ReportMs(*office, request, options.rounds));
  if (events > kSmall) {
    ASSIGN_OR_RETURN(figures.office,
                     MeasureOffice(town, events, SizeText(figures), options.rounds));
  }
  return figures;
}

}  // namespace

absl::StatusOr<std::vector<Figure>> MeasureYears(const Options& options) {
  std::vector<Figure> result;
  double small_late_ms = 0;
  double small_peak_mib = 0;
  for (const std::uint64_t events : {kSmall, kMedium, kLarge}) {
    if (events > options.events_max) continue;
    ASSIGN_OR_RETURN(const YearsFigures figures, Measure(events, options));
    const std::string size = SizeText(figures);
    if (events == kSmall) {
      small_late_ms = figures.late_ms;
      small_peak_mib = figures.peak_mib;
    } else {
      result.push_back({.name = absl::StrCat("refold_", events),
                        .value = figures.refold_per_s,
                        .unit = "events/s",
                        .reference = figures.read_per_s,
                        .ratio = figures.refold_per_s / figures.read_per_s,
                        .what = absl::StrCat("a ledger built from nothing over ", size,
                                             "; reference: reading each event once")});
      result.push_back({.name = absl::StrCat("refold_memory_", events),
                        .value = figures.peak_mib,
                        .unit = "MiB",
                        .reference = small_peak_mib,
                        .ratio = figures.peak_mib / small_peak_mib,
                        .what = absl::StrCat("resident at most while ", size,
                                             " are folded; reference: 10,000 events")});
      for (const auto& [name, ms] : {std::pair("report_attendance_", figures.attendance_ms),
                                     {"report_hours_", figures.hours_ms}}) {
        result.push_back({.name = absl::StrCat(name, events),
                          .value = ms,
                          .unit = "ms",
                          .reference = kReportAimMs,
                          .ratio = ms / kReportAimMs,
                          .what = absl::StrCat("all cohorts over all days of ", size,
                                               ", from the real server; reference: the aim")});
      }
    }
    result.insert(result.end(), figures.office.begin(), figures.office.end());
    result.push_back(
        {.name = absl::StrCat("reconcile_late_", events),
         .value = figures.late_ms,
         .unit = "ms",
         .reference = small_late_ms,
         .ratio = figures.late_ms / small_late_ms,
         .what = absl::StrCat("one late event into ", size, "; reference: into 10,000 events")});
  }
  return result;
}

}  // namespace wijkboek::bench
