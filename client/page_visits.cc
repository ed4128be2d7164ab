// Visits and help at the page: what is planned for whoever stands there, cards, confirmations.
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/page_names.h"
#include "client/page_service.h"
#include "common/civil_time.h"
#include "common/reconcile/fact.h"
#include "common/status.h"
#include "common/words/resident_card.h"

namespace wijkboek {
namespace {

constexpr CivilDay kPlansAheadDays = 14;
constexpr CivilDay kHelpLooksBackDays = 28;
constexpr CivilDay kVisitsLookBackDays = 28;

// The day of help: as stated, else of capture.
CivilDay HelpDay(const v1::Event& event) {
  return event.has_stated_start() ? event.stated_start().day() : DayOf(event.hybrid().wall_ms());
}

bool NamesAsSeen(const v1::Event& event, const Hash& hash) {
  return std::find(event.seen().begin(), event.seen().end(), hash.bytes()) != event.seen().end();
}

bool HasResident(const KnownVisit& visit, const Id& resident) {
  return std::any_of(visit.residents.begin(), visit.residents.end(),
                     [&](const KnownPerson& each) { return each.id == resident; });
}

// Two logs about the same help, each by one side, as the fold pairs them.
constexpr std::uint32_t kSameHelpMinutes = 15;

bool IsSameHelp(const v1::Event& one, const v1::Event& other) {
  const v1::BuddyHelpLogged& a = one.buddy_help_logged();
  const v1::BuddyHelpLogged& b = other.buddy_help_logged();
  return a.subject() == b.subject() && HelpDay(one) == HelpDay(other) &&
         PersonsIn(one, v1::PERSON_ROLE_HELPER) == PersonsIn(other, v1::PERSON_ROLE_HELPER) &&
         PersonsIn(one, v1::PERSON_ROLE_HELPED) == PersonsIn(other, v1::PERSON_ROLE_HELPED) &&
         std::max(a.minutes(), b.minutes()) - std::min(a.minutes(), b.minutes()) <=
             kSameHelpMinutes;
}

// What others wrote about help that names this person, and they neither said themselves nor denied.
std::vector<const StoredEvent*> HelpByOthers(const std::vector<StoredEvent>& said, const Id& person,
                                             CivilDay first) {
  std::vector<const StoredEvent*> help;
  for (const StoredEvent& event : said) {
    if (event.event.kind() != v1::EVENT_KIND_BUDDY_HELP_LOGGED) continue;
    if (AuthorOf(event.event) == person || HelpDay(event.event) < first) continue;
    const bool is_answered = std::any_of(said.begin(), said.end(), [&](const StoredEvent& other) {
      if (other.event.kind() == v1::EVENT_KIND_BUDDY_HELP_DENIED) {
        return NamesAsSeen(other.event, event.key.hash);
      }
      return other.event.kind() == v1::EVENT_KIND_BUDDY_HELP_LOGGED &&
             AuthorOf(other.event) == person && IsSameHelp(other.event, event.event);
    });
    if (!is_answered) help.push_back(&event);
  }
  std::reverse(help.begin(), help.end());
  return help;
}

}  // namespace

absl::StatusOr<v1::GetMineResponse> PageService::GetMine(const v1::GetMineRequest& request) {
  ASSIGN_OR_RETURN(const Guest guest, Holder(request.ticket()));
  const Id& person = guest.who.subject.person;
  v1::GetMineResponse response;
  if (person.IsZero()) return response;
  const CivilDay today = DayOf(params_.log.NowMs());
  ASSIGN_OR_RETURN(const std::vector<KnownPerson> companions, params_.view.CompanionsOf(person));
  for (const KnownPerson& each : companions) {
    *response.add_companions() = CompanionOf(each);
  }
  ASSIGN_OR_RETURN(
      std::vector<KnownVisit> visits,
      params_.view.VisitsOf(person, {.first = today, .last = today + kPlansAheadDays}));
  std::erase_if(visits,
                [](const KnownVisit& visit) { return !visit.is_open && !visit.is_planned; });
  std::stable_partition(visits.begin(), visits.end(),
                        [](const KnownVisit& visit) { return visit.is_open; });
  for (const KnownVisit& visit : visits) *response.add_visits() = PlannedVisitOf(visit);
  ASSIGN_OR_RETURN(const std::vector<StoredEvent> said, params_.view.SaidAbout(person));
  for (const StoredEvent* event : HelpByOthers(said, person, today - kHelpLooksBackDays)) {
    v1::HelpWritten* help = response.add_help();
    help->set_event(event->key.hash.hex());
    help->set_subject(event->event.buddy_help_logged().subject());
    help->set_minutes(event->event.buddy_help_logged().minutes());
    help->set_day(FormatDay(HelpDay(event->event)));
    for (const v1::PersonRef& ref : event->event.persons()) {
      const Id named = Id::FromBytesOrZero(ref.person_id());
      ASSIGN_OR_RETURN(const Id stands, params_.view.StandsFor(named));
      if (named == person || stands == person) {
        help->set_i_helped(ref.role() == v1::PERSON_ROLE_HELPER);
      } else if (absl::StatusOr<KnownPerson> other = params_.view.Describe(named); other.ok()) {
        *help->mutable_other() = CompanionOf(*other);
      }
    }
  }
  return response;
}

absl::StatusOr<v1::ReadCardResponse> PageService::ReadCard(const v1::ReadCardRequest& request) {
  ASSIGN_OR_RETURN(const Guest guest, Holder(request.ticket()));
  ASSIGN_OR_RETURN(const Id resident, ReadCardText(request.text()));
  ASSIGN_OR_RETURN(const KnownPerson person, params_.view.Describe(resident));
  if (person.type != PersonType::kResident) {
    return absl::InvalidArgumentError("this is no resident's card: show the card of the visit");
  }
  v1::ReadCardResponse response;
  response.set_resident(resident.hex());
  const CivilDay today = DayOf(params_.log.NowMs());
  ASSIGN_OR_RETURN(
      const std::vector<KnownVisit> visits,
      params_.view.VisitsOf(guest.who.subject.person, {.first = today, .last = today}));
  for (const KnownVisit& visit : visits) {
    const bool is_to_come = visit.is_open || visit.is_planned;
    if (is_to_come && HasResident(visit, resident)) {
      *response.add_visits() = PlannedVisitOf(visit);
    }
  }
  return response;
}

absl::StatusOr<v1::ConfirmVisitResponse> PageService::ConfirmVisit(
    const v1::ConfirmVisitRequest& request) {
  ASSIGN_OR_RETURN(const Guest guest, Holder(request.ticket()));
  Confirmation confirmation;
  ASSIGN_OR_RETURN(confirmation.event, kiosk_.FindByName(request.event()));
  switch (request.by_case()) {
    case v1::ConfirmVisitRequest::kSignature:
      confirmation.signature.emplace();
      confirmation.signature->set_media_type("image/png");
      confirmation.signature->set_content(request.signature());
      break;
    case v1::ConfirmVisitRequest::kCard: {
      ASSIGN_OR_RETURN(const Id resident, ReadCardText(request.card()));
      const std::vector<Id> visited = PersonsIn(confirmation.event.event, v1::PERSON_ROLE_RESIDENT);
      if (std::find(visited.begin(), visited.end(), resident) == visited.end()) {
        return absl::InvalidArgumentError(
            "this card is somebody else's: show the card of whom you visited");
      }
      break;
    }
    case v1::ConfirmVisitRequest::kCarer:
      confirmation.by = v1::CONFIRMED_BY_CARER;
      confirmation.carer = request.carer();
      break;
    case v1::ConfirmVisitRequest::BY_NOT_SET:
      return absl::InvalidArgumentError("say who confirms it: a signature, a card or a carer");
  }
  ASSIGN_OR_RETURN(EventDraft draft,
                   DraftVisitConfirmation(kiosk_.Context(), confirmation, guest.who.subject));
  v1::ConfirmVisitResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), kiosk_.Save(std::move(draft), guest.who));
  return response;
}

absl::StatusOr<std::vector<Id>> PageService::ResidentsAround(const Guest& guest) const {
  const CivilDay today = DayOf(params_.log.NowMs());
  ASSIGN_OR_RETURN(
      const std::vector<KnownVisit> visits,
      params_.view.VisitsOf(guest.who.subject.person, {.first = today - kVisitsLookBackDays,
                                                       .last = today + kPlansAheadDays}));
  std::vector<Id> residents;
  for (const KnownVisit& visit : visits) {
    for (const KnownPerson& resident : visit.residents) residents.push_back(resident.id);
  }
  return residents;
}

absl::StatusOr<v1::WhomToPhoneResponse> PageService::WhomToPhone(
    const v1::WhomToPhoneRequest& request) {
  ASSIGN_OR_RETURN(const Guest guest, Holder(request.ticket()));
  ASSIGN_OR_RETURN(const KnownPerson resident, params_.view.FindResident(request.resident()));
  if (!guest.who.subject.is_coach) {
    ASSIGN_OR_RETURN(const std::vector<Id> visited, ResidentsAround(guest));
    if (std::find(visited.begin(), visited.end(), resident.id) == visited.end()) {
      return absl::PermissionDeniedError("you do not visit this resident: ask your coach");
    }
  }
  ASSIGN_OR_RETURN(const std::optional<v1::SealedContact> contact,
                   params_.view.ContactOf(resident.id));
  v1::WhomToPhoneResponse response;
  if (contact) {
    response.set_name(contact->contact_person());
    response.set_phone(contact->phone());
  }
  return response;
}

absl::StatusOr<v1::PlanVisitResponse> PageService::PlanVisit(const v1::PlanVisitRequest& request) {
  ASSIGN_OR_RETURN(const Guest guest, CoachHolding(request.ticket()));
  VisitPeople people{.coach = guest.who.subject};
  std::optional<Identified> first;
  for (const std::string& text : request.participants()) {
    ASSIGN_OR_RETURN(const KnownPerson person, kiosk_.Participant(text));
    people.participants.push_back({.person = person.id, .method = v1::METHOD_NAME_TILE});
    if (!first) first = AsIdentified(person);
  }
  for (const std::string& text : request.residents()) {
    ASSIGN_OR_RETURN(const KnownPerson resident, params_.view.FindResident(text));
    people.residents.push_back(resident.id);
  }
  ASSIGN_OR_RETURN(const StatedSpan span, ParseSpan(request.start(), request.end()));
  const Id visit = params_.random.NewId();
  ASSIGN_OR_RETURN(EventDraft draft, DraftVisitPlan(kiosk_.Context(), people, visit, span));
  v1::PlanVisitResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(),
                   kiosk_.Save(std::move(draft), first.value_or(Identified())));
  response.set_visit(visit.hex());
  return response;
}

absl::StatusOr<v1::ListVisitsResponse> PageService::ListVisits(
    const v1::ListVisitsRequest& request) {
  RETURN_IF_ERROR(CoachHolding(request.ticket()).status());
  CivilDay day = DayOf(params_.log.NowMs());
  if (!request.day().empty()) {
    ASSIGN_OR_RETURN(day, ParseDay(request.day()));
  }
  ASSIGN_OR_RETURN(const std::vector<KnownVisit> visits,
                   params_.view.VisitsOf(Id(), {.first = day, .last = day}));
  v1::ListVisitsResponse response;
  for (const KnownVisit& visit : visits) {
    v1::VisitHere* row = response.add_visits();
    *row->mutable_visit() = PlannedVisitOf(visit);
    for (const KnownPerson& each : visit.participants) *row->add_participants() = PersonOf(each);
    for (const KnownPerson& each : visit.residents) *row->add_residents() = PersonOf(each);
    row->set_outcome(visit.outcome);
    for (const v1::VisitTask task : visit.tasks) row->add_tasks(task);
    row->set_event(visit.event.hex());
    row->set_planned(visit.is_planned);
  }
  return response;
}

absl::StatusOr<v1::ListResidentsResponse> PageService::ListResidents(
    const v1::ListResidentsRequest& request) {
  RETURN_IF_ERROR(CoachHolding(request.ticket()).status());
  ASSIGN_OR_RETURN(const std::vector<KnownPerson> people, params_.view.People());
  v1::ListResidentsResponse response;
  for (const KnownPerson& person : people) {
    if (person.type != PersonType::kResident) continue;
    v1::ResidentHere* row = response.add_residents();
    *row->mutable_resident() = PersonOf(person);
    row->set_card(CardText(person.id));
  }
  return response;
}

}  // namespace wijkboek
