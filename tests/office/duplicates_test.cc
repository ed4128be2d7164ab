// Who may be registered twice: which names are the same, and what a real server suggests.
#include "server/duplicates.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/office_server_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::string Normalized(const std::string& given, const std::string& family) {
  v1::SealedName name;
  name.set_given(given);
  name.set_family(family);
  return NormalizedName(name);
}

TEST(NormalizedName, WhatIsWrittenOtherwiseIsTheSame) {
  struct Case {
    const char* why;
    const char* given;
    const char* family;
    const char* same_given;
    const char* same_family;
  };
  for (const Case& each :
       std::vector<Case>{{"case", "Amina", "Yilmaz", "AMINA", "YILMAZ"},
                         {"accents", "José", "Muñoz", "Jose", "Munoz"},
                         {"accents", "Zoë", "Çelik", "Zoe", "Celik"},
                         {"an accent by itself", "Jose\xCC\x81", "Ruiz", "José", "Ruiz"},
                         {"letters without accents", "Łukasz", "Øster", "Lukasz", "Oster"},
                         {"one letter that is two", "Sjoerd", "Strauß", "Sjoerd", "Strauss"},
                         {"order of the parts", "Amina", "Yilmaz", "Yilmaz", "Amina"},
                         {"order of the parts", "Maria Elena", "Lopez", "Lopez Maria", "Elena"},
                         {"all in one field", "Amina Yilmaz", "", "Amina", "Yilmaz"},
                         {"particles", "Jan", "van de Berg", "Jan", "Berg"},
                         {"particles", "Jan", "Van der Berg", "Jan", "van den Berg"},
                         {"the Arabic article", "Fatima", "El Idrissi", "Fatima", "Idrissi"},
                         {"the Arabic article", "Fatima", "el-Idrissi", "Fatima", "Al Idrissi"},
                         {"an apostrophe", "Jan", "in 't Veld", "Jan", "Veld"},
                         {"a hyphen", "Anne-Marie", "Smit", "Anne Marie", "Smit"},
                         {"blanks", "  Amina ", "Yilmaz  ", "Amina", "Yilmaz"}}) {
    EXPECT_EQ(Normalized(each.given, each.family), Normalized(each.same_given, each.same_family))
        << each.why << ": " << each.given << " " << each.family;
    EXPECT_NE(Normalized(each.given, each.family), "") << each.given;
  }
}

TEST(NormalizedName, OtherNamesAreOthers) {
  EXPECT_NE(Normalized("Amina", "Yilmaz"), Normalized("Amina", "Yildiz"));
  EXPECT_NE(Normalized("Jan", "Berg"), Normalized("Jan", "Vandenberg"));
  EXPECT_NE(Normalized("Jan", "Berg"), Normalized("Jan Piet", "Berg"));
  // Other scripts stay as they are.
  EXPECT_NE(Normalized("Семён", ""), Normalized("Роман", ""));
  EXPECT_EQ(Normalized("van", "de"), "");
  EXPECT_EQ(Normalized("", ""), "");
}

TEST(BirthDates, TheFirstOfJanuaryIsNone) {
  EXPECT_FALSE(IsEvidence(*ParseDay("1990-01-01")));
  EXPECT_TRUE(IsEvidence(*ParseDay("1990-01-02")));
  EXPECT_TRUE(IsEvidence(*ParseDay("1990-11-01")));
}

// Everybody is invented.
class DuplicatesTest : public OfficeServerTest {
 protected:
  static void Add(const std::string& key, const std::string& given, const std::string& family,
                  const std::string& birth_date, v1::OfficeFacts& facts) {
    v1::ParticipantFact& person = *facts.add_participants();
    person.set_key(key);
    person.mutable_name()->set_given(given);
    person.mutable_name()->set_family(family);
    person.set_birth_date(birth_date);
  }
  // "AMINA YILMAZ + Amina Yilmaz: same name and birth date".
  std::vector<std::string> Suggestions() {
    v1::ListPeopleGroupsRequest request;
    request.set_suggestions(true);
    v1::ListPeopleGroupsResponse response;
    const absl::Status status = office_->ListPeopleGroups(request, response);
    EXPECT_TRUE(status.ok()) << status;
    std::vector<std::string> lines;
    for (const v1::PeopleGroupItem& item : response.groups()) {
      if (item.merged()) continue;
      std::vector<std::string> names;
      for (const v1::NamedPerson& person : item.people()) names.push_back(person.name());
      std::sort(names.begin(), names.end());
      lines.push_back(absl::StrCat(absl::StrJoin(names, " + "), ": ", item.reason()));
    }
    return lines;
  }
  absl::Status Group(v1::GroupPeopleRequest::As as) {
    v1::GroupPeopleRequest request;
    request.add_people("p1");
    request.add_people("p2");
    request.set_as(as);
    request.set_author("k1");
    v1::GroupPeopleResponse response;
    return office_->GroupPeople(request, response);
  }
};

TEST_F(DuplicatesTest, AreSuggestedByNameAndBirthDate) {
  v1::OfficeFacts facts;
  Add("p1", "Amina", "El Idrissi", "1990-05-31", facts);
  Add("p2", "AMÍNA", "Idrissi", "1990-05-31", facts);
  // Not: another day, no evidence, no birth date, another kind of person.
  Add("p3", "Amina", "El Idrissi", "1990-05-30", facts);
  Add("p4", "Jan", "Smit", "1980-01-01", facts);
  Add("p5", "Jan", "Smit", "1980-01-01", facts);
  Add("p6", "Piet", "Smit", "", facts);
  Add("p7", "Piet", "Smit", "", facts);
  AddCoach("k1", "Kim", facts);
  Apply(facts);
  const std::string pair = "AMÍNA Idrissi + Amina El Idrissi: same name and birth date";
  EXPECT_THAT(Suggestions(), UnorderedElementsAre(pair));
  // What somebody said about them ends it, and comes back with it.
  ASSERT_TRUE(Group(v1::GroupPeopleRequest::AS_ONE).ok());
  EXPECT_THAT(Suggestions(), IsEmpty());
  ASSERT_TRUE(Group(v1::GroupPeopleRequest::AS_SEPARATE).ok());
  EXPECT_THAT(Suggestions(), IsEmpty());
}

}  // namespace
}  // namespace wijkboek
