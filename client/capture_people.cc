// Who registers at the kiosk.
#include <utility>

#include "absl/strings/ascii.h"
#include "client/capture_draft.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// BCP 47 recommends room for as much.
constexpr std::size_t kLanguageTagMax = 35;

}  // namespace

EventDraft DraftBadge(const CaptureContext& context, const Id& participant,
                      const GivenCredential& credential, const Subject& author) {
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_BADGE_ASSIGNED);
  AddPerson(draft.event, participant, v1::PERSON_ROLE_PARTICIPANT);
  v1::BadgeAssigned* assigned = draft.event.mutable_badge_assigned();
  assigned->set_badge_hash(credential.badge_hash.ToString());
  assigned->set_type(credential.type);
  // A guessed clock may stand ahead of the taps that follow: then the badge is theirs from ever.
  assigned->set_valid_from_ms(context.clock_known ? context.now_ms - kMinuteMs : 0);
  SetActor(draft.event, author);
  return draft;
}

absl::StatusOr<EventDraft> DraftLanguage(const CaptureContext& context, const Subject& who,
                                         absl::string_view language, absl::Span<const Hash> seen) {
  RETURN_IF_ERROR(RequireParticipant(who, "who chooses"));
  const bool is_tag = language.size() >= 2 && language.size() <= kLanguageTagMax &&
                      language.find_first_not_of(
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") ==
                          absl::string_view::npos;
  if (!is_tag) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", language, "\" is no language: write a tag such as \"nl\" or \"ti\""));
  }
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_DETAIL_CHANGED);
  // Of a person, and of no centre.
  draft.event.clear_centre_id();
  AddPerson(draft.event, who.person, v1::PERSON_ROLE_PARTICIPANT);
  draft.event.mutable_detail_changed()->set_language(std::string(language));
  AddSeen(draft.event, seen);
  SetActor(draft.event, who);
  return draft;
}

absl::StatusOr<std::vector<EventDraft>> DraftWalkIn(
    const CaptureContext& context, const Id& person, const v1::RegisterWalkInRequest& request,
    const std::optional<GivenCredential>& credential, const std::optional<Subject>& coach) {
  if (absl::StripAsciiWhitespace(request.name().given()).empty()) {
    return absl::InvalidArgumentError("a given name is needed");
  }
  for (const std::string& text : {request.name().given(), request.name().family(),
                                  request.name().called(), request.language()}) {
    RETURN_IF_ERROR(CheckText("the name or language", text, kShortTextMax));
  }
  const Subject nobody{.method = v1::METHOD_NAME_TILE};
  std::vector<EventDraft> drafts;
  EventDraft& draft = drafts.emplace_back(NewDraft(context, v1::EVENT_KIND_PARTICIPANT_REGISTERED));
  draft.event.mutable_participant_registered()->set_walk_in(true);
  draft.event.mutable_participant_registered()->set_language(request.language());
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  AddSealed(draft, v1::SEALED_FIELD_NAME, request.name(), person);
  if (!request.birth_date().empty()) {
    absl::StatusOr<CivilDay> day = ParseDay(request.birth_date());
    if (!day.ok()) return WithContext(day.status(), "birth date");
    if (*day > DayOf(context.now_ms)) {
      return absl::InvalidArgumentError("the birth date lies in the future");
    }
    v1::SealedBirthDate birth_date;
    birth_date.set_day(*day);
    AddSealed(draft, v1::SEALED_FIELD_BIRTH_DATE, birth_date, person);
  }
  SetActor(draft.event, coach, nobody);
  if (credential) {
    drafts.push_back(DraftBadge(context, person, *credential, coach ? *coach : nobody));
  }
  return drafts;
}

}  // namespace wijkboek
