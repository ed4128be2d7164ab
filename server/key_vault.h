// keys.db: what must be kept apart from the log and backed up apart from it. People's keys and the
// tombstones of destroyed ones, the key under which badges are hashed, the secret from which badges
// are made, the office's device id and signing key, and the key that signs acknowledgements.
#ifndef WIJKBOEK_SERVER_KEY_VAULT_H_
#define WIJKBOEK_SERVER_KEY_VAULT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "common/random.h"
#include "common/seal.h"
#include "common/sqlite/database.h"

namespace wijkboek {

// Thread-safe. What a call wrote is durable when it returns. Errors are the database's
// (common/sqlite/database.h).
class KeyVault final : public KeySource {
 public:
  // Makes the file, and the server's own keys in it, when it is not there. What it finds is on the
  // disk itself when this returns. `random` must outlive this.
  static absl::StatusOr<std::unique_ptr<KeyVault>> Open(const std::string& path, Random& random);

  // ---- the server's own; fixed for the life of the file
  const SecretKey& lookup_key() const { return lookup_key_; }
  // With it the server makes badges (common/credential.h). Kiosks never have it.
  const SecretKey& badge_secret() const { return badge_secret_; }
  const Id& office_device() const { return office_device_; }
  const SigningKey& office_signing_key() const { return *office_signing_key_; }
  const SigningKey& acknowledgement_key() const { return *acknowledgement_key_; }

  // ---- people's keys
  absl::StatusOr<PersonKey> Find(const Id& key_id) const override;
  // kEverybody: travels to the kiosks in whose scope the person is. kOffice: never leaves the
  // server.
  enum class For { kEverybody, kOffice };
  // The key of that person that was here first; made when there is none. FAILED_PRECONDITION when
  // the person was erased.
  absl::StatusOr<PersonKey> KeyFor(const Id& person);
  // The same for many, in one transaction; in the order of `persons`.
  absl::StatusOr<std::vector<PersonKey>> KeysFor(absl::Span<const Id> persons,
                                                 For whom = For::kEverybody);
  // Takes in keys that devices made, in one transaction. One that is known, destroyed, or of an
  // erased person is dropped.
  absl::Status Add(absl::Span<const PersonKey> keys);
  // All keys of these persons that may travel, in their order and each one's in the order of
  // arrival.
  absl::StatusOr<std::vector<PersonKey>> KeysOf(absl::Span<const Id> persons) const;
  // Which of these key ids were destroyed.
  absl::StatusOr<std::vector<Id>> DestroyedAmong(absl::Span<const Id> key_ids) const;
  // Ids of all destroyed keys of these persons, which are sorted. Few: what it costs grows with all
  // keys that ever were destroyed.
  absl::StatusOr<std::vector<Id>> DestroyedOf(absl::Span<const Id> persons) const;
  // Destroys all keys of the person, and any that will arrive. The key ids that are gone (also by
  // an earlier call).
  absl::StatusOr<std::vector<Id>> Erase(const Id& person, std::int64_t now_ms);

  // Grows with each change of people's keys. For those who pass keys on.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  // Grows with each erasure alone. For those who keep what keys opened.
  std::uint64_t erasures() const { return erasures_.load(std::memory_order_acquire); }

 private:
  KeyVault(Database database, Random& random);
  absl::Status LoadOwnKeys();
  absl::StatusOr<std::string> Setting(absl::string_view name, std::size_t size);
  absl::StatusOr<PersonKey> KeyForLocked(const Id& person, For whom);

  mutable std::mutex mutex_;
  mutable Database database_;
  Random& random_;
  mutable Statement find_;
  mutable Statement of_person_;
  mutable Statement is_destroyed_;
  mutable Statement all_destroyed_;
  mutable Statement is_erased_;
  mutable Statement insert_;
  SecretKey lookup_key_;
  SecretKey badge_secret_;
  Id office_device_;
  std::unique_ptr<SigningKey> office_signing_key_;
  std::unique_ptr<SigningKey> acknowledgement_key_;
  std::atomic<std::uint64_t> version_{1};
  std::atomic<std::uint64_t> erasures_{0};
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_KEY_VAULT_H_
