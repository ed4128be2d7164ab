#include "common/reconcile/session_doubts.h"

#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/reconcile/settling_ways.h"

namespace wijkboek {
namespace {

SettledValue StatusValue(v1::MarkStatus status) { return {.field = "status", .number = status}; }

bool HadSeenAll(const Fact& fact, const std::vector<Hash>& events) {
  std::vector<Hash> seen = SeenBy(*fact.event);
  return absl::c_all_of(events, [&](const Hash& each) {
    return each == fact.key.hash || absl::c_binary_search(seen, each);
  });
}

}  // namespace

Discrepancy SessionDoubts::Make(const char* kind, const AttendanceRecord& record,
                                std::string detail, std::vector<Hash> events,
                                SettledValue suggestion) const {
  SortUnique(events);
  return {.kind = kind,
          .persons = {person_},
          .centre = record.centre,
          .day = record.day,
          .session = record.session,
          .detail = std::move(detail),
          .events = std::move(events),
          .suggestion = std::move(suggestion)};
}

Discrepancy SessionDoubts::Settled(Discrepancy doubt, const SessionMarks& marks) const {
  bool is_of_marks = SettlerOf(doubt.kind) == Settler::kOtherCoach;
  doubt.settlements = settlements_.OnSession(doubt, marks.Statuses(), [&](const Fact& settlement) {
    return !is_of_marks ||
           MaySettle(person_, marks, AuthorOf(*settlement.event), &settlement, Hash());
  });
  return doubt;
}

std::optional<SettledValue> SessionDoubts::NoteSeen(const AttendanceRecord& record,
                                                    const SessionMarks& marks,
                                                    const SeenThere& seen) {
  Discrepancy doubt = Settled(
      Make("seen_without_check_in", record,
           absl::StrCat("seen at ", FormatTime(seen.times_ms.front()), " without a presence"),
           seen.events, AcceptedValue()),
      marks);
  out_.push_back(doubt);
  if (doubt.IsOpen()) return std::nullopt;
  return doubt.settlements.front().value;
}

void SessionDoubts::NoteMarkAgainst(const AttendanceRecord& record, const SessionMarks& marks,
                                    const std::vector<Hash>& evidence) {
  for (const Mark& mark : marks.marks) {
    bool is_early = *mark.fact->captured_ms < record.expected.start_ms;
    if (mark.status != v1::MARK_STATUS_ABSENT || is_early) continue;
    bool holds = &mark == marks.holds;
    if (!holds && !mark.is_replaced()) continue;
    // Who settled it so knew what is against it.
    if (mark.settles && HadSeenAll(*mark.fact, evidence)) continue;
    std::vector<Hash> events = evidence;
    events.push_back(mark.fact->key.hash);
    Discrepancy doubt =
        Settled(Make("mark_against_presence", record,
                     absl::StrCat("marked absent ", FormatTime(*mark.fact->captured_ms),
                                  "; session of ", FormatTime(record.expected.start_ms)),
                     std::move(events), StatusValue(v1::MARK_STATUS_PRESENT)),
                marks);
    if (holds || !doubt.IsOpen()) out_.push_back(std::move(doubt));
  }
}

void SessionDoubts::NoteConcurrentMarks(const AttendanceRecord& record, const SessionMarks& marks) {
  auto note = [&](const std::vector<const Mark*>& differing, bool stand) {
    std::vector<Hash> events;
    const Mark* best = differing.front();
    bool differ = false;
    for (const Mark* mark : differing) {
      differ |= mark->status != best->status;
      // The values go from present to absent.
      if (mark->status < best->status) best = mark;
      events.push_back(mark->fact->key.hash);
    }
    if (!differ) return;
    Discrepancy doubt =
        Settled(Make("concurrent_mark", record, "marks by people who had not seen each other's",
                     std::move(events), StatusValue(best->status)),
                marks);
    if (stand || !doubt.IsOpen()) out_.push_back(std::move(doubt));
  };
  std::vector<const Mark*> standing;
  std::map<Hash, std::vector<const Mark*>> by_settlement;
  for (const Mark& mark : marks.marks) {
    if (!mark.is_replaced()) {
      standing.push_back(&mark);
    } else {
      by_settlement[mark.replaced_by->key.hash].push_back(&mark);
    }
  }
  if (marks.differ) note(standing, true);
  for (const Fact* settlement : marks.Statuses()) {
    auto replaced = by_settlement.find(settlement->key.hash);
    if (replaced != by_settlement.end()) note(replaced->second, false);
  }
}

Discrepancy SessionDoubts::AboutContest(const Contest& contest, const Contests& contests,
                                        const AttendanceRecord& about) const {
  std::vector<Hash> events = {contest.fact->key.hash};
  for (const Fact* mark : contests.ContestedMarks(contest, about.session)) {
    events.push_back(mark->key.hash);
  }
  Discrepancy doubt = Make("attendance_contested", about,
                           "the participant says that it is not right", std::move(events), {});
  doubt.settlements = contests.On(contest, about.session);
  return doubt;
}

void SessionDoubts::NoteContest(const Contest& contest, const Contests& contests,
                                absl::Span<const ExpectedSession> expected) {
  AttendanceRecord about{
      .session = contest.session, .centre = CentreOf(*contest.fact->event), .day = contest.day};
  bool is_about_any = false;
  for (const ExpectedSession& session : expected) {
    CivilDay day = DayOf(session.session.span.start_ms);
    if (!contest.IsAbout(session.session.id, day)) continue;
    is_about_any = true;
    about.session = session.session.id;
    about.day = day;
    out_.push_back(AboutContest(contest, contests, about));
  }
  if (is_about_any) return;
  // No session of theirs that is known here.
  std::optional<std::int64_t> t_ms = StartOf(*contest.fact);
  if (!contest.session.IsZero() && t_ms) about.day = DayOf(*t_ms);
  out_.push_back(AboutContest(contest, contests, about));
}

}  // namespace wijkboek
