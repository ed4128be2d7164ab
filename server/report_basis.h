// What every report stands on.
#ifndef WIJKBOEK_SERVER_REPORT_BASIS_H_
#define WIJKBOEK_SERVER_REPORT_BASIS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/ledger/ledger.h"
#include "common/reconcile/devices.h"
#include "common/reconcile/records.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// A kiosk as the registry and the events about it know it. Times: 0 for never.
struct KioskLine {
  Id device;
  std::string name;
  Id centre_id;
  // Its name.
  std::string centre;
  // "enrolled", "revoked" …
  std::string state;
  bool forked = false;
  Whereabouts whereabouts = Whereabouts::kInUse;
  // Since when it is lost or parked, where that is known.
  std::optional<std::int64_t> since_ms;
  // Of a lost one: the name of the kiosk in its place; empty: none.
  std::string replaced_by;
  bool carried = false;
  std::int64_t enrolled_ms = 0;
  // Everything captured up to here has arrived (server time).
  std::int64_t heard_through_ms = 0;
  std::int64_t last_heard_ms = 0;
  std::int64_t clock_error_ms = 0;
  std::uint64_t events = 0;
  std::uint64_t behind = 0;
  std::string version;

  bool Enrolled() const { return state == "enrolled"; }
};

struct ReportBasis {
  v1::Cursor as_known_at;
  std::int64_t now_ms = 0;
  DayRange days;
  // Which part was asked for: "centre Noord, cohort 14"; empty: all there is.
  std::string only;
  std::vector<KioskLine> kiosks;
  // With what the kiosks say of themselves: as known now alone.
  bool with_own_words = false;
  // Of the span of days: what no figure holds yet.
  std::vector<Discrepancy> discrepancies;
  std::vector<SetAsideFact> set_aside;
  // Names that could be opened; the others show as a short id.
  absl::flat_hash_map<Id, std::string> people;
  absl::flat_hash_map<Id, std::string> centres;
  absl::flat_hash_map<Id, std::string> cohorts;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_BASIS_H_
