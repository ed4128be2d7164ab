// Is it text? Protobuf's strings and our pages take UTF-8 only.
#ifndef WIJKBOEK_COMMON_UTF8_H_
#define WIJKBOEK_COMMON_UTF8_H_

#include "absl/strings/string_view.h"

namespace wijkboek {

// Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool IsUtf8(absl::string_view bytes);

// Text that was cut anywhere, without the half sign at its end.
absl::string_view WithoutHalfSign(absl::string_view cut);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_UTF8_H_
