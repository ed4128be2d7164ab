// Who registers at the kiosk.
#include <utility>

#include "absl/strings/ascii.h"
#include "client/capture_draft.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {

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
    EventDraft& badge = drafts.emplace_back(NewDraft(context, v1::EVENT_KIND_BADGE_ASSIGNED));
    AddPerson(badge.event, person, v1::PERSON_ROLE_PARTICIPANT);
    v1::BadgeAssigned* assigned = badge.event.mutable_badge_assigned();
    assigned->set_badge_hash(credential->badge_hash.ToString());
    assigned->set_type(credential->type);
    // A guessed clock may stand ahead of the taps that follow: then the badge is theirs from ever.
    assigned->set_valid_from_ms(context.clock_known ? context.now_ms - kMinuteMs : 0);
    SetActor(badge.event, coach, nobody);
  }
  return drafts;
}

}  // namespace wijkboek
