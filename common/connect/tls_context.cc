#include "common/connect/tls_context.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <memory>

namespace wijkboek {
namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

Bio Reading(absl::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

}  // namespace

absl::Status UseCertificate(SSL_CTX& context, absl::string_view certificate_pem,
                            absl::string_view key_pem) {
  SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
  // The order of suites is OpenSSL's own: its strongest first.
  SSL_CTX_set_options(&context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  const Bio certificates = Reading(certificate_pem);
  const Certificate own(PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr));
  if (own == nullptr || SSL_CTX_use_certificate(&context, own.get()) != 1) {
    return absl::InvalidArgumentError("the certificate is no PEM");
  }
  while (X509* issuer = PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr)) {
    // It is the context's from now on.
    SSL_CTX_add0_chain_cert(&context, issuer);
  }
  const Bio keys = Reading(key_pem);
  const Key key(PEM_read_bio_PrivateKey(keys.get(), nullptr, nullptr, nullptr));
  const bool fits = key != nullptr && SSL_CTX_use_PrivateKey(&context, key.get()) == 1 &&
                    SSL_CTX_check_private_key(&context) == 1;
  // The end of a file of certificates is an error to OpenSSL, too.
  ERR_clear_error();
  if (!fits) return absl::InvalidArgumentError("the key does not belong to the certificate");
  return absl::OkStatus();
}

}  // namespace wijkboek
