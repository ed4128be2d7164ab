#include "common/words/discrepancy_choice.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/settling_ways.h"
#include "common/status.h"
#include "common/words/discrepancy_item.h"

namespace wijkboek {
namespace {

constexpr std::size_t kDigitsMin = 4;
constexpr absl::string_view kHowToList = "\"wijkboek discrepancies\" lists them";

absl::Status CheckBeginning(absl::string_view text) {
  if (text.size() >= kDigitsMin && text.size() <= 2 * Hash::kSize &&
      text.find_first_not_of("0123456789abcdefABCDEF") == absl::string_view::npos) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", absl::CHexEscape(text),
                                                 "\" is no id of a discrepancy; write at least ",
                                                 kDigitsMin, " of its hex digits: ", kHowToList));
}

// By id, each once; one that several partitions list is about everybody whom any of them names.
std::vector<Discrepancy> WithId(absl::Span<const Discrepancy> all, absl::string_view beginning) {
  std::vector<Discrepancy> found;
  for (const Discrepancy& each : all) {
    const Hash id = each.Key();
    if (!absl::StartsWith(id.hex(), beginning)) continue;
    const auto same = std::find_if(found.begin(), found.end(),
                                   [&](const Discrepancy& other) { return other.Key() == id; });
    if (same == found.end()) {
      found.push_back(each);
      continue;
    }
    same->persons.insert(same->persons.end(), each.persons.begin(), each.persons.end());
    SortUnique(same->persons);
  }
  return found;
}

std::int64_t SinceMs(const Discrepancy& each) {
  return each.since_ms != 0 ? each.since_ms : StartOfDay(each.day);
}

bool IsOlder(const Discrepancy& a, const Discrepancy& b) {
  return std::tuple(SinceMs(a), a.day, a.kind, a.Key()) <
         std::tuple(SinceMs(b), b.day, b.kind, b.Key());
}

absl::Status CheckKind(absl::string_view kind) {
  if (kind.empty()) return absl::OkStatus();
  std::vector<absl::string_view> kinds;
  for (const SettlingWays& each : AllSettlingWays()) {
    if (each.kind == kind) return absl::OkStatus();
    kinds.push_back(each.kind);
  }
  std::sort(kinds.begin(), kinds.end());
  return absl::InvalidArgumentError(absl::StrCat("\"", absl::CHexEscape(kind),
                                                 "\" is no kind of discrepancy; write one of ",
                                                 absl::StrJoin(kinds, ", ")));
}

absl::Status Unknown(absl::string_view text) {
  return absl::NotFoundError(
      absl::StrCat("nothing to settle has an id that begins with ", text,
                   "; it has another one once another event belongs to it: ", kHowToList));
}

absl::Status Several(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("several ids begin with ", text, ": write more of it"));
}

}  // namespace

void SortByAge(std::vector<Discrepancy>& discrepancies) {
  std::sort(discrepancies.begin(), discrepancies.end(), IsOlder);
}

bool IsContestNamed(const Discrepancy& discrepancy, absl::string_view text) {
  const std::string beginning = absl::AsciiStrToLower(text);
  return discrepancy.kind == "attendance_contested" &&
         std::any_of(discrepancy.events.begin(), discrepancy.events.end(),
                     [&](const Hash& event) { return absl::StartsWith(event.hex(), beginning); });
}

v1::Decision DecisionOn(const Discrepancy& discrepancy, absl::string_view text,
                        const v1::Decision& said) {
  v1::Decision decision = said;
  if (decision.value_case() == v1::Decision::VALUE_NOT_SET && IsContestNamed(discrepancy, text)) {
    decision.set_accept(true);
  }
  return decision;
}

absl::StatusOr<std::vector<Discrepancy>> ChosenDiscrepancies(std::vector<Discrepancy> open,
                                                             std::vector<Discrepancy> settled,
                                                             const v1::DiscrepancyChoice& choice,
                                                             const Id& person,
                                                             std::int64_t now_ms) {
  RETURN_IF_ERROR(CheckKind(choice.kind()));
  std::vector<Discrepancy> all = std::move(open);
  if (choice.settled() || !choice.id().empty()) {
    all.insert(all.end(), settled.begin(), settled.end());
  }
  if (!choice.id().empty()) {
    ASSIGN_OR_RETURN(all, FindToSettle(all, choice.id()));
  }
  std::erase_if(all, [&](const Discrepancy& each) {
    if (!choice.kind().empty() && each.kind != choice.kind()) return true;
    if (!person.IsZero() &&
        std::find(each.persons.begin(), each.persons.end(), person) == each.persons.end()) {
      return true;
    }
    return choice.older_than_days() > 0 && AgeDays(each, now_ms) <= choice.older_than_days();
  });
  SortByAge(all);
  return all;
}

absl::StatusOr<std::vector<Discrepancy>> FindToSettle(absl::Span<const Discrepancy> all,
                                                      absl::string_view text) {
  RETURN_IF_ERROR(CheckBeginning(text));
  std::vector<Discrepancy> found = WithId(all, absl::AsciiStrToLower(text));
  if (found.size() > 1) return Several(text);
  if (found.empty()) {
    std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                 [&](const Discrepancy& each) { return IsContestNamed(each, text); });
  }
  if (found.empty()) return Unknown(text);
  return found;
}

std::string StaysOpenText(absl::Span<const Discrepancy> open,
                          absl::Span<const Discrepancy> settled) {
  for (const Discrepancy& each : settled) {
    const Hash id = each.Key();
    const auto found = std::find_if(open.begin(), open.end(),
                                    [&](const Discrepancy& now) { return now.Key() == id; });
    if (found == open.end()) continue;
    return found->settlements.size() > 1 ? "it stays open: somebody settled it in another way; "
                                           "decide together, and settle it "
                                           "again"
                                         : "it stays open: this can't settle it; look at it again";
  }
  return "";
}

}  // namespace wijkboek
