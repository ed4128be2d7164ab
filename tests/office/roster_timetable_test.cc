// What sessions a timetable makes, and what holidays, exceptions and changes do to them.
#include "server/roster_timetable.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "server/office_ids.h"
#include "tests/office/roster_scene.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Mondays and Wednesdays of two weeks.
constexpr char kRow[] =
    "key,centre,cohorts,title,weekdays,start,end,first_day,last_day\n"
    "language,north,spring,Taal,mon wed,09:00,12:00,2026-03-02,2026-03-15\n";

Roster Timetable(const std::string& rows, const std::string& holidays = "",
                 const std::string& exceptions = "") {
  Roster roster = SmallTown();
  roster["timetable.csv"] = rows;
  if (!holidays.empty()) roster["holidays.csv"] = "first_day,last_day,centre,name\n" + holidays;
  if (!exceptions.empty()) {
    roster["exceptions.csv"] = "timetable,day,action,new_day,start,end\n" + exceptions;
  }
  return roster;
}

// What is on record, in order of time: "2026-03-02 09:00-12:00", with "cancelled" where it is.
std::vector<std::string> Sessions(const FakeOffice& office) {
  std::vector<std::string> lines;
  for (const auto& [id, said] : office.record().sessions) {
    lines.push_back(absl::StrCat(FormatTime(said.thing.start_ms), "-",
                                 FormatTimeOfDay(said.thing.end_ms),
                                 said.thing.cancelled ? " cancelled" : ""));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

struct Case {
  std::string what;
  Roster roster;
  std::vector<std::string> sessions;
};

TEST(RosterTimetableTest, ARowIsASessionOnEachOfItsDates) {
  const std::vector<Case> cases = {
      {"two weekdays, two weeks",
       Timetable(kRow),
       {"2026-03-02 09:00-12:00", "2026-03-04 09:00-12:00", "2026-03-09 09:00-12:00",
        "2026-03-11 09:00-12:00"}},
      {"a holiday everywhere, and one of another centre",
       Timetable(kRow, "2026-03-02,2026-03-04,,Carnaval\n2026-03-09,,south,\n"),
       {"2026-03-09 09:00-12:00", "2026-03-11 09:00-12:00"}},
      {"a holiday of this centre",
       Timetable(kRow, "2026-03-09,,north,\n"),
       {"2026-03-02 09:00-12:00", "2026-03-04 09:00-12:00", "2026-03-11 09:00-12:00"}},
      {"cancelled, and moved within the day",
       Timetable(kRow, "",
                 "language,2026-03-02,cancel,,,\nlanguage,2026-03-04,move,,13:00,16:00\n"),
       {"2026-03-04 13:00-16:00", "2026-03-09 09:00-12:00", "2026-03-11 09:00-12:00"}},
      {"moved to another day, at its old time",
       Timetable(kRow, "", "language,2026-03-02,move,2026-03-06,,\n"),
       {"2026-03-04 09:00-12:00", "2026-03-06 09:00-12:00", "2026-03-09 09:00-12:00",
        "2026-03-11 09:00-12:00"}},
      {"moved off a holiday",
       Timetable(kRow, "2026-03-02,,,\n", "language,2026-03-02,move,2026-03-03,,\n"),
       {"2026-03-03 09:00-12:00", "2026-03-04 09:00-12:00", "2026-03-09 09:00-12:00",
        "2026-03-11 09:00-12:00"}},
      {"a range of weekdays, several cohorts, until midnight",
       Timetable("key,centre,cohorts,weekdays,start,end,first_day,last_day\n"
                 "evening,north,spring,\"sat-sun\",20:00,24:00,2026-03-02,2026-03-08\n"),
       {"2026-03-07 20:00-00:00", "2026-03-08 20:00-00:00"}},
      {"over the change to summer time",
       Timetable("key,centre,cohorts,weekdays,start,end,first_day,last_day\n"
                 "care,north,spring,sun,09:00,12:00,2026-03-23,2026-04-05\n"),
       {"2026-03-29 09:00-12:00", "2026-04-05 09:00-12:00"}},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.what);
    RosterScene scene;
    EXPECT_THAT(scene.Errors(test.roster), IsEmpty());
    EXPECT_EQ(Sessions(scene.office()), test.sessions);
  }
}

TEST(RosterTimetableTest, ASessionsIdComesFromKeyAndDate) {
  RosterScene scene;
  scene.Import(Timetable(kRow, "", "language,2026-03-02,move,2026-03-06,,\n"));
  const SecretKey& key = scene.office().lookup_key();
  const auto& sessions = scene.office().record().sessions;
  // The date is the timetable's, also of a session that was moved.
  EXPECT_TRUE(sessions.contains(OfficeId(key, "session", "language/2026-03-02")));
  EXPECT_TRUE(sessions.contains(OfficeId(key, "session", "language/2026-03-11")));
}

struct ChangeCase {
  std::string what;
  Roster then;
  std::uint32_t cancelled = 0;
  std::vector<std::string> sessions;
};

TEST(RosterTimetableTest, WhatARowNoLongerHoldsIsCancelled) {
  const std::string header = "key,centre,cohorts,title,weekdays,start,end,first_day,last_day\n";
  const std::vector<ChangeCase> cases = {
      {"a week shorter",
       Timetable(header + "language,north,spring,Taal,mon wed,09:00,12:00,2026-03-02,2026-03-08\n"),
       2,
       {"2026-03-02 09:00-12:00", "2026-03-04 09:00-12:00", "2026-03-09 09:00-12:00 cancelled",
        "2026-03-11 09:00-12:00 cancelled"}},
      {"on Tuesdays instead of Mondays",
       Timetable(header + "language,north,spring,Taal,tue wed,09:00,12:00,2026-03-02,2026-03-15\n"),
       2,
       {"2026-03-02 09:00-12:00 cancelled", "2026-03-03 09:00-12:00", "2026-03-04 09:00-12:00",
        "2026-03-09 09:00-12:00 cancelled", "2026-03-10 09:00-12:00", "2026-03-11 09:00-12:00"}},
      {"a month later",
       Timetable(header + "language,north,spring,Taal,mon,09:00,12:00,2026-04-06,2026-04-12\n"),
       4,
       {"2026-03-02 09:00-12:00 cancelled", "2026-03-04 09:00-12:00 cancelled",
        "2026-03-09 09:00-12:00 cancelled", "2026-03-11 09:00-12:00 cancelled",
        "2026-04-06 09:00-12:00"}},
      {"a holiday came up",
       Timetable(kRow, "2026-03-09,2026-03-15,,\n"),
       2,
       {"2026-03-02 09:00-12:00", "2026-03-04 09:00-12:00", "2026-03-09 09:00-12:00 cancelled",
        "2026-03-11 09:00-12:00 cancelled"}},
      {"one was called off",
       Timetable(kRow, "", "language,2026-03-09,cancel,,,\n"),
       1,
       {"2026-03-02 09:00-12:00", "2026-03-04 09:00-12:00", "2026-03-09 09:00-12:00 cancelled",
        "2026-03-11 09:00-12:00"}},
      {"other times: moved, not cancelled",
       Timetable(header + "language,north,spring,Taal,mon wed,10:00,12:00,2026-03-02,2026-03-15\n"),
       0,
       {"2026-03-02 10:00-12:00", "2026-03-04 10:00-12:00", "2026-03-09 10:00-12:00",
        "2026-03-11 10:00-12:00"}},
      {"the row is left out: it stays",
       Timetable(header),
       0,
       {"2026-03-02 09:00-12:00", "2026-03-04 09:00-12:00", "2026-03-09 09:00-12:00",
        "2026-03-11 09:00-12:00"}},
  };
  for (const ChangeCase& test : cases) {
    SCOPED_TRACE(test.what);
    RosterScene scene;
    scene.Import(Timetable(kRow));
    const v1::ImportRosterResponse changed = scene.Import(test.then);
    EXPECT_THAT(ErrorLines(changed), IsEmpty());
    EXPECT_EQ(changed.sessions_cancelled(), test.cancelled);
    EXPECT_EQ(Sessions(scene.office()), test.sessions);
    // And again it says nothing new.
    const v1::ImportRosterResponse again = scene.Import(test.then);
    EXPECT_EQ(again.events(), 0u);
    EXPECT_EQ(again.sessions_cancelled(), 0u);
  }
}

TEST(RosterTimetableTest, ASessionThatCameBackIsPlannedAgain) {
  RosterScene scene;
  scene.Import(Timetable(kRow));
  scene.Import(Timetable(kRow, "", "language,2026-03-09,cancel,,,\n"));
  EXPECT_EQ(scene.Import(Timetable(kRow)).events(), 1u);
  EXPECT_THAT(Sessions(scene.office()),
              ElementsAre("2026-03-02 09:00-12:00", "2026-03-04 09:00-12:00",
                          "2026-03-09 09:00-12:00", "2026-03-11 09:00-12:00"));
}

// The row ends early, and a date that it no longer has is called off by name.
TEST(RosterTimetableTest, AnExceptionMayNameASessionOnRecordThatTheRowNoLongerHas) {
  RosterScene scene;
  scene.Import(Timetable(kRow));
  const std::string shorter =
      "key,centre,cohorts,title,weekdays,start,end,first_day,last_day\n"
      "language,north,spring,Taal,mon wed,09:00,12:00,2026-03-02,2026-03-08\n";
  EXPECT_THAT(scene.Errors(Timetable(shorter, "", "language,2026-03-09,cancel,,,\n")), IsEmpty());
}

v1::ImportRosterOptions Past() {
  v1::ImportRosterOptions options;
  options.set_past(true);
  return options;
}

// Known statuses of sessions that are over hang on when they were.
TEST(RosterTimetableTest, WhatHasBegunIsMovedOrCancelledOnlyOnPurpose) {
  const std::string header = "key,centre,cohorts,title,weekdays,start,end,first_day,last_day\n";
  struct PastCase {
    std::string what;
    Roster then;
    std::vector<std::string> errors;
    // With --past: moved, of them begun, cancelled, of them begun.
    std::vector<std::uint32_t> counts;
  };
  const std::string advice =
      ": end the row with its last day and begin one with another key, or give --past";
  const std::vector<PastCase> cases = {
      {"another time",
       Timetable(header + "language,north,spring,Taal,mon wed,09:30,12:00,2026-03-02,2026-03-15\n"),
       {"timetable.csv:2: of its sessions 4 would be moved, 3 of them have begun already" + advice},
       {4, 3, 0, 0}},
      {"another centre",
       Timetable(header + "language,south,spring,Taal,mon wed,09:00,12:00,2026-03-02,2026-03-15\n"),
       {"timetable.csv:2: of its sessions 4 would be moved, 3 of them have begun already" + advice},
       {4, 3, 0, 0}},
      {"other weekdays",
       Timetable(header + "language,north,spring,Taal,wed,09:00,12:00,2026-03-02,2026-03-15\n"),
       {"timetable.csv:2: of its sessions 2 would be cancelled, 2 of them have begun already" +
        advice},
       {0, 0, 2, 2}},
      {"a cohort less, and an exception",
       Timetable(header + "language,north,autumn,Taal,mon wed,09:00,12:00,2026-03-02,2026-03-15\n",
                 "", "language,2026-03-04,move,,10:00,\n"),
       {"exceptions.csv:2: of its sessions 1 would be moved, 1 of them has begun already" + advice,
        "timetable.csv:2: of its sessions 3 would be moved, 2 of them have begun already" + advice},
       {4, 3, 0, 0}},
      {"what is still to come",
       Timetable(header + "language,north,spring,Taal,mon wed,09:00,12:00,2026-03-02,2026-03-10\n"
                          "later,north,spring,Taal,wed,13:00,16:00,2026-03-11,2026-03-15\n"),
       {},
       {0, 0, 1, 0}},
      {"another title, another cohort beside it, and new sessions in the past",
       Timetable(header +
                 "language,north,spring|autumn,Taal 2,mon wed,09:00,12:00,2026-03-02,2026-03-15\n"
                 "late,north,spring,Taal,mon,13:00,16:00,2026-03-02,2026-03-03\n"),
       {},
       {0, 0, 0, 0}},
      {"as it was", Timetable(kRow), {}, {0, 0, 0, 0}},
  };
  for (const PastCase& test : cases) {
    SCOPED_TRACE(test.what);
    RosterScene scene;
    Roster before = Timetable(kRow);
    before["cohorts.csv"] += "autumn,Najaar,2026-01-05\n";
    ASSERT_THAT(scene.Errors(before), IsEmpty());
    // As the third of four begins.
    scene.SetNow("2026-03-09", 9);
    Roster then = test.then;
    then.erase("cohorts.csv");
    EXPECT_EQ(ErrorLines(scene.Import(then, /*dry_run=*/true)), test.errors);
    const v1::ImportRosterResponse response = scene.Import(then, Past());
    EXPECT_THAT(ErrorLines(response), IsEmpty());
    EXPECT_EQ((std::vector{response.sessions_moved(), response.begun_moved(),
                           response.sessions_cancelled(), response.begun_cancelled()}),
              test.counts);
    // Once it is on record it is no change.
    EXPECT_THAT(scene.Errors(then), IsEmpty());
  }
}

struct WrongCase {
  std::string what;
  Roster roster;
  std::vector<std::string> errors;
};

Roster Row(const std::string& row) {
  return Timetable("key,centre,cohorts,weekdays,start,end,first_day,last_day\n" + row);
}

TEST(RosterTimetableTest, SaysWhatIsWrongOnceForARow) {
  const std::vector<WrongCase> cases = {
      {"ends before it starts",
       Row("a,north,spring,mon,12:00,09:00,2026-03-02,2026-07-01\n"),
       {"timetable.csv:2: end: 09:00 is not after the start, 12:00"}},
      {"a time that does not exist on the night of the change",
       Row("a,north,spring,sun,02:30,04:00,2026-03-02,2026-07-01\n"),
       {"timetable.csv:2: start: \"2026-03-29T02:30\" does not exist: the clock goes forward in "
        "that "
        "hour"}},
      {"a weekday that never occurs",
       Row("a,north,spring,mon fri,09:00,12:00,2026-03-02,2026-03-04\n"),
       {"timetable.csv:2: weekdays: there is no fri from 2026-03-02 to 2026-03-04"}},
      {"a range of weekdays on one day, and a wrong cohort",
       Row("a,north,winter,mon-fri,09:00,12:00,2026-03-02,2026-03-02\n"),
       {"timetable.csv:2: weekdays: there is no tue wed thu fri from 2026-03-02 to 2026-03-02",
        "timetable.csv:2: cohorts: there is no cohort with the key \"winter\""}},
      {"everything at once",
       Row("a,east,winter,maandag,12:00,09:00,2026-03-02,2026-03-01\n"
           "a,north,spring,mon,9,12:00,,2026-03-08\n"),
       {"timetable.csv:2: weekdays: \"maandag\" is no weekday; write mon tue wed thu fri sat or "
        "sun",
        "timetable.csv:2: last_day: 2026-03-01 lies before the first day",
        "timetable.csv:2: centre: there is no centre with the key \"east\"",
        "timetable.csv:2: cohorts: there is no cohort with the key \"winter\"",
        "timetable.csv:2: end: 09:00 is not after the start, 12:00",
        "timetable.csv:3: key: \"a\" is the key of line 2 too",
        "timetable.csv:3: first_day: is missing",
        "timetable.csv:3: start: \"9\" is no time; write 09:30"}},
      {"a weekday that is none",
       Row("a,north,spring,maandag,09:00,12:00,2026-03-02,2026-03-04\n"),
       {"timetable.csv:2: weekdays: \"maandag\" is no weekday; write mon tue wed thu fri sat or "
        "sun"}},
      {"the last day before the first",
       Row("a,north,spring,mon,09:00,12:00,2026-03-02,2026-03-01\n"),
       {"timetable.csv:2: last_day: 2026-03-01 lies before the first day"}},
      {"a year mistyped",
       Row("a,north,spring,mon,09:00,12:00,2026-03-02,2062-03-01\n"),
       {"timetable.csv:2: last_day: lies more than 1098 days after the first day"}},
      {"no days, no weekdays, no key",
       Row(",north,spring,,09:00,12:00,,\n"),
       {"timetable.csv:2: key: is missing",
        "timetable.csv:2: weekdays: is missing: write \"mon wed\"",
        "timetable.csv:2: first_day: is missing", "timetable.csv:2: last_day: is missing"}},
      {"a key twice",
       Row("a,north,spring,mon,09:00,12:00,2026-03-02,2026-03-02\n"
           "a,north,spring,tue,09:00,12:00,2026-03-03,2026-03-03\n"),
       {"timetable.csv:3: key: \"a\" is the key of line 2 too"}},
      {"unknown references",
       Row("a,east,spring|winter,mon,09:00,12:00,2026-03-02,2026-07-01\n"),
       {"timetable.csv:2: centre: there is no centre with the key \"east\"",
        "timetable.csv:2: cohorts: there is no cohort with the key \"winter\""}},
      {"a holiday of nowhere, and one that ends before it begins",
       Timetable(kRow, "2026-03-02,,east,\n2026-03-02,2026-03-01,,\n2026-03-02,2036-03-02,,\n"),
       {"holidays.csv:2: centre: there is no centre with the key \"east\"",
        "holidays.csv:3: last_day: 2026-03-01 lies before the first day",
        "holidays.csv:4: last_day: lies more than a year after the first day"}},
      {"exceptions that meet nothing",
       Timetable(kRow, "", "language,2026-03-03,cancel,,,\nmaths,2026-03-02,cancel,,,\n"),
       {"exceptions.csv:2: day: the timetable has no session on that day",
        "exceptions.csv:3: timetable: timetable.csv must come along and have a row with this key"}},
      {"exceptions that say too little or too much",
       Timetable(kRow, "",
                 "language,2026-03-02,move,,,\nlanguage,2026-03-04,cancel,2026-03-05,,\n"
                 "language,2026-03-09,skip,,,\nlanguage,2026-03-11,move,2026-07-01,,\n"
                 "language,2026-03-11,cancel,,,\n"),
       {"exceptions.csv:2: new_day: says nothing: give a new day, start or end",
        "exceptions.csv:3: new_day: a session that is cancelled has none: leave it empty",
        "exceptions.csv:4: action: \"skip\" is none; write cancel or move",
        "exceptions.csv:5: new_day: lies more than 92 days away: cancel this session and give the "
        "other its own row",
        "exceptions.csv:6: day: this session stands in line 5 too"}},
      {"an exception that ends before it starts",
       Timetable(kRow, "", "language,2026-03-02,move,,13:00,\n"),
       {"exceptions.csv:2: end: 12:00 is not after the start, 13:00"}},
      {"exceptions of a row that is wrong itself",
       Timetable("key,centre,cohorts,weekdays,start,end,first_day,last_day\n"
                 "a,east,spring,mon,09:00,12:00,2026-03-02,2026-03-16\n",
                 "", "a,2026-03-09,cancel,,,\n"),
       {"timetable.csv:2: centre: there is no centre with the key \"east\""}},
  };
  for (const WrongCase& test : cases) {
    SCOPED_TRACE(test.what);
    RosterScene scene;
    EXPECT_EQ(scene.Errors(test.roster), test.errors);
    EXPECT_THAT(scene.office().log(), IsEmpty());
  }
}

}  // namespace
}  // namespace wijkboek
