// What somebody says of registrations that may be one human being, as the event it becomes. All
// people are invented.
#include "common/drafts/people_draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/event.h"
#include "tests/reconcile/said_facts.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PeopleDraftTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"Amina", "AMINA", "Bram", "Carla"}) {
      Register(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, IdNamed(name));
    }
  }

  void Register(v1::EventKind kind, v1::PersonRole role, const Id& person) {
    v1::Event event = scene_.New(kind, scene_.At(0, "08:00"));
    if (kind == v1::EVENT_KIND_PARTICIPANT_REGISTERED) event.mutable_participant_registered();
    if (kind == v1::EVENT_KIND_RESIDENT_REGISTERED) event.mutable_resident_registered();
    if (kind == v1::EVENT_KIND_COACH_REGISTERED) event.mutable_coach_registered();
    AddPerson(event, person, role);
    scene_.Add(std::move(event));
  }
  static PeopleWord Word(const Names& names, Sameness as) {
    PeopleWord word{.as = as, .author = IdNamed("Marieke"), .method = v1::METHOD_OFFICE};
    for (const std::string& name : names) word.people.push_back(IdNamed(name));
    return word;
  }
  FoldedLog Fold() const { return FoldAll(scene_.events(), scene_.later()); }
  absl::StatusOr<EventDraft> Draft(const PeopleWord& word) const {
    return DraftGrouping(word, Fold().ledger->reference());
  }
  // It is said, and known from then on.
  absl::Status Say(const Names& names, Sameness as) {
    absl::StatusOr<EventDraft> draft = Draft(Word(names, as));
    if (!draft.ok()) return draft.status();
    v1::Event event = scene_.New(v1::EVENT_KIND_PEOPLE_GROUPED, scene_.At(0, "09:00"));
    event.MergeFrom(draft->event);
    scene_.Add(std::move(event));
    return absl::OkStatus();
  }
  bool AreDifferent(const std::string& one, const std::string& other) const {
    return SaidToBeDifferent(IdNamed(one), IdNamed(other), Fold().ledger->reference());
  }

  Scene scene_;
};

TEST_F(PeopleDraftTest, WhoIsSaidToBeTwoIsTwo) {
  EXPECT_FALSE(AreDifferent("Amina", "AMINA"));
  ASSERT_TRUE(Say({"Amina", "AMINA"}, Sameness::kDifferent).ok());
  EXPECT_TRUE(AreDifferent("Amina", "AMINA"));
  EXPECT_FALSE(AreDifferent("Amina", "Bram"));
  EXPECT_THAT(Fold().ledger->reference().Groups(), IsEmpty());

  const absl::Status again = Say({"AMINA", "Amina"}, Sameness::kDifferent);
  EXPECT_TRUE(absl::IsFailedPrecondition(again)) << again;
  EXPECT_THAT(std::string(again.message()), HasSubstr("somebody said so already"));
  // Of one of the three nobody said it yet.
  EXPECT_TRUE(Say({"Amina", "AMINA", "Bram"}, Sameness::kDifferent).ok());
  EXPECT_TRUE(AreDifferent("Bram", "AMINA"));
}

TEST_F(PeopleDraftTest, WhoWasMergedIsSeparatedAndNotCalledDifferent) {
  ASSERT_TRUE(Say({"Amina", "AMINA", "Bram"}, Sameness::kOne).ok());
  EXPECT_FALSE(AreDifferent("Amina", "AMINA"));
  const absl::Status refused = Say({"Amina", "AMINA"}, Sameness::kDifferent);
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("separate them"));
  // Beside them somebody who is another: those who are one stay so.
  ASSERT_TRUE(Say({"Amina", "Carla"}, Sameness::kDifferent).ok());
  EXPECT_EQ(Fold().ledger->reference().GroupOf(IdNamed("Bram")).size(), 3u);
  ASSERT_TRUE(Say({"Bram"}, Sameness::kSeparate).code() == absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(Say({"Bram", "AMINA"}, Sameness::kSeparate).ok());
  EXPECT_THAT(Fold().ledger->reference().Groups(), IsEmpty());
  EXPECT_TRUE(AreDifferent("Amina", "AMINA"));
}

TEST_F(PeopleDraftTest, SomebodyKnownSaysItOfPeopleWhoAreKnown) {
  PeopleWord word = Word({"Amina", "AMINA"}, Sameness::kOne);
  word.author = Id();
  EXPECT_THAT(std::string(Draft(word).status().message()), HasSubstr("say who decides"));
  const absl::Status unknown = Draft(Word({"Amina", "Nobody"}, Sameness::kOne)).status();
  EXPECT_TRUE(absl::IsNotFound(unknown)) << unknown;
  EXPECT_THAT(std::string(unknown.message()), HasSubstr(IdNamed("Nobody").hex()));
}

TEST_F(PeopleDraftTest, ResidentsAndCoachesKeepTheirRoles) {
  struct Case {
    v1::EventKind kind;
    v1::PersonRole role;
    Names names;
  };
  for (const Case& each :
       {Case{v1::EVENT_KIND_RESIDENT_REGISTERED,
             v1::PERSON_ROLE_RESIDENT,
             {"Mevrouw Blauw", "Mw Blauw"}},
        Case{v1::EVENT_KIND_COACH_REGISTERED, v1::PERSON_ROLE_COACH, {"Ruben", "RUBEN"}}}) {
    for (const std::string& name : each.names) Register(each.kind, each.role, IdNamed(name));
    const absl::StatusOr<EventDraft> draft = Draft(Word(each.names, Sameness::kOne));
    ASSERT_TRUE(draft.ok()) << draft.status();
    ASSERT_EQ(draft->event.persons_size(), 2);
    for (const v1::PersonRef& person : draft->event.persons()) {
      EXPECT_EQ(person.role(), each.role);
    }
  }
}

TEST_F(PeopleDraftTest, ARegistrationIsFoundByEnoughOfItsId) {
  Id twin = IdNamed("Amina");
  twin.data()[Id::kSize - 1] ^= 1;
  Register(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, twin);
  const FoldedLog folded = Fold();
  const Reference& reference = folded.ledger->reference();
  EXPECT_EQ(*FindRegistration(twin.hex(), reference), twin);
  EXPECT_EQ(*FindRegistration(IdNamed("Bram").hex().substr(0, 8), reference), IdNamed("Bram"));
  const absl::Status several = FindRegistration(twin.hex().substr(0, 8), reference).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(several)) << several;
  EXPECT_THAT(std::string(several.message()), HasSubstr("give more digits"));
  EXPECT_TRUE(absl::IsNotFound(FindRegistration("", reference).status()));
}

}  // namespace
}  // namespace wijkboek
