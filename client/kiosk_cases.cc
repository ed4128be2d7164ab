// No-show cases: whom to call, and what happens next, by a coach in person; with or without a
// network.
#include <utility>

#include "client/kiosk_service.h"
#include "common/drafts/case_draft.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<v1::ListCasesHereResponse> KioskService::ListCasesHere(
    const v1::ListCasesHereRequest& request) {
  ASSIGN_OR_RETURN(const KnownCases known, params_.view.Cases());
  v1::ListCasesHereResponse response;
  for (const KnownCase& each : known.cases) {
    if (request.all() || !each.is_over) *response.add_items() = ItemOf(each, known.names);
  }
  return response;
}

absl::StatusOr<v1::ChangeCaseHereResponse> KioskService::ChangeCaseHere(
    const v1::ChangeCaseHereRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(const Identified coach,
                   identifier_.IdentifyCoachInPerson(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(const KnownCases known, params_.view.Cases());
  const std::string& text = request.change().case_();
  const absl::StatusOr<KnownPerson> participant = params_.view.FindPerson(text);
  ASSIGN_OR_RETURN(const KnownCase found,
                   ChooseCase(known.cases, text,
                              participant.ok() ? std::optional(participant->id) : std::nullopt));
  ASSIGN_OR_RETURN(const bool is_coordinator, params_.view.IsCoordinator(coach.subject.person));
  ASSIGN_OR_RETURN(EventDraft draft, DraftCaseChange(found.record, request.change(),
                                                     {.person = coach.subject.person,
                                                      .method = coach.subject.method,
                                                      .is_coordinator = is_coordinator,
                                                      .centre = context.centre}));
  draft.event.set_practice(coach.subject.practises);
  Identified about;
  const absl::StatusOr<KnownPerson> person = params_.view.Describe(found.record.person);
  if (person.ok()) about = AsIdentified(*person);
  AddNotice(about, CaseChangeNotice(found.record, request.change()));
  v1::ChangeCaseHereResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), std::move(about)));
  return response;
}

}  // namespace wijkboek
