// What people settled: one partition's settlements, and what they come to for each discrepancy.
// docs/rules.md, "Discrepancies". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SETTLEMENTS_H_
#define WIJKBOEK_COMMON_RECONCILE_SETTLEMENTS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

// Does not own the facts.
class Settlements {
 public:
  Settlements(absl::Span<const Fact> facts, const Standing& standing);

  // The words on it by people who may, that had seen all of its events and fit it, and that nobody
  // replaced who may; in fact order. Not those of a status: they are marks (marks.h).
  std::vector<Settlement> On(const Discrepancy& discrepancy) const;
  // Of a session: with the settlements of its status, of whatever kind, that stand among its marks;
  // and with its own rule of who may.
  std::vector<Settlement> OnSession(const Discrepancy& discrepancy,
                                    absl::Span<const Fact* const> statuses,
                                    absl::FunctionRef<bool(const Fact&)> may_settle) const;

  // The value that settles it: what all of those say. For a fold that goes by it.
  std::optional<SettledValue> Of(const Discrepancy& discrepancy) const;
  // Where a value may be impossible ("it ends before it began"), the fold says which fit. Those
  // that do not, settle nothing of this discrepancy from here on.
  std::optional<SettledValue> Of(const Discrepancy& discrepancy,
                                 absl::FunctionRef<bool(const SettledValue&)> fits);

  // Fills in who said what, since when, who should settle it, and the settlements (where the fold
  // has not done so); what is settled moves from `open` to `settled`. Both sorted, each once.
  void Apply(std::vector<Discrepancy>& open, std::vector<Discrepancy>& settled) const;

  // Lists those about this participant that make no sense by themselves.
  void ListNonsense(const Id& person, std::vector<SetAsideFact>& out) const;
  // Those that name no participant: for the fold of what is nobody's.
  void ListNonsenseOfNobody(std::vector<SetAsideFact>& out) const;
  // Lists those that fitted nothing of what they are about: for the fold that found so.
  void ListMisfits(std::vector<SetAsideFact>& out) const;

 private:
  struct Word {
    const Fact* fact = nullptr;
    std::string kind;
    Id session;
    absl::flat_hash_set<Hash> seen;
    SettledValue value;
  };
  using MaySettle = absl::FunctionRef<bool(const Fact&)>;

  // Those that name its first event, and perhaps the others.
  absl::Span<const std::size_t> Naming(const Discrepancy& discrepancy) const;
  // It is about this one, its value fits, and its author may.
  bool IsFor(const Word& word, const Discrepancy& discrepancy, MaySettle may_settle) const;
  bool IsMisfit(const Word& word, const Discrepancy& discrepancy) const;
  bool IsReplaced(const Hash& word, const Discrepancy& discrepancy, MaySettle may_settle) const;
  void Describe(Discrepancy& discrepancy) const;

  absl::flat_hash_map<Hash, const Fact*> facts_;
  // In fact order.
  std::vector<Word> words_;
  // Which of `words_` name it, ascending.
  absl::flat_hash_map<Hash, std::vector<std::size_t>> by_seen_;
  struct Nonsense {
    const Fact* fact = nullptr;
    const char* why = "";
  };
  std::vector<Nonsense> nonsense_;
  // Words, and keys of discrepancies that they do not fit; words that fit any.
  absl::flat_hash_set<std::pair<Hash, Hash>> misfits_;
  absl::flat_hash_set<Hash> fitting_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SETTLEMENTS_H_
