// KioskService from the call to the log, and back through the fold.

#include "client/kiosk_service.h"

#include <gtest/gtest.h>

#include "client/kiosk_http.h"
#include "common/credential.h"
#include "tests/client/kiosk_fixture.h"
#include "tests/fakes/faulty_vfs.h"

namespace wijkboek {
namespace {

const Id kCentre = MakeId(30);
const Id kCoach = MakeId(101);
const Id kResident = MakeId(102);
const Id kParticipant = MakeId(103);

class KioskServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(kiosk_.Open());
    ASSERT_OK(kiosk_.keys->SetSecret(kLookupKeySecret, lookup_key_.bytes()));
    absl::StatusOr<std::unique_ptr<View>> view =
        View::Open({.path = folder_ / "derived.db",
                    .store = *kiosk_.store,
                    .keys = *kiosk_.keys,
                    .now_ms = [this] { return kiosk_.log->NowMs(); },
                    .centre = kCentre});
    ASSERT_OK(view.status());
    view_ = *std::move(view);
    ASSERT_OK(SaveIdentity(*kiosk_.store, {.device = kiosk_.device, .centre = kCentre}));
    service_ = std::make_unique<KioskService>(KioskService::Params{
        .store = *kiosk_.store,
        .keys = *kiosk_.keys,
        .log = *kiosk_.log,
        .view = *view_,
        .random = kiosk_.random,
        .identity = *LoadIdentity(*kiosk_.store),
        .sync_status = [] { return SyncStatus{.unsent = 3, .reason = "no connection"}; },
        .disk_free_bytes = [] { return std::uint64_t{77}; }});
  }

  // The office's facts, as a pull brings them.
  void Pull(EventDraft draft) {
    CaptureMoment moment{.clock = kiosk_.clock.Now(),
                         .quality = v1::CLOCK_QUALITY_DISCIPLINED,
                         .hybrid = {.wall_ms = kiosk_.clock.WallMs(), .counter = ++counter_}};
    draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    absl::StatusOr<StoredEvent> event = CompleteDraft(
        std::move(draft), office_, moment,
        [&](const Id& person) { return kiosk_.keys->KeyFor(person); }, kiosk_.random);
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
  std::unique_ptr<View> view_;
  std::unique_ptr<KioskService> service_;
};

TEST_F(KioskServiceTest, KnownPinIsGreetedByName) {
  PullOffice();
  v1::CheckInRequest request;
  *request.mutable_who() = Pin("1234");
  absl::StatusOr<v1::CheckInResponse> response = service_->CheckIn(request);
  ASSERT_OK(response.status());
  EXPECT_EQ(response->saved().name(), "Amina");
  EXPECT_EQ(response->saved().person(), kParticipant.hex());
  EXPECT_EQ(response->saved().notice(), "");
  EXPECT_EQ(response->saved().at_ms(), kiosk_.clock.WallMs());
  EXPECT_EQ(Saved(response->saved()).event.actor().method(), v1::METHOD_OWN_PIN);
  absl::StatusOr<v1::GetTodayResponse> today = service_->GetToday({});
  ASSERT_OK(today.status());
  ASSERT_EQ(today->persons_size(), 1);
  EXPECT_TRUE(today->persons(0).present());
  EXPECT_EQ(today->persons(0).name(), "Amina");
}

TEST_F(KioskServiceTest, UnknownBadgeIsSavedWithItsHashAndANotice) {
  v1::CheckInRequest request;
  request.mutable_who()->set_badge("04 a1 b2");
  absl::StatusOr<v1::CheckInResponse> response = service_->CheckIn(request);
  ASSERT_OK(response.status());
  EXPECT_NE(response->saved().notice().find("not known here yet"), std::string::npos);
  StoredEvent event = Saved(response->saved());
  EXPECT_EQ(event.event.badge_hash(),
            CredentialHash(lookup_key_, v1::BADGE_TYPE_CARD, "04A1B2")->bytes());
  EXPECT_EQ(event.bytes.find("04A1"), std::string::npos);
}

TEST_F(KioskServiceTest, CredentialsThatCanNotBeAreRefused) {
  v1::CheckInRequest request;
  *request.mutable_who() = Pin("12a4");
  EXPECT_EQ(service_->CheckIn(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.clear_who();
  EXPECT_EQ(service_->CheckIn(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.mutable_who()->set_person("abcdef12");
  EXPECT_EQ(service_->CheckIn(request).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(KioskServiceTest, WalkInIsKnownAtOnceAndTheirBadgeIsTheirs) {
  v1::RegisterWalkInRequest request;
  request.mutable_name()->set_given("Samira");
  request.mutable_credential()->set_badge("0099");
  absl::StatusOr<v1::RegisterWalkInResponse> registered = service_->RegisterWalkIn(request);
  ASSERT_OK(registered.status());
  v1::CheckInRequest check_in;
  check_in.mutable_who()->set_badge("0099");
  absl::StatusOr<v1::CheckInResponse> response = service_->CheckIn(check_in);
  ASSERT_OK(response.status());
  EXPECT_EQ(response->saved().name(), "Samira");
  EXPECT_EQ(response->saved().person(), registered->saved().person());
  EXPECT_EQ(service_->RegisterWalkIn(request).status().code(), absl::StatusCode::kInvalidArgument);
  absl::StatusOr<v1::ListPeopleResponse> people = service_->ListPeople({});
  ASSERT_OK(people.status());
  EXPECT_EQ(people->people_size(), 1);
}

TEST_F(KioskServiceTest, EditsNeedACoach) {
  PullOffice();
  v1::SightRequest request;
  request.set_person(kParticipant.hex().substr(0, 8));
  EXPECT_EQ(service_->Sight(request).status().code(), absl::StatusCode::kInvalidArgument);
  *request.mutable_coach() = Pin("1234");
  EXPECT_EQ(service_->Sight(request).status().code(), absl::StatusCode::kInvalidArgument);
  *request.mutable_coach() = Pin("2468");
  absl::StatusOr<v1::SightResponse> response = service_->Sight(request);
  ASSERT_OK(response.status());
  StoredEvent event = Saved(response->saved());
  EXPECT_EQ(event.event.actor().person_id(), kCoach.bytes());
  EXPECT_EQ(event.event.actor().method(), v1::METHOD_COACH_PIN);
  request.set_person(kResident.hex());
  EXPECT_EQ(service_->Sight(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(KioskServiceTest, VisitsNameResidentsByName) {
  PullOffice();
  v1::StartVisitRequest start;
  *start.add_participants() = Pin("1234");
  start.add_residents("mevrouw blauw");
  absl::StatusOr<v1::StartVisitResponse> started = service_->StartVisit(start);
  ASSERT_OK(started.status());
  StoredEvent event = Saved(started->saved());
  EXPECT_EQ(event.event.visit_id(), Id::FromHex(started->visit())->bytes());
  EXPECT_EQ(event.event.persons(1).person_id(), kResident.bytes());
  v1::EndVisitRequest end;
  *end.add_participants() = Pin("1234");
  end.set_visit(started->visit());
  EXPECT_OK(service_->EndVisit(end).status());
  start.set_residents(0, "somebody else");
  EXPECT_EQ(service_->StartVisit(start).status().code(), absl::StatusCode::kNotFound);
  v1::LogVisitRequest log;
  *log.add_participants() = Pin("1234");
  log.add_residents("Mevrouw Blauw");
  log.set_start("2026-03-03T11:00");
  log.set_end("2026-03-03T10:00");
  absl::Status status = service_->LogVisit(log).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("must be after"), absl::string_view::npos);
}

TEST_F(KioskServiceTest, VoidNamesTheEventByItsBeginning) {
  PullOffice();
  v1::CheckInRequest check_in;
  *check_in.mutable_who() = Pin("1234");
  absl::StatusOr<v1::CheckInResponse> tapped = service_->CheckIn(check_in);
  ASSERT_OK(tapped.status());
  v1::VoidEventRequest request;
  *request.mutable_coach() = Pin("2468");
  request.set_event("nonsense");
  EXPECT_EQ(service_->VoidEvent(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_event("00000000000000");
  EXPECT_EQ(service_->VoidEvent(request).status().code(), absl::StatusCode::kNotFound);
  request.set_event(tapped->saved().event().substr(0, 12));
  absl::StatusOr<v1::VoidEventResponse> response = service_->VoidEvent(request);
  ASSERT_OK(response.status());
  EXPECT_EQ(response->saved().name(), "Amina");
  EXPECT_EQ(Saved(response->saved()).event.seen(0),
            Hash::FromHex(tapped->saved().event())->bytes());
}

TEST_F(KioskServiceTest, CorrectionReplacesWhatOverlapsIt) {
  PullOffice();
  v1::CheckInRequest check_in;
  *check_in.mutable_who() = Pin("1234");
  absl::StatusOr<v1::CheckInResponse> tapped = service_->CheckIn(check_in);
  ASSERT_OK(tapped.status());
  v1::CorrectPresenceRequest request;
  request.set_person(kParticipant.hex());
  request.set_start("2026-03-03T09:00");
  request.set_end("2026-03-03T12:00");
  *request.mutable_coach() = Pin("2468");
  absl::StatusOr<v1::CorrectPresenceResponse> response = service_->CorrectPresence(request);
  ASSERT_OK(response.status());
  StoredEvent event = Saved(response->saved());
  ASSERT_EQ(event.event.seen_size(), 1);
  EXPECT_EQ(event.event.seen(0), Hash::FromHex(tapped->saved().event())->bytes());
}

TEST_F(KioskServiceTest, NothingIsCalledSavedOnAFullDisk) {
  PullOffice();
  disk_.full = true;
  v1::CheckInRequest request;
  *request.mutable_who() = Pin("1234");
  absl::Status status;
  for (int i = 0; i < 200 && status.ok(); ++i) status = service_->CheckIn(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_NE(status.message().find("nothing was saved"), absl::string_view::npos);
  disk_.full = false;
  EXPECT_OK(service_->CheckIn(request).status());
}

TEST_F(KioskServiceTest, StatusSaysHowItStands) {
  absl::StatusOr<v1::GetStatusResponse> status = service_->GetStatus({});
  ASSERT_OK(status.status());
  EXPECT_EQ(status->device(), kiosk_.device.hex());
  EXPECT_EQ(status->unsent(), 3u);
  EXPECT_EQ(status->reason(), "no connection");
  EXPECT_EQ(status->events(), 1u);
  EXPECT_EQ(status->disk_free_bytes(), 77u);
}

TEST_F(KioskServiceTest, EveryMethodIsInTheTable) {
  const DispatchTable table = KioskDispatch(*service_);
  const google::protobuf::ServiceDescriptor* service =
      v1::CheckInRequest::descriptor()->file()->FindServiceByName("KioskService");
  ASSERT_NE(service, nullptr);
  for (int i = 0; i < service->method_count(); ++i) {
    EXPECT_TRUE(table.Has("wijkboek.v1.KioskService/" + service->method(i)->name()))
        << service->method(i)->name();
  }
  absl::StatusOr<std::string> json =
      table.Call("wijkboek.v1.KioskService/CheckInWithoutBadge", R"({"pictureToken":"blue boat"})");
  ASSERT_OK(json.status());
  EXPECT_NE(json->find("\"event\""), std::string::npos);
}

}  // namespace
}  // namespace wijkboek
