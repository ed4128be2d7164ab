// No-show cases as the command prints them. Pure.
#ifndef WIJKBOEK_CLIENT_CLI_CASE_TEXT_H_
#define WIJKBOEK_CLIENT_CLI_CASE_TEXT_H_

#include <string>

#include <google/protobuf/repeated_field.h>

#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// One row for each, with what is to be done next.
std::string CasesText(const google::protobuf::RepeatedPtrField<v1::CaseItem>& items);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_CASE_TEXT_H_
