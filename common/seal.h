// Sealing: XChaCha20-Poly1305 with one person's key, bound to the event and field by associated
// data (see sealed.proto).
#ifndef WIJKBOEK_COMMON_SEAL_H_
#define WIJKBOEK_COMMON_SEAL_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "common/random.h"
#include "wijkboek/v1/event.pb.h"
#include "wijkboek/v1/sealed.pb.h"

namespace wijkboek {

// One of a person's keys. A person may have several: each device that met them without a key at
// hand made one.
struct PersonKey {
  Id key_id;
  Id person;
  SecretKey key;
};

// Where keys are looked up. Implementations say what threads may do.
class KeySource {
 public:
  virtual ~KeySource() = default;
  // NOT_FOUND when the key is not here or was destroyed.
  virtual absl::StatusOr<PersonKey> Find(const Id& key_id) const = 0;
};

// Adds a sealed part for `key.person` to the event, whose device_id, epoch and seq must be set
// already.
void AddSealedPart(v1::Event& event, v1::SealedField field, absl::string_view plaintext,
                   const PersonKey& key, Random& random);

// The plaintext. NOT_FOUND without the key, DATA_LOSS when the part was changed or belongs to
// another event.
absl::StatusOr<std::string> OpenSealedPart(const v1::Event& event, const v1::SealedPart& part,
                                           const KeySource& keys);

// The first part of this field and person that can be opened, parsed; nullopt when none can.
template <typename Message>
std::optional<Message> FindSealed(const v1::Event& event, v1::SealedField field, const Id& person,
                                  const KeySource& keys) {
  for (const v1::SealedPart& part : event.sealed()) {
    if (part.field() != field || part.person_id() != person.bytes()) continue;
    absl::StatusOr<std::string> plaintext = OpenSealedPart(event, part, keys);
    Message message;
    if (plaintext.ok() && message.ParseFromString(*plaintext)) return message;
  }
  return std::nullopt;
}

// Encrypts small secrets at rest under a master key (XChaCha20-Poly1305, nonce in front). `label`
// binds the purpose.
std::string WrapSecret(const SecretKey& master, absl::string_view label, absl::string_view secret,
                       Random& random);
// DATA_LOSS when the master key is another one or the bytes were changed.
absl::StatusOr<std::string> UnwrapSecret(const SecretKey& master, absl::string_view label,
                                         absl::string_view wrapped);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_SEAL_H_
