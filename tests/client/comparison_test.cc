// What the kiosk makes of what the server says it should hold and show.

#include "client/comparison.h"

#include <gmock/gmock.h>

#include "client/event_table.h"
#include "client/settings.h"
#include "common/ledger/event_sum.h"
#include "common/limits.h"
#include "tests/client/kiosk_service_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

class ComparisonTest : public KioskServiceFixture {
 protected:
  void SetUp() override {
    KioskServiceFixture::SetUp();
    PullOffice();
    PullEnrolment(kParticipant);
    comparison_.emplace(*kiosk_.store, *view_);
  }

  Hash Held(const Id& person) {
    Hash held;
    EXPECT_OK(kiosk_.store->Read([&](Connection& connection) -> absl::Status {
      absl::StatusOr<Hash> sum = SumOfPulled(connection, person);
      if (sum.ok()) held = *sum;
      return sum.status();
    }));
    return held;
  }
  Hash Shown(const Id& person) {
    return view_->FingerprintsAt(kiosk_.log->NowMs(), {person}).value().front();
  }
  static void Add(v1::PullResponse& page, const Id& person, const Hash& events,
                  const Hash& folded) {
    v1::ParticipantFingerprint& told = *page.add_fingerprints();
    told.set_person_id(person.ToString());
    told.set_events(events.ToString());
    told.set_folded(folded.ToString());
  }
  v1::PullResponse Page() {
    v1::PullResponse page;
    page.set_server_ms(kiosk_.log->NowMs());
    page.mutable_cursor()->set_position(17);
    return page;
  }
  void Take(const v1::PullResponse& page, bool is_heard = true) {
    ASSERT_OK(comparison_->Take(
        page,
        [&](std::uint64_t position) {
          EXPECT_EQ(position, page.cursor().position());
          return is_heard;
        },
        now_ms_));
  }
  bool IsLedgerStale() {
    bool stale = false;
    EXPECT_OK(kiosk_.store->Read([&](Connection& connection) {
      stale = GetSetting(connection, "ledger_stale")->has_value();
      return absl::OkStatus();
    }));
    return stale;
  }

  const Hash other_ = Sha256("something else");
  std::optional<Comparison> comparison_;
  std::int64_t now_ms_ = 1000;
};

TEST_F(ComparisonTest, BeforeAnythingWasToldNothingIsSaid) {
  EXPECT_EQ(comparison_->Status().compared_ms, 0);
  EXPECT_EQ(comparison_->ReopenAtMs(), std::nullopt);
  v1::PullResponse page = Page();
  page.set_up_to_date(true);
  Take(page);
  EXPECT_EQ(comparison_->Status().compared_ms, 0) << "an old server tells nothing";
}

TEST_F(ComparisonTest, WhereBothAreTheSameNothingIsAskedFor) {
  v1::PullResponse page = Page();
  Add(page, kParticipant, Held(kParticipant), Shown(kParticipant));
  Take(page);
  const ComparisonStatus status = comparison_->Status();
  EXPECT_EQ(status.compared_ms, page.server_ms());
  EXPECT_EQ(status.compared, 1u);
  EXPECT_EQ(status.shown_differently + status.sent_again + status.unexplained, 0u);
  EXPECT_EQ(comparison_->ReopenAtMs(), std::nullopt);
  EXPECT_THAT(comparison_->TakeWanted(), IsEmpty());
  EXPECT_FALSE(IsLedgerStale());
}

TEST_F(ComparisonTest, OnlyWhoseEventsDifferIsAskedForALittleLater) {
  v1::PullResponse page = Page();
  Add(page, kParticipant, Held(kParticipant), Shown(kParticipant));
  Add(page, MakeId(9), other_, Hash());
  Take(page, /*is_heard=*/false);
  ASSERT_TRUE(comparison_->ReopenAtMs().has_value());
  EXPECT_GT(*comparison_->ReopenAtMs(), now_ms_);
  EXPECT_TRUE(IsLedgerStale()) << "what was derived of it is built anew";
  EXPECT_THAT(comparison_->TakeWanted(), ElementsAre(MakeId(9)));
  EXPECT_EQ(comparison_->ReopenAtMs(), std::nullopt);
  // Not sent yet, so nothing is said.
  EXPECT_EQ(comparison_->Status().sent_again, 0u);
  v1::PullResponse sent;
  sent.add_scope_entered(MakeId(9).ToString());
  Take(sent);
  EXPECT_EQ(comparison_->Status().sent_again, 1u);
  EXPECT_THAT(comparison_->TakeWanted(), IsEmpty());
}

TEST_F(ComparisonTest, WhatDiffersStillIsSaidAndAskedForAgainAfterADay) {
  v1::PullResponse page = Page();
  Add(page, MakeId(9), other_, Hash());
  Take(page);
  EXPECT_EQ(comparison_->Status().unexplained, 0u);
  EXPECT_THAT(comparison_->TakeWanted(), ElementsAre(MakeId(9)));
  v1::PullResponse sent;
  sent.add_scope_entered(MakeId(9).ToString());
  Take(sent);
  now_ms_ += kDayMs - 1;
  Take(page);
  EXPECT_EQ(comparison_->ReopenAtMs(), std::nullopt);
  EXPECT_EQ(comparison_->Status().unexplained, 1u);
  EXPECT_THAT(ExplainComparison(comparison_->Status()), HasSubstr("1 participant is"));
  now_ms_ += 1;
  Take(page);
  EXPECT_TRUE(comparison_->ReopenAtMs().has_value());
  EXPECT_THAT(comparison_->TakeWanted(), ElementsAre(MakeId(9)));
}

TEST_F(ComparisonTest, BrokenConnectionsEndTheAskingAfterAFewTimes) {
  v1::PullResponse page = Page();
  Add(page, MakeId(9), other_, Hash());
  Take(page);
  for (int i = 0; i < 3; ++i) EXPECT_THAT(comparison_->TakeWanted(), ElementsAre(MakeId(9)));
  EXPECT_THAT(comparison_->TakeWanted(), IsEmpty());
}

TEST_F(ComparisonTest, NoMoreAreAskedForAtOnceThanTheServerSends) {
  v1::PullResponse page = Page();
  for (std::size_t i = 0; i < kSentAgainMax + 20; ++i) {
    Id person = MakeId(9);
    person.data()[15] = static_cast<unsigned char>(i);
    Add(page, person, other_, Hash());
  }
  Take(page);
  EXPECT_EQ(comparison_->TakeWanted().size(), kSentAgainMax);
}

TEST_F(ComparisonTest, WhatIsShownDifferentlyIsCountedAndNotAskedFor) {
  v1::PullResponse page = Page();
  Add(page, kParticipant, Held(kParticipant), other_);
  Take(page, /*is_heard=*/false);
  EXPECT_EQ(comparison_->Status().shown_differently, 0u) << "the server lacks words of ours";
  Take(page);
  EXPECT_EQ(comparison_->Status().shown_differently, 1u);
  EXPECT_EQ(comparison_->ReopenAtMs(), std::nullopt);
  EXPECT_EQ(ExplainComparison(comparison_->Status()), "");
  v1::PullResponse later = Page();
  Add(later, kParticipant, Held(kParticipant), Shown(kParticipant));
  Take(later);
  EXPECT_EQ(comparison_->Status().shown_differently, 0u);
}

TEST_F(ComparisonTest, WhatIsShownDependsOnTheServersMoment) {
  const Id session = PullSession(MakeId(61), "2026-03-03T10:00", "2026-03-03T12:00");
  v1::PullResponse page = Page();
  page.set_server_ms(page.server_ms() + kDayMs);
  const Hash today = Shown(kParticipant);
  const Hash tomorrow = view_->FingerprintsAt(page.server_ms(), {kParticipant}).value().front();
  EXPECT_NE(today, tomorrow);
  Add(page, kParticipant, Held(kParticipant), tomorrow);
  Take(page);
  EXPECT_EQ(comparison_->Status().shown_differently, 0u);
  // And what is looked at is today's.
  EXPECT_EQ(Shown(kParticipant), today);
  ASSERT_OK(view_->SessionView(session).status());
}

TEST_F(ComparisonTest, WhoLeavesTheScopeIsForgotten) {
  v1::PullResponse page = Page();
  Add(page, kParticipant, Held(kParticipant), Shown(kParticipant));
  Add(page, MakeId(9), other_, Hash());
  Take(page);
  v1::PullResponse left;
  left.add_scope_left(MakeId(9).ToString());
  Take(left);
  EXPECT_EQ(comparison_->Status().compared, 1u);
  EXPECT_THAT(comparison_->TakeWanted(), IsEmpty());
  v1::PullResponse reset;
  reset.set_reset(true);
  Take(reset);
  EXPECT_EQ(comparison_->Status().compared, 0u);
}

TEST_F(ComparisonTest, WhatIsNotSentYetIsNotAmongWhatIsHeld) {
  const Hash before = Held(kParticipant);
  absl::StatusOr<StoredEvent> own = kiosk_.log->Append(CheckInDraft(kParticipant));
  ASSERT_OK(own.status());
  EXPECT_EQ(Held(kParticipant), before);
  // The pull brings it back.
  ASSERT_OK(kiosk_.store->Write([&](Connection& connection) {
    return InsertPulled(connection, *own, kiosk_.clock.WallMs()).status();
  }));
  Hash with = before;
  AddToSum(own->key.hash, with);
  EXPECT_EQ(Held(kParticipant), with);
}

TEST_F(ComparisonTest, WhatIsDamagedMakesAnotherSumAndIsMended) {
  const Hash before = Held(kParticipant);
  std::vector<StoredEvent> about;
  const std::vector<LogEvent> log = *StoreEventLog(*kiosk_.store).ReadAfter(0, 1000);
  for (const LogEvent& each : log) {
    StoredEvent stored = *ReadEvent(each.bytes, each.previous);
    for (const v1::PersonRef& ref : stored.event.persons()) {
      if (ref.person_id() == kParticipant.bytes()) about.push_back(stored);
    }
  }
  ASSERT_GT(about.size(), 2u);
  const std::string hurt[] = {"bytes = substr(bytes, 1, 9)", "bytes = NULL",
                              "previous = zeroblob(32)"};
  for (const std::string& how : hurt) {
    SCOPED_TRACE(how);
    ASSERT_OK(kiosk_.store->Write([&](Connection& connection) {
      return connection.database().Execute(
          absl::StrCat("UPDATE event SET ", how, " WHERE hash = x'", about[1].key.hash.hex(), "'"));
    }));
    EXPECT_NE(Held(kParticipant), before);
    ASSERT_OK(kiosk_.store->Write([&](Connection& connection) -> absl::Status {
      for (const StoredEvent& each : about) {
        absl::StatusOr<bool> is_new = InsertPulled(connection, each, kiosk_.clock.WallMs());
        EXPECT_EQ(*is_new, each.key.hash == about[1].key.hash);
      }
      return absl::OkStatus();
    }));
    EXPECT_EQ(Held(kParticipant), before);
  }
}

}  // namespace
}  // namespace wijkboek
