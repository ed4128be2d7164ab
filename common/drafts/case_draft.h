// What happens to a no-show case next: heard, sent to the client manager, accounted for, or its
// retraction acknowledged. The same at a kiosk and in the office. Pure.
#ifndef WIJKBOEK_COMMON_DRAFTS_CASE_DRAFT_H_
#define WIJKBOEK_COMMON_DRAFTS_CASE_DRAFT_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/draft.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// Who decides, by name, and where.
struct CaseAuthor {
  Id person;
  v1::Method method = v1::METHOD_UNSPECIFIED;
  bool is_coordinator = false;
  // Zero: the office.
  Id centre;
};

// The act names the days of the case as `record` shows it, and as seen all that it rests on and
// what was done with it so far. INVALID_ARGUMENT for what is missing or may not be decided by this
// author; FAILED_PRECONDITION where the stage does not allow it, with what to do first.
absl::StatusOr<EventDraft> DraftCaseChange(const CaseRecord& record, const v1::CaseChange& change,
                                           const CaseAuthor& author);

// What to say besides "saved": that it says again, or otherwise, what was said before. Empty:
// nothing.
std::string CaseChangeNotice(const CaseRecord& record, const v1::CaseChange& change);

// "3f9a12bc-2026-03-03": the enrolment's beginning and the first day. What calls and people name it
// by.
std::string CaseName(const CaseRecord& record);
// "warning"; empty: none.
std::string CaseResultText(int result);
// "retraction acknowledged".
std::string CaseStageText(CaseStage stage);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRAFTS_CASE_DRAFT_H_
