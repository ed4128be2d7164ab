// Reading the server's log: notices without the events between them, also in a log that an earlier
// program made.
#include "server/log_store.h"

#include <gtest/gtest.h>

#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

v1::DeviceLifecycle Enrolled(const Id& device) {
  v1::DeviceLifecycle lifecycle;
  lifecycle.set_device_id(device.ToString());
  lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
  return lifecycle;
}

TEST(LogStore, NoticesAreReadWithoutTheEventsBetweenThem) {
  ServerStore store;
  TestDevice kiosk{1, 1};
  ASSERT_TRUE(store.writer->AppendLifecycle(Enrolled(kiosk.id())).ok());
  for (int i = 0; i < 3; ++i) {
    kiosk.CheckIn(TestId(50), store.clock.WallMs());
    std::uint64_t seq = kiosk.events().size();
    ASSERT_TRUE(store.PushBatch(kiosk.identity(), kiosk.Batch(seq, seq)).ok());
    store.clock.Advance(1000);
    ASSERT_TRUE(store.PushEnd(kiosk.identity(), kiosk.head(), store.clock.WallMs()).ok());
  }
  std::vector<v1::LogEntry> notices = store.log->ReadNoticesAfter(0, 100).value();
  ASSERT_EQ(notices.size(), 4u);
  EXPECT_EQ(notices[0].lifecycle().device_id(), kiosk.id().ToString());
  for (std::size_t i = 1; i < notices.size(); ++i) {
    EXPECT_EQ(notices[i].heard_through().seq(), i);
    EXPECT_GT(notices[i].position(), notices[i - 1].position());
  }
  EXPECT_EQ(store.log->ReadNoticesAfter(0, 2)->size(), 2u);
  std::vector<v1::LogEntry> rest = store.log->ReadNoticesAfter(notices[1].position(), 100).value();
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].position(), notices[2].position());
  EXPECT_TRUE(store.log->ReadNoticesAfter(notices[3].position(), 100)->empty());
}

TEST(LogStore, ALogOfTheFirstVersionHasThemToo) {
  TempDir dir;
  std::string path = dir.File("ledger.db");
  {
    DatabaseOptions options = LogDatabaseOptions(/*read_only=*/false, "");
    options.migration_count = 1;
    Database first = Database::Open(path, options).value();
    Statement insert = first.Prepare(
        "INSERT INTO log (position, type, received_ms, hash, bytes, running_hash) "
        "VALUES (1, 3, 0, zeroblob(32), ?, zeroblob(32))");
    ASSERT_TRUE(insert.Bind(Enrolled(TestId(7)).SerializeAsString()).Run().ok());
  }
  ASSERT_TRUE(Database::Open(path, LogDatabaseOptions(/*read_only=*/false, "")).ok());
  std::vector<v1::LogEntry> notices = LogStore(path).ReadNoticesAfter(0, 10).value();
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].lifecycle().device_id(), TestId(7).ToString());
}

}  // namespace
}  // namespace wijkboek
