// What rows become, what changes make, and what is said of rows that do not fit.
#include "server/roster_import.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/limits.h"
#include "server/office_ids.h"
#include "tests/office/roster_scene.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Roster WholeTown() {
  return {
      {"centres.csv",
       "key,name,municipality,opening_hours\nnorth,Noord,GM0363,mon-fri 09:00-17:00\n"},
      {"cohorts.csv", "key,name,first_day,last_day\nspring,Voorjaar,2026-01-05,2026-07-17\n"},
      {"people.csv",
       "key,given,family,called,birth_date,language\n"
       "p-1,Amina,Vermaas,Mina,1990-05-31,ti\n"
       "p-2,Bilal,Haddad,,,nl\n"},
      {"coaches.csv", "key,given,duty\nc-1,Els,coordinator\n"},
      {"residents.csv",
       "key,given,household,centre,area,area_year\nr-1,Cor,h-1,north,BU03630100,2025\nr-2,Dina,h-1,"
       "north,,\n"},
      {"enrolments.csv",
       "participant,cohort,centre,municipality,first_day,last_day,target_hours,own_times\n"
       "p-1,spring,north,GM0363,2026-01-05,,240,mon-fri 10:00-12:00\n"
       "p-2,spring,north,,2026-01-05,2026-03-31,,\n"},
      {"timetable.csv",
       "key,centre,cohorts,title,weekdays,start,end,first_day,last_day\n"
       "language,north,spring,Taal,mon wed,09:00,12:00,2026-03-02,2026-03-15\n"},
      {"badges.csv", "person,type,text\np-1,card,04A27F10\np-2,qr,\nc-1,pin,4711\n"},
  };
}

std::vector<v1::EventKind> Kinds(const FakeOffice& office) {
  std::vector<v1::EventKind> kinds;
  for (const StoredEvent& event : office.log()) kinds.push_back(event.event.kind());
  return kinds;
}

int Count(const std::vector<v1::EventKind>& kinds, v1::EventKind kind) {
  return static_cast<int>(std::count(kinds.begin(), kinds.end(), kind));
}

TEST(RosterImportTest, EveryFileBecomesItsEvents) {
  RosterScene scene;
  const v1::ImportRosterResponse response = scene.Import(WholeTown());
  ASSERT_THAT(ErrorLines(response), IsEmpty());
  // A centre, a cohort, five people, two enrolments, four sessions, and four badges: the made one
  // has a text and a number.
  EXPECT_EQ(response.events(), 17u);
  EXPECT_EQ(response.rows(), 13u);
  EXPECT_EQ(response.sessions(), 4u);
  EXPECT_EQ(response.unchanged(), 0u);
  const std::vector<v1::EventKind> kinds = Kinds(scene.office());
  EXPECT_EQ(Count(kinds, v1::EVENT_KIND_PARTICIPANT_REGISTERED), 2);
  EXPECT_EQ(Count(kinds, v1::EVENT_KIND_RESIDENT_REGISTERED), 2);
  EXPECT_EQ(Count(kinds, v1::EVENT_KIND_ENROLMENT_STARTED), 2);
  EXPECT_EQ(Count(kinds, v1::EVENT_KIND_SESSION_PLANNED), 4);
  EXPECT_EQ(Count(kinds, v1::EVENT_KIND_BADGE_ASSIGNED), 4);
  EXPECT_EQ(kinds.back(), v1::EVENT_KIND_ROSTER_IMPORTED);
  const v1::RosterImported& trail = scene.office().log().back().event.roster_imported();
  EXPECT_EQ(trail.rows(), 13u);
  EXPECT_EQ(trail.form(), "roster");
  EXPECT_EQ(trail.file_hash().size(), 32u);
}

TEST(RosterImportTest, TheSameRosterAgainMakesNothing) {
  RosterScene scene;
  scene.Import(WholeTown());
  const std::size_t events = scene.office().log().size();
  const v1::ImportRosterResponse again = scene.Import(WholeTown());
  EXPECT_THAT(ErrorLines(again), IsEmpty());
  EXPECT_EQ(again.events(), 0u);
  EXPECT_EQ(again.unchanged(), 17u);
  EXPECT_EQ(scene.office().log().size(), events);
}

TEST(RosterImportTest, WhatChangedBecomesEventsAndNothingElse) {
  RosterScene scene;
  scene.Import(WholeTown());
  Roster changed = WholeTown();
  changed["people.csv"] =
      "key,given,family,called,birth_date,language\n"
      "p-1,Amina,Vermaas-Blom,Mina,1990-05-31,ti\n"
      "p-2,Bilal,Haddad,,,nl\n"
      "p-3,Chana,Levi,,,\n";
  const v1::ImportRosterResponse response = scene.Import(changed);
  EXPECT_EQ(response.events(), 2u);
  EXPECT_EQ(response.unchanged(), 17u - 1);
  const std::vector<StoredEvent>& log = scene.office().log();
  EXPECT_EQ(log[log.size() - 3].event.kind(), v1::EVENT_KIND_DETAIL_CHANGED);
  EXPECT_EQ(log[log.size() - 2].event.kind(), v1::EVENT_KIND_PARTICIPANT_REGISTERED);
}

TEST(RosterImportTest, FilesMayComeOneByOneAndWithoutEachOther) {
  RosterScene scene;
  for (const char* name : {"centres.csv", "cohorts.csv", "people.csv", "coaches.csv",
                           "residents.csv", "enrolments.csv", "timetable.csv", "badges.csv"}) {
    EXPECT_THAT(scene.Errors({{name, WholeTown()[name]}}), IsEmpty()) << name;
  }
  EXPECT_EQ(scene.Import(WholeTown()).events(), 0u);
}

TEST(RosterImportTest, SpreadsheetsHabitsAreUnderstood) {
  RosterScene scene;
  Roster roster = SmallTown();
  roster["people.csv"] =
      "\xEF\xBB\xBFKey;Family;Given\r\np-1;\"van der Berg; jr\"; Amina "
      "\r\n\r\np-2;Haddad;Bilal\r\n";
  EXPECT_THAT(scene.Errors(roster), IsEmpty());
  EXPECT_TRUE(scene.office().record().persons.contains(
      OfficeId(scene.office().lookup_key(), "participant", "p-2")));
}

TEST(RosterImportTest, ARowOfCommasAloneIsNone) {
  RosterScene scene;
  const v1::ImportRosterResponse response =
      scene.Import({{"people.csv", ",,\nkey,given,family\n,,\np-1,Amina,\n , ,\n"}});
  EXPECT_THAT(ErrorLines(response), IsEmpty());
  EXPECT_EQ(response.rows(), 1u);
}

TEST(RosterImportTest, ADryRunMakesNothing) {
  RosterScene scene;
  const v1::ImportRosterResponse response = scene.Import(WholeTown(), /*dry_run=*/true);
  EXPECT_EQ(response.events(), 17u);
  EXPECT_THAT(response.badges(), SizeIs(1));
  EXPECT_THAT(scene.office().log(), IsEmpty());
}

struct WrongCase {
  std::string what;
  // Instead of SmallTown's file of that name.
  std::string file;
  std::string content;
  std::vector<std::string> errors;
};

TEST(RosterImportTest, ErrorsNameFileLineColumnAndReason) {
  const std::vector<WrongCase> cases = {
      {"an unknown file",
       "persons.csv",
       "key\np-1\n",
       {"persons.csv: is no file of a roster; these are: centres.csv, cohorts.csv, people.csv, "
        "coaches.csv, residents.csv, enrolments.csv, holidays.csv, exceptions.csv, timetable.csv, "
        "badges.csv"}},
      {"an unknown column",
       "coaches.csv",
       "key,given,phone\nc-1,Els,06\n",
       {"coaches.csv:1: column 3, \"phone\", is none of this file's: key, given, family, called, "
        "duty"}},
      {"a missing column, and one twice",
       "coaches.csv",
       "given,given\nEls,Els\n",
       {"coaches.csv:1: the column \"given\" stands here twice",
        "coaches.csv:1: the column \"key\" is missing; a header may have key, given, family, "
        "called, duty"}},
      {"an empty file",
       "coaches.csv",
       "",
       {"coaches.csv:1: the file is empty: its first line must name the columns"}},
      {"too many cells",
       "coaches.csv",
       "key,given\nc-1,Els,Postma\n",
       {"coaches.csv:2: has 3 cells, but the header has 2: put cells with commas in quotes"}},
      {"a column without a name",
       "coaches.csv",
       "key,given,\nc-1,Els,\n",
       {"coaches.csv:1: column 3 has no name: name it, or take it out"}},
      {"tabs",
       "coaches.csv",
       "key\tgiven\nc-1\tEls\n",
       {"coaches.csv:1: the cells are separated by tabs: save the file with commas or semicolons"}},
      {"a first line for the spreadsheet",
       "coaches.csv",
       "sep=;\nkey;given\nc-1;Els\n",
       {"coaches.csv:1: the first line must name the columns: take out \"sep=\", and save the file "
        "with commas or semicolons"}},
      {"an open quote",
       "coaches.csv",
       "key,given\nc-1,\"Els\nc-2,Wim\n",
       {"coaches.csv:2: a quote that is opened in this row is never closed"}},
      {"no UTF-8",
       "coaches.csv",
       "key,given\nc-1,Andr\xE9\n",
       {"coaches.csv:2: given: is not UTF-8: save the file as \"CSV UTF-8\""}},
      {"a birth date that is none, after a row of two lines",
       "people.csv",
       "key,given,birth_date\np-1,\"A\nB\",\np-2,Bilal,31-05-1990\n",
       {"people.csv:4: birth_date: \"31-05-1990\" is no day; write 2026-03-31"}},
      {"no name at all",
       "coaches.csv",
       "key,given\nc-1,\n",
       {"coaches.csv:2: given: is missing: give at least a given or a family name"}},
      {"a key twice",
       "people.csv",
       "key,given\np-1,Amina\np-2,Bilal\np-1,Chana\n",
       {"people.csv:4: key: \"p-1\" is the key of people.csv:2 too"}},
      {"a participant and a coach of one key",
       "coaches.csv",
       "key,given\np-1,Els\n",
       {"coaches.csv:2: key: \"p-1\" is the key of people.csv:2 too; badges could not tell them "
        "apart"}},
      {"unknown references",
       "enrolments.csv",
       "participant,cohort,centre,first_day\np-9,winter,east,2026-01-05\n",
       {"enrolments.csv:2: participant: there is no participant with the key \"p-9\"",
        "enrolments.csv:2: cohort: there is no cohort with the key \"winter\"",
        "enrolments.csv:2: centre: there is no centre with the key \"east\""}},
      {"the last day before the first",
       "enrolments.csv",
       "participant,cohort,centre,first_day,last_day\np-1,spring,north,2026-03-05,2026-03-04\n",
       {"enrolments.csv:2: last_day: 2026-03-04 lies before the first day"}},
      {"enrolments that overlap",
       "enrolments.csv",
       "participant,cohort,centre,first_day,last_day\np-1,spring,north,2026-01-05,2026-03-01\n"
       "p-2,spring,north,2026-01-05,\np-1,spring,south,2026-03-01,\n",
       {"enrolments.csv:4: overlaps enrolments.csv:2: the same participant in the same cohort"}},
      {"hours that are no number",
       "enrolments.csv",
       "participant,cohort,centre,first_day,target_hours\np-1,spring,north,2026-01-05,3.5\n",
       {"enrolments.csv:2: target_hours: \"3.5\" is no whole number"}},
  };
  for (const WrongCase& test : cases) {
    SCOPED_TRACE(test.what);
    RosterScene scene;
    Roster roster = SmallTown();
    roster[test.file] = test.content;
    std::vector<std::string> errors = scene.Errors(roster);
    // What a broken file no longer describes others miss; that is not asked here.
    std::erase_if(errors, [&](const std::string& line) {
      return test.file != "enrolments.csv" && absl::StartsWith(line, "enrolments.csv");
    });
    EXPECT_EQ(errors, test.errors);
    EXPECT_THAT(scene.office().log(), IsEmpty());
  }
}

TEST(RosterImportTest, ErrorsOfAllFilesAreFoundAtOnceInTheirOrder) {
  RosterScene scene;
  Roster roster = SmallTown();
  roster["badges.csv"] = "person,text\np-9,1\n";
  roster["people.csv"] = "key,given,language\np-1,Amina,Dutch!\np-2,,nl\n";
  roster["cohorts.csv"] = "key,name,first_day\nspring,Voorjaar,soon\n";
  EXPECT_THAT(
      scene.Errors(roster),
      ElementsAre(HasSubstr("cohorts.csv:2: first_day"), HasSubstr("people.csv:2: language"),
                  HasSubstr("people.csv:3: given"), HasSubstr("badges.csv:2: person")));
}

TEST(RosterImportTest, AHundredErrorsAreListedAndTheRestCounted) {
  RosterScene scene;
  std::string people = "key,given\n";
  for (int i = 0; i < 150; ++i) absl::StrAppend(&people, "p-", i, ",\n");
  const std::vector<std::string> errors = scene.Errors({{"people.csv", people}});
  ASSERT_THAT(errors, SizeIs(kRowErrorsMax + 1));
  EXPECT_THAT(errors.front(), HasSubstr("people.csv:2:"));
  EXPECT_EQ(errors.back(), ": and 50 more errors");
}

TEST(RosterImportTest, AnErrorAnywhereMakesNothing) {
  RosterScene scene;
  Roster roster = WholeTown();
  roster["badges.csv"] += "p-9,card,77\n";
  EXPECT_THAT(scene.Errors(roster), SizeIs(1));
  EXPECT_THAT(scene.office().log(), IsEmpty());
}

// The record moved on between the two readings: nothing may be kept of the second.
TEST(RosterImportTest, ARosterThatFitsNoLongerIsNotWritten) {
  TempDir folder;
  FakeOffice office;
  const SecretKey secret = SystemRandom().NewKey();
  RosterSpool spool(folder.path());
  ASSERT_TRUE(spool.Add("badges.csv", "person,text\np-1,04A2\n").ok());
  const absl::Status written = WriteRoster(
      spool, {.record = office.record(), .lookup_key = office.lookup_key(), .badge_secret = secret},
      [](const EventDraft&) { return absl::OkStatus(); });
  EXPECT_EQ(written.code(), absl::StatusCode::kInternal);
}

TEST(RosterImportTest, AnErrorOfTheLogIsPassedOn) {
  RosterScene scene;
  TempDir folder;
  RosterSpool spool(folder.path());
  for (const auto& [name, content] : WholeTown()) ASSERT_TRUE(spool.Add(name, content).ok());
  int appended = 0;
  const absl::Status written = WriteRoster(spool,
                                           {.record = scene.office().record(),
                                            .lookup_key = scene.office().lookup_key(),
                                            .badge_secret = scene.badge_secret()},
                                           [&](const EventDraft&) -> absl::Status {
                                             if (++appended == 5) {
                                               return absl::ResourceExhaustedError("full");
                                             }
                                             return absl::OkStatus();
                                           });
  EXPECT_EQ(written.message(), "full");
  EXPECT_EQ(appended, 5);
}

}  // namespace
}  // namespace wijkboek
