#include "client/capture.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kShortTextMax = 200;
constexpr std::size_t kNoteMax = 4000;
constexpr std::uint32_t kHelpMinutesMax = 1440;

absl::Status CheckText(absl::string_view what, absl::string_view text, std::size_t max) {
  if (text.size() <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(what, " is too long: at most ", max, " bytes"));
}

EventDraft NewDraft(const CaptureContext& context, v1::EventKind kind) {
  EventDraft draft;
  draft.event.set_kind(kind);
  draft.event.set_centre_id(context.centre.ToString());
  return draft;
}

void SetActor(v1::Event& event, v1::Method method, const Id& person) {
  event.mutable_actor()->set_method(method);
  if (!person.IsZero()) event.mutable_actor()->set_person_id(person.ToString());
}

// The coach who entered it, else the person themselves.
void SetActor(v1::Event& event, const std::optional<Subject>& coach, const Subject& who) {
  const Subject& actor = coach ? *coach : who;
  SetActor(event, actor.method, actor.person);
}

void SetStated(v1::Event& event, const StatedSpan& span) {
  *event.mutable_stated_start() = span.start;
  *event.mutable_stated_end() = span.end;
}

void AddWho(v1::Event& event, const Subject& who, v1::PersonRole role) {
  if (who.person.IsZero()) {
    event.set_badge_hash(who.badge_hash.ToString());
  } else {
    AddPerson(event, who.person, role);
  }
}

absl::Status RequireKnown(const Subject& who, absl::string_view what) {
  if (!who.person.IsZero()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the badge of ", what, " is not known here: ask your coach"));
}

EventDraft DraftTap(const CaptureContext& context, v1::EventKind kind, const Subject& who,
                    bool practice) {
  EventDraft draft = NewDraft(context, kind);
  AddWho(draft.event, who, who.is_coach ? v1::PERSON_ROLE_COACH : v1::PERSON_ROLE_PARTICIPANT);
  SetActor(draft.event, who.method, who.person);
  draft.event.set_practice(practice);
  return draft;
}

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

absl::StatusOr<StatedSpan> ParseSpan(absl::string_view start, absl::string_view end) {
  StatedSpan span;
  absl::StatusOr<v1::CivilTime> parsed = ParseCivilTime(start);
  if (!parsed.ok()) return WithContext(parsed.status(), "start");
  span.start = *parsed;
  parsed = ParseCivilTime(end);
  if (!parsed.ok()) return WithContext(parsed.status(), "end");
  span.end = *parsed;
  if (InstantOf(span.end) <= InstantOf(span.start)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the end (", end, ") must be after the start (", start, ")"));
  }
  return span;
}

absl::StatusOr<EventDraft> DraftCheckIn(const CaptureContext& context, const Subject& who,
                                        bool practice) {
  EventDraft draft = DraftTap(context, v1::EVENT_KIND_CHECKED_IN, who, practice);
  draft.event.mutable_checked_in();
  return draft;
}

absl::StatusOr<EventDraft> DraftCheckOut(const CaptureContext& context, const Subject& who,
                                         bool practice) {
  EventDraft draft = DraftTap(context, v1::EVENT_KIND_CHECKED_OUT, who, practice);
  draft.event.mutable_checked_out();
  return draft;
}

absl::StatusOr<EventDraft> DraftUnownedCheckIn(const CaptureContext& context,
                                               absl::string_view picture_token) {
  const absl::string_view token = absl::StripAsciiWhitespace(picture_token);
  if (token.empty()) return absl::InvalidArgumentError("choose a picture, such as \"blue boat\"");
  RETURN_IF_ERROR(CheckText("the picture", token, kShortTextMax));
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_UNOWNED_CHECK_IN);
  draft.event.mutable_unowned_check_in()->set_picture_token(std::string(token));
  SetActor(draft.event, v1::METHOD_NAME_TILE, Id());
  return draft;
}

absl::StatusOr<EventDraft> DraftVisitStart(const CaptureContext& context, const VisitPeople& people,
                                           const Id& visit) {
  RETURN_IF_ERROR(RequireResident(people));
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisit(context, v1::EVENT_KIND_VISIT_STARTED, people));
  draft.event.mutable_visit_started();
  draft.event.set_visit_id(visit.ToString());
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

absl::StatusOr<std::vector<EventDraft>> DraftWalkIn(
    const CaptureContext& context, const Id& person, const v1::RegisterWalkInRequest& request,
    const std::optional<GivenCredential>& credential, const std::optional<Subject>& coach) {
  if (absl::StripAsciiWhitespace(request.name().given()).empty()) {
    return absl::InvalidArgumentError("a given name is needed");
  }
  for (const std::string& text : {request.name().given(), request.name().family(),
                                  request.name().called(), request.language()}) {
    RETURN_IF_ERROR(CheckText("the name or language", text, kShortTextMax));
  }
  const Subject nobody{.method = v1::METHOD_NAME_TILE};
  std::vector<EventDraft> drafts;
  EventDraft& draft = drafts.emplace_back(NewDraft(context, v1::EVENT_KIND_PARTICIPANT_REGISTERED));
  draft.event.mutable_participant_registered()->set_walk_in(true);
  draft.event.mutable_participant_registered()->set_language(request.language());
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  AddSealed(draft, v1::SEALED_FIELD_NAME, request.name(), person);
  if (!request.birth_date().empty()) {
    absl::StatusOr<CivilDay> day = ParseDay(request.birth_date());
    if (!day.ok()) return WithContext(day.status(), "birth date");
    if (*day > DayOf(context.now_ms)) {
      return absl::InvalidArgumentError("the birth date lies in the future");
    }
    v1::SealedBirthDate birth_date;
    birth_date.set_day(*day);
    AddSealed(draft, v1::SEALED_FIELD_BIRTH_DATE, birth_date, person);
  }
  SetActor(draft.event, coach, nobody);
  if (credential) {
    EventDraft& badge = drafts.emplace_back(NewDraft(context, v1::EVENT_KIND_BADGE_ASSIGNED));
    AddPerson(badge.event, person, v1::PERSON_ROLE_PARTICIPANT);
    v1::BadgeAssigned* assigned = badge.event.mutable_badge_assigned();
    assigned->set_badge_hash(credential->badge_hash.ToString());
    assigned->set_type(credential->type);
    // A guessed clock may stand ahead of the taps that follow: then the badge is theirs from ever.
    assigned->set_valid_from_ms(context.clock_known ? context.now_ms - kMinuteMs : 0);
    SetActor(badge.event, coach, nobody);
  }
  return drafts;
}

absl::StatusOr<EventDraft> DraftMark(const CaptureContext& context, const Id& person,
                                     const Id& session, v1::MarkStatus status,
                                     const Subject& coach) {
  if (status == v1::MARK_STATUS_UNSPECIFIED) {
    return absl::InvalidArgumentError("say what the mark is: present, late, excused or absent");
  }
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_SESSION_MARKED);
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  draft.event.set_session_id(session.ToString());
  draft.event.mutable_session_marked()->set_status(status);
  SetActor(draft.event, coach.method, coach.person);
  return draft;
}

absl::StatusOr<EventDraft> DraftCorrection(const CaptureContext& context, const Id& person,
                                           const v1::CorrectPresenceRequest& request,
                                           absl::Span<const Hash> replaces, const Subject& coach) {
  RETURN_IF_ERROR(CheckText("the note", request.note(), kNoteMax));
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_PRESENCE_CORRECTED);
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  v1::PresenceCorrected* corrected = draft.event.mutable_presence_corrected();
  corrected->set_reason(request.reason() == v1::CORRECTION_REASON_UNSPECIFIED
                            ? v1::CORRECTION_REASON_OTHER
                            : request.reason());
  corrected->set_did_not_happen(request.did_not_happen());
  if (request.did_not_happen() && replaces.empty()) {
    return absl::InvalidArgumentError(
        "there is nothing here that did not happen: name the events it is about");
  }
  if (!request.did_not_happen() || !request.start().empty()) {
    ASSIGN_OR_RETURN(StatedSpan span, ParseSpan(request.start(), request.end()));
    SetStated(draft.event, span);
  }
  for (const Hash& hash : replaces) draft.event.add_seen(hash.ToString());
  if (!request.note().empty()) {
    v1::SealedText note;
    note.set_text(request.note());
    AddSealed(draft, v1::SEALED_FIELD_NOTE, note, person);
  }
  SetActor(draft.event, coach.method, coach.person);
  return draft;
}

absl::StatusOr<EventDraft> DraftVoid(const CaptureContext& context, const StoredEvent& event,
                                     v1::VoidReason reason, const Subject& coach) {
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_EVENT_VOIDED);
  *draft.event.mutable_persons() = event.event.persons();
  draft.event.set_badge_hash(event.event.badge_hash());
  draft.event.set_session_id(event.event.session_id());
  draft.event.set_visit_id(event.event.visit_id());
  draft.event.add_seen(event.key.hash.ToString());
  draft.event.mutable_event_voided()->set_reason(
      reason == v1::VOID_REASON_UNSPECIFIED ? v1::VOID_REASON_WRONG_TAP : reason);
  SetActor(draft.event, coach.method, coach.person);
  return draft;
}

absl::StatusOr<EventDraft> DraftSighting(const CaptureContext& context, const Id& person,
                                         bool by_phone, const Subject& coach) {
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_SIGHTED);
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  draft.event.mutable_sighted()->set_by_phone(by_phone);
  SetActor(draft.event, coach.method, coach.person);
  return draft;
}

absl::StatusOr<EventDraft> DraftExcuse(const CaptureContext& context, const Subject& who,
                                       const v1::ExcuseRequest& request,
                                       absl::Span<const Id> sessions,
                                       const std::optional<Subject>& coach) {
  RETURN_IF_ERROR(RequireKnown(who, "who is excused"));
  const int scopes = (sessions.empty() ? 0 : 1) +
                     (request.until_better() || request.first_day().empty() ? 0 : 1) +
                     (request.until_better() ? 1 : 0);
  if (scopes != 1) {
    return absl::InvalidArgumentError(
        "say for what: sessions, or days, or until better, and only one of them");
  }
  if ((request.reason() == v1::ABSENCE_REASON_LANGUAGE ||
       request.reason() == v1::ABSENCE_REASON_MOTIVATION) &&
      !coach) {
    return absl::InvalidArgumentError("only a coach can give this reason");
  }
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_EXCUSE_GIVEN);
  AddPerson(draft.event, who.person, v1::PERSON_ROLE_PARTICIPANT);
  v1::ExcuseGiven* excuse = draft.event.mutable_excuse_given();
  CivilDay first = DayOf(context.now_ms);
  if (!request.first_day().empty()) {
    ASSIGN_OR_RETURN(first, ParseDay(request.first_day()));
  }
  if (request.until_better()) {
    excuse->set_until_better_from_day(first);
  } else if (!sessions.empty()) {
    for (const Id& session : sessions)
      excuse->mutable_sessions()->add_session_ids(session.ToString());
  } else {
    excuse->mutable_days()->set_first_day(first);
    CivilDay last = first;
    if (!request.last_day().empty()) {
      ASSIGN_OR_RETURN(last, ParseDay(request.last_day()));
      if (last < first) {
        return absl::InvalidArgumentError("the last day must not be before the first");
      }
    }
    excuse->mutable_days()->set_last_day(last);
  }
  if (!request.called_at().empty()) {
    ASSIGN_OR_RETURN(*excuse->mutable_called_at(), ParseCivilTime(request.called_at()));
  }
  if (request.reason() != v1::ABSENCE_REASON_UNSPECIFIED) {
    v1::SealedReason reason;
    reason.set_reason(request.reason());
    AddSealed(draft, v1::SEALED_FIELD_REASON, reason, who.person);
  }
  SetActor(draft.event, coach, who);
  return draft;
}

}  // namespace wijkboek
