// P10: a kiosk sees only what concerns its centre's participants; and nothing that describes a
// person lies readable on its disk or in anybody's log.
#include <algorithm>
#include <filesystem>
#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ScopeTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    ASSERT_OK_AND_ASSIGN(noord_, town_.AddKiosk("noord", "Noord"));
    ASSERT_OK_AND_ASSIGN(zuid_, town_.AddKiosk("zuid", "Zuid"));
  }

  // Name to id (hex), as a kiosk knows people.
  static std::map<std::string, std::string> People(TownKiosk& kiosk) {
    v1::ListPeopleResponse response;
    EXPECT_OK(kiosk.Call("ListPeople", v1::ListPeopleRequest(), &response));
    std::map<std::string, std::string> people;
    for (const v1::Person& person : response.people()) people[person.name()] = person.person();
    return people;
  }

  Town town_;
  TownKiosk* noord_ = nullptr;
  TownKiosk* zuid_ = nullptr;
};

TEST_F(ScopeTest, KioskHoldsNothingAboutPeopleOfAnotherCentre) {
  const std::map<std::string, std::string> at_noord = People(*noord_);
  const std::map<std::string, std::string> at_zuid = People(*zuid_);
  EXPECT_EQ(at_noord.count("PersoonN1 VerzonnenN1"), 1u);
  EXPECT_EQ(at_noord.count("PersoonZ1 VerzonnenZ1"), 0u);
  ASSERT_EQ(at_zuid.count("PersoonZ1 VerzonnenZ1"), 1u);

  ASSERT_OK(zuid_->CheckIn("BADGE-Z1"));
  ASSERT_OK(noord_->CheckIn("BADGE-N1"));
  ASSERT_TRUE(WaitUntil([&] { return zuid_->InSync() && noord_->InSync(); }));
  ASSERT_OK(noord_->Stop());
  for (int n = 1; n <= 5; ++n) {
    const std::string name = absl::StrCat("PersoonZ", n, " VerzonnenZ", n);
    const std::string id = absl::HexStringToBytes(at_zuid.at(name));
    for (const KioskEvent& held : KioskHolds(noord_->folder())) {
      for (const v1::PersonRef& person : held.event.persons()) {
        EXPECT_NE(person.person_id(), id) << name << " in an event of kind " << held.event.kind();
      }
    }
    EXPECT_THAT(FilesHolding(noord_->folder(), id), IsEmpty()) << name;
  }
}

TEST_F(ScopeTest, EventsOfOwnPeopleComeFromEveryKiosk) {
  // A visitor: Zuid does not know this badge, the server does.
  ASSERT_OK_AND_ASSIGN(const v1::Saved visit, zuid_->CheckIn("BADGE-N2"));
  EXPECT_THAT(visit.name(), IsEmpty());
  ASSERT_TRUE(WaitUntil([&] { return zuid_->InSync(); }));
  const auto present = [&] {
    v1::GetTodayResponse today;
    if (!noord_->Call("GetToday", v1::GetTodayRequest(), &today).ok()) return false;
    return std::any_of(
        today.persons().begin(), today.persons().end(),
        [](const v1::PersonToday& person) { return person.name() == "PersoonN2 VerzonnenN2"; });
  };
  EXPECT_TRUE(WaitUntil(present, std::chrono::seconds(10)));
}

TEST_F(ScopeTest, NamesAndBadgesLieNowhereReadable) {
  ASSERT_OK(noord_->CheckIn("BADGE-N1"));
  v1::RegisterWalkInRequest walk_in;
  walk_in.mutable_name()->set_given("Inloopvoornaam");
  walk_in.mutable_name()->set_family("Inloopachternaam");
  walk_in.set_birth_date("1994-05-17");
  walk_in.mutable_credential()->set_badge("INLOOPPAS");
  walk_in.mutable_coach()->set_pin("2468");
  v1::RegisterWalkInResponse registered;
  ASSERT_OK(noord_->Call("RegisterWalkIn", walk_in, &registered));
  ASSERT_TRUE(WaitUntil([&] { return noord_->InSync(); }));
  ASSERT_OK(noord_->Stop());
  ASSERT_OK(zuid_->Stop());
  ASSERT_OK(town_.StopServer());
  // The office's own file is the one place where they stand.
  std::filesystem::remove(town_.scratch() / "facts.json");
  for (const char* planted : {"PersoonN1", "VerzonnenN1", "BADGE-N1", "PersoonZ1", "Inloopvoornaam",
                              "Inloopachternaam", "INLOOPPAS"}) {
    EXPECT_THAT(FilesHolding(town_.scratch().path(), planted), IsEmpty()) << planted;
  }
}

}  // namespace
}  // namespace wijkboek
