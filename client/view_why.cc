// One line of a list, and what the fold says beside its record: what explains it to a coach.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "client/view.h"
#include "common/status.h"

namespace wijkboek {
namespace {

bool Includes(const std::vector<Hash>& sorted, const Hash& hash) {
  return std::binary_search(sorted.begin(), sorted.end(), hash);
}

bool RestsOn(const AttendanceRecord& record, const PresenceRecord& presence) {
  return presence.centre == record.centre &&
         std::any_of(presence.events.begin(), presence.events.end(),
                     [&](const Hash& event) { return Includes(record.events, event); });
}

}  // namespace

AttendanceLine View::LineOf(AttendanceRecord record) {
  AttendanceLine line{.person = KnownOrNot(record.person)};
  const Session* session = ledger_->reference().FindSession(record.session);
  if (session != nullptr) line.title = session->title;
  const Rules& rules = ledger_->reference().RulesFor({record.person}, record.day);
  // Without them the words are fewer, not wrong.
  const Circumstances around = CircumstancesOf(record).value_or(Circumstances());
  line.why = WhyOf(record, around,
                   {.now_ms = params_.now_ms(),
                    .margin_ms = rules.session_margin_ms,
                    .here = params_.device,
                    .kiosks = notices_,
                    .devices = ledger_->devices()});
  line.record = std::move(record);
  return line;
}

absl::StatusOr<Circumstances> View::CircumstancesOf(const AttendanceRecord& record) const {
  Circumstances around;
  if (record.status == AttendanceStatus::kUnknown) {
    around.is_covered = ledger_->devices().IsInUseThroughout(record.centre, record.expected);
  }
  const bool is_seen = record.status == AttendanceStatus::kPresent && !record.by_mark;
  if (is_seen && (record.late || record.left_early || record.to_confirm)) {
    RETURN_IF_ERROR(AddPresence(record, around));
    if (record.to_confirm && !around.came_ms) {
      ASSIGN_OR_RETURN(around.seen_at, SeenAt(record));
    }
  }
  return around;
}

absl::Status View::AddPresence(const AttendanceRecord& record, Circumstances& around) const {
  ASSIGN_OR_RETURN(std::vector<PresenceRecord> presences,
                   ledger_->Presences(record.person, {.first = DayOf(record.expected.start_ms) - 1,
                                                      .last = DayOf(record.expected.end_ms)}));
  for (const PresenceRecord& presence : presences) {
    if (!RestsOn(record, presence)) continue;
    around.came_ms =
        std::min(around.came_ms.value_or(presence.span.start_ms), presence.span.start_ms);
    if (presence.end == PresenceEnd::kOpen || presence.end == PresenceEnd::kByRule) {
      around.left_unseen = true;
    } else {
      around.left_ms =
          std::max(around.left_ms.value_or(presence.span.end_ms), presence.span.end_ms);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> View::SeenAt(const AttendanceRecord& record) const {
  ASSIGN_OR_RETURN(std::vector<Discrepancy> doubts, ledger_->Discrepancies());
  for (const Discrepancy& doubt : doubts) {
    if (doubt.kind != "seen_without_check_in" || doubt.day != record.day ||
        doubt.persons != std::vector<Id>{record.person} ||
        !std::all_of(doubt.events.begin(), doubt.events.end(),
                     [&](const Hash& event) { return Includes(record.events, event); })) {
      continue;
    }
    // "seen at 2026-03-03 09:30 without a presence".
    const std::string before = absl::StrCat("seen at ", FormatDay(record.day), " ");
    constexpr std::size_t kTimeOfDay = sizeof("09:30") - 1;
    if (absl::StartsWith(doubt.detail, before)) {
      return doubt.detail.substr(before.size(), kTimeOfDay);
    }
  }
  return std::string();
}

}  // namespace wijkboek
