#include "client/kiosk_service.h"

#include <utility>

#include "client/event_table.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {

KioskService::KioskService(Params params)
    : params_(std::move(params)), identifier_(params_.keys, params_.view, params_.reception) {}

CaptureContext KioskService::Context() const {
  return {.centre = params_.identity.centre,
          .now_ms = params_.log.NowMs(),
          .clock_known = params_.log.quality() != v1::CLOCK_QUALITY_UNKNOWN};
}

v1::Saved KioskService::SavedOf(const StoredEvent& event, const Identified& who) const {
  const std::int64_t at_ms = params_.log.TimeOf(event.event.captured());
  v1::Saved saved;
  saved.set_event(event.key.hash.hex());
  saved.set_name(who.name);
  if (!who.subject.person.IsZero()) saved.set_person(who.subject.person.hex());
  saved.set_at_ms(at_ms);
  saved.set_at(FormatTimeOfDay(at_ms));
  saved.set_notice(who.notice);
  return saved;
}

absl::StatusOr<v1::Saved> KioskService::Save(EventDraft draft, Identified who) {
  AddNotice(who, StandingNotice());
  ASSIGN_OR_RETURN(StoredEvent event, params_.log.Append(std::move(draft)));
  return SavedOf(event, who);
}

absl::StatusOr<std::optional<Subject>> KioskService::OptionalCoach(const v1::Who& coach) const {
  if (coach.who_case() == v1::Who::WHO_NOT_SET) return std::nullopt;
  ASSIGN_OR_RETURN(Identified found, identifier_.IdentifyCoach(coach, params_.log.NowMs()));
  return found.subject;
}

absl::StatusOr<KnownPerson> KioskService::Participant(const std::string& id) const {
  ASSIGN_OR_RETURN(KnownPerson person, params_.view.FindPerson(id));
  if (person.type != PersonType::kParticipant) {
    return absl::InvalidArgumentError("this is about participants alone");
  }
  return person;
}

absl::StatusOr<v1::CheckInResponse> KioskService::CheckIn(const v1::CheckInRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified who,
                   identifier_.Identify(request.who(), context.now_ms, Patience::kTap));
  ASSIGN_OR_RETURN(EventDraft draft, DraftCheckIn(context, who.subject, request.practice()));
  v1::CheckInResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), who));
  return response;
}

absl::StatusOr<v1::CheckOutResponse> KioskService::CheckOut(const v1::CheckOutRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified who,
                   identifier_.Identify(request.who(), context.now_ms, Patience::kTap));
  ASSIGN_OR_RETURN(EventDraft draft,
                   request.left_at().empty()
                       ? DraftCheckOut(context, who.subject, request.practice())
                       : DraftLeavingWord(context, who.subject, request.left_at()));
  v1::CheckOutResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), who));
  return response;
}

absl::StatusOr<v1::CheckInWithoutBadgeResponse> KioskService::CheckInWithoutBadge(
    const v1::CheckInWithoutBadgeRequest& request) {
  ASSIGN_OR_RETURN(EventDraft draft,
                   DraftUnownedCheckIn(Context(), request.picture_token(), request.practice()));
  v1::CheckInWithoutBadgeResponse response;
  Identified nobody;
  nobody.notice = "tell your coach who you are";
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), nobody));
  return response;
}

template <typename Request>
absl::StatusOr<VisitPeople> KioskService::WhoVisits(const Request& request,
                                                    Identified& first) const {
  VisitPeople people;
  for (const v1::Who& who : request.participants()) {
    ASSIGN_OR_RETURN(Identified found, identifier_.Identify(who, params_.log.NowMs()));
    people.participants.push_back(found.subject);
    if (people.participants.size() == 1) first = std::move(found);
  }
  for (const std::string& resident : request.residents()) {
    ASSIGN_OR_RETURN(KnownPerson found, params_.view.FindResident(resident));
    people.residents.push_back(found.id);
  }
  ASSIGN_OR_RETURN(people.coach, OptionalCoach(request.coach()));
  return people;
}

absl::StatusOr<Id> KioskService::VisitOf(const std::string& plan) const {
  if (plan.empty()) return params_.random.NewId();
  absl::StatusOr<Id> visit = Id::FromHex(plan);
  if (!visit.ok()) return WithContext(visit.status(), "visit");
  return visit;
}

absl::StatusOr<v1::StartVisitResponse> KioskService::StartVisit(
    const v1::StartVisitRequest& request) {
  Identified first;
  ASSIGN_OR_RETURN(VisitPeople people, WhoVisits(request, first));
  ASSIGN_OR_RETURN(const Id visit, VisitOf(request.visit()));
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisitStart(Context(), people, visit));
  v1::StartVisitResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), first));
  response.set_visit(visit.hex());
  return response;
}

absl::StatusOr<v1::EndVisitResponse> KioskService::EndVisit(const v1::EndVisitRequest& request) {
  Identified first;
  ASSIGN_OR_RETURN(VisitPeople people, WhoVisits(request, first));
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisitEnd(Context(), people, request));
  v1::EndVisitResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), first));
  return response;
}

absl::StatusOr<v1::LogVisitResponse> KioskService::LogVisit(const v1::LogVisitRequest& request) {
  Identified first;
  ASSIGN_OR_RETURN(VisitPeople people, WhoVisits(request, first));
  ASSIGN_OR_RETURN(const Id visit, VisitOf(request.visit()));
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisitLog(Context(), people, visit, request));
  v1::LogVisitResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), first));
  response.set_visit(visit.hex());
  return response;
}

absl::StatusOr<v1::LogBuddyHelpResponse> KioskService::LogBuddyHelp(
    const v1::LogBuddyHelpRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified helper, identifier_.Identify(request.helper(), context.now_ms));
  ASSIGN_OR_RETURN(Identified helped, identifier_.Identify(request.helped(), context.now_ms));
  HelpPeople people{.helper = helper.subject, .helped = helped.subject};
  ASSIGN_OR_RETURN(people.coach, OptionalCoach(request.coach()));
  ASSIGN_OR_RETURN(EventDraft draft, DraftBuddyHelp(context, people, request));
  v1::LogBuddyHelpResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_saved(),
      Save(std::move(draft), request.side() == v1::HELP_SIDE_HELPED ? helped : helper));
  return response;
}

absl::StatusOr<v1::RegisterWalkInResponse> KioskService::RegisterWalkIn(
    const v1::RegisterWalkInRequest& request) {
  std::optional<GivenCredential> credential;
  if (request.credential().who_case() != v1::Who::WHO_NOT_SET) {
    ASSIGN_OR_RETURN(credential, identifier_.HashCredential(request.credential()));
    bool certain = false;
    if (params_.view.BadgeOwner(credential->badge_hash, params_.log.NowMs(), Patience::kForm,
                                &certain)) {
      return absl::InvalidArgumentError("this badge or PIN is somebody else's: choose another");
    }
  }
  ASSIGN_OR_RETURN(std::optional<Subject> coach, OptionalCoach(request.coach()));
  Identified who;
  who.subject.person = params_.random.NewId();
  who.name = request.name().called().empty() ? request.name().given() : request.name().called();
  ASSIGN_OR_RETURN(std::vector<EventDraft> drafts,
                   DraftWalkIn(Context(), who.subject.person, request, credential, coach));
  AddNotice(who, StandingNotice());
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, params_.log.Append(std::move(drafts)));
  v1::RegisterWalkInResponse response;
  *response.mutable_saved() = SavedOf(events.front(), who);
  return response;
}

}  // namespace wijkboek
