// What the office's page shows beside reports and lists: today across centres, and what can be
// chosen from. Without gRPC and HTTP.
#ifndef WIJKBOEK_SERVER_OFFICE_SCREENS_H_
#define WIJKBOEK_SERVER_OFFICE_SCREENS_H_

#include "absl/status/statusor.h"
#include "server/key_vault.h"
#include "server/known_ledgers.h"
#include "server/log_store.h"
#include "server/person_names.h"
#include "server/registry.h"
#include "server/remit.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {

// What the screens are made of; all of it outlives them and is thread-safe.
struct ScreenParts {
  const KeyVault& keys;
  const LogStore& log;
  Reconciler& reconciler;
  EarlierLedgers& earlier;
  const Registry& registry;
  // The server's time.
  const Clock& clock;
};

// Thread-safe. Each answer holds only what the remit does. Errors as office_page.proto says; those
// of the stores are passed on.
class OfficeScreens {
 public:
  explicit OfficeScreens(const ScreenParts& parts)
      : parts_(parts),
        ledgers_(parts.log, parts.reconciler, parts.earlier, parts.clock),
        names_(parts.reconciler, parts.log, parts.keys) {}

  absl::StatusOr<v1::GetOverviewResponse> GetOverview(const v1::GetOverviewRequest& request,
                                                      const Remit& remit);
  // Names of coaches are for those who decide: `with_coaches`.
  absl::StatusOr<v1::ListChoicesResponse> ListChoices(const Remit& remit, bool with_coaches);
  // As PersonNames::Open.
  absl::StatusOr<absl::flat_hash_map<Id, std::string>> NamesOf(const std::set<Id>& people) {
    return names_.Open(people);
  }

 private:
  const ScreenParts parts_;
  const KnownLedgers ledgers_;
  PersonNames names_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_SCREENS_H_
