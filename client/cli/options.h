// Options that several commands have.
#ifndef WIJKBOEK_CLIENT_CLI_OPTIONS_H_
#define WIJKBOEK_CLIENT_CLI_OPTIONS_H_

#include <functional>
#include <string>

#include "common/civil_time.h"
#include "wijkboek/v1/office.pb.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace wijkboek {

// A civil day, as 2026-03-01; what is none is refused while the line is parsed.
CLI::Option* AddDay(CLI::App& command, const std::string& name, const std::string& description,
                    std::function<void(CivilDay)> set);
CLI::Option* AddText(CLI::App& command, const std::string& name, const std::string& description,
                     const std::function<void(const std::string&)>& set);
// A time or a position, as ParseKnownAt takes it.
CLI::Option* AddKnownAt(CLI::App& command, const std::string& name, const std::string& description,
                        std::function<void(v1::AsKnownAt)> set);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_OPTIONS_H_
