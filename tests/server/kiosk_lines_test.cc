// Kiosks as the log knew them at a position.
#include "server/kiosk_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "server/log_through.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class KioskLinesTest : public ::testing::Test {
 protected:
  // What the server says of a kiosk; the position behind it.
  std::uint64_t Say(const TestDevice& kiosk, v1::DeviceState state, const std::string& name) {
    store_.clock.Advance(60'000);
    v1::DeviceLifecycle lifecycle;
    lifecycle.set_device_id(kiosk.id().ToString());
    lifecycle.set_centre_id(kiosk.centre().ToString());
    lifecycle.set_state(state);
    lifecycle.set_name(name);
    lifecycle.set_at_ms(store_.clock.WallMs());
    EXPECT_TRUE(store_.writer->AppendLifecycle(lifecycle).ok());
    return store_.log->tail().position;
  }
  // "desk: enrolled", by name.
  std::vector<std::string> LinesAt(std::uint64_t position) {
    const LogThrough log(*store_.log, position);
    const std::unique_ptr<Ledger> ledger = *Ledger::Open(":memory:", log);
    EXPECT_TRUE(ledger->CatchUp(store_.clock.WallMs()).ok());
    const auto kiosks = KiosksInLog(*store_.log, *ledger, position);
    EXPECT_TRUE(kiosks.ok()) << kiosks.status();
    std::vector<std::string> lines;
    for (const KioskLine& kiosk : *kiosks) lines.push_back(kiosk.name + ": " + kiosk.state);
    return lines;
  }

  ServerStore store_;
  TestDevice desk_{1};
  TestDevice door_{2};
};

TEST_F(KioskLinesTest, ThereIsNoneBeforeItsEnrolment) {
  const std::uint64_t begun = store_.log->tail().position;
  const std::uint64_t desk = Say(desk_, v1::DEVICE_STATE_ENROLLED, "desk");
  const std::uint64_t door = Say(door_, v1::DEVICE_STATE_ENROLLED, "door");
  const std::uint64_t shut_out = Say(desk_, v1::DEVICE_STATE_REVOKED, "");
  const std::uint64_t again = Say(desk_, v1::DEVICE_STATE_ENROLLED, "counter");
  EXPECT_THAT(LinesAt(begun), IsEmpty());
  EXPECT_THAT(LinesAt(desk), ElementsAre("desk: enrolled"));
  EXPECT_THAT(LinesAt(door), ElementsAre("desk: enrolled", "door: enrolled"));
  EXPECT_THAT(LinesAt(shut_out), ElementsAre("desk: revoked", "door: enrolled"));
  EXPECT_THAT(LinesAt(again), ElementsAre("counter: enrolled", "door: enrolled"));
}

TEST_F(KioskLinesTest, EventsAreThoseThroughThePosition) {
  Say(desk_, v1::DEVICE_STATE_ENROLLED, "desk");
  std::vector<std::uint64_t> positions;
  for (int i = 0; i < 3; ++i) {
    desk_.CheckIn(TestId(50), store_.clock.WallMs());
    const std::uint64_t seq = desk_.events().size();
    ASSERT_TRUE(store_.PushBatch(desk_.identity(), desk_.Batch(seq, seq)).ok());
    positions.push_back(store_.log->tail().position);
  }
  for (std::size_t i = 0; i < positions.size(); ++i) {
    std::vector<KioskLine> kiosks = {{.device = desk_.id()}};
    ASSERT_TRUE(CountEvents(*store_.log, positions[i], kiosks).ok());
    EXPECT_EQ(kiosks.front().events, i + 1);
  }
}

TEST_F(KioskLinesTest, EventsOfAllEpochsAndBranchesAreCounted) {
  Say(desk_, v1::DEVICE_STATE_ENROLLED, "desk");
  desk_.CheckIn(TestId(50), store_.clock.WallMs());
  desk_.CheckIn(TestId(51), store_.clock.WallMs());
  TestDevice clone = desk_;
  clone.CheckIn(TestId(52), store_.clock.WallMs());
  desk_.CheckIn(TestId(53), store_.clock.WallMs());
  ASSERT_TRUE(store_.PushBatch(desk_.identity(), desk_.Batch(1, desk_.events().size())).ok());
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(1, clone.events().size())).ok());
  EXPECT_EQ(*store_.log->CountEvents(desk_.id(), store_.log->tail().position),
            desk_.events().size() + 1);
  EXPECT_EQ(*store_.log->CountEvents(TestId(99), store_.log->tail().position), 0u);
}

}  // namespace
}  // namespace wijkboek
