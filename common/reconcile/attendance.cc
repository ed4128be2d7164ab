#include "common/reconcile/attendance.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "common/reconcile/attended_time.h"
#include "common/reconcile/contests.h"
#include "common/reconcile/doubts.h"
#include "common/reconcile/excuses.h"
#include "common/reconcile/hours.h"
#include "common/reconcile/marks.h"
#include "common/reconcile/people_doubts.h"
#include "common/reconcile/person_spans.h"
#include "common/reconcile/seen_acts.h"
#include "common/reconcile/session_doubts.h"
#include "common/reconcile/set_aside.h"
#include "common/reconcile/settling_ways.h"
#include "common/reconcile/sightings.h"
#include "common/reconcile/sign_off.h"
#include "common/reconcile/signs.h"
#include "common/reconcile/span_index.h"

namespace wijkboek {
namespace {

// One session on its way to a record.
struct Sitting {
  const ExpectedSession& expected;
  const Rules& rules;
  const SessionMarks& marks;
  AttendanceRecord record;

  // Nobody can be absent from what had not begun: such a mark says nothing, also when the session
  // was moved since.
  v1::MarkStatus mark() const {
    if (marks.holds == nullptr) return v1::MARK_STATUS_UNSPECIFIED;
    bool is_early = *marks.holds->fact->captured_ms < expected.expected.start_ms;
    bool is_absent = marks.holds->status == v1::MARK_STATUS_ABSENT;
    return is_absent && is_early ? v1::MARK_STATUS_UNSPECIFIED : marks.holds->status;
  }
  void AddEvents(const std::vector<Hash>& events) {
    record.events.insert(record.events.end(), events.begin(), events.end());
  }
};

class AttendanceFold {
 public:
  AttendanceFold(const PersonFacts& person, const World& world, Moment& moment)
      : person_(person),
        world_(world),
        moment_(moment),
        enrolments_(world.reference.EnrolmentsOf(person.person)),
        marks_(person.person, person.facts, person.standing, result_.set_aside),
        excuses_(person.person, person.facts, person.standing, result_.set_aside),
        contests_(person.person, person.facts, person.standing, marks_, result_.set_aside),
        sign_offs_(person.person, person.facts, person.standing, result_.set_aside),
        sightings_(GatherSightings(person.person, person.facts, person.standing, world.reference,
                                   result_.set_aside)),
        acts_(GatherSeenActs(person.person, person.facts, person.standing)),
        doubts_(GatherDoubts(person)),
        spans_(person, doubts_),
        open_ends_(GatherOpenEnds(person, world.reference)),
        open_end_spans_(open_ends_, [](const OpenEnd& each) { return each.span; }),
        doubtful_days_(DoubtfulDaysOf(person.person, world.reference, person.settlements)),
        days_in_doubt_(DaysInDoubt(person)),
        session_doubts_(person.person, person.settlements, result_.discrepancies) {}

  AttendanceResult Run() {
    ListWhatIsOut();
    NoteDisputedSessions();
    std::vector<ExpectedSession> expected = world_.reference.ExpectedOf(person_.person);
    std::vector<AttendedSession> attended;
    for (const ExpectedSession& session : expected) {
      if (!moment_.IsAfter(session.expected.start_ms)) continue;
      CivilDay day = DayOf(session.session.span.start_ms);
      const Rules& rules = world_.reference.RulesOf(session.programme, day);
      const AttendanceRecord& record = Decide(session, day, rules);
      if (record.status == AttendanceStatus::kPresent) {
        attended.push_back(
            {.day = day, .centre = record.centre, .expected = record.expected, .rules = &rules});
      }
    }
    std::sort(result_.records.begin(), result_.records.end(),
              [](const AttendanceRecord& a, const AttendanceRecord& b) {
                return std::tie(a.expected, a.session, a.enrolment) <
                       std::tie(b.expected, b.session, b.enrolment);
              });
    session_doubts_.NoteContests(contests_, expected);
    result_.sightings = CountSightings(person_.person, sightings_, attended, person_.visits);
    result_.hours = CountHours(person_.person, world_.reference, expected, person_.presences,
                               person_.visits_settled, person_.visits_waiting);
    SortUnique(result_.discrepancies);
    SortUnique(result_.waits);
    return std::move(result_);
  }

 private:
  void ListWhatIsOut() {
    for (const Fact& fact : person_.facts) {
      if (IsAttendanceKind(fact.kind()) && IsKnownKind(*fact.event) &&
          ListsFor(fact, person_.person)) {
        AddIfOut(fact, person_.standing, result_.set_aside);
      }
    }
  }

  // Before they begin too: so that somebody can say in time when they are.
  void NoteDisputedSessions() {
    for (const Dispute& dispute : world_.reference.DisputesOf(person_.person)) {
      const Session* session = world_.reference.FindSession(dispute.session);
      if (session == nullptr) continue;
      if (session_doubts_.NoteDispute(dispute, *session, marks_.At(session->id))) {
        disputed_sessions_[session->id] = dispute.events;
      }
    }
  }

  const AttendanceRecord& Decide(const ExpectedSession& session, CivilDay day, const Rules& rules) {
    Sitting sitting{.expected = session,
                    .rules = rules,
                    .marks = marks_.At(session.session.id),
                    .record = {.person = person_.person,
                               .session = session.session.id,
                               .enrolment = session.enrolment,
                               .centre = session.session.centre,
                               .day = day,
                               .expected = session.expected}};
    AttendanceRecord& record = sitting.record;
    record.attended_ms = AttendedMs(session, person_, spans_, rules);
    std::vector<Hash> contests = contests_.OpenOn(session.session.id, day);
    record.contested = !contests.empty();
    sitting.AddEvents(contests);
    session_doubts_.NoteConcurrentMarks(record, sitting.marks);
    SeenThere seen = SeenDuring(acts_, sightings_, session, rules);
    AttendedTime attended =
        AttendedDuring(session, person_, spans_, seen, sitting.marks.settled, rules, moment_);
    if (attended.any) {
      TakeAttended(attended, sitting);
    } else if (!seen.events.empty()) {
      TakeSeen(seen, sitting);
    } else if (!TakeExcuse(sitting) && !TakeFavourableMark(sitting)) {
      TakeNobodySawThem(sitting, contests);
    }
    bool is_good =
        record.status == AttendanceStatus::kPresent || record.status == AttendanceStatus::kExcused;
    if (is_good) record.is_final = !record.contested;
    SortUnique(record.events);
    sign_offs_.Compare(record);
    result_.records.push_back(std::move(record));
    return result_.records.back();
  }

  // Rule 1.
  void TakeAttended(const AttendedTime& attended, Sitting& sitting) {
    AttendanceRecord& record = sitting.record;
    record.status = AttendanceStatus::kPresent;
    // Of a session of which it is in doubt when it was, nobody knows that.
    const bool is_disputed = disputed_sessions_.contains(record.session);
    record.late = attended.late && !is_disputed;
    record.left_early = attended.left_early && !is_disputed;
    record.to_confirm = attended.waits;
    record.strength = attended.strength;
    sitting.AddEvents(attended.events);
    session_doubts_.NoteMarkAgainst(record, sitting.marks, attended.events);
  }

  // Rule 2.
  void TakeSeen(const SeenThere& seen, Sitting& sitting) {
    AttendanceRecord& record = sitting.record;
    record.status = AttendanceStatus::kPresent;
    record.strength = seen.strength;
    sitting.AddEvents(seen.events);
    std::optional<SettledValue> settled = session_doubts_.NoteSeen(record, sitting.marks, seen);
    auto says = [&](v1::MarkStatus status) {
      return settled && settled->field == "status" && settled->number == status;
    };
    record.late = says(v1::MARK_STATUS_LATE);
    // Nobody knows when they came and went, but that they were there.
    bool is_confirmed =
        settled && (*settled == AcceptedValue() || record.late || says(v1::MARK_STATUS_PRESENT));
    record.to_confirm = !is_confirmed;
    session_doubts_.NoteMarkAgainst(record, sitting.marks, seen.events);
  }

  // Rule 3.
  bool TakeExcuse(Sitting& sitting) {
    if (sitting.mark() == v1::MARK_STATUS_PRESENT || sitting.mark() == v1::MARK_STATUS_LATE) {
      return false;
    }
    const Excuse* excuse = excuses_.Covering(sitting.record.session, sitting.record.day,
                                             sitting.expected.expected.end_ms);
    if (excuse == nullptr) return false;
    sitting.record.status = AttendanceStatus::kExcused;
    sitting.AddEvents(excuse->events);
    return true;
  }

  // Rule 4, but for absent.
  bool TakeFavourableMark(Sitting& sitting) {
    AttendanceRecord& record = sitting.record;
    switch (sitting.mark()) {
      case v1::MARK_STATUS_PRESENT:
      case v1::MARK_STATUS_LATE:
        record.status = AttendanceStatus::kPresent;
        record.late = sitting.mark() == v1::MARK_STATUS_LATE;
        record.to_confirm = true;
        break;
      case v1::MARK_STATUS_EXCUSED:
        record.status = AttendanceStatus::kExcused;
        break;
      default:
        return false;
    }
    record.by_mark = true;
    record.strength = StrengthOf(*sitting.marks.holds->fact->event);
    sitting.AddEvents({sitting.marks.holds->fact->key.hash});
    return true;
  }

  // Rules 4 (absent) to 8.
  void TakeNobodySawThem(Sitting& sitting, const std::vector<Hash>& contests) {
    AttendanceRecord& record = sitting.record;
    const Interval& expected = sitting.expected.expected;
    bool is_over = moment_.IsAfter(expected.end_ms + sitting.rules.session_margin_ms);
    bool is_covered = Cover(sitting);
    bool is_marked = sitting.mark() == v1::MARK_STATUS_ABSENT;
    Signs signs = SignsOf(sitting, contests);
    if (is_marked) sitting.AddEvents({sitting.marks.holds->fact->key.hash});
    if (!is_marked && (!is_over || !record.waited_for.empty())) {
      record.status = AttendanceStatus::kPending;
    } else if (!signs.names.empty()) {
      record.status = AttendanceStatus::kUnclear;
      record.signs = std::move(signs.names);
      sitting.AddEvents(signs.events);
    } else if (!is_marked && (!record.lost.empty() || !is_covered ||
                              sitting.expected.recorded_ms >= expected.end_ms)) {
      record.status = AttendanceStatus::kUnknown;
    } else {
      record.status = AttendanceStatus::kAbsent;
      record.by_mark = is_marked;
      if (is_marked) record.strength = StrengthOf(*sitting.marks.holds->fact->event);
      // An open contest is a sign.
      record.is_final = is_over && record.waited_for.empty() && !IsInDoubt(sitting);
    }
  }

  // Something open that could show, once it is settled, that they were there or need not have been.
  bool IsInDoubt(const Sitting& sitting) const {
    const AttendanceRecord& record = sitting.record;
    if (days_in_doubt_.contains(record.day)) return true;
    for (const DoubtfulDays& each : doubtful_days_) {
      if (each.Touch(record.enrolment, record.day)) return true;
    }
    const std::vector<const OpenEnd*> ends = open_end_spans_.Touching(record.expected);
    return std::any_of(ends.begin(), ends.end(), [&](const OpenEnd* each) {
      return Overlap(each->span, record.expected).length_ms() > 0 &&
             !std::all_of(each->events.begin(), each->events.end(),
                          [&](const Hash& event) { return sitting.marks.settled.contains(event); });
    });
  }

  // Who might still say something. True when kiosks of the session's centre were in use during all
  // of the time expected.
  bool Cover(Sitting& sitting) {
    AttendanceRecord& record = sitting.record;
    std::vector<Id> centres = {record.centre};
    for (const Enrolment& enrolment : enrolments_) {
      if (enrolment.RunsOn(record.day)) centres.push_back(enrolment.centre);
    }
    SortUnique(centres);
    Interval window{record.expected.start_ms - sitting.rules.session_margin_ms,
                    record.expected.end_ms + sitting.rules.session_margin_ms};
    int silent_days = sitting.rules.carried_silent_days;
    Coverage coverage = world_.devices.Over(centres, window, silent_days, moment_);
    record.waited_for = std::move(coverage.waited_for);
    record.lost = std::move(coverage.lost);
    result_.waits.insert(result_.waits.end(), coverage.needed.begin(), coverage.needed.end());
    return world_.devices.IsInUseThroughout(record.centre, record.expected);
  }

  // Rule 6.
  Signs SignsOf(const Sitting& sitting, const std::vector<Hash>& contests) const {
    Signs signs = SignsOn(sitting.expected, spans_, acts_, sightings_, world_.loose, sitting.marks,
                          sitting.rules);
    for (const Hash& event : contests) signs.Add("contest", event);
    const auto disputed = disputed_sessions_.find(sitting.record.session);
    if (disputed != disputed_sessions_.end()) {
      for (const Hash& event : disputed->second) signs.Add("concurrent_session", event);
    }
    auto add_uncertain = [&](const Hash& event) {
      if (!sitting.marks.settled.contains(event)) signs.Add("clock_uncertain", event);
    };
    for (const Hash& excuse : excuses_.UncertainFor(sitting.record.session, sitting.record.day)) {
      add_uncertain(excuse);
    }
    for (const Mark& mark : sitting.marks.uncertain) add_uncertain(mark.fact->key.hash);
    SortUnique(signs.names);
    return signs;
  }

  // On which corrections of their presence contradict each other, or what was captured, and nobody
  // has settled it.
  static std::set<CivilDay> DaysInDoubt(const PersonFacts& person) {
    std::set<CivilDay> days;
    for (const Discrepancy& each : person.discrepancies) {
      bool is_about_edges =
          each.kind == "concurrent_correction" || each.kind == "correction_contradicted";
      if (is_about_edges && !person.settlements.Of(each)) days.insert(each.day);
    }
    return days;
  }

  const PersonFacts& person_;
  const World& world_;
  Moment& moment_;
  std::vector<Enrolment> enrolments_;
  // Before what lists in it.
  AttendanceResult result_;
  Marks marks_;
  Excuses excuses_;
  Contests contests_;
  SignOffs sign_offs_;
  std::vector<Sighting> sightings_;
  std::vector<SeenAct> acts_;
  std::vector<Doubt> doubts_;
  PersonSpans spans_;
  std::vector<OpenEnd> open_ends_;
  SpanIndex<OpenEnd> open_end_spans_;
  std::vector<DoubtfulDays> doubtful_days_;
  std::set<CivilDay> days_in_doubt_;
  // Of which nobody has settled when they are, or whether; with what says so.
  std::map<Id, std::vector<Hash>> disputed_sessions_;
  SessionDoubts session_doubts_;
};

}  // namespace

AttendanceResult FoldAttendance(const PersonFacts& person, const World& world, Moment& moment) {
  return AttendanceFold(person, world, moment).Run();
}

}  // namespace wijkboek
