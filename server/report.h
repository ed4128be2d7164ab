// The stage "report": from what the fold derived to tables that can be defended. Pure: values in, a
// table out. Minutes are summed exactly and rounded (half up) only where they are shown, with what
// waits to be confirmed beside the sum, never in it.
#ifndef WIJKBOEK_SERVER_REPORT_H_
#define WIJKBOEK_SERVER_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/ledger/ledger.h"
#include "common/reconcile/records.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// A kiosk as the registry knows it.
struct KioskLine {
  Id device;
  std::string name;
  std::string centre;
  // "enrolled", "revoked" …
  std::string state;
  bool forked = false;
  // Everything captured up to here has arrived (server time); 0: never said.
  std::int64_t heard_through_ms = 0;
  // 0: never.
  std::int64_t last_heard_ms = 0;
  std::int64_t clock_error_ms = 0;
  std::uint64_t events = 0;
  std::uint64_t behind = 0;
  std::string version;

  bool InUse() const { return state == "enrolled"; }
};

// What every report stands on.
struct ReportBasis {
  v1::Cursor as_known_at;
  std::int64_t now_ms = 0;
  DayRange days;
  std::vector<KioskLine> kiosks;
  // Of the span of days: what no figure holds yet.
  std::vector<Discrepancy> discrepancies;
  std::vector<SetAsideFact> set_aside;
  // Names that could be opened; the others show as a short id.
  absl::flat_hash_map<Id, std::string> people;
  absl::flat_hash_map<Id, std::string> centres;
};

v1::GetReportResponse PresenceReport(const std::vector<PresenceDay>& days,
                                     const ReportBasis& basis);
v1::GetReportResponse VisitReport(const std::vector<VisitShareDay>& shares,
                                  const ReportBasis& basis);
v1::GetReportResponse HelpReport(const std::vector<HelpRecord>& helps, const ReportBasis& basis);
v1::GetReportResponse KioskReport(const ReportBasis& basis);
v1::GetReportResponse DoubtReport(const ReportBasis& basis);

// Whole minutes, half up.
std::int64_t RoundedMinutes(std::int64_t ms);
// The first eight hex digits.
std::string ShortId(const Id& id);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_H_
