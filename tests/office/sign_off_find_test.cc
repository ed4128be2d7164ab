// Who signed a list last, of small stories.
#include "server/sign_off_find.h"

#include <gtest/gtest.h>

#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

class SignOffFindTest : public ::testing::Test {
 protected:
  SignOffFindTest() { scene_.Enrol("P").Enrol("Q"); }

  // Of P's session at nine on the first day.
  std::optional<FoundSignOff> Find(const std::string& who) {
    const FoldedLog folded = FoldAll(scene_.events(), scene_.later(), scene_.notices());
    Id session;
    const absl::StatusOr<std::vector<AttendanceRecord>> records = folded.ledger->Attendance({});
    EXPECT_TRUE(records.ok()) << records.status();
    for (const AttendanceRecord& record : *records) {
      if (record.person == IdNamed("P") && record.expected.start_ms == scene_.At(0, "09:00")) {
        session = record.session;
      }
    }
    EXPECT_FALSE(session.IsZero());
    const absl::StatusOr<std::optional<FoundSignOff>> found =
        FindSignOff(*folded.ledger, *folded.log, session, IdNamed(who));
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(std::nullopt);
  }

  Scene scene_;
};

TEST_F(SignOffFindTest, TheLatestListThatNamesThem) {
  scene_.Tell(
      "09:00 P in C; "
      "12:30 coach signs 09:00 P=present; "
      "12:40 other signs 09:00 P=absent; "
      "+1 12:30 last signs 09:00 P=absent");
  const std::optional<FoundSignOff> found = Find("P");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->author, IdNamed("other")) << "tomorrow's list is of another session";
  EXPECT_EQ(found->at_ms, scene_.At(0, "12:40"));
}

TEST_F(SignOffFindTest, NotOneThatWasTakenBack) {
  scene_.Tell(
      "12:30 coach signs 09:00 P=present; "
      "#wrong 12:40 other signs 09:00 P=present; "
      "12:50 other voids #wrong");
  const std::optional<FoundSignOff> found = Find("P");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->author, IdNamed("coach"));
}

TEST_F(SignOffFindTest, NobodySigned) {
  scene_.Tell("09:00 P in C; 12:30 coach signs 09:00 P=present");
  EXPECT_FALSE(Find("Q"));
}

TEST_F(SignOffFindTest, WhenIsNotKnownForCertain) {
  scene_.Tell("unsure 12:30 coach signs 09:00 P=present");
  const std::optional<FoundSignOff> found = Find("P");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->author, IdNamed("coach"));
  EXPECT_EQ(found->at_ms, std::nullopt);
}

}  // namespace
}  // namespace wijkboek
