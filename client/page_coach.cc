// What a coach does at the page beside KioskService: the picture list, badges, kiosks, voices; and
// the phrases that native speakers record.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "client/page_names.h"
#include "client/page_service.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// "09:02"; with the day where it is not today.
std::string TimeNear(std::int64_t t_ms, std::int64_t now_ms) {
  if (t_ms == 0) return "";
  if (DayOf(t_ms) == DayOf(now_ms)) return FormatTimeOfDay(t_ms);
  return FormatTime(t_ms / kMinuteMs * kMinuteMs);
}

const char* StandingWord(Whereabouts whereabouts) {
  switch (whereabouts) {
    case Whereabouts::kParked:
      return "parked";
    case Whereabouts::kLost:
      return "lost";
    case Whereabouts::kInUse:
      return "";
  }
  return "";
}

}  // namespace

// ---- the picture list

absl::StatusOr<v1::OpenPictureListResponse> PageService::OpenPictureList(
    const v1::OpenPictureListRequest& request) {
  RETURN_IF_ERROR(CoachHolding(request.ticket()).status());
  ASSIGN_OR_RETURN(Session session, kiosk_.SessionHere(request.session()));
  if (session.cancelled || session.span.end_ms <= params_.log.NowMs()) {
    return absl::FailedPreconditionError("this session is over or cancelled: choose another one");
  }
  std::lock_guard<std::mutex> lock(mutex_);
  listed_ = std::move(session);
  return v1::OpenPictureListResponse();
}

absl::StatusOr<v1::ClosePictureListResponse> PageService::ClosePictureList(
    const v1::ClosePictureListRequest& request) {
  RETURN_IF_ERROR(CoachHolding(request.ticket()).status());
  std::lock_guard<std::mutex> lock(mutex_);
  listed_.reset();
  return v1::ClosePictureListResponse();
}

absl::StatusOr<std::vector<KnownPerson>> PageService::PictureList() {
  Id session;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (listed_ && listed_->span.end_ms <= params_.log.NowMs()) listed_.reset();
    if (!listed_) return std::vector<KnownPerson>();
    session = listed_->id;
  }
  ASSIGN_OR_RETURN(SessionList list, params_.view.SessionView(session));
  std::vector<KnownPerson> people;
  for (AttendanceLine& line : list.lines) people.push_back(std::move(line.person));
  return people;
}

absl::StatusOr<bool> PageService::IsOnPictureList(const std::string& person) {
  ASSIGN_OR_RETURN(const std::vector<KnownPerson> listed, PictureList());
  return std::any_of(listed.begin(), listed.end(),
                     [&](const KnownPerson& each) { return each.id.hex() == person; });
}

// ---- badges, unowned check-ins, kiosks, voices

absl::StatusOr<v1::AssignBadgeResponse> PageService::AssignBadge(
    const v1::AssignBadgeRequest& request) {
  ASSIGN_OR_RETURN(const Guest guest, CoachHolding(request.ticket()));
  ASSIGN_OR_RETURN(const KnownPerson person, kiosk_.Participant(request.person()));
  ASSIGN_OR_RETURN(const GivenCredential given,
                   kiosk_.identifier().HashCredential(request.credential()));
  bool certain = false;
  const std::optional<Id> owner =
      params_.view.BadgeOwner(given.badge_hash, params_.log.NowMs(), Patience::kForm, &certain);
  if (owner == person.id) {
    return absl::InvalidArgumentError("this badge or PIN is theirs already");
  }
  if (owner) {
    return absl::InvalidArgumentError("this badge or PIN is somebody else's: choose another");
  }
  v1::AssignBadgeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(),
                   kiosk_.Save(DraftBadge(kiosk_.Context(), person.id, given, guest.who.subject),
                               AsIdentified(person)));
  return response;
}

absl::StatusOr<v1::ListUnownedResponse> PageService::ListUnowned(
    const v1::ListUnownedRequest& request) {
  RETURN_IF_ERROR(CoachHolding(request.ticket()).status());
  const CivilDay today = DayOf(params_.log.NowMs());
  ASSIGN_OR_RETURN(const std::vector<StoredEvent> unowned, params_.view.UnownedCheckIns());
  v1::ListUnownedResponse response;
  for (const StoredEvent& event : unowned) {
    const std::int64_t at_ms = params_.log.TimeOf(event.event.captured());
    if (DayOf(at_ms) != today) continue;
    v1::UnownedHere* row = response.add_unowned();
    row->set_event(event.key.hash.hex());
    row->set_at(FormatTimeOfDay(at_ms));
    row->set_picture_token(event.event.unowned_check_in().picture_token());
  }
  return response;
}

absl::StatusOr<v1::ListKiosksHereResponse> PageService::ListKiosksHere(
    const v1::ListKiosksHereRequest& request) {
  RETURN_IF_ERROR(CoachHolding(request.ticket()).status());
  const std::int64_t now_ms = params_.log.NowMs();
  ASSIGN_OR_RETURN(const std::vector<KnownKiosk> kiosks, params_.view.KiosksHere());
  v1::ListKiosksHereResponse response;
  for (const KnownKiosk& kiosk : kiosks) {
    v1::KioskHere* row = response.add_kiosks();
    row->set_device(kiosk.device.hex());
    row->set_name(kiosk.name);
    row->set_heard_through_ms(kiosk.heard_ms);
    row->set_heard_through(TimeNear(kiosk.heard_ms, now_ms));
    row->set_standing(StandingWord(kiosk.whereabouts));
  }
  return response;
}

absl::StatusOr<v1::GetVoiceResponse> PageService::GetVoice(const v1::GetVoiceRequest& request) {
  RETURN_IF_ERROR(CoachHolding(request.ticket()).status());
  ASSIGN_OR_RETURN(const StoredEvent event, kiosk_.FindByName(request.event()));
  v1::GetVoiceResponse response;
  for (const v1::PersonRef& ref : event.event.persons()) {
    std::optional<v1::SealedMedia> voice = FindSealed<v1::SealedMedia>(
        event.event, v1::SEALED_FIELD_SOUND, Id::FromBytesOrZero(ref.person_id()), params_.keys);
    if (!voice) continue;
    *response.mutable_voice() = *std::move(voice);
    return response;
  }
  return absl::NotFoundError("nothing was said into the microphone here");
}

// ---- phrases

absl::StatusOr<v1::RecordPhraseResponse> PageService::RecordPhrase(
    const v1::RecordPhraseRequest& request) {
  ASSIGN_OR_RETURN(const Guest guest, CoachHolding(request.ticket()));
  ASSIGN_OR_RETURN(EventDraft draft, DraftPhrase(kiosk_.Context(), request, guest.who.subject));
  v1::RecordPhraseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), kiosk_.Save(std::move(draft), guest.who));
  return response;
}

absl::StatusOr<v1::ListPhrasesResponse> PageService::ListPhrases(const v1::ListPhrasesRequest&) {
  ASSIGN_OR_RETURN(const PhraseBook::Phrases phrases, phrases_.CatchUp());
  v1::ListPhrasesResponse response;
  for (const auto& [name, event] : phrases) {
    v1::RecordedPhrase* row = response.add_phrases();
    row->set_phrase(name.phrase);
    row->set_language(name.language);
    row->set_event(event.hex());
  }
  return response;
}

absl::StatusOr<v1::GetPhraseResponse> PageService::GetPhrase(const v1::GetPhraseRequest& request) {
  ASSIGN_OR_RETURN(const PhraseBook::Phrases phrases, phrases_.CatchUp());
  const auto found = phrases.find({.language = request.language(), .phrase = request.phrase()});
  if (found == phrases.end()) {
    return absl::NotFoundError("nobody has recorded this phrase in this language");
  }
  ASSIGN_OR_RETURN(const StoredEvent event, kiosk_.FindByName(found->second.hex()));
  v1::GetPhraseResponse response;
  response.mutable_sound()->set_media_type(event.event.phrase_recorded().media_type());
  response.mutable_sound()->set_content(event.event.phrase_recorded().sound());
  return response;
}

}  // namespace wijkboek
