// KioskService over a store of its own, with the office's facts as a pull brings them.
#ifndef WIJKBOEK_TESTS_CLIENT_KIOSK_SERVICE_FIXTURE_H_
#define WIJKBOEK_TESTS_CLIENT_KIOSK_SERVICE_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "client/kiosk_service.h"
#include "common/civil_time.h"
#include "common/credential.h"
#include "tests/client/kiosk_fixture.h"
#include "tests/fakes/faulty_vfs.h"

namespace wijkboek {

inline const Id kCentre = MakeId(30);
inline const Id kCoach = MakeId(101);
inline const Id kResident = MakeId(102);
inline const Id kParticipant = MakeId(103);
inline const Id kCohort = MakeId(50);
// 2026-03-03, on which the clock stands at 09:20.
inline constexpr CivilDay kToday = 20515;

class KioskServiceFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(kiosk_.Open());
    ASSERT_OK(kiosk_.keys->SetSecret(kLookupKeySecret, lookup_key_.bytes()));
    absl::StatusOr<std::unique_ptr<View>> view =
        View::Open({.path = folder_ / "derived.db",
                    .store = *kiosk_.store,
                    .keys = *kiosk_.keys,
                    .now_ms = [this] { return kiosk_.log->NowMs(); },
                    .centre = kCentre,
                    .device = kiosk_.device});
    ASSERT_OK(view.status());
    view_ = *std::move(view);
    ASSERT_OK(SaveIdentity(*kiosk_.store, {.device = kiosk_.device, .centre = kCentre}));
    params_.emplace(KioskService::Params{
        .store = *kiosk_.store,
        .keys = *kiosk_.keys,
        .log = *kiosk_.log,
        .view = *view_,
        .random = kiosk_.random,
        .reception = reception_,
        .identity = *LoadIdentity(*kiosk_.store),
        .sync_status = [this] { return SyncStatus{.unsent = unsent_, .reason = "no connection"}; },
        .disk_free_bytes = [this] { return disk_free_bytes_; }});
    service_ = std::make_unique<KioskService>(*params_);
  }

  // The office's facts, as a pull brings them; said some time ago.
  void Pull(EventDraft draft, std::int64_t ago_ms = 0) {
    CaptureMoment moment{
        .clock = kiosk_.clock.Now(),
        .quality = v1::CLOCK_QUALITY_DISCIPLINED,
        .hybrid = {.wall_ms = kiosk_.clock.WallMs() - ago_ms, .counter = ++counter_}};
    draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    absl::StatusOr<StoredEvent> event = CompleteDraft(
        std::move(draft), office_, moment,
        [&](const SealedDraft& part) { return kiosk_.keys->KeyFor(part.person); }, kiosk_.random);
    ASSERT_OK(event.status());
    office_ = HeadAfter(*event);
    ASSERT_OK(kiosk_.store->Write([&](Connection& connection) {
      return InsertPulled(connection, *event, kiosk_.clock.WallMs()).status();
    }));
  }
  void PullPerson(v1::EventKind kind, v1::PersonRole role, const Id& person,
                  const std::string& name) {
    EventDraft draft;
    draft.event.set_kind(kind);
    if (kind == v1::EVENT_KIND_COACH_REGISTERED) draft.event.mutable_coach_registered();
    if (kind == v1::EVENT_KIND_RESIDENT_REGISTERED) draft.event.mutable_resident_registered();
    if (kind == v1::EVENT_KIND_PARTICIPANT_REGISTERED) {
      draft.event.mutable_participant_registered();
    }
    draft.event.set_centre_id(kCentre.ToString());
    AddPerson(draft.event, person, role);
    v1::SealedName sealed;
    sealed.set_given(name);
    AddSealed(draft, v1::SEALED_FIELD_NAME, sealed, person);
    Pull(std::move(draft));
  }
  void PullPin(const Id& person, v1::PersonRole role, const std::string& pin) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_BADGE_ASSIGNED);
    AddPerson(draft.event, person, role);
    v1::BadgeAssigned* badge = draft.event.mutable_badge_assigned();
    badge->set_badge_hash(CredentialHash(lookup_key_, v1::BADGE_TYPE_PIN, pin)->ToString());
    badge->set_type(v1::BADGE_TYPE_PIN);
    Pull(std::move(draft));
  }
  void PullOffice() {
    // Without a server time what is captured is kept aside as uncertain.
    const ClockReading sent = kiosk_.clock.Now();
    kiosk_.clock.Advance(10);
    ASSERT_OK(kiosk_.log->TakeServerTime(sent, kiosk_.clock.Now(), sent.wall_ms + 5));
    EventDraft centre;
    centre.event.set_kind(v1::EVENT_KIND_CENTRE_DESCRIBED);
    centre.event.set_centre_id(kCentre.ToString());
    centre.event.mutable_centre_described()->set_name("Noord");
    Pull(std::move(centre));
    PullPerson(v1::EVENT_KIND_COACH_REGISTERED, v1::PERSON_ROLE_COACH, kCoach, "Marieke");
    PullPin(kCoach, v1::PERSON_ROLE_COACH, "2468");
    PullPerson(v1::EVENT_KIND_RESIDENT_REGISTERED, v1::PERSON_ROLE_RESIDENT, kResident,
               "Mevrouw Blauw");
    PullPerson(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, kParticipant,
               "Amina");
    PullPin(kParticipant, v1::PERSON_ROLE_PARTICIPANT, "1234");
  }

  // A cohort in which the participant is enrolled, and a session of it.
  void PullEnrolment(const Id& participant) {
    EventDraft cohort;
    cohort.event.set_kind(v1::EVENT_KIND_COHORT_OPENED);
    cohort.event.mutable_cohort_opened()->set_cohort_id(kCohort.ToString());
    cohort.event.mutable_cohort_opened()->mutable_days()->set_first_day(kToday - 60);
    Pull(std::move(cohort));
    EventDraft enrolment;
    enrolment.event.set_kind(v1::EVENT_KIND_ENROLMENT_STARTED);
    enrolment.event.set_centre_id(kCentre.ToString());
    AddPerson(enrolment.event, participant, v1::PERSON_ROLE_PARTICIPANT);
    v1::EnrolmentStarted* started = enrolment.event.mutable_enrolment_started();
    started->set_enrolment_id(
        MakeId(static_cast<unsigned char>(participant.data()[0] + 100)).ToString());
    started->set_cohort_id(kCohort.ToString());
    started->mutable_days()->set_first_day(kToday - 60);
    started->set_target_minutes(6000);
    Pull(std::move(enrolment));
  }
  Id PullSession(const Id& id, const std::string& start, const std::string& end,
                 const Id& centre = kCentre) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_SESSION_PLANNED);
    draft.event.set_centre_id(centre.ToString());
    draft.event.set_session_id(id.ToString());
    draft.event.mutable_session_planned()->add_cohort_ids(kCohort.ToString());
    draft.event.mutable_session_planned()->set_title("Dutch");
    *draft.event.mutable_stated_start() = ParseCivilTime(start).value();
    *draft.event.mutable_stated_end() = ParseCivilTime(end).value();
    Pull(std::move(draft));
    return id;
  }
  // What the server says of a kiosk of this centre.
  void PullEnrolled(const Id& device, const std::string& name, std::int64_t at_ms) {
    v1::LogEntry entry;
    entry.mutable_lifecycle()->set_device_id(device.ToString());
    entry.mutable_lifecycle()->set_state(v1::DEVICE_STATE_ENROLLED);
    entry.mutable_lifecycle()->set_centre_id(kCentre.ToString());
    entry.mutable_lifecycle()->set_name(name);
    entry.mutable_lifecycle()->set_at_ms(at_ms);
    PullNotice(std::move(entry));
  }
  void PullHeard(const Id& device, std::int64_t server_ms) {
    v1::LogEntry entry;
    entry.mutable_heard_through()->set_device_id(device.ToString());
    entry.mutable_heard_through()->set_server_ms(server_ms);
    PullNotice(std::move(entry));
  }
  void PullNotice(v1::LogEntry entry) {
    entry.set_position(++notices_);
    ASSERT_OK(kiosk_.store->Write([&](Connection& connection) {
      return InsertServerEntry(connection, entry.position(), entry.SerializeAsString());
    }));
  }

  StoredEvent Saved(const v1::Saved& saved) {
    absl::StatusOr<StoredEvent> event = absl::UnknownError("");
    EXPECT_OK(kiosk_.store->Read([&](Connection& connection) {
      event = FindEvent(connection, *Hash::FromHex(saved.event()));
      return absl::OkStatus();
    }));
    EXPECT_TRUE(event.ok()) << event.status();
    return *event;
  }
  static v1::Who Pin(const std::string& pin) {
    v1::Who who;
    who.set_pin(pin);
    return who;
  }

  TemporaryFolder folder_;
  FaultyVfs disk_;
  Kiosk kiosk_{folder_.path(), disk_.name()};
  const SecretKey lookup_key_ = kiosk_.random.NewKey();
  LogHead office_{.device = MakeId(250), .epoch = 5};
  std::uint32_t counter_ = 0;
  std::uint64_t unsent_ = 3;
  std::uint64_t notices_ = 0;
  std::uint64_t disk_free_bytes_ = 77;
  std::unique_ptr<View> view_;
  Reception reception_{
      kiosk_.random, [this] { return static_cast<std::int64_t>(kiosk_.clock.Now().boottime_ms); }};
  std::optional<KioskService::Params> params_;
  std::unique_ptr<KioskService> service_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_CLIENT_KIOSK_SERVICE_FIXTURE_H_
