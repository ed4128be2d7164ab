// What is said besides "saved": that it changes nothing, or much, or that this kiosk should not be
// used.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "client/kiosk_service.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

std::string Minute(std::int64_t t_ms) { return FormatTime(t_ms / kMinuteMs * kMinuteMs); }

constexpr absl::string_view kCancelled = "this session was cancelled";

}  // namespace

std::string KioskService::Standing() const {
  const std::optional<KioskState> state = params_.view.OwnState();
  if (!state || state->whereabouts == Whereabouts::kInUse) {
    return params_.log.parked() ? "parked" : "";
  }
  return absl::StrCat(
      state->whereabouts == Whereabouts::kParked ? "parked" : "declared lost or replaced",
      state->since_ms ? absl::StrCat(" since ", Minute(*state->since_ms)) : "");
}

std::string KioskService::StandingNotice() const {
  // What is captured at a kiosk that put itself away says that it stands there again.
  if (params_.log.parked()) return "this kiosk was parked: now it is in use again";
  const std::string standing = Standing();
  if (standing.empty()) return "";
  return absl::StrCat("this kiosk is ", standing,
                      ": this is kept, but nobody waits for it; tell the office");
}

absl::StatusOr<std::string> KioskService::MarkNotice(const Id& session, const Id& person,
                                                     v1::MarkStatus status) const {
  ASSIGN_OR_RETURN(SessionList list, params_.view.SessionView(session));
  if (list.session.cancelled) {
    return absl::StrCat(kCancelled, ": the mark counts only once it takes place again");
  }
  const auto line = std::find_if(list.lines.begin(), list.lines.end(),
                                 [&](const auto& each) { return each.person.id == person; });
  if (line == list.lines.end()) {
    return std::string("they are not expected at this session: the mark changes nothing");
  }
  if (status == v1::MARK_STATUS_ABSENT && params_.log.NowMs() < line->record.expected.start_ms) {
    return std::string(
        "it has not begun: nobody is absent from it yet, so the mark changes nothing");
  }
  const bool was_seen = line->record.status == AttendanceStatus::kPresent && !line->record.by_mark;
  if (was_seen && (status == v1::MARK_STATUS_ABSENT || status == v1::MARK_STATUS_EXCUSED)) {
    return std::string(
        "they were seen there, so the list keeps them present; if that is wrong, correct or void "
        "what was captured");
  }
  return std::string();
}

absl::StatusOr<std::string> KioskService::SettlementNotice(const std::vector<Id>& sessions,
                                                           const Id& person,
                                                           v1::MarkStatus status) const {
  if (status == v1::MARK_STATUS_UNSPECIFIED) return std::string();
  for (const Id& session : sessions) {
    ASSIGN_OR_RETURN(std::string notice, MarkNotice(session, person, status));
    if (!notice.empty()) return notice;
  }
  return std::string();
}

absl::StatusOr<std::string> KioskService::ContestNotice(const Id& person,
                                                        const std::optional<Session>& session,
                                                        const std::optional<CivilDay>& day) const {
  if (day) {
    ASSIGN_OR_RETURN(std::vector<Id> sessions, params_.view.ExpectedOn(person, *day));
    if (sessions.empty()) return std::string("no session of yours is known that day");
  }
  if (session && session->cancelled) return std::string(kCancelled);
  if (session) {
    ASSIGN_OR_RETURN(SessionList list, params_.view.SessionView(session->id));
    if (std::none_of(list.lines.begin(), list.lines.end(),
                     [&](const auto& line) { return line.person.id == person; })) {
      return std::string("you are not expected at this session");
    }
  }
  ASSIGN_OR_RETURN(LastWord said, params_.view.LastWordOn(person));
  for (const StoredEvent* open : said.OpenContests()) {
    const v1::AttendanceContested& before = open->event.attendance_contested();
    const bool is_same = session ? open->event.session_id() == session->id.bytes()
                                 : open->event.session_id().empty() && before.day() == day;
    if (is_same) return std::string("you contested it before, and that is still open");
  }
  return std::string();
}

absl::StatusOr<std::string> KioskService::ChangeNotice(const Session& session,
                                                       absl::string_view consequence) const {
  if (session.cancelled) return std::string();
  ASSIGN_OR_RETURN(SessionList list, params_.view.SessionView(session.id));
  Identified about;
  if (params_.log.NowMs() > session.span.end_ms) {
    const auto present =
        std::count_if(list.lines.begin(), list.lines.end(), [](const AttendanceLine& line) {
          return line.record.status == AttendanceStatus::kPresent;
        });
    AddNotice(about, absl::StrCat("this session was over already and ", present,
                                  present == 1 ? " was present" : " were present"));
  }
  if (list.sign_off) {
    AddNotice(about,
              absl::StrCat("it was signed off ", Minute(list.sign_off->event.hybrid().wall_ms()),
                           list.signed_off_by.empty() ? "" : " by ", list.signed_off_by));
  }
  if (!about.notice.empty()) AddNotice(about, consequence);
  return about.notice;
}

}  // namespace wijkboek
