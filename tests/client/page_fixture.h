// PageService over a store of its own: badges, a session this morning, and whoever steps up.
#ifndef WIJKBOEK_TESTS_CLIENT_PAGE_FIXTURE_H_
#define WIJKBOEK_TESTS_CLIENT_PAGE_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "client/page_service.h"
#include "tests/client/kiosk_service_fixture.h"

namespace wijkboek {

inline const Id kBram = MakeId(106);
inline const Id kMorning = MakeId(70);
inline constexpr char kAminasBadge[] = "0041";
inline constexpr char kMariekesBadge[] = "0024";
inline constexpr char kMariekesPin[] = "2468";

class PageFixture : public KioskServiceFixture {
 protected:
  void SetUp() override {
    KioskServiceFixture::SetUp();
    page_ = std::make_unique<PageService>(*params_, *service_);
    PullOffice();
    PullBadge(kCoach, v1::PERSON_ROLE_COACH, kMariekesBadge);
    PullBadge(kParticipant, v1::PERSON_ROLE_PARTICIPANT, kAminasBadge);
    PullPerson(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, kBram, "Bram");
    PullPin(kBram, v1::PERSON_ROLE_PARTICIPANT, "5678");
    PullEnrolment(kParticipant);
    PullEnrolment(kBram);
    // This kiosk stands there, and was heard just now.
    PullEnrolled(kiosk_.device, "Kiosk A", kiosk_.clock.WallMs() - 90 * 24 * kHourMs);
    PullHeard(kiosk_.device, kiosk_.clock.WallMs());
    kiosk_.clock.Advance(1000);
  }

  void PullBadge(const Id& person, v1::PersonRole role, const std::string& badge) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_BADGE_ASSIGNED);
    AddPerson(draft.event, person, role);
    v1::BadgeAssigned* assigned = draft.event.mutable_badge_assigned();
    assigned->set_badge_hash(CredentialHash(lookup_key_, v1::BADGE_TYPE_CARD, badge)->ToString());
    assigned->set_type(v1::BADGE_TYPE_CARD);
    Pull(std::move(draft));
  }
  // The clock stands at 09:20.
  void PlanMorning() { PullSession(kMorning, "2026-03-03T09:30", "2026-03-03T12:00"); }

  absl::StatusOr<v1::GreetResponse> Greet(const v1::Who& who, const std::string& pin = "",
                                          bool practice = false) {
    v1::GreetRequest request;
    *request.mutable_who() = who;
    request.set_pin(pin);
    request.set_practice(practice);
    return page_->Greet(request);
  }
  v1::GreetResponse Greeted(const v1::Who& who, const std::string& pin = "",
                            bool practice = false) {
    absl::StatusOr<v1::GreetResponse> response = Greet(who, pin, practice);
    EXPECT_OK(response.status());
    return response.ok() ? *std::move(response) : v1::GreetResponse();
  }
  static v1::Who Badge(const std::string& badge) {
    v1::Who who;
    who.set_badge(badge);
    return who;
  }
  static v1::Who Ticket(const std::string& ticket) {
    v1::Who who;
    who.set_ticket(ticket);
    return who;
  }
  std::string AminasTicket() { return Greeted(Badge(kAminasBadge)).ticket(); }
  std::string CoachsTicket(bool practice = false) {
    return Greeted(Badge(kMariekesBadge), kMariekesPin, practice).ticket();
  }

  std::unique_ptr<PageService> page_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_CLIENT_PAGE_FIXTURE_H_
