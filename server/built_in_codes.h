// The file of codes that the server was built with: deploy/classifications/netherlands.json.
#ifndef WIJKBOEK_SERVER_BUILT_IN_CODES_H_
#define WIJKBOEK_SERVER_BUILT_IN_CODES_H_

#include "absl/strings/string_view.h"

namespace wijkboek {

extern const absl::string_view kBuiltInCodes;

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_BUILT_IN_CODES_H_
