// The server's own certificate authority, in a folder of its own: issues the certificates of
// devices and of the server itself.
#ifndef WIJKBOEK_SERVER_AUTHORITY_H_
#define WIJKBOEK_SERVER_AUTHORITY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/invitation.h"
#include "common/tls/x509.h"

namespace wijkboek {

struct IssuedCertificate {
  std::string pem;
  std::int64_t not_after_ms = 0;
};

// Immutable once opened; thread-safe.
class Authority {
 public:
  // Reads `dir`/authority.key, authority.pem, server.key, server.pem (files 0600, folder 0700),
  // making what is not there yet: atomically and synced, so that a crash leaves either nothing or
  // all of a file. The server's certificate is renewed when less than a third of its life remains
  // at `now_ms`. `now_ms` comes from a real clock. DATA_LOSS when the files do not belong together;
  // FAILED_PRECONDITION when the authority's key is gone but its certificate is not: a new one
  // would shut out every kiosk.
  static absl::StatusOr<Authority> OpenOrCreate(const std::string& dir, std::int64_t now_ms);

  const std::string& certificate_pem() const { return authority_.certificate_pem; }
  const std::string& server_key_pem() const { return server_.key_pem; }
  // The server's certificate followed by the authority's: what both listeners present.
  std::string server_chain_pem() const {
    return server_.certificate_pem + authority_.certificate_pem;
  }
  // What goes into invitation codes.
  const AuthorityPin& pin() const { return pin_; }

  // A client certificate from five minutes ago (clocks differ) until `lifetime_ms` from now.
  // INVALID_ARGUMENT: the request.
  absl::StatusOr<IssuedCertificate> IssueDevice(absl::string_view request_der,
                                                const DeviceIdentity& identity, std::int64_t now_ms,
                                                std::int64_t lifetime_ms) const;

  // ReadDeviceIdentity against this authority.
  absl::StatusOr<DeviceIdentity> Identify(absl::string_view certificate_pem) const;

 private:
  Authority() = default;
  KeyAndCertificate authority_;
  KeyAndCertificate server_;
  AuthorityPin pin_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_AUTHORITY_H_
