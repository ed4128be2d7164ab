// Names are opened from the log once, and forgotten at once when somebody is erased.
#include "server/name_book.h"

#include <memory>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/draft.h"
#include "common/random.h"
#include "common/seal.h"
#include "tests/common/temp_dir.h"
#include "tests/fakes/vector_log.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// Counts who looks into it.
class CountedLog final : public EventLog {
 public:
  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override {
    return log.ReadAfter(position, limit);
  }
  absl::StatusOr<LogEvent> Read(std::uint64_t position) const override {
    ++reads;
    return log.Read(position);
  }
  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                             std::size_t limit) const override {
    return log.ReadNoticesAfter(position, limit);
  }

  VectorLog log;
  mutable std::atomic<int> reads{0};
};

class NameBookTest : public ::testing::Test {
 protected:
  NameBookTest() {
    keys_ = *KeyVault::Open(dir_.File("keys.db"), random_);
    head_ = {.device = random_.NewId(), .epoch = 1};
  }

  void Start() {
    reconciler_ = *Reconciler::Open(":memory:", log_, clock_);
    names_ = std::make_unique<PersonNames>(*reconciler_, log_, *keys_);
    book_ = std::make_unique<NameBook>(*names_, *keys_);
  }

  // Sealed with `key`.
  void Register(const Id& person, const std::string& given, const PersonKey& key) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
    draft.event.mutable_participant_registered();
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    v1::SealedName name;
    name.set_given(given);
    AddSealed(draft, v1::SEALED_FIELD_NAME, name, person);
    const absl::StatusOr<StoredEvent> event = CompleteDraft(
        std::move(draft), head_, {.clock = {.wall_ms = 1}, .hybrid = {.wall_ms = 1}},
        [&](const SealedDraft&) { return key; }, random_);
    ASSERT_TRUE(event.ok()) << event.status();
    head_ = HeadAfter(*event);
    log_.log.Append(*event);
  }
  void Register(const Id& person, const std::string& given) {
    Register(person, given, *keys_->KeyFor(person));
  }

  absl::flat_hash_map<Id, std::string> Open(const std::set<Id>& people) {
    PersonNames::Details details;
    EXPECT_TRUE(reconciler_
                    ->Read([&](const Ledger& ledger) {
                      details = PersonNames::DetailsOf(ledger.reference(), people);
                      return absl::OkStatus();
                    })
                    .ok());
    log_.reads = 0;
    const auto names = book_->Open(details);
    EXPECT_TRUE(names.ok()) << names.status();
    return *names;
  }

  TempDir dir_;
  SystemRandom random_;
  ServerTestClock clock_;
  std::unique_ptr<KeyVault> keys_;
  CountedLog log_;
  LogHead head_;
  std::unique_ptr<Reconciler> reconciler_;
  std::unique_ptr<PersonNames> names_;
  std::unique_ptr<NameBook> book_;
};

TEST_F(NameBookTest, OpensEachOnceWhateverKeysOthersGet) {
  Register(TestId(1), "Amina");
  Register(TestId(2), "Bram");
  Start();
  EXPECT_THAT(Open({TestId(1), TestId(2)}),
              UnorderedElementsAre(Pair(TestId(1), "Amina"), Pair(TestId(2), "Bram")));
  EXPECT_EQ(log_.reads, 2);
  ASSERT_TRUE(keys_->KeyFor(TestId(3)).ok());
  EXPECT_THAT(Open({TestId(1)}), UnorderedElementsAre(Pair(TestId(1), "Amina")));
  EXPECT_EQ(log_.reads, 0);
}

TEST_F(NameBookTest, AnErasureHoldsAtOnce) {
  Register(TestId(1), "Amina");
  Register(TestId(2), "Bram");
  Start();
  Open({TestId(1), TestId(2)});
  ASSERT_TRUE(keys_->Erase(TestId(1), 1).ok());
  EXPECT_THAT(Open({TestId(1), TestId(2)}), UnorderedElementsAre(Pair(TestId(2), "Bram")));
}

TEST_F(NameBookTest, ANewNameReplacesTheOldOne) {
  Register(TestId(1), "Amina");
  Register(TestId(1), "Mina");
  Start();
  EXPECT_THAT(Open({TestId(1)}), UnorderedElementsAre(Pair(TestId(1), "Mina")));
}

TEST_F(NameBookTest, WhoHadNoKeyIsReadWhenItCame) {
  const PersonKey late = {.key_id = random_.NewId(), .person = TestId(1), .key = random_.NewKey()};
  Register(TestId(1), "Amina", late);
  Start();
  EXPECT_THAT(Open({TestId(1)}), IsEmpty());
  ASSERT_TRUE(keys_->Add({late}).ok());
  EXPECT_THAT(Open({TestId(1)}), UnorderedElementsAre(Pair(TestId(1), "Amina")));
}

}  // namespace
}  // namespace wijkboek
