// A roster of 20,000 people on its whole way: the command, the real server, its log. Reference: the
// rows that it made, inserted into bare SQLite in one transaction. And what the server's memory
// grows by while it reads rosters of several sizes.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status.h"
#include "server/log_schema.h"
#include "tests/bench/bare_log.h"
#include "tests/bench/figure.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek::bench {
namespace {

constexpr int kPeople = 20'000;
constexpr int kFew = 5'000;
constexpr int kMany = 40'000;
constexpr int kPeoplePerCohort = 25;
constexpr int kCohortsPerCentre = 20;

// Everybody has an enrolment and a badge that is made; there is a resident for every second one,
// and ten weeks of two lessons for each cohort.
std::string WriteRoster(const std::string& folder, int people) {
  std::filesystem::create_directories(folder);
  const auto open = [&](const std::string& name, const std::string& header) {
    std::ofstream file(absl::StrCat(folder, "/", name, ".csv"));
    file << header << "\n";
    return file;
  };
  std::ofstream centres = open("centres", "key,name");
  std::ofstream cohorts = open("cohorts", "key,name,first_day");
  std::ofstream timetable =
      open("timetable", "key,centre,cohorts,title,weekdays,start,end,first_day,last_day");
  for (int c = 0; c * kPeoplePerCohort < people; ++c) {
    const int centre = c / kCohortsPerCentre;
    if (c % kCohortsPerCentre == 0) centres << "w" << centre << ",Wijk " << centre << "\n";
    cohorts << "c" << c << ",Groep " << c << ",2026-01-05\n";
    timetable << "t" << c << ",w" << centre << ",c" << c
              << ",Taal,mon wed,09:00,12:00,2026-03-02,2026-05-10\n";
  }
  std::ofstream persons = open("people", "key,given,family,birth_date,language");
  std::ofstream residents = open("residents", "key,given,family,household,centre");
  std::ofstream enrolments =
      open("enrolments", "participant,cohort,centre,municipality,first_day,target_hours,own_times");
  std::ofstream badges = open("badges", "person,type");
  for (int p = 0; p < people; ++p) {
    const int cohort = p / kPeoplePerCohort;
    const int centre = cohort / kCohortsPerCentre;
    persons << "p-" << p << ",Given" << p << ",Family" << p << ",1990-05-31,nl\n";
    enrolments << "p-" << p << ",c" << cohort << ",w" << centre
               << ",GM0363,2026-01-05,240,mon-fri 10:00-12:00\n";
    badges << "p-" << p << ",qr\n";
    if (p % 2 == 0) {
      residents << "r-" << p << ",Given" << p << ",Family" << p << ",h-" << p / 4 << ",w" << centre
                << "\n";
    }
  }
  return folder;
}

absl::StatusOr<std::unique_ptr<Process>> StartServer(const Town& town, const Options& options) {
  const Words words = {options.server_path, "--data",      town.server_folder(),
                       "--listen",          "127.0.0.1:0", "--enrolment-listen",
                       "127.0.0.1:0"};
  ASSIGN_OR_RETURN(std::unique_ptr<Process> server,
                   Process::Start(words, town.scratch() / "server-log"));
  RETURN_IF_ERROR(server->AwaitReady().status());
  return server;
}

// A line of /proc/PID/status, such as VmHWM.
absl::StatusOr<double> MemoryMib(pid_t pid, absl::string_view line_name) {
  const std::string status = ReadFile(absl::StrCat("/proc/", pid, "/status"));
  for (absl::string_view line : absl::StrSplit(status, '\n')) {
    if (!absl::StartsWith(line, line_name)) continue;
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    double kib = 0;
    if (words.size() >= 2 && absl::SimpleAtod(words[1], &kib)) return kib / 1024;
  }
  return absl::NotFoundError("the kernel does not say how much memory the server has");
}

// What reading and checking takes at most; a dry run, because what is imported stays in the fold
// and in the record.
absl::StatusOr<double> GrowthMib(int people, const Options& options) {
  Town town;
  ASSIGN_OR_RETURN(std::unique_ptr<Process> server, StartServer(town, options));
  const std::string folder = WriteRoster(town.scratch() / "roster", people);
  ASSIGN_OR_RETURN(const double before, MemoryMib(server->pid(), "VmRSS:"));
  RETURN_IF_ERROR(town.OfficeSays({"import", "roster", folder, "--dry-run"}).status());
  ASSIGN_OR_RETURN(const double peak, MemoryMib(server->pid(), "VmHWM:"));
  return peak - before;
}

}  // namespace

absl::StatusOr<std::vector<Figure>> MeasureRoster(const Options& options) {
  std::vector<double> values, references;
  std::size_t rows_all = 0;
  for (int round = 0; round < options.rounds; ++round) {
    Town town;
    ASSIGN_OR_RETURN(std::unique_ptr<Process> server, StartServer(town, options));
    const std::string folder = WriteRoster(town.scratch() / "roster", kPeople);
    const auto started = std::chrono::steady_clock::now();
    RETURN_IF_ERROR(town.OfficeSays({"import", "roster", folder}).status());
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    server->Kill();
    ASSIGN_OR_RETURN(std::vector<LogRow> rows,
                     LogRowsAfter(town.server_folder() + "/ledger.db", 0));
    if (rows.size() < kPeople) return absl::DataLossError("imported events are missing");
    ASSIGN_OR_RETURN(Database bare,
                     Database::Open(town.scratch() / "bare.db", LogDatabaseOptions(false, "")));
    ASSIGN_OR_RETURN(const Replay replay, InsertLogRows(bare, rows));
    rows_all = rows.size();
    values.push_back(taken.count());
    references.push_back(replay.seconds);
  }
  std::vector<Figure> figures = {
      MedianFigure("roster_import", "s",
                   absl::StrCat(kPeople, " people, ", rows_all,
                                " events, by the command; reference: the same rows in bare SQLite"),
                   values, references)};
  ASSIGN_OR_RETURN(const double few, GrowthMib(kFew, options));
  ASSIGN_OR_RETURN(const double usual, GrowthMib(kPeople, options));
  ASSIGN_OR_RETURN(const double many, GrowthMib(kMany, options));
  for (const auto& [people, growth] : {std::make_pair(kPeople, usual), {kMany, many}}) {
    figures.push_back({.name = absl::StrCat("roster_memory_", people),
                       .value = growth,
                       .unit = "MiB",
                       .reference = few,
                       .ratio = growth / few,
                       .what = absl::StrCat("what the server grows by while it reads ", people,
                                            " people; reference: ", kFew, " people")});
  }
  return figures;
}

}  // namespace wijkboek::bench
