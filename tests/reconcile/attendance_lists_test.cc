// The rules of sessions, one table for each: when it is, what the list and the hours say, and what
// makes no sense.
#include <gtest/gtest.h>

#include "tests/reconcile/attendance_example.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

const AttendanceExample kTimes[] = {
    {"own times replace the session's",
     "07:00 office own-times P 09:30 11:00; 09:35 P in C; 11:00 P out C",
     R"(P 09:30 present, 85 min, final
        hours enrolment of P: 85 min)"},
    {"own times in a night, after midnight",
     "18:00 office plans P night C 22:00 +1/06:00; 07:00 office own-times P 00:00 06:00; "
     "+1 00:00 P in C; +1 06:00 P out C",
     R"(P +1 00:00 present, 360 min, final
        hours +1 enrolment of P: 360 min)"},
    {"by rule a presence ends with their own times",
     "07:00 office own-times P 09:30 11:00; 09:35 P in C",
     R"(P 09:30 present, to confirm, 85 min, final
        hours enrolment of P: 0 min, 85 to confirm)"},
    {"moved: another time and place",
     "08:00 office moves P 09:00 D 10:00 12:00; 07:00 device B enrolled D; 18:00 device B heard; "
     "10:00 P in D; 12:00 P out D",
     R"(P 10:00 present, 120 min, final
        P 13:00 absent, final
        hours enrolment of P: 120 min)"},
    {"moved after it had ended", "18:00 office moves P 09:00 C 09:30 12:00",
     R"(P 09:30 unknown
        P 13:00 absent, final)"},
    {"cancelled: no status", "08:00 office cancels P 09:00", "P 13:00 absent, final"},
    {"a night", "18:00 office plans P night C 22:00 +1/06:00; 22:05 P in C; +1 05:55 P out C",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        P 22:00 present, 470 min, final
        hours +1 enrolment of P: 355 min
        hours enrolment of P: 115 min)"},
    {"the night of the spring change",
     "18:00 office plans P night C 22:00 +1/06:00; 22:00 P in C; +1 06:00 P out C",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        P 22:00 present, 420 min, final
        hours +1 enrolment of P: 300 min
        hours enrolment of P: 120 min)",
     30, "12:00", true, "2026-03-28"},
    {"the night of the autumn change",
     "18:00 office plans P night C 22:00 +1/06:00; 22:00 P in C; +1 06:00 P out C",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        P 22:00 present, 540 min, final
        hours +1 enrolment of P: 420 min
        hours enrolment of P: 120 min)",
     30, "12:00", true, "2026-10-24"},
    {"example 16: absent on both days", "08:00 Q in C",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        P +1 09:00 absent, final
        P +1 13:00 absent, final)",
     30, "12:00", true, "2026-03-02", 2},
    {"example 16: what a kiosk brings on Friday", "@B 09:00 P in C; @B 16:00 P out C",
     R"(P 09:00 present, 180 min, final
        P 13:00 present, 180 min, final
        P +1 09:00 absent, final
        P +1 13:00 absent, final
        hours enrolment of P: 360 min)",
     30, "12:00", true, "2026-03-02", 2},
    {"example 17: there on Monday afternoon", "13:00 P in C; 16:00 P out C",
     R"(P 09:00 absent, final
        P 13:00 present, 180 min, final
        P +1 09:00 absent, final
        P +1 13:00 absent, final
        hours enrolment of P: 180 min)",
     30, "12:00", true, "2026-03-02", 2},
};

const AttendanceExample kSignOffs[] = {
    {"signed as it was", "09:20 P in C; 12:00 P out C; 12:15 I signs 09:00 P=present,late",
     R"(P 09:00 present, late, signed off, 160 min, final
        P 13:00 absent, final
        hours enrolment of P: 160 min)"},
    {"changed since", "12:15 I signs 09:00 P=absent; @B 09:20 P in C; @B 12:00 P out C",
     R"(P 09:00 present, late, changed since sign-off, 160 min, final
        P 13:00 absent, final
        hours enrolment of P: 160 min)"},
    {"the latest holds", "12:15 I signs 09:00 P=present; 12:20 I signs 09:00 P=absent",
     R"(P 09:00 absent, signed off, final
        P 13:00 absent, final)"},
    {"a voided one does not",
     "12:15 I signs 09:00 P=present; #s 12:20 I signs 09:00 P=absent; 12:30 I voids #s",
     R"(P 09:00 absent, changed since sign-off, final
        P 13:00 absent, final)"},
};

const AttendanceExample kSightings[] = {
    {"three a day, 45 minutes apart, while they were there",
     "09:00 P in C; 12:00 P out C; @B 09:10 K sees P C; @B 09:54 K sees P C; @B 09:55 L sees P C; "
     "@B 10:40 K sees P C; @B 12:30 K sees P C",
     R"(P 09:00 present, 180 min, final
        P 13:00 absent, final
        hours enrolment of P: 180 min
        seen P: 09:10 09:55 10:40 of 3)"},
    {"by telephone during a visit",
     "09:00 P in C; 10:00 P start R V; 10:30 K sees P C phone; 11:00 P end R V; "
     "11:30 K sees P C phone",
     R"(P 09:00 present, 120 min, final
        P 13:00 absent, final
        hours enrolment of P: 120 min
        seen P: 10:30 of 3)"},
};

const AttendanceExample kHours[] = {
    {"settled and waiting apart", "08:58 P in C; 12:00 P out C; 13:00 P in C",
     R"(P 09:00 present, 180 min, final
        P 13:00 present, to confirm, 180 min, final
        hours enrolment of P: 180 min, 180 to confirm)"},
    {"where presence counts, all of it",
     "07:00 office rule hours_from presence; 08:30 P in C; 12:30 P out C",
     R"(P 09:00 present, 180 min, final
        P 13:00 absent, final
        hours enrolment of P: 240 min)"},
    {"visits beside sessions count, what waits of them apart",
     "17:00 P start R V; 17:30 P end R V; 18:00 P start R W",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        hours enrolment of P: 30 min, 120 to confirm)"},
    {"a minute is for the enrolment whose session it is",
     "07:00 office enrols P other C; 07:00 office plans other talk C 11:00 12:30; "
     "09:00 P in C; 12:30 P out C",
     R"(P 09:00 present, 180 min, final
        P 11:00 present, 90 min, final
        P 13:00 absent, final
        hours enrolment in other: 30 min
        hours enrolment of P: 180 min)"},
    {"a visit during another enrolment's session is that enrolment's",
     "07:00 office enrols P other C; 07:00 office plans other talk C 17:00 18:00; "
     "17:10 P log R 17:00 18:00 by K",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        P 17:00 present, 60 min, final
        hours enrolment in other: 60 min)"},
};

const AttendanceExample kNonsense[] = {
    {"what says nothing is set aside", "09:00 P excuses P from 2 to 1; 09:10 P says-better P 1",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        aside excuse_ended
        aside excuse_given)"},
};

INSTANTIATE_TEST_SUITE_P(Times, Sessions, testing::ValuesIn(kTimes));
INSTANTIATE_TEST_SUITE_P(SignOffs, Sessions, testing::ValuesIn(kSignOffs));
INSTANTIATE_TEST_SUITE_P(Sightings, Sessions, testing::ValuesIn(kSightings));
INSTANTIATE_TEST_SUITE_P(Hours, Sessions, testing::ValuesIn(kHours));
INSTANTIATE_TEST_SUITE_P(Nonsense, Sessions, testing::ValuesIn(kNonsense));

TEST(SetAside, OnceForAllWhoAreNamed) {
  Scene scene;
  scene.Enrol("P", 1).Enrol("Q", 1).HasKiosk("kiosk", "C").Heard("kiosk", scene.later());
  scene.Tell("#s 12:15 I signs 09:00 P=present Q=present; 12:20 I voids #s");
  scene.Tell("practice 12:30 K sees P C");
  FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  std::vector<SetAsideFact> aside = folded.ledger->SetAside().value();
  ASSERT_EQ(aside.size(), 2u);
  EXPECT_EQ(aside[0].reason, SetAsideReason::kVoided);
  EXPECT_EQ(aside[1].reason, SetAsideReason::kPractice);
}

}  // namespace
}  // namespace wijkboek
