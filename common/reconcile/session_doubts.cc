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

bool SessionDoubts::NoteDispute(const Dispute& dispute, const Session& session,
                                const SessionMarks& marks) {
  Discrepancy doubt = Settled({.kind = dispute.kind,
                               .persons = {person_},
                               .centre = session.centre,
                               .day = DayOf(session.span.start_ms),
                               .session = session.id,
                               .detail = dispute.detail,
                               .events = dispute.events},
                              marks);
  out_.push_back(doubt);
  return doubt.IsOpen();
}

void SessionDoubts::NoteContestsOf(const AttendanceRecord& about,
                                   absl::Span<const Contest* const> together,
                                   const Contests& contests) {
  // By the words that settled them; those that are open under none.
  std::map<std::vector<Hash>, Discrepancy> by_words;
  for (const Contest* contest : together) {
    const std::vector<Settlement> words = contests.On(*contest, about.session);
    std::vector<Hash> settled_by;
    if (!contests.IsOpen(*contest, about.session)) {
      for (const Settlement& word : words) settled_by.push_back(word.said.event);
    }
    Discrepancy& doubt = by_words
                             .try_emplace(std::move(settled_by),
                                          Make("attendance_contested", about,
                                               "the participant says that it is not right", {}, {}))
                             .first->second;
    doubt.events.push_back(contest->fact->key.hash);
    for (const Fact* mark : contests.ContestedMarks(*contest, about.session)) {
      doubt.events.push_back(mark->key.hash);
    }
    for (const Settlement& word : words) {
      if (!absl::c_linear_search(doubt.settlements, word)) doubt.settlements.push_back(word);
    }
  }
  for (auto& [words, doubt] : by_words) {
    SortUnique(doubt.events);
    out_.push_back(std::move(doubt));
  }
}

void SessionDoubts::NoteContests(const Contests& contests,
                                 absl::Span<const ExpectedSession> expected) {
  struct Contested {
    AttendanceRecord about;
    std::vector<const Contest*> contests;
  };
  // By session; of a day without one, by day.
  std::map<std::pair<Id, CivilDay>, Contested> all;
  auto add = [&](const Contest& contest, AttendanceRecord about) {
    const CivilDay day = about.session.IsZero() ? about.day : CivilDay{0};
    Contested& contested = all[{about.session, day}];
    if (contested.contests.empty()) contested.about = std::move(about);
    contested.contests.push_back(&contest);
  };
  for (const Contest& contest : contests.all()) {
    AttendanceRecord about{
        .session = contest.session, .centre = CentreOf(*contest.fact->event), .day = contest.day};
    bool is_about_any = false;
    for (const ExpectedSession& session : expected) {
      const CivilDay day = DayOf(session.session.span.start_ms);
      if (!contest.IsAbout(session.session.id, day)) continue;
      is_about_any = true;
      about.session = session.session.id;
      about.day = day;
      add(contest, about);
    }
    if (is_about_any) continue;
    // No session of theirs that is known here.
    const std::optional<std::int64_t> t_ms = StartOf(*contest.fact);
    if (!contest.session.IsZero() && t_ms) about.day = DayOf(*t_ms);
    add(contest, about);
  }
  for (const auto& [session, contested] : all) {
    NoteContestsOf(contested.about, contested.contests, contests);
  }
}

}  // namespace wijkboek
