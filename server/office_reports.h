// Reports and the list of devices, as the office asks for them: reads the ledger, the registry and
// the keys, and lets the reports (report_*.h) make their tables.
#ifndef WIJKBOEK_SERVER_OFFICE_REPORTS_H_
#define WIJKBOEK_SERVER_OFFICE_REPORTS_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/person_names.h"
#include "server/reconciler.h"
#include "server/registry.h"
#include "server/report_basis.h"
#include "server/report_reading.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Thread-safe. References must outlive it. Errors as office.proto says; those of the stores are
// passed on.
class OfficeReports {
 public:
  OfficeReports(const KeyVault& keys, const LogStore& log, Reconciler& reconciler,
                const Registry& registry, const Clock& clock)
      : keys_(keys),
        log_(log),
        reconciler_(reconciler),
        registry_(registry),
        clock_(clock),
        names_(reconciler, log, keys) {}

  // By replaced kiosk: the one in its place.
  using Replacements = absl::flat_hash_map<Id, Id>;

  absl::StatusOr<v1::ListDevicesResponse> ListDevices(const Replacements& replaced_by);
  absl::StatusOr<v1::GetReportResponse> Get(const v1::GetReportRequest& request,
                                            const Replacements& replaced_by);

 private:
  using KioskStates = absl::flat_hash_map<Id, KioskState>;
  // What was said of these devices beside the registry.
  static KioskStates StatesOf(const std::vector<DeviceRecord>& devices, const Ledger& ledger);

  absl::StatusOr<std::vector<KioskLine>> Kiosks(const KioskStates& states,
                                                const absl::flat_hash_map<Id, std::string>& centres,
                                                const Replacements& replaced_by) const;
  // Of the kiosk in place of that one, where it is lost; empty: none.
  static std::string ReplacementOf(const Id& device, const KioskState& state,
                                   const std::vector<DeviceRecord>& devices,
                                   const Replacements& replaced_by);

  const KeyVault& keys_;
  const LogStore& log_;
  Reconciler& reconciler_;
  const Registry& registry_;
  const Clock& clock_;
  PersonNames names_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_REPORTS_H_
