// What the command prints of discrepancies. Pure.
#ifndef WIJKBOEK_CLIENT_CLI_SETTLE_TEXT_H_
#define WIJKBOEK_CLIENT_CLI_SETTLE_TEXT_H_

#include <string>

#include <google/protobuf/repeated_field.h>

#include "absl/strings/string_view.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// A small block for each, oldest first, and how many there are; `none`: what to say where there are
// none.
std::string DiscrepanciesText(const google::protobuf::RepeatedPtrField<v1::DiscrepancyItem>& items,
                              absl::string_view none);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_SETTLE_TEXT_H_
