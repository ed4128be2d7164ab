// The books of an invented programme, kept from its first step to its report: drafts, seals, fold,
// keys, figures. Nobody in them exists.
#ifndef WIJKBOEK_TESTS_OFFICE_PROGRAMME_BOOKS_H_
#define WIJKBOEK_TESTS_OFFICE_PROGRAMME_BOOKS_H_

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/crypto.h"
#include "common/draft.h"
#include "common/drafts/path_draft.h"
#include "common/ledger/ledger.h"
#include "common/random.h"
#include "server/path_details.h"
#include "server/report_outcomes.h"
#include "server/report_reading.h"
#include "tests/fakes/vector_log.h"

namespace wijkboek {

inline CivilDay DayIn(absl::string_view text) { return *ParseDay(text); }

inline v1::PathStep StepOn(absl::string_view type, absl::string_view day) {
  v1::PathStep step;
  step.set_type(std::string(type));
  step.set_day(std::string(day));
  return step;
}

inline v1::PathStep CodeOn(absl::string_view type, absl::string_view day, absl::string_view code) {
  v1::PathStep step = StepOn(type, day);
  step.set_code(std::string(code));
  return step;
}

class ProgrammeBooks : public KeySource {
 public:
  // Everything is written down on one day, `today`.
  explicit ProgrammeBooks(absl::string_view today)
      : now_ms_(InstantOf(DayIn(today), 18 * 3600)),
        centre_(random_.NewId()),
        coach_(random_.NewId()),
        head_{.device = random_.NewId(), .epoch = 1} {
    ledger_ = *Ledger::Open(":memory:", log_);
    EventDraft described;
    described.event.set_kind(v1::EVENT_KIND_CENTRE_DESCRIBED);
    described.event.set_centre_id(centre_.ToString());
    described.event.mutable_centre_described()->set_name("Verzonnen centrum");
    Append(std::move(described));
  }

  absl::StatusOr<PersonKey> Find(const Id& key_id) const override {
    const auto found = keys_.find(key_id);
    if (found == keys_.end()) return absl::NotFoundError("no such key");
    return found->second;
  }
  void Forget(const Id& person) { keys_.erase(person); }

  // `phases` of its programme.
  Id Cohort(const std::string& name, absl::string_view first_day,
            const std::vector<std::string>& phases = {}) {
    const Id programme = random_.NewId();
    EventDraft described;
    described.event.set_kind(v1::EVENT_KIND_PROGRAMME_DESCRIBED);
    v1::ProgrammeDescribed& body = *described.event.mutable_programme_described();
    body.set_programme_id(programme.ToString());
    body.set_name(name);
    for (const std::string& phase : phases) {
      v1::ProgrammePhase& one = *body.add_phases();
      one.set_phase_id(random_.NewId().ToString());
      one.set_name(phase);
    }
    Append(std::move(described));
    const Id id = random_.NewId();
    EventDraft opened;
    opened.event.set_kind(v1::EVENT_KIND_COHORT_OPENED);
    v1::CohortOpened& cohort = *opened.event.mutable_cohort_opened();
    cohort.set_cohort_id(id.ToString());
    cohort.set_programme_id(programme.ToString());
    cohort.set_name(name);
    cohort.mutable_days()->set_first_day(DayIn(first_day));
    Append(std::move(opened));
    return id;
  }

  Id Person() {
    const Id person = random_.NewId();
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    draft.event.mutable_participant_registered();
    Append(std::move(draft));
    return person;
  }

  // The office finds that these are one human being.
  void SayOne(const std::vector<Id>& people) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_PEOPLE_GROUPED);
    draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    draft.event.mutable_actor()->set_person_id(coach_.ToString());
    v1::PersonGroup& group = *draft.event.mutable_people_grouped()->add_groups();
    for (const Id& person : people) {
      group.add_person_ids(person.ToString());
      AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    }
    Append(std::move(draft));
  }

  // An empty last day: open.
  void Enrol(const Id& person, const Id& cohort, absl::string_view first_day,
             absl::string_view last_day = "") {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_ENROLMENT_STARTED);
    draft.event.set_centre_id(centre_.ToString());
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    v1::EnrolmentStarted& body = *draft.event.mutable_enrolment_started();
    body.set_enrolment_id(random_.NewId().ToString());
    body.set_cohort_id(cohort.ToString());
    body.mutable_days()->set_first_day(DayIn(first_day));
    if (!last_day.empty()) body.mutable_days()->set_last_day(DayIn(last_day));
    Append(std::move(draft));
  }
  std::vector<Id> EnrolAll(int count, const Id& cohort, absl::string_view first_day,
                           absl::string_view last_day = "") {
    std::vector<Id> people;
    for (int i = 0; i < count; ++i) {
      people.push_back(Person());
      Enrol(people.back(), cohort, first_day, last_day);
    }
    return people;
  }

  // From 09:00 to 12:00, planned a week before.
  Id Session(const Id& cohort, absl::string_view day) {
    const Id id = random_.NewId();
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_SESSION_PLANNED);
    draft.event.set_centre_id(centre_.ToString());
    draft.event.set_session_id(id.ToString());
    *draft.event.mutable_stated_start() = ToCivilTime(InstantOf(DayIn(day), 9 * 3600));
    *draft.event.mutable_stated_end() = ToCivilTime(InstantOf(DayIn(day), 12 * 3600));
    draft.event.mutable_session_planned()->add_cohort_ids(cohort.ToString());
    AppendAt(std::move(draft), StartOfDay(DayIn(day) - 7));
    return id;
  }
  // A coach's mark, after the session.
  void Mark(const Id& person, const Id& session, v1::MarkStatus status) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_SESSION_MARKED);
    draft.event.set_centre_id(centre_.ToString());
    draft.event.set_session_id(session.ToString());
    draft.event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
    draft.event.mutable_actor()->set_person_id(coach_.ToString());
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    draft.event.mutable_session_marked()->set_status(status);
    Append(std::move(draft));
  }

  // As the office or a kiosk writes it down; the id of a new goal or placement.
  Id Step(const Id& person, const v1::PathStep& step, const Id& session = Id()) {
    CatchUp();
    KnownPath known =
        KnownPathOf(person, ledger_->reference(), ledger_->PathOf(person, {}).value());
    known.now_ms = now_ms_;
    known.new_id = random_.NewId();
    known.session = session;
    absl::StatusOr<PathDraft> draft = DraftPathStep(step, known);
    EXPECT_TRUE(draft.ok()) << draft.status();
    if (!draft.ok()) return Id();
    draft->draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    draft->draft.event.mutable_actor()->set_person_id(coach_.ToString());
    Append(std::move(draft->draft));
    return draft->ref;
  }

  std::vector<OpenedStep> Steps() {
    std::vector<PlacedStep> placed;
    for (PathRecord& record : PathRecords()) {
      placed.push_back(PlaceStep(*ledger_, std::move(record)).value());
    }
    return OpenSteps(placed, log_, *this).value();
  }
  std::vector<PathRecord> PathRecords() {
    CatchUp();
    return ledger_->Path({}).value();
  }

  // As of the end of `last_day`; empty: of today.
  v1::GetReportResponse Outcomes(absl::string_view last_day = "") {
    CatchUp();
    v1::GetReportRequest request;
    request.mutable_outcomes();
    if (!last_day.empty()) request.set_last_day(DayIn(last_day));
    ReportBasis basis;
    basis.now_ms = now_ms_;
    basis.days = DaysOfReport(request).value();
    ReportReading reading = ReadForReport(*ledger_, request, 0, SecretKey()).value();
    basis.cohorts = reading.cohorts;
    return OutcomeReport(reading.enrolments, OpenSteps(reading.steps, log_, *this).value(),
                         ledger_->Attendance(ActiveDays(basis.days, basis.now_ms)).value(), basis);
  }

 private:
  void Append(EventDraft draft) { AppendAt(std::move(draft), now_ms_); }
  void AppendAt(EventDraft draft, std::int64_t t_ms) {
    const CaptureMoment moment{
        .clock = {.wall_ms = t_ms, .boottime_ms = static_cast<std::uint64_t>(t_ms), .boot = boot_},
        .quality = v1::CLOCK_QUALITY_DISCIPLINED,
        .hybrid = {.wall_ms = t_ms}};
    const absl::StatusOr<StoredEvent> event = CompleteDraft(
        std::move(draft), head_, moment,
        [&](const Id& person) -> absl::StatusOr<PersonKey> {
          // A key's id is its person's here: one key each.
          const auto [found, is_new] = keys_.try_emplace(
              person, PersonKey{.key_id = person, .person = person, .key = random_.NewKey()});
          return found->second;
        },
        random_);
    ASSERT_TRUE(event.ok()) << event.status();
    head_ = HeadAfter(*event);
    log_.Append(*event, t_ms);
  }
  void CatchUp() { ASSERT_TRUE(ledger_->CatchUp(now_ms_).ok()); }

  SystemRandom random_;
  const std::int64_t now_ms_;
  const Id centre_;
  const Id coach_;
  const Id boot_ = random_.NewId();
  std::map<Id, PersonKey> keys_;
  LogHead head_;
  VectorLog log_;
  std::unique_ptr<Ledger> ledger_;
};

// Rows of one cohort: "exit paid_work 18 of 51 left = 35.3 %, 7 not known".
inline std::vector<std::string> Figures(const v1::GetReportResponse& report,
                                        absl::string_view cohort) {
  std::vector<std::string> lines;
  for (const v1::ReportRow& row : report.rows()) {
    if (row.cells(0) != cohort) continue;
    std::string line = absl::StrCat(row.cells(1), row.cells(2).empty() ? "" : " ", row.cells(2),
                                    " ", row.cells(3));
    if (!row.cells(5).empty()) {
      absl::StrAppend(&line, " of ", row.cells(5), " ", row.cells(4), " = ", row.cells(6), " %");
      if (row.cells(7) != "0") absl::StrAppend(&line, ", ", row.cells(7), " not known");
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_PROGRAMME_BOOKS_H_
