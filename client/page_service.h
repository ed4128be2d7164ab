// KioskPageService: who stands before the kiosk, what to offer them, and the coach's own; the logic
// of kiosk_page.proto, without HTTP.
#ifndef WIJKBOEK_CLIENT_PAGE_SERVICE_H_
#define WIJKBOEK_CLIENT_PAGE_SERVICE_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/kiosk_service.h"
#include "client/phrase_book.h"
#include "client/reception.h"
#include "client/view.h"
#include "wijkboek/v1/kiosk_page.pb.h"

namespace wijkboek {

// Thread-safe. Errors are those of kiosk_page.proto.
class PageService {
 public:
  // `params` are the service's own; all of it must outlive this.
  PageService(const KioskService::Params& params, KioskService& kiosk)
      : params_(params), kiosk_(kiosk), phrases_(params.store) {}

  // ---- whoever stands before the kiosk
  absl::StatusOr<v1::GetWelcomeResponse> GetWelcome(const v1::GetWelcomeRequest& request);
  absl::StatusOr<v1::GreetResponse> Greet(const v1::GreetRequest& request);
  absl::StatusOr<v1::LeaveResponse> Leave(const v1::LeaveRequest& request);
  absl::StatusOr<v1::UndoResponse> Undo(const v1::UndoRequest& request);
  absl::StatusOr<v1::GetMineResponse> GetMine(const v1::GetMineRequest& request);
  absl::StatusOr<v1::ChooseLanguageResponse> ChooseLanguage(
      const v1::ChooseLanguageRequest& request);
  absl::StatusOr<v1::AnswerAftercareResponse> AnswerAftercare(
      const v1::AnswerAftercareRequest& request);

  // ---- visits
  absl::StatusOr<v1::ReadCardResponse> ReadCard(const v1::ReadCardRequest& request);
  absl::StatusOr<v1::ConfirmVisitResponse> ConfirmVisit(const v1::ConfirmVisitRequest& request);
  absl::StatusOr<v1::WhomToPhoneResponse> WhomToPhone(const v1::WhomToPhoneRequest& request);
  absl::StatusOr<v1::PlanVisitResponse> PlanVisit(const v1::PlanVisitRequest& request);
  absl::StatusOr<v1::ListVisitsResponse> ListVisits(const v1::ListVisitsRequest& request);
  absl::StatusOr<v1::ListResidentsResponse> ListResidents(const v1::ListResidentsRequest& request);

  // ---- the coach's own
  absl::StatusOr<v1::OpenPictureListResponse> OpenPictureList(
      const v1::OpenPictureListRequest& request);
  absl::StatusOr<v1::ClosePictureListResponse> ClosePictureList(
      const v1::ClosePictureListRequest& request);
  absl::StatusOr<v1::AssignBadgeResponse> AssignBadge(const v1::AssignBadgeRequest& request);
  absl::StatusOr<v1::ListUnownedResponse> ListUnowned(const v1::ListUnownedRequest& request);
  absl::StatusOr<v1::ListKiosksHereResponse> ListKiosksHere(
      const v1::ListKiosksHereRequest& request);
  absl::StatusOr<v1::GetVoiceResponse> GetVoice(const v1::GetVoiceRequest& request);

  // ---- phrases
  absl::StatusOr<v1::RecordPhraseResponse> RecordPhrase(const v1::RecordPhraseRequest& request);
  absl::StatusOr<v1::ListPhrasesResponse> ListPhrases(const v1::ListPhrasesRequest& request);
  absl::StatusOr<v1::GetPhraseResponse> GetPhrase(const v1::GetPhraseRequest& request);

 private:
  // Who has the ticket: UNAUTHENTICATED when it is over, PERMISSION_DENIED for anybody but a coach.
  absl::StatusOr<Guest> Holder(const std::string& ticket) const;
  absl::StatusOr<Guest> CoachHolding(const std::string& ticket) const;

  // Of whoever holds up or types this. An error, or a response that lets nobody in, ends the
  // greeting.
  absl::StatusOr<Identified> Recognise(const v1::GreetRequest& request,
                                       v1::GreetResponse& response);
  absl::Status CheckCoachPin(const v1::GreetRequest& request, const Identified& coach,
                             v1::GreetResponse& response);
  absl::Status Describe(const Situation& situation, v1::GreetResponse& response);
  // Saves what the badge alone says, and the language chosen before it.
  absl::Status CheckInAtOnce(const Identified& who, std::vector<EventDraft> drafts,
                             v1::GreetResponse& response);
  // Empty where it is theirs already.
  absl::StatusOr<std::vector<EventDraft>> LanguageChoice(const Identified& who,
                                                         const std::string& language) const;
  // Theirs, saved here since they were greeted.
  bool SavedSince(const Guest& guest, const StoredEvent& event) const;
  absl::StatusOr<bool> IsOnPictureList(const std::string& person);
  absl::StatusOr<std::vector<KnownPerson>> PictureList();
  absl::StatusOr<std::vector<Id>> ResidentsAround(const Guest& guest) const;

  const KioskService::Params& params_;
  KioskService& kiosk_;
  PhraseBook phrases_;

  std::mutex mutex_;
  // Whose pictures everybody sees; nullopt: nobody's.
  std::optional<Session> listed_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_PAGE_SERVICE_H_
