#include "common/seal.h"
#include "absl/strings/string_view.h"

#include <sodium.h>

#include "common/crypto.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* AsBytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Encrypt(const SecretKey& key, absl::string_view nonce, absl::string_view associated,
                    absl::string_view plaintext) {
  std::string ciphertext(plaintext.size() + kTagBytes, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(ciphertext.data()),
                                             nullptr, AsBytes(plaintext), plaintext.size(),
                                             AsBytes(associated), associated.size(), nullptr,
                                             AsBytes(nonce), key.data());
  return ciphertext;
}

absl::StatusOr<std::string> Decrypt(const SecretKey& key, absl::string_view nonce,
                                    absl::string_view associated, absl::string_view ciphertext) {
  if (nonce.size() != kNonceBytes || ciphertext.size() < kTagBytes) {
    return absl::DataLossError("sealed bytes are too short");
  }
  std::string plaintext(ciphertext.size() - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(plaintext.data()), nullptr, nullptr, AsBytes(ciphertext),
          ciphertext.size(), AsBytes(associated), associated.size(), AsBytes(nonce),
          key.data()) != 0) {
    return absl::DataLossError("sealed bytes do not open with this key");
  }
  return plaintext;
}

std::string AssociatedData(const v1::Event& event, const v1::SealedPart& part) {
  std::string text = "wijkboek sealed v1";
  text.append(event.device_id());
  AppendUint64(text, event.epoch());
  AppendUint64(text, event.seq());
  AppendUint32(text, static_cast<std::uint32_t>(part.field()));
  text.append(part.person_id());
  text.append(part.key_id());
  return text;
}

std::string NewNonce(Random& random) {
  std::string nonce(kNonceBytes, '\0');
  random.Fill(nonce.data(), nonce.size());
  return nonce;
}

}  // namespace

void AddSealedPart(v1::Event& event, v1::SealedField field, absl::string_view plaintext,
                   const PersonKey& key, Random& random) {
  v1::SealedPart part;
  part.set_field(field);
  part.set_person_id(key.person.ToString());
  part.set_key_id(key.key_id.ToString());
  part.set_nonce(NewNonce(random));
  part.set_ciphertext(Encrypt(key.key, part.nonce(), AssociatedData(event, part), plaintext));
  *event.add_sealed() = std::move(part);
}

absl::StatusOr<std::string> OpenSealedPart(const v1::Event& event, const v1::SealedPart& part,
                                           const KeySource& keys) {
  ASSIGN_OR_RETURN(Id key_id, Id::FromBytes(part.key_id()));
  ASSIGN_OR_RETURN(PersonKey key, keys.Find(key_id));
  return Decrypt(key.key, part.nonce(), AssociatedData(event, part), part.ciphertext());
}

std::string WrapSecret(const SecretKey& master, absl::string_view label, absl::string_view secret,
                       Random& random) {
  std::string nonce = NewNonce(random);
  return nonce + Encrypt(master, nonce, label, secret);
}

absl::StatusOr<std::string> UnwrapSecret(const SecretKey& master, absl::string_view label,
                                         absl::string_view wrapped) {
  if (wrapped.size() < kNonceBytes) return absl::DataLossError("wrapped secret is too short");
  return Decrypt(master, wrapped.substr(0, kNonceBytes), label, wrapped.substr(kNonceBytes));
}

}  // namespace wijkboek
