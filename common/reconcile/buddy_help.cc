#include "common/reconcile/buddy_help.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

// One person's help to another on one day about one subject.
struct HelpKey {
  Id helper;
  Id helped;
  CivilDay day = 0;
  std::string subject;

  friend auto operator<=>(const HelpKey&, const HelpKey&) = default;
};

struct HelpLog {
  const Fact* first = nullptr;
  std::uint32_t minutes = 0;
  std::vector<Hash> events;
};

// Largest first, then fact order.
bool Larger(const HelpLog& a, const HelpLog& b) {
  if (a.minutes != b.minutes) return a.minutes > b.minutes;
  return FactBefore(*a.first, *b.first);
}

std::uint32_t Apart(std::uint32_t a, std::uint32_t b) { return a > b ? a - b : b - a; }

// One side's logs; the same log again shortly after is evidence for the first.
struct Side {
  std::vector<HelpLog> logs;
  absl::flat_hash_map<std::uint32_t, std::size_t> last_of_minutes;

  void Add(const Fact& fact, std::uint32_t minutes, const Rules& rules) {
    auto [it, is_new] = last_of_minutes.emplace(minutes, logs.size());
    if (!is_new) {
      HelpLog& last = logs[it->second];
      std::optional<std::int64_t> apart_ms = CapturedApart(*last.first, fact);
      if (apart_ms && *apart_ms <= rules.help_again_ms) {
        last.events.push_back(fact.key.hash);
        return;
      }
      it->second = logs.size();
    }
    logs.push_back({.first = &fact, .minutes = minutes, .events = {fact.key.hash}});
  }
};

// What one log says, and whose word it is.
struct Word {
  std::size_t record = 0;
  std::uint32_t minutes = 0;
  v1::HelpSide side = v1::HELP_SIDE_UNSPECIFIED;
};

struct Sides {
  Side helper;
  Side helped;
  Side coach;
};

class HelpFold {
 public:
  HelpFold(absl::Span<const Fact> facts, const Reference& reference, Moment& moment)
      : facts_(facts), reference_(reference), moment_(moment), standing_(facts) {}

  HelpResult Run() {
    Gather();
    for (auto& [key, sides] : by_key_) Pair(key, sides);
    ApplyWords();
    NoteRecords();
    NoteBothWays();
    SortUnique(result_.discrepancies);
    return std::move(result_);
  }

 private:
  void Gather() {
    std::vector<const Fact*> ordered;
    for (const Fact& fact : facts_) {
      if (IsHelpKind(fact.kind())) AddIfOut(fact, standing_, result_.set_aside);
      if (fact.kind() == v1::EVENT_KIND_BUDDY_HELP_LOGGED && standing_.Stands(fact)) {
        ordered.push_back(&fact);
      }
    }
    std::sort(ordered.begin(), ordered.end(),
              [](const Fact* a, const Fact* b) { return FactBefore(*a, *b); });
    for (const Fact* fact : ordered) Take(*fact);
  }

  void Take(const Fact& fact) {
    const v1::BuddyHelpLogged& body = fact.event->buddy_help_logged();
    std::vector<Id> helpers = PersonsIn(*fact.event, v1::PERSON_ROLE_HELPER);
    std::vector<Id> helped = PersonsIn(*fact.event, v1::PERSON_ROLE_HELPED);
    if (helpers.size() != 1 || helped.size() != 1 || body.minutes() < 1 ||
        body.minutes() > 24 * 60 || (fact.event->has_stated_start() && !StartOf(fact))) {
      result_.set_aside.push_back(SetAside(SetAsideReason::kMakesNoSense, fact,
                                           "help needs two people and 1 to 1440 minutes"));
      return;
    }
    std::optional<std::int64_t> t_ms = StartOf(fact);
    if (!t_ms) {
      result_.set_aside.push_back(SetAside(SetAsideReason::kClockUncertain, fact));
      return;
    }
    HelpKey key{
        .helper = helpers[0], .helped = helped[0], .day = DayOf(*t_ms), .subject = body.subject()};
    const Rules& rules = RulesOf(key);
    Sides& sides = by_key_[std::move(key)];
    switch (body.side()) {
      case v1::HELP_SIDE_HELPER:
        return sides.helper.Add(fact, body.minutes(), rules);
      case v1::HELP_SIDE_HELPED:
        return sides.helped.Add(fact, body.minutes(), rules);
      case v1::HELP_SIDE_COACH:
        return sides.coach.Add(fact, body.minutes(), rules);
      default:
        result_.set_aside.push_back(
            SetAside(SetAsideReason::kMakesNoSense, fact, "it does not say whose word it is"));
    }
  }

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
    for (const Hash& hash : log.events) {
      result_.records[record].events.push_back(hash);
      word_of_.emplace(hash, Word{.record = record, .minutes = log.minutes, .side = side});
    }
  }

  void Pair(const HelpKey& key, Sides& sides) {
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

  void Note(const char* kind, const HelpRecord& record, std::string detail) {
    std::vector<Id> persons = {record.helper, record.helped};
    SortUnique(persons);
    result_.discrepancies.push_back({.kind = kind,
                                     .persons = std::move(persons),
                                     .day = record.day,
                                     .detail = std::move(detail),
                                     .events = record.events});
  }

  void NoteRecords() {
    for (HelpRecord& record : result_.records) {
      SortUnique(record.events);
      std::string minutes = absl::StrCat(record.minutes, " minutes on ", FormatDay(record.day));
      if (record.denied) Note("help_denied", record, minutes);
      if (record.helper == record.helped) Note("help_to_oneself", record, minutes);
      int claim_days =
          reference_.RulesFor({record.helper, record.helped}, record.day).help_claim_days;
      if (!record.confirmed && moment_.IsAfter(StartOfDay(record.day + claim_days + 1) - 1)) {
        Note("help_claim_unanswered", record, minutes);
      }
    }
    std::sort(result_.records.begin(), result_.records.end(),
              [](const HelpRecord& a, const HelpRecord& b) {
                return std::tie(a.day, a.helper, a.helped, a.subject, a.events) <
                       std::tie(b.day, b.helper, b.helped, b.subject, b.events);
              });
  }

  // The same subject in both directions at about the same time.
  void NoteBothWays() {
    struct Direction {
      const HelpKey* key;
      const Fact* fact;
    };
    std::map<std::string, std::vector<Direction>> by_subject;
    for (const auto& [key, sides] : by_key_) {
      if (key.helper == key.helped) continue;
      for (const Side* side : {&sides.helper, &sides.helped, &sides.coach}) {
        for (const HelpLog& log : side->logs) {
          if (IsImport(*log.first)) continue;
          if (log.first->captured_ms) by_subject[key.subject].push_back({&key, log.first});
        }
      }
    }
    for (auto& [subject, logs] : by_subject) {
      std::sort(logs.begin(), logs.end(), [](const Direction& a, const Direction& b) {
        return FactBefore(*a.fact, *b.fact);
      });
      for (std::size_t i = 1; i < logs.size(); ++i) {
        const Direction& a = logs[i - 1];
        const Direction& b = logs[i];
        if (a.key->helper == b.key->helper ||
            *b.fact->captured_ms - *a.fact->captured_ms > RulesOf(*a.key).help_both_ways_ms) {
          continue;
        }
        std::vector<Id> persons = {a.key->helper, a.key->helped};
        std::vector<Hash> events = {a.fact->key.hash, b.fact->key.hash};
        SortUnique(persons);
        SortUnique(events);
        result_.discrepancies.push_back({.kind = "help_both_ways",
                                         .persons = std::move(persons),
                                         .day = a.key->day,
                                         .detail = "each says to have helped the other",
                                         .events = std::move(events)});
      }
    }
  }

  absl::Span<const Fact> facts_;
  const Reference& reference_;
  Moment& moment_;
  Standing standing_;
  std::map<HelpKey, Sides> by_key_;
  absl::flat_hash_map<Hash, Word> word_of_;
  HelpResult result_;
};

}  // namespace

HelpResult FoldHelp(absl::Span<const Fact> facts, const Reference& reference, Moment& moment) {
  return HelpFold(facts, reference, moment).Run();
}

}  // namespace wijkboek
