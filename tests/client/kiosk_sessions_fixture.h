// KioskService with a participant's two sessions of today.
#ifndef WIJKBOEK_TESTS_CLIENT_KIOSK_SESSIONS_FIXTURE_H_
#define WIJKBOEK_TESTS_CLIENT_KIOSK_SESSIONS_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/client/kiosk_service_fixture.h"

namespace wijkboek {

inline const Id kOtherCoach = MakeId(104);
inline const Id kKioskB = MakeId(201);

inline void ExpectRefused(const absl::Status& status, absl::string_view words) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_NE(status.message().find(words), absl::string_view::npos) << status;
}

class KioskSessionsTest : public KioskServiceFixture {
 protected:
  void SetUp() override {
    KioskServiceFixture::SetUp();
    PullOffice();
    PullPerson(v1::EVENT_KIND_COACH_REGISTERED, v1::PERSON_ROLE_COACH, kOtherCoach, "Ruben");
    PullPin(kOtherCoach, v1::PERSON_ROLE_COACH, "1357");
    PullEnrolment(kParticipant);
    // Now it is 09:20.
    morning_ = PullSession(MakeId(61), "2026-03-03T09:00", "2026-03-03T12:00");
    afternoon_ = PullSession(MakeId(62), "2026-03-03T13:00", "2026-03-03T16:00");
    // What the office said was before what is said here.
    kiosk_.clock.Advance(1000);
  }

  absl::StatusOr<v1::MarkSessionResponse> Mark(const Id& session, v1::MarkStatus status,
                                               const std::string& pin = "2468") {
    v1::MarkSessionRequest request;
    request.set_person(kParticipant.hex());
    request.set_session(session.hex());
    request.set_status(status);
    *request.mutable_coach() = Pin(pin);
    return service_->MarkSession(request);
  }
  absl::StatusOr<v1::ContestAttendanceResponse> Contest(const std::string& session,
                                                        const std::string& day = "") {
    v1::ContestAttendanceRequest request;
    *request.mutable_who() = Pin("1234");
    request.set_session(session);
    request.set_day(day);
    return service_->ContestAttendance(request);
  }
  absl::StatusOr<v1::SettleContestResponse> Settle(const std::string& contest,
                                                   const std::string& pin, v1::MarkStatus status) {
    v1::SettleContestRequest request;
    request.set_contest(contest);
    request.set_status(status);
    *request.mutable_coach() = Pin(pin);
    return service_->SettleContest(request);
  }
  absl::StatusOr<v1::MoveSessionResponse> Move(const std::string& session, const std::string& start,
                                               const std::string& end) {
    v1::MoveSessionRequest request;
    request.set_session(session);
    request.set_start(start);
    request.set_end(end);
    *request.mutable_coach() = Pin("2468");
    return service_->MoveSession(request);
  }
  absl::StatusOr<v1::CancelSessionResponse> Cancel(const std::string& session) {
    v1::CancelSessionRequest request;
    request.set_session(session);
    *request.mutable_coach() = Pin("2468");
    return service_->CancelSession(request);
  }
  absl::StatusOr<v1::SignOffSessionResponse> SignOff(const std::string& session) {
    v1::SignOffSessionRequest request;
    request.set_session(session);
    *request.mutable_coach() = Pin("2468");
    return service_->SignOffSession(request);
  }
  v1::GetPersonResponse Person() {
    v1::GetPersonRequest request;
    *request.mutable_who() = Pin("1234");
    absl::StatusOr<v1::GetPersonResponse> response = service_->GetPerson(request);
    EXPECT_OK(response.status());
    return response.ok() ? *response : v1::GetPersonResponse();
  }
  v1::GetSessionResponse Session(const Id& session) {
    v1::GetSessionRequest request;
    request.set_session(session.hex());
    absl::StatusOr<v1::GetSessionResponse> response = service_->GetSession(request);
    EXPECT_OK(response.status());
    return response.ok() ? *response : v1::GetSessionResponse();
  }
  void CheckIn() {
    v1::CheckInRequest request;
    *request.mutable_who() = Pin("1234");
    ASSERT_OK(service_->CheckIn(request).status());
  }
  // What the event names as seen, in hex.
  std::vector<std::string> SeenBy(const v1::Saved& saved) {
    std::vector<std::string> seen;
    const StoredEvent event = Saved(saved);
    for (const std::string& hash : event.event.seen()) {
      seen.push_back(Hash::FromBytesOrZero(hash).hex());
    }
    return seen;
  }
  void AdvanceTo(const std::string& civil) {
    kiosk_.clock.Advance(
        static_cast<std::uint64_t>(InstantOf(ParseCivilTime(civil).value()) - kiosk_.log->NowMs()));
  }

  Id morning_;
  Id afternoon_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_CLIENT_KIOSK_SESSIONS_FIXTURE_H_
