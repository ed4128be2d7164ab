// import roster.
#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/command_line.h"
#include "client/cli/print.h"
#include "client/cli/roster_files.h"
#include "common/csv.h"
#include "common/status.h"

namespace wijkboek {
namespace {

struct RosterArguments {
  std::vector<std::string> paths;
  bool dry_run = false;
  bool past = false;
  std::string badges_path;
};

// "people.csv:12: birth_date: …", one error a line.
std::string ErrorsText(const v1::ImportRosterResponse& response) {
  std::string text = "the roster does not fit, nothing was imported:";
  for (const v1::RowError& error : response.errors()) {
    absl::StrAppend(&text, "\n", error.file());
    if (error.line() > 0) absl::StrAppend(&text, ":", error.line());
    if (!error.file().empty()) text.append(": ");
    if (!error.column().empty()) absl::StrAppend(&text, error.column(), ": ");
    text.append(error.reason());
  }
  return text;
}

// "10 would be moved, 3 of them have begun already".
std::string ChangedText(std::uint32_t sessions, std::uint32_t begun, absl::string_view changed,
                        bool dry_run) {
  std::string text = absl::StrCat(sessions, dry_run ? " would be " : " ", changed);
  if (begun == 0) return text;
  const absl::string_view have = begun == 1 ? "has" : "have";
  absl::StrAppend(&text, ", ", begun, " of them ", dry_run ? have : "had", " begun already");
  return text;
}

std::string DoneText(const v1::ImportRosterResponse& response, bool dry_run) {
  std::string text =
      absl::StrCat(dry_run ? "would make " : "made ", response.events(), " events of ",
                   response.rows(), " rows; ", response.unchanged(), " facts unchanged\n");
  if (response.sessions() > 0 || response.sessions_cancelled() > 0) {
    absl::StrAppend(
        &text, "timetable: ", response.sessions(), " sessions; ",
        ChangedText(response.sessions_moved(), response.begun_moved(), "moved", dry_run), "; ",
        ChangedText(response.sessions_cancelled(), response.begun_cancelled(), "cancelled",
                    dry_run),
        "\n");
  }
  return text;
}

std::string BadgesCsv(const v1::ImportRosterResponse& response) {
  std::string csv = "person,text,number\r\n";
  for (const v1::MadeBadge& badge : response.badges()) {
    AppendCsvField(csv, badge.person(), /*first=*/true);
    AppendCsvField(csv, badge.text(), /*first=*/false);
    AppendCsvField(csv, badge.number(), /*first=*/false);
    csv.append("\r\n");
  }
  return csv;
}

absl::Status ImportRoster(const CommandContext& context, const RosterArguments& arguments) {
  ASSIGN_OR_RETURN(RosterFiles files, RosterFiles::Find(arguments.paths));
  std::optional<PrivateFile> badges;
  if (!arguments.badges_path.empty()) {
    ASSIGN_OR_RETURN(PrivateFile file, PrivateFile::Create(arguments.badges_path));
    badges.emplace(std::move(file));
  }
  v1::ImportRosterOptions options;
  options.set_dry_run(arguments.dry_run);
  options.set_past(arguments.past);
  v1::ImportRosterResponse response;
  RETURN_IF_ERROR(context.office()->ImportRoster(
      options, [&files] { return files.Next(); }, response));
  if (context.json) context.out() << JsonText(response);
  if (response.errors_size() > 0) return absl::InvalidArgumentError(ErrorsText(response));
  if (!context.json) context.out() << DoneText(response, arguments.dry_run);
  if (badges) {
    RETURN_IF_ERROR(WithContext(badges->Commit(BadgesCsv(response)),
                                "the roster is in order, but its badges could not be kept; ask for "
                                "them again with --dry-run"));
    context.err() << absl::StrCat(response.badges_size(), " badges in ", arguments.badges_path,
                                  ": whoever reads it can copy them\n");
  } else if (response.badges_size() > 0) {
    context.err() << absl::StrCat(response.badges_size(),
                                  " badges are made by the system: --badges-out FILE writes them, "
                                  "also with --dry-run\n");
  }
  return absl::OkStatus();
}

}  // namespace

void AddRosterCommands(CLI::App& import, CommandContext& context) {
  auto arguments = std::make_shared<RosterArguments>();
  CLI::App* command = import.add_subcommand(
      "roster", "People, cohorts, enrolments, timetables, residents and badges from CSV files");
  command->fallthrough();
  command->add_option("paths", arguments->paths, "A folder of files, or files such as people.csv")
      ->required()
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--dry-run", arguments->dry_run, "Check and count, but change nothing");
  command->add_flag("--past", arguments->past,
                    "Sessions that have begun already may be moved and cancelled, too");
  command->add_option(
      "--badges-out", arguments->badges_path,
      "Writes the badges that the system makes to this file, readable by you alone");
  command->callback([&context, arguments] {
    context.chosen = [&context, arguments] { return ImportRoster(context, *arguments); };
  });
}

}  // namespace wijkboek
