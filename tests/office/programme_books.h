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
#include "server/report_aftercare.h"
#include "server/report_funnel.h"
#include "server/report_indicators.h"
#include "server/report_ladder.h"
#include "server/report_outcomes.h"
#include "server/report_reading.h"
#include "server/report_transfers.h"
#include "tests/fakes/vector_log.h"
#include "tests/office/programme_definitions.h"

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
    Describe(programme, name, phases, [](const std::string& phase) { return phase; });
    return Open(programme, name, first_day);
  }

  // Of a definition that comes with Wijkboek, with its name and phases. `name`: the cohort's, where
  // it has one of its own; cohorts of one definition are of one programme.
  Id CohortOf(absl::string_view definition, absl::string_view first_day,
              const std::string& name = "") {
    const v1::ProgrammeFact fact = Definition(definition);
    Id& programme = programmes_[fact.key()];
    if (programme.IsZero()) {
      programme = random_.NewId();
      Describe(programme, fact.name(), fact.phases(),
               [](const v1::PhaseFact& phase) { return phase.name(); });
    }
    return Open(programme, name.empty() ? fact.name() : name, first_day);
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

  // As of the end of `last_day`; empty: of today. From `first_day` on; empty: from ever.
  v1::GetReportResponse Outcomes(absl::string_view last_day = "", absl::string_view first_day = "",
                                 const OutcomeOptions& options = {}) {
    v1::GetReportRequest request = Request(last_day, first_day);
    request.mutable_outcomes();
    const Read read = ReadFor(request);
    return OutcomeReport(read.reading.enrolments,
                         OpenSteps(read.reading.steps, log_, *this).value(), Active(read.basis),
                         read.basis, options);
  }
  v1::GetReportResponse Funnel(absl::string_view last_day = "") {
    v1::GetReportRequest request = Request(last_day);
    request.mutable_funnel();
    const Read read = ReadFor(request);
    return FunnelReport(read.reading.enrolments, OpenSteps(read.reading.steps, log_, *this).value(),
                        Active(read.basis), read.basis, read.reading.funnel);
  }
  v1::GetReportResponse Ladder(absl::string_view last_day = "", absl::string_view first_day = "") {
    v1::GetReportRequest request = Request(last_day, first_day);
    request.mutable_ladder();
    const Read read = ReadFor(request);
    return LadderReport(read.reading.enrolments, OpenSteps(read.reading.steps, log_, *this).value(),
                        read.basis, 0);
  }
  v1::GetReportResponse Transfers(absl::string_view last_day = "") {
    v1::GetReportRequest request = Request(last_day);
    request.mutable_transfers();
    const Read read = ReadFor(request);
    return TransferReport(read.reading.enrolments,
                          OpenSteps(read.reading.steps, log_, *this).value(), read.basis, 0);
  }
  v1::GetReportResponse Aftercare(absl::string_view last_day = "") {
    v1::GetReportRequest request = Request(last_day);
    request.mutable_aftercare();
    const Read read = ReadFor(request);
    return AftercareReport(read.reading.enrolments,
                           OpenSteps(read.reading.steps, log_, *this).value(), read.basis);
  }
  // `born`: as far as it is known.
  v1::GetReportResponse Indicators(IndicatorOptions options, absl::string_view last_day = "",
                                   absl::string_view first_day = "") {
    v1::GetReportRequest request = Request(last_day, first_day);
    request.mutable_indicators()->set_set(options.set);
    const Read read = ReadFor(request);
    return IndicatorReport(
        GatherIndicatorPeople(read.reading.operation,
                              OpenSteps(read.reading.operation_steps, log_, *this).value(),
                              read.basis, options),
        read.basis, options);
  }

 private:
  struct Read {
    ReportReading reading;
    ReportBasis basis;
  };

  static v1::GetReportRequest Request(absl::string_view last_day,
                                      absl::string_view first_day = "") {
    v1::GetReportRequest request;
    if (!first_day.empty()) request.set_first_day(DayIn(first_day));
    if (!last_day.empty()) request.set_last_day(DayIn(last_day));
    return request;
  }

  Read ReadFor(const v1::GetReportRequest& request) {
    CatchUp();
    Read read;
    read.basis.now_ms = now_ms_;
    read.basis.days = DaysOfReport(request).value();
    read.reading = ReadForReport(*ledger_, request, 0, SecretKey()).value();
    read.basis.cohorts = read.reading.cohorts;
    return read;
  }
  std::vector<AttendanceRecord> Active(const ReportBasis& basis) {
    return ledger_->Attendance(ActiveDays(basis.days, basis.now_ms)).value();
  }

  template <typename Phases, typename NameOf>
  void Describe(const Id& programme, const std::string& name, const Phases& phases,
                const NameOf& name_of) {
    EventDraft described;
    described.event.set_kind(v1::EVENT_KIND_PROGRAMME_DESCRIBED);
    v1::ProgrammeDescribed& body = *described.event.mutable_programme_described();
    body.set_programme_id(programme.ToString());
    body.set_name(name);
    for (const auto& phase : phases) {
      v1::ProgrammePhase& one = *body.add_phases();
      one.set_phase_id(random_.NewId().ToString());
      one.set_name(name_of(phase));
    }
    Append(std::move(described));
  }

  Id Open(const Id& programme, const std::string& name, absl::string_view first_day) {
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

  void Append(EventDraft draft) { AppendAt(std::move(draft), now_ms_); }
  void AppendAt(EventDraft draft, std::int64_t t_ms) {
    const CaptureMoment moment{
        .clock = {.wall_ms = t_ms, .boottime_ms = static_cast<std::uint64_t>(t_ms), .boot = boot_},
        .quality = v1::CLOCK_QUALITY_DISCIPLINED,
        .hybrid = {.wall_ms = t_ms}};
    const absl::StatusOr<StoredEvent> event = CompleteDraft(
        std::move(draft), head_, moment,
        [&](const SealedDraft& part) -> absl::StatusOr<PersonKey> {
          const Id& person = part.person;
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
  // By the key of their definition.
  std::map<std::string, Id> programmes_;
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

// Rows of one programme: "came 47 of 50 invited = 94.0 %, 94.0 % of the invited".
inline std::vector<std::string> FunnelLines(const v1::GetReportResponse& report,
                                            absl::string_view programme) {
  std::vector<std::string> lines;
  for (const v1::ReportRow& row : report.rows()) {
    if (row.cells(0) != programme) continue;
    std::string line = absl::StrCat(row.cells(1), row.cells(2).empty() ? "" : " ", row.cells(2),
                                    " ", row.cells(3));
    if (!row.cells(5).empty()) {
      absl::StrAppend(&line, " of ", row.cells(5), " ", row.cells(4), " = ", row.cells(6), " %, ",
                      row.cells(7), " % of the invited");
      if (row.cells(8) != "0") absl::StrAppend(&line, ", ", row.cells(8), " not known");
    }
    lines.push_back(line);
  }
  return lines;
}

// Rows of one group, their cells from the second on: "benefit work 3 in it 12 25.0 0".
inline std::vector<std::string> RowsOf(const v1::GetReportResponse& report,
                                       absl::string_view group) {
  std::vector<std::string> lines;
  for (const v1::ReportRow& row : report.rows()) {
    if (row.cells(0) != group) continue;
    std::vector<std::string> cells(row.cells().begin() + 1, row.cells().end());
    std::erase(cells, "");
    lines.push_back(absl::StrJoin(cells, " "));
  }
  return lines;
}

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_PROGRAMME_BOOKS_H_
