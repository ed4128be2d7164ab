// The `wijkboek` command: what is typed, whom it calls, what it prints.
#ifndef WIJKBOEK_CLIENT_CLI_COMMAND_LINE_H_
#define WIJKBOEK_CLIENT_CLI_COMMAND_LINE_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "client/cli/api_connection.h"
#include "client/cli/kiosk_connection.h"
#include "client/cli/office_connection.h"

namespace CLI {
class App;
}  // namespace CLI

namespace wijkboek {

// Where the command's words go and whom it can call. Owns nothing.
struct Surroundings {
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  std::function<std::unique_ptr<KioskConnection>(std::string url)> connect_kiosk;
  std::function<std::unique_ptr<OfficeConnection>(std::string socket_path)> connect_office;
  std::function<absl::StatusOr<std::unique_ptr<ApiConnection>>(const ApiAddress& address)>
      connect_api;
};

inline constexpr int kExitDone = 0;
// Refused or failed; the reason stands on `err`.
inline constexpr int kExitFailed = 1;
// The command was not understood; nothing was called.
inline constexpr int kExitUsage = 2;
// Saved, but for a badge or PIN that the kiosk knows no owner of: somebody should look.
inline constexpr int kExitUnknownBadge = 3;

// Runs one command line and returns its exit code. Nothing escapes as an exception.
int RunCommandLine(int argc, const char* const* argv, const Surroundings& surroundings);

// What the subcommands share while a line is parsed and run.
struct CommandContext {
  const Surroundings* surroundings = nullptr;
  std::string kiosk_url = "http://127.0.0.1:8440";
  std::string socket_path = "/var/lib/wijkboek/admin.sock";
  bool json = false;
  // What a command that was done exits with.
  int exit_code = kExitDone;
  // Set by the subcommand that was chosen; run once the whole line has been understood.
  std::function<absl::Status()> chosen;

  std::ostream& out() const { return *surroundings->out; }
  std::ostream& err() const { return *surroundings->err; }
  std::unique_ptr<KioskConnection> kiosk() const { return surroundings->connect_kiosk(kiosk_url); }
  std::unique_ptr<OfficeConnection> office() const {
    return surroundings->connect_office(socket_path);
  }
};

// Each adds its subcommands to `app`; `context` outlives the parsed app.
void AddPresenceCommands(CLI::App& app, CommandContext& context);
void AddVisitCommands(CLI::App& app, CommandContext& context);
void AddPeopleCommands(CLI::App& app, CommandContext& context);
void AddEditCommands(CLI::App& app, CommandContext& context);
void AddSessionCommands(CLI::App& app, CommandContext& context);
void AddViewCommands(CLI::App& app, CommandContext& context);
void AddAccountCommands(CLI::App& app, CommandContext& context);
void AddDeviceCommands(CLI::App& app, CommandContext& context);
void AddOfficeCommands(CLI::App& app, CommandContext& context);
// Of `import`, which AddOfficeCommands made.
void AddRosterCommands(CLI::App& import, CommandContext& context);
void AddReportCommands(CLI::App& app, CommandContext& context);
void AddEvidenceCommands(CLI::App& app, CommandContext& context);
void AddSettleCommands(CLI::App& app, CommandContext& context);
void AddCaseCommands(CLI::App& app, CommandContext& context);
void AddGroupCommands(CLI::App& app, CommandContext& context);
void AddPathCommands(CLI::App& app, CommandContext& context);
void AddTraceCommands(CLI::App& app, CommandContext& context);
void AddHistoryCommands(CLI::App& app, CommandContext& context);
void AddApiCommands(CLI::App& app, CommandContext& context);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_COMMAND_LINE_H_
