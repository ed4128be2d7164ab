// "As known when", as it is typed.
#ifndef WIJKBOEK_CLIENT_CLI_KNOWN_AT_TEXT_H_
#define WIJKBOEK_CLIENT_CLI_KNOWN_AT_TEXT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// A local time ("2026-03-31T17:00"), a position of the server's log ("4711"), or a position at a
// moment ("4711@2026-03-31T17:00", or in UTC milliseconds "4711@1774969200000"). INVALID_ARGUMENT
// for anything else.
absl::StatusOr<v1::AsKnownAt> ParseKnownAt(absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_KNOWN_AT_TEXT_H_
