// What is said afterwards about presence: corrections, voids, sightings, excuses.
#include <utility>

#include "client/event_table.h"
#include "client/kiosk_service.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<v1::CorrectPresenceResponse> KioskService::CorrectPresence(
    const v1::CorrectPresenceRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach, identifier_.IdentifyCoach(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(KnownPerson person, Participant(request.person()));
  std::vector<Hash> replaces;
  for (const std::string& name : request.replaces()) {
    ASSIGN_OR_RETURN(StoredEvent event, FindByName(name));
    replaces.push_back(event.key.hash);
  }
  if (replaces.empty() && !(request.did_not_happen() && request.start().empty())) {
    ASSIGN_OR_RETURN(StatedSpan span, ParseSpan(request.start(), request.end()));
    ASSIGN_OR_RETURN(replaces,
                     params_.view.PresenceEvents(person.id, {.start_ms = InstantOf(span.start),
                                                             .end_ms = InstantOf(span.end)}));
  }
  ASSIGN_OR_RETURN(EventDraft draft,
                   DraftCorrection(context, person.id, request, replaces, coach.subject));
  v1::CorrectPresenceResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), AsIdentified(person)));
  return response;
}

absl::StatusOr<StoredEvent> KioskService::FindByName(absl::string_view event_hex) const {
  if (event_hex.size() < 8 || event_hex.size() > 2 * Hash::kSize || event_hex.size() % 2 != 0 ||
      event_hex.find_first_not_of("0123456789abcdefABCDEF") != absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", event_hex, "\" names no event; write at least 8 of its hex digits, an even number"));
  }
  const std::string prefix = absl::HexStringToBytes(event_hex);
  absl::StatusOr<StoredEvent> event;
  RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) {
    event = FindEventByPrefix(connection, prefix);
    return absl::OkStatus();
  }));
  return event;
}

absl::StatusOr<v1::VoidEventResponse> KioskService::VoidEvent(const v1::VoidEventRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(StoredEvent event, FindByName(request.event()));
  ASSIGN_OR_RETURN(Identified coach, identifier_.IdentifyCoach(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(EventDraft draft, DraftVoid(context, event, request.reason(), coach.subject));
  v1::VoidEventResponse response;
  Identified who;
  if (event.event.persons_size() > 0) {
    const Id person = Id::FromBytesOrZero(event.event.persons(0).person_id());
    absl::StatusOr<KnownPerson> known = params_.view.Describe(person);
    if (known.ok()) who = AsIdentified(*known);
  }
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), who));
  return response;
}

absl::StatusOr<v1::SightResponse> KioskService::Sight(const v1::SightRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach, identifier_.IdentifyCoach(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(KnownPerson person, Participant(request.person()));
  ASSIGN_OR_RETURN(EventDraft draft,
                   DraftSighting(context, person.id, request.by_phone(), coach.subject));
  v1::SightResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), AsIdentified(person)));
  return response;
}

absl::StatusOr<v1::ExcuseResponse> KioskService::Excuse(const v1::ExcuseRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified who, identifier_.Identify(request.who(), context.now_ms));
  ASSIGN_OR_RETURN(std::optional<Subject> coach, OptionalCoach(request.coach()));
  std::vector<Id> sessions;
  for (const std::string& name : request.sessions()) {
    ASSIGN_OR_RETURN(Session session,
                     params_.view.FindSession(name, who.subject.person, DayOf(context.now_ms)));
    sessions.push_back(session.id);
  }
  ASSIGN_OR_RETURN(EventDraft draft, DraftExcuse(context, who.subject, request, sessions, coach));
  v1::ExcuseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), who));
  return response;
}

absl::StatusOr<v1::EndExcuseResponse> KioskService::EndExcuse(const v1::EndExcuseRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified who, identifier_.Identify(request.who(), context.now_ms));
  ASSIGN_OR_RETURN(std::optional<Subject> coach, OptionalCoach(request.coach()));
  ASSIGN_OR_RETURN(LastWord said, params_.view.LastWordOn(who.subject.person));
  ASSIGN_OR_RETURN(EventDraft draft, DraftExcuseEnd(context, who.subject, request,
                                                    HashesOf(said.OpenExcuses()), coach));
  v1::EndExcuseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), who));
  return response;
}

}  // namespace wijkboek
