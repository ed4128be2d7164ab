#include "client/cli/options.h"

#include <CLI/CLI.hpp>

#include <utility>

#include "absl/status/statusor.h"
#include "client/cli/known_at_text.h"

namespace wijkboek {
namespace {

template <typename Value>
CLI::Option* AddParsed(CLI::App& command, const std::string& name, const std::string& description,
                       absl::StatusOr<Value> (*parse)(absl::string_view),
                       std::function<void(Value)> set) {
  return command.add_option_function<std::string>(
      name,
      [name, parse, set = std::move(set)](const std::string& text) {
        const absl::StatusOr<Value> value = parse(text);
        if (!value.ok()) throw CLI::ValidationError(name, std::string(value.status().message()));
        set(*value);
      },
      description);
}

}  // namespace

CLI::Option* AddDay(CLI::App& command, const std::string& name, const std::string& description,
                    std::function<void(CivilDay)> set) {
  return AddParsed<CivilDay>(command, name, description, ParseDay, std::move(set))
      ->type_name("DAY");
}

CLI::Option* AddText(CLI::App& command, const std::string& name, const std::string& description,
                     const std::function<void(const std::string&)>& set) {
  return command.add_option_function<std::string>(name, set, description)->type_name("TEXT");
}

CLI::Option* AddKnownAt(CLI::App& command, const std::string& name, const std::string& description,
                        std::function<void(v1::AsKnownAt)> set) {
  return AddParsed<v1::AsKnownAt>(command, name, description, ParseKnownAt, std::move(set))
      ->type_name("TIME|POSITION");
}

}  // namespace wijkboek
