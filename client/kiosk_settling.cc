// What must be settled here, and settling it: by a coach in person, with or without a network.
#include <utility>

#include "client/kiosk_service.h"
#include "common/drafts/settle_draft.h"
#include "common/status.h"
#include "common/words/discrepancy_choice.h"
#include "common/words/discrepancy_item.h"

namespace wijkboek {
namespace {

std::vector<Discrepancy> All(const KnownDiscrepancies& known) {
  std::vector<Discrepancy> all = known.open;
  all.insert(all.end(), known.settled.begin(), known.settled.end());
  return all;
}

}  // namespace

absl::StatusOr<v1::ListDiscrepanciesHereResponse> KioskService::ListDiscrepanciesHere(
    const v1::ListDiscrepanciesHereRequest& request) {
  const v1::DiscrepancyChoice& choice = request.choice();
  Id person;
  if (!choice.person().empty()) {
    ASSIGN_OR_RETURN(KnownPerson found, params_.view.FindPerson(choice.person()));
    person = found.id;
  }
  const std::int64_t now_ms = params_.log.NowMs();
  ASSIGN_OR_RETURN(KnownDiscrepancies known, params_.view.Discrepancies());
  ASSIGN_OR_RETURN(
      const std::vector<Discrepancy> chosen,
      ChosenDiscrepancies(std::move(known.open), std::move(known.settled), choice, person, now_ms));
  v1::ListDiscrepanciesHereResponse response;
  for (const Discrepancy& each : chosen) {
    *response.add_items() = ItemOf(each, known.names, now_ms);
  }
  return response;
}

absl::StatusOr<v1::SettleDiscrepancyHereResponse> KioskService::SettleDiscrepancyHere(
    const v1::SettleDiscrepancyHereRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach,
                   identifier_.IdentifyCoachInPerson(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(const KnownDiscrepancies known, params_.view.Discrepancies());
  absl::StatusOr<std::vector<Discrepancy>> found = FindToSettle(All(known), request.id());
  if (absl::IsNotFound(found.status())) return SettleClosedContest(request, found.status());
  if (!found.ok()) return found.status();

  std::vector<EventDraft> drafts;
  for (const Discrepancy& each : *found) {
    ASSIGN_OR_RETURN(Settling settling, SettlingOf(each, request.decision(), context, coach));
    ASSIGN_OR_RETURN(
        EventDraft draft,
        DraftSettling(each, DecisionOn(each, request.id(), request.decision()), settling));
    drafts.push_back(std::move(draft));
  }
  Identified about;
  if (!found->front().persons.empty()) {
    absl::StatusOr<KnownPerson> first = params_.view.Describe(found->front().persons.front());
    if (first.ok()) about = AsIdentified(*first);
  }
  for (EventDraft& draft : drafts) draft.event.set_practice(coach.subject.practises);
  AddNotice(about, StandingNotice());
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, params_.log.Append(std::move(drafts)));
  // Saved it is, whatever comes of it.
  AddNotice(about, StaysOpen(*found));
  v1::SettleDiscrepancyHereResponse response;
  *response.mutable_saved() = SavedOf(events.front(), about);
  return response;
}

absl::StatusOr<Settling> KioskService::SettlingOf(const Discrepancy& discrepancy,
                                                  const v1::Decision& decision,
                                                  const CaptureContext& context,
                                                  const Identified& coach) const {
  Settling settling{.author = coach.subject.person,
                    .method = coach.subject.method,
                    .centre = context.centre,
                    .now_ms = context.clock_known ? context.now_ms : 0};
  for (const Id& person : discrepancy.persons) {
    absl::StatusOr<KnownPerson> known = params_.view.Describe(person);
    settling.concerned.push_back(
        {.person = person, .role = known.ok() ? RoleOf(known->type) : v1::PERSON_ROLE_PARTICIPANT});
  }
  if (decision.value_case() == v1::Decision::kPerson) {
    ASSIGN_OR_RETURN(KnownPerson person, Participant(decision.person()));
    settling.person = person.id;
  }
  if (discrepancy.kind == "clock_uncertain" && !discrepancy.events.empty()) {
    ASSIGN_OR_RETURN(const std::optional<std::int64_t> received_ms,
                     params_.view.ReceivedMs(discrepancy.events.front()));
    settling.received_ms = received_ms.value_or(0);
  }
  if (discrepancy.session.IsZero() || discrepancy.persons.empty()) return settling;
  ASSIGN_OR_RETURN(LastWord said, params_.view.LastWordOn(discrepancy.persons.front()));
  settling.marks = HashesOf(said.Marks(discrepancy.session));
  // A status says what it had seen: who gave it may settle these contests too.
  const std::vector<Hash> open = HashesOf(said.OpenContestsAt(discrepancy.session));
  settling.marks.insert(settling.marks.end(), open.begin(), open.end());
  const bool is_contest = discrepancy.kind == kContested;
  settling.is_own_mark = said.IsOwnMark(
      settling.author,
      is_contest ? HashesOf(said.ContestsAmong(discrepancy.events)) : std::vector<Hash>(),
      {discrepancy.session});
  return settling;
}

absl::StatusOr<v1::SettleDiscrepancyHereResponse> KioskService::SettleClosedContest(
    const v1::SettleDiscrepancyHereRequest& request, const absl::Status& not_found) {
  const absl::StatusOr<StoredEvent> event = FindByName(request.id());
  if (!event.ok() || event->event.kind() != v1::EVENT_KIND_ATTENDANCE_CONTESTED) return not_found;
  v1::SettleContestRequest contest;
  contest.set_contest(request.id());
  *contest.mutable_coach() = request.coach();
  const v1::Decision& decision = request.decision();
  if (decision.value_case() == v1::Decision::kStatus) {
    contest.set_status(decision.status());
  } else if (decision.value_case() != v1::Decision::VALUE_NOT_SET && !decision.accept()) {
    return absl::InvalidArgumentError("a contest is settled by a status, or by accepting the list");
  }
  if (!decision.note().empty()) {
    return absl::InvalidArgumentError(
        "this contest is not open any more: settle it without a note");
  }
  ASSIGN_OR_RETURN(v1::SettleContestResponse settled, SettleContest(contest));
  v1::SettleDiscrepancyHereResponse response;
  *response.mutable_saved() = std::move(*settled.mutable_saved());
  return response;
}

std::string KioskService::StaysOpen(const std::vector<Discrepancy>& settled) const {
  const absl::StatusOr<KnownDiscrepancies> known = params_.view.Discrepancies();
  if (!known.ok()) return "";
  return StaysOpenText(known->open, settled);
}

}  // namespace wijkboek
