// Registrations that are the same human being, or are not after all: by a coach in person, with or
// without a network.
#include <utility>

#include "client/kiosk_service.h"
#include "common/drafts/people_draft.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<v1::GroupPeopleHereResponse> KioskService::GroupPeopleHere(
    const v1::GroupPeopleHereRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach,
                   identifier_.IdentifyCoachInPerson(request.coach(), context.now_ms));
  PeopleWord word{.as = request.one() ? Sameness::kOne : Sameness::kSeparate,
                  .author = coach.subject.person,
                  .method = coach.subject.method,
                  .centre = context.centre};
  for (const std::string& text : request.people()) {
    ASSIGN_OR_RETURN(const Id person, params_.view.FindRegistration(text));
    word.people.push_back(person);
  }
  ASSIGN_OR_RETURN(EventDraft draft, params_.view.DraftGroupingOf(word));
  draft.event.set_practice(coach.subject.practises);
  v1::GroupPeopleHereResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), Identified()));
  return response;
}

}  // namespace wijkboek
