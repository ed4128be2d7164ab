#include "server/session_facts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace wijkboek {
namespace {

constexpr std::uint32_t kSecondsOfDay = 86400;

// A wall-clock time on the session's day; 24:00 is the next day's first second.
std::optional<v1::CivilTime> Time(absl::string_view field, const std::string& day,
                                  const std::string& text, FactFields& fields) {
  const absl::StatusOr<std::uint32_t> second = ParseTimeOfDay(text);
  if (!fields.Ok(field, second.status()) || !ParseDay(day).ok()) return std::nullopt;
  if (*second == kSecondsOfDay) {
    v1::CivilTime midnight;
    midnight.set_day(*ParseDay(day) + 1);
    return midnight;
  }
  const absl::StatusOr<v1::CivilTime> time = ParseCivilTime(absl::StrCat(day, "T", text));
  if (!fields.Ok(field, time.status())) return std::nullopt;
  return *time;
}

std::vector<Id> Cohorts(const v1::SessionFact& fact, FactParts& parts) {
  FactFields& fields = parts.fields();
  std::vector<Id> cohorts;
  fields.ErrorIf(fact.cohorts().empty(), "cohorts", "is missing: whose session is it?");
  for (int i = 0; i < fact.cohorts_size(); ++i) {
    const std::string field = absl::StrCat("cohorts[", i, "]");
    const Id cohort = parts.Reference(field, "cohort", fact.cohorts(i), parts.record().cohorts);
    fields.ErrorIf(std::find(cohorts.begin(), cohorts.end(), cohort) != cohorts.end(), field,
                   "stands here twice");
    cohorts.push_back(cohort);
  }
  std::sort(cohorts.begin(), cohorts.end());
  return cohorts;
}

// Whoever was there is counted otherwise then.
bool IsMoved(const OfficeSession& said, const OfficeSession& session) {
  return !said.cancelled && (said.centre != session.centre || said.start_ms != session.start_ms ||
                             said.end_ms != session.end_ms ||
                             !std::includes(session.cohorts.begin(), session.cohorts.end(),
                                            said.cohorts.begin(), said.cohorts.end()));
}

}  // namespace

void TakeSession(const v1::SessionFact& fact, FactParts& parts) {
  FactFields& fields = parts.fields();
  const Id id = parts.OwnId("session", fact.key(), parts.record().sessions);
  OfficeSession session;
  session.title = fact.title();
  fields.CheckText("title", fact.title(), /*required=*/false);
  session.centre = parts.Reference("centre", "centre", fact.centre(), parts.record().centres);
  session.cohorts = Cohorts(fact, parts);
  fields.Ok("day", ParseDay(fact.day()).status());
  const std::optional<v1::CivilTime> start = Time("start", fact.day(), fact.start(), fields);
  const std::optional<v1::CivilTime> end = Time("end", fact.day(), fact.end(), fields);
  if (start && end) {
    session.start_ms = InstantOf(*start);
    session.end_ms = InstantOf(*end);
    if (session.end_ms <= session.start_ms) {
      fields.Error("end", absl::StrCat(fact.end(), " is not after the start, ", fact.start()));
    }
  }
  if (fields.wrong()) return;

  const auto* said = FindSaid(parts.record().sessions, id);
  if (parts.Unchanged(said, session)) return;
  if (said != nullptr && IsMoved(said->thing, session)) parts.CountMoved();
  const bool moved_only = said != nullptr && !said->thing.cancelled &&
                          said->thing.title == session.title &&
                          said->thing.cohorts == session.cohorts;
  EventDraft draft = FactParts::NewEvent(
      moved_only ? v1::EVENT_KIND_SESSION_MOVED : v1::EVENT_KIND_SESSION_PLANNED, said);
  draft.event.set_session_id(id.ToString());
  draft.event.set_centre_id(session.centre.ToString());
  *draft.event.mutable_stated_start() = *start;
  *draft.event.mutable_stated_end() = *end;
  if (moved_only) {
    draft.event.mutable_session_moved();
  } else {
    v1::SessionPlanned& body = *draft.event.mutable_session_planned();
    body.set_title(session.title);
    for (const Id& cohort : session.cohorts) body.add_cohort_ids(cohort.ToString());
  }
  parts.Send(std::move(draft));
}

bool CancelSession(const Id& session, FactParts& parts) {
  const auto* said = FindSaid(parts.record().sessions, session);
  if (said == nullptr) return false;
  if (said->thing.cancelled) {
    parts.CountUnchanged();
    return true;
  }
  EventDraft draft = FactParts::NewEvent(v1::EVENT_KIND_SESSION_CANCELLED, said);
  draft.event.set_session_id(session.ToString());
  draft.event.set_centre_id(said->thing.centre.ToString());
  draft.event.mutable_session_cancelled();
  parts.Send(std::move(draft));
  return true;
}

}  // namespace wijkboek
