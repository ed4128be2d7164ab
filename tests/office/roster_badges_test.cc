// Badges of a roster: whose they are, and those that the system makes.
#include "server/roster_badges.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/credential.h"
#include "server/office_ids.h"
#include "tests/office/roster_scene.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Roster Badges(const std::string& rows) {
  Roster roster = SmallTown();
  roster["badges.csv"] = "person,type,text,serial,valid_from,valid_until\n" + rows;
  return roster;
}

// Whose the badge is at last; zero: nobody's.
Id Owner(FakeOffice& office, v1::BadgeType type, const std::string& text) {
  const auto& badges = office.record().badges;
  const auto found = badges.find(*CredentialHash(office.lookup_key(), type, text));
  if (found == badges.end() || found->second.thing.spans.empty()) return Id();
  return found->second.thing.spans.back().person;
}

Id Participant(FakeOffice& office, const std::string& key) {
  return OfficeId(office.lookup_key(), "participant", key);
}

TEST(RosterBadgesTest, AQrWithoutATextIsMadeAndCanBeShownAgain) {
  RosterScene scene;
  const v1::ImportRosterResponse first = scene.Import(Badges("p-1,qr,,,,\nc-1,QR,,,,\n"));
  ASSERT_THAT(ErrorLines(first), IsEmpty());
  ASSERT_THAT(first.badges(), SizeIs(2));
  const v1::MadeBadge& made = first.badges(0);
  EXPECT_EQ(made.person(), "p-1");
  FakeOffice& office = scene.office();
  EXPECT_EQ(Owner(office, v1::BADGE_TYPE_QR, made.text()), Participant(office, "p-1"));
  EXPECT_EQ(Owner(office, v1::BADGE_TYPE_NUMBER, made.number()), Participant(office, "p-1"));
  EXPECT_EQ(Owner(office, v1::BADGE_TYPE_NUMBER, first.badges(1).number()),
            OfficeId(office.lookup_key(), "coach", "c-1"));

  // The same rows in another order, and one more.
  const v1::ImportRosterResponse again =
      scene.Import(Badges("p-2,qr,,,,\nc-1,qr,,,,\np-1,qr,,,,\n"));
  EXPECT_EQ(again.events(), 2u);
  ASSERT_THAT(again.badges(), SizeIs(3));
  EXPECT_EQ(again.badges(2).text(), made.text());
  EXPECT_EQ(again.badges(2).number(), made.number());
  EXPECT_EQ(scene.Import(Badges("p-1,qr,,,,\n"), /*dry_run=*/true).badges(0).text(), made.text());
}

// Whoever reads the log or has a kiosk must not be able to copy a badge.
TEST(RosterBadgesTest, TheLogHoldsNeitherTextNorNumber) {
  RosterScene scene;
  const v1::ImportRosterResponse response =
      scene.Import(Badges("p-1,qr,,,,\np-2,card,04A27F,,,\n"));
  ASSERT_THAT(response.badges(), SizeIs(1));
  std::string digits = response.badges(0).number();
  std::erase(digits, '-');
  for (const StoredEvent& event : scene.office().log()) {
    for (const std::string& secret :
         {response.badges(0).text(), response.badges(0).number(), digits, std::string("04A27F")}) {
      EXPECT_EQ(event.bytes.find(secret), std::string::npos);
    }
  }
}

TEST(RosterBadgesTest, ALostBadgeEndsAndTheNextSerialIsAnother) {
  RosterScene scene;
  const v1::MadeBadge lost = scene.Import(Badges("p-1,qr,,,,\n")).badges(0);
  const v1::ImportRosterResponse response =
      scene.Import(Badges("p-1,qr,,1,,2026-03-10\np-1,qr,,2,2026-03-11,\n"));
  ASSERT_THAT(ErrorLines(response), IsEmpty());
  ASSERT_THAT(response.badges(), SizeIs(2));
  EXPECT_EQ(response.badges(0).text(), lost.text());
  EXPECT_NE(response.badges(1).text(), lost.text());
  EXPECT_NE(response.badges(1).number(), lost.number());
  const Id hash =
      *CredentialHash(scene.office().lookup_key(), v1::BADGE_TYPE_NUMBER, lost.number());
  const OfficeBadge& badge = scene.office().record().badges.at(hash).thing;
  ASSERT_THAT(badge.spans, SizeIs(1));
  EXPECT_TRUE(badge.spans[0].until_ms.has_value());
}

// Two people whose numbers meet: the second gets another one, whatever the order afterwards.
TEST(RosterBadgesTest, ANumberIsNeverGivenToTwoPeople) {
  RosterScene scene;
  FakeOffice& office = scene.office();
  const Id owner = OfficeId(office.lookup_key(), "badge owner", "p-2");
  const std::string met = MadeBadgeNumber(scene.badge_secret(), owner, 1, 0);
  EXPECT_THAT(scene.Errors(Badges("p-1,number," + met + ",,,\n")), IsEmpty());
  const v1::ImportRosterResponse response = scene.Import(Badges("p-2,qr,,,,\n"));
  ASSERT_THAT(ErrorLines(response), IsEmpty());
  ASSERT_THAT(response.badges(), SizeIs(1));
  EXPECT_EQ(response.badges(0).number(), MadeBadgeNumber(scene.badge_secret(), owner, 1, 1));
  EXPECT_EQ(Owner(office, v1::BADGE_TYPE_NUMBER, met), Participant(office, "p-1"));
  EXPECT_EQ(scene.Import(Badges("p-2,qr,,,,\n")).events(), 0u);
}

// Of 20,000 people's numbers, about two meet.
TEST(RosterBadgesTest, ManyPeopleHaveManyNumbers) {
  RosterScene scene;
  Roster roster = SmallTown();
  roster["people.csv"] = "key,given\np-1,Amina\n";
  roster["badges.csv"] = "person,type\n";
  constexpr int kPeople = 20'000;
  for (int i = 0; i < kPeople; ++i) {
    absl::StrAppend(&roster["people.csv"], "q-", i, ",Q\n");
    absl::StrAppend(&roster["badges.csv"], "q-", i, ",qr\n");
  }
  const v1::ImportRosterResponse response = scene.Import(roster, /*dry_run=*/true);
  ASSERT_THAT(ErrorLines(response), IsEmpty());
  std::set<std::string> numbers;
  for (const v1::MadeBadge& badge : response.badges()) numbers.insert(badge.number());
  EXPECT_THAT(numbers, SizeIs(kPeople));
}

struct WrongCase {
  std::string what;
  std::string rows;
  std::vector<std::string> errors;
};

TEST(RosterBadgesTest, ErrorsNameBothLines) {
  const std::vector<WrongCase> cases = {
      {"two people on one badge",
       "p-1,card,04A2,,,\np-2,card,04 a2,,,\n",
       {"badges.csv:3: two people on one badge at the same time: badges.csv:2 has it too"}},
      {"a PIN used twice",
       "p-1,pin,4711,,,\nc-1,pin,4711,,,\n",
       {"badges.csv:3: two people on one badge at the same time: badges.csv:2 has it too"}},
      {"one badge in turn", "p-1,card,04A2,,,2026-03-01\np-2,card,04A2,,2026-03-02,\n", {}},
      {"a made badge twice", "p-1,qr,,,,\np-1,qr,,,,\n", {"badges.csv:3: is badges.csv:2 again"}},
      {"a PIN that is none, an unknown type and person",
       "p-1,pin,12,,,\np-1,chip,12,,,\np-9,qr,,,,\n",
       {"badges.csv:2: text: a PIN has 4 to 8 digits",
        "badges.csv:3: type: \"chip\" is none; write card, qr, pin or number",
        "badges.csv:4: person: there is no participant or coach with the key \"p-9\""}},
      {"a number mistyped",
       "p-1,number,572-457-241,,,\n",
       {"badges.csv:2: text: a digit of the badge number is wrong: type it again"}},
      {"a serial where none is made, and one that is none",
       "p-1,card,04A2,2,,\np-1,qr,,0,,\np-2,qr,,first,,\n",
       {"badges.csv:2: serial: is only for badges that are made here: type qr, and no text",
        "badges.csv:3: serial: write 1 for the person's first badge, 2 for the next, up to 1000",
        "badges.csv:4: serial: \"first\" is no whole number"}},
      {"a card without a text", "p-1,card,,,,\n", {"badges.csv:2: text: is missing"}},
  };
  for (const WrongCase& test : cases) {
    SCOPED_TRACE(test.what);
    RosterScene scene;
    EXPECT_EQ(scene.Errors(Badges(test.rows)), test.errors);
  }
}

}  // namespace
}  // namespace wijkboek
