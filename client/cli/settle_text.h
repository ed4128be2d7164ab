// What the command prints of discrepancies. Pure.
#ifndef WIJKBOEK_CLIENT_CLI_SETTLE_TEXT_H_
#define WIJKBOEK_CLIENT_CLI_SETTLE_TEXT_H_

#include <string>

#include <google/protobuf/repeated_field.h>

#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// A small block for each, oldest first, and how many there are.
std::string DiscrepanciesText(const google::protobuf::RepeatedPtrField<v1::DiscrepancyItem>& items);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_SETTLE_TEXT_H_
