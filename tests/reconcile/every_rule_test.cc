// Whatever the order in which facts arrive, however they are parted into batches with looks in
// between, and however often they come: the same facts are the same state. Over generated weeks
// that between them reach every rule; what they did not reach would be claimed without being
// tested.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/reconcile/settling_ways.h"
#include "tests/reconcile/every_rule_week.h"
#include "tests/reconcile/rule_coverage.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

constexpr std::uint64_t kWeeks = 240;
// Of each week that is told in other orders.
constexpr int kShuffles = 8;
constexpr int kSplits = 22;

// A ledger over a log that grows.
struct Growing {
  VectorLog log;
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  std::vector<StoredEvent> events;

  void Add(const Arrival& arrival) {
    arrival.AppendTo(log);
    if (arrival.event) events.push_back(*arrival.event);
  }
  void CatchUp(std::int64_t now_ms) { ASSERT_TRUE(ledger->CatchUp(now_ms).ok()); }
};

std::set<std::pair<std::string, std::string>> PrintsOf(const Growing& growing) {
  std::set<std::pair<std::string, std::string>> prints;
  const std::vector<PartitionFingerprint> all = growing.ledger->Fingerprints().value();
  for (const PartitionFingerprint& each : all) {
    prints.emplace(each.partition, each.fingerprint.hex());
  }
  return prints;
}

// What only one of two has so; empty: they are the same.
std::string Difference(const Growing& one, const Growing& other) {
  std::set<std::string> names;
  if (one.ledger->Fingerprint().value() != other.ledger->Fingerprint().value()) {
    const auto ones = PrintsOf(one), others = PrintsOf(other);
    std::vector<std::pair<std::string, std::string>> differing;
    std::set_symmetric_difference(ones.begin(), ones.end(), others.begin(), others.end(),
                                  std::back_inserter(differing));
    names.insert("fingerprint");
    for (const auto& [partition, print] : differing) names.insert(partition);
  }
  // Beside the partitions: what is kept added up, and what two ledgers compare.
  for (const TallyBy by : {TallyBy::kDay, TallyBy::kCohort}) {
    if (one.ledger->Tallies({}, by).value() != other.ledger->Tallies({}, by).value()) {
      names.insert("tallies");
    }
  }
  for (const char* person : {"p0", "p1", "p2", "w0", "r0", "r1", "s0"}) {
    const Id id = IdNamed(person);
    if (one.ledger->SumOfEvents(id).value() != other.ledger->SumOfEvents(id).value()) {
      names.insert(absl::StrCat("sum of ", person));
    }
  }
  for (const char* kiosk : {"kiosk", "dk", "w", "x"}) {
    const auto a = one.ledger->devices().Find(IdNamed(kiosk));
    const auto b = other.ledger->devices().Find(IdNamed(kiosk));
    if (a.has_value() != b.has_value() ||
        (a && (a->whereabouts != b->whereabouts || a->since_ms != b->since_ms ||
               a->closed_ms != b->closed_ms || a->carried != b->carried ||
               a->heard_ms != b->heard_ms))) {
      names.insert(absl::StrCat("kiosk ", kiosk));
    }
  }
  return absl::StrJoin(names, " ");
}

void FoldAtOnce(const std::vector<Arrival>& arrivals, std::int64_t now_ms, Growing& growing) {
  for (const Arrival& arrival : arrivals) growing.Add(arrival);
  growing.CatchUp(now_ms);
}

// In batches, each with a look after it; the moments go on. Either of whatever sizes, or most of it
// at first and then a few single ones, each of which must reach by itself whomever it concerns.
// When the server received an event may become known later than the event.
class InBatches {
 public:
  InBatches(const std::vector<Arrival>& arrivals, std::mt19937_64& random, Growing& growing)
      : arrivals_(arrivals), random_(random), growing_(growing), hears_later_(random() % 4 == 0) {}

  void Fold(std::int64_t last_ms) {
    // Looked at before, or only then: what is due is folded again, whatever else should have.
    const bool is_late = random_() % 2 == 0;
    const std::vector<std::size_t> ends = is_late ? LastOnes() : SomeEnds();
    std::vector<std::int64_t> moments;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const std::int64_t now_ms = arrivals_[random_() % arrivals_.size()].server_ms;
      moments.push_back(is_late ? last_ms : now_ms);
    }
    std::sort(moments.begin(), moments.end());
    std::size_t next = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      for (; next < ends[i]; ++next) Add(arrivals_[next]);
      growing_.CatchUp(moments[i]);
    }
    for (; next < arrivals_.size(); ++next) Add(arrivals_[next]);
    growing_.CatchUp(last_ms);
    for (const auto& [position, server_ms] : received_later_) {
      growing_.log.SetReceived(position, server_ms);
      ASSERT_TRUE(growing_.ledger->Touch({position}).ok());
    }
    growing_.CatchUp(last_ms);
  }

 private:
  std::vector<std::size_t> SomeEnds() {
    std::vector<std::size_t> ends(random_() % 6);
    for (std::size_t& end : ends) end = random_() % arrivals_.size();
    std::sort(ends.begin(), ends.end());
    return ends;
  }

  std::vector<std::size_t> LastOnes() const {
    std::vector<std::size_t> ends;
    for (std::size_t last = 12; last > 0; --last) ends.push_back(arrivals_.size() - last);
    return ends;
  }

  void Add(const Arrival& arrival) {
    if (!arrival.event || !hears_later_ || random_() % 8 != 0) return growing_.Add(arrival);
    received_later_[growing_.log.Append(*arrival.event, std::nullopt)] = arrival.server_ms;
  }

  const std::vector<Arrival>& arrivals_;
  std::mt19937_64& random_;
  Growing& growing_;
  // Only now and then: what is touched is folded again too.
  const bool hears_later_;
  // By position.
  std::map<std::uint64_t, std::int64_t> received_later_;
};

void AddDuplicates(std::mt19937_64& random, std::vector<Arrival>& arrivals) {
  const std::size_t once = arrivals.size();
  for (std::size_t i = 0; i < once / 4; ++i) {
    arrivals.push_back(Arrival(arrivals[random() % once]));
  }
}

TEST(EveryRule, TakesEffectInSomeWeekAndHoweverItWasLookedAt) {
  RuleCoverage coverage;
  for (std::uint64_t seed = 1; seed <= kWeeks; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const EveryRuleWeek week = GenerateEveryRuleWeek(seed);
    Growing as_it_came;
    std::size_t next = 0;
    for (const std::int64_t now_ms : week.looks) {
      for (; next < week.arrivals.size() && week.arrivals[next].server_ms <= now_ms; ++next) {
        as_it_came.Add(week.arrivals[next]);
      }
      as_it_came.CatchUp(now_ms);
      coverage.Note(LedgerView(*as_it_came.ledger, as_it_came.events));
    }
    ASSERT_EQ(next, week.arrivals.size());
    Growing at_once;
    FoldAtOnce(week.arrivals, week.looks.back(), at_once);
    ASSERT_EQ(Difference(as_it_came, at_once), "");
  }
  EXPECT_EQ(absl::StrJoin(coverage.Missed(), "\n"), "") << "rules that no week reached";
}

// Ten weeks each.
class WeeksInOtherOrders : public testing::TestWithParam<std::uint64_t> {};

TEST_P(WeeksInOtherOrders, InBatchesAndTwiceAreTheSame) {
  for (std::uint64_t seed = GetParam() * 10 + 1; seed <= GetParam() * 10 + 10; ++seed) {
    const EveryRuleWeek week = GenerateEveryRuleWeek(seed);
    const std::int64_t last_ms = week.looks.back();
    Growing at_once;
    FoldAtOnce(week.arrivals, last_ms, at_once);
    std::mt19937_64 random(seed);
    for (int round = 0; round < kShuffles + kSplits; ++round) {
      SCOPED_TRACE(absl::StrCat("seed ", seed, ", round ", round));
      std::vector<Arrival> arrivals = week.arrivals;
      if (round % 2 == 1) AddDuplicates(random, arrivals);
      std::shuffle(arrivals.begin(), arrivals.end(), random);
      Growing other;
      if (round < kShuffles) {
        FoldAtOnce(arrivals, last_ms, other);
      } else {
        InBatches(arrivals, random, other).Fold(last_ms);
      }
      ASSERT_EQ(Difference(other, at_once), "");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Generated, WeeksInOtherOrders, testing::Range<std::uint64_t>(0, 10));

// What can be settled, and how, is on the list of rules; and nothing is there twice.
TEST(EveryRule, IsOnTheList) {
  std::set<std::string> names;
  for (const NamedRule& rule : AllRules()) {
    EXPECT_TRUE(names.insert(rule.name).second) << rule.name << " is on the list twice";
  }
  for (const SettlingWays& kind : AllSettlingWays()) {
    EXPECT_TRUE(names.contains(RuleOfKind(kind.kind))) << kind.kind;
    for (const absl::string_view way : kind.ways) {
      EXPECT_TRUE(names.contains(RuleOfWay(kind.kind, way))) << kind.kind << " by " << way;
    }
  }
}

}  // namespace
}  // namespace wijkboek
