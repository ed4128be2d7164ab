// The rules of sessions, one table for each, as a coordinator would tell them: who was there, and
// who said what.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "tests/reconcile/attendance_example.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

std::string Trimmed(const char* text) {
  std::string result;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) absl::StrAppend(&result, result.empty() ? "" : "\n", line);
  }
  return result;
}

TEST_P(Sessions, ComeOutAsWritten) {
  const AttendanceExample& example = GetParam();
  Scene scene(example.first_day);
  scene.Enrol("P", example.days);
  if (example.kiosk) scene.HasKiosk("kiosk", "C");
  scene.Tell(example.story);
  std::int64_t now_ms = scene.At(example.now_day, example.now);
  if (example.kiosk) scene.Heard("kiosk", now_ms);
  EXPECT_EQ(scene.AttendanceOutcome(now_ms), Trimmed(example.outcome)) << example.story;
}

const AttendanceExample kPresent[] = {
    {"example 1: double taps", "08:55 P in C; 08:56 P in C; 12:05 P out C; 12:06 P out C",
     R"(P 09:00 present, 180 min, final
        P 13:00 absent, final
        hours enrolment of P: 180 min)"},
    {"example 2: late and gone early, in at one kiosk and out at another",
     "@A 09:12 P in C; @B 11:40 P out C",
     R"(P 09:00 present, late, left early, 148 min, final
        P 13:00 absent, final
        hours enrolment of P: 148 min)"},
    {"ten minutes are neither", "09:10 P in C; 11:50 P out C",
     R"(P 09:00 present, 160 min, final
        P 13:00 absent, final
        hours enrolment of P: 160 min)"},
    {"the programme says how many", "08:00 office rule late_after 20; 09:20 P in C; 12:00 P out C",
     R"(P 09:00 present, 160 min, final
        P 13:00 absent, final
        hours enrolment of P: 160 min)"},
    {"example 3: both sessions, to be confirmed; 360 minutes would count", "08:58 P in C",
     R"(P 09:00 present, to confirm, 180 min, final
        P 13:00 present, to confirm, 180 min, final
        hours enrolment of P: 0 min, 360 to confirm)"},
    {"still there: present, and nobody has left early yet", "08:58 P in C",
     "P 09:00 present, final", 0, "11:00"},
    {"who went out may come back until the end", "09:00 P in C; 11:00 P out C",
     R"(P 09:00 present, 120 min, final
        hours enrolment of P: 120 min)",
     0, "11:30"},
    {"example 4: there after the last session only", "16:30 P in C",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
    {"example 6: in two places at once, and none of it is a doubt about the session",
     "09:00 P in C; 10:00 P in D; 12:00 P out C; 13:00 P out D",
     R"(P 09:00 present, 60 min, final
        P 13:00 absent, final
        hours enrolment of P: 60 min)"},
    {"example 7: went on to another centre: nobody saw when",
     "09:00 P in C; 10:00 P in D; 13:00 P out D",
     R"(P 09:00 present, to confirm, 60 min, final
        P 13:00 absent
        hours enrolment of P: 0 min, 60 to confirm)"},
    {"example 9: a visit in between is attended as well",
     "09:00 P in C; 12:00 P out C; 12:10 P log R 10:00 11:00; 13:00 P log R 10:03 11:30 by K",
     R"(P 09:00 present, 180 min, final
        P 13:00 absent, final
        hours enrolment of P: 180 min)"},
    {"a presence that a visit ended was not left early",
     "09:00 P in C; 10:00 P start R V; 10:40 P end R V",
     R"(P 09:00 present, 100 min, final
        P 13:00 absent, final
        hours enrolment of P: 100 min)"},
    {"who comes back from a visit is not late",
     "08:30 P start R V; 08:55 P end R V; 09:25 P in C; 12:00 P out C",
     R"(P 09:00 present, 155 min, final
        P 13:00 absent, final
        hours enrolment of P: 180 min)"},
    {"a visit during the session is attendance; its edges were stated",
     "15:00 P log R 09:30 11:00 by K",
     R"(P 09:00 present, late, left early, 90 min, final
        P 13:00 absent, final
        hours enrolment of P: 90 min)"},
    {"a visit that nobody ended waits, and nobody left it early", "09:00 P start R V",
     R"(P 09:00 present, to confirm, 120 min, final
        P 13:00 absent
        hours enrolment of P: 0 min, 120 to confirm)"},
    {"seen in time, who was checked in late is not late",
     "09:05 K sees P C; 09:30 P in C; 12:00 P out C",
     R"(P 09:00 present, 150 min, final
        P 13:00 absent, final
        hours enrolment of P: 150 min
        seen P: 09:05 of 3)"},
    {"an untimed tap may have been in time: neither late nor gone early",
     "unsure 08:55 P in C; 09:30 P in C; 11:00 P out C; unsure 12:00 P out C",
     R"(P 09:00 present, 90 min, final
        P 13:00 unclear, clock_uncertain
        hours enrolment of P: 90 min)"},
    {"so may a fact that this program does not know",
     "09:00 P learns C; 09:30 P in C; 11:00 P out C",
     R"(P 09:00 present, left early, 90 min, final
        P 13:00 unclear, unknown_kind
        hours enrolment of P: 90 min)"},
    {"or a practice tap", "09:30 P in C; 11:00 P out C; practice 12:00 P out C",
     R"(P 09:00 present, late, 90 min, final
        P 13:00 unclear, practice
        hours enrolment of P: 90 min)"},
    {"what lies between says nothing about when they came or went",
     "09:30 P in C; practice 10:00 P in C; 11:00 P out C",
     R"(P 09:00 present, late, left early, 90 min, final
        P 13:00 unclear, practice
        hours enrolment of P: 90 min)"},
    {"nor does what a settlement had seen",
     "#l 09:00 P learns C; 09:30 P in C; 11:00 P out C; 17:00 J settles P 09:00 present #l",
     R"(P 09:00 present, late, left early, 90 min, final
        P 13:00 unclear, unknown_kind
        hours enrolment of P: 90 min)"},
    {"who came back from a visit whose start is still at another kiosk is not late",
     "@A 10:00 P end R V C; @A 12:00 P out C",
     R"(P 09:00 present, 120 min, final
        P 13:00 unclear, visit_end_without_start
        hours enrolment of P: 120 min)"},
    {"also while nobody knows whom they visited", "@A 10:00 P end - V C; @A 12:00 P out C",
     R"(P 09:00 present, 120 min, final
        P 13:00 unclear, visit_end_without_start
        aside visit_ended
        hours enrolment of P: 120 min)"},
    {"what a denial had not seen makes nobody late",
     "12:30 K corrects P C 08:00 09:30 denied; @B 08:55 P in C; @B 12:00 P out C",
     R"(P 09:00 present, 150 min, final
        P 13:00 absent
        hours enrolment of P: 150 min)"},
    {"a correction holds", "#a 09:40 P in C; 12:00 P out C; 17:00 K corrects P C 09:00 12:00 #a",
     R"(P 09:00 present, 180 min, final
        P 13:00 absent, final
        hours enrolment of P: 180 min)"},
};

const AttendanceExample kAbsent[] = {
    {"nobody saw them, and every kiosk was heard", "08:00 Q in C",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
    {"not for good while corrections contradict each other",
     "#a 09:05 P in C; @A 12:00 K corrects P C 07:00 07:30 #a; @B 12:00 L corrects P C never #a",
     R"(P 09:00 absent
        P 13:00 absent)"},
    {"nor while one contradicts what was captured",
     "12:00 K corrects P C 07:00 08:00; @B 07:30 P in C coach; @B 08:30 P out C coach",
     R"(P 09:00 absent
        P 13:00 absent)"},
};

const AttendanceExample kSeen[] = {
    {"example 5: only a check-out", "12:00 P out C",
     R"(P 09:00 present, to confirm, final
        P 13:00 unclear, check_out_without_check_in
        doubt seen_without_check_in P)"},
    {"seen by a coach", "10:00 K sees P C",
     R"(P 09:00 present, to confirm, final
        P 13:00 absent, final
        doubt seen_without_check_in P
        seen P: 10:00 of 3)"},
    {"an instructor's word counts only where the programme says so",
     "08:00 office duty I instructor; 10:00 I sees P C",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
    {"by telephone nobody is seen", "10:00 K sees P C phone",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
    {"logged help with their own badge", "11:00 P gave Q 30 language at C",
     R"(P 09:00 present, to confirm, final
        P 13:00 absent, final
        doubt seen_without_check_in P)"},
    {"the other side logged help", "11:00 Q got P 30 language at C",
     R"(P 09:00 present, to confirm, final
        P 13:00 absent, final
        doubt seen_without_check_in P)"},
    {"ten minutes before the start at the earliest", "12:50 P gave Q 30 language at C",
     R"(P 09:00 absent, final
        P 13:00 present, to confirm, final
        doubt seen_without_check_in P)"},
    {"ten minutes after the end at the latest", "16:11 P gave Q 30 language at C",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
    {"a tap that a correction says was somebody else's shows nobody",
     "#a 09:05 P in C; 12:00 K corrects P C never #a",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
};

const AttendanceExample kExcuses[] = {
    {"for one session, before it ends", "11:59 P excuses P at 09:00",
     R"(P 09:00 excused, final
        P 13:00 absent, final)"},
    {"when it has ended it is too late", "12:00 P excuses P at 09:00",
     R"(P 09:00 absent, final
        P 13:00 absent, final)"},
    {"a call counts from when it was", "18:00 K excuses P at 09:00 13:00 called 08:15",
     R"(P 09:00 excused, final
        P 13:00 excused, final)"},
    {"for a range of days", "08:00 P excuses P from 0 to 0",
     R"(P 09:00 excused, final
        P 13:00 excused, final)"},
    {"sick until better", "08:00 P excuses P since 0",
     R"(P 09:00 excused, final
        P 13:00 excused, final
        P +1 09:00 excused, final
        P +1 13:00 excused, final)",
     30, "12:00", true, "2026-03-02", 2},
    {"better again", "#e 08:00 P excuses P since 0; +1 08:00 P says-better P 0 #e",
     R"(P 09:00 excused, final
        P 13:00 excused, final
        P +1 09:00 absent, final
        P +1 13:00 absent, final)",
     30, "12:00", true, "2026-03-02", 2},
    {"better again, on no day at all: the excuse stands",
     "#e 08:00 P excuses P since 0; +1 08:00 P says-better P -20514 #e",
     R"(P 09:00 excused, final
        P 13:00 excused, final
        P +1 09:00 excused, final
        P +1 13:00 excused, final
        aside excuse_ended)",
     30, "12:00", true, "2026-03-02", 2},
    {"better again, said twice: the longer excuse holds",
     "#e 08:00 P excuses P since 0; @A +2 08:00 P says-better P 0 #e; @B +2 09:00 K says-better P "
     "1 #e",
     R"(P 09:00 excused, final
        P 13:00 excused, final
        P +1 09:00 excused, final
        P +1 13:00 excused, final)",
     30, "12:00", true, "2026-03-02", 2},
    {"who came was present", "08:00 P excuses P from 0 to 0; 09:00 P in C; 12:00 P out C",
     R"(P 09:00 present, 180 min, final
        P 13:00 excused, final
        hours enrolment of P: 180 min)"},
    {"a mark that they were there goes before the excuse",
     "08:00 P excuses P from 0 to 0; 09:30 K marks P 09:00 present",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 excused, final)"},
    {"the excuse goes before a mark of absence",
     "08:00 P excuses P from 0 to 0; 09:30 K marks P 09:00 absent",
     R"(P 09:00 excused, final
        P 13:00 excused, final)"},
    {"said nobody knows when: a doubt", "unsure 08:00 P excuses P at 09:00",
     R"(P 09:00 unclear, clock_uncertain
        P 13:00 unclear, clock_uncertain)"},
    {"but the time of a call is known", "unsure 08:00 K excuses P at 09:00 called 08:00",
     R"(P 09:00 excused, final
        P 13:00 absent, final)"},
};

const AttendanceExample kMarks[] = {
    {"marked present, waiting to be confirmed", "09:30 K marks P 09:00 present",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final)"},
    {"marked late", "09:30 K marks P 09:00 late",
     R"(P 09:00 present, late, by mark, to confirm, final
        P 13:00 absent, final)"},
    {"marked excused", "09:30 K marks P 09:00 excused",
     R"(P 09:00 excused, by mark, final
        P 13:00 absent, final)"},
    {"marked absent is not final while a kiosk is waited for", "09:30 K marks P 09:00 absent",
     "P 09:00 absent, by mark, waits for kiosk", 0, "10:00"},
    {"marked absent and everybody heard", "09:30 K marks P 09:00 absent",
     R"(P 09:00 absent, by mark, final
        P 13:00 absent, final)"},
    {"marked absent with a sign against it",
     "09:30 K marks P 09:00 absent; 09:05 P in D; 12:00 P out D",
     R"(P 09:00 unclear, elsewhere
        P 13:00 absent, final)"},
    {"example 8: a kiosk that was away brings the presence",
     "@A 09:30 K marks P 09:00 absent; @B 09:05 P in C; @B 12:00 P out C",
     R"(P 09:00 present, 175 min, final
        P 13:00 absent, final
        doubt mark_against_presence P
        hours enrolment of P: 175 min)"},
    {"example 20: two marks by people who had not seen each other's",
     "@A 09:30 K marks P 09:00 absent; @B 11:00 L marks P 09:00 present",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final
        doubt concurrent_mark P)"},
    {"the other way round it is the same",
     "@B 09:00 L marks P 09:00 excused; @A 09:30 K marks P 09:00 absent",
     R"(P 09:00 excused, by mark, final
        P 13:00 absent, final
        doubt concurrent_mark P)"},
    {"a mark that was seen is replaced",
     "#m 09:30 K marks P 09:00 present; 09:40 K marks P 09:00 absent #m",
     R"(P 09:00 absent, by mark, final
        P 13:00 absent, final)"},
    {"a voided mark gives back what it replaced",
     "#m 09:30 K marks P 09:00 present; #n 09:40 K marks P 09:00 absent #m; 09:50 K voids #n",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final)"},
    {"a settlement of the status is a mark",
     "@A #m 09:30 K marks P 09:00 absent; @B #n 09:40 L marks P 09:00 present; "
     "17:00 J settles P 09:00 excused #m #n",
     R"(P 09:00 excused, by mark, final
        P 13:00 absent, final)"},
    {"and what it had seen is no doubt any more",
     "#a 09:05 P in D; #b 12:00 P out D; 17:00 J settles P 09:00 absent #a #b",
     R"(P 09:00 absent, by mark, final
        P 13:00 absent, final)"},
    {"but what comes later is",
     "#a 09:05 P in D; #b 12:00 P out D; 17:00 J settles P 09:00 absent #a #b; "
     "@B 10:00 P gave Q 30 sums at D",
     R"(P 09:00 unclear, elsewhere
        P 13:00 absent, final)"},
    {"said before it begins, absence is no mark",
     "08:30 K marks P 09:00 absent; 09:05 P in D; 12:00 P out D",
     R"(P 09:00 unclear, elsewhere
        P 13:00 absent, final)"},
    {"nor before it begins where it was moved to",
     "08:30 K marks P 09:00 absent; 10:00 office moves P 09:00 C 17:00 18:00; "
     "17:00 P in C; 18:00 P out C",
     R"(P 13:00 absent, final
        P 17:00 present, 60 min, final
        hours enrolment of P: 60 min)"},
    {"but presence may be known beforehand", "08:30 K marks P 09:00 present",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final)"},
    {"a settlement that was replaced settles nothing",
     "#a 09:05 P in D; #b 12:00 P out D; #s 17:00 J settles P 09:00 excused #a #b; "
     "18:00 L marks P 09:00 absent #s",
     R"(P 09:00 unclear, elsewhere
        P 13:00 absent, final)"},
    {"who made the mark does not settle what is against it",
     "#a 09:05 P in D; #b 12:00 P out D; #m 12:30 K marks P 09:00 absent; "
     "17:00 K settles P 09:00 absent #a #b #m",
     R"(P 09:00 unclear, elsewhere
        P 13:00 absent, final)"},
    {"nor when nobody knows when they marked",
     "#a 09:05 P in D; #b 12:00 P out D; @A unsure #m 12:30 K marks P 09:00 absent; "
     "@B 17:00 K settles P 09:00 absent #a #b #m",
     R"(P 09:00 unclear, clock_uncertain, elsewhere
        P 13:00 absent, final)"},
    {"who settled it may settle it again",
     "#a 09:05 P in D; #b 12:00 P out D; #s 17:00 J settles P 09:00 absent #a #b; "
     "@B #c 10:00 P gave Q 30 sums at D; 18:00 J settles P 09:00 absent #a #b #c #s",
     R"(P 09:00 absent, by mark, final
        P 13:00 absent, final)"},
    {"a mark of which nobody knows when", "unsure 09:30 K marks P 09:00 absent",
     R"(P 09:00 unclear, clock_uncertain
        P 13:00 absent, final)"},
};

const AttendanceExample kContests[] = {
    {"nothing is final while it is open",
     "09:30 K marks P 09:00 absent; +1 09:00 P contests -1/09:00",
     R"(P 09:00 unclear, contested, contest
        P 13:00 absent, final
        doubt attendance_contested P)"},
    {"not even presence", "09:20 P in C; 12:00 P out C; +1 09:00 P contests -1/09:00",
     R"(P 09:00 present, late, contested, 160 min
        P 13:00 absent, final
        doubt attendance_contested P
        hours enrolment of P: 160 min)"},
    {"about a whole day", "16:30 P contests day",
     R"(P 09:00 unclear, contested, contest
        P 13:00 unclear, contested, contest
        doubt attendance_contested P)"},
    {"who made the mark does not settle it",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "17:00 K settles P 09:00 absent #m #c",
     R"(P 09:00 unclear, contested, contest
        P 13:00 absent, final
        doubt attendance_contested P)"},
    {"nor in two steps",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "#s 17:00 K settles P 09:00 absent #m; 17:01 K settles P 09:00 - #c #s",
     R"(P 09:00 unclear, contested, contest
        P 13:00 absent, final
        doubt attendance_contested P)"},
    {"nor who contested it", "#c 16:30 P contests 09:00; 17:00 P settles P 09:00 - #c",
     R"(P 09:00 unclear, contested, contest
        P 13:00 absent, final
        doubt attendance_contested P)"},
    {"somebody else does",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; 17:00 J settles P 09:00 - #c",
     R"(P 09:00 absent, by mark, final
        P 13:00 absent, final)"},
    {"and may say what is right",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "17:00 J settles P 09:00 present #m #c",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final)"},
    {"who made the mark does not overrule who settled it",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "#s 17:00 J settles P 09:00 present #m #c; 18:00 K marks P 09:00 absent #s",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final
        doubt concurrent_mark P)"},
    {"but may say something better",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "#s 17:00 J settles P 09:00 absent #m #c; 18:00 K marks P 09:00 excused #s",
     R"(P 09:00 excused, by mark, final
        P 13:00 absent, final
        doubt concurrent_mark P)"},
    {"and somebody else may overrule",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "#s 17:00 J settles P 09:00 present #m #c; 18:00 L marks P 09:00 absent #s",
     R"(P 09:00 absent, by mark, final
        P 13:00 absent, final)"},
    {"a mark made afterwards does not undo who settled it",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "17:00 J settles P 09:00 - #c; 18:00 J marks P 09:00 absent #m",
     R"(P 09:00 absent, by mark, final
        P 13:00 absent, final)"},
    {"a mark replaced afterwards stood when its author settled",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "17:00 K settles P 09:00 - #c #m; 18:00 L marks P 09:00 absent #m",
     R"(P 09:00 unclear, contested, contest
        P 13:00 absent, final
        doubt attendance_contested P)"},
    {"a settlement can be contested too, and its author does not settle that",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "#s 17:00 J settles P 09:00 absent #m #c; #d 18:00 P contests 09:00; "
     "19:00 J settles P 09:00 absent #s #d",
     R"(P 09:00 unclear, contested, contest
        P 13:00 absent, final
        doubt attendance_contested P)"},
    {"of a whole day, settled for the session that the settlement names",
     "#m 09:30 K marks P 13:00 absent; #c 16:30 P contests day; 17:00 J settles P 09:00 absent #c",
     R"(P 09:00 absent, by mark, final
        P 13:00 unclear, contested, contest
        doubt attendance_contested P)"},
    {"or for each of its sessions",
     "#c 16:30 P contests day; 17:00 J settles P 09:00 absent #c; 17:00 J settles P 13:00 - #c",
     R"(P 09:00 absent, by mark, final
        P 13:00 absent, final)"},
};
INSTANTIATE_TEST_SUITE_P(Present, Sessions, testing::ValuesIn(kPresent));
INSTANTIATE_TEST_SUITE_P(Absent, Sessions, testing::ValuesIn(kAbsent));
INSTANTIATE_TEST_SUITE_P(Seen, Sessions, testing::ValuesIn(kSeen));
INSTANTIATE_TEST_SUITE_P(Excuses, Sessions, testing::ValuesIn(kExcuses));
INSTANTIATE_TEST_SUITE_P(Marks, Sessions, testing::ValuesIn(kMarks));
INSTANTIATE_TEST_SUITE_P(Contests, Sessions, testing::ValuesIn(kContests));

}  // namespace
}  // namespace wijkboek
