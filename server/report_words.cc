#include "server/report_words.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_replace.h"

namespace wijkboek {
namespace {

using Word = std::pair<absl::string_view, absl::string_view>;

constexpr Word kSigns[] = {
    {"elsewhere", "they were somewhere else at the time"},
    {"unowned_check_in", "somebody checked in there without a badge"},
    {"unknown_badge", "a badge was used there that is nobody's"},
    {"unknown_kind", "something was captured about them that this version does not understand"},
    {"clock_uncertain", "something was captured while a kiosk did not know the time"},
    {"check_out_without_check_in", "they checked out without having checked in"},
    {"visit_end_without_start", "a visit of theirs ended of which nobody knows the start"},
    {"practice", "they tapped while practising"},
    {"contest", "they say that it is not right"},
};

constexpr Word kKinds[] = {
    {"checked_in", "check-in"},
    {"checked_out", "check-out"},
    {"unowned_check_in", "check-in without a badge"},
};

struct Doubt {
  absl::string_view code;
  absl::string_view words;
  absl::string_view helps;
};

constexpr absl::string_view kCorrectPresence = "a coach corrects when they came and went";
constexpr absl::string_view kCorrectVisit = "a coach corrects the visit";
constexpr absl::string_view kSettle = "a coach settles which one holds";
constexpr absl::string_view kAsk = "a coach asks both and corrects or voids the log";

constexpr Doubt kDoubts[] = {
    {"check_out_without_check_in", "checked out without having checked in", kCorrectPresence},
    {"forgotten_check_out", "never checked out", kCorrectPresence},
    {"two_places_at_once", "at two centres at the same time",
     "a coach corrects the times of one of them"},
    {"concurrent_correction", "corrected by people who had not seen each other's", kSettle},
    {"correction_contradicted", "a tap says otherwise than a correction that had not seen it",
     "a coach corrects again, if the tap is right"},
    {"seen_without_check_in", "seen at the centre without having checked in", kCorrectPresence},
    {"concurrent_mark", "marked differently by people who had not seen each other's marks",
     "a coach marks again"},
    {"mark_against_presence", "marked absent, but was there",
     "a coach voids the mark, or corrects the presence"},
    {"attendance_contested", "the participant says that it is not right",
     "a coach who did not mark it settles it"},
    {"possible_duplicate_visit", "two visits that may be one",
     "a coach says whether it was one visit or two"},
    {"visit_times_differ", "the logs of a visit differ in its times", kCorrectVisit},
    {"visit_people_differ", "the logs of a visit differ in who was there", kCorrectVisit},
    {"visit_never_ended", "a visit whose end nobody logged", kCorrectVisit},
    {"visit_too_long", "a visit longer than the rules allow", kCorrectVisit},
    {"visit_in_future", "a visit that begins after it was received", kCorrectVisit},
    {"visit_end_not_after_start", "a visit that does not end after its start", kCorrectVisit},
    {"visit_end_without_start", "the end of a visit that never began", kCorrectVisit},
    {"visit_denied", "the resident or carer says that there was no visit",
     "a coach asks them and corrects or voids the visit"},
    {"at_centre_during_visit", "checked in at a centre during a visit",
     "a coach corrects the visit or the presence"},
    {"two_visits_at_once", "on two visits at the same time", kCorrectVisit},
    {"help_denied", "the other one says that there was no such help", kAsk},
    {"help_both_ways", "each says to have helped the other at the same time", kAsk},
    {"help_to_oneself", "helped themselves", "a coach voids the log"},
    {"help_claim_unanswered", "help that the other one never confirmed",
     "the other one confirms or denies it at a kiosk"},
    {"unowned_check_in", "a check-in without a badge", "a coach says at that kiosk who it was"},
    {"unknown_badge", "a badge that is nobody's",
     "say whose it is: badges.csv, with a valid_from before that day"},
    {"unknown_kind", "something that this version does not understand", "update the server"},
    {"clock_uncertain", "captured while a kiosk did not know the time",
     "let that kiosk reach the network; else a coach corrects the times"},
    {"makes_no_sense", "something that cannot be",
     "a coach says what happened by a correction or a mark"},
};

std::string WithBlanks(absl::string_view code) { return absl::StrReplaceAll(code, {{"_", " "}}); }

template <std::size_t size>
absl::string_view Find(const Word (&words)[size], absl::string_view code) {
  const auto* found = std::find_if(std::begin(words), std::end(words),
                                   [&](const Word& word) { return word.first == code; });
  return found == std::end(words) ? absl::string_view() : found->second;
}

const Doubt* FindDoubt(absl::string_view code) {
  const auto* found = std::find_if(std::begin(kDoubts), std::end(kDoubts),
                                   [&](const Doubt& doubt) { return doubt.code == code; });
  return found == std::end(kDoubts) ? nullptr : found;
}

}  // namespace

std::string SignText(absl::string_view sign) { return std::string(Find(kSigns, sign)); }

std::string DoubtText(absl::string_view doubt) {
  const Doubt* found = FindDoubt(doubt);
  return found == nullptr ? WithBlanks(doubt) : std::string(found->words);
}

std::string DoubtHelp(absl::string_view doubt) {
  const Doubt* found = FindDoubt(doubt);
  return found == nullptr ? "" : std::string(found->helps);
}

std::string KindText(absl::string_view kind) {
  const absl::string_view words = Find(kKinds, kind);
  return words.empty() ? WithBlanks(kind) : std::string(words);
}

}  // namespace wijkboek
