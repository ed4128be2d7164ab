#include "server/visit_tasks.h"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/draft.h"
#include "common/random.h"
#include "tests/common/temp_dir.h"
#include "tests/fakes/vector_log.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr v1::VisitTask kShopping = v1::VISIT_TASK_SHOPPING;
constexpr v1::VisitTask kCooking = v1::VISIT_TASK_COOKING;
constexpr v1::VisitTask kGarden = v1::VISIT_TASK_GARDEN;

// Person 1 goes to person 2; what was done is sealed for both.
class VisitTasksTest : public ::testing::Test {
 protected:
  VisitTasksTest() {
    keys_ = *KeyVault::Open(dir_.File("keys.db"), random_);
    head_ = {.device = random_.NewId(), .epoch = 1};
  }

  // The position of a log that names these tasks; none: it names no tasks.
  std::uint64_t Log(const std::vector<v1::VisitTask>& tasks) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_VISIT_LOGGED);
    draft.event.mutable_visit_logged();
    for (const unsigned char person : {1, 2}) {
      v1::SealedTasks sealed;
      for (const v1::VisitTask task : tasks) sealed.add_tasks(task);
      if (!tasks.empty()) {
        draft.sealed.push_back({.field = v1::SEALED_FIELD_TASKS,
                                .plaintext = sealed.SerializeAsString(),
                                .person = TestId(person)});
      }
    }
    const absl::StatusOr<StoredEvent> event = CompleteDraft(
        std::move(draft), head_, {.clock = {.wall_ms = 1}, .hybrid = {.wall_ms = 1}},
        [&](const SealedDraft& part) { return key_for_(part.person); }, random_);
    EXPECT_TRUE(event.ok()) << event.status();
    head_ = HeadAfter(*event);
    return log_.Append(*event);
  }

  VisitTasks Open(std::vector<std::uint64_t> positions) {
    const std::vector<PlacedVisit> visits = {
        {.positions = std::move(positions), .settled_ms = 60, .to_confirm_ms = 7}};
    const absl::StatusOr<std::vector<VisitTasks>> opened = OpenVisitTasks(visits, log_, *keys_);
    EXPECT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->at(0).settled_ms, 60);
    EXPECT_EQ(opened->at(0).to_confirm_ms, 7);
    return opened->at(0);
  }

  TempDir dir_;
  SystemRandom random_;
  std::unique_ptr<KeyVault> keys_;
  VectorLog log_;
  LogHead head_;
  std::function<absl::StatusOr<PersonKey>(const Id&)> key_for_ = [this](const Id& person) {
    return keys_->KeyFor(person);
  };
};

TEST_F(VisitTasksTest, AreThoseOfAllLogsEachOnce) {
  const std::uint64_t started = Log({});
  const std::uint64_t ended = Log({kGarden, kShopping});
  const std::uint64_t by_coach = Log({kShopping, kCooking, v1::VISIT_TASK_UNSPECIFIED});
  const VisitTasks visit = Open({started, ended, by_coach});
  EXPECT_THAT(visit.tasks, ElementsAre(kShopping, kCooking, kGarden));
  EXPECT_FALSE(visit.erased || visit.without_key);
}

TEST_F(VisitTasksTest, WhatNobodySaidIsNotErased) {
  const VisitTasks visit = Open({Log({})});
  EXPECT_THAT(visit.tasks, IsEmpty());
  EXPECT_FALSE(visit.erased || visit.without_key);
}

TEST_F(VisitTasksTest, OneKeyThatIsLeftOpensThem) {
  const std::uint64_t log = Log({kShopping});
  ASSERT_TRUE(keys_->Erase(TestId(1), 1).ok());
  EXPECT_THAT(Open({log}).tasks, ElementsAre(kShopping));
  EXPECT_FALSE(Open({log}).erased);
  ASSERT_TRUE(keys_->Erase(TestId(2), 1).ok());
  EXPECT_THAT(Open({log}).tasks, IsEmpty());
  EXPECT_TRUE(Open({log}).erased);
}

TEST_F(VisitTasksTest, AKeyThatNeverCameIsNoErasure) {
  key_for_ = [this](const Id& person) -> absl::StatusOr<PersonKey> {
    return PersonKey{.key_id = random_.NewId(), .person = person, .key = random_.NewKey()};
  };
  const VisitTasks visit = Open({Log({kShopping})});
  EXPECT_THAT(visit.tasks, IsEmpty());
  EXPECT_TRUE(visit.without_key);
  EXPECT_FALSE(visit.erased);
}

TEST_F(VisitTasksTest, AnEventThatIsGoneIsAnError) {
  const std::vector<PlacedVisit> visits = {{.positions = {999}}};
  EXPECT_TRUE(absl::IsNotFound(OpenVisitTasks(visits, log_, *keys_).status()));
}

}  // namespace
}  // namespace wijkboek
