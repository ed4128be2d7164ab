// Visits, and who helped whom.
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "client/capture_draft.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::uint32_t kHelpMinutesMax = 1440;

absl::StatusOr<EventDraft> DraftVisit(const CaptureContext& context, v1::EventKind kind,
                                      const VisitPeople& people) {
  if (people.participants.empty()) {
    return absl::InvalidArgumentError("say who goes on the visit");
  }
  EventDraft draft = NewDraft(context, kind);
  std::set<Id> named;
  for (const Subject& participant : people.participants) {
    RETURN_IF_ERROR(RequireKnown(participant, "a participant"));
    if (named.insert(participant.person).second) {
      AddPerson(draft.event, participant.person, v1::PERSON_ROLE_PARTICIPANT);
    }
  }
  for (const Id& resident : people.residents) {
    if (named.insert(resident).second) {
      AddPerson(draft.event, resident, v1::PERSON_ROLE_RESIDENT);
    }
  }
  SetActor(draft.event, people.coach, people.participants.front());
  return draft;
}

absl::Status RequireResident(const VisitPeople& people) {
  if (!people.residents.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("say who is visited");
}

// What the visit was like belongs to everybody whom it is about; each can be erased alone.
void SealOutcome(EventDraft& draft, v1::VisitOutcome outcome,
                 const google::protobuf::RepeatedField<int>& tasks, absl::string_view note) {
  for (const v1::PersonRef& ref : draft.event.persons()) {
    const Id person = Id::FromBytesOrZero(ref.person_id());
    if (outcome != v1::VISIT_OUTCOME_UNSPECIFIED) {
      v1::SealedOutcome sealed;
      sealed.set_visit(outcome);
      AddSealed(draft, v1::SEALED_FIELD_OUTCOME, sealed, person);
    }
    if (!tasks.empty()) {
      v1::SealedTasks sealed;
      for (int task : tasks) sealed.add_tasks(static_cast<v1::VisitTask>(task));
      AddSealed(draft, v1::SEALED_FIELD_TASKS, sealed, person);
    }
    if (!note.empty()) {
      v1::SealedText sealed;
      sealed.set_text(std::string(note));
      AddSealed(draft, v1::SEALED_FIELD_NOTE, sealed, person);
    }
  }
}

}  // namespace

absl::StatusOr<EventDraft> DraftVisitStart(const CaptureContext& context, const VisitPeople& people,
                                           const Id& visit) {
  RETURN_IF_ERROR(RequireResident(people));
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisit(context, v1::EVENT_KIND_VISIT_STARTED, people));
  draft.event.mutable_visit_started();
  draft.event.set_visit_id(visit.ToString());
  return draft;
}

absl::StatusOr<EventDraft> DraftVisitPlan(const CaptureContext& context, const VisitPeople& people,
                                          const Id& visit, const StatedSpan& span) {
  RETURN_IF_ERROR(RequireResident(people));
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisit(context, v1::EVENT_KIND_VISIT_PLANNED, people));
  draft.event.mutable_visit_planned();
  draft.event.set_visit_id(visit.ToString());
  SetStated(draft.event, span);
  return draft;
}

absl::StatusOr<EventDraft> DraftVisitConfirmation(const CaptureContext& context,
                                                  const Confirmation& confirmation,
                                                  const Subject& who) {
  const v1::Event& visit = confirmation.event.event;
  if (visit.kind() != v1::EVENT_KIND_VISIT_STARTED && visit.kind() != v1::EVENT_KIND_VISIT_ENDED &&
      visit.kind() != v1::EVENT_KIND_VISIT_LOGGED) {
    return absl::InvalidArgumentError("this event is no visit: confirm one that \"saved\" named");
  }
  RETURN_IF_ERROR(CheckText("the name", confirmation.carer, kShortTextMax));
  if (confirmation.signature) RETURN_IF_ERROR(CheckSignature(*confirmation.signature));
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_VISIT_CONFIRMED);
  *draft.event.mutable_persons() = visit.persons();
  draft.event.set_visit_id(visit.visit_id());
  draft.event.add_seen(confirmation.event.key.hash.ToString());
  draft.event.mutable_visit_confirmed()->set_by(confirmation.by);
  // One signature, of whichever of the household is named first; the name of a carer is theirs too.
  for (const v1::PersonRef& ref : visit.persons()) {
    if (ref.role() != v1::PERSON_ROLE_RESIDENT) continue;
    const Id resident = Id::FromBytesOrZero(ref.person_id());
    if (confirmation.signature) {
      AddSealed(draft, v1::SEALED_FIELD_SIGNATURE, *confirmation.signature, resident);
    }
    if (!confirmation.carer.empty()) {
      v1::SealedText carer;
      carer.set_text(confirmation.carer);
      AddSealed(draft, v1::SEALED_FIELD_NOTE, carer, resident);
    }
    break;
  }
  SetActor(draft.event, who);
  return draft;
}

absl::StatusOr<EventDraft> DraftVisitEnd(const CaptureContext& context, const VisitPeople& people,
                                         const v1::EndVisitRequest& request) {
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisit(context, v1::EVENT_KIND_VISIT_ENDED, people));
  draft.event.mutable_visit_ended();
  if (request.visit().empty()) {
    RETURN_IF_ERROR(RequireResident(people));
  } else {
    absl::StatusOr<Id> visit = Id::FromHex(request.visit());
    if (!visit.ok()) return WithContext(visit.status(), "visit");
    draft.event.set_visit_id(visit->ToString());
  }
  if (!request.end().empty()) {
    absl::StatusOr<v1::CivilTime> end = ParseCivilTime(request.end());
    if (!end.ok()) return WithContext(end.status(), "end");
    *draft.event.mutable_stated_end() = *end;
  }
  SealOutcome(draft, request.outcome(), request.tasks(), "");
  return draft;
}

absl::StatusOr<EventDraft> DraftVisitLog(const CaptureContext& context, const VisitPeople& people,
                                         const Id& visit, const v1::LogVisitRequest& request) {
  RETURN_IF_ERROR(RequireResident(people));
  RETURN_IF_ERROR(CheckText("the note", request.note(), kNoteMax));
  ASSIGN_OR_RETURN(StatedSpan span, ParseSpan(request.start(), request.end()));
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisit(context, v1::EVENT_KIND_VISIT_LOGGED, people));
  draft.event.mutable_visit_logged();
  draft.event.set_visit_id(visit.ToString());
  SetStated(draft.event, span);
  SealOutcome(draft, request.outcome(), request.tasks(), request.note());
  return draft;
}

absl::StatusOr<EventDraft> DraftBuddyHelp(const CaptureContext& context, const HelpPeople& people,
                                          const v1::LogBuddyHelpRequest& request) {
  RETURN_IF_ERROR(RequireKnown(people.helper, "who helped"));
  RETURN_IF_ERROR(RequireKnown(people.helped, "who was helped"));
  if (people.helper.person == people.helped.person) {
    return absl::InvalidArgumentError(
        "who helped and who was helped are one and the same: name the other one");
  }
  if (request.minutes() == 0 || request.minutes() > kHelpMinutesMax) {
    return absl::InvalidArgumentError("help takes 1 to 1440 minutes");
  }
  if (request.side() == v1::HELP_SIDE_UNSPECIFIED) {
    return absl::InvalidArgumentError("say whose word it is: helper, helped or coach");
  }
  const absl::string_view subject = absl::StripAsciiWhitespace(request.subject());
  if (subject.empty()) return absl::InvalidArgumentError("say with what: the subject is missing");
  RETURN_IF_ERROR(CheckText("the subject", subject, kShortTextMax));
  if (request.side() == v1::HELP_SIDE_COACH && !people.coach) {
    return absl::InvalidArgumentError("a coach's word needs the coach's own badge or PIN");
  }
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_BUDDY_HELP_LOGGED);
  AddPerson(draft.event, people.helper.person, v1::PERSON_ROLE_HELPER);
  AddPerson(draft.event, people.helped.person, v1::PERSON_ROLE_HELPED);
  v1::BuddyHelpLogged* help = draft.event.mutable_buddy_help_logged();
  help->set_minutes(request.minutes());
  help->set_subject(std::string(subject));
  help->set_side(request.side());
  if (!request.day().empty()) {
    ASSIGN_OR_RETURN(CivilDay day, ParseDay(request.day()));
    draft.event.mutable_stated_start()->set_day(day);
  }
  SetActor(draft.event, people.coach,
           request.side() == v1::HELP_SIDE_HELPED ? people.helped : people.helper);
  return draft;
}

}  // namespace wijkboek
