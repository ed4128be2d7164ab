#include "client/cli/command_line.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "client/cli/print.h"

namespace wijkboek {
namespace {

int Understand(CLI::App& app, int argc, const char* const* argv, const Surroundings& surroundings) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      app.exit(error, *surroundings.out, *surroundings.err);
      return kExitDone;
    }
    *surroundings.err << ErrorText(absl::StrCat(error.what(), " (--help shows how it is written)"));
    return kExitUsage;
  }
  return kExitDone;
}

}  // namespace

int RunCommandLine(int argc, const char* const* argv, const Surroundings& surroundings) {
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
  app.add_flag("--json", context.json, "Print the whole answer as JSON");
  AddPresenceCommands(app, context);
  AddVisitCommands(app, context);
  AddPeopleCommands(app, context);
  AddEditCommands(app, context);
  AddViewCommands(app, context);
  AddDeviceCommands(app, context);
  AddOfficeCommands(app, context);

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
