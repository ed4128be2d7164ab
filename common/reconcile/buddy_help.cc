#include "common/reconcile/buddy_help.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/help_log.h"
#include "common/reconcile/pairs.h"
#include "common/reconcile/set_aside.h"
#include "common/reconcile/settlements.h"

namespace wijkboek {
namespace {

// Largest first, then fact order.
bool Larger(const HelpLog& a, const HelpLog& b) {
  if (a.minutes != b.minutes) return a.minutes > b.minutes;
  return FactBefore(*a.first, *b.first);
}

std::uint32_t Apart(std::uint32_t a, std::uint32_t b) { return a > b ? a - b : b - a; }

// What one log says, and whose word it is.
struct Word {
  std::size_t record = 0;
  std::uint32_t minutes = 0;
  v1::HelpSide side = v1::HELP_SIDE_UNSPECIFIED;
};

Id CentreOfLog(const HelpLog& log) { return wijkboek::CentreOf(*log.first->event); }

class HelpFold {
 public:
  HelpFold(absl::Span<const Fact> facts, const Reference& reference, Moment& moment)
      : facts_(facts),
        reference_(reference),
        moment_(moment),
        standing_(facts),
        settlements_(facts, standing_) {}

  HelpResult Run() {
    HelpLogs gathered = GatherHelpLogs(facts_, standing_, reference_);
    result_.set_aside = std::move(gathered.set_aside);
    for (auto& [key, sides] : gathered.by_key) Pair(key, sides);
    ApplyWords();
    for (std::size_t i = 0; i < result_.records.size(); ++i) SettleRecord(i);
    NoteBothWays(gathered.by_key);
    AddPairs();
    std::sort(result_.records.begin(), result_.records.end(),
              [](const HelpRecord& a, const HelpRecord& b) {
                return std::tie(a.day, a.helper, a.helped, a.subject, a.events) <
                       std::tie(b.day, b.helper, b.helped, b.subject, b.events);
              });
    settlements_.ListMisfits(result_.set_aside);
    settlements_.Apply(result_.discrepancies, result_.settled);
    return std::move(result_);
  }

 private:
  const Rules& RulesOf(const HelpKey& key) const {
    return reference_.RulesFor({key.helper, key.helped}, key.day);
  }

  HelpRecord& AddRecord(const HelpKey& key, const HelpLog& log, v1::HelpSide side) {
    result_.records.push_back({.helper = key.helper,
                               .helped = key.helped,
                               .day = key.day,
                               .subject = key.subject,
                               .minutes = log.minutes});
    AddLog(result_.records.size() - 1, log, side);
    return result_.records.back();
  }

  void AddLog(std::size_t record, const HelpLog& log, v1::HelpSide side) {
    logs_of_record_.resize(result_.records.size());
    logs_of_record_[record].push_back(log);
    for (const Hash& hash : log.events) {
      result_.records[record].events.push_back(hash);
      word_of_.emplace(hash, Word{.record = record, .minutes = log.minutes, .side = side});
    }
  }

  void Pair(const HelpKey& key, HelpSides& sides) {
    std::vector<HelpLog>& left = sides.helper.logs;
    std::vector<HelpLog>& right = sides.helped.logs;
    std::sort(left.begin(), left.end(), Larger);
    std::sort(right.begin(), right.end(), Larger);
    std::size_t first = result_.records.size();
    std::size_t l = 0, r = 0;
    std::uint32_t agreement_minutes = RulesOf(key).help_agreement_minutes;
    while (l < left.size() || r < right.size()) {
      bool both = l < left.size() && r < right.size();
      if (both && Apart(left[l].minutes, right[r].minutes) <= agreement_minutes) {
        HelpRecord& record = AddRecord(key, left[l], v1::HELP_SIDE_HELPER);
        record.minutes = std::min(left[l].minutes, right[r].minutes);
        record.confirmed = true;
        AddLog(result_.records.size() - 1, right[r], v1::HELP_SIDE_HELPED);
        ++l, ++r;
      } else if (r == right.size() || (both && left[l].minutes > right[r].minutes)) {
        AddRecord(key, left[l++], v1::HELP_SIDE_HELPER);
      } else {
        AddRecord(key, right[r++], v1::HELP_SIDE_HELPED);
      }
    }
    AddCoachLogs(key, sides.coach.logs, first);
  }

  // A coach's log confirms the nearest record of about as many minutes, or stands by itself. It
  // never lowers what both sides confirmed.
  void AddCoachLogs(const HelpKey& key, std::vector<HelpLog>& logs, std::size_t first) {
    std::sort(logs.begin(), logs.end(), Larger);
    std::size_t past = result_.records.size();
    std::uint32_t agreement_minutes = RulesOf(key).help_agreement_minutes;
    std::set<std::size_t> free;
    for (std::size_t i = first; i < past; ++i) free.insert(i);
    for (const HelpLog& log : logs) {
      auto best = free.end();
      for (auto it = free.begin(); it != free.end(); ++it) {
        std::uint32_t apart = Apart(result_.records[*it].minutes, log.minutes);
        if (apart > agreement_minutes) continue;
        if (best == free.end() || apart < Apart(result_.records[*best].minutes, log.minutes)) {
          best = it;
        }
      }
      if (best == free.end()) {
        AddRecord(key, log, v1::HELP_SIDE_COACH).confirmed = true;
        continue;
      }
      HelpRecord& record = result_.records[*best];
      record.minutes = record.confirmed ? std::max(record.minutes, log.minutes) : log.minutes;
      record.confirmed = true;
      AddLog(*best, log, v1::HELP_SIDE_COACH);
      free.erase(best);
    }
  }

  // Confirmations and denials of what was logged. Whoever confirms a log confirms all its minutes,
  // whatever other logs are paired with it, before or after.
  void ApplyWords() {
    for (const Fact& fact : facts_) {
      bool confirms = fact.kind() == v1::EVENT_KIND_BUDDY_HELP_CONFIRMED;
      bool denies = fact.kind() == v1::EVENT_KIND_BUDDY_HELP_DENIED;
      if ((!confirms && !denies) || !standing_.Stands(fact)) continue;
      for (const Hash& seen : SeenBy(*fact.event)) {
        auto it = word_of_.find(seen);
        if (it == word_of_.end()) continue;
        const Word& word = it->second;
        // Nobody confirms their own word.
        if (confirms && fact.event->buddy_help_confirmed().side() == word.side) continue;
        HelpRecord& record = result_.records[word.record];
        if (confirms) record.minutes = std::max(record.minutes, word.minutes);
        record.confirmed |= confirms;
        record.denied |= denies;
        record.events.push_back(fact.key.hash);
      }
    }
  }

  Discrepancy About(const HelpRecord& record, const char* kind, std::vector<Hash> events) const {
    Discrepancy about{.kind = kind,
                      .persons = {record.helper, record.helped},
                      .day = record.day,
                      .detail = absl::StrCat(record.minutes, " minutes on ", FormatDay(record.day)),
                      .events = std::move(events)};
    SortUnique(about.persons);
    SortUnique(about.events);
    return about;
  }

  // What is doubtful about one record, and what people settled of it.
  void SettleRecord(std::size_t i) {
    HelpRecord& record = result_.records[i];
    SortUnique(record.events);
    Id centre;
    for (const HelpLog& log : logs_of_record_[i]) {
      if (centre.IsZero()) centre = CentreOfLog(log);
    }
    bool is_out = false;
    auto note = [&](Discrepancy doubt) {
      doubt.centre = centre;
      std::optional<SettledValue> settled = settlements_.Of(doubt);
      is_out |= settled && settled->field == "accepted" && settled->number == 0;
      result_.discrepancies.push_back(std::move(doubt));
      return settled;
    };
    if (record.denied && note(About(record, "help_denied", record.events)) && !is_out) {
      record.denied = false;
      record.confirmed = true;
    }
    if (record.helper == record.helped) note(About(record, "help_to_oneself", record.events));
    const int claim_days =
        reference_.RulesFor({record.helper, record.helped}, record.day).help_claim_days;
    if (!record.confirmed && !is_out &&
        moment_.IsAfter(StartOfDay(record.day + claim_days + 1) - 1)) {
      Discrepancy claim = ClaimOf(record, logs_of_record_[i].front());
      claim.suggestion = {.field = "minutes", .number = record.minutes};
      note(std::move(claim));
    }
    if (is_out) {
      record.minutes = 0;
      record.confirmed = false;
    } else {
      ConfirmSettledClaims(logs_of_record_[i], record);
    }
  }

  // It rests on the log alone: whatever else is said of it is another doubt.
  Discrepancy ClaimOf(const HelpRecord& record, const HelpLog& log) const {
    return About(record, "help_claim_unanswered", log.events);
  }

  // Whoever settles a claim confirms it as a coach does: later logs don't lower it.
  void ConfirmSettledClaims(const std::vector<HelpLog>& logs, HelpRecord& record) {
    for (const HelpLog& log : logs) {
      const std::optional<SettledValue> settled = settlements_.Of(ClaimOf(record, log));
      if (!settled || (settled->field == "accepted" && settled->number == 0)) continue;
      const auto minutes =
          settled->field == "minutes" ? static_cast<std::uint32_t>(settled->number) : log.minutes;
      record.minutes = record.confirmed ? std::max(record.minutes, minutes) : minutes;
      record.confirmed = true;
    }
  }

  // The same subject in both directions at about the same time.
  void NoteBothWays(const std::map<HelpKey, HelpSides>& by_key) {
    struct Direction {
      const HelpKey* key;
      const HelpLog* log;
      const Fact& fact() const { return *log->first; }
    };
    std::map<std::string, std::vector<Direction>> by_subject;
    for (const auto& [key, sides] : by_key) {
      if (key.helper == key.helped) continue;
      for (const HelpSideLogs* side : {&sides.helper, &sides.helped, &sides.coach}) {
        for (const HelpLog& log : side->logs) {
          if (IsImport(*log.first) || !log.first->captured_ms) continue;
          by_subject[key.subject].push_back({&key, &log});
        }
      }
    }
    for (auto& [subject, logs] : by_subject) {
      std::sort(logs.begin(), logs.end(), [](const Direction& a, const Direction& b) {
        return FactBefore(a.fact(), b.fact());
      });
      for (std::size_t i = 1; i < logs.size(); ++i) {
        const Direction& a = logs[i - 1];
        const Direction& b = logs[i];
        if (a.key->helper == b.key->helper ||
            *b.fact().captured_ms - *a.fact().captured_ms > RulesOf(*a.key).help_both_ways_ms) {
          continue;
        }
        Discrepancy both{.kind = "help_both_ways",
                         .persons = {a.key->helper, a.key->helped},
                         .centre = CentreOfLog(*a.log),
                         .day = a.key->day,
                         .detail = "each says to have helped the other",
                         .events = {a.fact().key.hash, b.fact().key.hash}};
        if (both.centre.IsZero()) both.centre = CentreOfLog(*b.log);
        SortUnique(both.persons);
        SortUnique(both.events);
        result_.discrepancies.push_back(std::move(both));
      }
    }
  }

  void AddPairs() {
    PairsResult found = FoldPairs(facts_, standing_);
    result_.pairs = std::move(found.pairs);
    for (SetAsideFact& fact : found.set_aside) result_.set_aside.push_back(std::move(fact));
  }

  absl::Span<const Fact> facts_;
  const Reference& reference_;
  Moment& moment_;
  Standing standing_;
  Settlements settlements_;
  absl::flat_hash_map<Hash, Word> word_of_;
  // By record, while they are not sorted.
  std::vector<std::vector<HelpLog>> logs_of_record_;
  HelpResult result_;
};

}  // namespace

HelpResult FoldHelp(absl::Span<const Fact> facts, const Reference& reference, Moment& moment) {
  return HelpFold(facts, reference, moment).Run();
}

}  // namespace wijkboek
