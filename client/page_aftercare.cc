// A graduate's two answers over a cup of coffee.
#include <utility>

#include "client/capture_draft.h"
#include "client/page_service.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// docs/kiosk-page.md, "Graduates".
const char* CodeOf(v1::AftercareQuestion question, bool yes) {
  if (question == v1::AFTERCARE_QUESTION_WORK) return yes ? "works" : "works_not";
  return yes ? "studies" : "studies_not";
}

}  // namespace

absl::StatusOr<v1::AnswerAftercareResponse> PageService::AnswerAftercare(
    const v1::AnswerAftercareRequest& request) {
  ASSIGN_OR_RETURN(const Guest guest, Holder(request.ticket()));
  const Subject& subject = guest.who.subject;
  RETURN_IF_ERROR(RequireParticipant(subject, "who answers"));
  if (request.question() != v1::AFTERCARE_QUESTION_WORK &&
      request.question() != v1::AFTERCARE_QUESTION_STUDY) {
    return absl::InvalidArgumentError("say which question it answers: work or study");
  }
  const CaptureContext context = kiosk_.Context();
  ASSIGN_OR_RETURN(KnownPath known, params_.view.PathOf(subject.person));
  known.now_ms = context.now_ms;
  v1::PathStep step;
  step.set_type("aftercare");
  step.set_code(CodeOf(request.question(), request.yes()));
  ASSIGN_OR_RETURN(PathDraft path, DraftPathStep(step, known));
  path.draft.event.set_centre_id(context.centre.ToString());
  SetActor(path.draft.event, subject);
  v1::AnswerAftercareResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), kiosk_.Save(std::move(path.draft), guest.who));
  return response;
}

}  // namespace wijkboek
