// Which people and places a report is about.
#ifndef WIJKBOEK_SERVER_REPORT_CHOICE_H_
#define WIJKBOEK_SERVER_REPORT_CHOICE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "common/reconcile/reference.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Everything, or what belongs to one centre, to one cohort, or to both.
struct ReportChoice {
  std::optional<Id> centre;
  std::optional<Id> cohort;
  // "centre Noord, cohort 14"; empty: everything.
  std::string words;

  bool IsAll() const { return !centre && !cohort; }
  bool TakesCentre(const Id& id) const { return !centre || id == *centre; }
  bool TakesCohort(const Id& id) const { return !cohort || id == *cohort; }
};

// By id, by the office's key, or by name. NOT_FOUND; FAILED_PRECONDITION when several have that
// name.
absl::StatusOr<ReportChoice> ChooseForReport(const v1::GetReportRequest& request,
                                             const Reference& reference,
                                             const SecretKey& lookup_key);

// By the enrolment that runs that day; without any enrolment at all, by where they were registered.
bool TakesPerson(const ReportChoice& choice, const Reference& reference, const Id& person,
                 CivilDay day);
// Any of them.
bool TakesAny(const ReportChoice& choice, const Reference& reference, absl::Span<const Id> persons,
              CivilDay day);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_CHOICE_H_
