#include "tests/bench/office_bench.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/civil_time.h"
#include "common/connect/dispatch.h"
#include "common/status.h"
#include "tests/bench/long_log.h"
#include "tests/e2e/harness/office_caller.h"
#include "wijkboek/v1/access.pb.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek::bench {
namespace {

constexpr double kScreenAimMs = 200;
constexpr double kReportAimMs = 1000;
constexpr char kPassword[] = "vier fietsen in de regen";

// Resident now, in MiB; 0 where it can't be read.
double ResidentMib(pid_t pid) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  for (std::string line; std::getline(status, line);) {
    if (!absl::StartsWith(line, "VmRSS:")) continue;
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    double kib = 0;
    if (words.size() >= 2 && absl::SimpleAtod(words[1], &kib)) return kib / 1024;
  }
  return 0;
}

class OfficeBench {
 public:
  OfficeBench(Town& town, std::uint64_t events, std::string size, int rounds)
      : town_(town),
        caller_(town.office_url()),
        events_(events),
        size_(std::move(size)),
        rounds_(std::max(rounds, 3)) {}

  absl::StatusOr<std::vector<Figure>> Measure() {
    RETURN_IF_ERROR(SignIn());
    RETURN_IF_ERROR(Look());
    RETURN_IF_ERROR(MeasureScreens());
    RETURN_IF_ERROR(MeasureReports());
    RETURN_IF_ERROR(MeasureExport());
    return std::move(figures_);
  }

 private:
  absl::Status SignIn() {
    ASSIGN_OR_RETURN(const std::string made,
                     town_.OfficeSays({"account", "make", "bench", "--role", "office", "--who",
                                       "Bench Verzonnen", "--json"}));
    v1::MakeAccountResponse account;
    RETURN_IF_ERROR(DispatchTable::ParseJson(made, account));
    ASSIGN_OR_RETURN(cookie_, caller_.SetUp("bench", account.one_time_password(), kPassword));
    return absl::OkStatus();
  }

  template <typename Response>
  absl::StatusOr<Response> Ask(const std::string& method, const std::string& json) {
    const OfficeCaller::Answer answer = caller_.Call(method, json, cookie_);
    if (answer.status != 200) return absl::UnknownError(absl::StrCat(method, ": ", answer.body));
    Response response;
    RETURN_IF_ERROR(DispatchTable::ParseJson(answer.body, response));
    return response;
  }

  // Whom and what the screens are about: somebody whose course runs, or ran last.
  absl::Status Look() {
    ASSIGN_OR_RETURN(const auto choices,
                     Ask<v1::ListChoicesResponse>("OfficePageService/ListChoices", "{}"));
    centre_ = choices.centres(0).id();
    cohort_ = choices.cohorts(choices.cohorts_size() - 1).id();
    ASSIGN_OR_RETURN(const auto people,
                     Ask<v1::FindPeopleResponse>("OfficePageService/FindPeople",
                                                 absl::StrCat(R"({"cohort":")", cohort_, R"("})")));
    if (people.people().empty()) return absl::DataLossError("nobody is found");
    person_ = people.people(0).person().person();
    last_day_ = people.people(0).last_day();
    ASSIGN_OR_RETURN(const CivilDay last, ParseDay(last_day_));
    monday_ = FormatDay(last - 4);
    year_ = absl::StrCat(R"("firstDay":)", last - 365, R"(,"lastDay":)", last);
    month_ = absl::StrCat(R"("firstDay":)", last - 30, R"(,"lastDay":)", last);
    ASSIGN_OR_RETURN(const auto sessions,
                     Ask<v1::ListSessionsResponse>(
                         "OfficePageService/ListSessions",
                         absl::StrCat(R"({"firstDay":")", monday_, R"(","lastDay":")", last_day_,
                                      R"(","cohort":")", cohort_, R"("})")));
    if (sessions.sessions().empty()) return absl::DataLossError("there is no session");
    session_ = sessions.sessions(0).id();
    return absl::OkStatus();
  }

  absl::Status Time(const std::string& name, const std::string& what, const std::string& method,
                    const std::string& json, double aim_ms) {
    std::vector<double> values;
    std::size_t bytes = 0;
    for (int i = 0; i <= rounds_; ++i) {
      const auto started = std::chrono::steady_clock::now();
      const OfficeCaller::Answer answer = caller_.Call(method, json, cookie_);
      const double ms =
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
              .count();
      if (answer.status != 200) {
        return absl::UnknownError(absl::StrCat(name, ": ", answer.status, " ", answer.body));
      }
      bytes = answer.body.size();
      // The first one warms up.
      if (i > 0) values.push_back(ms);
    }
    const double median = Median(values);
    figures_.push_back({.name = absl::StrCat(name, "_", events_),
                        .value = median,
                        .unit = "ms",
                        .reference = aim_ms,
                        .ratio = median / aim_ms,
                        .what = absl::StrCat(what, ", ", bytes / 1024, " KiB, of ", size_,
                                             ", over HTTPS; reference: the aim")});
    return absl::OkStatus();
  }

  absl::Status MeasureScreens() {
    const std::string week =
        absl::StrCat(R"("firstDay":")", monday_, R"(","lastDay":")", last_day_, R"(")");
    const std::string until = absl::StrCat(R"("lastDay":")", last_day_, R"(")");
    struct Screen {
      const char* name;
      const char* what;
      const char* method;
      std::string json;
    };
    const Screen screens[] = {
        {"screen_today", "today across centres", "OfficePageService/GetOverview", "{}"},
        {"screen_today_year", "today, with a trend of a year", "OfficePageService/GetOverview",
         R"({"weeks":53})"},
        {"screen_choices", "what can be chosen from", "OfficePageService/ListChoices", "{}"},
        {"screen_people", "the first fifty people", "OfficePageService/FindPeople", "{}"},
        {"screen_people_found", "people found by a part of a name", "OfficePageService/FindPeople",
         R"({"text":"nr a1"})"},
        {"screen_person", "one participant's last 91 days of the course",
         "OfficePageService/GetPersonLedger",
         absl::StrCat(R"({"person":")", person_, R"(","firstDay":")", DaysBefore(90), R"(",)",
                      until, "}")},
        {"screen_person_year", "one participant's year", "OfficePageService/GetPersonLedger",
         absl::StrCat(R"({"person":")", person_, R"(","firstDay":")", DaysBefore(365), R"(",)",
                      until, "}")},
        {"screen_groups", "groups", "OfficePageService/ListCohorts", "{}"},
        {"screen_timetable", "a week of all centres", "OfficePageService/ListSessions",
         absl::StrCat("{", week, "}")},
        {"screen_list", "a session's list", "OfficePageService/GetSessionList",
         absl::StrCat(R"({"session":")", session_, R"("})")},
        {"screen_residents", "residents of a centre", "OfficePageService/ListOfficeResidents",
         absl::StrCat(R"({"centre":")", centre_, R"("})")},
        {"screen_doubts", "discrepancies", "OfficeService/ListDiscrepancies", "{}"},
        {"screen_cases", "no-show cases", "OfficeService/ListCases", "{}"},
        {"screen_kiosks", "kiosks", "OfficeService/ListDevices", "{}"},
        {"screen_trace", "where a participant's day comes from", "OfficeService/Trace",
         absl::StrCat(R"({"participant":")", person_, R"(","firstDay":")", last_day_,
                      R"(","lastDay":")", last_day_, R"("})")},
    };
    for (const Screen& screen : screens) {
      RETURN_IF_ERROR(Time(screen.name, screen.what, screen.method, screen.json, kScreenAimMs));
    }
    return absl::OkStatus();
  }

  absl::Status MeasureReports() {
    const std::string person = absl::StrCat(R"({"person":")", person_, R"("})");
    struct Report {
      const char* name;
      std::string json;
    };
    const Report reports[] = {
        {"report_attendance_month", absl::StrCat(R"("attendance":{"by":"BY_PERSON"},)", month_)},
        {"report_list_month",
         absl::StrCat(R"("attendance":{"by":"BY_LIST"},"cohort":")", cohort_, R"(",)", month_)},
        {"report_hours_year", absl::StrCat(R"("hours":{"by":"BY_ENROLMENT"},)", year_)},
        {"report_tasks_year", absl::StrCat(R"("tasks":{},)", year_)},
        {"report_help_year", absl::StrCat(R"("balances":{},)", year_)},
        {"report_outcomes_year", absl::StrCat(R"("outcomes":{},)", year_)},
        {"report_outcomes_hidden", absl::StrCat(R"("outcomes":{},"hideBelow":5,)", year_)},
        {"report_funnel_year", absl::StrCat(R"("funnel":{},)", year_)},
        {"report_ladder_year", absl::StrCat(R"("ladder":{},)", year_)},
        {"report_aftercare_year", absl::StrCat(R"("aftercare":{},)", year_)},
        {"report_esf_plus", absl::StrCat(R"("indicators":{"set":"SET_ESF_PLUS"},)", year_)},
        {"report_progress", absl::StrCat(R"("progress":)", person, ",", year_)},
        {"report_book", absl::StrCat(R"("book":)", person, ",", year_)},
    };
    for (const Report& report : reports) {
      RETURN_IF_ERROR(Time(report.name, "a report", "OfficeService/GetReport",
                           absl::StrCat("{", report.json, "}"), kReportAimMs));
    }
    return absl::OkStatus();
  }

  // As many rows as a year has: it comes while it is made, and the server must not grow.
  absl::Status MeasureExport() {
    const double before_mib = ResidentMib(town_.server()->pid());
    const auto started = std::chrono::steady_clock::now();
    const std::string json = absl::StrCat(R"({"report":{"attendance":{"by":"BY_LIST"},)", year_,
                                          R"(},"form":"FORM_CSV"})");
    ASSIGN_OR_RETURN(const std::size_t bytes,
                     caller_.Download("OfficeService/ExportReport", json, cookie_));
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    const double mib = static_cast<double>(bytes) / 1024 / 1024;
    const double after_mib = ResidentMib(town_.server()->pid());
    figures_.push_back({.name = absl::StrCat("export_", events_),
                        .value = mib / seconds,
                        .unit = "MiB/s",
                        .reference = mib,
                        .ratio = 1 / seconds,
                        .what = absl::StrCat("the attendance list of a year as CSV, of ", size_,
                                             "; reference: its size in MiB")});
    figures_.push_back({.name = absl::StrCat("export_memory_", events_),
                        .value = after_mib,
                        .unit = "MiB",
                        .reference = before_mib,
                        .ratio = before_mib == 0 ? 0 : after_mib / before_mib,
                        .what = "resident after this export; reference: before it"});
    return absl::OkStatus();
  }

  // The course's last day.
  std::string DaysBefore(int days) const { return FormatDay(*ParseDay(last_day_) - days); }

  Town& town_;
  OfficeCaller caller_;
  const std::uint64_t events_;
  const std::string size_;
  const int rounds_;
  std::vector<Figure> figures_;
  std::string cookie_;
  std::string centre_;
  std::string cohort_;
  std::string person_;
  std::string session_;
  std::string monday_;
  std::string last_day_;
  std::string year_;
  std::string month_;
};

}  // namespace

absl::StatusOr<std::vector<Figure>> MeasureOffice(Town& town, std::uint64_t events,
                                                  const std::string& size, int rounds) {
  return OfficeBench(town, events, size, rounds).Measure();
}

}  // namespace wijkboek::bench
