#include "server/suppression.h"

#include <glpk.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace wijkboek {
namespace {

using Kind = CountRelation::Kind;

// Of the solver's floating point.
constexpr double kTolerance = 1e-6;
// So few values left by the relaxed problem are looked at once more in whole numbers.
constexpr std::int64_t kLookAgain = 2 * kValuesLeftMin;

struct DeleteProblem {
  void operator()(glp_prob* problem) const { glp_delete_prob(problem); }
};

// What a reader can work out: the hidden counts as unknowns, everything shown as known.
class Reader {
 public:
  Reader(const PublishedCounts& published, const std::vector<bool>& hidden)
      : problem_(glp_create_prob()) {
    for (std::size_t i = 0; i < hidden.size(); ++i) {
      if (!hidden[i]) continue;
      const int column = glp_add_cols(problem_.get(), 1);
      columns_[i] = column;
      glp_set_col_bnds(problem_.get(), column, GLP_LO, 1, 0);
      glp_set_col_kind(problem_.get(), column, GLP_IV);
    }
    for (const CountRelation& relation : published.relations) AddRow(published, relation);
    glp_init_smcp(&simplex_);
    simplex_.msg_lev = GLP_MSG_OFF;
    glp_init_iocp(&whole_);
    whole_.msg_lev = GLP_MSG_OFF;
  }

  // How many values the count could have; as many as there are numbers where there is no end.
  std::int64_t ValuesOf(std::size_t count) {
    const int column = columns_.at(count);
    const std::int64_t relaxed =
        Values(Bound(column, GLP_MIN, false), Bound(column, GLP_MAX, false));
    if (relaxed >= kLookAgain) return relaxed;
    return Values(Bound(column, GLP_MIN, true), Bound(column, GLP_MAX, true));
  }

 private:
  void AddRow(const PublishedCounts& published, const CountRelation& relation) {
    // whole - parts, of what is hidden; what is shown moves to the other side.
    std::map<int, double> terms;
    double shown = 0;
    const auto add = [&](std::size_t index, double factor) {
      const auto hidden = columns_.find(index);
      if (hidden == columns_.end()) {
        shown += factor * static_cast<double>(published.counts[index]);
      } else {
        terms[hidden->second] += factor;
      }
    };
    add(relation.whole, 1);
    for (const std::size_t part : relation.parts) add(part, -1);
    std::erase_if(terms, [](const auto& term) { return term.second == 0; });
    if (terms.empty()) return;
    const int row = glp_add_rows(problem_.get(), 1);
    const int bound = relation.kind == Kind::kSum      ? GLP_FX
                      : relation.kind == Kind::kWithin ? GLP_LO
                                                       : GLP_UP;
    glp_set_row_bnds(problem_.get(), row, bound, -shown, -shown);
    // The solver counts from 1.
    std::vector<int> indices = {0};
    std::vector<double> factors = {0};
    for (const auto& [column, factor] : terms) {
      indices.push_back(column);
      factors.push_back(factor);
    }
    glp_set_mat_row(problem_.get(), row, static_cast<int>(terms.size()), indices.data(),
                    factors.data());
  }

  // The least or largest value; nullopt: there is no end.
  std::optional<double> Bound(int column, int direction, bool in_whole_numbers) {
    glp_set_obj_dir(problem_.get(), direction);
    glp_set_obj_coef(problem_.get(), column, 1);
    const int failed = glp_simplex(problem_.get(), &simplex_);
    std::optional<double> bound;
    if (failed == 0 && glp_get_status(problem_.get()) == GLP_OPT) {
      bound = glp_get_obj_val(problem_.get());
      if (in_whole_numbers && glp_intopt(problem_.get(), &whole_) == 0 &&
          glp_mip_status(problem_.get()) == GLP_OPT) {
        bound = glp_mip_obj_val(problem_.get());
      }
    }
    glp_set_obj_coef(problem_.get(), column, 0);
    return bound;
  }

  static std::int64_t Values(std::optional<double> least, std::optional<double> largest) {
    if (!least || !largest) return std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(std::floor(*largest + kTolerance)) -
           static_cast<std::int64_t>(std::ceil(*least - kTolerance)) + 1;
  }

  std::unique_ptr<glp_prob, DeleteProblem> problem_;
  // Of each hidden count.
  std::map<std::size_t, int> columns_;
  glp_smcp simplex_;
  glp_iocp whole_;
};

class Suppressor {
 public:
  Suppressor(const PublishedCounts& published, std::int64_t hide_below)
      : published_(published), hidden_(published.counts.size()), of_(published.counts.size()) {
    for (std::size_t i = 0; i < hidden_.size(); ++i) {
      hidden_[i] = published.counts[i] > 0 && published.counts[i] < hide_below;
    }
    for (std::size_t i = 0; i < published.relations.size(); ++i) {
      of_[published.relations[i].whole].push_back(i);
      for (const std::size_t part : published.relations[i].parts) of_[part].push_back(i);
    }
  }

  std::vector<bool> Run() {
    HideBesideLonely();
    // Each round hides one more at least, so it ends.
    while (HideBesidePinned()) HideBesideLonely();
    return hidden_;
  }

 private:
  // Those of a relation that say something: whole and parts.
  std::vector<std::size_t> CountsIn(std::size_t relation) const {
    const CountRelation& found = published_.relations[relation];
    std::vector<std::size_t> counts = found.parts;
    counts.push_back(found.whole);
    return counts;
  }

  // What is the only hidden one of a sum is no secret: cheap to see, and the most common case.
  void HideBesideLonely() {
    bool changed = true;
    while (changed) {
      changed = false;
      for (std::size_t i = 0; i < published_.relations.size(); ++i) {
        if (published_.relations[i].kind != Kind::kSum) continue;
        const std::vector<std::size_t> counts = CountsIn(i);
        const auto is_hidden = [&](std::size_t count) { return hidden_[count]; };
        if (std::count_if(counts.begin(), counts.end(), is_hidden) != 1) continue;
        const std::optional<std::size_t> other = Smallest({i});
        if (!other) continue;
        hidden_[*other] = true;
        changed = true;
      }
    }
  }

  // True when something more was hidden.
  bool HideBesidePinned() {
    Reader reader(published_, hidden_);
    std::vector<std::size_t> pinned;
    for (std::size_t i = 0; i < hidden_.size(); ++i) {
      if (hidden_[i] && reader.ValuesOf(i) < kValuesLeftMin) pinned.push_back(i);
    }
    // What was hidden beside one of them may be enough for the next.
    std::set<std::size_t> eased;
    bool changed = false;
    for (const std::size_t count : pinned) {
      if (std::any_of(of_[count].begin(), of_[count].end(),
                      [&](std::size_t relation) { return eased.contains(relation); })) {
        continue;
      }
      const std::optional<std::size_t> other = Nearest(count);
      if (!other) continue;
      hidden_[*other] = true;
      eased.insert(of_[*other].begin(), of_[*other].end());
      changed = true;
    }
    return changed;
  }

  // The smallest that is shown and not zero in these relations; a part before a whole.
  std::optional<std::size_t> Smallest(const std::vector<std::size_t>& relations) const {
    std::optional<std::size_t> best;
    const auto better = [&](std::size_t count) {
      return !hidden_[count] && published_.counts[count] > 0 &&
             (!best || published_.counts[count] < published_.counts[*best]);
    };
    for (const std::size_t relation : relations) {
      for (const std::size_t part : published_.relations[relation].parts) {
        if (better(part)) best = part;
      }
    }
    if (best) return best;
    for (const std::size_t relation : relations) {
      if (better(published_.relations[relation].whole)) best = published_.relations[relation].whole;
    }
    return best;
  }

  // The same, in ever wider circles of what hangs together with a count.
  std::optional<std::size_t> Nearest(std::size_t count) const {
    std::set<std::size_t> seen = {count};
    std::set<std::size_t> circle = {count};
    while (!circle.empty()) {
      std::set<std::size_t> relations;
      for (const std::size_t each : circle) relations.insert(of_[each].begin(), of_[each].end());
      const std::optional<std::size_t> found = Smallest({relations.begin(), relations.end()});
      if (found) return found;
      std::set<std::size_t> next;
      for (const std::size_t relation : relations) {
        for (const std::size_t each : CountsIn(relation)) {
          if (seen.insert(each).second) next.insert(each);
        }
      }
      circle = std::move(next);
    }
    return std::nullopt;
  }

  const PublishedCounts& published_;
  std::vector<bool> hidden_;
  // The relations of each count.
  std::vector<std::vector<std::size_t>> of_;
};

}  // namespace

std::vector<bool> SuppressCounts(const PublishedCounts& published, std::int64_t hide_below) {
  return Suppressor(published, hide_below).Run();
}

}  // namespace wijkboek
