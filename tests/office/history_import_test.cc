#include "server/history_import.h"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/limits.h"
#include "server/office_ids.h"
#include "tests/office/fake_office.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kTown[] = R"json({
  "centres": [{"key": "north", "name": "Noord"}, {"key": "south", "name": "Zuid"}],
  "participants": [{"key": "p1", "name": {"given": "Amina"}}],
  "coaches": [{"key": "c1", "name": {"given": "Els"}}]})json";

constexpr char kHistory[] =
    "kind,start,end,person,other,centre,minutes,subject,logged_by,note\r\n"
    "presence,2025-11-03 09:00,2025-11-03 12:00,p1,,north,,,,\r\n"
    "presence,2025-11-03T22:30,2025-11-04T06:45,p7,,Noord,,,c1,\"nacht,\nrustig\"\r\n"
    "visit,2025-11-05T10:00,,p1|p7,r9,,45,,c1,\r\n"
    "help,2025-11-06,,p1,p7,,30,language,helper,\r\n";

class HistoryImportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    v1::OfficeFacts facts;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(kTown, &facts).ok());
    ASSERT_TRUE(office_.Apply(facts).ok());
    before_ = office_.log().size();
  }

  // One row below a header with every column.
  std::vector<v1::RowError> Errors(const std::string& row) {
    const v1::ImportHistoryResponse response = office_.Import(
        absl::StrCat("kind,start,end,person,person_name,other,other_name,centre,minutes,subject,"
                     "logged_by,note\n",
                     row, "\n"),
        now_ms_);
    EXPECT_EQ(office_.log().size(), before_);
    return {response.errors().begin(), response.errors().end()};
  }

  const std::int64_t now_ms_ = StartOfDay(*ParseDay("2026-03-01"));
  FakeOffice office_;
  std::size_t before_ = 0;
};

TEST_F(HistoryImportTest, RowsBecomeEvents) {
  const v1::ImportHistoryResponse response = office_.Import(kHistory, now_ms_);
  ASSERT_EQ(response.errors_size(), 0) << response.DebugString();
  EXPECT_EQ(response.presences(), 2u);
  EXPECT_EQ(response.visits(), 1u);
  EXPECT_EQ(response.helps(), 1u);
  EXPECT_EQ(response.known(), 0u);
  // Two people whom the office never named, four facts, one line in the trail.
  ASSERT_EQ(office_.log().size(), before_ + 7);

  const v1::Event& night = office_.log()[before_ + 3].event;
  EXPECT_EQ(night.kind(), v1::EVENT_KIND_PRESENCE_CORRECTED);
  EXPECT_EQ(night.presence_corrected().reason(), v1::CORRECTION_REASON_IMPORTED);
  EXPECT_EQ(night.actor().method(), v1::METHOD_IMPORT);
  EXPECT_EQ(night.actor().person_id(), OfficeId(office_.lookup_key(), "coach", "c1").bytes());
  EXPECT_EQ(night.seen_size(), 0);
  EXPECT_EQ(InstantOf(night.stated_end()) - InstantOf(night.stated_start()), 495 * kMinuteMs);
  const Id p7 = OfficeId(office_.lookup_key(), "participant", "p7");
  const auto note = FindSealed<v1::SealedText>(night, v1::SEALED_FIELD_NOTE, p7, office_.keys());
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(note->text(), "nacht,\nrustig");

  const v1::Event& visit = office_.log()[before_ + 4].event;
  EXPECT_EQ(visit.kind(), v1::EVENT_KIND_VISIT_LOGGED);
  EXPECT_THAT(visit.persons(), SizeIs(3));
  EXPECT_EQ(visit.visit_id().size(), Id::kSize);
  EXPECT_EQ(InstantOf(visit.stated_end()) - InstantOf(visit.stated_start()), 45 * kMinuteMs);

  const v1::Event& help = office_.log()[before_ + 5].event;
  EXPECT_EQ(help.buddy_help_logged().minutes(), 30u);
  EXPECT_EQ(help.buddy_help_logged().side(), v1::HELP_SIDE_HELPER);
  EXPECT_EQ(help.persons(0).role(), v1::PERSON_ROLE_HELPER);
  EXPECT_EQ(help.persons(1).role(), v1::PERSON_ROLE_HELPED);
  EXPECT_EQ(office_.log().back().event.kind(), v1::EVENT_KIND_ROSTER_IMPORTED);

  const Person* person = office_.reference().FindPerson(p7);
  ASSERT_NE(person, nullptr);
  EXPECT_FALSE(person->walk_in);
  EXPECT_FALSE(office_.reference().EverEnrolled(p7));
}

TEST_F(HistoryImportTest, HelpIsTheWordOfWhoeverLoggedIt) {
  std::vector<v1::HelpSide> sides;
  for (const char* logged_by : {"helper", "helped", "coach", ""}) {
    const v1::ImportHistoryResponse response =
        office_.Import(absl::StrCat("kind,start,person,other,minutes,subject,logged_by\n"
                                    "help,2025-11-06,p1,p7,30,language,",
                                    logged_by, "\n"),
                       now_ms_);
    ASSERT_EQ(response.errors_size(), 0) << response.ShortDebugString();
  }
  for (const StoredEvent& event : office_.log()) {
    if (event.event.has_buddy_help_logged()) {
      sides.push_back(event.event.buddy_help_logged().side());
    }
  }
  // To say nothing is a coach's word, which is on record already.
  EXPECT_THAT(sides, ElementsAre(v1::HELP_SIDE_HELPER, v1::HELP_SIDE_HELPED, v1::HELP_SIDE_COACH));
}

TEST_F(HistoryImportTest, ANameIsOfAKey) {
  const std::vector<v1::RowError> errors =
      Errors("visit,2025-11-03 09:00,,p1,,,Cor Verzonnen,,45,,,");
  ASSERT_FALSE(errors.empty());
  EXPECT_EQ(errors[0].column(), "other_name");
  EXPECT_THAT(errors[0].reason(), HasSubstr("is given without other"));
}

TEST_F(HistoryImportTest, AFileImportedAgainIsKnown) {
  ASSERT_EQ(office_.Import(kHistory, now_ms_).errors_size(), 0);
  const std::size_t after = office_.log().size();
  v1::ImportHistoryResponse again = office_.Import(kHistory, now_ms_);
  EXPECT_EQ(again.known(), 4u);
  EXPECT_EQ(again.presences() + again.visits() + again.helps(), 0u);
  EXPECT_EQ(office_.log().size(), after);

  again = office_.Import(absl::StrCat(kHistory, "help,2025-11-07,,p1,p7,,30,language,helper,\n"),
                         now_ms_);
  EXPECT_EQ(again.known(), 4u);
  EXPECT_EQ(again.helps(), 1u);
  EXPECT_EQ(office_.log().size(), after + 2);
}

TEST_F(HistoryImportTest, ADifferentNoteOrFormIsTheSameRow) {
  ASSERT_EQ(
      office_
          .Import(
              "kind;start;end;person;centre\npresence;2025-11-03 09:00;2025-11-03 12:00;p1;north\n",
              now_ms_)
          .presences(),
      1u);
  EXPECT_EQ(office_
                .Import("person,kind,centre,start,minutes,note\np1,presence,Noord,2025-11-03T09:00:"
                        "00,180,x\n",
                        now_ms_)
                .known(),
            1u);
}

TEST_F(HistoryImportTest, TheSamePresenceTwiceIsOneButHelpMayBeGivenTwice) {
  const std::string twice =
      "kind,start,end,person,other,centre,minutes,subject\n"
      "presence,2025-11-03 09:00,2025-11-03 12:00,p1,,north,,\n"
      "presence,2025-11-03 09:00,2025-11-03 12:00,p1,,north,,\n"
      "help,2025-11-03,,p1,p2,,30,language\n"
      "help,2025-11-03,,p1,p2,,30,language\n";
  const v1::ImportHistoryResponse first = office_.Import(twice, now_ms_);
  EXPECT_EQ(first.presences(), 1u);
  EXPECT_EQ(first.helps(), 2u);
  EXPECT_EQ(first.known(), 1u);
  EXPECT_EQ(office_.Import(twice, now_ms_).known(), 4u);
}

TEST_F(HistoryImportTest, NamesGoToPeopleWhoAreNew) {
  ASSERT_EQ(office_
                .Import("kind,start,minutes,person,person_name,other,other_name\n"
                        "visit,2025-11-03 09:00,60,p1|p5,|Fatma de Wit,r1,Gerrit\n",
                        now_ms_)
                .visits(),
            1u);
  const Id p5 = OfficeId(office_.lookup_key(), "participant", "p5");
  const auto name = FindSealed<v1::SealedName>(office_.log()[before_].event, v1::SEALED_FIELD_NAME,
                                               p5, office_.keys());
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->given(), "Fatma");
  EXPECT_EQ(name->family(), "de Wit");
  // Afterwards the office names them in its facts: the same person.
  v1::OfficeFacts facts;
  facts.add_participants()->set_key("p5");
  facts.mutable_participants(0)->mutable_name()->set_given("Fatima");
  EXPECT_EQ(*office_.Apply(facts), 1u);
  EXPECT_EQ(office_.log().back().event.kind(), v1::EVENT_KIND_DETAIL_CHANGED);
}

TEST_F(HistoryImportTest, OneWrongRowKeepsAllOut) {
  const v1::ImportHistoryResponse response =
      office_.Import(absl::StrCat(kHistory,
                                  "presence,2025-11-03 12:00,2025-11-03 09:00,p1,,north,,,,\n"
                                  "visit,tomorrow,,p1,,,5,,,\n"),
                     now_ms_);
  EXPECT_EQ(response.presences(), 0u);
  ASSERT_EQ(response.errors_size(), 3);
  // The note above spans two lines.
  EXPECT_EQ(response.errors(0).line(), 7u);
  EXPECT_EQ(response.errors(0).column(), "end");
  EXPECT_EQ(response.errors(1).line(), 8u);
  EXPECT_EQ(office_.log().size(), before_);
}

struct Wrong {
  std::string row;
  std::string column;
  std::string reason;
};

TEST_F(HistoryImportTest, EveryErrorHasLineColumnAndReason) {
  const std::vector<Wrong> cases = {
      {"presents,2025-11-03 09:00,2025-11-03 12:00,p1,,,,north,,,,", "kind",
       "write presence, visit or help"},
      {",2025-11-03 09:00,2025-11-03 12:00,p1,,,,north,,,,", "kind", "is missing"},
      {"presence,3 nov,2025-11-03 12:00,p1,,,,north,,,,", "start", "is no time"},
      {"presence,,2025-11-03 12:00,p1,,,,north,,,,", "start", "is missing"},
      {"presence,2025-03-30 02:30,2025-03-30 05:00,p1,,,,north,,,,", "start", "does not exist"},
      {"presence,2026-11-03 09:00,2026-11-03 12:00,p1,,,,north,,,,", "start", "in the future"},
      {"presence,2025-11-03 09:00,,p1,,,,north,,,,", "end", "is missing"},
      {"presence,2025-11-03 09:00,2025-11-03 09:00,p1,,,,north,,,,", "end",
       "is not after the start"},
      {"presence,2025-11-03 09:00,2025-11-05 09:00,p1,,,,north,,,,", "end", "more than 24 hours"},
      {"presence,2025-11-03 09:00,2025-11-03 12:00,p1,,,,north,180,,,", "minutes", "not both"},
      {"presence,2025-11-03 09:00,2025-11-03 12:00,,,,,north,,,,", "person", "is missing"},
      {"presence,2025-11-03 09:00,2025-11-03 12:00,p1|p2,,,,north,,,,", "person", "a row for each"},
      {"presence,2025-11-03 09:00,2025-11-03 12:00,p1,,,,,,,,", "centre", "is missing"},
      {"presence,2025-11-03 09:00,2025-11-03 12:00,p1,,,,east,,,,", "centre",
       "no centre with the key"},
      {"presence,2025-11-03 09:00,2025-11-03 12:00,p1,,r1,,north,,,,", "other", "has none"},
      {"presence,2025-11-03 09:00,2025-11-03 12:00,p1,,,,north,,,c9,", "logged_by", "no coach"},
      {"presence,2025-11-03 09:00,2025-11-03 12:00,p1,,,,north,,,,a,b", "", "has 13 fields"},
      {"presence,2025-11-03 09:00,2025-11-03 12:00,p1,,,,north,,,,\xE9", "note", "not UTF-8"},
      {"visit,2025-11-03 09:00,2025-11-03 12:00,p1,,,,,,,,", "other", "who was visited"},
      {"visit,2025-11-03 09:00,2025-11-03 12:00,p1|p1,,r1,,,,,,", "person", "twice"},
      {"visit,2025-11-03 09:00,,p1,,r1,,,0,,,", "minutes", "1 to 1440"},
      {"visit,2025-11-03 09:00,,p1,A|B,r1,,,5,,,", "person_name", "2 names for 1 keys"},
      {"help,2025-11-03,,p1,,p2,,,30,,,", "subject", "is missing"},
      {"help,2025-11-03,,p1,,p2,,,,language,,", "minutes", "is missing"},
      {"help,2025-11-03,,p1,,p2,,,1441,language,,", "minutes", "1 to 1440"},
      {"help,2025-11-03,,p1,,p2,,,half an hour,language,,", "minutes", "1 to 1440"},
      {"help,2025-11-03,,p1,,,,,30,language,,", "other", "who was helped"},
      {"help,2025-11-03,,p1,,p2,,,30,language,mother,", "logged_by", "helper, helped or coach"},
      {"presence,2025-11-03 24:00,2025-11-04 03:00,p1,,,,north,,,,", "start",
       "00:00 of the next day"},
      {"help,2025-11-03,,p1,,p2,,,30,language,helped coach,", "logged_by",
       "helper, helped or coach"},
      {"help,2025-11-03 10:00,2025-11-03 09:00,p1,,p2,,,,language,,", "end", "1 to 1440 minutes"},
  };
  for (const Wrong& wrong : cases) {
    SCOPED_TRACE(wrong.row);
    const std::vector<v1::RowError> errors = Errors(wrong.row);
    ASSERT_FALSE(errors.empty());
    EXPECT_EQ(errors[0].line(), 2u);
    EXPECT_EQ(errors[0].column(), wrong.column);
    EXPECT_THAT(errors[0].reason(), HasSubstr(wrong.reason));
    EXPECT_THAT(errors, SizeIs(1));
  }
}

TEST_F(HistoryImportTest, TheHeaderIsChecked) {
  const auto first_error = [&](absl::string_view csv) {
    const v1::ImportHistoryResponse response = office_.Import(csv, now_ms_);
    return response.errors_size() == 0
               ? "none"
               : absl::StrCat(response.errors(0).line(), " ", response.errors(0).column(), " ",
                              response.errors(0).reason());
  };
  EXPECT_THAT(first_error(""), HasSubstr("1  the file is empty"));
  EXPECT_THAT(first_error("kind,start\n"), HasSubstr("1 person this column is missing"));
  EXPECT_THAT(first_error("kind,start,person,hours\n"), HasSubstr("1 hours is no column"));
  EXPECT_THAT(first_error("kind,start,person,Start\n"), HasSubstr("1 start stands here twice"));
  EXPECT_THAT(first_error("kind,start,person\nx,\"y\n"), HasSubstr("2  a quote that is opened"));
  EXPECT_EQ(first_error("\xEF\xBB\xBF Kind ;START;person\n"), "none");
}

TEST_F(HistoryImportTest, ErrorsAreCountedBeyondTheFirstHundred) {
  std::string csv = "kind,start,person\n";
  for (std::size_t i = 0; i < kRowErrorsMax + 5; ++i)
    absl::StrAppend(&csv, "nothing,2025-01-01,p1\n");
  const v1::ImportHistoryResponse response = office_.Import(csv, now_ms_);
  ASSERT_EQ(response.errors_size(), static_cast<int>(kRowErrorsMax) + 1);
  EXPECT_EQ(response.errors(response.errors_size() - 1).reason(), "and 5 more errors");
}

TEST_F(HistoryImportTest, HelpGivenByItsTimesRoundsHalfUp) {
  ASSERT_EQ(office_
                .Import("kind,start,end,person,other,subject\n"
                        "help,2025-11-03T10:00:00,2025-11-03T10:02:30,p1,p2,language\n",
                        now_ms_)
                .helps(),
            1u);
  EXPECT_EQ(office_.log()[office_.log().size() - 2].event.buddy_help_logged().minutes(), 3u);
  EXPECT_EQ(office_.log()[office_.log().size() - 2].event.buddy_help_logged().side(),
            v1::HELP_SIDE_COACH);
}

TEST_F(HistoryImportTest, TwentyThousandRowsArePlannedQuickly) {
  std::string csv = "kind,start,end,person,other,centre,minutes,subject\n";
  for (int i = 0; i < 20000; ++i) {
    absl::StrAppend(&csv, "presence,", FormatTime(StartOfDay(18000 + i / 50) + 9 * kHourMs), ",",
                    FormatTime(StartOfDay(18000 + i / 50) + 12 * kHourMs), ",p", i % 50,
                    ",,north,,\n");
  }
  const auto start = std::chrono::steady_clock::now();
  const HistoryPlan plan = PlanHistory(csv, office_.record(), office_.lookup_key(), now_ms_);
  EXPECT_EQ(plan.response.presences(), 20000u);
  // Bounded so that a quadratic step shows, also under sanitizers.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace wijkboek
