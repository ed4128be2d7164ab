// Which people and places a report is about.
#ifndef WIJKBOEK_SERVER_REPORT_CHOICE_H_
#define WIJKBOEK_SERVER_REPORT_CHOICE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "common/reconcile/reference.h"
#include "server/remit.h"
#include "server/report_hours.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Everything, or what belongs to one centre, to one cohort, or to both; of what the asker's remit
// holds.
struct ReportChoice {
  std::optional<Id> centre;
  std::optional<Id> cohort;
  Remit remit;
  // "centre Noord, cohort 14"; empty: everything.
  std::string words;

  bool IsAll() const { return !centre && !cohort && remit.IsAll(); }
  // By the place of what happened, whoever it is about: TakesPerson or TakesEnrolment besides.
  bool TakesCentre(const Id& id) const {
    return (!centre || id == *centre) && (remit.centres.empty() || remit.centres.contains(id));
  }
  bool TakesCohort(const Id& id) const { return !cohort || id == *cohort; }
  bool TakesEnrolment(const Enrolment& enrolment, const Reference& reference) const {
    return TakesCentre(enrolment.centre) && TakesCohort(enrolment.cohort) &&
           remit.TakesEnrolment(enrolment, reference);
  }
};

// By id, by the office's key, or by name. NOT_FOUND; FAILED_PRECONDITION when several have that
// name. What lies outside of the remit is not found either.
absl::StatusOr<ReportChoice> ChooseForReport(const v1::GetReportRequest& request,
                                             const Reference& reference,
                                             const SecretKey& lookup_key, const Remit& remit = {});

// The same without the centres: for what was found to be at one of them already.
ReportChoice AnyPlace(const ReportChoice& choice);

// An entry of an attendance list: by where it was, and by its enrolment.
bool TakesRecordOf(const AttendanceRecord& record, const ReportChoice& choice,
                   const Reference& reference);

// A case is of its enrolment, whatever became of that.
bool TakesEnrolmentOf(const CaseRecord& record, const ReportChoice& choice,
                      const Reference& reference);

// By the enrolment that runs that day; without any enrolment at all, by where they were registered.
bool TakesPerson(const ReportChoice& choice, const Reference& reference, const Id& person,
                 CivilDay day);
// By any enrolment, whenever it ran; without any, by where they were registered.
bool KnowsPerson(const ReportChoice& choice, const Reference& reference, const Id& person);
// Their enrolments that ran on a day of the span and are chosen.
std::vector<EnrolmentLine> EnrolmentLinesOf(const Id& person, const DayRange& days,
                                            const ReportChoice& choice, const Reference& reference);
// Any of them.
bool TakesAny(const ReportChoice& choice, const Reference& reference, absl::Span<const Id> persons,
              CivilDay day);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_CHOICE_H_
