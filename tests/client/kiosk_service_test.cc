// KioskService from the call to the log, and back through the fold.

#include <gtest/gtest.h>

#include "client/kiosk_http.h"
#include "tests/client/kiosk_service_fixture.h"

namespace wijkboek {
namespace {

using KioskServiceTest = KioskServiceFixture;

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

TEST_F(KioskServiceTest, WhoIsMeantMustBeClear) {
  PullOffice();
  Id twin = kResident;
  twin.data()[Id::kSize - 1] = 1;
  PullPerson(v1::EVENT_KIND_RESIDENT_REGISTERED, v1::PERSON_ROLE_RESIDENT, twin, "Mevrouw Blauw");
  // Nothing looked since they came.
  EXPECT_EQ(view_->Describe(twin)->name, "Mevrouw Blauw");
  for (const absl::Status& status :
       {view_->FindResident("mevrouw blauw").status(), view_->FindResident("6600").status(),
        view_->FindPerson("6600").status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_NE(status.message().find("several"), absl::string_view::npos) << status;
  }
  EXPECT_EQ(view_->FindResident(twin.hex())->id, twin);
  EXPECT_EQ(view_->FindPerson(kResident.hex())->id, kResident);
}

TEST_F(KioskServiceTest, WithoutItsLookupKeyAKioskReadsNoBadge) {
  TemporaryFolder folder;
  Kiosk bare(folder.path());
  ASSERT_OK(bare.Open());
  const Identifier identifier(*bare.keys, *view_, reception_);
  const absl::Status status = identifier.Identify(Pin("1234"), bare.log->NowMs()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
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
  // What it replaces may be named instead.
  request.clear_start();
  request.clear_end();
  request.set_did_not_happen(true);
  request.add_replaces(response->saved().event());
  response = service_->CorrectPresence(request);
  ASSERT_OK(response.status());
  event = Saved(response->saved());
  ASSERT_EQ(event.event.seen_size(), 1);
  EXPECT_EQ(Hash::FromBytesOrZero(event.event.seen(0)).hex(), request.replaces(0));
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
