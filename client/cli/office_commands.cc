// office apply, import history, report, rebuild, verify.
#include <google/protobuf/util/json_util.h>

#include <CLI/CLI.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/cli/command_line.h"
#include "client/cli/file.h"
#include "client/cli/print.h"
#include "common/civil_time.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

struct FileArguments {
  std::string path;
  bool dry_run = false;
};

absl::Status Apply(const CommandContext& context, const FileArguments& arguments) {
  ASSIGN_OR_RETURN(const std::string json, ReadFile(arguments.path, kImportBytesMax));
  v1::ApplyFactsRequest request;
  request.set_dry_run(arguments.dry_run);
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, request.mutable_facts());
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        arguments.path, " is no file of office facts: ", std::string(parsed.message())));
  }
  v1::ApplyFactsResponse response;
  const absl::Status status = context.office()->ApplyFacts(request, response);
  if (status.code() == absl::StatusCode::kInvalidArgument) {
    return absl::InvalidArgumentError(
        absl::StrCat(arguments.path, " does not fit, nothing was applied:\n", status.message()));
  }
  RETURN_IF_ERROR(status);
  if (context.json) {
    context.out() << JsonText(response);
  } else {
    context.out() << absl::StrCat(arguments.dry_run ? "would apply " : "applied ",
                                  response.events(), " events, ", response.unchanged(),
                                  " facts unchanged\n");
  }
  return absl::OkStatus();
}

absl::Status Import(const CommandContext& context, const FileArguments& arguments) {
  v1::ImportHistoryRequest request;
  ASSIGN_OR_RETURN(*request.mutable_csv(), ReadFile(arguments.path, kImportBytesMax));
  request.set_dry_run(arguments.dry_run);
  v1::ImportHistoryResponse response;
  RETURN_IF_ERROR(context.office()->ImportHistory(request, response));
  if (response.errors_size() > 0) {
    if (context.json) context.out() << JsonText(response);
    return absl::InvalidArgumentError(RowErrorsText(arguments.path, response));
  }
  if (context.json) {
    context.out() << JsonText(response);
  } else {
    context.out() << absl::StrCat(arguments.dry_run ? "would import " : "imported ",
                                  response.presences(), " presences, ", response.visits(),
                                  " visits, ", response.helps(), " helps; ", response.known(),
                                  " rows were known already\n");
  }
  return absl::OkStatus();
}

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

absl::Status Rebuild(const CommandContext& context) {
  v1::RebuildResponse response;
  RETURN_IF_ERROR(context.office()->Rebuild({}, response));
  if (context.json) {
    context.out() << JsonText(response);
  } else {
    context.out() << absl::StrCat("refolded ", response.partitions(), " partitions, fingerprint ",
                                  absl::BytesToHexString(response.fingerprint()), "\n");
    for (const std::string& name : response.differing())
      context.out() << "differs: " << name << "\n";
  }
  if (response.differing_size() == 0) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      response.differing_size(),
      " partitions differed from what was kept; please report this, with the server's version"));
}

absl::Status Verify(const CommandContext& context) {
  v1::VerifyResponse response;
  RETURN_IF_ERROR(context.office()->Verify({}, response));
  if (context.json) {
    context.out() << JsonText(response);
  } else {
    context.out() << absl::StrCat("verified ", response.events(), " events in ", response.chains(),
                                  " chains, ", response.signed_heads(), " signed heads\n");
    for (const std::string& place : response.breaks()) context.out() << "broken: " << place << "\n";
  }
  if (response.breaks_size() == 0) return absl::OkStatus();
  return absl::DataLossError(
      "the log is not as it was written: compare with a backup before going on");
}

// A subcommand that takes a file.
void AddFileCommand(CLI::App& app, CommandContext& context, const std::string& name,
                    const std::string& description,
                    absl::Status (*run)(const CommandContext&, const FileArguments&)) {
  auto arguments = std::make_shared<FileArguments>();
  CLI::App* command = app.add_subcommand(name, description);
  command->fallthrough();
  command->add_option("file", arguments->path, "The file")->required();
  command->add_flag("--dry-run", arguments->dry_run, "Check and count, but change nothing");
  command->callback([&context, arguments, run] {
    context.chosen = [&context, arguments, run] { return run(context, *arguments); };
  });
}

CLI::Option* AddDay(CLI::App& command, const std::string& name, const std::string& description,
                    std::function<void(CivilDay)> set) {
  return command
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

void AddReport(CLI::App& report, CommandContext& context, const std::string& name,
               const std::string& description, void (*choose)(v1::GetReportRequest&)) {
  auto arguments = std::make_shared<ReportArguments>();
  choose(arguments->request);
  CLI::App* command = report.add_subcommand(name, description);
  command->fallthrough();
  AddDay(*command, "--from", "First day, as 2026-03-01",
         [arguments](CivilDay day) { arguments->request.set_first_day(day); });
  AddDay(*command, "--to", "Last day, included",
         [arguments](CivilDay day) { arguments->request.set_last_day(day); });
  command->add_option("--format", arguments->format, "How it is printed")
      ->check(CLI::IsMember({"table", "csv", "json"}))
      ->capture_default_str();
  command->callback([&context, arguments] {
    context.chosen = [&context, arguments] { return Report(context, *arguments); };
  });
}

void AddReports(CLI::App& app, CommandContext& context) {
  CLI::App* report = app.add_subcommand("report", "Figures, as known now");
  report->fallthrough();
  report->require_subcommand(1);
  AddReport(*report, context, "presence", "Minutes at the centres, per person and day",
            [](v1::GetReportRequest& request) { request.mutable_presence(); });
  AddReport(*report, context, "visits", "Minutes of visits, per person and resident",
            [](v1::GetReportRequest& request) { request.mutable_visits(); });
  AddReport(*report, context, "help", "Who helped whom, in minutes",
            [](v1::GetReportRequest& request) { request.mutable_help(); });
  AddReport(*report, context, "kiosks", "What came from which kiosk, and until when",
            [](v1::GetReportRequest& request) { request.mutable_kiosks(); });
  AddReport(*report, context, "doubts", "What somebody must look at",
            [](v1::GetReportRequest& request) { request.mutable_doubts(); });
}

}  // namespace

void AddOfficeCommands(CLI::App& app, CommandContext& context) {
  CLI::App* office = app.add_subcommand("office", "The office's own facts");
  office->fallthrough();
  office->require_subcommand(1);
  AddFileCommand(*office, context, "apply", "Applies a file of office facts (JSON)", Apply);

  CLI::App* import = app.add_subcommand("import", "Brings in what was kept elsewhere");
  import->fallthrough();
  import->require_subcommand(1);
  AddFileCommand(*import, context, "history", "Presences, visits and help from a CSV file", Import);

  AddReports(app, context);

  CLI::App* rebuild = app.add_subcommand("rebuild", "Refolds the whole log and compares");
  rebuild->fallthrough();
  rebuild->callback([&context] { context.chosen = [&context] { return Rebuild(context); }; });

  CLI::App* verify = app.add_subcommand("verify", "Checks every chain and signed head");
  verify->fallthrough();
  verify->callback([&context] { context.chosen = [&context] { return Verify(context); }; });
}

}  // namespace wijkboek
