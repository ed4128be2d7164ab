#include "tests/sim/people.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "common/drafts/settle_draft.h"
#include "common/reconcile/settling_ways.h"
#include "common/status.h"
#include "server/settle_basis.h"

namespace wijkboek::sim {
namespace {

constexpr unsigned kParticipantsPerCentre = 4;
constexpr unsigned kResidentsPerCentre = 2;
// Whoever taps this long before or after a session's start has come to it.
constexpr std::int64_t kEarlyMs = 10 * kMinuteMs;
constexpr std::int64_t kLateMs = 12 * kMinuteMs;

Subject WithOwnBadge(const Id& person) {
  return {.person = person, .badge_hash = {}, .method = v1::METHOD_OWN_BADGE};
}

EventDraft OfficeDraft(v1::EventKind kind) {
  EventDraft draft;
  draft.event.set_kind(kind);
  return draft;
}

void SealName(EventDraft& draft, const Id& person) {
  v1::SealedName name;
  name.set_family(Model::kPlantedName);
  AddSealed(draft, v1::SEALED_FIELD_NAME, name, person);
}

}  // namespace

Id People::ParticipantId(unsigned centre, unsigned number) {
  return NumberedId(20 + centre, number);
}
Id People::ResidentId(unsigned centre, unsigned number) { return NumberedId(25 + centre, number); }
Subject People::CoachOf(unsigned centre) {
  return {.person = NumberedId(28 + centre, 1),
          .badge_hash = {},
          .method = v1::METHOD_COACH_PIN,
          .is_coach = true};
}
Id People::Participant(unsigned centre) {
  return ParticipantId(centre, static_cast<unsigned>(world_.dice.Below(kParticipantsPerCentre)));
}

// ---- the agenda

std::int64_t People::NextMs() const { return agenda_.empty() ? kNeverMs : agenda_.begin()->first; }

absl::Status People::Act() {
  while (!agenda_.empty() && agenda_.begin()->first <= world_.now_ms) {
    Doing doing = std::move(agenda_.begin()->second);
    agenda_.erase(agenda_.begin());
    doing();
  }
  return absl::OkStatus();
}

absl::Status People::SetUp() {
  RETURN_IF_ERROR(RegisterEverybody());
  for (int week = 0; week < world_.weather.weeks; ++week) {
    const std::int64_t monday_ms = world_.start_ms + week * kWeekMs;
    At(monday_ms, [this, monday_ms] { PlanWeek(monday_ms); });
  }
  return absl::OkStatus();
}

// ---- the office

// What the office was told is saved must stay, as what a kiosk was told is acknowledged.
absl::Status People::Tell(EventDraft draft) {
  if (!world_.server.IsUp()) return absl::UnavailableError("the server is down");
  absl::StatusOr<EventKey> told = world_.server.Tell(std::move(draft));
  if (!told.ok()) world_.Note(absl::StrCat("the office is refused: ", told.status().ToString()));
  if (told.ok()) world_.model.Acknowledged(*told, "office");
  return told.status();
}

absl::Status People::RegisterEverybody() {
  for (unsigned centre = 0; centre < kCentres; ++centre) {
    const Id cohort = NumberedId(30, centre);
    EventDraft opened = OfficeDraft(v1::EVENT_KIND_COHORT_OPENED);
    opened.event.mutable_cohort_opened()->set_cohort_id(cohort.ToString());
    opened.event.mutable_cohort_opened()->mutable_days()->set_first_day(DayOf(world_.now_ms));
    RETURN_IF_ERROR(Tell(std::move(opened)));
    for (unsigned i = 0; i < kParticipantsPerCentre; ++i) {
      const Id person = ParticipantId(centre, i);
      EventDraft draft = OfficeDraft(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
      draft.event.mutable_participant_registered();
      draft.event.set_centre_id(CentreId(centre).ToString());
      AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
      SealName(draft, person);
      RETURN_IF_ERROR(Tell(std::move(draft)));
      EventDraft enrolment = OfficeDraft(v1::EVENT_KIND_ENROLMENT_STARTED);
      enrolment.event.set_centre_id(CentreId(centre).ToString());
      AddPerson(enrolment.event, person, v1::PERSON_ROLE_PARTICIPANT);
      v1::EnrolmentStarted& started = *enrolment.event.mutable_enrolment_started();
      started.set_enrolment_id(NumberedId(40 + centre, i).ToString());
      started.set_cohort_id(cohort.ToString());
      started.mutable_days()->set_first_day(DayOf(world_.now_ms));
      RETURN_IF_ERROR(Tell(std::move(enrolment)));
    }
    for (unsigned i = 0; i < kResidentsPerCentre; ++i) {
      EventDraft draft = OfficeDraft(v1::EVENT_KIND_RESIDENT_REGISTERED);
      draft.event.mutable_resident_registered();
      draft.event.set_centre_id(CentreId(centre).ToString());
      AddPerson(draft.event, ResidentId(centre, i), v1::PERSON_ROLE_RESIDENT);
      SealName(draft, ResidentId(centre, i));
      RETURN_IF_ERROR(Tell(std::move(draft)));
    }
    EventDraft coach = OfficeDraft(v1::EVENT_KIND_COACH_REGISTERED);
    coach.event.mutable_coach_registered();
    coach.event.set_centre_id(CentreId(centre).ToString());
    AddPerson(coach.event, CoachOf(centre).person, v1::PERSON_ROLE_COACH);
    SealName(coach, CoachOf(centre).person);
    RETURN_IF_ERROR(Tell(std::move(coach)));
  }
  return absl::OkStatus();
}

// A session each morning at each centre; who plans the week while the server is down tries later.
void People::PlanWeek(std::int64_t monday_ms) {
  if (!world_.server.IsUp()) {
    return At(world_.now_ms + 10 * kMinuteMs, [this, monday_ms] { PlanWeek(monday_ms); });
  }
  for (int weekday = 0; weekday < 5; weekday += world_.weather.days_apart) {
    const CivilDay day = DayOf(monday_ms + kDayMs / 2) + weekday;
    for (unsigned centre = 0; centre < kCentres; ++centre) {
      const Lesson lesson{.session = NumberedId(50 + centre, ++lessons_),
                          .centre = centre,
                          .day = day,
                          .start_ms = InstantOf(day, 9 * 3600 + 1800),
                          .end_ms = InstantOf(day, 12 * 3600)};
      if (lesson.start_ms < world_.now_ms) continue;
      EventDraft draft = OfficeDraft(v1::EVENT_KIND_SESSION_PLANNED);
      draft.event.set_session_id(lesson.session.ToString());
      draft.event.set_centre_id(CentreId(centre).ToString());
      *draft.event.mutable_stated_start() = ToCivilTime(lesson.start_ms);
      *draft.event.mutable_stated_end() = ToCivilTime(lesson.end_ms);
      draft.event.mutable_session_planned()->add_cohort_ids(NumberedId(30, centre).ToString());
      (void)Tell(std::move(draft));
      PlanLesson(lesson);
      PlanAfternoon(centre, day);
    }
  }
}

absl::Status People::Erase(Oracle& oracle) {
  const Id person = Participant(static_cast<unsigned>(world_.dice.Below(kCentres)));
  const Id persons[] = {person};
  KeyVault& keys = world_.server.keys();
  ASSIGN_OR_RETURN(const std::vector<PersonKey> known, keys.KeysOf(persons));
  const absl::Status erased = keys.Erase(person, world_.now_ms).status();
  world_.Fault("erased", absl::StrCat(person.hex(), " ", erased.ToString()));
  if (!erased.ok()) return absl::OkStatus();
  world_.model.Erased(person, world_.now_ms);
  oracle.Erased(known);
  return absl::OkStatus();
}

// ---- a day

void People::PlanLesson(const Lesson& lesson) {
  for (unsigned i = 0; i < kParticipantsPerCentre; ++i) {
    PlanComing(lesson, ParticipantId(lesson.centre, i));
  }
  Dice& dice = world_.dice;
  if (Slips()) At(lesson.start_ms + 20 * kMinuteMs, [=, this] { TapWrong(lesson.centre); });
  if (Slips()) At(lesson.end_ms - dice.Between(0, 30) * kMinuteMs, [=, this] { Mark(lesson); });
  if (Slips()) At(lesson.end_ms + dice.Between(1, 600) * kMinuteMs, [=, this] { Contest(lesson); });
  if (dice.Chance(world_.weather.mistakes / 4)) {
    At(lesson.start_ms - dice.Between(1, 600) * kMinuteMs, [=, this] { Cancel(lesson); });
  }
}

void People::PlanComing(const Lesson& lesson, const Id& participant) {
  Dice& dice = world_.dice;
  if (!dice.Chance(850)) {
    if (dice.Chance(400)) {
      At(lesson.start_ms - dice.Between(0, 120) * kMinuteMs,
         [=, this] { Excuse(lesson, participant); });
    }
    return;
  }
  // Now and then at the other centre, by mistake or because the bus goes there.
  const unsigned centre = Slips() ? 1 - lesson.centre : lesson.centre;
  const std::int64_t come_ms = lesson.start_ms + dice.Between(-kEarlyMs, kLateMs);
  At(come_ms, [=, this] { CheckIn(lesson, participant, centre); });
  if (Slips()) {
    At(come_ms + dice.Between(1000, kMinuteMs),
       [=, this] { CheckIn(lesson, participant, centre); });
  }
  if (Slips()) return;  // forgets to check out
  At(lesson.end_ms + dice.Between(-5, 20) * kMinuteMs,
     [=, this] { CheckOut(participant, centre); });
}

void People::PlanAfternoon(unsigned centre, CivilDay day) {
  Dice& dice = world_.dice;
  const auto some_time = [&] { return InstantOf(day, 13 * 3600) + dice.Between(0, 4 * kHourMs); };
  if (dice.Chance(400)) At(some_time(), [=, this] { Visit(centre); });
  if (dice.Chance(300)) At(some_time(), [=, this] { LogVisit(centre); });
  if (dice.Chance(400)) At(some_time(), [=, this] { Help(centre); });
  if (dice.Chance(300)) At(some_time(), [=, this] { SettleAtKiosk(centre); });
  if (dice.Chance(200)) At(some_time(), [=, this] { SettleAtOffice(); });
  if (dice.Chance(world_.weather.newer_kinds * 10)) At(some_time(), [=, this] { SayNews(centre); });
}

// ---- at a kiosk

Kiosk* People::KioskAt(unsigned centre) {
  std::vector<Kiosk*> there;
  for (Kiosk& kiosk : world_.kiosks) {
    if (!kiosk.is_out && kiosk.machine->identity().centre == CentreId(centre) &&
        kiosk.machine->IsUp()) {
      there.push_back(&kiosk);
    }
  }
  return there.empty() ? nullptr : there[world_.dice.Below(there.size())];
}

CaptureContext People::ContextOf(Kiosk& kiosk) {
  OwnLog& log = kiosk.machine->log();
  return {.centre = kiosk.machine->identity().centre,
          .now_ms = log.NowMs(),
          .clock_known = log.quality() != v1::CLOCK_QUALITY_UNKNOWN};
}

std::optional<StoredEvent> People::Capture(Kiosk& kiosk, absl::StatusOr<EventDraft> draft,
                                           absl::string_view what) {
  if (!draft.ok()) {
    world_.Note(absl::StrCat(kiosk.name(), " ", what, ": ", draft.status().ToString()));
    return std::nullopt;
  }
  if (world_.Happens(world_.weather.sync_failure)) {
    world_.Fault("sync of a capture failed", kiosk.name());
    // A second failure keeps SQLite from tidying away what it gave up.
    world_.disk.FailSyncs(kiosk.name(), static_cast<int>(world_.dice.Between(1, 3)));
  }
  absl::StatusOr<StoredEvent> event = kiosk.machine->Capture(*std::move(draft));
  ++world_.captures;
  world_.Note(
      absl::StrCat(kiosk.name(), " ", what, " ",
                   event.ok() ? event->key.hash.hex().substr(0, 12) : event.status().ToString()));
  // What the page would show; a kiosk without power shows nothing.
  if (!kiosk.machine->IsUp() ||
      (!event.ok() && absl::StrContains(event.status().message(), "not certain"))) {
    world_.model.Unsure(kiosk.device());
    return std::nullopt;
  }
  if (!event.ok()) return std::nullopt;
  world_.model.Saved(event->key, kiosk.name());
  return *std::move(event);
}

void People::CheckIn(const Lesson& lesson, const Id& participant, unsigned centre) {
  Kiosk* kiosk = KioskAt(centre);
  if (kiosk == nullptr) return;
  const std::optional<StoredEvent> event =
      Capture(*kiosk, DraftCheckIn(ContextOf(*kiosk), WithOwnBadge(participant), false), "in");
  if (!event || centre != lesson.centre || world_.HasClone(*kiosk)) return;
  world_.model.Came({.person = participant,
                     .session = lesson.session,
                     .day = lesson.day,
                     .at_ms = world_.now_ms,
                     .event = event->key});
}

void People::CheckOut(const Id& participant, unsigned centre) {
  Kiosk* kiosk = KioskAt(centre);
  if (kiosk == nullptr) return;
  Capture(*kiosk, DraftCheckOut(ContextOf(*kiosk), WithOwnBadge(participant), false), "out");
}

void People::Excuse(const Lesson& lesson, const Id& participant) {
  Kiosk* kiosk = KioskAt(lesson.centre);
  if (kiosk == nullptr) return;
  v1::ExcuseRequest request;
  request.set_reason(v1::ABSENCE_REASON_CHILDCARE);
  const Id sessions[] = {lesson.session};
  Capture(*kiosk,
          DraftExcuse(ContextOf(*kiosk), WithOwnBadge(participant), request, sessions,
                      CoachOf(lesson.centre)),
          "excuse");
}

// Somebody else's badge; a coach takes it back, where it was tapped.
void People::TapWrong(unsigned centre) {
  Kiosk* kiosk = KioskAt(centre);
  if (kiosk == nullptr) return;
  const std::optional<StoredEvent> event = Capture(
      *kiosk, DraftCheckIn(ContextOf(*kiosk), WithOwnBadge(Participant(centre)), false), "wrong");
  if (!event) return;
  ++world_.faults["wrong tap"];
  At(world_.now_ms + world_.dice.Between(1, 60) * kMinuteMs, [=, this] {
    if (!kiosk->machine->IsUp() || kiosk->is_out) return;
    Capture(*kiosk,
            DraftVoid(ContextOf(*kiosk), *event, v1::VOID_REASON_WRONG_PERSON, CoachOf(centre)),
            "undo");
  });
}

void People::Mark(const Lesson& lesson) {
  Kiosk* kiosk = KioskAt(lesson.centre);
  if (kiosk == nullptr) return;
  const auto status = static_cast<v1::MarkStatus>(world_.dice.Between(1, 4));
  Capture(*kiosk,
          DraftMark(ContextOf(*kiosk), Participant(lesson.centre), lesson.session, status, {},
                    CoachOf(lesson.centre)),
          "mark");
}

void People::Contest(const Lesson& lesson) {
  Kiosk* kiosk = KioskAt(lesson.centre);
  if (kiosk == nullptr) return;
  Capture(*kiosk,
          DraftContest(ContextOf(*kiosk), WithOwnBadge(Participant(lesson.centre)),
                       {.session = lesson.session, .day = {}, .reason = "", .voice = {}}),
          "contest");
}

void People::Cancel(const Lesson& lesson) {
  Kiosk* kiosk = KioskAt(lesson.centre);
  if (kiosk == nullptr) return;
  absl::StatusOr<EventDraft> draft =
      DraftCancel(ContextOf(*kiosk), lesson.session, {}, CoachOf(lesson.centre));
  if (draft.ok()) DisturbAll(lesson);
  Capture(*kiosk, std::move(draft), "cancel");
}

void People::Visit(unsigned centre) {
  Kiosk* kiosk = KioskAt(centre);
  if (kiosk == nullptr) return;
  const VisitPeople people{
      .participants = {WithOwnBadge(Participant(centre))},
      .residents = {ResidentId(centre,
                               static_cast<unsigned>(world_.dice.Below(kResidentsPerCentre)))},
      .coach = {}};
  const Id visit = NumberedId(60, ++visits_);
  Capture(*kiosk, DraftVisitStart(ContextOf(*kiosk), people, visit), "visit");
  if (Slips()) return;
  At(world_.now_ms + world_.dice.Between(20, 90) * kMinuteMs, [=, this] {
    Kiosk* back = KioskAt(centre);
    if (back == nullptr) return;
    v1::EndVisitRequest request;
    request.set_visit(visit.hex());
    request.set_outcome(v1::VISIT_OUTCOME_DONE);
    Capture(*back, DraftVisitEnd(ContextOf(*back), people, request), "visit over");
  });
}

void People::LogVisit(unsigned centre) {
  Kiosk* kiosk = KioskAt(centre);
  if (kiosk == nullptr) return;
  const VisitPeople people{.participants = {WithOwnBadge(Participant(centre))},
                           .residents = {ResidentId(centre, 0)},
                           .coach = {}};
  v1::LogVisitRequest request;
  const std::string day = FormatDay(DayOf(world_.now_ms));
  request.set_start(day + "T12:15");
  request.set_end(day + "T12:50");
  request.set_outcome(v1::VISIT_OUTCOME_DONE);
  request.set_note(Model::kPlantedName);
  Capture(*kiosk, DraftVisitLog(ContextOf(*kiosk), people, NumberedId(60, ++visits_), request),
          "visit log");
}

// Both sides say so, each at a kiosk, not always the same.
void People::Help(unsigned centre) {
  const HelpPeople people{.helper = WithOwnBadge(Participant(centre)),
                          .helped = WithOwnBadge(Participant(centre)),
                          .coach = {}};
  for (const v1::HelpSide side : {v1::HELP_SIDE_HELPER, v1::HELP_SIDE_HELPED}) {
    Kiosk* kiosk = KioskAt(centre);
    if (kiosk == nullptr) return;
    v1::LogBuddyHelpRequest request;
    request.set_side(side);
    request.set_minutes(Slips() ? 90 : 30);
    request.set_subject("taal");
    Capture(*kiosk, DraftBuddyHelp(ContextOf(*kiosk), people, request), "help");
  }
}

// As a kiosk of a later version would, whose kinds the server does not know yet.
void People::SayNews(unsigned centre) {
  Kiosk* kiosk = KioskAt(centre);
  if (kiosk == nullptr) return;
  EventDraft draft;
  draft.event.set_kind(static_cast<v1::EventKind>(900));
  AddPerson(draft.event, Participant(centre), v1::PERSON_ROLE_PARTICIPANT);
  ++world_.faults["newer kind"];
  Capture(*kiosk, std::move(draft), "news");
}

// ---- settling

// One of the ways that this kind has; now and then one that it has not.
v1::Decision People::Decide(const Discrepancy& discrepancy) {
  Dice& dice = world_.dice;
  const absl::Span<const absl::string_view> ways = WaysOf(discrepancy.kind);
  const absl::string_view way =
      ways.empty() || dice.Chance(100) ? "minutes" : ways[dice.Below(ways.size())];
  v1::Decision decision;
  if (way == "status") {
    decision.set_status(static_cast<v1::MarkStatus>(dice.Between(1, 4)));
  } else if (way == "minutes") {
    decision.set_minutes(static_cast<unsigned>(dice.Between(0, 90)));
  } else if (way == "start") {
    decision.set_start("09:05");
  } else if (way == "end") {
    decision.set_end("12:05");
  } else if (way == "time") {
    decision.set_time(TrueTime(discrepancy));
  } else if (way == "person") {
    decision.set_person(Participant(static_cast<unsigned>(dice.Below(kCentres))).hex());
  } else {
    decision.set_accept(way == "accept");
  }
  return decision;
}

// Whoever came says when they came, and now and then not on which day.
std::string People::TrueTime(const Discrepancy& discrepancy) {
  std::int64_t t_ms = world_.now_ms - kDayMs;
  for (const Coming& coming : world_.model.comings()) {
    if (coming.event.hash == discrepancy.events.front()) t_ms = coming.at_ms;
  }
  return Slips() ? FormatTimeOfDay(t_ms) : FormatTime(t_ms - t_ms % kMinuteMs);
}

// What the decision says of the day, whatever comes of it; when somebody came it says truly.
void People::Disturb(const Discrepancy& discrepancy, const v1::Decision& decision) {
  if (decision.value_case() == v1::Decision::kTime) return;
  for (const Id& person : discrepancy.persons) {
    for (CivilDay day = discrepancy.day - 1; day <= discrepancy.day + 1; ++day) {
      world_.model.Disturbed(person, day);
    }
  }
}

void People::DisturbAll(const Lesson& lesson) {
  for (unsigned i = 0; i < kParticipantsPerCentre; ++i) {
    world_.model.Disturbed(ParticipantId(lesson.centre, i), lesson.day);
  }
}

void People::SettleAtKiosk(unsigned centre) {
  Kiosk* kiosk = KioskAt(centre);
  if (kiosk == nullptr) return;
  absl::StatusOr<KnownDiscrepancies> known = kiosk->machine->view().Discrepancies();
  if (!known.ok() || known->open.empty()) return;
  const Discrepancy& found = known->open[world_.dice.Below(known->open.size())];
  const CaptureContext context = ContextOf(*kiosk);
  const Subject coach = CoachOf(centre);
  Settling settling{.author = coach.person,
                    .method = coach.method,
                    .centre = context.centre,
                    .now_ms = context.clock_known ? context.now_ms : 0};
  for (const Id& person : found.persons) settling.concerned.push_back({.person = person});
  const v1::Decision decision = Decide(found);
  absl::StatusOr<EventDraft> draft = DraftSettling(found, decision, settling);
  if (draft.ok()) Disturb(found, decision);
  if (Capture(*kiosk, std::move(draft), absl::StrCat("settle ", found.kind))) {
    ++world_.faults["settled at a kiosk"];
  }
}

void People::SettleAtOffice() {
  ServerMachine& server = world_.server;
  if (!server.IsUp()) return;
  absl::StatusOr<EventDraft> draft = absl::NotFoundError("nothing to settle");
  const absl::Status read = server.reconciler().Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<Discrepancy> open, ledger.Discrepancies());
    if (open.empty()) return absl::OkStatus();
    const Discrepancy& found = open[world_.dice.Below(open.size())];
    ASSIGN_OR_RETURN(const SettleBasis basis, SettleBasisOf(found, ledger));
    ASSIGN_OR_RETURN(const Settling settling,
                     OfficeSettling(found, basis, NumberedId(29, 99), server.log(), world_.now_ms));
    const v1::Decision decision = Decide(found);
    draft = DraftSettling(found, decision, settling);
    if (draft.ok()) Disturb(found, decision);
    return absl::OkStatus();
  });
  world_.Note(absl::StrCat("the office settles: ", draft.status().ToString()));
  if (read.ok() && draft.ok() && Tell(*std::move(draft)).ok()) {
    ++world_.faults["settled by the office"];
  }
}

}  // namespace wijkboek::sim
