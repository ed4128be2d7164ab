// trace: from a figure to the records behind it, and on to the events.
#include <CLI/CLI.hpp>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "client/cli/command_line.h"
#include "client/cli/options.h"
#include "client/cli/print.h"
#include "client/cli/trace_text.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::Status Trace(const CommandContext& context, const v1::TraceRequest& request) {
  v1::TraceResponse response;
  RETURN_IF_ERROR(context.office()->Trace(request, response));
  context.out() << (context.json ? JsonText(response) : TraceText(response));
  return absl::OkStatus();
}

// "2026-03-02..2026-03-06", "2026-03-02..", "..2026-03-06" or one day.
void SetDays(const std::string& text, v1::TraceRequest& request) {
  const std::vector<std::string> ends = absl::StrSplit(text, "..");
  if (ends.size() > 2) {
    throw CLI::ValidationError("--days", "write the days as 2026-03-02..2026-03-06");
  }
  for (const std::string& end : ends) {
    if (end.empty()) continue;
    const absl::StatusOr<CivilDay> day = ParseDay(end);
    if (!day.ok()) throw CLI::ValidationError("--days", std::string(day.status().message()));
  }
  request.set_first_day(ends.front());
  request.set_last_day(ends.back());
}

}  // namespace

void AddTraceCommands(CLI::App& app, CommandContext& context) {
  auto request = std::make_shared<v1::TraceRequest>();
  CLI::App* command =
      app.add_subcommand("trace", "From a figure to the records behind it, and on to the events");
  command->fallthrough();
  CLI::Option_group* figure = command->add_option_group("figure", "What is traced");
  AddText(*figure, "--event", "An event, by its hash or how it begins: what rests on it",
          [request](const std::string& text) { request->set_event(text); });
  AddText(*figure, "--discrepancy", "A discrepancy, by its id or how it begins",
          [request](const std::string& text) { request->set_discrepancy(text); });
  AddText(*figure, "--case",
          "A no-show case, as \"cases\" names it, or a participant who has one alone",
          [request](const std::string& text) { request->set_case_(text); });
  AddText(*figure, "--session", "A session's list: the office's key, or how its id begins",
          [request](const std::string& text) { request->set_session(text); });
  CLI::Option* person =
      AddText(*figure, "--person",
              "A participant: the office's key, or how their id begins; all figures of --days",
              [request](const std::string& text) { request->set_participant(text); });
  figure->require_option(1);
  AddText(*command, "--days", "As 2026-03-02..2026-03-06, or one day; without it all",
          [request](const std::string& text) { SetDays(text, *request); })
      ->needs(person);
  AddKnownAt(
      *command, "--as-known-at", "As known then: a local time, or a position of the log",
      [request](v1::AsKnownAt known) { *request->mutable_as_known_at() = std::move(known); });
  command->callback([&context, request] {
    context.chosen = [&context, request] { return Trace(context, *request); };
  });
}

}  // namespace wijkboek
