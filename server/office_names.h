// What people, centres and devices are called in the office's lists.
#ifndef WIJKBOEK_SERVER_OFFICE_NAMES_H_
#define WIJKBOEK_SERVER_OFFICE_NAMES_H_

#include <set>

#include "absl/status/statusor.h"
#include "common/ids.h"
#include "common/words/discrepancy_item.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/person_names.h"
#include "server/reconciler.h"
#include "server/registry.h"

namespace wijkboek {

// Thread-safe. References must outlive it.
class OfficeNames {
 public:
  OfficeNames(Reconciler& reconciler, const LogStore& log, const KeyVault& keys,
              const Registry& registry)
      : reconciler_(reconciler), keys_(keys), registry_(registry), people_(reconciler, log, keys) {}

  // These people, as far as their names can be opened; every centre and device.
  absl::StatusOr<KnownNames> Open(const std::set<Id>& people);
  // Registrations, each by the name that it was given itself.
  absl::StatusOr<absl::flat_hash_map<Id, std::string>> OpenApart(const std::set<Id>& people) {
    return people_.OpenApart(people);
  }

 private:
  Reconciler& reconciler_;
  const KeyVault& keys_;
  const Registry& registry_;
  PersonNames people_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_NAMES_H_
