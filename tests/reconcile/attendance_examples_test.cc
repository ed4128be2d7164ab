// The rules of sessions, one table for each, as a coordinator would tell them. P is expected at C
// from 09:00 to 12:00 and from 13:00 to 16:00; C closes at 17:00.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

struct Example {
  const char* name;
  const char* story;
  const char* outcome;
  // The day and time at which it is looked at; by default 30 days later.
  int now_day = 30;
  const char* now = "12:00";
  // One kiosk stands at C, and all that it captured is in the log.
  bool kiosk = true;
  const char* first_day = "2026-03-02";
  int days = 1;
};

void PrintTo(const Example& example, std::ostream* out) { *out << example.name; }

std::string Trimmed(const char* text) {
  std::string result;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) absl::StrAppend(&result, result.empty() ? "" : "\n", line);
  }
  return result;
}

class Sessions : public testing::TestWithParam<Example> {};

TEST_P(Sessions, ComeOutAsWritten) {
  const Example& example = GetParam();
  Scene scene(example.first_day);
  scene.Enrol("P", example.days);
  if (example.kiosk) scene.HasKiosk("kiosk", "C");
  scene.Tell(example.story);
  std::int64_t now_ms = scene.At(example.now_day, example.now);
  if (example.kiosk) scene.Heard("kiosk", now_ms);
  EXPECT_EQ(scene.AttendanceOutcome(now_ms), Trimmed(example.outcome)) << example.story;
}

const Example kPresent[] = {
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
        P 13:00 absent, final
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
        P 13:00 absent, final
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

const Example kAbsent[] = {
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

const Example kSeen[] = {
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

const Example kExcuses[] = {
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

const Example kMarks[] = {
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

const Example kContests[] = {
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

const Example kWaiting[] = {
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

const Example kUnknown[] = {
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

const Example kSigns[] = {
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

const Example kTimes[] = {
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

const Example kSignOffs[] = {
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

const Example kSightings[] = {
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

const Example kHours[] = {
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

const Example kNonsense[] = {
    {"what says nothing is set aside", "09:00 P excuses P from 2 to 1; 09:10 P says-better P 1",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        aside excuse_ended
        aside excuse_given)"},
};

INSTANTIATE_TEST_SUITE_P(Present, Sessions, testing::ValuesIn(kPresent));
INSTANTIATE_TEST_SUITE_P(Absent, Sessions, testing::ValuesIn(kAbsent));
INSTANTIATE_TEST_SUITE_P(Seen, Sessions, testing::ValuesIn(kSeen));
INSTANTIATE_TEST_SUITE_P(Excuses, Sessions, testing::ValuesIn(kExcuses));
INSTANTIATE_TEST_SUITE_P(Marks, Sessions, testing::ValuesIn(kMarks));
INSTANTIATE_TEST_SUITE_P(Contests, Sessions, testing::ValuesIn(kContests));
INSTANTIATE_TEST_SUITE_P(Waiting, Sessions, testing::ValuesIn(kWaiting));
INSTANTIATE_TEST_SUITE_P(Unknown, Sessions, testing::ValuesIn(kUnknown));
INSTANTIATE_TEST_SUITE_P(Signs, Sessions, testing::ValuesIn(kSigns));
INSTANTIATE_TEST_SUITE_P(Times, Sessions, testing::ValuesIn(kTimes));
INSTANTIATE_TEST_SUITE_P(SignOffs, Sessions, testing::ValuesIn(kSignOffs));
INSTANTIATE_TEST_SUITE_P(Sightings, Sessions, testing::ValuesIn(kSightings));
INSTANTIATE_TEST_SUITE_P(Hours, Sessions, testing::ValuesIn(kHours));
INSTANTIATE_TEST_SUITE_P(Nonsense, Sessions, testing::ValuesIn(kNonsense));

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
