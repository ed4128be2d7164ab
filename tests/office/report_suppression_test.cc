// What outsiders see hides small counts, and nobody who can add and subtract finds them again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "server/report_funnel.h"
#include "server/report_indicators.h"
#include "server/report_outcomes.h"
#include "server/suppression.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// ---- An attacker, who shares nothing with what hides: whole numbers, bounds, and patience.

// What the attacker knows: sum of factor * unknown lies within [low, high].
struct Clue {
  std::vector<std::pair<std::size_t, int>> terms;
  long low = 0;
  long high = 0;
};

class Attacker {
 public:
  // One of a hidden count, of which it is known that it is 1 at least; its index.
  // Looked for are answers around `near`: any whole answer shows that a value is possible, and
  // there they are found soonest.
  std::size_t AddUnknown(long near) {
    nears_.push_back(near);
    return nears_.size() - 1;
  }
  void AddClue(Clue clue) { clues_.push_back(std::move(clue)); }

  // Up to `enough` values of which it was shown that the unknown could have them: each with a whole
  // answer to everything that is hidden.
  std::set<long> ValuesOf(std::size_t unknown, std::size_t enough) const {
    std::set<long> values;
    for (const long around : {3, 5, 8}) {
      std::vector<Domain> domains;
      for (const long near : nears_)
        domains.push_back({std::max(1L, near - around), near + around});
      if (!Narrow(domains)) continue;
      const Domain range = domains[unknown];
      for (long value = range.low; value <= range.high && values.size() < enough; ++value) {
        if (values.contains(value)) continue;
        domains[unknown] = {value, value};
        steps_ = 0;
        if (Fits(domains)) values.insert(value);
      }
    }
    return values;
  }

 private:
  static constexpr int kPatience = 4000;
  struct Domain {
    long low;
    long high;
  };

  static long Least(const std::pair<std::size_t, int>& term, const std::vector<Domain>& domains) {
    const Domain& domain = domains[term.first];
    return term.second > 0 ? term.second * domain.low : term.second * domain.high;
  }
  static long Largest(const std::pair<std::size_t, int>& term, const std::vector<Domain>& domains) {
    const Domain& domain = domains[term.first];
    return term.second > 0 ? term.second * domain.high : term.second * domain.low;
  }

  // False when nothing fits.
  bool Narrow(std::vector<Domain>& domains) const {
    for (bool changed = true; changed;) {
      changed = false;
      for (const Clue& clue : clues_) {
        long least = 0;
        long largest = 0;
        for (const auto& term : clue.terms) {
          least += Least(term, domains);
          largest += Largest(term, domains);
        }
        if (least > clue.high || largest < clue.low) return false;
        for (const auto& term : clue.terms) {
          Domain& domain = domains[term.first];
          // What the others leave for this one, which has the factor 1 or -1.
          const long most = clue.high - (least - Least(term, domains));
          const long fewest = clue.low - (largest - Largest(term, domains));
          const long low = std::max(domain.low, term.second > 0 ? fewest : -most);
          const long high = std::min(domain.high, term.second > 0 ? most : -fewest);
          if (low > high) return false;
          if (low == domain.low && high == domain.high) continue;
          domain = {low, high};
          changed = true;
          // The sums are old now; the next round has them anew.
          break;
        }
      }
    }
    return true;
  }

  // Gives up in the end: what it did not find does not count as found.
  bool Fits(std::vector<Domain> domains) const {
    if (++steps_ > kPatience || !Narrow(domains)) return false;
    const auto open =
        std::min_element(domains.begin(), domains.end(), [](const Domain& a, const Domain& b) {
          constexpr long kNever = std::numeric_limits<long>::max();
          const long width_a = a.high == a.low ? kNever : a.high - a.low;
          const long width_b = b.high == b.low ? kNever : b.high - b.low;
          return width_a < width_b;
        });
    if (open == domains.end() || open->low == open->high) return true;
    const std::size_t index = static_cast<std::size_t>(open - domains.begin());
    for (long value = open->low; value <= open->high; ++value) {
      std::vector<Domain> guess = domains;
      guess[index] = {value, value};
      if (Fits(guess)) return true;
    }
    return false;
  }

  std::vector<long> nears_;
  std::vector<Clue> clues_;
  mutable int steps_ = 0;
};

// Reads a published outcome table as its columns say, and knows what the words mean.
class OutcomeAttack {
 public:
  // `open`: the same table with nothing hidden, to know where to look.
  OutcomeAttack(const v1::GetReportResponse& report, const v1::GetReportResponse& open) {
    for (int i = 0; i < report.rows_size(); ++i) {
      const v1::ReportRow& row = report.rows(i);
      const std::string group = row.cells(0);
      if (group != "all") groups_.insert(group);
      Take({group, row.cells(1), row.cells(2)}, row.cells(3), open.rows(i).cells(3));
      if (row.cells(4).empty()) continue;
      // The denominator of one row is another row's number, or stands here alone.
      Take(WholeOf(group, row.cells(4)), row.cells(5), open.rows(i).cells(5));
    }
    for (int i = 0; i < report.rows_size(); ++i) {
      const v1::ReportRow& row = report.rows(i);
      if (row.cells(4).empty()) continue;
      // With those of whom it is not known no row has more than its denominator.
      const Key not_known = {row.cells(0), absl::StrCat("? ", row.cells(1)), row.cells(2)};
      const bool is_exit = row.cells(1) == "exit";
      const Key shared = {row.cells(0), "? exit", ""};
      Take(is_exit ? shared : not_known, row.cells(7), open.rows(i).cells(7));
      AtLeast(WholeOf(row.cells(0), row.cells(4)),
              {{row.cells(0), row.cells(1), row.cells(2)}, is_exit ? shared : not_known});
    }
    std::set<std::string> all = groups_;
    all.insert("all");
    for (const std::string& group : all) AddMeaning(group);
    AddGroups();
  }

  // Hidden counts that have fewer values than they should, with their values.
  std::vector<std::string> Found(std::size_t enough) const {
    std::vector<std::string> found;
    for (const auto& [key, unknown] : unknowns_) {
      const std::set<long> values = attacker_.ValuesOf(unknown, enough);
      if (values.size() < enough) {
        found.push_back(absl::StrCat(std::get<0>(key), " ", std::get<1>(key), " ", std::get<2>(key),
                                     " is one of ", values.size()));
      }
    }
    return found;
  }
  std::size_t hidden() const { return unknowns_.size(); }

 private:
  using Key = std::tuple<std::string, std::string, std::string>;

  static Key WholeOf(const std::string& group, const std::string& of_whom) {
    if (absl::StartsWith(of_whom, "milestone ")) return {group, "milestone", of_whom.substr(10)};
    return {group, of_whom, ""};
  }

  void Take(const Key& key, const std::string& cell, const std::string& near) {
    if (cell == "*") {
      if (!unknowns_.contains(key)) unknowns_[key] = attacker_.AddUnknown(std::stol(near));
    } else if (long number = 0; absl::SimpleAtoi(cell, &number)) {
      shown_[key] = number;
    }
  }
  bool Knows(const Key& key) const { return shown_.contains(key) || unknowns_.contains(key); }

  // whole - parts within [low, high].
  void Relate(const Key& whole, const std::vector<Key>& parts, long low, long high) {
    Clue clue{.terms = {}, .low = low, .high = high};
    std::map<std::size_t, int> factors;
    const auto add = [&](const Key& key, int factor) {
      const auto shown = shown_.find(key);
      const auto unknown = unknowns_.find(key);
      if (unknown != unknowns_.end()) {
        factors[unknown->second] += factor;
      } else if (shown != shown_.end()) {
        clue.low -= factor * shown->second;
        clue.high -= factor * shown->second;
      }
    };
    add(whole, 1);
    for (const Key& part : parts) add(part, -1);
    for (const auto& [unknown, factor] : factors) {
      if (factor != 0) clue.terms.push_back({unknown, factor});
    }
    if (!clue.terms.empty()) attacker_.AddClue(clue);
  }
  void Equal(const Key& whole, const std::vector<Key>& parts) { Relate(whole, parts, 0, 0); }
  void AtLeast(const Key& whole, const std::vector<Key>& parts) { Relate(whole, parts, 0, 100000); }

  std::vector<Key> Codes(const std::string& group, const std::string& figure) const {
    std::set<Key> keys;
    for (const auto& [key, number] : shown_) {
      if (std::get<0>(key) == group && std::get<1>(key) == figure) keys.insert(key);
    }
    for (const auto& [key, unknown] : unknowns_) {
      if (std::get<0>(key) == group && std::get<1>(key) == figure) keys.insert(key);
    }
    return {keys.begin(), keys.end()};
  }

  void AddMeaning(const std::string& group) {
    const Key all = {group, "in it", ""};
    const Key left = {group, "left", ""};
    if (Knows(left)) Equal(all, {{group, "running", ""}, left});
    std::vector<Key> exits = Codes(group, "exit");
    if (Knows({group, "exit not stated", ""})) {
      exits.push_back({group, "exit not stated", ""});
      exits.push_back({group, "exit unreadable", ""});
      Equal(left, exits);
      Equal({group, "? exit", ""},
            {{group, "exit not stated", ""}, {group, "exit unreadable", ""}});
    }
    for (const Key& milestone : Codes(group, "milestone")) {
      const std::string after = absl::StrCat("exit after ", std::get<2>(milestone));
      std::vector<Key> parts = Codes(group, after);
      if (parts.empty()) continue;
      for (const Key& part : parts) AtLeast({group, "exit", std::get<2>(part)}, {part});
      // Every row after the same milestone says the same of whom it is not known.
      parts.push_back({group, absl::StrCat("? ", after), std::get<2>(parts.front())});
      Equal(milestone, parts);
    }
  }

  // Nobody stands in two groups, thinks the attacker, and may be right.
  void AddGroups() {
    std::set<std::pair<std::string, std::string>> figures;
    for (const auto& [key, number] : shown_) figures.insert({std::get<1>(key), std::get<2>(key)});
    for (const auto& [key, unknown] : unknowns_) {
      figures.insert({std::get<1>(key), std::get<2>(key)});
    }
    for (const auto& [figure, code] : figures) {
      if (figure[0] == '?' || !Knows({"all", figure, code})) continue;
      std::vector<Key> parts;
      for (const std::string& group : groups_) {
        if (Knows({group, figure, code})) parts.push_back({group, figure, code});
      }
      Equal({"all", figure, code}, parts);
    }
  }

  Attacker attacker_;
  std::set<std::string> groups_;
  std::map<Key, long> shown_;
  std::map<Key, std::size_t> unknowns_;
};

// ---- Invented people in invented cohorts

OpenedStep StepOf(const Id& person, const Id& cohort, PathType type, const std::string& code) {
  OpenedStep step;
  step.record = {.person = person, .type = type, .day = kDay - 10, .last_day = kDay - 10};
  step.cohort = cohort;
  step.item.mutable_step()->set_code(code);
  return step;
}

struct Town {
  std::vector<EnrolmentLine> enrolments;
  std::vector<OpenedStep> steps;
};

Town MakeTown(unsigned seed, int cohorts) {
  std::mt19937 random(seed);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const std::vector<std::string> codes = {"paid_work", "further_study", "dropout", "unknown", ""};
  Town town;
  int number = 0;
  for (int c = 0; c < cohorts; ++c) {
    const Id cohort = TestId(static_cast<unsigned char>(100 + c));
    // Some so large that only a few counts are small.
    const int size = 6 + below(seed % 2 == 0 ? 14 : 60);
    for (int i = 0; i < size; ++i) {
      Id person;
      person.data()[1] = static_cast<unsigned char>(++number / 250);
      person.data()[2] = static_cast<unsigned char>(number % 250);
      EnrolmentLine line{
          .enrolment = person, .person = person, .cohort = cohort, .first_day = kDay - 300};
      const bool left = below(3) > 0;
      if (left) line.last_day = kDay - 10;
      town.enrolments.push_back(line);
      if (below(2) == 0)
        town.steps.push_back(StepOf(person, cohort, PathType::kMilestone, "diploma"));
      if (!left) continue;
      const std::string& code = codes[static_cast<std::size_t>(below(5))];
      if (!code.empty()) town.steps.push_back(StepOf(person, cohort, PathType::kExit, code));
    }
  }
  return town;
}

v1::GetReportResponse Publish(const Town& town, std::uint32_t hide_below) {
  ReportBasis basis = Basis();
  for (unsigned char c = 100; c < 120; ++c) {
    basis.cohorts[TestId(c)] = absl::StrCat("Groep ", static_cast<int>(c));
  }
  return OutcomeReport(town.enrolments, town.steps, {}, basis, {.hide_below = hide_below});
}

TEST(Suppression, NobodyWhoAddsAndSubtractsFindsAHiddenCount) {
  std::size_t hidden = 0;
  for (unsigned seed = 1; seed <= 24; ++seed) {
    const Town town = MakeTown(seed, 1 + static_cast<int>(seed % 3));
    const OutcomeAttack attack(Publish(town, 5), Publish(town, 0));
    hidden += attack.hidden();
    EXPECT_THAT(attack.Found(static_cast<std::size_t>(kValuesLeftMin)), ElementsAre())
        << "seed " << seed;
  }
  EXPECT_GT(hidden, 50u) << "something has to be hidden for this to say anything";
}

// The attacker is worth something: what is only masked cell by cell is found.
TEST(Suppression, TheAttackerFindsWhatIsHiddenByItselfAlone) {
  int found = 0;
  for (unsigned seed = 1; seed <= 24; ++seed) {
    const v1::GetReportResponse open = Publish(MakeTown(seed, 2), 0);
    v1::GetReportResponse report = open;
    for (v1::ReportRow& row : *report.mutable_rows()) {
      long number = 0;
      if (absl::SimpleAtoi(row.cells(3), &number) && number > 0 && number < 5) {
        row.set_cells(3, "*");
        row.set_cells(6, "*");
      }
    }
    found += static_cast<int>(OutcomeAttack(report, open).Found(2).size());
  }
  EXPECT_GT(found, 20);
}

TEST(Suppression, NoCountBelowTheThresholdIsShown) {
  for (unsigned seed = 1; seed <= 24; ++seed) {
    const v1::GetReportResponse report = Publish(MakeTown(seed, 3), 5);
    for (const v1::ReportRow& row : report.rows()) {
      for (const int cell : {3, 5, 7}) {
        long number = 0;
        if (!absl::SimpleAtoi(row.cells(cell), &number)) continue;
        EXPECT_TRUE(number == 0 || number >= 5) << row.cells(1) << " " << number;
      }
      EXPECT_TRUE(row.cells(3) != "*" || row.cells(6) == "*" || row.cells(6).empty())
          << "a per cent of a hidden count gives it away";
    }
  }
}

TEST(Suppression, WithoutAThresholdNothingIsHidden) {
  const v1::GetReportResponse report = Publish(MakeTown(3, 3), 0);
  for (const v1::ReportRow& row : report.rows()) {
    EXPECT_THAT(row.cells(), testing::Not(Contains("*")));
  }
}

TEST(Suppression, SaysThatAndWhyItHides) {
  EXPECT_THAT(Publish(MakeTown(1, 2), 5).small_print(),
              Contains(HasSubstr("* hides a count of 1 to 4")));
  EXPECT_THAT(Publish(MakeTown(1, 2), 5).small_print(),
              testing::Not(Contains(HasSubstr("people in them"))));
}

// ---- The counts by themselves

std::vector<bool> Hidden(std::vector<std::int64_t> counts, std::vector<CountRelation> relations) {
  return SuppressCounts({.counts = std::move(counts), .relations = std::move(relations)}, 5);
}

constexpr auto kSum = CountRelation::Kind::kSum;

TEST(SuppressCounts, TheOnlySmallPartTakesTheSmallestOtherWithIt) {
  EXPECT_THAT(Hidden({20, 3, 7, 10}, {{kSum, 0, {1, 2, 3}}}),
              ElementsAre(false, true, true, false));
}

TEST(SuppressCounts, TwoThatCanOnlyBeOneAndOneTakeAThird) {
  EXPECT_THAT(Hidden({20, 1, 1, 18}, {{kSum, 0, {1, 2, 3}}}), ElementsAre(false, true, true, true));
}

TEST(SuppressCounts, ZeroIsShownAndHelpsNobody) {
  EXPECT_THAT(Hidden({9, 4, 0, 5}, {{kSum, 0, {1, 2, 3}}}), ElementsAre(false, true, false, true));
}

TEST(SuppressCounts, WhatHangsTogetherOverTwoTablesIsHiddenInBoth) {
  // Rows (0: 1+2, 3: 4+5) and columns (6: 1+4, 7: 2+5) of one square, with its total 8.
  const std::vector<bool> hidden = Hidden({20, 3, 17, 20, 10, 10, 13, 27, 40}, {{kSum, 0, {1, 2}},
                                                                                {kSum, 3, {4, 5}},
                                                                                {kSum, 6, {1, 4}},
                                                                                {kSum, 7, {2, 5}},
                                                                                {kSum, 8, {0, 3}},
                                                                                {kSum, 8, {6, 7}}});
  EXPECT_TRUE(hidden[1] && hidden[2] && hidden[4] && hidden[5]);
  EXPECT_FALSE(hidden[8]);
}

TEST(SuppressCounts, ACountInsideAnotherIsBoundByIt) {
  // 1 lies within 0, which is 4 itself: nothing is shown of either.
  EXPECT_THAT(Hidden({4, 2}, {{CountRelation::Kind::kWithin, 0, {1}}}), ElementsAre(true, true));
}

TEST(SuppressCounts, WithoutSmallCountsEverythingIsShown) {
  EXPECT_THAT(Hidden({20, 5, 15}, {{kSum, 0, {1, 2}}}), ElementsAre(false, false, false));
}

}  // namespace
}  // namespace wijkboek
