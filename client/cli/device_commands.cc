// device invite, list, revoke, and what became of a kiosk.
#include <CLI/CLI.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/cli/command_line.h"
#include "client/cli/print.h"
#include "common/civil_time.h"
#include "common/limits.h"

namespace wijkboek {
namespace {

constexpr int kInviteDaysMax = static_cast<int>(kInviteHoursMax / 24);

absl::Status Invite(const CommandContext& context, const v1::InviteDevicesRequest& request) {
  v1::InviteDevicesResponse response;
  absl::Status status = context.office()->InviteDevices(request, response);
  if (!status.ok()) return status;
  if (context.json) {
    context.out() << JsonText(response);
    return absl::OkStatus();
  }
  for (const std::string& code : response.codes()) context.out() << code << "\n";
  // Beside the codes, so that those can be read by a script.
  context.err() << absl::StrCat("each code works once, until ", FormatTime(response.expires_ms()),
                                "\n");
  return absl::OkStatus();
}

absl::Status List(const CommandContext& context) {
  v1::ListDevicesResponse response;
  absl::Status status = context.office()->ListDevices({}, response);
  if (!status.ok()) return status;
  context.out() << (context.json ? JsonText(response) : DevicesText(response));
  return absl::OkStatus();
}

absl::Status Revoke(const CommandContext& context, const v1::RevokeDeviceRequest& request) {
  v1::RevokeDeviceResponse response;
  absl::Status status = context.office()->RevokeDevice(request, response);
  if (!status.ok()) return status;
  context.out() << (context.json
                        ? JsonText(response)
                        : absl::StrCat("revoked ", absl::BytesToHexString(response.device_id()),
                                       "\n"));
  return absl::OkStatus();
}

absl::Status Change(const CommandContext& context, const v1::ChangeDeviceRequest& request) {
  v1::ChangeDeviceResponse response;
  absl::Status status = context.office()->ChangeDevice(request, response);
  if (!status.ok()) return status;
  context.out() << (context.json
                        ? JsonText(response)
                        : absl::StrCat("recorded for ",
                                       absl::BytesToHexString(response.device_id()), "\n"));
  return absl::OkStatus();
}

struct ChangeWord {
  const char* name;
  const char* description;
  v1::ChangeDeviceRequest::Change change;
};

constexpr ChangeWord kChanges[] = {
    {"lost", "Stolen, broken or gone: nobody waits for what it had not sent",
     v1::ChangeDeviceRequest::CHANGE_LOST},
    {"found", "In use again", v1::ChangeDeviceRequest::CHANGE_FOUND},
    {"park", "Put away for a while", v1::ChangeDeviceRequest::CHANGE_PARKED},
    {"replace", "As lost, and another one stands in its place",
     v1::ChangeDeviceRequest::CHANGE_REPLACED},
    {"carried", "Is carried around, and may stay silent for long",
     v1::ChangeDeviceRequest::CHANGE_CARRIED},
    {"fixed", "Stands in its centre (what every kiosk does until somebody says otherwise)",
     v1::ChangeDeviceRequest::CHANGE_FIXED},
};

void AddChange(CLI::App& device, CommandContext& context, const ChangeWord& word) {
  auto request = std::make_shared<v1::ChangeDeviceRequest>();
  request->set_change(word.change);
  CLI::App* command = device.add_subcommand(word.name, word.description);
  command->fallthrough();
  command
      ->add_option_function<std::string>(
          "device", [request](const std::string& text) { request->set_device(text); },
          "Id (or how it begins) or name")
      ->required();
  const bool describes = word.change == v1::ChangeDeviceRequest::CHANGE_CARRIED ||
                         word.change == v1::ChangeDeviceRequest::CHANGE_FIXED;
  if (!describes) {
    command->add_option_function<std::string>(
        "--since", [request](const std::string& text) { request->set_since(text); },
        "As 2026-03-03T13:00; without it now");
  }
  if (word.change == v1::ChangeDeviceRequest::CHANGE_REPLACED) {
    command
        ->add_option_function<std::string>(
            "--by", [request](const std::string& text) { request->set_by_device(text); },
            "The one in its place: id or name")
        ->required();
  }
  command->callback([&context, request] {
    context.chosen = [&context, request] { return Change(context, *request); };
  });
}

void AddInvite(CLI::App& device, CommandContext& context) {
  auto request = std::make_shared<v1::InviteDevicesRequest>();
  CLI::App* command = device.add_subcommand("invite", "Prints invitation codes, one a line");
  command->fallthrough();
  command
      ->add_option_function<std::string>(
          "--centre", [request](const std::string& centre) { request->set_centre(centre); },
          "Id or name; without it the centre is chosen on site")
      ->check([](const std::string& centre) {
        return centre.empty() ? "is empty; leave the option out where the centre is chosen on site"
                              : std::string();
      });
  command
      ->add_option_function<std::uint32_t>(
          "--batch", [request](std::uint32_t count) { request->set_count(count); },
          "How many codes")
      ->check(CLI::Range(1, kInviteBatchMax));
  command
      ->add_option_function<std::uint32_t>(
          "--days", [request](std::uint32_t days) { request->set_valid_hours(24 * days); },
          "How long they work; without it 24 hours")
      ->check(CLI::Range(1, kInviteDaysMax));
  command->callback([&context, request] {
    context.chosen = [&context, request] { return Invite(context, *request); };
  });
}

}  // namespace

void AddDeviceCommands(CLI::App& app, CommandContext& context) {
  CLI::App* device = app.add_subcommand("device", "Kiosks of the ledger");
  device->fallthrough();
  device->require_subcommand(1);
  AddInvite(*device, context);

  CLI::App* list = device->add_subcommand("list", "How each of them is doing");
  list->fallthrough();
  list->callback([&context] { context.chosen = [&context] { return List(context); }; });

  auto request = std::make_shared<v1::RevokeDeviceRequest>();
  CLI::App* revoke = device->add_subcommand("revoke", "Shuts one out at once");
  revoke->fallthrough();
  revoke
      ->add_option_function<std::string>(
          "device", [request](const std::string& text) { request->set_device(text); },
          "Id (or how it begins) or name")
      ->required();
  revoke->callback([&context, request] {
    context.chosen = [&context, request] { return Revoke(context, *request); };
  });

  for (const ChangeWord& word : kChanges) AddChange(*device, context, word);
}

}  // namespace wijkboek
