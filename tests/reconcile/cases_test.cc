// No-show cases: which absences form one, and its life until it is accounted for or retracted, as a
// coordinator would tell it. docs/rules.md, "No-show cases".
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/reconcile/case_scene.h"
#include "tests/reconcile/said_facts.h"

namespace wijkboek {
namespace {

std::string Trimmed(absl::string_view text) {
  std::vector<absl::string_view> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) lines.push_back(line);
  }
  return absl::StrJoin(lines, "\n");
}

struct CaseExample {
  const char* name;
  // On which there are sessions; nobody comes unless the story says so.
  std::vector<int> days;
  const char* story;
  const char* outcome;
  int now_day = 400;
  const char* now = "12:00";
};

void PrintTo(const CaseExample& example, std::ostream* out) { *out << example.name; }

class Cases : public testing::TestWithParam<CaseExample> {};

TEST_P(Cases, ComeOutAsWritten) {
  const CaseExample& example = GetParam();
  CaseScene scene(example.days);
  scene.Tell(example.story);
  EXPECT_EQ(scene.Outcome(scene.scene().At(example.now_day, example.now)), Trimmed(example.outcome))
      << example.story;
}

// Whoever looks earlier or folds in another order sees the same.
TEST_P(Cases, AreTheSameInAnyOrder) {
  const CaseExample& example = GetParam();
  CaseScene scene(example.days);
  scene.Tell(example.story);
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    EXPECT_EQ(scene.OutcomeShuffled(seed), scene.Outcome()) << example.story << "\nseed " << seed;
  }
}

const CaseExample kForming[] = {
    {"one no-show: somebody calls her", {0}, "", "P 0: call"},
    {"two form a case", {0, 1}, "", "P 0+1: open"},
    {"an open case takes later ones", {0, 1, 7}, "", "P 0+1+7: open"},
    {"also much later ones", {0, 1, 300}, "", "P 0+1+300: open"},
    {"exactly 183 days apart still form one", {0, 183}, "", "P 0+183: open"},
    {"184 days apart do not: the first is forgotten", {0, 184}, "", "P 184: call"},
    {"the first is forgotten, the second and third form one", {0, 184, 190}, "", "P 184+190: open"},
    {"example 17: half a day is none; the other day alone is no case",
     {0, 1},
     "13:00 P in C; 16:00 P out C",
     "P 1: call"},
    {"nobody who was there is called", {0}, "09:00 P in C; 16:00 P out C", ""},
    {"an excuse for the day", {0, 1}, "08:00 P excuses P from 0 to 0", "P 1: call"},
    {"an excuse for one of its sessions", {0, 1}, "08:00 P excuses P at 09:00", "P 1: call"},
    {"a day of which a session is still to begin is none yet", {0}, "", "", 0, "12:30"},
    {"nor while it may still be reached", {0}, "", "", 0, "16:05"},
    {"once the last session and its margin are over", {0}, "", "P 0: call", 0, "16:11"},
    {"a day without sessions is none", {3}, "", "P 3: call"},
    {"a cancelled session does not count: the other one decides",
     {0, 1},
     "07:00 office cancels P 09:00",
     "P 0+1: open"},
    {"a day of which all is cancelled is none",
     {0, 1},
     "07:00 office cancels P 09:00; 07:00 office cancels P 13:00",
     "P 1: call"},
};
INSTANTIATE_TEST_SUITE_P(Forming, Cases, testing::ValuesIn(kForming));

// Whatever is in doubt about a session of a day, that day is no no-show.
const CaseExample kNeverRestsOn[] = {
    {"waited for: another kiosk was not heard", {0, 1}, "07:00 device other enrolled C", ""},
    {"unclear: somebody without a badge came in", {0, 1}, "09:05 nobody in C", "P 1: call"},
    {"unclear: seen elsewhere", {0, 1}, "09:00 P in D; 16:00 P out D", "P 1: call"},
    {"unclear: a check-out that closed nothing, in the evening",
     {0, 1},
     "18:00 P out C",
     "P 1: call"},
    {"unclear: a fact without a certain time", {1}, "+1 unsure 09:00 P in C", ""},
    {"unclear: practice", {0, 1}, "practice 09:00 P in C", "P 1: call"},
    {"unclear: a kind of fact that is not known", {0, 1}, "18:00 P learns C", "P 1: call"},
    {"contested by her", {0, 1}, "18:00 P contests 09:00", "P 1: call"},
    {"contested for the whole day", {0, 1}, "18:00 P contests day", "P 1: call"},
    {"contested, though a coach marked it",
     {0, 1},
     "10:00 K marks P 09:00 absent; 14:00 K marks P 13:00 absent; 18:00 P contests 13:00",
     "P 1: call"},
    {"settled by somebody else: absent after all",
     {0, 1},
     R"(#m 10:00 K marks P 09:00 absent
        #c 18:00 P contests 09:00
        19:00 L settles P 09:00 absent #c #m)",
     "P 0+1: open"},
    {"unknown: the only kiosk was lost", {0, 1}, "+1 08:00 device kiosk lost", "P 0: call"},
    {"contradicted: corrections of that day",
     {0, 1},
     R"(#i 18:00 P in C
        #o 18:30 P out C
        19:00 K corrects P C 18:00 18:40 #i #o
        @other 19:10 L corrects P C 18:00 19:00 #i #o)",
     "P 1: call"},
    {"present with a mark against it",
     {0, 1},
     "09:00 P in C; 16:00 P out C; 10:00 K marks P 09:00 absent; 14:00 K marks P 13:00 absent",
     "P 1: call"},
    {"two marks that differ: the better one holds",
     {0, 1},
     "10:00 K marks P 09:00 absent; 10:05 L marks P 09:00 excused",
     "P 1: call"},
    {"a forgotten check-out that may have lasted into it",
     {0},
     R"(07:00 office rule no_show_unit session
        09:00 P in C; 10:00 P in D; 13:00 P out D)",
     ""},
    {"somebody says that it did not",
     {0},
     R"(07:00 office rule no_show_unit session
        #a 09:00 P in C; 10:00 P in D; 13:00 P out D
        +1 10:00 K judges P forgotten_check_out accept #a)",
     "P 0: call"},
    {"or that she was absent, having seen it",
     {0},
     R"(07:00 office rule no_show_unit session
        #a 09:00 P in C; 10:00 P in D; 13:00 P out D
        17:00 K settles P 13:00 absent #a)",
     "P 0: call"},
    {"a forgotten check-out after it changes nothing", {0}, "16:30 P in C", "P 0: call"},
    {"a visit that nobody ended, which may have lasted into it",
     {0},
     R"(07:00 office rule no_show_unit session
        09:00 P start R)",
     ""},
    {"somebody says that its estimated end is right",
     {0},
     R"(07:00 office rule no_show_unit session
        #v 09:00 P start R
        +1 10:00 K judges P visit_never_ended accept #v)",
     "P 0: call"},
    {"unclear: a visit ended whose start nobody knows", {0}, "11:30 P end R", ""},
    {"of which somebody says that nothing is to be done",
     {0},
     "#e 11:30 P end R; +1 10:00 K judges P visit_end_without_start reject #e",
     "P 0: call"},
    {"her badge may be in another one's hands",
     {0, 1},
     "07:00 office badges P B; 07:00 office badges Q B",
     ""},
    {"that is settled",
     {0, 1},
     R"(#p 07:00 office badges P B; #q 07:00 office badges Q B
        +2 10:00 K judges P badge_in_two_hands accept #p #q)",
     "P 0+1: open"},
};
INSTANTIATE_TEST_SUITE_P(NeverRestsOn, Cases, testing::ValuesIn(kNeverRestsOn));

const CaseExample kRules[] = {
    {"three form a case", {0, 1, 2}, "07:00 office rule no_show_limit 3", "P 0+1+2: open"},
    {"two of three: call her", {0, 1}, "07:00 office rule no_show_limit 3", "P 0+1: call"},
    {"one is enough", {0}, "07:00 office rule no_show_limit 1", "P 0: open"},
    {"a narrower window", {0, 11}, "07:00 office rule no_show_window 10", "P 11: call"},
    {"a narrower window, inclusive",
     {0, 10},
     "07:00 office rule no_show_window 10",
     "P 0+10: open"},
    {"by session: both of one day", {0}, "07:00 office rule no_show_unit session", "P 0: open"},
    {"by session: one is a call",
     {0},
     "07:00 office rule no_show_unit session; 13:00 P in C; 16:00 P out C",
     "P 0: call"},
    {"by session: one each on two days",
     {0, 1},
     R"(07:00 office rule no_show_unit session
        13:00 P in C; 16:00 P out C
        +1 09:00 P in C; +1 12:00 P out C)",
     "P 0+1: open"},
    {"late weighs nothing by default",
     {0, 1},
     "10:00 P in C; 16:00 P out C; +1 10:00 P in C; +1 16:00 P out C",
     ""},
    {"late weighs half: no call for half a no-show",
     {0},
     "07:00 office rule late_weight 50; 10:00 P in C; 16:00 P out C",
     ""},
    {"late twice and absent once: two no-shows",
     {0, 1, 2},
     R"(07:00 office rule late_weight 50
        10:00 P in C; 16:00 P out C
        +1 10:00 P in C; +1 16:00 P out C)",
     "P 0+1+2: open"},
    {"late at both sessions of a day weighs once",
     {0, 1},
     R"(07:00 office rule late_weight 50
        10:00 P in C; 12:00 P out C; 14:00 P in C; 16:00 P out C)",
     "P 0+1: call"},
    {"late by a coach's mark waits to be confirmed",
     {0, 1},
     "07:00 office rule late_weight 100; 10:00 K marks P 09:00 late",
     "P 1: call"},
    {"late, while a kiosk that may have seen her in time is waited for",
     {0},
     R"(07:00 office rule late_weight 100
        07:00 device other enrolled C
        10:00 P in C; 16:00 P out C)",
     ""},
    {"late, while somebody without a badge came in, who may be her",
     {0},
     R"(07:00 office rule late_weight 100
        08:58 nobody in C
        10:00 P in C; 16:00 P out C)",
     ""},
    {"late, where no kiosk stood in time",
     {0},
     R"(07:00 office rule late_weight 100
        06:00 device kiosk parks; 09:30 device kiosk found
        10:00 P in C; 12:00 P out C; 13:00 P in C; 16:00 P out C)",
     ""},
    {"late for a session that was planned when it had begun",
     {0},
     R"(07:00 office rule late_weight 100
        09:00 P in C; 12:00 P out C; 13:00 P in C; 16:00 P out C
        17:00 office plans P extra C 16:30 18:00; 17:10 P in C; 18:00 P out C)",
     ""},
    {"late, and every kiosk said so",
     {0},
     "07:00 office rule late_weight 100; 10:00 P in C; 16:00 P out C",
     "P 0: call"},
};
INSTANTIATE_TEST_SUITE_P(Rules, Cases, testing::ValuesIn(kRules));

const CaseExample kLife[] = {
    {"heard",
     {0, 1},
     "+2 10:00 K hears P 0 1 in ti interpreter",
     "P 0+1: heard, heard by K, in ti, interpreter"},
    {"sent",
     {0, 1},
     "#h +2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1 #h",
     "P 0+1: sent, heard by K, in nl, sent by S"},
    {"accounted",
     {0, 1},
     R"(#h +2 10:00 K hears P 0 1 in nl
        #s +3 10:00 S sends P 0 1 #h
        +9 10:00 S accounts P 0 1 warning #h #s)",
     "P 0+1: accounted, heard by K, in nl, sent by S, warning"},
    {"a hearing names its days: a later one is a first again",
     {0, 1, 7},
     "+2 10:00 K hears P 0 1 in nl",
     R"(P 0+1: heard, heard by K, in nl
        P 7: call)"},
    {"and two later ones are a case of their own",
     {0, 1, 7, 8},
     "+2 10:00 K hears P 0 1 in nl",
     R"(P 0+1: heard, heard by K, in nl
        P 7+8: open)"},
    {"heard again, having seen the first: the second holds",
     {0, 1},
     "#h +2 10:00 K hears P 0 1 in nl; +3 10:00 L hears P 0 1 in ti interpreter #h",
     "P 0+1: heard, heard by L, in ti, interpreter"},
    {"a hearing that is taken back frees its days",
     {0, 1, 7},
     "#h +2 10:00 K hears P 0 1 in nl; +3 09:00 K takes-back #h",
     R"(P 0+1+7: open
        aside case_heard)"},
    {"accounted days are used up",
     {0, 1, 20},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        +9 10:00 S accounts P 0 1 accepted)",
     R"(P 0+1: accounted, heard by K, in nl, sent by S, accepted
        P 20: call)"},
    {"also when a fold would pair them otherwise",
     {0, 1, 2, 20},
     R"(+2 10:00 K hears P 1 2 in nl; +3 10:00 S sends P 1 2
        +9 10:00 S accounts P 1 2 accepted)",
     R"(P 0+20: open
        P 1+2: accounted, heard by K, in nl, sent by S, accepted)"},
    {"a day before the last accounting opens nothing by itself",
     {0, 1, 5, 6},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        +9 10:00 S accounts P 0 1 accepted)",
     "P 0+1: accounted, heard by K, in nl, sent by S, accepted"},
    {"but adds to one after it",
     {0, 1, 5, 20},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        +9 10:00 S accounts P 0 1 accepted)",
     R"(P 0+1: accounted, heard by K, in nl, sent by S, accepted
        P 5+20: open)"},
    {"two hear her for days that overlap: one case with all of them",
     {0, 1, 2},
     "+3 10:00 K hears P 0 1 in nl; @other +3 11:00 L hears P 0 1 2 in ti",
     "P 0+1+2: heard, heard by L, in ti"},
    {"an act counts whatever its clock said",
     {0, 1},
     "unsure 10:00 K hears P 0 1 in nl",
     "P 0+1: heard, heard by K, in nl"},
};
INSTANTIATE_TEST_SUITE_P(Life, Cases, testing::ValuesIn(kLife));

const CaseExample kRetraction[] = {
    {"example 16: a kiosk brings Monday's check-in; nobody had acted, one no-show is left",
     {0, 1},
     "09:00 P in C; 16:00 P out C",
     "P 1: call"},
    {"example 16, heard meanwhile",
     {0, 1},
     "+2 10:00 K hears P 0 1 in nl; @away 09:00 P in C; @away 16:00 P out C",
     "P 0+1: retracted, heard by K, in nl"},
    {"example 16, sent meanwhile: the client manager must be told",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        @away 09:00 P in C; @away 16:00 P out C)",
     "P 0+1: retracted, heard by K, in nl, sent by S, the client manager must be told"},
    {"accounted with a sanction, then retracted: it can be undone",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        +9 10:00 S accounts P 0 1 sanction
        @away 09:00 P in C; @away 16:00 P out C
        +12 10:00 S acknowledges P 0 1 undone)",
     "P 0+1: retraction acknowledged, heard by K, in nl, sent by S, sanction, acknowledged by S, "
     "sanction undone"},
    {"it stands again after that: the sanction stays undone, until somebody decides anew",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        #a +9 10:00 S accounts P 0 1 sanction
        #in @away 09:00 P in C; #out @away 16:00 P out C
        +12 10:00 S acknowledges P 0 1 undone #a
        +13 10:00 K voids #in #out)",
     R"(P 0+1: sent, heard by K, in nl, sent by S, sanction, acknowledged by S, sanction undone
        doubt 0 case_stands_again)"},
    {"also once it was sent again",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        #a +9 10:00 S accounts P 0 1 sanction
        #in @away 09:00 P in C; #out @away 16:00 P out C
        #u +12 10:00 S acknowledges P 0 1 undone #a
        +13 10:00 K voids #in #out; +14 10:00 S sends P 0 1 #a #u)",
     "P 0+1: sent, heard by K, in nl, sent by S, sanction, sanction undone"},
    {"decided anew, it is what was decided",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        #a +9 10:00 S accounts P 0 1 sanction
        #in @away 09:00 P in C; #out @away 16:00 P out C
        #u +12 10:00 S acknowledges P 0 1 undone #a
        +13 10:00 K voids #in #out; +14 10:00 S sends P 0 1 #a #u
        +20 10:00 S accounts P 0 1 sanction #a #u)",
     "P 0+1: accounted, heard by K, in nl, sent by S, sanction"},
    {"a sanction that nobody undid comes back with it",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        #a +9 10:00 S accounts P 0 1 sanction
        #in @away 09:00 P in C; #out @away 16:00 P out C
        +12 10:00 S acknowledges P 0 1 #a
        +13 10:00 K voids #in #out)",
     R"(P 0+1: accounted, heard by K, in nl, sent by S, sanction, acknowledged by S
        doubt 0 case_stands_again)"},
    {"a case of three that still reaches the limit stands",
     {0, 1, 2},
     R"(+3 10:00 K hears P 0 1 2 in nl
        @away 09:00 P in C; @away 16:00 P out C)",
     "P 0+1+2: heard, heard by K, in nl"},
    {"what was sent must hold by itself",
     {0, 1, 2},
     R"(+3 10:00 K hears P 0 1 2 in nl; +4 10:00 S sends P 0 1
        @away 09:00 P in C; @away 16:00 P out C)",
     "P 0+1+2: retracted, heard by K, in nl, sent by S, the client manager must be told"},
    {"its days stay its own",
     {0, 1, 7},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        +9 10:00 S accounts P 0 1 warning
        @away 09:00 P in C; @away 16:00 P out C
        +12 10:00 S acknowledges P 0 1)",
     R"(P 0+1: retraction acknowledged, heard by K, in nl, sent by S, warning, acknowledged by S)"},
    {"the check-in is taken back: it stands again",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        #i @away 09:00 P in C; #o @away 16:00 P out C
        +4 10:00 K voids #i #o)",
     "P 0+1: sent, heard by K, in nl, sent by S"},
    {"it stands again though the client manager knows it as retracted: somebody must tell",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        #i @away 09:00 P in C; #o @away 16:00 P out C
        +4 09:00 S acknowledges P 0 1
        +4 10:00 K voids #i #o)",
     R"(P 0+1: sent, heard by K, in nl, sent by S, acknowledged by S
        doubt 0 case_stands_again)"},
    {"sent again after that: nothing is open, and another retraction begins anew",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; #s +3 10:00 S sends P 0 1
        #a +4 09:00 S acknowledges P 0 1
        +5 10:00 S sends P 0 1 #s #a
        @away 09:00 P in C; @away 16:00 P out C)",
     "P 0+1: retracted, heard by K, in nl, sent by S, the client manager must be told"},
    {"the excuse that she gave in time was found",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        +5 10:00 L excuses P from 0 to 0 called -5/08:00)",
     "P 0+1: retracted, heard by K, in nl, sent by S, the client manager must be told"},
    {"the enrolled time changes: a session is cancelled after all",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl
        +3 10:00 office cancels P -3/09:00; +3 10:00 office cancels P -3/13:00)",
     "P 0+1: retracted, heard by K, in nl"},
    {"a contest alone takes it back until it is settled",
     {0, 1},
     "+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1; 18:00 P contests 09:00",
     "P 0+1: retracted, heard by K, in nl, sent by S, the client manager must be told"},
};
INSTANTIATE_TEST_SUITE_P(Retraction, Cases, testing::ValuesIn(kRetraction));

const CaseExample kDoubts[] = {
    {"accounted by two who had not seen each other's: the milder holds",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        +9 10:00 S accounts P 0 1 sanction; @other +9 11:00 T accounts P 0 1 warning)",
     R"(P 0+1: accounted, heard by K, in nl, sent by S, warning
        doubt 0 concurrent_case_result)"},
    {"accepted is milder than other, and other than a warning",
     {0, 1, 5, 6},
     R"(+2 10:00 K hears P 0 1 in nl; +2 11:00 S sends P 0 1
        +2 12:00 S accounts P 0 1 other; @other +2 12:30 T accounts P 0 1 accepted
        +7 10:00 K hears P 5 6 in nl; +7 11:00 S sends P 5 6
        +7 12:00 S accounts P 5 6 warning; @other +7 12:30 T accounts P 5 6 other)",
     R"(P 0+1: accounted, heard by K, in nl, sent by S, accepted
        P 5+6: accounted, heard by K, in nl, sent by S, other
        doubt 0 concurrent_case_result
        doubt 5 concurrent_case_result)"},
    {"accounted again by somebody who had seen the first: the second holds",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        #a +9 10:00 S accounts P 0 1 warning; +9 11:00 T accounts P 0 1 sanction #a)",
     "P 0+1: accounted, heard by K, in nl, sent by S, sanction"},
    {"both say the same",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        +9 10:00 S accounts P 0 1 warning; @other +9 11:00 T accounts P 0 1 warning)",
     "P 0+1: accounted, heard by K, in nl, sent by S, warning"},
    {"sent, and nobody heard her",
     {0, 1},
     "+3 10:00 S sends P 0 1",
     R"(P 0+1: sent, sent by S
        doubt 0 case_sent_unheard)"},
    {"accounted, and nobody sent it",
     {0, 1},
     "+2 10:00 K hears P 0 1 in nl; +9 10:00 S accounts P 0 1 other",
     R"(P 0+1: accounted, heard by K, in nl, other
        doubt 0 case_accounted_unsent)"},
    {"one says undone, another not: then it is not",
     {0, 1},
     R"(+2 10:00 K hears P 0 1 in nl; +3 10:00 S sends P 0 1
        +9 10:00 S accounts P 0 1 sanction
        @away 09:00 P in C; @away 16:00 P out C
        +12 10:00 S acknowledges P 0 1 undone; @other +12 11:00 T acknowledges P 0 1)",
     R"(P 0+1: retraction acknowledged, heard by K, in nl, sent by S, sanction, acknowledged by T
        doubt 0 concurrent_case_result)"},
    {"accounted by a clock that is behind: days before those that it names open none",
     {1, 2, 5, 6},
     "+2 10:00 K hears P 5 6 in nl; 10:00 S sends P 5 6; 11:00 S accounts P 5 6 accepted",
     "P 5+6: accounted, heard by K, in nl, sent by S, accepted"},
    {"of an enrolment that is not known",
     {0},
     "+2 10:00 K hears Q 0 in nl",
     R"(P 0: call
        aside case_heard it names no enrolment of theirs that is known)"},
    {"without days",
     {0},
     "+2 10:00 K hears P in nl",
     R"(P 0: call
        aside case_heard it names no days)"},
    {"days that are none",
     {0},
     "+2 10:00 K hears P 90000 in nl",
     R"(P 0: call
        aside case_heard it names days that are none)"},
    {"sent by nobody",
     {0, 1},
     "+2 10:00 nobody sends P 0 1",
     R"(P 0+1: open
        aside case_sent it does not say who sent it)"},
    {"decided by herself",
     {0, 1},
     "+2 10:00 P accounts P 0 1 accepted",
     R"(P 0+1: open
        aside case_accounted nobody decides on a case of their own)"},
    {"accounted without a result",
     {0, 1},
     "+2 10:00 S accounts P 0 1",
     R"(P 0+1: open
        aside case_accounted it does not say what came of it)"},
    {"a retraction acknowledged of what nobody sent",
     {0, 1},
     "+2 10:00 S acknowledges P 0 1",
     R"(P 0+1: open
        aside case_retraction_acknowledged nobody sent the case that it is about)"},
};
INSTANTIATE_TEST_SUITE_P(Doubts, Cases, testing::ValuesIn(kDoubts));

// Registered twice, and twice enrolled for the same sessions: what was accounted under the one
// registration is used up under the other, before and after somebody finds out.
TEST(CasesOfMerged, DaysOnceAccountedStayUsedUp) {
  for (const char* twin : {"A", "B", "M", "Z"}) {
    CaseScene scene({0, 1});
    scene.Tell(absl::StrCat("07:00 office enrols ", twin, " P C"));
    const std::string other = "enrolment in P";
    const std::vector<CaseRecord> before =
        scene.Fold(scene.scene().At(30, "12:00")).ledger->CasesOf(IdNamed(twin)).value();
    ASSERT_EQ(before.size(), 1u);
    ASSERT_EQ(before[0].enrolment, IdNamed(other));
    for (const std::string& who : {std::string("P"), std::string(twin)}) {
      v1::Event event =
          scene.scene().New(v1::EVENT_KIND_CASE_ACCOUNTED, scene.scene().At(3, "10:00"));
      event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
      event.mutable_actor()->set_person_id(IdNamed("S").ToString());
      NameAll({who}, v1::PERSON_ROLE_PARTICIPANT, event);
      v1::CaseAccounted& body = *event.mutable_case_accounted();
      body.set_enrolment_id(IdNamed(who == "P" ? "enrolment of P" : other).ToString());
      body.add_days(scene.scene().day());
      body.add_days(scene.scene().day() + 1);
      body.set_result(v1::CASE_RESULT_ACCEPTED);
      CaseScene told = scene;
      told.scene().Add(std::move(event));
      SayGroups(told.scene(), {{"P", twin}});
      const FoldedLog folded = told.Fold(told.scene().At(30, "12:00"));
      const std::vector<CaseRecord> cases = folded.ledger->Cases().value();
      ASSERT_EQ(cases.size(), 1u) << twin << ", accounted as " << who;
      EXPECT_EQ(cases[0].stage, CaseStage::kAccounted) << twin << ", accounted as " << who;
    }
  }
}

}  // namespace
}  // namespace wijkboek
