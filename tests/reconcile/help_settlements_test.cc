// Buddy help that is in doubt, and what a coach's word on each makes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "tests/reconcile/scene.h"
#include "tests/reconcile/settling_story.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;

struct Case {
  const char* name;
  const char* story;
  const char* outcome;
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }

class SettledHelp : public testing::TestWithParam<Case> {};

TEST_P(SettledHelp, ComesOutAsWritten) {
  Scene scene;
  scene.Enrol("P", 40).Enrol("Q", 40);
  TellSettling(scene, GetParam().story);
  EXPECT_EQ(SettlingOutcome(scene), TrimmedLines(GetParam().outcome)) << GetParam().story;
}

const Case kClaims[] = {
    {"a claim confirmed as claimed",
     "10:00 P gave Q 30 sums; +9 10:00 K decides help_claim_unanswered accept",
     R"(help P to Q sums: 30 min confirmed
        settled help_claim_unanswered P+Q: accept by K)"},
    {"a claim confirmed with other minutes",
     "10:00 P gave Q 60 sums; +9 10:00 K decides help_claim_unanswered minutes 45",
     R"(help P to Q sums: 45 min confirmed
        settled help_claim_unanswered P+Q: minutes 45 by K)"},
    {"a claim of nothing",
     "10:00 P gave Q 60 sums; +9 10:00 K decides help_claim_unanswered reject",
     R"(help P to Q sums: 0 min claimed
        settled help_claim_unanswered P+Q: reject by K)"},
    {"no minutes are no value",
     "10:00 P gave Q 60 sums; +9 10:00 K decides help_claim_unanswered minutes 0",
     R"(aside discrepancy_settled: makes no sense
        doubt help_claim_unanswered P+Q
        help P to Q sums: 60 min claimed)"},
    {"neither of the two settles it",
     "10:00 P gave Q 60 sums; +9 10:00 Q decides help_claim_unanswered accept",
     R"(doubt help_claim_unanswered P+Q
        help P to Q sums: 60 min claimed)"},
    {"two who settle it differently",
     R"(10:00 P gave Q 60 sums; +9 10:00 K decides help_claim_unanswered minutes 45
        +9 10:05 L decides help_claim_unanswered minutes 50 apart)",
     R"(doubt help_claim_unanswered P+Q
        help P to Q sums: 60 min claimed)"},
    {"the other side's late log closes it; what was settled is not lowered",
     R"(10:00 P gave Q 60 sums; +9 10:00 K decides help_claim_unanswered accept
        @B 11:00 Q got P 50 sums)",
     "help P to Q sums: 60 min confirmed"},
    {"the other side's late log, more than was settled",
     R"(10:00 P gave Q 60 sums; +9 10:00 K decides help_claim_unanswered minutes 45
        @B 11:00 Q got P 55 sums)",
     "help P to Q sums: 55 min confirmed"},
    {"rejected, until the other side's log comes",
     R"(10:00 P gave Q 60 sums; +9 10:00 K decides help_claim_unanswered reject
        @B 11:00 Q got P 50 sums)",
     "help P to Q sums: 50 min confirmed"},
    {"the same log once more opens it again",
     R"(10:00 P gave Q 60 sums; +9 10:00 K decides help_claim_unanswered reject
        @B 10:01 P gave Q 60 sums)",
     R"(doubt help_claim_unanswered P+Q
        help P to Q sums: 60 min claimed)"},
};

const Case kDenials[] = {
    {"denied, and it took place",
     "#a 10:00 P gave Q 30 sums; 11:00 Q denies-help #a; 18:00 K decides help_denied accept",
     R"(help P to Q sums: 30 min confirmed
        settled help_denied P+Q: accept by K)"},
    {"denied, and it did not",
     "#a 10:00 P gave Q 30 sums; 11:00 Q denies-help #a; 18:00 K decides help_denied reject",
     R"(help P to Q sums: 0 min claimed, denied
        settled help_denied P+Q: reject by K)"},
    {"denied though both had logged it",
     R"(#a 10:00 P gave Q 30 sums; 10:30 Q got P 30 sums; 11:00 Q denies-help #a
        18:00 K decides help_denied reject)",
     R"(help P to Q sums: 0 min claimed, denied
        settled help_denied P+Q: reject by K)"},
    {"denied once more",
     R"(#a 10:00 P gave Q 30 sums; 11:00 Q denies-help #a; 18:00 K decides help_denied reject
        19:00 Q denies-help #a)",
     R"(doubt help_claim_unanswered P+Q
        doubt help_denied P+Q
        help P to Q sums: 30 min claimed, denied)"},
    {"a denial after a claim was settled is a doubt of its own",
     R"(#a 10:00 P gave Q 30 sums; +9 10:00 K decides help_claim_unanswered accept
        +10 11:00 Q denies-help #a)",
     R"(doubt help_denied P+Q
        help P to Q sums: 30 min confirmed, denied
        settled help_claim_unanswered P+Q: accept by K)"},
};

const Case kOthers[] = {
    {"helping oneself: so be it",
     R"(10:00 P gave P 30 sums; 10:30 K says P gave P 30 sums
        18:00 L decides help_to_oneself accept)",
     R"(help P to P sums: 30 min confirmed
        settled help_to_oneself P: accept by L)"},
    {"helping oneself: no minutes",
     R"(10:00 P gave P 30 sums; 10:30 K says P gave P 30 sums
        18:00 L decides help_to_oneself reject)",
     R"(help P to P sums: 0 min claimed
        settled help_to_oneself P: reject by L)"},
    {"both ways: so be it",
     R"(10:00 P gave Q 30 sums; 10:05 Q got P 30 sums; 10:20 Q gave P 30 sums; 10:25 P got Q 30 sums
        18:00 K decides help_both_ways accept)",
     R"(help P to Q sums: 30 min confirmed
        help Q to P sums: 30 min confirmed
        settled help_both_ways P+Q: accept by K)"},
};

INSTANTIATE_TEST_SUITE_P(Claims, SettledHelp, testing::ValuesIn(kClaims));
INSTANTIATE_TEST_SUITE_P(Denials, SettledHelp, testing::ValuesIn(kDenials));
INSTANTIATE_TEST_SUITE_P(Others, SettledHelp, testing::ValuesIn(kOthers));

TEST(HelpsDiscrepancy, ShowsWhoSaidWhatWhereAndWhen) {
  Scene scene;
  scene.Enrol("P", 40).Tell("#a @A 10:00 P gave Q 30 sums at C; @B 11:00 Q denies-help #a");
  const Discrepancy denied = OnlyDiscrepancy(scene, "help_denied");
  EXPECT_EQ(denied.centre, IdNamed("C"));
  EXPECT_EQ(denied.day, scene.day());
  ASSERT_EQ(denied.said.size(), 2u);
  EXPECT_EQ(denied.said[0].what, "gave help of 30 minutes");
  EXPECT_EQ(denied.said[0].author, IdNamed("P"));
  EXPECT_EQ(denied.said[0].device, IdNamed("A"));
  EXPECT_EQ(denied.said[1].what, "help denied");
  EXPECT_EQ(denied.said[1].author, IdNamed("Q"));
  EXPECT_EQ(denied.since_ms, scene.At(0, "11:00"));
  const Discrepancy claim = OnlyDiscrepancy(scene, "help_claim_unanswered");
  EXPECT_EQ(claim.centre, IdNamed("C"));
  EXPECT_EQ(claim.suggestion, (SettledValue{.field = "minutes", .number = 30, .person = Id()}));
}

TEST(HelpSettlements, OrderOfArrivalChangesNothing) {
  Scene scene;
  scene.Enrol("P", 3);
  TellSettling(scene, R"(#a 10:00 P gave Q 60 sums; 10:20 Q gave P 30 sums; 11:00 Q denies-help #a
      18:00 K decides help_denied accept; 18:01 K decides help_both_ways accept
      +9 10:00 K decides help_claim_unanswered minutes 20
      @B +9 10:01 L decides help_claim_unanswered minutes 25 apart; @B 12:00 P got Q 40 sums)");
  const std::string told = SettlingOutcome(scene);
  std::vector<StoredEvent> events = scene.events();
  const Hash straight = FoldAll(events, scene.later()).ledger->Fingerprint().value();
  std::mt19937_64 random(11);
  for (int round = 0; round < 200; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    ASSERT_EQ(FoldAll(events, scene.later()).ledger->Fingerprint().value(), straight) << told;
  }
}

}  // namespace
}  // namespace wijkboek
