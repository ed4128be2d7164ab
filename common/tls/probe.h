// The first contact with a server whose authority is not known yet but pinned: takes what the
// server presents, trusts nothing of it except what the pin confirms.
#ifndef WIJKBOEK_COMMON_TLS_PROBE_H_
#define WIJKBOEK_COMMON_TLS_PROBE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// Connects to "host:port" ("[::1]:port" for IPv6) with TLS, ALPN h2, reads the presented chain and
// hangs up. Returns the certificate (PEM) of the authority whose public key fingerprint (see
// PublicKeyFingerprint) begins with `pin`, if it also issued the server's own certificate. Blocks,
// at most `timeout_ms` (besides the resolver's own bound). Errors: INVALID_ARGUMENT (no address),
// UNAVAILABLE (nobody there, no TLS, too slow), PERMISSION_DENIED (another authority).
absl::StatusOr<std::string> FetchPinnedAuthority(const std::string& address, absl::string_view pin,
                                                 std::int64_t timeout_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_TLS_PROBE_H_
