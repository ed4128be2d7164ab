// "That did not happen", by a participant whom a visit or a log of help names; with or without a
// network.
#include <utility>

#include "client/kiosk_service.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<Denial> KioskService::DenialOf(const std::string& event,
                                              const Identified& who) const {
  Denial denial{.event = {}, .who = who.subject};
  ASSIGN_OR_RETURN(denial.event, FindByName(event));
  // Whichever of their registrations it names.
  ASSIGN_OR_RETURN(const Id themselves, params_.view.StandsFor(who.subject.person));
  for (const v1::PersonRef& ref : denial.event.event.persons()) {
    ASSIGN_OR_RETURN(const Id named, params_.view.StandsFor(Id::FromBytesOrZero(ref.person_id())));
    if (named == themselves) denial.role = ref.role();
  }
  return denial;
}

absl::StatusOr<Identified> KioskService::IdentifyInPerson(const v1::Who& who,
                                                          const CaptureContext& context) const {
  if (who.who_case() == v1::Who::kPerson) {
    return absl::InvalidArgumentError(
        "this needs the participant's own badge, QR code, number or PIN, not an id");
  }
  return identifier_.Identify(who, context.now_ms);
}

absl::StatusOr<v1::DenyVisitResponse> KioskService::DenyVisit(const v1::DenyVisitRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified who, IdentifyInPerson(request.who(), context));
  ASSIGN_OR_RETURN(const Denial denial, DenialOf(request.event(), who));
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisitDenial(context, denial));
  v1::DenyVisitResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), std::move(who)));
  return response;
}

absl::StatusOr<v1::DenyHelpResponse> KioskService::DenyHelp(const v1::DenyHelpRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified who, IdentifyInPerson(request.who(), context));
  ASSIGN_OR_RETURN(const Denial denial, DenialOf(request.event(), who));
  ASSIGN_OR_RETURN(EventDraft draft, DraftHelpDenial(context, denial));
  v1::DenyHelpResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), std::move(who)));
  return response;
}

}  // namespace wijkboek
