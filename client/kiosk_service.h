// KioskService: identifies, drafts, appends, and says what was saved. The logic of kiosk.proto,
// without HTTP.
#ifndef WIJKBOEK_CLIENT_KIOSK_SERVICE_H_
#define WIJKBOEK_CLIENT_KIOSK_SERVICE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/capture.h"
#include "client/identify.h"
#include "client/key_store.h"
#include "client/own_log.h"
#include "client/reception.h"
#include "client/settings.h"
#include "client/store.h"
#include "client/sync_status.h"
#include "client/view.h"
#include "common/drafts/settle_draft.h"
#include "common/random.h"
#include "wijkboek/v1/kiosk.pb.h"

namespace wijkboek {

// Thread-safe. Errors are those of kiosk.proto.
class KioskService {
 public:
  struct Params {
    // All must outlive the service.
    Store& store;
    const KeyStore& keys;
    OwnLog& log;
    View& view;
    Random& random;
    Reception& reception;
    KioskIdentity identity;
    std::function<SyncStatus()> sync_status;
    std::function<std::uint64_t()> disk_free_bytes;
  };
  explicit KioskService(Params params);

  // ---- capture
  absl::StatusOr<v1::CheckInResponse> CheckIn(const v1::CheckInRequest& request);
  absl::StatusOr<v1::CheckOutResponse> CheckOut(const v1::CheckOutRequest& request);
  absl::StatusOr<v1::CheckInWithoutBadgeResponse> CheckInWithoutBadge(
      const v1::CheckInWithoutBadgeRequest& request);
  absl::StatusOr<v1::StartVisitResponse> StartVisit(const v1::StartVisitRequest& request);
  absl::StatusOr<v1::EndVisitResponse> EndVisit(const v1::EndVisitRequest& request);
  absl::StatusOr<v1::LogVisitResponse> LogVisit(const v1::LogVisitRequest& request);
  absl::StatusOr<v1::LogBuddyHelpResponse> LogBuddyHelp(const v1::LogBuddyHelpRequest& request);
  absl::StatusOr<v1::DenyVisitResponse> DenyVisit(const v1::DenyVisitRequest& request);
  absl::StatusOr<v1::DenyHelpResponse> DenyHelp(const v1::DenyHelpRequest& request);
  absl::StatusOr<v1::RegisterWalkInResponse> RegisterWalkIn(
      const v1::RegisterWalkInRequest& request);
  absl::StatusOr<v1::MarkSessionResponse> MarkSession(const v1::MarkSessionRequest& request);
  absl::StatusOr<v1::CorrectPresenceResponse> CorrectPresence(
      const v1::CorrectPresenceRequest& request);
  absl::StatusOr<v1::VoidEventResponse> VoidEvent(const v1::VoidEventRequest& request);
  absl::StatusOr<v1::SightResponse> Sight(const v1::SightRequest& request);
  absl::StatusOr<v1::ExcuseResponse> Excuse(const v1::ExcuseRequest& request);
  absl::StatusOr<v1::EndExcuseResponse> EndExcuse(const v1::EndExcuseRequest& request);
  absl::StatusOr<v1::ContestAttendanceResponse> ContestAttendance(
      const v1::ContestAttendanceRequest& request);
  absl::StatusOr<v1::SettleContestResponse> SettleContest(const v1::SettleContestRequest& request);
  absl::StatusOr<v1::MoveSessionResponse> MoveSession(const v1::MoveSessionRequest& request);
  absl::StatusOr<v1::CancelSessionResponse> CancelSession(const v1::CancelSessionRequest& request);
  absl::StatusOr<v1::SignOffSessionResponse> SignOffSession(
      const v1::SignOffSessionRequest& request);
  absl::StatusOr<v1::ParkKioskResponse> ParkKiosk(const v1::ParkKioskRequest& request);

  // ---- looking
  absl::StatusOr<v1::GetStatusResponse> GetStatus(const v1::GetStatusRequest& request);
  absl::StatusOr<v1::GetTodayResponse> GetToday(const v1::GetTodayRequest& request);
  absl::StatusOr<v1::ListPeopleResponse> ListPeople(const v1::ListPeopleRequest& request);
  absl::StatusOr<v1::GetSessionResponse> GetSession(const v1::GetSessionRequest& request);
  absl::StatusOr<v1::GetPersonResponse> GetPerson(const v1::GetPersonRequest& request);

  // ---- what must be settled, and what follows somebody's path
  absl::StatusOr<v1::ListDiscrepanciesHereResponse> ListDiscrepanciesHere(
      const v1::ListDiscrepanciesHereRequest& request);
  absl::StatusOr<v1::SettleDiscrepancyHereResponse> SettleDiscrepancyHere(
      const v1::SettleDiscrepancyHereRequest& request);
  absl::StatusOr<v1::ListCasesHereResponse> ListCasesHere(const v1::ListCasesHereRequest& request);
  absl::StatusOr<v1::ChangeCaseHereResponse> ChangeCaseHere(
      const v1::ChangeCaseHereRequest& request);
  absl::StatusOr<v1::GroupPeopleHereResponse> GroupPeopleHere(
      const v1::GroupPeopleHereRequest& request);
  absl::StatusOr<v1::RecordPathStepHereResponse> RecordPathStepHere(
      const v1::RecordPathStepHereRequest& request);
  absl::StatusOr<v1::ListPathHereResponse> ListPathHere(const v1::ListPathHereRequest& request);

  // ---- what PageService builds on
  const Identifier& identifier() const { return identifier_; }
  CaptureContext Context() const;
  v1::Saved SavedOf(const StoredEvent& event, const Identified& who) const;
  absl::StatusOr<v1::Saved> Save(EventDraft draft, Identified who);
  // INVALID_ARGUMENT for somebody who is no participant.
  absl::StatusOr<KnownPerson> Participant(const std::string& id) const;
  // By at least 8 hex digits of its hash.
  absl::StatusOr<StoredEvent> FindByName(absl::string_view event_hex) const;
  // At this centre.
  absl::StatusOr<Session> SessionHere(const std::string& text) const;

 private:
  // "parked since …", "declared lost or replaced since …"; empty while this kiosk is in use.
  std::string Standing() const;
  // What to say to somebody who captures something here all the same. To be asked before it is
  // saved.
  std::string StandingNotice() const;
  absl::StatusOr<std::optional<Subject>> OptionalCoach(const v1::Who& coach) const;
  template <typename Request>
  absl::StatusOr<VisitPeople> WhoVisits(const Request& request, Identified& first) const;
  // The plan's id in hex; else a new one.
  absl::StatusOr<Id> VisitOf(const std::string& plan) const;
  // By what they own, not by an id.
  absl::StatusOr<Identified> IdentifyInPerson(const v1::Who& who,
                                              const CaptureContext& context) const;
  absl::StatusOr<Denial> DenialOf(const std::string& event, const Identified& who) const;
  // What to say to whoever marks (or settles) so, moves or cancels: that it changes nothing, or
  // much. To be asked before it is saved.
  absl::StatusOr<std::string> MarkNotice(const Id& session, const Id& person,
                                         v1::MarkStatus status) const;
  // The first of these sessions' that is any.
  absl::StatusOr<std::string> SettlementNotice(const std::vector<Id>& sessions, const Id& person,
                                               v1::MarkStatus status) const;
  absl::StatusOr<std::string> ContestNotice(const Id& person, const std::optional<Session>& session,
                                            const std::optional<CivilDay>& day) const;
  // `consequence`: what comes of it when it is over or signed off.
  absl::StatusOr<std::string> ChangeNotice(const Session& session,
                                           absl::string_view consequence) const;
  // What a settlement of this discrepancy names.
  absl::StatusOr<Settling> SettlingOf(const Discrepancy& discrepancy, const v1::Decision& decision,
                                      const CaptureContext& context, const Identified& coach) const;
  // A contest that is listed no more; `not_found` where the id names none.
  absl::StatusOr<v1::SettleDiscrepancyHereResponse> SettleClosedContest(
      const v1::SettleDiscrepancyHereRequest& request, const absl::Status& not_found);
  // What to say to somebody who has just settled these, where that did not settle them.
  std::string StaysOpen(const std::vector<Discrepancy>& settled) const;
  // Of a participant.
  absl::StatusOr<Session> SessionOf(const std::string& text, const Id& participant) const;

  const Params params_;
  const Identifier identifier_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_KIOSK_SERVICE_H_
