// What was derived remembers which kinds of events its program knew.
#include <gtest/gtest.h>

#include <string>

#include "common/ledger/schema.h"
#include "common/sqlite/database.h"
#include "tests/common/temp_dir.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

class KnownKinds : public testing::Test {
 protected:
  KnownKinds() {
    scene_.Enrol("P");
    scene_.Tell("09:00 P in C; 12:00 P out C");
    for (const StoredEvent& event : scene_.events()) log_.Append(event);
  }

  // Opened anew; folded first where `catch_up` says so.
  std::unique_ptr<Ledger> Open(bool catch_up) {
    auto ledger = Ledger::Open(path_, log_);
    EXPECT_TRUE(ledger.ok()) << ledger.status();
    if (catch_up) {
      EXPECT_TRUE((*ledger)->CatchUp(scene_.later()).ok());
    }
    return *std::move(ledger);
  }
  bool Holds(const Ledger& ledger) const {
    return ledger.PositionOf(scene_.events().back().key.hash).ok();
  }

  TempDir dir_;
  const std::string path_ = dir_.File("derived.db");
  Scene scene_;
  VectorLog log_;
};

TEST_F(KnownKinds, TheSameOnesKeepTheFile) {
  Open(/*catch_up=*/true);
  EXPECT_TRUE(Holds(*Open(/*catch_up=*/false)));
}

TEST_F(KnownKinds, OthersDeriveEverythingAnew) {
  const Hash before = Open(/*catch_up=*/true)->Fingerprint().value();
  {
    Database file = Database::Open(path_, {.application_id = kLedgerApplicationId,
                                           .migrations = &kLedgerSchema,
                                           .migration_count = 1,
                                           .durability = Durability::kRebuildable})
                        .value();
    ASSERT_TRUE(file.Prepare("UPDATE progress SET kinds = '100,101'").Run().ok());
  }
  const std::unique_ptr<Ledger> ledger = Open(/*catch_up=*/false);
  EXPECT_FALSE(Holds(*ledger));
  ASSERT_TRUE(ledger->CatchUp(scene_.later()).ok());
  EXPECT_EQ(ledger->Fingerprint().value(), before);
}

}  // namespace
}  // namespace wijkboek
