// Steps on a participant's path, written down and looked at here.
#include <utility>

#include "client/capture_draft.h"
#include "client/kiosk_service.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<v1::RecordPathStepHereResponse> KioskService::RecordPathStepHere(
    const v1::RecordPathStepHereRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach,
                   identifier_.IdentifyCoachInPerson(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(KnownPerson person, Participant(request.person()));
  ASSIGN_OR_RETURN(KnownPath known, params_.view.PathOf(person.id));
  known.now_ms = context.now_ms;
  known.new_id = params_.random.NewId();
  if (!request.step().session().empty()) {
    ASSIGN_OR_RETURN(Session session, SessionOf(request.step().session(), person.id));
    known.session = session.id;
  }
  ASSIGN_OR_RETURN(PathDraft step, DraftPathStep(request.step(), known));
  step.draft.event.set_centre_id(context.centre.ToString());
  SetActor(step.draft.event, coach.subject);
  v1::RecordPathStepHereResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(step.draft), AsIdentified(person)));
  if (!step.ref.IsZero()) response.set_ref(step.ref.hex());
  return response;
}

absl::StatusOr<v1::ListPathHereResponse> KioskService::ListPathHere(
    const v1::ListPathHereRequest& request) {
  ASSIGN_OR_RETURN(Identified who,
                   identifier_.Identify(request.who(), params_.log.NowMs(), Patience::kForm));
  RETURN_IF_ERROR(RequireParticipant(who.subject, "this person"));
  ASSIGN_OR_RETURN(std::vector<v1::PathItem> items, params_.view.PathItems(who.subject.person));
  v1::ListPathHereResponse response;
  for (v1::PathItem& item : items) *response.add_items() = std::move(item);
  return response;
}

}  // namespace wijkboek
