#include "client/why.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/civil_time.h"
#include "common/reconcile/fact.h"

namespace wijkboek {
namespace {

// "10:40", with its day where that is another one.
std::string TimeSeenFrom(std::int64_t t_ms, std::int64_t now_ms) {
  return DayOf(t_ms) == DayOf(now_ms) ? FormatTimeOfDay(t_ms) : FormatTime(t_ms - t_ms % kMinuteMs);
}

std::string WaitingFor(const Id& kiosk, const WhyContext& context) {
  const KioskNotice notice = context.kiosks.Of(kiosk);
  if (kiosk == context.here) {
    return notice.heard_ms ? absl::StrCat("this kiosk (nothing sent since ",
                                          TimeSeenFrom(*notice.heard_ms, context.now_ms), ")")
                           : "this kiosk (nothing sent yet)";
  }
  return notice.heard_ms ? absl::StrCat(notice.name, " (not heard since ",
                                        TimeSeenFrom(*notice.heard_ms, context.now_ms), ")")
                         : absl::StrCat(notice.name, " (never heard)");
}

std::string Lost(const Id& kiosk, const WhyContext& context) {
  const KioskNotice notice = context.kiosks.Of(kiosk);
  const std::string heard =
      notice.heard_ms
          ? absl::StrCat(" (last heard ", TimeSeenFrom(*notice.heard_ms, context.now_ms), ")")
          : "";
  const std::optional<KioskState> state = context.devices.Find(kiosk);
  switch (state ? state->whereabouts : Whereabouts::kInUse) {
    case Whereabouts::kLost:
      return absl::StrCat(notice.name, " was lost", heard);
    case Whereabouts::kParked:
      return absl::StrCat(notice.name, " was put away before it had sent everything", heard);
    case Whereabouts::kInUse:
      break;
  }
  return absl::StrCat(notice.name, " has been silent for days", heard);
}

std::string Waiting(const AttendanceRecord& record, const WhyContext& context) {
  std::vector<std::string> kiosks;
  for (const Id& kiosk : record.waited_for) kiosks.push_back(WaitingFor(kiosk, context));
  return kiosks.empty() ? "" : absl::StrCat("waits for ", absl::StrJoin(kiosks, " and "));
}

std::string PendingWhy(const AttendanceRecord& record, const WhyContext& context) {
  if (context.now_ms <= record.expected.start_ms) {
    return absl::StrCat("begins ", TimeSeenFrom(record.expected.start_ms, context.now_ms));
  }
  const std::int64_t until_ms = record.expected.end_ms + context.margin_ms;
  return context.now_ms <= until_ms ? absl::StrCat("until ", TimeSeenFrom(until_ms, context.now_ms))
                                    : Waiting(record, context);
}

std::string UnknownWhy(const AttendanceRecord& record, const WhyContext& context) {
  std::vector<std::string> kiosks;
  for (const Id& kiosk : record.lost) kiosks.push_back(Lost(kiosk, context));
  return kiosks.empty() ? "no kiosk was in use here, or it was put on record only afterwards"
                        : absl::StrJoin(kiosks, " and ");
}

}  // namespace

std::string SignWords(absl::string_view sign) {
  constexpr std::pair<absl::string_view, absl::string_view> kWords[] = {
      {"elsewhere", "they were somewhere else at the time"},
      {"unowned_check_in", "somebody checked in here without a badge"},
      {"unknown_badge", "a badge was used here that nobody is known to own"},
      {"unknown_kind", "something was captured about them that this kiosk does not understand"},
      {"clock_uncertain", "something was captured while a kiosk did not know the time"},
      {"check_out_without_check_in", "they checked out without having checked in"},
      {"practice", "they tapped while practising"},
      {"contest", "they say that it is not right"},
  };
  for (const auto& [name, words] : kWords) {
    if (name == sign) return std::string(words);
  }
  return absl::StrReplaceAll(sign, {{"_", " "}});
}

std::string WhyOf(const AttendanceRecord& record, const WhyContext& context) {
  std::vector<std::string> reasons;
  switch (record.status) {
    case AttendanceStatus::kPending:
      reasons.push_back(PendingWhy(record, context));
      break;
    case AttendanceStatus::kUnclear:
      for (const std::string& sign : record.signs) reasons.push_back(SignWords(sign));
      break;
    case AttendanceStatus::kUnknown:
      reasons.push_back(UnknownWhy(record, context));
      break;
    case AttendanceStatus::kAbsent:
      if (!record.is_final) reasons.push_back(Waiting(record, context));
      break;
    default:
      break;
  }
  if (record.contested) reasons.push_back(SignWords("contest"));
  SortUnique(reasons);
  std::erase(reasons, "");
  return absl::StrJoin(reasons, "; ");
}

}  // namespace wijkboek
