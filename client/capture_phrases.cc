// What native speakers say into the kiosk for everybody.
#include "client/capture_draft.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<EventDraft> DraftPhrase(const CaptureContext& context,
                                       const v1::RecordPhraseRequest& request,
                                       const Subject& coach) {
  if (request.phrase().empty() || request.language().empty()) {
    return absl::InvalidArgumentError("say which phrase it is, and in which language");
  }
  RETURN_IF_ERROR(CheckText("the phrase's name", request.phrase(), kShortTextMax));
  RETURN_IF_ERROR(CheckText("the language", request.language(), kShortTextMax));
  RETURN_IF_ERROR(CheckSound("the recording", request.sound()));
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_PHRASE_RECORDED);
  v1::PhraseRecorded* recorded = draft.event.mutable_phrase_recorded();
  recorded->set_phrase(request.phrase());
  recorded->set_language(request.language());
  recorded->set_sound(request.sound().content());
  recorded->set_media_type(request.sound().media_type());
  SetActor(draft.event, coach);
  return draft;
}

}  // namespace wijkboek
