#include "common/tls/x509.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/crypto.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using BioPtr = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Deleter<X509_free>>;
using RequestPtr = std::unique_ptr<X509_REQ, Deleter<X509_REQ_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Deleter<X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, Deleter<X509_STORE_CTX_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, Deleter<GENERAL_NAMES_free>>;
using NumberPtr = std::unique_ptr<BIGNUM, Deleter<BN_free>>;

constexpr absl::string_view kDeviceUri = "wijkboek:device:";
constexpr absl::string_view kCentreUri = "wijkboek:centre:";
constexpr absl::string_view kLogKeyUri = "wijkboek:log-key:";
constexpr absl::string_view kAuthorityName = "Wijkboek authority";

// OpenSSL keeps its errors in a queue of the thread's: emptied, so that none is blamed on a later
// call.
absl::Status CryptoError(absl::string_view doing) {
  unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return absl::InternalError(
      absl::StrCat(doing, reason == nullptr ? "" : ": ", reason == nullptr ? "" : reason));
}

absl::Status Unreadable(absl::string_view what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(absl::StrCat("this is no ", what));
}

BioPtr ReaderOf(absl::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  long size = BIO_get_mem_data(bio, &data);
  return size <= 0 ? std::string() : std::string(data, static_cast<std::size_t>(size));
}

absl::StatusOr<KeyPtr> ParseKey(absl::string_view pem) {
  KeyPtr key(PEM_read_bio_PrivateKey(ReaderOf(pem).get(), nullptr, nullptr, nullptr));
  if (key == nullptr) return Unreadable("private key in PEM");
  return key;
}

absl::StatusOr<CertificatePtr> ParseCertificate(absl::string_view pem) {
  CertificatePtr certificate(PEM_read_bio_X509(ReaderOf(pem).get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr) return Unreadable("certificate in PEM");
  return certificate;
}

absl::StatusOr<RequestPtr> ParseRequest(absl::string_view der) {
  if (der.size() > kSigningRequestBytesMax)
    return absl::InvalidArgumentError("signing request too large");
  const auto* start = reinterpret_cast<const unsigned char*>(der.data());
  const unsigned char* end = start;
  RequestPtr request(d2i_X509_REQ(nullptr, &end, static_cast<long>(der.size())));
  if (request == nullptr || end != start + der.size()) return Unreadable("signing request");
  EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
  char group[32] = {};
  std::size_t length = 0;
  if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC ||
      EVP_PKEY_get_group_name(key, group, sizeof group, &length) != 1 ||
      absl::string_view(group, length) != SN_X9_62_prime256v1) {
    ERR_clear_error();
    return absl::InvalidArgumentError("the signing request's key is not EC P-256");
  }
  if (X509_REQ_verify(request.get(), key) != 1) {
    ERR_clear_error();
    return absl::InvalidArgumentError("the signing request is not signed by its own key");
  }
  return request;
}

absl::StatusOr<std::string> KeyToPem(EVP_PKEY* key) {
  // Memory that held a private key is wiped when it is given back.
  BioPtr bio(BIO_new(BIO_s_secmem()));
  if (bio == nullptr ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return CryptoError("writing a private key");
  }
  return TextOf(bio.get());
}

absl::StatusOr<std::string> CertificateToPem(X509* certificate) {
  BioPtr bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || PEM_write_bio_X509(bio.get(), certificate) != 1) {
    return CryptoError("writing a certificate");
  }
  return TextOf(bio.get());
}

bool SetTime(ASN1_TIME* time, std::int64_t t_ms) {
  return ASN1_TIME_set(time, static_cast<std::time_t>(t_ms / 1000)) != nullptr;
}

bool SetRandomSerial(X509* certificate) {
  NumberPtr serial(BN_new());
  // 127 bits stay positive in DER.
  return serial != nullptr &&
         BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool SetCommonName(X509* certificate, absl::string_view name) {
  return X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(name.data()),
                                    static_cast<int>(name.size()), -1, 0) == 1;
}

bool AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// A certificate with everything but its names, purpose and signature.
absl::StatusOr<CertificatePtr> Blank(EVP_PKEY* public_key, absl::string_view common_name,
                                     const Validity& validity) {
  CertificatePtr certificate(X509_new());
  if (certificate == nullptr || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      !SetRandomSerial(certificate.get()) ||
      !SetTime(X509_getm_notBefore(certificate.get()), validity.not_before_ms) ||
      !SetTime(X509_getm_notAfter(certificate.get()), validity.not_after_ms) ||
      X509_set_pubkey(certificate.get(), public_key) != 1 ||
      !SetCommonName(certificate.get(), common_name)) {
    return CryptoError("making a certificate");
  }
  return certificate;
}

absl::StatusOr<std::string> IssueLeaf(const KeyAndCertificate& authority, EVP_PKEY* public_key,
                                      absl::string_view common_name, const Validity& validity,
                                      const std::string& purpose, const std::string& names) {
  ASSIGN_OR_RETURN(KeyPtr signing_key, ParseKey(authority.key_pem));
  ASSIGN_OR_RETURN(CertificatePtr issuer, ParseCertificate(authority.certificate_pem));
  ASSIGN_OR_RETURN(CertificatePtr leaf, Blank(public_key, common_name, validity));
  if (X509_set_issuer_name(leaf.get(), X509_get_subject_name(issuer.get())) != 1 ||
      !AddExtension(leaf.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE") ||
      !AddExtension(leaf.get(), issuer.get(), NID_key_usage, "critical,digitalSignature") ||
      !AddExtension(leaf.get(), issuer.get(), NID_ext_key_usage, purpose) ||
      !AddExtension(leaf.get(), issuer.get(), NID_subject_alt_name, names) ||
      !AddExtension(leaf.get(), issuer.get(), NID_subject_key_identifier, "hash") ||
      !AddExtension(leaf.get(), issuer.get(), NID_authority_key_identifier, "keyid:always") ||
      X509_sign(leaf.get(), signing_key.get(), EVP_sha256()) == 0) {
    return CryptoError("issuing a certificate");
  }
  return CertificateToPem(leaf.get());
}

// Does the authority's signature hold, and for this purpose (or any)? Dates are not looked at.
bool IsIssuedBy(X509* certificate, X509* authority, std::optional<int> purpose) {
  StorePtr store(X509_STORE_new());
  StoreContextPtr context(X509_STORE_CTX_new());
  if (store == nullptr || context == nullptr || X509_STORE_add_cert(store.get(), authority) != 1 ||
      X509_STORE_CTX_init(context.get(), store.get(), certificate, nullptr) != 1) {
    return false;
  }
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_NO_CHECK_TIME);
  if (purpose.has_value()) X509_STORE_CTX_set_purpose(context.get(), *purpose);
  bool issued = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  return issued;
}

// The one URI name that begins with `prefix`, without it. Two of a kind would be ambiguous: neither
// counts.
std::string UriAfter(const GENERAL_NAMES* names, absl::string_view prefix) {
  std::string found;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* uri = name->d.uniformResourceIdentifier;
    absl::string_view text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                           static_cast<std::size_t>(ASN1_STRING_length(uri)));
    if (!absl::ConsumePrefix(&text, prefix)) continue;
    if (!found.empty()) return {};
    found = std::string(text);
  }
  return found;
}

std::string CommonNameOf(X509* certificate) {
  char name[64] = {};
  int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                                         sizeof name);
  return length <= 0 ? std::string() : std::string(name, static_cast<std::size_t>(length));
}

absl::StatusOr<std::int64_t> TimeOf(const ASN1_TIME* time) {
  std::tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return Unreadable("time of a certificate");
  return std::int64_t{timegm(&parts)} * 1000;
}

}  // namespace

absl::StatusOr<std::string> MakeTlsKey() {
  KeyPtr key(EVP_EC_gen(SN_X9_62_prime256v1));
  if (key == nullptr) return CryptoError("making a key");
  return KeyToPem(key.get());
}

absl::StatusOr<std::string> MakeAuthorityCertificate(absl::string_view key_pem,
                                                     const Validity& validity) {
  ASSIGN_OR_RETURN(KeyPtr key, ParseKey(key_pem));
  ASSIGN_OR_RETURN(CertificatePtr certificate, Blank(key.get(), kAuthorityName, validity));
  X509* self = certificate.get();
  if (X509_set_issuer_name(self, X509_get_subject_name(self)) != 1 ||
      !AddExtension(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
      !AddExtension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign") ||
      !AddExtension(self, self, NID_subject_key_identifier, "hash") ||
      X509_sign(self, key.get(), EVP_sha256()) == 0) {
    return CryptoError("making an authority");
  }
  return CertificateToPem(self);
}

absl::StatusOr<KeyAndCertificate> MakeAuthority(const Validity& validity) {
  KeyAndCertificate authority;
  ASSIGN_OR_RETURN(authority.key_pem, MakeTlsKey());
  ASSIGN_OR_RETURN(authority.certificate_pem,
                   MakeAuthorityCertificate(authority.key_pem, validity));
  return authority;
}

absl::StatusOr<std::string> MakeSigningRequest(absl::string_view key_pem) {
  ASSIGN_OR_RETURN(KeyPtr key, ParseKey(key_pem));
  RequestPtr request(X509_REQ_new());
  if (request == nullptr || X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 ||
      X509_REQ_set_pubkey(request.get(), key.get()) != 1 ||
      X509_REQ_sign(request.get(), key.get(), EVP_sha256()) == 0) {
    return CryptoError("making a signing request");
  }
  unsigned char* der = nullptr;
  int size = i2d_X509_REQ(request.get(), &der);
  if (size <= 0) return CryptoError("writing a signing request");
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

absl::Status CheckSigningRequest(absl::string_view request_der) {
  return ParseRequest(request_der).status();
}

absl::StatusOr<std::string> IssueDeviceCertificate(const KeyAndCertificate& authority,
                                                   absl::string_view request_der,
                                                   const DeviceIdentity& identity,
                                                   const Validity& validity) {
  ASSIGN_OR_RETURN(RequestPtr request, ParseRequest(request_der));
  std::string names = absl::StrCat("URI:", kDeviceUri, identity.device.hex(),  //
                                   ",URI:", kCentreUri, identity.centre.hex(), ",URI:", kLogKeyUri,
                                   identity.log_key.hex());
  return IssueLeaf(authority, X509_REQ_get0_pubkey(request.get()), identity.device.hex(), validity,
                   "clientAuth", names);
}

absl::StatusOr<std::string> IssueServerCertificate(const KeyAndCertificate& authority,
                                                   absl::string_view server_key_pem,
                                                   const Validity& validity) {
  ASSIGN_OR_RETURN(KeyPtr key, ParseKey(server_key_pem));
  std::string names = absl::StrCat("DNS:", kTlsServerName, ",DNS:localhost,IP:127.0.0.1");
  return IssueLeaf(authority, key.get(), kTlsServerName, validity, "serverAuth", names);
}

absl::StatusOr<DeviceIdentity> ReadDeviceIdentity(absl::string_view certificate_pem,
                                                  absl::string_view authority_pem) {
  ASSIGN_OR_RETURN(CertificatePtr authority, ParseCertificate(authority_pem));
  absl::StatusOr<CertificatePtr> certificate = ParseCertificate(certificate_pem);
  if (!certificate.ok()) return absl::UnauthenticatedError("the device sent no certificate");
  if (!IsIssuedBy(certificate->get(), authority.get(), X509_PURPOSE_SSL_CLIENT)) {
    return absl::UnauthenticatedError("the device's certificate is not one of this authority's");
  }
  NamesPtr names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate->get(), NID_subject_alt_name, nullptr, nullptr)));
  if (names == nullptr) return absl::UnauthenticatedError("the certificate names no device");
  absl::StatusOr<Id> device = Id::FromHex(UriAfter(names.get(), kDeviceUri));
  absl::StatusOr<Id> centre = Id::FromHex(UriAfter(names.get(), kCentreUri));
  absl::StatusOr<PublicKey> log_key = PublicKey::FromHex(UriAfter(names.get(), kLogKeyUri));
  if (!device.ok() || !centre.ok() || !log_key.ok() ||
      CommonNameOf(certificate->get()) != device->hex()) {
    return absl::UnauthenticatedError("the certificate names no device");
  }
  return DeviceIdentity{.device = *device, .centre = *centre, .log_key = *log_key};
}

absl::Status CheckIssuedBy(absl::string_view certificate_pem, absl::string_view authority_pem) {
  ASSIGN_OR_RETURN(CertificatePtr authority, ParseCertificate(authority_pem));
  ASSIGN_OR_RETURN(CertificatePtr certificate, ParseCertificate(certificate_pem));
  if (!IsIssuedBy(certificate.get(), authority.get(), std::nullopt)) {
    return absl::UnauthenticatedError("the certificate is not one of this authority's");
  }
  return absl::OkStatus();
}

absl::Status CheckKeyMatches(const KeyAndCertificate& pair) {
  ASSIGN_OR_RETURN(KeyPtr key, ParseKey(pair.key_pem));
  ASSIGN_OR_RETURN(CertificatePtr certificate, ParseCertificate(pair.certificate_pem));
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    ERR_clear_error();
    return absl::InvalidArgumentError("key and certificate do not belong together");
  }
  return absl::OkStatus();
}

absl::StatusOr<Validity> ValidityOf(absl::string_view certificate_pem) {
  ASSIGN_OR_RETURN(CertificatePtr certificate, ParseCertificate(certificate_pem));
  Validity validity;
  ASSIGN_OR_RETURN(validity.not_before_ms, TimeOf(X509_get0_notBefore(certificate.get())));
  ASSIGN_OR_RETURN(validity.not_after_ms, TimeOf(X509_get0_notAfter(certificate.get())));
  return validity;
}

absl::StatusOr<Hash> PublicKeyFingerprint(absl::string_view certificate_pem) {
  ASSIGN_OR_RETURN(CertificatePtr certificate, ParseCertificate(certificate_pem));
  unsigned char* der = nullptr;
  int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &der);
  if (size <= 0) return CryptoError("reading a public key");
  Hash hash =
      Sha256(absl::string_view(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)));
  OPENSSL_free(der);
  return hash;
}

}  // namespace wijkboek
