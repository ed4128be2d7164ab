#include "server/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/sqlite/database.h"
#include "server/log_schema.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() {
    for (int i = 0; i < 6; ++i) device_.CheckIn(TestId(50 + i));
    EXPECT_TRUE(store_.PushBatch(device_.identity(), device_.Batch(1, 4)).ok());
    EXPECT_TRUE(store_.PushBatch(device_.identity(), device_.Batch(5, 6)).ok());
  }
  // What an administrator with a database tool does.
  void Edit(const std::string& sql) {
    store_.writer->Stop();
    absl::StatusOr<Database> database =
        Database::Open(store_.dir.File("ledger.db"), LogDatabaseOptions(false, ""));
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE(database->Execute(sql).ok());
  }
  VerifySummary Verify() {
    absl::StatusOr<VerifySummary> summary =
        VerifyLog(*store_.log, [&](const Id&) { return device_.key().public_key(); });
    EXPECT_TRUE(summary.ok()) << summary.status();
    return *summary;
  }

  ServerStore store_;
  TestDevice device_{1};
};

TEST_F(VerifyTest, AllIsWell) {
  TestDevice clone = device_;
  clone.ForgetAfter(3);
  clone.CheckIn(TestId(90));
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(4, 4)).ok());
  VerifySummary summary = Verify();
  EXPECT_THAT(summary.breaks, IsEmpty());
  EXPECT_EQ(summary.events, 7u);
  EXPECT_EQ(summary.chains, 1u);
  EXPECT_EQ(summary.signed_heads, 3u);
}

TEST_F(VerifyTest, FindsAnEditedByte) {
  // Position 1 opened the generation, so seq 3 lies at 4.
  Edit(
      "UPDATE log SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || X'01' AS BLOB) "
      "WHERE position = 4");
  VerifySummary summary = Verify();
  EXPECT_THAT(summary.breaks, Contains(HasSubstr("position 4")));
  EXPECT_THAT(summary.breaks, Contains(HasSubstr("seq 3")));
}

TEST_F(VerifyTest, FindsAnEditedTime) {
  Edit("UPDATE log SET received_ms = received_ms - 1 WHERE position = 5");
  EXPECT_THAT(Verify().breaks, Contains(HasSubstr("position 5")));
}

TEST_F(VerifyTest, FindsAnEntryThatIsMissing) {
  Edit("DELETE FROM log WHERE position = 3");
  EXPECT_THAT(Verify().breaks, Contains(HasSubstr("position 4")));
}

TEST_F(VerifyTest, FindsAnEndThatWasCutOffThroughTheSignedHeads) {
  Edit("DELETE FROM log WHERE position > 6; DELETE FROM progress");
  store_.Restart();
  EXPECT_THAT(Verify().breaks, Contains(HasSubstr("signed an event that is not held")));
}

TEST_F(VerifyTest, FindsAnEndThatWasCutOffThroughWhatWasAcceptedOnce) {
  Edit("DELETE FROM log WHERE position > 6; DELETE FROM signed_head");
  store_.Restart();
  EXPECT_THAT(Verify().breaks, ElementsAre(HasSubstr("accepted and is not held any more")));
}

TEST_F(VerifyTest, FindsAnEndThatIsCutOffWhileItRuns) {
  Edit("DELETE FROM log WHERE position > 6");
  EXPECT_THAT(Verify().breaks, Contains(HasSubstr("position 6: the log ends before")));
}

TEST_F(VerifyTest, FindsAnEditedEntryOfTheServer) {
  Edit("UPDATE log SET bytes = X'01' WHERE position = 1");
  EXPECT_THAT(Verify().breaks, ElementsAre(HasSubstr("position 1: the entry's bytes")));
}

// The hashes fit, and it would be found as another one.
TEST_F(VerifyTest, FindsAnEventThatIsFiledAsAnother) {
  Edit("UPDATE log SET seq = 9 WHERE position = 7");
  EXPECT_THAT(Verify().breaks, Contains(HasSubstr("not the one that it is filed as")));
}

TEST_F(VerifyTest, FindsAForgedHistory) {
  // Everything hashed and chained anew, by somebody who has not the device's key.
  Edit("UPDATE signed_head SET signature = zeroblob(64)");
  EXPECT_THAT(Verify().breaks, Contains(HasSubstr("signature")));
  Edit("UPDATE signed_head SET log_key = zeroblob(32)");
  EXPECT_THAT(Verify().breaks, Contains(HasSubstr("another key")));
}

}  // namespace
}  // namespace wijkboek
