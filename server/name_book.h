// Names that are asked for again and again: all participants', for finding somebody by a part of
// their name. PersonNames opens each from the log, which twenty thousand times takes most of a
// second.
#ifndef WIJKBOEK_SERVER_NAME_BOOK_H_
#define WIJKBOEK_SERVER_NAME_BOOK_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/key_vault.h"
#include "server/person_names.h"

namespace wijkboek {

// Thread-safe. Holds names in memory until somebody is erased, which empties it at once; whoever
// had no readable name is looked up again when keys came. References must outlive it.
class NameBook {
 public:
  NameBook(PersonNames& names, const KeyVault& keys) : names_(names), keys_(keys) {}

  // As PersonNames::Open and OpenParts.
  absl::StatusOr<absl::flat_hash_map<Id, std::string>> Open(const PersonNames::Details& details);
  absl::StatusOr<absl::flat_hash_map<Id, v1::SealedName>> OpenParts(
      const PersonNames::Details& details);

 private:
  struct Entry {
    // Where the name was found: another list, another name.
    std::vector<Hash> events;
    // Absent: nobody can read it.
    std::optional<v1::SealedName> name;
    // As people are shown it.
    std::string shown;
  };

  // `of` each whose name can be read.
  template <typename Value>
  absl::StatusOr<absl::flat_hash_map<Id, Value>> Look(
      const PersonNames::Details& details, absl::FunctionRef<Value(const Entry& entry)> of);
  // Opens what is not known yet; under mutex_.
  absl::Status Learn(const PersonNames::Details& details);

  PersonNames& names_;
  const KeyVault& keys_;
  std::mutex mutex_;
  // Guarded by mutex_. Of which erasures and keys the entries know.
  std::uint64_t erasures_ = 0;
  std::uint64_t version_ = 0;
  absl::flat_hash_map<Id, Entry> entries_;
};

// Whether each word of `wanted` is part of the name; without case.
bool NameHas(const std::string& name, const std::string& wanted);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_NAME_BOOK_H_
