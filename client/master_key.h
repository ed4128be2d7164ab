// The key under which the kiosk's secrets are encrypted at rest. It comes from outside the store:
// from the service manager's credentials, or from a protected file.
#ifndef WIJKBOEK_CLIENT_MASTER_KEY_H_
#define WIJKBOEK_CLIENT_MASTER_KEY_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ids.h"
#include "common/random.h"

namespace wijkboek {

// Reads $CREDENTIALS_DIRECTORY/wijkboek-store-key when the service manager gives one
// (`credentials_directory` not empty and the file is there), else `key_file`: 32 bytes, readable by
// its owner alone. With `make` an absent key file is made (0600, synced). FAILED_PRECONDITION when
// there is no key, it has another size, or others may read it.
absl::StatusOr<SecretKey> LoadMasterKey(const std::string& credentials_directory,
                                        const std::string& key_file, bool make, Random& random);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_MASTER_KEY_H_
