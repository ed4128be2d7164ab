#include "client/cli/command_line.h"

#include <CLI/CLI.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/print.h"
#include "common/utf8.h"

namespace wijkboek {
namespace {

// The innermost command that was understood.
CLI::App& Innermost(CLI::App& app) {
  CLI::App* innermost = &app;
  while (!innermost->get_subcommands().empty()) innermost = innermost->get_subcommands().back();
  return *innermost;
}

// What is wrong with the line, in words of it.
std::string Complaint(CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& innermost = Innermost(app);
  if (innermost.get_require_subcommand_min() == 0) return error.what();
  std::vector<std::string> known;
  for (const CLI::App* command : innermost.get_subcommands({})) {
    if (!command->get_name().empty()) known.push_back(command->get_name());
  }
  const std::string commands = absl::StrCat("one of ", absl::StrJoin(known, ", "));
  const std::string whose =
      &innermost == &app ? "wijkboek" : absl::StrCat("\"", innermost.get_name(), "\"");
  for (const std::string& word : app.remaining(/*recurse=*/true)) {
    if (!absl::StartsWith(word, "-")) {
      return absl::StrCat("there is no \"", word, "\"; ", whose, " takes ", commands);
    }
  }
  return absl::StrCat(whose, " needs a command: ", commands);
}

int Understand(CLI::App& app, int argc, const char* const* argv, const Surroundings& surroundings) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      app.exit(error, *surroundings.out, *surroundings.err);
      return kExitDone;
    }
    *surroundings.err << ErrorText(
        absl::StrCat(Complaint(app, error), " (--help shows how it is written)"));
    return kExitUsage;
  }
  return kExitDone;
}

}  // namespace

int RunCommandLine(int argc, const char* const* argv, const Surroundings& surroundings) {
  for (int i = 1; i < argc; ++i) {
    if (IsUtf8(argv[i])) continue;
    *surroundings.err << ErrorText(
        absl::StrCat("word ", i,
                     " of the command is no UTF-8: is the terminal set to another "
                     "encoding?"));
    return kExitUsage;
  }
  CommandContext context{.surroundings = &surroundings};
  CLI::App app("Wijkboek: what a kiosk captures, and what the office administers.", "wijkboek");
  app.fallthrough();
  app.require_subcommand(1);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  app.add_option("--kiosk", context.kiosk_url, "The kiosk's address")
      ->envname("WIJKBOEK_KIOSK")
      ->capture_default_str();
  app.add_option("--socket", context.socket_path, "The server's socket file, DIR/admin.sock")
      ->envname("WIJKBOEK_SOCKET")
      ->capture_default_str();
  app.set_version_flag("--version", WIJKBOEK_VERSION);
  app.add_flag("--json", context.json, "Print the whole answer as JSON");
  AddPresenceCommands(app, context);
  AddVisitCommands(app, context);
  AddPeopleCommands(app, context);
  AddEditCommands(app, context);
  AddSessionCommands(app, context);
  AddViewCommands(app, context);
  AddAccountCommands(app, context);
  AddDeviceCommands(app, context);
  AddOfficeCommands(app, context);
  AddRosterCommands(*app.get_subcommand("import"), context);
  AddReportCommands(app, context);
  AddEvidenceCommands(app, context);
  AddSettleCommands(app, context);
  AddCaseCommands(app, context);
  AddGroupCommands(app, context);
  AddPathCommands(app, context);
  AddTraceCommands(app, context);
  AddHistoryCommands(app, context);
  AddApiCommands(app, context);

  const int understood = Understand(app, argc, argv, surroundings);
  if (understood != kExitDone || !context.chosen) return understood;
  const absl::Status status = context.chosen();
  surroundings.out->flush();
  if (!status.ok()) {
    *surroundings.err << ErrorText(status.message());
    return kExitFailed;
  }
  if (!surroundings.out->good()) {
    *surroundings.err << ErrorText("what was to be printed could not be written");
    return kExitFailed;
  }
  return context.exit_code;
}

}  // namespace wijkboek
