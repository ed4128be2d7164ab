// Prepares OpenSSL's side of a listener: which certificate it shows, and from which version on it
// speaks.
#ifndef WIJKBOEK_COMMON_CONNECT_TLS_CONTEXT_H_
#define WIJKBOEK_COMMON_CONNECT_TLS_CONTEXT_H_

#include <openssl/ssl.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// TLS 1.2 or 1.3. INVALID_ARGUMENT when one of them is no PEM, or the key is another
// certificate's.
absl::Status UseCertificate(SSL_CTX& context, absl::string_view certificate_pem,
                            absl::string_view key_pem);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CONNECT_TLS_CONTEXT_H_
