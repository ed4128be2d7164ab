// Edits by the ids that pages show reach the registration that is meant.
#include "server/edit_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/office_ids.h"
#include "tests/office/fake_office.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

// Joy and Sam are registered at the office, Sam alone is enrolled. Somebody was registered at a
// kiosk alone, whose id is smaller than any other: they stand for whoever is one with them.
class EditNamesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    v1::OfficeFacts facts;
    v1::CentreFact& centre = *facts.add_centres();
    centre.set_key("north");
    centre.set_name("Noord");
    v1::CohortFact& cohort = *facts.add_cohorts();
    cohort.set_key("spring");
    cohort.set_name("Voorjaar");
    cohort.set_first_day("2026-01-05");
    for (const char* key : {"joy", "sam"}) {
      v1::ParticipantFact& person = *facts.add_participants();
      person.set_key(key);
      person.mutable_name()->set_given(absl::StrCat(key, " Verzonnen"));
    }
    *facts.add_enrolments() = Enrolment("sam", "2026-06-30");
    ASSERT_TRUE(office_.Apply(facts).ok());
  }

  static v1::EnrolmentFact Enrolment(const std::string& participant, const std::string& last_day) {
    v1::EnrolmentFact enrolment;
    enrolment.set_participant(participant);
    enrolment.set_cohort("spring");
    enrolment.set_centre("north");
    enrolment.set_first_day("2026-02-02");
    enrolment.set_last_day(last_day);
    return enrolment;
  }
  Id IdOf(const std::string& key) const {
    return OfficeId(office_.lookup_key(), "participant", key);
  }
  static std::string ById(const Id& id) { return absl::StrCat("#", id.hex()); }

  void AreOne(const std::vector<Id>& people) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_PEOPLE_GROUPED);
    draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    draft.event.mutable_actor()->set_person_id(TestId(200).ToString());
    v1::PersonGroup& group = *draft.event.mutable_people_grouped()->add_groups();
    for (const Id& person : people) {
      AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
      group.add_person_ids(person.ToString());
    }
    std::vector<EventDraft> drafts;
    drafts.push_back(std::move(draft));
    office_.Append(std::move(drafts));
    const Id stands_for = office_.reference().StandsFor(people.front());
    ASSERT_EQ(stands_for, *std::min_element(people.begin(), people.end()));
  }

  v1::OfficeFacts Named(v1::OfficeFacts facts) const {
    NameRegistrations(office_.record(), office_.reference(), office_.lookup_key(), facts);
    return facts;
  }

  FakeOffice office_;
};

TEST_F(EditNamesTest, WhoeverIsAloneIsThemselves) {
  EXPECT_EQ(RegistrationOnRecord(IdOf("joy"), office_.record(), office_.reference()), IdOf("joy"));
  EXPECT_EQ(RegistrationOnRecord(TestId(7), office_.record(), office_.reference()), TestId(7));
}

TEST_F(EditNamesTest, WhomAKioskRegisteredFirstIsEditedAsTheOfficeDescribedThem) {
  const Id walk_in = TestId(1);
  AreOne({IdOf("joy"), walk_in});
  const std::string shown = ById(office_.reference().StandsFor(walk_in));
  v1::OfficeFacts facts;
  facts.add_participants()->set_key(shown);
  facts.add_badges()->set_person(ById(walk_in));
  *facts.add_enrolments() = Enrolment(ById(walk_in), "");
  const v1::OfficeFacts named = Named(facts);
  EXPECT_EQ(named.participants(0).key(), ById(IdOf("joy")));
  EXPECT_EQ(named.badges(0).person(), ById(IdOf("joy")));
  EXPECT_EQ(named.enrolments(0).participant(), ById(IdOf("joy")));
}

TEST_F(EditNamesTest, AnEnrolmentIsThatOfWhicheverRegistrationHasIt) {
  AreOne({IdOf("joy"), IdOf("sam")});
  for (const char* shown : {"joy", "sam"}) {
    v1::OfficeFacts facts;
    *facts.add_enrolments() = Enrolment(ById(IdOf(shown)), absl::StrCat("2026-07-0", shown[0] % 9));
    EXPECT_EQ(Named(facts).enrolments(0).participant(), ById(IdOf("sam"))) << shown;
    ASSERT_TRUE(office_.Apply(Named(facts)).ok());
    EXPECT_EQ(office_.record().enrolments.size(), 1u) << "changed, not another one";
  }
}

TEST_F(EditNamesTest, KeysOfTheOfficesOwnStayAsTheyAre) {
  AreOne({IdOf("joy"), IdOf("sam")});
  v1::OfficeFacts facts;
  facts.add_participants()->set_key("joy");
  *facts.add_enrolments() = Enrolment("joy", "");
  const v1::OfficeFacts named = Named(facts);
  EXPECT_EQ(named.participants(0).key(), "joy");
  EXPECT_EQ(named.enrolments(0).participant(), "joy");
}

}  // namespace
}  // namespace wijkboek
