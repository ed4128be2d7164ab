#include "common/reconcile/visit_join.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/reconcile/intervals.h"

namespace wijkboek {
namespace {

// One edit names the logs of a few visits; more is a broken or hostile device's work.
constexpr std::size_t kLogsPerEditMax = 64;

// No visit has more witnesses; without a bound, a hostile device could make every pair of logs a
// candidate.
constexpr std::size_t kCandidatesPerLogMax = 64;

using Pair = JoinedLogs::Pair;

struct Candidate {
  std::int64_t overlap_ms = 0;
  std::int64_t starts_apart_ms = 0;
  Pair logs;
};

bool HaveCommonParticipant(const VisitLog& a, const VisitLog& b) {
  return std::any_of(a.participants.begin(), a.participants.end(), [&](const Id& id) {
    return std::binary_search(b.participants.begin(), b.participants.end(), id);
  });
}

// Two logs go by the rules of the one that began first.
std::vector<Candidate> CandidatesOf(const std::vector<VisitLog>& logs) {
  std::vector<std::size_t> by_start(logs.size());
  std::iota(by_start.begin(), by_start.end(), std::size_t{0});
  std::sort(by_start.begin(), by_start.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(logs[a].start_ms, a) < std::pair(logs[b].start_ms, b);
  });
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < by_start.size(); ++i) {
    const VisitLog& a = logs[by_start[i]];
    std::int64_t starts_apart_max_ms = a.rules->visit_starts_apart_max_ms;
    std::int64_t reach_ms = std::max(a.end_ms(), a.start_ms + starts_apart_max_ms);
    std::size_t found = 0;
    for (std::size_t j = i + 1; j < by_start.size() && found < kCandidatesPerLogMax; ++j) {
      const VisitLog& b = logs[by_start[j]];
      if (b.start_ms > reach_ms) break;
      if (a.author == b.author || !HaveCommonParticipant(a, b)) continue;
      std::int64_t overlap_ms = Overlap(a.span(), b.span()).length_ms();
      std::int64_t shorter_ms = std::min(a.span().length_ms(), b.span().length_ms());
      std::int64_t starts_apart_ms = b.start_ms - a.start_ms;
      bool is_half = overlap_ms > 0 && 2 * overlap_ms >= shorter_ms;
      if (!is_half && starts_apart_ms > starts_apart_max_ms) continue;
      ++found;
      candidates.push_back({overlap_ms, starts_apart_ms, std::minmax(by_start[i], by_start[j])});
    }
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tuple(-a.overlap_ms, a.starts_apart_ms, a.logs) <
           std::tuple(-b.overlap_ms, b.starts_apart_ms, b.logs);
  });
  return candidates;
}

// What people said about pairs of logs: true is one visit, false is not; the later word holds.
std::map<Pair, bool> SaidOf(const std::vector<VisitLog>& logs, absl::Span<const Fact> facts,
                            const Standing& standing) {
  std::vector<const Fact*> words;
  for (const Fact& fact : facts) {
    bool is_word =
        fact.kind() == v1::EVENT_KIND_VISIT_JOINED || fact.kind() == v1::EVENT_KIND_VISIT_SPLIT;
    if (is_word && standing.CountsInVisits(fact)) words.push_back(&fact);
  }
  std::sort(words.begin(), words.end(),
            [](const Fact* a, const Fact* b) { return FactBefore(*a, *b); });
  std::map<Pair, bool> said;
  if (words.empty()) return said;
  absl::flat_hash_map<Hash, std::size_t> log_of;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    for (const Hash& hash : logs[i].events) log_of.emplace(hash, i);
  }
  for (const Fact* fact : words) {
    std::set<std::size_t> named;
    for (const Hash& hash : SeenBy(*fact->event)) {
      auto log = log_of.find(hash);
      if (log != log_of.end() && named.size() < kLogsPerEditMax) named.insert(log->second);
    }
    for (auto a = named.begin(); a != named.end(); ++a) {
      for (auto b = std::next(a); b != named.end(); ++b) {
        said[{*a, *b}] = fact->kind() == v1::EVENT_KIND_VISIT_JOINED;
      }
    }
  }
  return said;
}

class Groups {
 public:
  Groups(const std::vector<VisitLog>& logs, const std::map<Pair, bool>& said)
      : group_of_(logs.size()), members_(logs.size()), authors_(logs.size()) {
    std::iota(group_of_.begin(), group_of_.end(), std::size_t{0});
    for (std::size_t i = 0; i < logs.size(); ++i) {
      members_[i] = {i};
      authors_[i] = {logs[i].author};
    }
    for (const auto& [pair, is_one] : said) {
      if (is_one) {
        Join(pair);
      } else {
        apart_.insert(pair);
      }
    }
  }

  void JoinUnlessSaidOtherwise(Pair pair) {
    const std::set<std::size_t>& a = members_[group_of_[pair.first]];
    const std::set<std::size_t>& b = members_[group_of_[pair.second]];
    if (group_of_[pair.first] == group_of_[pair.second]) return;
    const std::set<Id>& others = authors_[group_of_[pair.second]];
    for (const Id& author : authors_[group_of_[pair.first]]) {
      if (others.contains(author)) return;
    }
    for (std::size_t i : a) {
      for (std::size_t j : b) {
        if (!apart_.empty() && apart_.contains(std::minmax(i, j))) return;
      }
    }
    Join(pair);
  }

  JoinedLogs Result() && {
    JoinedLogs result;
    for (const std::set<std::size_t>& members : members_) {
      if (!members.empty()) result.visits.emplace_back(members.begin(), members.end());
    }
    result.said_apart = std::move(apart_);
    return result;
  }

 private:
  void Join(Pair pair) {
    std::size_t into = group_of_[pair.first];
    std::size_t from = group_of_[pair.second];
    if (into == from) return;
    for (std::size_t log : members_[from]) group_of_[log] = into;
    members_[into].merge(members_[from]);
    members_[from].clear();
    authors_[into].merge(authors_[from]);
  }

  std::vector<std::size_t> group_of_;
  std::vector<std::set<std::size_t>> members_;
  std::vector<std::set<Id>> authors_;
  std::set<Pair> apart_;
};

}  // namespace

JoinedLogs JoinLogs(const std::vector<VisitLog>& logs, absl::Span<const Fact> facts,
                    const Standing& standing) {
  Groups groups(logs, SaidOf(logs, facts, standing));
  for (const Candidate& candidate : CandidatesOf(logs)) {
    groups.JoinUnlessSaidOtherwise(candidate.logs);
  }
  return std::move(groups).Result();
}

}  // namespace wijkboek
