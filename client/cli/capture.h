// Steps that the subcommands of a kiosk share. CLI11 stays in the sources of this folder.
#ifndef WIJKBOEK_CLIENT_CLI_CAPTURE_H_
#define WIJKBOEK_CLIENT_CLI_CAPTURE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/cli/command_line.h"
#include "client/cli/print.h"
#include "client/cli/words.h"

namespace wijkboek {

// Calls the kiosk and prints the answer: as JSON where that was asked for, else what `text` makes
// of it.
template <typename Response, typename Text>
absl::Status CallAndPrint(const CommandContext& context, absl::string_view method,
                          const google::protobuf::Message& request, Text text) {
  Response response;
  absl::Status status = context.kiosk()->Call(method, request, response);
  if (!status.ok()) return status;
  context.out() << (context.json ? JsonText(response) : text(response));
  return absl::OkStatus();
}

// The same for captures: prints "saved …".
template <typename Response>
absl::Status Capture(const CommandContext& context, absl::string_view method,
                     const google::protobuf::Message& request) {
  return CallAndPrint<Response>(context, method, request, [](const Response& response) {
    return SavedText(response.saved());
  });
}

// A new subcommand whose `run` is chosen when it is typed. `Request` is filled by its options and
// lives as long as the app.
template <typename Request, typename Run>
CLI::App* AddCommand(CLI::App& app, CommandContext& context, const std::string& name,
                     const std::string& description, std::shared_ptr<Request> request, Run run) {
  CLI::App* command = app.add_subcommand(name, description);
  command->fallthrough();
  command->callback([&context, request, run] {
    context.chosen = [&context, request, run] { return run(context, *request); };
  });
  return command;
}

// Where somebody goes in a request. Called only when they are named: an empty Who would say that
// somebody is.
using WhoPlace = std::function<v1::Who*()>;

// "badge:T", "qr:T", "number:N", "pin:N" or "person:ID".
inline CLI::Option* AddWho(CLI::App& command, const std::string& name, WhoPlace place,
                           const std::string& description) {
  return command
      .add_option_function<std::string>(
          name,
          [place = std::move(place), name](const std::string& text) {
            absl::StatusOr<v1::Who> parsed = ParseWho(text);
            if (!parsed.ok())
              throw CLI::ValidationError(name, std::string(parsed.status().message()));
            *place() = *parsed;
          },
          description)
      ->type_name("WHO");
}

// Several of them, after one another or with the option repeated.
template <typename Repeated>
CLI::Option* AddWhos(CLI::App& command, const std::string& name, Repeated& whos,
                     const std::string& description) {
  return command
      .add_option_function<std::vector<std::string>>(
          name,
          [&whos, name](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              absl::StatusOr<v1::Who> parsed = ParseWho(text);
              if (!parsed.ok()) {
                throw CLI::ValidationError(name, std::string(parsed.status().message()));
              }
              *whos.Add() = *parsed;
            }
          },
          description)
      ->type_name("WHO");
}

// --badge, --qr, --number, --pin and --person, exactly one of which must be given when `required`.
inline void AddCredential(CLI::App& command, const WhoPlace& place, bool required,
                          bool with_person) {
  CLI::Option_group* group = command.add_option_group("who", "Who it is");
  const auto add = [&](const std::string& name, void (v1::Who::*set)(const std::string&),
                       const std::string& description) {
    group->add_option_function<std::string>(
        name, [place, set](const std::string& text) { (place()->*set)(text); }, description);
  };
  add("--badge", &v1::Who::set_badge<const std::string&>, "What the badge reader read");
  add("--qr", &v1::Who::set_qr<const std::string&>, "The text of the QR code");
  add("--number", &v1::Who::set_number<const std::string&>, "The number under the QR code");
  add("--pin", &v1::Who::set_pin<const std::string&>, "The PIN");
  if (with_person) {
    add("--person", &v1::Who::set_person<const std::string&>, "The person's id, or how it begins");
  }
  group->require_option(required ? 1 : 0, 1);
}

// One word of an enum, such as "not_at_home".
template <typename Enum>
CLI::Option* AddEnum(CLI::App& command, const std::string& name,
                     const google::protobuf::EnumDescriptor& type, std::function<void(Enum)> set,
                     const std::string& description) {
  const std::map<std::string, int> words = EnumWords(type);
  std::vector<std::string> names;
  for (const auto& [word, number] : words) names.push_back(word);
  return command
      .add_option_function<std::vector<std::string>>(
          name,
          [words, set = std::move(set)](const std::vector<std::string>& chosen) {
            for (const std::string& word : chosen) set(static_cast<Enum>(words.at(word)));
          },
          description)
      ->check(CLI::IsMember(names))
      ->type_name("WORD")
      ->expected(1);
}

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_CAPTURE_H_
