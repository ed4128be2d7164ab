// Base32 as RFC 4648 has it (section 6), without padding: what people can type and any app reads.
#ifndef WIJKBOEK_COMMON_BASE32_H_
#define WIJKBOEK_COMMON_BASE32_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

std::string Base32(absl::string_view bytes);
// The other way, without regard to case. INVALID_ARGUMENT for a sign that is none of it.
absl::StatusOr<std::string> FromBase32(absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_BASE32_H_
