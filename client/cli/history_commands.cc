// changes: which figures moved, and why. filed: reports that were filed, and what they say now.
#include <CLI/CLI.hpp>

#include <utility>

#include "client/cli/command_line.h"
#include "client/cli/history_text.h"
#include "client/cli/options.h"
#include "client/cli/print.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::Status ListChanges(const CommandContext& context, const v1::ListChangesRequest& request) {
  v1::ListChangesResponse response;
  RETURN_IF_ERROR(context.office()->ListChanges(request, response));
  context.out() << (context.json ? JsonText(response) : ChangesText(response));
  return absl::OkStatus();
}

absl::Status ListFiled(const CommandContext& context, const v1::ListFiledReportsRequest& request) {
  v1::ListFiledReportsResponse response;
  RETURN_IF_ERROR(context.office()->ListFiledReports(request, response));
  context.out() << (context.json ? JsonText(response) : FiledReportsText(response));
  return absl::OkStatus();
}

void AddChanges(CLI::App& app, CommandContext& context) {
  auto request = std::make_shared<v1::ListChangesRequest>();
  CLI::App* command =
      app.add_subcommand("changes", "Which figures moved since, and which late events moved them");
  command->fallthrough();
  AddKnownAt(*command, "--since", "As known then: a local time, or a position of the log",
             [request](v1::AsKnownAt known) { *request->mutable_since() = std::move(known); })
      ->required();
  AddKnownAt(*command, "--until", "Until what was known then; without it now",
             [request](v1::AsKnownAt known) { *request->mutable_until() = std::move(known); });
  AddText(*command, "--centre",
          "Only figures of this centre: its name, the office's key, or its id",
          [request](const std::string& text) { request->set_centre(text); });
  AddDay(*command, "--from", "Figures from this day on, as 2026-03-01",
         [request](CivilDay day) { request->set_first_day(day); });
  AddDay(*command, "--to", "Figures to this day, included",
         [request](CivilDay day) { request->set_last_day(day); });
  command->callback([&context, request] {
    context.chosen = [&context, request] { return ListChanges(context, *request); };
  });
}

void AddFiled(CLI::App& app, CommandContext& context) {
  auto request = std::make_shared<v1::ListFiledReportsRequest>();
  CLI::App* command = app.add_subcommand(
      "filed", "Filed reports; with a name, that one as filed and as it would be now");
  command->fallthrough();
  AddText(*command, "name", "Under which it was filed",
          [request](const std::string& text) { request->set_name(text); });
  command->callback([&context, request] {
    context.chosen = [&context, request] { return ListFiled(context, *request); };
  });
}

}  // namespace

void AddHistoryCommands(CLI::App& app, CommandContext& context) {
  AddChanges(app, context);
  AddFiled(app, context);
}

}  // namespace wijkboek
