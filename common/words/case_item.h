// A no-show case as people read it, at the kiosk and in the office alike, and how they name one.
// Pure.
#ifndef WIJKBOEK_COMMON_WORDS_CASE_ITEM_H_
#define WIJKBOEK_COMMON_WORDS_CASE_ITEM_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/words/discrepancy_item.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// A case, and where it belongs.
struct KnownCase {
  CaseRecord record;
  Id centre;
  Id cohort_id;
  // Names; empty: none.
  std::string centre_name;
  std::string cohort;
  // "GM" and four digits; empty: none.
  std::string municipality;
  // Which the participant is registered with (BCP 47); empty: not known.
  std::string language;
  // Nothing is to be done about it any more: accounted for, retracted and known as such, or a call
  // so long ago that the no-show adds to nothing.
  bool is_over = false;
};

KnownCase KnownCaseOf(const CaseRecord& record, const Reference& reference, CivilDay today);

// Everybody whom the item will name.
void AddPeople(const CaseRecord& record, std::set<Id>& people);

v1::CaseItem ItemOf(const KnownCase& known, const KnownNames& names);

// By centre, then by the participants' names: as one goes through them on the telephone.
void SortCases(std::vector<KnownCase>& cases, const KnownNames& names);

// The one that `text` names: its name (CaseName) or how that begins, at least four characters; else
// the one of `participant` about which something is to be done, or the only one. NOT_FOUND;
// FAILED_PRECONDITION when several fit.
absl::StatusOr<KnownCase> ChooseCase(const std::vector<KnownCase>& cases, absl::string_view text,
                                     const std::optional<Id>& participant);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_WORDS_CASE_ITEM_H_
