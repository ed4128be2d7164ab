// office apply, office excuse, import history, rebuild, verify.
#include <google/protobuf/util/json_util.h>

#include <CLI/CLI.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cli/command_line.h"
#include "client/cli/file.h"
#include "client/cli/print.h"
#include "client/cli/words.h"
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
    return absl::InvalidArgumentError(
        absl::StrCat(arguments.path, " is no file of office facts: ",
                     JsonComplaint({parsed.message().data(), parsed.message().size()})));
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

absl::Status Excuse(const CommandContext& context, const v1::RecordExcuseRequest& request) {
  v1::RecordExcuseResponse response;
  RETURN_IF_ERROR(context.office()->RecordExcuse(request, response));
  context.out() << (context.json ? JsonText(response)
                                 : absl::StrCat("recorded ",
                                                absl::BytesToHexString(response.event()), "\n"));
  return absl::OkStatus();
}

// "A..B" or "A".
void SetDays(const std::string& text, v1::RecordExcuseRequest& request) {
  const std::vector<std::string> ends = absl::StrSplit(text, absl::MaxSplits("..", 1));
  request.set_first_day(ends.front());
  request.set_last_day(ends.back());
}

void AddExcuse(CLI::App& office, CommandContext& context) {
  auto request = std::make_shared<v1::RecordExcuseRequest>();
  CLI::App* command = office.add_subcommand("excuse", "An excuse that reached the office");
  command->fallthrough();
  command
      ->add_option_function<std::string>(
          "person", [request](const std::string& text) { request->set_participant(text); },
          "The participant's key, or id (or how it begins)")
      ->required();
  CLI::Option* days = command->add_option_function<std::string>(
      "--days", [request](const std::string& text) { SetDays(text, *request); },
      "As 2026-03-02..2026-03-04, or one day");
  CLI::Option* until_better = command->add_flag_callback(
      "--until-better", [request] { request->set_until_better(true); },
      "Until somebody says that they are back");
  command
      ->add_option_function<std::string>(
          "--from", [request](const std::string& text) { request->set_first_day(text); },
          "First day of --until-better; without it today")
      ->needs(until_better);
  until_better->excludes(days);
  command->add_option_function<std::string>(
      "--called-at", [request](const std::string& text) { request->set_called_at(text); },
      "When they called, as 2026-03-03T08:15; without it now");
  const std::map<std::string, int> reasons = EnumWords(*v1::AbsenceReason_descriptor());
  command
      ->add_option_function<std::string>(
          "--reason",
          [request, reasons](const std::string& word) {
            request->set_reason(static_cast<v1::AbsenceReason>(reasons.at(word)));
          },
          "Why")
      ->required()
      ->check(CLI::IsMember(reasons));
  command->callback([&context, request, days, until_better] {
    if (days->empty() && until_better->empty()) {
      throw CLI::ValidationError(
          "For which days? Give --days 2026-03-02..2026-03-04, or --until-better");
    }
    context.chosen = [&context, request] { return Excuse(context, *request); };
  });
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

}  // namespace

void AddOfficeCommands(CLI::App& app, CommandContext& context) {
  CLI::App* office = app.add_subcommand("office", "The office's own facts");
  office->fallthrough();
  office->require_subcommand(1);
  AddFileCommand(*office, context, "apply", "Applies a file of office facts (JSON)", Apply);
  AddExcuse(*office, context);

  CLI::App* import = app.add_subcommand("import", "Brings in what was kept elsewhere");
  import->fallthrough();
  import->require_subcommand(1);
  AddFileCommand(*import, context, "history", "Presences, visits and help from a CSV file", Import);

  CLI::App* rebuild = app.add_subcommand("rebuild", "Refolds the whole log and compares");
  rebuild->fallthrough();
  rebuild->callback([&context] { context.chosen = [&context] { return Rebuild(context); }; });

  CLI::App* verify = app.add_subcommand("verify", "Checks every chain and signed head");
  verify->fallthrough();
  verify->callback([&context] { context.chosen = [&context] { return Verify(context); }; });
}

}  // namespace wijkboek
