// P1 and P7 at the kiosk: what is called saved is on disk, and the log tells of its device's boots
// and clocks.

#include "client/own_log.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/client/kiosk_fixture.h"
#include "tests/fakes/faulty_vfs.h"

namespace wijkboek {
namespace {

class OwnLogTest : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  FaultyVfs disk_;
  Kiosk kiosk_{folder_.path(), disk_.name()};
};

TEST_F(OwnLogTest, NewStoreBeginsAnEpoch) {
  ASSERT_OK(kiosk_.Open());
  std::vector<StoredEvent> events = kiosk_.ReadEpoch(kiosk_.log->Head().epoch);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].event.device_started().reason(), v1::START_REASON_NEW_STORE);
  EXPECT_FALSE(events[0].event.device_started().has_predecessor());
  EXPECT_TRUE(events[0].previous.IsZero());
}

TEST_F(OwnLogTest, AppendedEventsChainAndSurviveARestart) {
  ASSERT_OK(kiosk_.Open());
  const Epoch epoch = kiosk_.log->Head().epoch;
  absl::StatusOr<StoredEvent> event = kiosk_.log->Append(CheckInDraft(MakeId(7)));
  ASSERT_OK(event.status());
  ASSERT_OK(kiosk_.Open());
  EXPECT_EQ(kiosk_.log->Head().epoch, epoch);
  std::vector<StoredEvent> events = kiosk_.ReadEpoch(epoch);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].bytes, event->bytes);
  EXPECT_EQ(events[2].event.device_started().reason(), v1::START_REASON_BOOT);
}

TEST_F(OwnLogTest, EveryAppendIsSynced) {
  ASSERT_OK(kiosk_.Open());
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  const int before = disk_.syncs;
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  EXPECT_GE(disk_.syncs, before + 1);
}

TEST_F(OwnLogTest, CommitThatMayBeOnDiskIsFoundAndNotMintedAgain) {
  ASSERT_OK(kiosk_.Open());
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  const EventKey before = kiosk_.log->Head();
  // The commit's sync fails with its bytes written, and so does the one with which SQLite would
  // tidy up as it closes.
  disk_.syncs_to_fail = 2;
  absl::StatusOr<StoredEvent> event = kiosk_.log->Append(CheckInDraft(MakeId(8)));
  ASSERT_OK(event.status());
  EXPECT_EQ(event->key.seq, before.seq + 1);
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(9))).status());
  EXPECT_EQ(kiosk_.ReadEpoch(before.epoch).size(), before.seq + 2);
}

TEST_F(OwnLogTest, CommitWhoseSyncFailedIsEitherSavedOrSaidNotToBe) {
  for (int failing = 1; failing < 8; ++failing) {
    ASSERT_OK(kiosk_.Open());
    const EventKey before = kiosk_.log->Head();
    disk_.syncs_to_fail = failing;
    absl::StatusOr<StoredEvent> event = kiosk_.log->Append(CheckInDraft(MakeId(8)));
    disk_.syncs_to_fail = 0;
    ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(9))).status());
    const std::size_t events = kiosk_.ReadEpoch(before.epoch).size();
    if (event.ok()) {
      EXPECT_EQ(events, before.seq + 2);
    } else if (event.status().message().find("nothing was saved") != absl::string_view::npos) {
      EXPECT_EQ(events, before.seq + 1);
    } else {
      EXPECT_NE(event.status().message().find("not certain"), absl::string_view::npos);
    }
  }
}

TEST_F(OwnLogTest, CommitThatIsNotOnDiskIsSaidToBeUnsaved) {
  ASSERT_OK(kiosk_.Open());
  const EventKey before = kiosk_.log->Head();
  disk_.writes_to_fail = 1;
  absl::Status status = kiosk_.log->Append(CheckInDraft(MakeId(8))).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(status.message().find("nothing was saved"), absl::string_view::npos) << status;
  EXPECT_EQ(kiosk_.log->Head(), before);
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(8))).status());
  EXPECT_EQ(kiosk_.ReadEpoch(before.epoch).size(), before.seq + 1);
}

TEST_F(OwnLogTest, StoreThatIsGoneIsReopenedWhenItComesBack) {
  ASSERT_OK(kiosk_.Open());
  const EventKey before = kiosk_.log->Head();
  disk_.syncs_to_fail = 2;
  disk_.gone = true;
  absl::Status status = kiosk_.log->Append(CheckInDraft(MakeId(8))).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(status.message().find("not certain"), absl::string_view::npos) << status;
  EXPECT_FALSE(kiosk_.log->Append(CheckInDraft(MakeId(8))).ok());
  disk_.gone = false;
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(9))).status());
  // The first one had been written: it keeps its place and identity.
  std::vector<StoredEvent> events = kiosk_.ReadEpoch(before.epoch);
  ASSERT_EQ(events.size(), before.seq + 2);
  EXPECT_EQ(events[before.seq].event.persons(0).person_id(), MakeId(8).bytes());
}

TEST_F(OwnLogTest, FullDiskSavesNothingAndRecovers) {
  ASSERT_OK(kiosk_.Open());
  const EventKey before = kiosk_.log->Head();
  disk_.full = true;
  absl::Status status;
  for (int i = 0; i < 200 && status.ok(); ++i) {
    status = kiosk_.log->Append(CheckInDraft(MakeId(8))).status();
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  EXPECT_NE(status.message().find("nothing was saved"), absl::string_view::npos);
  const EventKey full = kiosk_.log->Head();
  disk_.full = false;
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(9))).status());
  EXPECT_EQ(kiosk_.log->Head().seq, full.seq + 1);
  EXPECT_EQ(kiosk_.ReadEpoch(before.epoch).size(), full.seq + 1);
}

TEST_F(OwnLogTest, StoreOfANewerVersionIsRefused) {
  ASSERT_OK(kiosk_.Open());
  ASSERT_OK(kiosk_.store->Read([](Connection& connection) {
    return connection.database().Execute("PRAGMA user_version=99");
  }));
  absl::Status status = kiosk_.Open();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(status.message().find("newer"), absl::string_view::npos) << status;
}

TEST_F(OwnLogTest, DamagedStoreIsSaidToBeDamaged) {
  ASSERT_OK(kiosk_.Open());
  kiosk_.Close();
  {
    std::fstream file(folder_ / "kiosk.db", std::ios::in | std::ios::out | std::ios::binary);
    file.write("this is no database at all, is it?", 34);
  }
  absl::Status status = kiosk_.Open();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
  EXPECT_NE(status.message().find("damaged"), absl::string_view::npos);
}

TEST_F(OwnLogTest, StoreBehindItsWitnessBeginsANewEpoch) {
  ASSERT_OK(kiosk_.Open());
  kiosk_.Close();
  std::filesystem::copy_file(folder_ / "kiosk.db", folder_ / "old.db");
  ASSERT_OK(kiosk_.Open());
  const Epoch epoch = kiosk_.log->Head().epoch;
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  ASSERT_OK(WriteWitness(folder_ / "head", kiosk_.log->Head()));
  kiosk_.Close();
  std::filesystem::copy_file(folder_ / "old.db", folder_ / "kiosk.db",
                             std::filesystem::copy_options::overwrite_existing);
  ASSERT_OK(kiosk_.Open());
  EXPECT_TRUE(kiosk_.log->lost_events());
  EXPECT_NE(kiosk_.log->Head().epoch, epoch);
  std::vector<StoredEvent> events = kiosk_.ReadEpoch(kiosk_.log->Head().epoch);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].event.device_started().reason(), v1::START_REASON_FORK);
  EXPECT_EQ(events[0].event.device_started().predecessor().epoch(), epoch);
}

TEST_F(OwnLogTest, WitnessThatTheStoreHoldsChangesNothing) {
  ASSERT_OK(kiosk_.Open());
  const Epoch epoch = kiosk_.log->Head().epoch;
  ASSERT_OK(WriteWitness(folder_ / "head", kiosk_.log->Head()));
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  ASSERT_OK(kiosk_.Open());
  EXPECT_FALSE(kiosk_.log->lost_events());
  EXPECT_EQ(kiosk_.log->Head().epoch, epoch);
}

TEST(WitnessTest, WhatIsNoWitnessIsNone) {
  const EventKey head{.device = MakeId(7), .epoch = 5, .seq = 9, .hash = Hash()};
  const std::string text = FormatWitness(head);
  EXPECT_EQ(ParseWitness(text), head);
  // Cut off anywhere, and with any sign changed to one that can't stand there.
  for (std::size_t length = 0; length + 1 < text.size(); ++length) {
    EXPECT_FALSE(ParseWitness(text.substr(0, length)).has_value()) << length;
    std::string changed = text;
    changed[length] = '?';
    EXPECT_FALSE(ParseWitness(changed).has_value()) << length;
  }
}

TEST_F(OwnLogTest, JumpOfTheWallClockIsRecordedBeforeWhatFollows) {
  ASSERT_OK(kiosk_.Open());
  ClockReading reading = kiosk_.clock.Now();
  reading.boottime_ms += 1000;
  reading.wall_ms += 1000 + 3'600'000;
  kiosk_.clock.Set(reading);
  absl::StatusOr<StoredEvent> event = kiosk_.log->Append(CheckInDraft(MakeId(7)));
  ASSERT_OK(event.status());
  EXPECT_EQ(event->event.kind(), v1::EVENT_KIND_CHECKED_IN);
  std::vector<StoredEvent> events = kiosk_.ReadEpoch(kiosk_.log->Head().epoch);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].event.clock_stepped().step_ms(), 3'600'000);
  // Drift within the bound is none.
  reading.boottime_ms += 1000;
  reading.wall_ms += 2500;
  kiosk_.clock.Set(reading);
  ASSERT_OK(kiosk_.log->LookAtClock());
  EXPECT_EQ(kiosk_.ReadEpoch(kiosk_.log->Head().epoch).size(), 3u);
}

TEST_F(OwnLogTest, AnotherBootUnderARunningKioskIsRecordedBeforeWhatFollows) {
  ASSERT_OK(kiosk_.Open());
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  kiosk_.clock.Set({.wall_ms = kiosk_.clock.WallMs() + 1000, .boottime_ms = 5, .boot = MakeId(2)});
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  const std::vector<StoredEvent> events = kiosk_.ReadEpoch(kiosk_.log->Head().epoch);
  ASSERT_EQ(events.size(), 5u);
  EXPECT_EQ(events[2].event.kind(), v1::EVENT_KIND_DEVICE_STARTED);
  EXPECT_EQ(events[2].event.device_started().reason(), v1::START_REASON_BOOT);
  EXPECT_EQ(events[3].event.kind(), v1::EVENT_KIND_CHECKED_IN);
  EXPECT_EQ(events[3].event.captured().boottime_ms(), 5u);
}

// Whoever put it away may forget to switch it off: then it must be waited for again.
TEST_F(OwnLogTest, WhatIsCapturedAtAParkedKioskTakesItIntoUseAgain) {
  ASSERT_OK(kiosk_.Open());
  EventDraft parked;
  parked.event.set_kind(v1::EVENT_KIND_KIOSK_PARKED);
  parked.event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
  parked.event.mutable_kiosk_parked()->set_kiosk_id(kiosk_.log->Head().device.ToString());
  ASSERT_OK(kiosk_.log->Append(parked).status());
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(8))).status());
  std::vector<v1::EventKind> kinds;
  for (const StoredEvent& event : kiosk_.ReadEpoch(kiosk_.log->Head().epoch)) {
    kinds.push_back(event.event.kind());
  }
  EXPECT_EQ(kinds,
            (std::vector<v1::EventKind>{v1::EVENT_KIND_DEVICE_STARTED, v1::EVENT_KIND_KIOSK_PARKED,
                                        v1::EVENT_KIND_DEVICE_STARTED, v1::EVENT_KIND_CHECKED_IN,
                                        v1::EVENT_KIND_CHECKED_IN}));
}

TEST_F(OwnLogTest, ServerTimeIsSampledOnceAndAgainOnlyWhenMuchBetter) {
  ASSERT_OK(kiosk_.Open());
  EXPECT_EQ(kiosk_.log->quality(), v1::CLOCK_QUALITY_UNKNOWN);
  auto sample = [&](std::int64_t round_trip_ms, std::int64_t server_ms) {
    ClockReading sent = kiosk_.clock.Now();
    kiosk_.clock.Advance(round_trip_ms);
    return kiosk_.log->TakeServerTime(sent, kiosk_.clock.Now(), server_ms);
  };
  ASSERT_OK(sample(100, 1'800'000'000'000));
  EXPECT_EQ(kiosk_.log->quality(), v1::CLOCK_QUALITY_SAMPLED);
  EXPECT_EQ(kiosk_.log->NowMs(), 1'800'000'000'000 + 50);
  ASSERT_OK(sample(60, 1'800'000'000'200));
  std::vector<StoredEvent> events = kiosk_.ReadEpoch(kiosk_.log->Head().epoch);
  ASSERT_EQ(events.size(), 2u);
  ASSERT_OK(sample(20, 1'800'000'000'300));
  EXPECT_EQ(kiosk_.ReadEpoch(kiosk_.log->Head().epoch).size(), 3u);
  // Known after a restart in the same boot, not in the next boot.
  ASSERT_OK(kiosk_.Open());
  EXPECT_EQ(kiosk_.log->quality(), v1::CLOCK_QUALITY_SAMPLED);
  kiosk_.clock.Set({.wall_ms = 0, .boottime_ms = 1, .boot = MakeId(2)});
  ASSERT_OK(kiosk_.Open());
  EXPECT_EQ(kiosk_.log->quality(), v1::CLOCK_QUALITY_UNKNOWN);
}

TEST_F(OwnLogTest, HybridTimeFollowsWhatWasSeen) {
  ASSERT_OK(kiosk_.Open());
  const std::int64_t now_ms = kiosk_.clock.WallMs();
  kiosk_.log->Observe({.wall_ms = now_ms + 60'000}, now_ms);
  absl::StatusOr<StoredEvent> after = kiosk_.log->Append(CheckInDraft(MakeId(7)));
  ASSERT_OK(after.status());
  EXPECT_EQ(after->event.hybrid().wall_ms(), now_ms + 60'000);
  // A broken clock pulls nobody along.
  kiosk_.log->Observe({.wall_ms = now_ms + 24 * 3'600'000}, now_ms);
  absl::StatusOr<StoredEvent> later = kiosk_.log->Append(CheckInDraft(MakeId(7)));
  ASSERT_OK(later.status());
  EXPECT_LT(later->event.hybrid().wall_ms(), now_ms + 120'000);
}

}  // namespace
}  // namespace wijkboek
