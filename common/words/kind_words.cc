#include "common/words/kind_words.h"

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
    {"concurrent_session", "one person moved the session, and another moved or cancelled it too"},
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

constexpr absl::string_view kVisitEnd =
    "accept its minutes as they stand, say when it ended, or reject its minutes";
constexpr absl::string_view kTookPlace = "ask both; accept that it took place, or reject it";
constexpr absl::string_view kHolds = "accept what holds now, or say it anew";

constexpr Doubt kDoubts[] = {
    // Presence.
    {"forgotten_check_out", "never checked out",
     "accept the end by rule, or say when they left (end)"},
    {"evidence_gap", "seen twice, with a long time between",
     "ask them; accept the time between, or reject it"},
    {"check_out_without_check_in", "checked out, never checked in",
     "say when they came (start), or reject: nothing is to be done"},
    {"seen_without_check_in", "seen at the centre, never checked in",
     "accept that they were there, or say their status"},
    {"two_places_at_once", "at two centres at the same time",
     "accept it as it stands, or correct the times of one of them"},
    {"concurrent_correction", "corrected by people who had not seen each other's correction",
     "accept what holds now, or correct it again"},
    {"correction_contradicted", "a tap that does not fit a correction made without knowing of it",
     "accept the correction, or correct it again"},
    // Sessions.
    {"concurrent_mark", "marked differently by people who had not seen each other's mark",
     "somebody who did not mark it says the status, or accepts what holds now"},
    {"mark_against_presence", "marked absent, but was there",
     "somebody who did not mark it says the status, or accepts that they were there"},
    {"concurrent_session", "moved or cancelled by people who had not seen each other's change",
     "accept what holds now, or move or cancel it again"},
    {"attendance_contested", "the participant says that it is not right",
     "somebody who did not mark it says the status, or accepts the list as it stands"},
    // No-show cases.
    {"case_sent_unheard", "a case that was sent to the client manager, and nobody heard her",
     "hear her and tell the client manager before anything is decided; else accept it"},
    {"case_accounted_unsent", "a case that was decided, and nobody said that it was sent",
     "ask who sent it; accept it as it stands"},
    {"case_stands_again", "a case that the client manager knows as retracted, and it holds again",
     "tell the client manager and send it again, or accept it as it stands"},
    {"concurrent_case_result",
     "a case that was decided differently by people who had not seen each other's decision",
     "the milder holds; accept it, or decide again having seen both"},
    // Visits.
    {"possible_duplicate_visit", "two visits that may be one",
     "reject: they are two; else say that it was one visit"},
    {"visit_times_differ", "the logs of a visit differ in its times",
     "say when it began (start) or ended (end), or accept the coach's or the first log"},
    {"visit_people_differ", "the logs of a visit differ in who was there",
     "accept that everybody named took part, or reject those whom only some name"},
    {"visit_never_ended", "a visit whose end nobody logged", kVisitEnd},
    {"visit_too_long", "a visit longer than the rules allow", kVisitEnd},
    {"visit_in_future", "a visit that begins after it was received", kVisitEnd},
    {"visit_end_not_after_start", "a visit that does not end after its start", kVisitEnd},
    {"visit_end_without_start", "the end of a visit of which nobody knows the start",
     "say when it began (start), or reject: nothing is to be done"},
    {"visit_denied", "the resident or carer says that there was no visit", kTookPlace},
    {"at_centre_during_visit", "checked in at a centre during a visit",
     "accept it as it stands, or correct the visit or the presence"},
    {"two_visits_at_once", "on two visits at the same time",
     "accept the shared time for the visit that began first, or reject it"},
    // Buddy help.
    {"help_denied", "the other one says that there was no such help", kTookPlace},
    {"help_both_ways", "two people who each say that they helped the other, at the same time",
     "ask both; accept it as it stands, or void the log that is wrong"},
    {"help_to_oneself", "help that somebody says to have given to themselves",
     "ask them; accept it, or reject its minutes"},
    {"help_claim_unanswered", "help that the other one never confirmed",
     "ask the other one; accept it, say how many minutes, or reject it"},
    // People.
    {"concurrent_detail", "details changed by people who had not seen each other's change", kHolds},
    {"concurrent_goal", "a goal that is met or not, by people who had not seen each other's word",
     "accept: it is met; else write down once more what it is"},
    {"concurrent_grouping", "one person or not, by people who had not seen each other's word",
     kHolds},
    {"badge_in_two_hands", "one badge, given to two people at the same time",
     "accept it, or withdraw the badge from one of them"},
    // Facts set aside.
    {"unowned_check_in", "a check-in without a badge",
     "say who it was (person), or reject: it was nobody's"},
    {"unknown_badge", "a badge that is nobody's",
     "say whose it is (person), or reject; a badge given from before that day helps all of its "
     "taps"},
    {"unknown_kind", "something that this version does not understand", "update the program"},
    {"clock_uncertain", "captured while a kiosk did not know the time",
     "let that kiosk reach the network, or say when it was (time)"},
    {"makes_no_sense", "something that cannot be", "say what happened by a correction or a mark"},
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

std::string ReasonCode(SetAsideReason reason) {
  switch (reason) {
    case SetAsideReason::kUnownedCheckIn:
      return "unowned_check_in";
    case SetAsideReason::kUnknownBadge:
      return "unknown_badge";
    case SetAsideReason::kUnknownKind:
      return "unknown_kind";
    case SetAsideReason::kClockUncertain:
      return "clock_uncertain";
    case SetAsideReason::kVoided:
      return "voided";
    case SetAsideReason::kPractice:
      return "practice";
    case SetAsideReason::kMakesNoSense:
      return "makes_no_sense";
  }
  return "other";
}

std::string KindText(absl::string_view kind) {
  const absl::string_view words = Find(kKinds, kind);
  return words.empty() ? WithBlanks(kind) : std::string(words);
}

}  // namespace wijkboek
