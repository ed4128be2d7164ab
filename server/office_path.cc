// Steps on a participant's path, written down at the office and looked at there.
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/drafts/path_draft.h"
#include "common/status.h"
#include "server/find_session.h"
#include "server/office.h"
#include "server/office_ids.h"
#include "server/path_details.h"
#include "server/person_names.h"

namespace wijkboek {

absl::StatusOr<v1::RecordPathStepResponse> Office::RecordPathStep(
    const v1::RecordPathStepRequest& request, const Remit& remit) {
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  ASSIGN_OR_RETURN(const Id participant, FindParticipantOf(remit, request.participant()));
  ASSIGN_OR_RETURN(const Id author, FindCoach(request.author()));
  KnownPath known;
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<PathRecord> path, ledger.PathOf(participant, {}));
    known = KnownPathOf(participant, ledger.reference(), std::move(path));
    if (request.step().session().empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(known.session, FindSession(ledger.reference(), parts_.keys.lookup_key(),
                                                request.step().session()));
    return absl::OkStatus();
  }));
  known.now_ms = parts_.clock.WallMs();
  // No two events of this log stand at one position.
  known.new_id = OfficeId(parts_.keys.lookup_key(), "step",
                          absl::StrCat(participant.hex(), "|", parts_.log.tail().position));
  ASSIGN_OR_RETURN(PathDraft step, DraftPathStep(request.step(), known));
  v1::Actor& actor = *step.draft.event.mutable_actor();
  actor.set_method(v1::METHOD_OFFICE);
  actor.set_person_id(author.ToString());
  ASSIGN_OR_RETURN(const EventKey event, AppendOne(std::move(step.draft)));
  v1::RecordPathStepResponse response;
  response.set_event(event.hash.ToString());
  if (!step.ref.IsZero()) response.set_ref(step.ref.hex());
  return response;
}

absl::StatusOr<v1::ListPathResponse> Office::ListPath(const v1::ListPathRequest& request) {
  Id participant;
  {
    const std::lock_guard lock(record_mutex_);
    RETURN_IF_ERROR(CatchUpRecord());
    ASSIGN_OR_RETURN(participant, FindParticipant(request.participant()));
  }
  std::vector<PlacedStep> steps;
  std::set<Id> people = {participant};
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<PathRecord> path, ledger.PathOf(participant, {}));
    for (PathRecord& record : path) {
      people.insert(record.author);
      ASSIGN_OR_RETURN(PlacedStep step, PlaceStep(ledger, std::move(record)));
      steps.push_back(std::move(step));
    }
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(std::vector<OpenedStep> opened, OpenSteps(steps, parts_.log, parts_.keys));
  PersonNames names(parts_.reconciler, parts_.log, parts_.keys);
  ASSIGN_OR_RETURN(const auto known, names.Open(people));
  const auto name_of = [&](const Id& person) {
    const auto found = known.find(person);
    return found == known.end() ? std::string() : found->second;
  };
  v1::ListPathResponse response;
  for (OpenedStep& step : opened) {
    step.item.mutable_participant()->set_name(name_of(participant));
    step.item.set_who(name_of(step.record.author));
    *response.add_items() = std::move(step.item);
  }
  return response;
}

}  // namespace wijkboek
