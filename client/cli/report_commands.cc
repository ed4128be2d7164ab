// report: figures as a table, as CSV or as JSON.
#include <CLI/CLI.hpp>

#include <map>

#include "client/cli/command_line.h"
#include "client/cli/print.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

struct ReportArguments {
  v1::GetReportRequest request;
  std::string format = "table";
};

absl::Status Report(const CommandContext& context, const ReportArguments& arguments) {
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

void AddDay(CLI::App& command, const std::string& name, const std::string& description,
            std::function<void(CivilDay)> set) {
  command
      .add_option_function<std::string>(
          name,
          [name, set = std::move(set)](const std::string& text) {
            const absl::StatusOr<CivilDay> day = ParseDay(text);
            if (!day.ok()) throw CLI::ValidationError(name, std::string(day.status().message()));
            set(*day);
          },
          description)
      ->type_name("DAY");
}

void AddText(CLI::App& command, const std::string& name, const std::string& description,
             const std::function<void(const std::string&)>& set) {
  command.add_option_function<std::string>(name, set, description)->type_name("TEXT");
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
  static const std::map<std::string, By::By>& words = *new std::map<std::string, By::By>{
      {"session", By::BY_SESSION}, {"person", By::BY_PERSON}, {"status", By::BY_STATUS}};
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
          "One row for each session, each person, or each person at each session")
      ->check(CLI::IsMember({"session", "person", "status"}))
      ->default_str("session");
}

}  // namespace

void AddReportCommands(CLI::App& app, CommandContext& context) {
  CLI::App* report = app.add_subcommand("report", "Figures, as known now");
  report->fallthrough();
  report->require_subcommand(1);
  AddAttendance(*report, context);
  AddReport(*report, context, "hours", "Hours of each enrolment against its target",
            [](v1::GetReportRequest& request) { request.mutable_hours(); });
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
  AddReport(*report, context, "doubts", "What somebody must look at",
            [](v1::GetReportRequest& request) { request.mutable_doubts(); });
}

}  // namespace wijkboek
