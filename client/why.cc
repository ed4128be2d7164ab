#include "client/why.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/reconcile/fact.h"
#include "common/words/kind_words.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kByMark = "by a coach's mark";

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
  if (state && state->whereabouts == Whereabouts::kInUse && !state->carried) {
    return absl::StrCat(notice.name, " lost its store, and perhaps what it captured then");
  }
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

std::string UnknownWhy(const AttendanceRecord& record, const Circumstances& around,
                       const WhyContext& context) {
  std::vector<std::string> kiosks;
  for (const Id& kiosk : record.lost) kiosks.push_back(Lost(kiosk, context));
  std::string reason = absl::StrJoin(kiosks, " and ");
  if (reason.empty()) {
    reason = around.is_covered ? "put on record when it was over"
                               : "no kiosk here was in use all of that time";
  }
  return absl::StrCat(reason, "; a coach's mark says how it was");
}

std::string SeenWhy(const AttendanceRecord& record, const Circumstances& around) {
  if (around.came_ms) {
    return around.left_unseen ? "nobody saw them leave" : "the minutes wait to be confirmed";
  }
  if (record.attended_ms > 0) return "the minutes of a visit wait to be confirmed";
  return absl::StrCat("seen ", around.seen_at.empty() ? "there" : "at ", around.seen_at,
                      " without a check-in");
}

std::vector<std::string> PresentWhy(const AttendanceRecord& record, const Circumstances& around) {
  if (record.by_mark) return {std::string(kByMark)};
  std::vector<std::string> reasons;
  if (record.late && around.came_ms) {
    reasons.push_back(absl::StrCat("came at ", FormatTimeOfDay(*around.came_ms)));
  }
  if (record.left_early && around.left_ms) {
    reasons.push_back(absl::StrCat("left at ", FormatTimeOfDay(*around.left_ms)));
  }
  if (record.to_confirm) reasons.push_back(SeenWhy(record, around));
  return reasons;
}

// One that a newer version made is called by its name.
std::string SignWords(absl::string_view sign) {
  const std::string words = SignText(sign);
  return words.empty() ? KindText(sign) : words;
}

std::vector<std::string> AbsentWhy(const AttendanceRecord& record, const WhyContext& context) {
  if (record.by_mark) return {std::string(kByMark), Waiting(record, context)};
  if (record.is_final) return {"nobody saw them; every kiosk was heard"};
  return {"nobody saw them; what is said of their presence that day contradicts itself"};
}

}  // namespace

std::string WhyOf(const AttendanceRecord& record, const Circumstances& around,
                  const WhyContext& context) {
  std::vector<std::string> reasons;
  switch (record.status) {
    case AttendanceStatus::kPending:
      reasons = {PendingWhy(record, context)};
      break;
    case AttendanceStatus::kPresent:
      reasons = PresentWhy(record, around);
      break;
    case AttendanceStatus::kExcused:
      if (record.by_mark) reasons = {std::string(kByMark)};
      break;
    case AttendanceStatus::kAbsent:
      reasons = AbsentWhy(record, context);
      break;
    case AttendanceStatus::kUnclear:
      for (const std::string& sign : record.signs) {
        if (sign != "contest") reasons.push_back(SignWords(sign));
      }
      break;
    case AttendanceStatus::kUnknown:
      reasons = {UnknownWhy(record, around, context)};
      break;
  }
  if (record.contested) reasons.push_back(SignWords("contest"));
  std::erase(reasons, "");
  return absl::StrJoin(reasons, "; ");
}

}  // namespace wijkboek
