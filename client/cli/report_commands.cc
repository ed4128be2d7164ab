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
  if (!arguments.author.empty()) {
    return absl::InvalidArgumentError("--author says who files it: give --file too");
  }
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
  AddText(*command, "--programme", "Only this programme: its name, the office's key, or its id",
          [arguments](const std::string& text) { arguments->request.set_programme(text); });
  AddKnownAt(*command, "--as-known-at",
             "As known then: a local time (2026-03-31T17:00), a position of the log (4711), or a "
             "position at a moment (4711@2026-03-31T17:00)",
             [arguments](v1::AsKnownAt known) {
               *arguments->request.mutable_as_known_at() = std::move(known);
             });
  AddText(*command, "--file", "File it under this name, such as 2026-Q1",
          [arguments](const std::string& text) {
            arguments->is_filed = true;
            arguments->file = text;
          });
  AddText(*command, "--author", "Who files it: the office's key of a coach, or their id",
          [arguments](const std::string& text) { arguments->author = text; });
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
      {"session", By::BY_SESSION}, {"person", By::BY_PERSON}, {"status", By::BY_STATUS},
      {"list", By::BY_LIST},       {"cohort", By::BY_COHORT}, {"month", By::BY_MONTH}};
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
          "One row for each session, each person, or each person at each session (status: what it "
          "rests on; list: as a funder wants it); or totals of each cohort or month")
      ->check(CLI::IsMember({"session", "person", "status", "list", "cohort", "month"}))
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

void AddTasks(CLI::App& report, CommandContext& context) {
  using By = v1::TaskReportRequest;
  const AddedReport added =
      AddReport(report, context, "tasks", "Visits by what was done there, or by where",
                [](v1::GetReportRequest& request) { request.mutable_tasks(); });
  added.command
      .add_option_function<std::string>(
          "--by",
          [arguments = added.arguments](const std::string& word) {
            arguments->request.mutable_tasks()->set_by(word == "area" ? By::BY_AREA : By::BY_TASK);
          },
          "One row for each task, or for each area")
      ->check(CLI::IsMember({"task", "area"}))
      ->default_str("task");
}

// For outsiders.
void AddHideBelow(const AddedReport& added) {
  added.command.add_option_function<std::uint32_t>(
      "--hide-below",
      [arguments = added.arguments](std::uint32_t number) {
        arguments->request.set_hide_below(number);
      },
      "For outsiders: hides counts below this, and those from which one could be worked out");
}

void AddOutcomes(CLI::App& report, CommandContext& context) {
  const AddedReport added =
      AddReport(report, context, "outcomes",
                "Of each cohort: who began and left, what they reached, where they went",
                [](v1::GetReportRequest& request) { request.mutable_outcomes(); });
  AddText(added.command, "--by",
          "Not by cohort but by an answer at entry: gender, age, education …",
          [arguments = added.arguments](const std::string& question) {
            arguments->request.mutable_outcomes()->set_by(question);
          });
  AddHideBelow(added);
}

void AddIndicators(CLI::App& report, CommandContext& context) {
  using Set = v1::IndicatorReportRequest;
  const AddedReport added =
      AddReport(report, context, "indicators", "A funder's indicators, by gender",
                [](v1::GetReportRequest& request) { request.mutable_indicators(); });
  added.command
      .add_option_function<std::string>(
          "--set",
          [arguments = added.arguments](const std::string& word) {
            arguments->request.mutable_indicators()->set_set(
                word == "esf-2014" ? Set::SET_ESF_2014 : Set::SET_ESF_PLUS);
          },
          "European Social Fund 2014-2020, or ESF+ 2021-2027")
      ->check(CLI::IsMember({"esf-2014", "esf-plus"}))
      ->required();
  AddHideBelow(added);
}

void AddOfPerson(CLI::App& report, CommandContext& context) {
  const AddedReport progress =
      AddReport(report, context, "progress", "One participant's progress, on one page",
                [](v1::GetReportRequest& request) { request.mutable_progress(); });
  AddText(progress.command, "person", "The office's key of the participant, or their id",
          [arguments = progress.arguments](const std::string& person) {
            arguments->request.mutable_progress()->set_person(person);
          })
      ->required();
  const AddedReport book =
      AddReport(report, context, "book", "\"My book\": what one participant did, for themselves",
                [](v1::GetReportRequest& request) { request.mutable_book(); });
  AddText(book.command, "person", "The office's key of the participant, or their id",
          [arguments = book.arguments](const std::string& person) {
            arguments->request.mutable_book()->set_person(person);
          })
      ->required();
  book.command.add_flag_callback(
      "--code", [arguments = book.arguments] { arguments->is_filed = true; },
      "File it under a code, by which the office can tell later that it gave it");
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
  AddTasks(*report, context);
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
  AddOutcomes(*report, context);
  AddHideBelow(AddReport(*report, context, "funnel",
                         "From an invitation to leaving: who came to the next step",
                         [](v1::GetReportRequest& request) { request.mutable_funnel(); }));
  AddHideBelow(AddReport(*report, context, "ladder",
                         "From which step of the participation ladder to which",
                         [](v1::GetReportRequest& request) { request.mutable_ladder(); }));
  AddHideBelow(AddReport(*report, context, "transfers",
                         "Who went from benefit, education or work into another of them",
                         [](v1::GetReportRequest& request) { request.mutable_transfers(); }));
  AddReport(*report, context, "aftercare", "Who left, and how often they were spoken to since",
            [](v1::GetReportRequest& request) { request.mutable_aftercare(); });
  AddIndicators(*report, context);
  AddOfPerson(*report, context);
}

}  // namespace wijkboek
