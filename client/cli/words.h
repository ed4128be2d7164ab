// Words of the command line: enums as people type them, and how somebody is named.
#ifndef WIJKBOEK_CLIENT_CLI_WORDS_H_
#define WIJKBOEK_CLIENT_CLI_WORDS_H_

#include <map>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "wijkboek/v1/kiosk.pb.h"

namespace wijkboek {

// An enum's values in lower case, without the prefix that they share and without "unspecified":
// "going_along" for VISIT_TASK_GOING_ALONG.
std::map<std::string, int> EnumWords(const google::protobuf::EnumDescriptor& type);

// "badge:T", "qr:T", "number:N", "pin:N" or "person:HEX". INVALID_ARGUMENT for anything else.
absl::StatusOr<v1::Who> ParseWho(absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_WORDS_H_
