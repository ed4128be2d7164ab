// Who stands before the kiosk: the welcome, the greeting, the way back.
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "client/page_names.h"
#include "client/page_service.h"
#include "client/situation.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// The server says something at least so often.
constexpr std::int64_t kConnectedMs = 2 * kMinuteMs;
// Below it a capture may not find room; said before somebody tries.
constexpr std::uint64_t kDiskFreeMin = 4 << 20;
// So long after it "no badge today" can be taken back: nobody has a ticket for it.
constexpr std::int64_t kUnownedUndoMs = kMinuteMs;

// A reader types a QR code like a badge: what the system makes is told from a card by its form.
v1::Who AsMeant(const v1::Who& who) {
  constexpr std::size_t kMadeTextSize = 28;
  const std::string text = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(who.badge()));
  const bool is_made = text.size() == kMadeTextSize && absl::StartsWith(text, "WB") &&
                       std::all_of(text.begin(), text.end(), [](char c) {
                         return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
                       });
  if (!is_made) return who;
  v1::Who meant;
  meant.set_qr(text);
  return meant;
}

v1::PlannedVisit OpenVisit(const VisitRecord& record, const Id& visit) {
  v1::PlannedVisit open;
  open.set_visit(visit.IsZero() ? "" : visit.hex());
  if (!record.residents.empty()) open.set_resident(record.residents.front().hex());
  open.set_day(FormatDay(DayOf(record.span.start_ms)));
  open.set_start(FormatTimeOfDay(record.span.start_ms));
  open.set_open(true);
  return open;
}

}  // namespace

absl::StatusOr<Guest> PageService::Holder(const std::string& ticket) const {
  return params_.reception.Holder(ticket);
}

absl::StatusOr<Guest> PageService::CoachHolding(const std::string& ticket) const {
  ASSIGN_OR_RETURN(Guest guest, Holder(ticket));
  if (guest.who.subject.is_coach) return guest;
  return absl::PermissionDeniedError("this is for coaches: hold up a coach's badge");
}

absl::StatusOr<v1::GetWelcomeResponse> PageService::GetWelcome(const v1::GetWelcomeRequest&) {
  const std::int64_t now_ms = params_.log.NowMs();
  const SyncStatus sync = params_.sync_status();
  v1::GetWelcomeResponse response;
  response.set_centre(params_.identity.centre_name);
  response.set_day(FormatDay(DayOf(now_ms)));
  response.set_time(FormatTimeOfDay(now_ms));
  response.set_connected(sync.last_contact_ms > 0 && now_ms - sync.last_contact_ms < kConnectedMs);
  response.set_all_sent(sync.unsent == 0);
  response.set_clock_uncertain(params_.log.quality() == v1::CLOCK_QUALITY_UNKNOWN);
  if (params_.disk_free_bytes() < kDiskFreeMin) {
    response.set_trouble("the disk of this kiosk is full: nothing can be saved");
  }
  ASSIGN_OR_RETURN(const std::vector<KnownPerson> listed, PictureList());
  for (const KnownPerson& person : listed) *response.add_picture_list() = CompanionOf(person);
  return response;
}

absl::StatusOr<Identified> PageService::Recognise(const v1::GreetRequest& request,
                                                  v1::GreetResponse& response) {
  const v1::Who who = AsMeant(request.who());
  if (who.who_case() == v1::Who::kTicket) {
    return absl::InvalidArgumentError("a ticket greets nobody: hold up a badge or type a PIN");
  }
  if (who.who_case() == v1::Who::kPerson) {
    ASSIGN_OR_RETURN(const bool is_listed, IsOnPictureList(who.person()));
    if (!is_listed) {
      return absl::PermissionDeniedError(
          "a name greets somebody only while a coach has opened the list that it stands on");
    }
  }
  const bool is_pin = who.who_case() == v1::Who::kPin;
  if (is_pin) {
    response.set_wait_ms(static_cast<std::uint32_t>(params_.reception.WaitMs(Id())));
    if (response.wait_ms() > 0) return Identified();
  }
  // A badge is saved whoever holds it; who a PIN belongs to must be known, or a slip of the finger
  // would be somebody.
  ASSIGN_OR_RETURN(Identified found,
                   kiosk_.identifier().Identify(who, params_.log.NowMs(),
                                                is_pin ? Patience::kForm : Patience::kTap));
  response.set_wrong_pin(is_pin && found.subject.person.IsZero());
  if (found.subject.is_coach) RETURN_IF_ERROR(CheckCoachPin(request, found, response));
  return found;
}

absl::Status PageService::CheckCoachPin(const v1::GreetRequest& request, const Identified& coach,
                                        v1::GreetResponse& response) {
  const v1::Who::WhoCase by = AsMeant(request.who()).who_case();
  if (by == v1::Who::kPin || by == v1::Who::kPerson) {
    return absl::FailedPreconditionError("hold up your badge first; your PIN is asked beside it");
  }
  response.set_asks_pin(request.pin().empty());
  if (request.pin().empty()) return absl::OkStatus();
  const Id& themselves = coach.subject.person;
  response.set_wait_ms(static_cast<std::uint32_t>(params_.reception.WaitMs(themselves)));
  if (response.wait_ms() > 0) return absl::OkStatus();
  v1::Who pin;
  pin.set_pin(request.pin());
  absl::StatusOr<GivenCredential> given = kiosk_.identifier().HashCredential(pin);
  // What can be no PIN is a wrong one.
  if (!given.ok() && !absl::IsInvalidArgument(given.status())) return given.status();
  bool certain = false;
  const std::optional<Id> owner =
      given.ok() ? params_.view.BadgeOwner(given->badge_hash, params_.log.NowMs(), Patience::kForm,
                                           &certain)
                 : std::nullopt;
  response.set_wrong_pin(owner != themselves);
  if (response.wrong_pin()) {
    params_.reception.WasWrong(themselves);
  } else {
    params_.reception.WasRight(themselves);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::GreetResponse> PageService::Greet(const v1::GreetRequest& request) {
  v1::GreetResponse response;
  ASSIGN_OR_RETURN(Identified who, Recognise(request, response));
  response.set_coach(who.subject.is_coach);
  if (response.wait_ms() > 0 || response.wrong_pin() || response.asks_pin()) return response;
  who.subject.practises = request.practice();
  const bool is_known = !who.subject.person.IsZero();
  response.set_unknown(!is_known);
  const Guest guest{.who = who, .since = params_.log.Head()};
  std::optional<Situation> situation;
  if (is_known) {
    if (!who.subject.is_coach) {
      ASSIGN_OR_RETURN(situation, params_.view.SituationOf(who.subject.person));
    }
    absl::StatusOr<KnownPerson> person = params_.view.Describe(who.subject.person);
    if (person.ok()) {
      *response.mutable_me() = CompanionOf(*person);
      response.set_language(person->language);
    }
  }
  if (situation) RETURN_IF_ERROR(Describe(*situation, response));
  std::vector<EventDraft> drafts;
  if (is_known && !who.subject.is_coach && !request.language().empty()) {
    ASSIGN_OR_RETURN(drafts, LanguageChoice(who, request.language()));
    response.set_language(request.language());
  }
  const bool knows_time = params_.log.quality() != v1::CLOCK_QUALITY_UNKNOWN;
  // Who types a number may have come for something else.
  const bool is_held_up = request.who().who_case() != v1::Who::kNumber;
  const bool at_once =
      situation && is_held_up &&
      ChecksInByItself(*situation, who.subject.method,
                       knows_time ? std::optional(params_.log.NowMs()) : std::nullopt);
  if (at_once) {
    RETURN_IF_ERROR(CheckInAtOnce(who, std::move(drafts), response));
  } else if (!drafts.empty()) {
    RETURN_IF_ERROR(params_.log.Append(std::move(drafts)).status());
  }
  response.set_ticket(params_.reception.Welcome(guest));
  return response;
}

absl::Status PageService::Describe(const Situation& situation, v1::GreetResponse& response) {
  response.set_graduate(situation.is_graduate);
  response.set_excused_until_better(situation.is_excused_until_better);
  for (const PresenceRecord& presence : situation.open_presences) {
    if (presence.centre != params_.identity.centre) continue;
    response.set_here_since(FormatTimeOfDay(presence.span.start_ms));
  }
  for (const VisitRecord& visit : situation.open_visits) {
    Id id;
    for (const Hash& event : visit.events) {
      ASSIGN_OR_RETURN(const StoredEvent stored, kiosk_.FindByName(event.hex()));
      if (id.IsZero()) id = Id::FromBytesOrZero(stored.event.visit_id());
    }
    *response.add_open_visits() = OpenVisit(visit, id);
  }
  if (situation.forgotten) {
    const Interval& span = situation.forgotten->span;
    response.mutable_forgotten()->set_day(FormatDay(DayOf(span.start_ms)));
    response.mutable_forgotten()->set_since(FormatTimeOfDay(span.start_ms));
    response.mutable_forgotten()->set_until(FormatTimeOfDay(span.end_ms));
  }
  return absl::OkStatus();
}

absl::Status PageService::CheckInAtOnce(const Identified& who, std::vector<EventDraft> drafts,
                                        v1::GreetResponse& response) {
  ASSIGN_OR_RETURN(EventDraft draft,
                   DraftCheckIn(kiosk_.Context(), who.subject, who.subject.practises));
  drafts.push_back(std::move(draft));
  ASSIGN_OR_RETURN(const std::vector<StoredEvent> events, params_.log.Append(std::move(drafts)));
  *response.mutable_arrived() = kiosk_.SavedOf(events.back(), who);
  response.set_here_since(response.arrived().at());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<EventDraft>> PageService::LanguageChoice(
    const Identified& who, const std::string& language) const {
  std::vector<EventDraft> drafts;
  absl::StatusOr<KnownPerson> person = params_.view.Describe(who.subject.person);
  if (person.ok() && person->language == language) return drafts;
  ASSIGN_OR_RETURN(const std::vector<StoredEvent> said, params_.view.SaidAbout(who.subject.person));
  std::vector<Hash> before;
  for (const StoredEvent& event : said) {
    const bool is_choice = event.event.kind() == v1::EVENT_KIND_DETAIL_CHANGED &&
                           !event.event.detail_changed().language().empty();
    if (is_choice) before.push_back(event.key.hash);
  }
  ASSIGN_OR_RETURN(EventDraft draft,
                   DraftLanguage(kiosk_.Context(), who.subject, language, before));
  drafts.push_back(std::move(draft));
  return drafts;
}

absl::StatusOr<v1::ChooseLanguageResponse> PageService::ChooseLanguage(
    const v1::ChooseLanguageRequest& request) {
  ASSIGN_OR_RETURN(const Guest guest, Holder(request.ticket()));
  ASSIGN_OR_RETURN(std::vector<EventDraft> drafts, LanguageChoice(guest.who, request.language()));
  v1::ChooseLanguageResponse response;
  if (drafts.empty()) return response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), kiosk_.Save(std::move(drafts.front()), guest.who));
  return response;
}

absl::StatusOr<v1::LeaveResponse> PageService::Leave(const v1::LeaveRequest& request) {
  params_.reception.Leave(request.ticket());
  return v1::LeaveResponse();
}

bool PageService::SavedSince(const Guest& guest, const StoredEvent& event) const {
  const EventKey& key = event.key;
  const Subject& subject = guest.who.subject;
  // An epoch that began since they came is later than all of the one before.
  const bool is_since = key.epoch == guest.since.epoch ? key.seq > guest.since.seq
                                                       : key.epoch == params_.log.Head().epoch;
  const bool is_own = subject.person.IsZero()
                          ? event.event.badge_hash() == subject.badge_hash.bytes()
                          : event.event.actor().person_id() == subject.person.bytes();
  return key.device == params_.identity.device && is_since && is_own;
}

absl::StatusOr<v1::UndoResponse> PageService::Undo(const v1::UndoRequest& request) {
  ASSIGN_OR_RETURN(const StoredEvent event, kiosk_.FindByName(request.event()));
  Identified who;
  who.subject.method = v1::METHOD_NAME_TILE;
  if (request.ticket().empty()) {
    const std::int64_t age_ms = params_.log.NowMs() - params_.log.TimeOf(event.event.captured());
    if (event.event.kind() != v1::EVENT_KIND_UNOWNED_CHECK_IN || age_ms > kUnownedUndoMs) {
      return absl::UnauthenticatedError("ask your coach to take this back");
    }
    who.subject.practises = event.event.practice();
  } else {
    ASSIGN_OR_RETURN(const Guest guest, Holder(request.ticket()));
    who = guest.who;
    if (!SavedSince(guest, event)) {
      return absl::PermissionDeniedError("this was saved before: ask your coach to take it back");
    }
  }
  ASSIGN_OR_RETURN(EventDraft draft,
                   DraftVoid(kiosk_.Context(), event, v1::VOID_REASON_WRONG_TAP, who.subject));
  v1::UndoResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), kiosk_.Save(std::move(draft), who));
  return response;
}

}  // namespace wijkboek
