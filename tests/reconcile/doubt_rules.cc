#include <utility>

#include "absl/strings/str_split.h"
#include "common/reconcile/settling_ways.h"
#include "tests/reconcile/rule_list.h"

namespace wijkboek {
namespace {

// Kinds, and the ways in which each is settled.
constexpr std::pair<const char*, const char*> kDoubts[] = {
    {"at_centre_during_visit", "accept"},
    {"attendance_contested", "status accept"},
    {"badge_in_two_hands", "accept"},
    {"case_accounted_unsent", "accept"},
    {"case_sent_unheard", "accept"},
    {"case_stands_again", "accept"},
    {"check_out_without_check_in", "start reject"},
    {"clock_uncertain", "time"},
    {"concurrent_case_result", "accept"},
    {"concurrent_correction", "accept"},
    {"concurrent_detail", "accept"},
    {"concurrent_goal", "accept"},
    {"concurrent_grouping", "accept"},
    {"concurrent_mark", "status accept"},
    {"concurrent_session", "accept"},
    {"correction_contradicted", "accept"},
    {"evidence_gap", "accept reject"},
    {"forgotten_check_out", "accept end"},
    {"help_both_ways", "accept"},
    {"help_claim_unanswered", "accept minutes reject"},
    {"help_denied", "accept reject"},
    {"help_to_oneself", "accept reject"},
    {"mark_against_presence", "status accept"},
    {"possible_duplicate_visit", "reject"},
    {"seen_without_check_in", "accept status"},
    {"two_places_at_once", "accept"},
    {"two_visits_at_once", "accept reject"},
    {"unknown_badge", "person reject"},
    {"unowned_check_in", "person reject"},
    {"visit_denied", "accept reject"},
    {"visit_end_not_after_start", "accept end reject"},
    {"visit_end_without_start", "start reject"},
    {"visit_in_future", "accept end reject"},
    {"visit_never_ended", "accept end reject"},
    {"visit_people_differ", "accept reject"},
    {"visit_times_differ", "start end accept"},
    {"visit_too_long", "accept end reject"},
};

bool IsSettled(const Discrepancy& each, absl::string_view kind, absl::string_view way) {
  return each.kind == kind &&
         Any(each.settlements, [&](const Settlement& word) { return WayOf(word.value) == way; });
}

// Whether somebody's word on it does not count any more because of what they had not seen.
bool IsReopened(const Discrepancy& each, const std::vector<StoredEvent>& events) {
  if (!each.settlements.empty()) return false;
  return Any(events, [&](const StoredEvent& event) {
    if (event.event.discrepancy_settled().discrepancy() != each.kind) return false;
    std::size_t seen = 0;
    for (const std::string& hash : event.event.seen()) {
      if (RestsOn(each, Hash::FromBytesOrZero(hash))) ++seen;
    }
    return seen > 0 && seen < each.events.size();
  });
}

void AddDoubts(RuleList& list) {
  for (const auto& [kind, ways] : kDoubts) {
    const std::string name = kind;
    const auto is_it = [name](const Discrepancy& each) { return each.kind == name; };
    list.Add(RuleOfKind(kind), &LedgerView::open, is_it);
    for (absl::string_view way : absl::StrSplit(ways, ' ')) {
      list.Add(RuleOfWay(kind, way), &LedgerView::settled,
               [name, way = std::string(way)](const Discrepancy& each) {
                 return IsSettled(each, name, way);
               });
    }
  }
  list.Add("settling: words that differ leave it open", &LedgerView::open,
           [](const Discrepancy& each) { return each.settlements.size() > 1; });
  list.Add("settling: several who say the same settle it", &LedgerView::settled,
           [](const Discrepancy& each) { return each.settlements.size() > 1; });
  list.AddRule("settling: what arrives later opens it again", [](const LedgerView& view) {
    return Any(view.open, [&](const Discrepancy& each) { return IsReopened(each, view.events); });
  });
  list.Add("settling: a word that makes no sense is set aside", &LedgerView::set_aside,
           [](const SetAsideFact& each) {
             return each.reason == SetAsideReason::kMakesNoSense &&
                    each.kind == "discrepancy_settled";
           });
  list.Add("settling: by an other coach than who said it", &LedgerView::open,
           [](const Discrepancy& each) { return each.settler == Settler::kOtherCoach; });
  list.Add("settling: a suggestion", &LedgerView::open,
           [](const Discrepancy& each) { return !each.suggestion.field.empty(); });
}

}  // namespace

void AddDoubtRules(RuleList& list) { AddDoubts(list); }

}  // namespace wijkboek
