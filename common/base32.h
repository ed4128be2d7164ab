// Base32 as RFC 4648 has it (section 6), without padding: what people can type and any app reads.
#ifndef WIJKBOEK_COMMON_BASE32_H_
#define WIJKBOEK_COMMON_BASE32_H_

#include <string>

#include "absl/strings/string_view.h"

namespace wijkboek {

std::string Base32(absl::string_view bytes);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_BASE32_H_
