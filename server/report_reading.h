// What one report takes from the ledger, read in one go so that all of it is known at the same
// position and moment.
#ifndef WIJKBOEK_SERVER_REPORT_READING_H_
#define WIJKBOEK_SERVER_REPORT_READING_H_

#include <optional>
#include <set>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/crypto.h"
#include "common/ledger/ledger.h"
#include "common/reconcile/tally.h"
#include "common/words/case_item.h"
#include "server/path_details.h"
#include "server/report_attendance.h"
#include "server/report_choice.h"
#include "server/report_funnel.h"
#include "server/report_help.h"
#include "server/report_hours.h"
#include "server/visit_tasks.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct ReportReading {
  ReportChoice choice;
  // Of the span of days and the choice.
  std::vector<Discrepancy> discrepancies;
  std::vector<SetAsideFact> set_aside;
  absl::flat_hash_map<Id, std::string> centres;
  absl::flat_hash_map<Id, std::string> cohorts;
  // Everybody whom the report names.
  std::set<Id> people;

  // ---- filled as far as the report needs them
  std::vector<PresenceDay> presence;
  std::vector<PresenceRecord> open;
  std::vector<VisitShareDay> shares;
  std::vector<PlacedVisit> visits;
  std::vector<HelpRecord> helps;
  std::vector<BalanceEntry> balances;
  std::vector<AttendanceRecord> records;
  SessionLines sessions;
  std::vector<EnrolmentLine> enrolments;
  std::vector<HoursDay> hours;
  // Of the enrolments above, and their open statuses.
  std::vector<EnrolmentTally> sums;
  std::vector<AttendanceRecord> open_statuses;
  std::vector<SightingDay> sightings;
  std::vector<KnownCase> cases;
  std::vector<PlacedStep> steps;
  // Of the choice; where totals are asked for.
  std::vector<DayTally> tallies;
  // Of an operation from its beginning on, whatever span was asked for.
  std::vector<EnrolmentLine> operation;
  std::vector<PlacedStep> operation_steps;
  FunnelOptions funnel;
  // Of a report about one participant: who, and what is not in the other fields.
  Id person;
  std::vector<CaseRecord> person_cases;
};

// Whether it is asked for funders' indicators, or by an answer to one of their questions.
bool NeedsIndicators(const v1::GetReportRequest& request);

// Whether it is one of totals (report_totals.h): of each cohort, or each month.
std::optional<TallyBy> TotalsBy(const v1::GetReportRequest& request);

// `waiting_since`: nothing waits for a kiosk before this day. Errors: as ChooseForReport, those of
// the ledger, and INVALID_ARGUMENT where no report or a senseless span of days is asked for.
absl::StatusOr<ReportReading> ReadForReport(const Ledger& ledger,
                                            const v1::GetReportRequest& request,
                                            CivilDay waiting_since, const SecretKey& lookup_key,
                                            const Remit& remit = {});

// INVALID_ARGUMENT when the last day lies before the first.
absl::StatusOr<DayRange> DaysOfReport(const v1::GetReportRequest& request);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_READING_H_
