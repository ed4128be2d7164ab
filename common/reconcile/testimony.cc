#include "common/reconcile/testimony.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace wijkboek {
namespace {

std::string SpanText(const Fact& fact) {
  const std::optional<std::int64_t> start_ms = StartOf(fact);
  const std::optional<std::int64_t> end_ms = EndOf(fact);
  if (!start_ms) return "";
  if (!end_ms || *end_ms <= *start_ms) return absl::StrCat(" ", FormatTimeOfDay(*start_ms));
  return absl::StrCat(" ", FormatTimeOfDay(*start_ms), "–", FormatTimeOfDay(*end_ms));
}

std::string AtText(std::optional<std::int64_t> t_ms) {
  return t_ms ? absl::StrCat(" ", FormatTimeOfDay(*t_ms)) : "";
}

// As it was said, also when it ends before it starts.
std::string StatedText(const v1::Event& event) {
  const std::optional<std::int64_t> start_ms = StatedStart(event);
  const std::optional<std::int64_t> end_ms = StatedEnd(event);
  if (!start_ms || !end_ms) return "";
  return absl::StrCat(" ", FormatTimeOfDay(*start_ms), "–", FormatTimeOfDay(*end_ms));
}

const char* HelpText(v1::HelpSide side) {
  if (side == v1::HELP_SIDE_HELPER) return "gave help of";
  return side == v1::HELP_SIDE_HELPED ? "got help of" : "help of";
}

std::string MarkText(int status) {
  switch (status) {
    case v1::MARK_STATUS_PRESENT:
      return "marked present";
    case v1::MARK_STATUS_LATE:
      return "marked late";
    case v1::MARK_STATUS_EXCUSED:
      return "marked excused";
    case v1::MARK_STATUS_ABSENT:
      return "marked absent";
    default:
      return "marked";
  }
}

std::string WhatOf(const Fact& fact) {
  const v1::Event& event = *fact.event;
  switch (fact.kind()) {
    case v1::EVENT_KIND_CHECKED_IN:
      return absl::StrCat("check-in", SpanText(fact));
    case v1::EVENT_KIND_CHECKED_OUT:
      return absl::StrCat("check-out", SpanText(fact));
    case v1::EVENT_KIND_SESSION_MARKED:
      return MarkText(event.session_marked().status());
    case v1::EVENT_KIND_PRESENCE_CORRECTED:
      return event.presence_corrected().did_not_happen() ? "presence: did not happen"
                                                         : absl::StrCat("presence", SpanText(fact));
    case v1::EVENT_KIND_VISIT_STARTED:
      return absl::StrCat("visit started", AtText(StartOf(fact)));
    case v1::EVENT_KIND_VISIT_ENDED:
      return absl::StrCat("visit ended", AtText(EndOf(fact)));
    case v1::EVENT_KIND_VISIT_PLANNED:
      return absl::StrCat("visit planned", StatedText(event));
    case v1::EVENT_KIND_VISIT_LOGGED:
      return absl::StrCat("visit", StatedText(event));
    case v1::EVENT_KIND_VISIT_CORRECTED:
      return event.visit_corrected().did_not_happen() ? "visit: did not happen"
                                                      : absl::StrCat("visit", StatedText(event));
    case v1::EVENT_KIND_VISIT_CONFIRMED:
      return event.visit_confirmed().denied() ? "visit denied" : "visit confirmed";
    case v1::EVENT_KIND_VISIT_JOINED:
      return "one visit";
    case v1::EVENT_KIND_VISIT_SPLIT:
      return "not one visit";
    case v1::EVENT_KIND_BUDDY_HELP_LOGGED:
      return absl::StrCat(HelpText(event.buddy_help_logged().side()), " ",
                          event.buddy_help_logged().minutes(), " minutes");
    case v1::EVENT_KIND_BUDDY_HELP_CONFIRMED:
      return "help confirmed";
    case v1::EVENT_KIND_BUDDY_HELP_DENIED:
      return "help denied";
    default:
      return absl::StrReplaceAll(KindName(fact.kind()), {{"_", " "}});
  }
}

}  // namespace

Testimony TestimonyOf(const Fact& fact) {
  Testimony said{.event = fact.key.hash,
                 .what = WhatOf(fact),
                 .author = AuthorOf(*fact.event),
                 .device = fact.key.device,
                 .centre = CentreOf(*fact.event),
                 .at_ms = fact.captured_ms.value_or(0),
                 .strength = StrengthOf(*fact.event)};
  return said;
}

}  // namespace wijkboek
