#include "common/reconcile/cases.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "common/reconcile/case_acts.h"
#include "common/reconcile/no_shows.h"

namespace wijkboek {
namespace {

using DayList = std::vector<const NoShowDay*>;

constexpr CivilDay kAnyDay = std::numeric_limits<CivilDay>::min();

CaseAct ActOf(const Fact* fact) {
  if (fact == nullptr) return {};
  return {.event = fact->key.hash,
          .author = AuthorOf(*fact->event),
          .at_ms = StartOf(*fact).value_or(0)};
}

// It was decided, and that holds no more.
bool IsSanctionUndone(const CaseRecord& record) {
  return record.result == v1::CASE_RESULT_SANCTION && record.sanction_undone;
}

void AddHashes(const CaseFacts& acts, std::vector<Hash>& events) {
  for (const Fact* act : acts) events.push_back(act->key.hash);
}

// Where its clock does not say, when the server heard of it. Whatever the clock says, no earlier
// than the days that it names, nor later than the server had it.
CivilDay DayOfAct(const Fact& act) {
  const std::optional<std::int64_t> t_ms = StartOf(act);
  const CivilDay last_named = DaysNamedBy(act).back();
  if (!act.received_ms) return std::max(last_named, t_ms ? DayOf(*t_ms) : last_named);
  const CivilDay received = DayOf(*act.received_ms);
  return std::min(received, t_ms ? std::max(last_named, DayOf(*t_ms)) : received);
}

// The cases of one enrolment.
class EnrolmentCases {
 public:
  // `no_shows`: of this enrolment. `known`: with those that another one of theirs has for the same
  // sessions.
  EnrolmentCases(const Id& person, const Id& enrolment, const std::vector<NoShowDay>& no_shows,
                 const std::vector<NoShowDay>& known, const Reference& reference,
                 CaseResult& result)
      : person_(person),
        enrolment_(enrolment),
        no_shows_(no_shows),
        known_(known),
        reference_(reference),
        result_(result) {
    const Enrolment* found = reference.FindEnrolment(enrolment);
    if (found == nullptr) return;
    centre_ = found->centre;
    const Cohort* cohort = reference.FindCohort(found->cohort);
    if (cohort != nullptr) programme_ = cohort->programme;
  }

  // Of this enrolment, or of another one of theirs for the same sessions: its days are used up.
  void UseUp(const ActedCase& acted) {
    taken_.insert(acted.days.begin(), acted.days.end());
    for (const Fact* act : acted.accounted) opens_from_ = std::max(opens_from_, DayOfAct(*act));
  }

  // After UseUp.
  void Take(const ActedCase& acted) {
    CaseRecord record{.person = person_, .enrolment = enrolment_, .days = acted.days};
    const Forming formed = Form(Named(acted.days));
    Describe(formed, record);
    AddActs(acted, record);
    const bool stands = Stands(acted, formed);
    SetStage(acted, stands, record);
    NoteDoubts(acted, stands, record);
    for (const CaseFacts* list :
         {&acted.heard, &acted.sent, &acted.accounted, &acted.acknowledged}) {
      AddHashes(*list, record.events);
    }
    SortUnique(record.events);
    result_.cases.push_back(std::move(record));
  }

  // What nobody has acted upon: an open case, or a first no-show.
  void TakeRest() {
    DayList rest;
    for (const NoShowDay& day : no_shows_) {
      if (!taken_.contains(day.day)) rest.push_back(&day);
    }
    const Forming forming = FormCase(
        rest, [this](CivilDay day) -> const Rules& { return RulesOn(day); }, opens_from_);
    if (forming.days.empty()) return;
    const bool is_new = forming.days.back()->day >= opens_from_;
    if (!forming.formed_ms && (!is_new || forming.weight < kOneNoShow)) return;
    CaseRecord record{.person = person_,
                      .enrolment = enrolment_,
                      .stage = forming.formed_ms ? CaseStage::kOpen : CaseStage::kCall};
    for (const NoShowDay* day : forming.days) record.days.push_back(day->day);
    Describe(forming, record);
    SortUnique(record.events);
    result_.cases.push_back(std::move(record));
  }

 private:
  const Rules& RulesOn(CivilDay day) const { return reference_.RulesOf(programme_, day); }

  Forming Form(const DayList& days) const {
    return FormCase(
        days, [this](CivilDay day) -> const Rules& { return RulesOn(day); }, kAnyDay);
  }

  // Those of these days that are no-shows now.
  DayList Named(const std::vector<CivilDay>& days) const {
    DayList named;
    for (const NoShowDay& day : known_) {
      if (std::binary_search(days.begin(), days.end(), day.day)) named.push_back(&day);
    }
    return named;
  }

  static void Describe(const Forming& forming, CaseRecord& record) {
    record.formed_ms = forming.formed_ms.value_or(0);
    for (const NoShowDay* day : forming.days) {
      record.sessions.insert(record.sessions.end(), day->sessions.begin(), day->sessions.end());
      record.events.insert(record.events.end(), day->events.begin(), day->events.end());
    }
    SortUnique(record.sessions);
  }

  static void AddActs(const ActedCase& acted, CaseRecord& record) {
    const CaseFacts heard = Unreplaced(acted.heard);
    if (!heard.empty()) {
      record.heard = ActOf(heard.back());
      record.language = heard.back()->event->case_heard().language();
      record.interpreter = heard.back()->event->case_heard().interpreter();
    }
    if (!acted.sent.empty()) record.sent = ActOf(acted.sent.front());
    const Fact* accounted = Mildest(Unreplaced(acted.accounted));
    if (accounted != nullptr) {
      record.accounted = ActOf(accounted);
      record.result = accounted->event->case_accounted().result();
    }
    const CaseFacts acknowledged = Acknowledged(acted);
    if (!acknowledged.empty()) record.acknowledged = ActOf(acknowledged.back());
    record.sanction_undone = IsUndone(accounted, acted, acknowledged);
  }

  // By those who acknowledge the retraction as it is, and who had seen that accounting (null: there
  // is none): what they undid stays undone when the case stands again. Nobody may believe it undone
  // while somebody says that it is not.
  static bool IsUndone(const Fact* accounted, const ActedCase& acted,
                       const CaseFacts& acknowledged) {
    CaseFacts words = acknowledged;
    for (const Fact* act : Unreplaced(acted.acknowledged)) {
      const std::vector<Hash> seen = SeenBy(*act->event);
      const bool had_seen =
          accounted != nullptr && std::binary_search(seen.begin(), seen.end(), accounted->key.hash);
      if (had_seen) words.push_back(act);
    }
    return !words.empty() && std::all_of(words.begin(), words.end(), [](const Fact* act) {
      return act->event->case_retraction_acknowledged().sanction_undone();
    });
  }

  // Of the retraction as it is: who sent or accounted it again afterwards begins anew.
  static CaseFacts Acknowledged(const ActedCase& acted) {
    return Unseen(Unseen(Unreplaced(acted.acknowledged), acted.sent), acted.accounted);
  }

  // What the client manager was told stands only if each of its tellings still does by itself.
  bool Stands(const ActedCase& acted, const Forming& all) const {
    if (!acted.WasSent()) return all.formed_ms.has_value();
    for (const CaseFacts* list : {&acted.sent, &acted.accounted}) {
      for (const Fact* act : *list) {
        if (!Form(Named(DaysNamedBy(*act))).formed_ms) return false;
      }
    }
    return true;
  }

  static void SetStage(const ActedCase& acted, bool stands, CaseRecord& record) {
    if (!stands) {
      const bool is_acknowledged = record.acknowledged.IsDone();
      record.stage = is_acknowledged ? CaseStage::kRetractionAcknowledged : CaseStage::kRetracted;
      record.retraction_open = acted.WasSent() && !is_acknowledged;
    } else if (record.accounted.IsDone() && !IsSanctionUndone(record)) {
      record.stage = CaseStage::kAccounted;
    } else if (record.sent.IsDone()) {
      record.stage = CaseStage::kSent;
    } else {
      record.stage = CaseStage::kHeard;
    }
  }

  void Note(std::string kind, const CaseRecord& record, std::string detail,
            const CaseFacts& facts) {
    Discrepancy doubt{.kind = std::move(kind),
                      .persons = {person_},
                      .centre = centre_,
                      .day = record.days.front(),
                      .detail = std::move(detail)};
    AddHashes(facts, doubt.events);
    SortUnique(doubt.events);
    result_.discrepancies.push_back(std::move(doubt));
  }

  void NoteDoubts(const ActedCase& acted, bool stands, const CaseRecord& record) {
    const CaseFacts accounted = Unreplaced(acted.accounted);
    std::set<int> results;
    for (const Fact* act : accounted) results.insert(act->event->case_accounted().result());
    if (results.size() > 1) {
      Note("concurrent_case_result", record,
           "accounted differently by people who had not seen each other's; the milder holds",
           accounted);
    }
    const CaseFacts acknowledged = Acknowledged(acted);
    std::set<bool> undone;
    for (const Fact* act : acknowledged) {
      undone.insert(act->event->case_retraction_acknowledged().sanction_undone());
    }
    if (undone.size() > 1) {
      Note("concurrent_case_result", record,
           "one says that the sanction was undone, another that it was not", acknowledged);
    }
    if (!stands) return;
    CaseFacts told = acted.sent;
    told.insert(told.end(), acted.accounted.begin(), acted.accounted.end());
    if (acted.heard.empty() && !told.empty()) {
      Note("case_sent_unheard", record, "sent to the client manager, and nobody heard her", told);
    }
    if (acted.sent.empty() && !acted.accounted.empty()) {
      Note("case_accounted_unsent", record, "accounted, and nobody said that it was sent",
           acted.accounted);
    }
    if (!acknowledged.empty()) {
      Note("case_stands_again", record,
           "the client manager knows it as retracted, and its no-shows hold again", acknowledged);
    }
  }

  const Id person_;
  const Id enrolment_;
  const std::vector<NoShowDay>& no_shows_;
  const std::vector<NoShowDay>& known_;
  const Reference& reference_;
  CaseResult& result_;
  Id centre_;
  Id programme_;
  std::set<CivilDay> taken_;
  // The day of the last accounting.
  CivilDay opens_from_ = kAnyDay;
};

// Somebody who was registered twice has two enrolments in one cohort: each session is then kept
// under one of them, and may have been under the other before they were found to be one.
bool ShareSessions(const Id& a, const Id& b, const Reference& reference) {
  const Enrolment* one = reference.FindEnrolment(a);
  const Enrolment* other = reference.FindEnrolment(b);
  return a == b || (one != nullptr && other != nullptr && one->cohort == other->cohort);
}

// With the days of the others on which this one has no session.
std::vector<NoShowDay> KnownTo(const Id& enrolment, const NoShows& no_shows,
                               const std::set<std::pair<Id, CivilDay>>& attended,
                               const Reference& reference) {
  std::map<CivilDay, NoShowDay> known;
  for (const auto& [other, days] : no_shows.of) {
    if (!ShareSessions(enrolment, other, reference)) continue;
    for (const NoShowDay& day : days) {
      if (other == enrolment || !attended.contains({enrolment, day.day})) {
        known.emplace(day.day, day);
      }
    }
  }
  std::vector<NoShowDay> result;
  for (auto& [day, no_show] : known) result.push_back(std::move(no_show));
  return result;
}

}  // namespace

CaseResult FoldCases(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                     const std::vector<AttendanceRecord>& attendance, const World& world,
                     Moment& moment) {
  const Reference& reference = world.reference;
  CaseResult result;
  NoShows no_shows = FindNoShows(person, attendance, world, moment);
  result.waits = std::move(no_shows.waits);
  std::set<Id> enrolments;
  for (const auto& [enrolment, days] : no_shows.of) enrolments.insert(enrolment);
  const std::vector<ActedCase> acted =
      GatherActedCases(person, facts, standing, reference, result.set_aside);
  for (const ActedCase& each : acted) enrolments.insert(each.enrolment);
  std::set<std::pair<Id, CivilDay>> attended;
  for (const AttendanceRecord& record : attendance) attended.insert({record.enrolment, record.day});
  for (const Id& enrolment : enrolments) {
    const std::vector<NoShowDay> known = KnownTo(enrolment, no_shows, attended, reference);
    EnrolmentCases fold(person, enrolment, no_shows.of[enrolment], known, reference, result);
    for (const ActedCase& each : acted) {
      if (ShareSessions(enrolment, each.enrolment, reference)) fold.UseUp(each);
    }
    for (const ActedCase& each : acted) {
      if (each.enrolment == enrolment) fold.Take(each);
    }
    fold.TakeRest();
  }
  std::sort(result.cases.begin(), result.cases.end(), [](const CaseRecord& a, const CaseRecord& b) {
    return std::tie(a.enrolment, a.days) < std::tie(b.enrolment, b.days);
  });
  return result;
}

}  // namespace wijkboek
