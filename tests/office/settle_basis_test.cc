// What an office's decision rests on, of small stories.
#include "server/settle_basis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SettleBasisTest : public ::testing::Test {
 protected:
  SettleBasisTest() { scene_.Enrol("P"); }

  // By `author`, of the one discrepancy of this kind.
  Settling SettlingOf(const std::string& kind, const std::string& author) {
    FoldedLog folded = FoldAll(scene_.events(), scene_.later(), scene_.notices());
    for (const auto& [position, received_ms] : received_) {
      folded.log->SetReceived(position, received_ms);
    }
    const absl::StatusOr<std::vector<Discrepancy>> all = folded.ledger->Discrepancies();
    EXPECT_TRUE(all.ok()) << all.status();
    for (const Discrepancy& each : *all) {
      if (each.kind != kind) continue;
      const absl::StatusOr<SettleBasis> basis = SettleBasisOf(each, *folded.ledger);
      EXPECT_TRUE(basis.ok()) << basis.status();
      const absl::StatusOr<Settling> settling =
          OfficeSettling(each, *basis, IdNamed(author), *folded.log, scene_.later());
      EXPECT_TRUE(settling.ok()) << settling.status();
      return settling.value_or(Settling());
    }
    ADD_FAILURE() << "there is no " << kind;
    return {};
  }

  Hash Named(const std::string& label) const { return scene_.Named("#" + label); }

  Scene scene_;
  std::map<std::uint64_t, std::int64_t> received_;
};

TEST_F(SettleBasisTest, NobodySettlesAContestOfTheirOwnMark) {
  scene_.Tell("#mark 12:30 coach marks P 09:00 absent; #contest 17:00 P contests 09:00");
  const Settling own = SettlingOf("attendance_contested", "coach");
  EXPECT_TRUE(own.is_own_mark);
  EXPECT_THAT(own.marks, UnorderedElementsAre(Named("mark"), Named("contest")));
  ASSERT_EQ(own.concerned.size(), 1u);
  EXPECT_EQ(own.concerned[0].person, IdNamed("P"));
  EXPECT_FALSE(SettlingOf("attendance_contested", "other").is_own_mark);
}

// Also where somebody else's mark came after it.
TEST_F(SettleBasisTest, AMarkThatWasReplacedIsNotSeenAgain) {
  scene_.Tell(
      "#first 12:30 coach marks P 09:00 absent; "
      "#second 12:40 other marks P 09:00 absent #first; "
      "#contest 17:00 P contests 09:00");
  EXPECT_THAT(SettlingOf("attendance_contested", "third").marks,
              UnorderedElementsAre(Named("second"), Named("contest")));
  EXPECT_TRUE(SettlingOf("attendance_contested", "other").is_own_mark);
}

// An upper bound for when it can have been.
TEST_F(SettleBasisTest, OfAnUncertainClockItCountsWhenTheServerHadIt) {
  scene_.Tell("unsure 08:58 P in C");
  received_[scene_.events().size() * 3] = scene_.At(0, "18:00");
  const Settling settling = SettlingOf("clock_uncertain", "coach");
  EXPECT_EQ(settling.received_ms, scene_.At(0, "18:00"));
  EXPECT_THAT(settling.marks, IsEmpty());
}

}  // namespace
}  // namespace wijkboek
