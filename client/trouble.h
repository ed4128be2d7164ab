// Why a kiosk is not in sync, in words a coach understands.
#ifndef WIJKBOEK_CLIENT_TROUBLE_H_
#define WIJKBOEK_CLIENT_TROUBLE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// The connection ended so. `server` is its address, `retry_ms` when it is tried again.
std::string ExplainTrouble(const absl::Status& status, absl::string_view server,
                           std::int64_t retry_ms);
// The status speaks of certificates or the handshake: a renewed certificate may help.
bool IsAboutCertificates(const absl::Status& status);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_TROUBLE_H_
