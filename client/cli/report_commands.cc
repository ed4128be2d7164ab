// report: figures as a table, as CSV or as JSON; and filing them.
#include <CLI/CLI.hpp>

#include <map>

#include "client/cli/command_line.h"
#include "client/cli/history_text.h"
#include "client/cli/options.h"
#include "client/cli/print.h"
#include "common/status.h"

namespace wijkboek {
namespace {

struct ReportArguments {
  v1::GetReportRequest request;
  std::string format = "table";
  // Not only shown but filed, under this name and on this coach's word.
  bool is_filed = false;
  std::string file;
  std::string author;
};

absl::Status File(const CommandContext& context, const ReportArguments& arguments) {
  v1::FileReportRequest request;
  *request.mutable_report() = arguments.request;
  request.set_name(arguments.file);
  request.set_author(arguments.author);
  v1::FileReportResponse response;
  RETURN_IF_ERROR(context.office()->FileReport(request, response));
  context.out() << (context.json ? JsonText(response) : FiledText(response.filed()));
  return absl::OkStatus();
}

absl::Status Report(const CommandContext& context, const ReportArguments& arguments) {
  if (arguments.is_filed) return File(context, arguments);
  v1::GetReportResponse response;
  RETURN_IF_ERROR(context.office()->GetReport(arguments.request, response));
  if (context.json || arguments.format == "json") {
    context.out() << JsonText(response);
  } else if (arguments.format == "csv") {
    context.out() << ReportCsv(response);
    // What the figures rest on has no place in a CSV file, but must be read.
    for (const std::string& line : response.small_print()) context.err() << line << "\n";
  } else {
    context.out() << ReportTable(response);
  }
  return absl::OkStatus();
}

using Choose = void (*)(v1::GetReportRequest&);

struct AddedReport {
  CLI::App& command;
  std::shared_ptr<ReportArguments> arguments;
};

AddedReport AddReport(CLI::App& report, CommandContext& context, const std::string& name,
                      const std::string& description, Choose choose) {
  auto arguments = std::make_shared<ReportArguments>();
  choose(arguments->request);
  CLI::App* command = report.add_subcommand(name, description);
  command->fallthrough();
  AddDay(*command, "--from", "First day, as 2026-03-01",
         [arguments](CivilDay day) { arguments->request.set_first_day(day); });
  AddDay(*command, "--to", "Last day, included",
         [arguments](CivilDay day) { arguments->request.set_last_day(day); });
  AddText(*command, "--centre", "Only this centre: its name, the office's key, or its id",
          [arguments](const std::string& text) { arguments->request.set_centre(text); });
  AddText(*command, "--cohort", "Only this cohort: its name, the office's key, or its id",
          [arguments](const std::string& text) { arguments->request.set_cohort(text); });
  AddKnownAt(*command, "--as-known-at",
             "As known then: a local time (2026-03-31T17:00), a position of the log (4711), or a "
             "position at a moment (4711@2026-03-31T17:00)",
             [arguments](v1::AsKnownAt known) {
               *arguments->request.mutable_as_known_at() = std::move(known);
             });
  CLI::Option* file = AddText(*command, "--file", "File it under this name, such as 2026-Q1",
                              [arguments](const std::string& text) {
                                arguments->is_filed = true;
                                arguments->file = text;
                              });
  AddText(*command, "--author", "Who files it: the office's key of a coach, or their id",
          [arguments](const std::string& text) { arguments->author = text; })
      ->needs(file);
  command->add_option("--format", arguments->format, "How it is printed")
      ->check(CLI::IsMember({"table", "csv", "json"}))
      ->capture_default_str();
  command->callback([&context, arguments] {
    context.chosen = [&context, arguments] { return Report(context, *arguments); };
  });
  return {*command, std::move(arguments)};
}

void AddAttendance(CLI::App& report, CommandContext& context) {
  using By = v1::AttendanceReportRequest;
  static const std::map<std::string, By::By>& words =
      *new std::map<std::string, By::By>{{"session", By::BY_SESSION},
                                         {"person", By::BY_PERSON},
                                         {"status", By::BY_STATUS},
                                         {"cohort", By::BY_COHORT},
                                         {"month", By::BY_MONTH}};
  const AddedReport added = AddReport(
      report, context, "attendance",
      "Who was at the sessions: present, excused, absent, and what is not known",
      [](v1::GetReportRequest& request) { request.mutable_attendance()->set_by(By::BY_SESSION); });
  added.command
      .add_option_function<std::string>(
          "--by",
          [arguments = added.arguments](const std::string& word) {
            arguments->request.mutable_attendance()->set_by(words.at(word));
          },
          "One row for each session, each person, or each person at each session; or totals of "
          "each "
          "cohort or month")
      ->check(CLI::IsMember({"session", "person", "status", "cohort", "month"}))
      ->default_str("session");
}

void AddHours(CLI::App& report, CommandContext& context) {
  using By = v1::HoursReportRequest;
  static const std::map<std::string, By::By>& words = *new std::map<std::string, By::By>{
      {"enrolment", By::BY_ENROLMENT}, {"cohort", By::BY_COHORT}, {"month", By::BY_MONTH}};
  const AddedReport added =
      AddReport(report, context, "hours", "Hours of each enrolment against its target",
                [](v1::GetReportRequest& request) { request.mutable_hours(); });
  added.command
      .add_option_function<std::string>(
          "--by",
          [arguments = added.arguments](const std::string& word) {
            arguments->request.mutable_hours()->set_by(words.at(word));
          },
          "One row for each enrolment, or totals of each cohort or month")
      ->check(CLI::IsMember({"enrolment", "cohort", "month"}))
      ->default_str("enrolment");
}

void AddPath(CLI::App& report, CommandContext& context) {
  const AddedReport added =
      AddReport(report, context, "path", "Steps on participants' paths, one by one",
                [](v1::GetReportRequest& request) { request.mutable_path(); });
  AddText(added.command, "--type", "Only steps of this type, such as milestone",
          [arguments = added.arguments](const std::string& type) {
            arguments->request.mutable_path()->set_type(type);
          });
}

void AddCases(CLI::App& report, CommandContext& context) {
  const AddedReport added =
      AddReport(report, context, "cases", "No-show cases that were sent to a client manager",
                [](v1::GetReportRequest& request) { request.mutable_cases(); });
  AddText(added.command, "--municipality", "Only of enrolments that name it, as GM0363",
          [arguments = added.arguments](const std::string& code) {
            arguments->request.mutable_cases()->set_municipality(code);
          });
}

}  // namespace

void AddReportCommands(CLI::App& app, CommandContext& context) {
  CLI::App* report = app.add_subcommand("report", "Figures, as known now or at an earlier moment");
  report->fallthrough();
  report->require_subcommand(1);
  AddAttendance(*report, context);
  AddHours(*report, context);
  AddReport(*report, context, "presence", "Minutes at the centres, per person and day",
            [](v1::GetReportRequest& request) { request.mutable_presence(); });
  AddReport(*report, context, "visits", "Minutes of visits, per person and resident",
            [](v1::GetReportRequest& request) { request.mutable_visits(); });
  AddReport(*report, context, "tasks", "Visits by what was done there",
            [](v1::GetReportRequest& request) { request.mutable_tasks(); });
  AddReport(*report, context, "help", "Who helped whom, in minutes",
            [](v1::GetReportRequest& request) { request.mutable_help(); });
  AddReport(*report, context, "balances", "Help given and received, per person",
            [](v1::GetReportRequest& request) { request.mutable_balances(); });
  AddReport(*report, context, "sightings", "Who was seen on days of sessions, and how often",
            [](v1::GetReportRequest& request) { request.mutable_sightings(); });
  AddReport(*report, context, "kiosks", "What came from which kiosk, and until when",
            [](v1::GetReportRequest& request) { request.mutable_kiosks(); });
  AddReport(*report, context, "pending", "Which sessions wait for which kiosk, and why",
            [](v1::GetReportRequest& request) { request.mutable_pending(); });
  AddCases(*report, context);
  AddReport(*report, context, "doubts", "What somebody must look at",
            [](v1::GetReportRequest& request) { request.mutable_doubts(); });
  AddPath(*report, context);
  AddReport(*report, context, "outcomes",
            "Of each cohort: who began and left, what they reached, where they went",
            [](v1::GetReportRequest& request) { request.mutable_outcomes(); });
}

}  // namespace wijkboek
