// The worked examples of docs/rules.md and the cases beside them, as a coordinator would tell them.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/draft.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

struct Example {
  const char* name;
  const char* story;
  const char* outcome;
  const char* first_day = "2026-03-02";
  bool enrolled = true;
};

void PrintTo(const Example& example, std::ostream* out) { *out << example.name; }

class Examples : public testing::TestWithParam<Example> {};

std::string Trimmed(const char* text) {
  std::string result;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) absl::StrAppend(&result, result.empty() ? "" : "\n", line);
  }
  return result;
}

TEST_P(Examples, ComeOutAsWritten) {
  const Example& example = GetParam();
  Scene scene(example.first_day);
  if (example.enrolled) scene.Enrol("P", 40);
  scene.Tell(example.story);
  EXPECT_EQ(scene.Outcome(), Trimmed(example.outcome)) << example.story;
}

const Example kPresence[] = {
    {"example 1: double taps", "08:55 P in C; 08:56 P in C; 12:05 P out C; 12:06 P out C",
     R"(P at C 08:55-12:05 out: 190 min
        day P C: 190 min)"},
    {"example 2: in at one kiosk, out at another", "@A 09:12 P in C; @B 11:40 P out C",
     R"(P at C 09:12-11:40 out: 148 min
        day P C: 148 min)"},
    {"example 3: a forgotten check-out closes at the last session's end",
     "08:58 P in C; +1 09:01 P in C; +1 12:00 P out C",
     R"(P at C 08:58-16:00 by rule: 0 min, 422 to confirm
        P at C +1 09:01-+1 12:00 out: 179 min
        day +1 P C: 179 min
        day P C: 0 min, 422 to confirm
        doubt forgotten_check_out P)"},
    {"example 4: after the last session the closing time counts", "16:30 P in C",
     R"(P at C 16:30-17:00 by rule: 0 min, 30 to confirm
        day P C: 0 min, 30 to confirm
        doubt forgotten_check_out P)"},
    {"after closing time the check-in itself", "17:30 P in C",
     R"(P at C 17:30-17:30 by rule: 0 min
        doubt forgotten_check_out P)"},
    {"example 5: only a check-out", "12:00 P out C", "doubt check_out_without_check_in P"},
    {"example 6: in two places at once, each minute once",
     "09:00 P in C; 10:00 P in D; 12:00 P out C; 13:00 P out D",
     R"(P at C 09:00-12:00 out: 60 min
        P at D 10:00-13:00 out: 180 min
        day P C: 60 min
        day P D: 180 min
        doubt two_places_at_once P)"},
    {"example 7: went on to another centre without checking out",
     "09:00 P in C; 10:00 P in D; 13:00 P out D",
     R"(P at C 09:00-10:00 by rule: 0 min, 60 to confirm
        P at D 10:00-13:00 out: 180 min
        day P C: 0 min, 60 to confirm
        day P D: 180 min
        doubt forgotten_check_out P)"},
    {"a doubt elsewhere takes no settled minute away", "09:00 P in C; 10:00 P in D; 12:00 P out C",
     R"(P at C 09:00-12:00 out: 180 min
        P at D 10:00-17:00 by rule: 0 min, 300 to confirm
        day P C: 180 min
        day P D: 0 min, 300 to confirm
        doubt forgotten_check_out P
        doubt two_places_at_once P)"},
    {"example 8: a kiosk that syncs the next day brings the whole morning",
     "@B 09:05 P in C; @B 12:00 P out C",
     R"(P at C 09:05-12:00 out: 175 min
        day P C: 175 min)"},
    {"example 13: a night, on two days", "22:30 P in C; +1 06:45 P out C",
     R"(P at C 22:30-+1 06:45 out: 495 min
        day +1 P C: 405 min
        day P C: 90 min)"},
    {"example 14: the night of the spring change", "22:30 P in C; +1 06:45 P out C",
     R"(P at C 22:30-+1 06:45 out: 435 min
        day +1 P C: 345 min
        day P C: 90 min)",
     "2026-03-28"},
    {"the night of the autumn change", "22:30 P in C; +1 06:45 P out C",
     R"(P at C 22:30-+1 06:45 out: 555 min
        day +1 P C: 465 min
        day P C: 90 min)",
     "2026-10-24"},
    {"example 15: a check-in in the morning of the next day",
     "22:30 P in C; +1 06:00 P in C; +1 06:45 P out C",
     R"(P at C 22:30-+1 06:45 out: 45 min, 450 to confirm
        day +1 P C: 45 min, 360 to confirm
        day P C: 0 min, 90 to confirm
        doubt evidence_gap P)"},
    {"seen again within six hours, all of the night counts",
     "22:30 P in C; +1 04:30 P in C; +1 06:45 P out C",
     R"(P at C 22:30-+1 06:45 out: 495 min
        day +1 P C: 405 min
        day P C: 90 min)"},
    {"fourteen hours are still one presence", "07:00 P in C; 21:00 P out C",
     R"(P at C 07:00-21:00 out: 840 min
        day P C: 840 min)"},
    {"a minute more is not", "07:00 P in C; 21:01 P out C",
     R"(P at C 07:00-16:00 by rule: 0 min, 540 to confirm
        day P C: 0 min, 540 to confirm
        doubt check_out_without_check_in P
        doubt forgotten_check_out P)"},
    {"a check-out reaches back to a later check-in", "07:00 P in C; 18:00 P in C; 22:00 P out C",
     R"(P at C 07:00-16:00 by rule: 0 min, 540 to confirm
        P at C 18:00-22:00 out: 240 min
        day P C: 240 min, 540 to confirm
        doubt forgotten_check_out P)"},
    {"what closed by rule leaves later check-ins to open anew",
     "08:00 P in C; 16:30 P in C; +1 09:00 P in C; +1 10:00 P out C",
     R"(P at C 08:00-16:00 by rule: 0 min, 480 to confirm
        P at C 16:30-17:00 by rule: 0 min, 30 to confirm
        P at C +1 09:00-+1 10:00 out: 60 min
        day +1 P C: 60 min
        day P C: 0 min, 510 to confirm
        doubt forgotten_check_out P)"},
    {"a check-out more than two minutes after the last",
     "09:00 P in C; 12:00 P out C; 12:02 P out C; 12:03 P out C",
     R"(P at C 09:00-12:00 out: 180 min
        day P C: 180 min
        doubt check_out_without_check_in P)"},
    {"never enrolled: as usual", "09:00 W in C tile; 12:00 W out C coach",
     R"(W at C 09:00-12:00 out: 180 min
        day W C: 180 min)"},
    {"a void", "#a 09:00 P in C; #b 09:30 P out C; 12:00 P out C; 12:10 K voids #b",
     R"(P at C 09:00-12:00 out: 180 min
        aside checked_out: voided
        day P C: 180 min)"},
    {"a void that was voided",
     "09:00 P in C; #b 12:00 P out C; #v 12:10 K voids #b; 12:20 K voids #v",
     R"(P at C 09:00-12:00 out: 180 min
        day P C: 180 min)"},
    {"a correction of a forgotten check-out",
     "#a 09:00 P in C; +1 09:10 K corrects P C -1/09:00 -1/11:30 #a",
     R"(P at C 09:00-11:30 corrected: 150 min
        day P C: 150 min)"},
    {"a correction: that did not happen",
     "#a 09:00 P in C; #b 12:00 P out C; 13:00 K corrects P C never #a #b", ""},
    {"what a correction had not seen contradicts it",
     "#a 09:00 P in C; 12:00 K corrects P C 09:00 11:30 #a; @B 11:00 P in C; @B 12:00 P out C",
     R"(P at C 09:00-11:30 corrected: 150 min
        P at C 11:00-12:00 out: 30 min
        day P C: 180 min
        doubt correction_contradicted P)"},
    {"two coaches correct without knowing of each other: the more favourable holds",
     "#a 09:00 P in C; 18:00 K corrects P C 09:00 11:30 #a; 18:05 L corrects P C 09:00 12:00 #a",
     R"(P at C 09:00-12:00 corrected: 180 min
        day P C: 180 min
        doubt concurrent_correction P)"},
    {"a correction of a correction",
     R"(#a 09:00 P in C; #k 18:00 K corrects P C 09:00 12:00 #a
        18:05 L corrects P C 09:00 11:30 #a #k)",
     R"(P at C 09:00-11:30 corrected: 150 min
        day P C: 150 min)"},
    {"a correction of a presence leaves the visit standing that closed it",
     R"(#a 08:55 P in C; #s 10:00 P start R V; 11:00 P end R V
        18:00 K corrects P C 08:45 10:00 #a #s)",
     R"(P at C 08:45-10:00 corrected: 75 min
        day P C: 75 min
        share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 1 witness)"},
    {"a correction that ends before it starts replaces nothing",
     "#a 09:00 P in C; #b 12:00 P out C; 18:00 K corrects P C 12:00 09:00 #a #b",
     R"(P at C 09:00-12:00 out: 180 min
        aside presence_corrected: makes no sense
        day P C: 180 min)"},
    {"nor does it win from one that makes sense",
     "#a 09:00 P in C; 18:00 K corrects P C 09:00 11:30 #a; 18:05 L corrects P C 09:00 90/09:00 #a",
     R"(P at C 09:00-11:30 corrected: 150 min
        aside presence_corrected: makes no sense
        day P C: 150 min)"},
    {"two coaches who say the same",
     "#a 09:00 P in C; 18:00 K corrects P C 09:00 11:30 #a; 18:05 L corrects P C 09:00 11:30 #a",
     R"(P at C 09:00-11:30 corrected: 150 min
        day P C: 150 min)"},
    {"taps heard later that say what the correction says",
     "#a 09:00 P in C; 18:00 K corrects P C 09:00 12:00 #a; @B 09:01 P in C; @B 12:02 P out C",
     R"(P at C 09:00-12:00 corrected: 180 min
        day P C: 180 min)"},
    {"a check-out heard later within the correction",
     "#a 09:00 P in C; 18:00 K corrects P C 09:00 12:00 #a; @B 11:58 P out C",
     R"(P at C 09:00-12:00 corrected: 180 min
        day P C: 180 min)"},
    {"a check-out that ends what began before the correction",
     "#a 09:00 P in C; 18:00 K corrects P C 09:00 12:00 #a; @B 08:30 P in C; @B 11:00 P out C",
     R"(P at C 08:30-11:00 out: 30 min
        P at C 09:00-12:00 corrected: 180 min
        day P C: 210 min
        doubt correction_contradicted P)"},
    {"nobody's check-in, until a coach says whose",
     "#a 09:00 nobody in C; 09:10 nobody in C; 18:00 K corrects P C 09:00 12:00 #a",
     R"(P at C 09:00-12:00 corrected: 180 min
        aside unowned_check_in: unowned check-in
        day P C: 180 min)"},
    {"an unknown badge", "09:00 badge X in C; 12:00 badge X out C",
     R"(aside checked_in: unknown badge
        aside checked_out: unknown badge)"},
};

const Example kVisits[] = {
    {"example 9: two witnesses who differ about the end",
     "09:00 P in C; 12:00 P out C; 13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K",
     R"(P at C 09:00-12:00 out: 123 min
        day P C: 123 min
        doubt visit_times_differ P
        share P of R: 57 min, 30 to confirm
        visit P to R 10:03-11:30: 57 min, 30 to confirm, 2 witnesses)"},
    {"two witnesses who agree: the coach's times hold",
     "12:00 P log R 10:00 11:00; 13:00 P log R 10:04 11:05 by K",
     R"(share P of R: 61 min
        visit P to R 10:04-11:05: 61 min, 2 witnesses)"},
    {"left for a visit and back by own badge",
     "09:00 P in C; 10:00 P start R V; 11:00 P end R V C; 12:00 P out C",
     R"(P at C 09:00-10:00 to a visit: 60 min
        P at C 11:00-12:00 out: 60 min
        day P C: 120 min
        share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 1 witness)"},
    {"an end without a known visit closes the latest open one", "10:00 P start R V; 11:30 P end R",
     R"(share P of R: 90 min
        visit P to R 10:00-11:30: 90 min, 1 witness)"},
    {"an end of which nobody knows the start", "11:30 P end R", "doubt visit_end_without_start P"},
    {"never ended: two hours, to confirm", "10:00 P start R V",
     R"(doubt visit_never_ended P
        share P of R: 0 min, 120 to confirm
        visit P to R 10:00-12:00 estimated: 0 min, 120 to confirm, 1 witness)"},
    {"never ended but planned", "08:00 P plan R V 10:00 11:00; 10:05 P start R V",
     R"(doubt visit_never_ended P
        share P of R: 0 min, 55 to confirm
        visit P to R 10:05-11:00 estimated: 0 min, 55 to confirm, 1 witness)"},
    {"somebody else's stated end beats an estimate",
     "10:00 P start R V; 13:00 P log R 10:00 11:00 by K",
     R"(share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 2 witnesses)"},
    {"somebody in only one of the logs",
     "12:00 P log R 10:00 11:00; 13:00 P+Q log R 10:00 11:00 by K",
     R"(doubt visit_people_differ Q
        share P of R: 60 min
        share Q of R: 0 min, 60 to confirm
        visit P+Q to R 10:00-11:00: 60 min, 2 witnesses)"},
    {"over eight hours", "20:00 P log R 09:00 18:00",
     R"(doubt visit_too_long P
        share P of R: 0 min, 540 to confirm
        visit P to R 09:00-18:00: 0 min, 540 to confirm, 1 witness)"},
    {"an end before the start", "20:00 P log R 11:00 10:00",
     R"(doubt visit_end_not_after_start P
        visit P to R 11:00-11:00: 0 min, 1 witness)"},
    {"two households at once: the shared stretch waits",
     "12:00 P log R 10:00 11:00; 12:00 P log S 10:50 11:30",
     R"(doubt two_visits_at_once P
        share P of R: 50 min, 10 to confirm
        share P of S: 30 min, 10 to confirm
        visit P to R 10:00-11:00: 60 min, 1 witness
        visit P to S 10:50-11:30: 40 min, 1 witness)"},
    {"five minutes at once are the way between",
     "12:00 P log R 10:00 11:00; 12:00 P log S 10:55 11:30",
     R"(share P of R: 60 min
        share P of S: 35 min
        visit P to R 10:00-11:00: 60 min, 1 witness
        visit P to S 10:55-11:30: 35 min, 1 witness)"},
    {"the same author twice: both count, both are shown, presence is cut once",
     "09:00 P in C; 12:00 P out C; 12:00 P log R 10:00 11:00; 12:30 P log R 10:30 11:30",
     R"(P at C 09:00-12:00 out: 90 min
        day P C: 90 min
        doubt possible_duplicate_visit P
        share P of R: 120 min
        visit P to R 10:00-11:00: 60 min, 1 witness
        visit P to R 10:30-11:30: 60 min, 1 witness)"},
    {"seen at the centre in the middle of a visit",
     "10:30 P in C; 10:40 P out C; 12:00 P log R 10:00 11:00",
     R"(P at C 10:30-10:40 out: 0 min
        doubt at_centre_during_visit P
        share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 1 witness)"},
    {"two logs said to be two visits",
     "#a 12:00 P log R 10:00 11:00; #b 13:00 P log R 10:10 11:00 by K; 14:00 K splits #a #b",
     R"(share P of R: 110 min
        visit P to R 10:00-11:00: 60 min, 1 witness
        visit P to R 10:10-11:00: 50 min, 1 witness)"},
    {"a corrected visit", "#a 10:00 P start R V; 18:00 K corrects-visit P R 10:00 10:45 #a",
     R"(share P of R: 45 min
        visit P to R 10:00-10:45: 45 min, 1 witness)"},
    {"a corrected visit leaves the check-in that its end was",
     R"(09:00 P in C; #s 10:00 P start R V; #e 11:00 P end R V C; 12:00 P out C
        18:00 K corrects-visit P R 10:00 10:45 #s #e)",
     R"(P at C 09:00-10:00 to a visit: 60 min
        P at C 11:00-12:00 out: 60 min
        day P C: 120 min
        share P of R: 45 min
        visit P to R 10:00-10:45: 45 min, 1 witness)"},
    {"a correction of the correction still left the centre",
     R"(09:00 P in C; #s 10:00 P start R V; #e 11:00 P end R V C; 12:00 P out C
        #k 18:00 K corrects-visit P R 10:00 10:45 #s #e; 18:05 L corrects-visit P R 09:50 10:40 #k)",
     R"(P at C 09:00-09:50 to a visit: 50 min
        P at C 11:00-12:00 out: 60 min
        day P C: 110 min
        share P of R: 50 min
        visit P to R 09:50-10:40: 50 min, 1 witness)"},
    {"a correction of a visit that makes no sense replaces nothing and wins from nobody",
     R"(#s 10:00 P start R V; #e 11:00 P end R V; 18:00 K corrects-visit P R 11:00 10:00 #s
        18:05 L corrects-visit P R 10:00 40/10:00 #s; #k 18:10 K corrects-visit P R 10:00 10:45 #s #e)",
     R"(aside visit_corrected: makes no sense
        share P of R: 45 min
        visit P to R 10:00-10:45: 45 min, 1 witness)"},
    {"two coaches who correct a visit alike",
     R"(#s 10:00 P start R V; 18:00 K corrects-visit P R 10:00 10:45 #s
        18:05 L corrects-visit P R 10:00 10:45 #s)",
     R"(share P of R: 45 min
        visit P to R 10:00-10:45: 45 min, 1 witness)"},
    {"two coaches who correct a visit differently",
     R"(#s 10:00 P start R V; 18:00 K corrects-visit P R 10:00 10:45 #s
        18:05 L corrects-visit P R 10:00 10:50 #s)",
     R"(doubt concurrent_correction P
        share P of R: 50 min
        visit P to R 10:00-10:50: 50 min, 1 witness)"},
    {"the end of a visit whose start was voided ends no other",
     "09:00 P start R V1; #b 13:00 P start R V2; 13:05 P end R V2; 14:00 K voids #b",
     R"(aside visit_started: voided
        doubt visit_end_without_start P
        doubt visit_never_ended P
        share P of R: 0 min, 120 to confirm
        visit P to R 09:00-11:00 estimated: 0 min, 120 to confirm, 1 witness)"},
    {"a visit that did not happen",
     "#a 12:00 P log R 10:00 11:00; 18:00 K corrects-visit P R never #a", ""},
    {"denied by the resident", "#a 12:00 P log R 10:00 11:00; 13:00 R denies-visit #a",
     R"(doubt visit_denied P
        share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 1 witness)"},
};

const Example kHelp[] = {
    {"example 10: both sides", "10:00 P gave Q 30 language; 11:00 Q got P 40 language",
     "help P to Q language: 30 min confirmed"},
    {"example 11: too far apart", "10:00 P gave Q 30 language; 11:00 Q got P 60 language",
     R"(doubt help_claim_unanswered P+Q
        help P to Q language: 30 min claimed
        help P to Q language: 60 min claimed)"},
    {"example 12: the largest pair",
     "10:00 P gave Q 60 language; 10:30 P gave Q 30 language; 11:00 Q got P 60 language",
     R"(doubt help_claim_unanswered P+Q
        help P to Q language: 30 min claimed
        help P to Q language: 60 min confirmed)"},
    {"fifteen minutes apart is together", "10:00 P gave Q 45 language; 11:00 Q got P 60 language",
     "help P to Q language: 45 min confirmed"},
    {"the same log again at once is one",
     "10:00 P gave Q 30 sums; 10:02 P gave Q 30 sums; 11:00 Q got P 30 sums",
     "help P to Q sums: 30 min confirmed"},
    {"the same log again later is another",
     "10:00 P gave Q 30 sums; 10:03 P gave Q 30 sums; 11:00 Q got P 30 sums; 11:03 Q got P 30 sums",
     "help P to Q sums: 30 min confirmed"},
    {"a coach's word confirms", "10:00 P gave Q 30 sums; 11:00 K says P gave Q 30 sums",
     "help P to Q sums: 30 min confirmed"},
    {"a coach confirms a log", "#a 10:00 P gave Q 30 sums; 11:00 K confirms-help #a",
     "help P to Q sums: 30 min confirmed"},
    {"denied", "#a 10:00 P gave Q 30 sums; 11:00 Q denies-help #a",
     R"(doubt help_claim_unanswered P+Q
        doubt help_denied P+Q
        help P to Q sums: 30 min claimed, denied)"},
    {"both ways at once",
     "10:00 P gave Q 30 sums; 10:00 Q got P 30 sums; 10:20 Q gave P 30 sums; 10:20 P got Q 30 sums",
     R"(doubt help_both_ways P+Q
        help P to Q sums: 30 min confirmed
        help Q to P sums: 30 min confirmed)"},
    {"helping oneself", "10:00 P gave P 30 sums; 10:30 K says P gave P 30 sums",
     R"(doubt help_to_oneself P
        help P to P sums: 30 min confirmed)"},
};

const Example kConfirmedHelp[] = {
    {"a confirmation is of all its minutes",
     "#p 10:00 P gave Q 60 language; 11:00 Q confirms-help #p; 12:00 Q got P 50 language",
     "help P to Q language: 60 min confirmed"},
    {"a coach's too",
     "#p 10:00 P gave Q 60 language; 11:00 K confirms-help #p; 12:00 Q got P 45 language",
     "help P to Q language: 60 min confirmed"},
    {"of the lower log it adds nothing",
     "10:00 P gave Q 60 language; #q 11:00 Q got P 50 language; 12:00 K confirms-help #q",
     "help P to Q language: 50 min confirmed"},
    {"nobody confirms their own word, paired or not",
     "#p 10:00 P gave Q 60 language; 11:00 Q got P 50 language; 12:00 P confirms-help #p",
     "help P to Q language: 50 min confirmed"},
    {"nor while nobody answers", "#p 10:00 P gave Q 60 language; 12:00 P confirms-help #p",
     R"(doubt help_claim_unanswered P+Q
        help P to Q language: 60 min claimed)"},
};

TEST(Aftercare, TheLastNightEndsAfterTheEnrolment) {
  Scene scene;
  scene.Enrol("P", 1).Tell("22:30 P in C; +1 06:00 P in C tile; +1 06:45 P out C");
  scene.Tell("+1 10:00 P in C; +1 10:30 P out C; +2 10:00 P out C");
  EXPECT_EQ(scene.Outcome(), Trimmed(R"(P at C 22:30-+1 06:45 out: 45 min, 450 to confirm
                                        day +1 P C: 45 min, 360 to confirm
                                        day P C: 0 min, 90 to confirm
                                        doubt evidence_gap P)"));
  Scene alone;
  alone.Enrol("P", 1).Tell("22:30 P in C; +1 06:45 P out C");
  EXPECT_EQ(alone.Outcome(), Trimmed(R"(P at C 22:30-+1 06:45 out: 495 min
                                        day +1 P C: 405 min
                                        day P C: 90 min)"));
}

TEST(Aftercare, ItOpensNothingAfterwards) {
  Scene scene;
  scene.Enrol("P", 1).Tell("15:00 P in C; 23:30 P in C; +1 01:00 P in C; +1 06:00 P in C");
  EXPECT_EQ(scene.Outcome(), Trimmed(R"(P at C 15:00-16:00 by rule: 0 min, 60 to confirm
                                        P at C 23:30-23:30 by rule: 0 min
                                        day P C: 0 min, 60 to confirm
                                        doubt forgotten_check_out P)"));
}

TEST(VisitEnds, AnEndThatNamesNobodyEndsNobodysVisit) {
  Scene scene;
  scene.Tell("10:00 P start R V");
  v1::Event end = scene.New(v1::EVENT_KIND_VISIT_ENDED, scene.At(0, "10:30"));
  end.mutable_visit_ended();
  AddPerson(end, IdNamed("R"), v1::PERSON_ROLE_RESIDENT);
  scene.Add(std::move(end));
  EXPECT_EQ(scene.Outcome(),
            "doubt visit_end_without_start \n"
            "doubt visit_never_ended P\n"
            "share P of R: 0 min, 120 to confirm\n"
            "visit P to R 10:00-12:00 estimated: 0 min, 120 to confirm, 1 witness");
}

INSTANTIATE_TEST_SUITE_P(Presence, Examples, testing::ValuesIn(kPresence));
INSTANTIATE_TEST_SUITE_P(Visits, Examples, testing::ValuesIn(kVisits));
INSTANTIATE_TEST_SUITE_P(Help, Examples, testing::ValuesIn(kHelp));
INSTANTIATE_TEST_SUITE_P(ConfirmedHelp, Examples, testing::ValuesIn(kConfirmedHelp));

}  // namespace
}  // namespace wijkboek
