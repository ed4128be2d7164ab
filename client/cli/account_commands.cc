// account make, list, change and reset: who may sign in to the office.
#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/command_line.h"
#include "client/cli/print.h"
#include "client/cli/table.h"
#include "common/civil_time.h"

namespace wijkboek {
namespace {

constexpr std::array<std::pair<const char*, v1::Role>, 5> kRoles = {{
    {"office", v1::ROLE_OFFICE},
    {"coordinator", v1::ROLE_COORDINATOR},
    {"client-manager", v1::ROLE_CLIENT_MANAGER},
    {"auditor", v1::ROLE_AUDITOR},
    {"administrator", v1::ROLE_ADMINISTRATOR},
}};

std::string RoleWord(v1::Role role) {
  for (const auto& [word, each] : kRoles) {
    if (each == role) return word;
  }
  return "another";
}

std::string AccountsText(const v1::ListAccountsResponse& response) {
  if (response.accounts().empty()) return "nobody can sign in yet: wijkboek account make\n";
  std::vector<v1::ReportColumn> columns;
  for (const char* name : {"name", "role", "about", "last signed in", "state", "who"}) {
    columns.push_back(TextColumn(name));
  }
  std::vector<v1::ReportRow> rows;
  for (const v1::Account& account : response.accounts()) {
    rows.push_back(TableRow(
        {account.name(), RoleWord(account.role()),
         account.remit_text().empty() ? "everything" : account.remit_text(),
         account.last_signed_in_ms() == 0 ? "never" : FormatTime(account.last_signed_in_ms()),
         account.disabled() ? "disabled"
         : account.is_new() ? "to be set up"
                            : "",
         account.display_name()}));
  }
  return TableText(columns, rows);
}

// The password alone on `out`, so that it can be handed on; what to do with it beside it.
void SayPassword(const CommandContext& context, const std::string& name,
                 const std::string& password) {
  context.out() << password << "\n";
  context.err() << absl::StrCat("one-time password of ", name,
                                ": works for seven days, until they have chosen their own and set "
                                "up the second factor\n");
}

absl::Status List(const CommandContext& context) {
  v1::ListAccountsResponse response;
  absl::Status status = context.office()->ListAccounts({}, response);
  if (!status.ok()) return status;
  context.out() << (context.json ? JsonText(response) : AccountsText(response));
  return absl::OkStatus();
}

absl::Status Make(const CommandContext& context, const v1::MakeAccountRequest& request) {
  v1::MakeAccountResponse response;
  absl::Status status = context.office()->MakeAccount(request, response);
  if (!status.ok()) return status;
  if (context.json) {
    context.out() << JsonText(response);
  } else {
    SayPassword(context, response.account().name(), response.one_time_password());
  }
  return absl::OkStatus();
}

absl::Status Reset(const CommandContext& context, const v1::ResetAccountRequest& request) {
  v1::ResetAccountResponse response;
  absl::Status status = context.office()->ResetAccount(request, response);
  if (!status.ok()) return status;
  if (context.json) {
    context.out() << JsonText(response);
  } else {
    SayPassword(context, request.name(), response.one_time_password());
  }
  return absl::OkStatus();
}

absl::Status Change(const CommandContext& context, const v1::ChangeAccountRequest& request) {
  v1::ChangeAccountResponse response;
  absl::Status status = context.office()->ChangeAccount(request, response);
  if (!status.ok()) return status;
  v1::ListAccountsResponse one;
  *one.add_accounts() = response.account();
  context.out() << (context.json ? JsonText(response) : AccountsText(one));
  return absl::OkStatus();
}

CLI::Option* AddRole(CLI::App& command, std::function<void(v1::Role)> set) {
  std::vector<std::string> words;
  for (const auto& [word, role] : kRoles) words.emplace_back(word);
  return command
      .add_option_function<std::string>(
          "--role",
          [set = std::move(set)](const std::string& text) {
            for (const auto& [word, role] : kRoles) {
              if (text == word) set(role);
            }
          },
          "What they may do (docs/access.md)")
      ->check(CLI::IsMember(words));
}

// What the account is about; several of each may be given.
template <typename Request>
void AddRemit(CLI::App& command, const std::shared_ptr<Request>& request) {
  const auto add = [&](const char* option, const char* description, auto put) {
    command.add_option_function<std::vector<std::string>>(
        option,
        [request, put](const std::vector<std::string>& texts) {
          for (const std::string& text : texts) put(*request->mutable_remit(), text);
        },
        description);
  };
  add("--centre", "About this centre alone: key, id or name",
      [](v1::Remit& remit, const std::string& text) { remit.add_centres(text); });
  add("--municipality", "About this municipality alone: GM and four digits",
      [](v1::Remit& remit, const std::string& text) { remit.add_municipalities(text); });
  add("--programme", "About this programme alone: key, id or name",
      [](v1::Remit& remit, const std::string& text) { remit.add_programmes(text); });
}

template <typename Request>
void AddName(CLI::App& command, const std::shared_ptr<Request>& request) {
  command
      .add_option_function<std::string>(
          "name", [request](const std::string& text) { request->set_name(text); },
          "As it is typed at signing in")
      ->required();
}

void AddMake(CLI::App& account, CommandContext& context) {
  auto request = std::make_shared<v1::MakeAccountRequest>();
  CLI::App* command =
      account.add_subcommand("make", "Makes an account and prints its one-time password");
  command->fallthrough();
  AddName(*command, request);
  AddRole(*command, [request](v1::Role role) { request->set_role(role); })->required();
  command
      ->add_option_function<std::string>(
          "--who", [request](const std::string& text) { request->set_display_name(text); },
          "Their name, for people")
      ->required();
  command->add_option_function<std::string>(
      "--coach", [request](const std::string& text) { request->set_coach(text); },
      "Whose word their decisions are: the office's key of a coach");
  AddRemit(*command, request);
  command->callback([&context, request] {
    context.chosen = [&context, request] { return Make(context, *request); };
  });
}

void AddChange(CLI::App& account, CommandContext& context) {
  auto request = std::make_shared<v1::ChangeAccountRequest>();
  CLI::App* command = account.add_subcommand("change", "Changes an account and ends its sessions");
  command->fallthrough();
  AddName(*command, request);
  AddRole(*command, [request](v1::Role role) { request->set_role(role); });
  command->add_option_function<std::string>(
      "--who", [request](const std::string& text) { request->set_display_name(text); },
      "Their name, for people");
  command->add_option_function<std::string>(
      "--coach", [request](const std::string& text) { request->set_coach(text); },
      "Whose word their decisions are: the office's key of a coach; empty: nobody's");
  AddRemit(*command, request);
  command->add_flag_callback(
      "--everything", [request] { request->mutable_remit(); }, "About everything from now on");
  auto* disable = command->add_flag_callback(
      "--disable", [request] { request->set_disabled(true); }, "Nobody signs in with it any more");
  command
      ->add_flag_callback(
          "--enable", [request] { request->set_disabled(false); }, "They may again")
      ->excludes(disable);
  command->callback([&context, request] {
    context.chosen = [&context, request] { return Change(context, *request); };
  });
}

}  // namespace

void AddAccountCommands(CLI::App& app, CommandContext& context) {
  CLI::App* account = app.add_subcommand("account", "Who may sign in to the office");
  account->fallthrough();
  account->require_subcommand(1);
  AddMake(*account, context);
  AddChange(*account, context);
  account->add_subcommand("list", "Accounts with their roles")->fallthrough()->callback([&context] {
    context.chosen = [&context] { return List(context); };
  });
  auto request = std::make_shared<v1::ResetAccountRequest>();
  CLI::App* reset = account->add_subcommand(
      "reset", "A new one-time password, for a lost phone or a forgotten password");
  reset->fallthrough();
  AddName(*reset, request);
  reset->callback([&context, request] {
    context.chosen = [&context, request] { return Reset(context, *request); };
  });
}

}  // namespace wijkboek
