// The rules of sessions, one table for each: what is waited for, lost, or in doubt.
#include <gtest/gtest.h>

#include "tests/reconcile/attendance_example.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

const AttendanceExample kWaiting[] = {
    {"before it begins nothing is said of it", "08:00 P gave Q 30 sums at C", "", 0, "09:00"},
    {"while it goes on", "08:00 P gave Q 30 sums at C", "P 09:00 pending, waits for kiosk", 0,
     "09:01"},
    {"until ten minutes after it", "08:00 P gave Q 30 sums at C; 12:10 device kiosk heard",
     "P 09:00 pending", 0, "12:10", false},
    {"example 8: while a kiosk is away nobody is absent for good",
     "08:00 device A enrolled C; 08:00 device B enrolled C; 12:11 device B heard; "
     "18:00 device A heard; 09:30 K marks P 09:00 absent",
     R"(P 09:00 absent, by mark, final
        P 13:00 pending, waits for B)",
     30, "12:00", false},
    {"a kiosk of another centre is not waited for",
     "08:00 device A enrolled C; 08:00 device B enrolled D; 18:00 device A heard",
     R"(P 09:00 absent, final
        P 13:00 absent, final)",
     30, "12:00", false},
    {"that of the centre of an enrolment is",
     "07:00 office enrols P other D; 08:00 device A enrolled C; 08:00 device B enrolled D; "
     "18:00 device A heard; 12:30 device B heard",
     R"(P 09:00 absent, final
        P 13:00 pending, waits for B)",
     30, "12:00", false},
    {"a kiosk that came later was not in use then",
     "08:00 device A enrolled C; 12:30 device B enrolled C; 18:00 device A heard",
     R"(P 09:00 absent, final
        P 13:00 pending, waits for B)",
     30, "12:00", false},
};

const AttendanceExample kUnknown[] = {
    {"example 19: the only kiosk was stolen", "08:00 device A enrolled C; 13:00 device A lost",
     R"(P 09:00 unknown, lost A
        P 13:00 unknown, lost A)",
     30, "12:00", false},
    {"found again it is waited for",
     "08:00 device A enrolled C; 13:00 device A lost; +1 09:00 device A found",
     R"(P 09:00 pending, waits for A
        P 13:00 pending, waits for A)",
     30, "12:00", false},
    {"no kiosk stood there", "08:00 P gave Q 30 sums",
     R"(P 09:00 unknown
        P 13:00 unknown)",
     30, "12:00", false},
    {"none at the session's own centre",
     "07:00 office enrols P other D; 07:00 device B enrolled D; 18:00 device B heard",
     R"(P 09:00 unknown
        P 13:00 unknown)",
     30, "12:00", false},
    {"a carried laptop that is silent for three working days",
     "08:00 device A enrolled C; 08:00 device A carried; 08:30 device A heard",
     R"(P 09:00 unknown, lost A
        P 13:00 unknown, lost A)",
     30, "12:00", false},
    {"for less it is waited for",
     "08:00 device A enrolled C; 08:00 device A carried; 08:30 device A heard",
     R"(P 09:00 pending, waits for A
        P 13:00 pending, waits for A)",
     2, "12:00", false},
    {"parked with everything sent", "08:00 device A enrolled C; #p @A 17:00 device A parks",
     R"(P 09:00 absent, final
        P 13:00 absent, final)",
     30, "12:00", false},
    {"parked by the office, unsent", "08:00 device A enrolled C; 17:00 device A parked",
     R"(P 09:00 unknown, lost A
        P 13:00 unknown, lost A)",
     30, "12:00", false},
    {"a session that was recorded after it", "19:00 office plans P evening C 17:00 18:00",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        P 17:00 unknown)"},
    {"a coach's mark can make it absent",
     "08:00 device A enrolled C; 09:30 K marks P 09:00 absent; 13:00 device A lost",
     R"(P 09:00 absent, by mark, lost A, final
        P 13:00 unknown, lost A)",
     30, "12:00", false},
};

const AttendanceExample kSigns[] = {
    {"example 18: all day at another centre", "08:55 P in D; 16:00 P out D",
     R"(P 09:00 unclear, elsewhere
        P 13:00 unclear, elsewhere)"},
    {"where visits do not count, one is a doubt",
     "08:00 office rule visits_count no; 15:00 P log R 09:30 11:00 by K",
     R"(P 09:00 unclear, elsewhere
        P 13:00 absent, final
        hours enrolment of P: 90 min)"},
    {"somebody without a badge", "09:05 nobody in C",
     R"(P 09:00 unclear, unowned_check_in
        P 13:00 unclear, unowned_check_in)"},
    {"at another centre it is no doubt here", "09:05 nobody in D",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
    {"an unknown badge", "09:05 badge X in C",
     R"(P 09:00 unclear, unknown_badge
        P 13:00 unclear, unknown_badge)"},
    {"a tap whose time nobody knows", "unsure 09:05 P in C",
     R"(P 09:00 unclear, clock_uncertain
        P 13:00 unclear, clock_uncertain)"},
    {"it lies after what is known before it", "+1 08:00 P gave Q 30 sums; unsure +1 09:05 P in C",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        P +1 09:00 unclear, clock_uncertain
        P +1 13:00 unclear, clock_uncertain)",
     30, "12:00", true, "2026-03-02", 2},
    {"and before what is known after it", "unsure 09:05 P in C; 23:00 P gave Q 30 sums",
     R"(P 09:00 unclear, clock_uncertain
        P 13:00 unclear, clock_uncertain
        P +1 09:00 absent, final
        P +1 13:00 absent, final)",
     30, "12:00", true, "2026-03-02", 2},
    {"a kind that this program does not know", "10:00 P learns C",
     R"(P 09:00 unclear, unknown_kind
        P 13:00 unclear, unknown_kind)"},
    {"made with their own badge, though it names nobody", "10:00 P learns C alone",
     R"(P 09:00 unclear, unknown_kind
        P 13:00 unclear, unknown_kind)"},
    {"made by somebody else's, it is theirs", "10:00 Q learns C alone",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
    {"naming them in whatever role", "10:00 Q learns D with P",
     R"(P 09:00 unclear, unknown_kind
        P 13:00 unclear, unknown_kind)"},
    {"or with another kind's content", "10:00 P garbles C",
     R"(P 09:00 unclear, unknown_kind
        P 13:00 unclear, unknown_kind
        aside checked_in)"},
    {"under a badge that is nobody's, it may be anybody's", "10:00 badge X learns C",
     R"(P 09:00 unclear, unknown_kind
        P 13:00 unclear, unknown_kind)"},
    {"under their own badge, wherever it was", "07:00 office badges P B; 10:00 badge B learns D",
     R"(P 09:00 unclear, unknown_kind
        P 13:00 unclear, unknown_kind)"},
    {"their own badge at another centre, nobody knows when",
     "07:00 office badges P B; unsure 09:05 badge B in D",
     R"(P 09:00 unclear, clock_uncertain
        P 13:00 unclear, clock_uncertain)"},
    {"the end of a visit that nobody began", "11:00 P end R -",
     R"(P 09:00 unclear, visit_end_without_start
        P 13:00 unclear, visit_end_without_start)"},
    {"when its start is known it is a visit", "12:15 P start R V; 12:45 P end R V",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        hours enrolment of P: 30 min)"},
    {"a practice tap", "practice 10:00 P in C",
     R"(P 09:00 unclear, practice
        P 13:00 unclear, practice)"},
    {"on another day it says nothing", "+1 practice 10:00 P in C",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
};

INSTANTIATE_TEST_SUITE_P(Waiting, Sessions, testing::ValuesIn(kWaiting));
INSTANTIATE_TEST_SUITE_P(Unknown, Sessions, testing::ValuesIn(kUnknown));
INSTANTIATE_TEST_SUITE_P(Signs, Sessions, testing::ValuesIn(kSigns));

TEST(UncertainFacts, LieBeforeTheServerHadThem) {
  Scene scene;
  scene.Enrol("P", 2).HasKiosk("kiosk", "C").Tell("unsure 09:05 P in C");
  scene.Heard("kiosk", scene.later());
  VectorLog log;
  for (const v1::LogEntry& notice : scene.notices()) log.Append(notice);
  for (const StoredEvent& event : scene.events()) log.Append(event, scene.At(0, "20:00"));
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
  EXPECT_EQ(DescribeAttendance(*ledger, scene.day()),
            "P 09:00 unclear, clock_uncertain\n"
            "P 13:00 unclear, clock_uncertain\n"
            "P +1 09:00 absent, final\n"
            "P +1 13:00 absent, final");
}

TEST(UncertainFacts, OfNobodyLieBeforeTheServerHadThem) {
  Scene scene;
  scene.Enrol("P", 2).HasKiosk("kiosk", "C").Tell("unsure 09:05 nobody in C");
  scene.Heard("kiosk", scene.later());
  VectorLog log;
  for (const v1::LogEntry& notice : scene.notices()) log.Append(notice);
  for (const StoredEvent& event : scene.events()) log.Append(event, scene.At(0, "20:00"));
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
  EXPECT_EQ(DescribeAttendance(*ledger, scene.day()),
            "P 09:00 unclear, clock_uncertain\n"
            "P 13:00 unclear, clock_uncertain\n"
            "P +1 09:00 absent, final\n"
            "P +1 13:00 absent, final");
}

}  // namespace
}  // namespace wijkboek
