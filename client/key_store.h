// The kiosk's secrets, keys.db: its own (log signing seed, TLS key, look-up key) and persons' keys,
// each encrypted under the master key. A file of its own, so that it can be destroyed without the
// log.
#ifndef WIJKBOEK_CLIENT_KEY_STORE_H_
#define WIJKBOEK_CLIENT_KEY_STORE_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/connection.h"
#include "common/random.h"
#include "common/seal.h"

namespace wijkboek {

// A key without its secret.
struct PersonKeyName {
  Id key_id;
  Id person;
};

// Thread-safe. Writes are on disk when they return.
class KeyStore final : public KeySource {
 public:
  // FAILED_PRECONDITION when the master key is another one than the file was made with; nothing is
  // readable then. `random` must outlive the store.
  static absl::StatusOr<std::unique_ptr<KeyStore>> Open(const std::string& path,
                                                        const SecretKey& master, Random& random);

  // ---- persons' keys
  absl::StatusOr<PersonKey> Find(const Id& key_id) const override;
  // A key to seal with: one that is here, or a new one.
  absl::StatusOr<PersonKey> KeyFor(const Id& person);
  // The key, if this device made it: then the server must be given it.
  absl::StatusOr<std::optional<PersonKey>> FindMadeHere(const Id& key_id) const;
  absl::StatusOr<std::vector<Id>> KeyIds() const;
  // Takes keys from the server. Destroyed ones are dropped.
  absl::Status Put(absl::Span<const PersonKey> keys);
  // For good: the ids are remembered.
  absl::Status Destroy(absl::Span<const Id> key_ids);
  // Persons who left the scope: what came from the server goes. Keys made here stay for as long as
  // the events that they sealed, because a restored server may need both again; see MadeHere.
  absl::Status RemovePersons(absl::Span<const Id> persons);
  absl::StatusOr<std::vector<PersonKeyName>> MadeHere() const;
  absl::Status RemoveMadeHere(absl::Span<const Id> key_ids);
  // All that came from the server; those made here stay.
  absl::Status RemovePulled();

  // ---- the device's own secrets, by name
  absl::StatusOr<std::optional<std::string>> Secret(absl::string_view name) const;
  absl::Status SetSecret(absl::string_view name, absl::string_view value);

 private:
  KeyStore(std::unique_ptr<Connection> connection, const SecretKey& master, Random& random);
  absl::Status CheckMaster();
  absl::StatusOr<PersonKey> FindLocked(const Id& key_id) const;
  absl::Status InsertLocked(const PersonKey& key, bool made_here);

  mutable std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
  const SecretKey master_;
  Random& random_;
};

// Names of the device's own secrets.
inline constexpr absl::string_view kLogSeedSecret = "log_seed";
inline constexpr absl::string_view kTlsKeySecret = "tls_key";
inline constexpr absl::string_view kLookupKeySecret = "lookup_key";
inline constexpr absl::string_view kDeviceIdSecret = "device_id";

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_KEY_STORE_H_
