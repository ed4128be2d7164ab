// Visits, help and cards at the page: what concerns whoever stands there, and nobody else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/words/resident_card.h"
#include "tests/client/page_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class PageVisitsTest : public PageFixture {
 protected:
  std::string Plan(const std::string& start, const std::string& end,
                   const Id& participant = kParticipant) {
    v1::PlanVisitRequest request;
    request.set_ticket(CoachsTicket());
    request.add_participants(participant.hex());
    request.add_residents(kResident.hex());
    request.set_start(start);
    request.set_end(end);
    absl::StatusOr<v1::PlanVisitResponse> response = page_->PlanVisit(request);
    EXPECT_OK(response.status());
    return response.ok() ? response->visit() : "";
  }
  v1::GetMineResponse MineOf(const std::string& ticket) {
    v1::GetMineRequest request;
    request.set_ticket(ticket);
    absl::StatusOr<v1::GetMineResponse> response = page_->GetMine(request);
    EXPECT_OK(response.status());
    return response.ok() ? *std::move(response) : v1::GetMineResponse();
  }
  v1::ListVisitsResponse VisitsHere() {
    v1::ListVisitsRequest request;
    request.set_ticket(CoachsTicket());
    absl::StatusOr<v1::ListVisitsResponse> response = page_->ListVisits(request);
    EXPECT_OK(response.status());
    return response.ok() ? *std::move(response) : v1::ListVisitsResponse();
  }
  v1::StartVisitResponse Start(const std::string& ticket, const std::string& plan) {
    v1::StartVisitRequest request;
    *request.add_participants() = Ticket(ticket);
    request.add_residents(kResident.hex());
    request.set_visit(plan);
    absl::StatusOr<v1::StartVisitResponse> response = service_->StartVisit(request);
    EXPECT_OK(response.status());
    return response.ok() ? *std::move(response) : v1::StartVisitResponse();
  }
  absl::StatusOr<v1::ConfirmVisitResponse> Confirm(const v1::ConfirmVisitRequest& request) {
    return page_->ConfirmVisit(request);
  }
};

TEST_F(PageVisitsTest, APlanIsShownToWhoGoesAndToNobodyElse) {
  const std::string plan = Plan("2026-03-03T14:00", "2026-03-03T15:00");
  const v1::GetMineResponse mine = MineOf(AminasTicket());
  ASSERT_THAT(mine.visits(), SizeIs(1));
  EXPECT_EQ(mine.visits(0).visit(), plan);
  EXPECT_EQ(mine.visits(0).resident(), kResident.hex());
  EXPECT_EQ(mine.visits(0).day(), "2026-03-03");
  EXPECT_EQ(mine.visits(0).start(), "14:00");
  EXPECT_EQ(mine.visits(0).end(), "15:00");
  EXPECT_FALSE(mine.visits(0).open());
  EXPECT_THAT(MineOf(Greeted(Pin("5678")).ticket()).visits(), SizeIs(0));
  EXPECT_EQ(mine.SerializeAsString().find("Blauw"), std::string::npos)
      << "a participant sees a picture, and no name";
}

TEST_F(PageVisitsTest, WhatWasPlannedIsStartedAndEnded) {
  const std::string plan = Plan("2026-03-03T09:20", "2026-03-03T10:00");
  const std::string ticket = AminasTicket();
  const v1::StartVisitResponse started = Start(ticket, plan);
  EXPECT_EQ(started.visit(), plan);
  const v1::GetMineResponse mine = MineOf(ticket);
  ASSERT_THAT(mine.visits(), SizeIs(1)) << "the plan is carried out";
  EXPECT_TRUE(mine.visits(0).open());
  EXPECT_EQ(mine.visits(0).visit(), plan);
  kiosk_.clock.Advance(kHourMs);
  const v1::GreetResponse back = Greeted(Badge(kAminasBadge));
  ASSERT_THAT(back.open_visits(), SizeIs(1));
  EXPECT_EQ(back.open_visits(0).visit(), plan);
  EXPECT_EQ(back.open_visits(0).start(), "09:20");
  EXPECT_FALSE(back.has_arrived()) << "something is open";
  v1::EndVisitRequest end;
  *end.add_participants() = Ticket(back.ticket());
  end.set_visit(plan);
  end.set_end("2026-03-03T10:05");
  end.set_outcome(v1::VISIT_OUTCOME_DONE);
  end.add_tasks(v1::VISIT_TASK_SHOPPING);
  ASSERT_OK(service_->EndVisit(end).status());
  EXPECT_THAT(MineOf(back.ticket()).visits(), SizeIs(0));
  const v1::ListVisitsResponse here = VisitsHere();
  ASSERT_THAT(here.visits(), SizeIs(1));
  EXPECT_EQ(here.visits(0).visit().end(), "10:05");
  EXPECT_EQ(here.visits(0).outcome(), v1::VISIT_OUTCOME_DONE);
  ASSERT_THAT(here.visits(0).tasks(), SizeIs(1));
  EXPECT_EQ(here.visits(0).participants(0).name(), "Amina");
  EXPECT_EQ(here.visits(0).residents(0).name(), "Mevrouw Blauw");
  EXPECT_FALSE(here.visits(0).planned());
}

TEST_F(PageVisitsTest, ACoachSeesPlansToo) {
  Plan("2026-03-03T14:00", "2026-03-03T15:00");
  Plan("2026-03-04T14:00", "2026-03-04T15:00");
  const v1::ListVisitsResponse here = VisitsHere();
  ASSERT_THAT(here.visits(), SizeIs(1));
  EXPECT_TRUE(here.visits(0).planned());
  v1::ListVisitsRequest request;
  request.set_ticket(CoachsTicket());
  request.set_day("2026-03-04");
  EXPECT_THAT(page_->ListVisits(request)->visits(), SizeIs(1));
  request.set_day("2026-03-05");
  EXPECT_THAT(page_->ListVisits(request)->visits(), SizeIs(0));
  request.set_ticket(AminasTicket());
  EXPECT_EQ(page_->ListVisits(request).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(PageVisitsTest, PlansStandInTheOrderOfTheDay) {
  Plan("2026-03-03T15:00", "2026-03-03T16:00");
  Plan("2026-03-03T13:00", "2026-03-03T14:00");
  Plan("2026-03-03T14:00", "2026-03-03T15:00");
  std::vector<std::string> starts;
  const v1::ListVisitsResponse here = VisitsHere();
  for (const v1::VisitHere& each : here.visits()) starts.push_back(each.visit().start());
  EXPECT_THAT(starts, ElementsAre("13:00", "14:00", "15:00"));
}

TEST_F(PageVisitsTest, APlanThatIsTakenBackIsGone) {
  v1::PlanVisitRequest request;
  const std::string ticket = CoachsTicket();
  request.set_ticket(ticket);
  request.add_participants(kParticipant.hex());
  request.add_residents(kResident.hex());
  request.set_start("2026-03-03T14:00");
  request.set_end("2026-03-03T15:00");
  absl::StatusOr<v1::PlanVisitResponse> planned = page_->PlanVisit(request);
  ASSERT_OK(planned.status());
  v1::UndoRequest undo;
  undo.set_ticket(ticket);
  undo.set_event(planned->saved().event());
  ASSERT_OK(page_->Undo(undo).status());
  EXPECT_THAT(VisitsHere().visits(), SizeIs(0));
  EXPECT_THAT(MineOf(AminasTicket()).visits(), SizeIs(0));
}

TEST_F(PageVisitsTest, ACardNamesItsResidentAndTheirPlan) {
  const std::string plan = Plan("2026-03-03T14:00", "2026-03-03T15:00");
  v1::ListResidentsRequest residents;
  residents.set_ticket(CoachsTicket());
  absl::StatusOr<v1::ListResidentsResponse> listed = page_->ListResidents(residents);
  ASSERT_OK(listed.status());
  ASSERT_THAT(listed->residents(), SizeIs(1));
  EXPECT_EQ(listed->residents(0).resident().name(), "Mevrouw Blauw");
  v1::ReadCardRequest request;
  request.set_ticket(AminasTicket());
  request.set_text(listed->residents(0).card());
  absl::StatusOr<v1::ReadCardResponse> read = page_->ReadCard(request);
  ASSERT_OK(read.status());
  EXPECT_EQ(read->resident(), kResident.hex());
  ASSERT_THAT(read->visits(), SizeIs(1));
  EXPECT_EQ(read->visits(0).visit(), plan);
  request.set_text(CardText(kParticipant));
  EXPECT_EQ(page_->ReadCard(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_text("https://example.org");
  EXPECT_EQ(page_->ReadCard(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(PageVisitsTest, ASignatureACardOrACarerConfirms) {
  const std::string ticket = AminasTicket();
  v1::ConfirmVisitRequest request;
  request.set_ticket(ticket);
  request.set_event(Start(ticket, "").saved().event());
  EXPECT_EQ(Confirm(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_signature("PNG");
  absl::StatusOr<v1::ConfirmVisitResponse> confirmed = Confirm(request);
  ASSERT_OK(confirmed.status());
  v1::Event event = Saved(confirmed->saved()).event;
  EXPECT_EQ(event.visit_confirmed().by(), v1::CONFIRMED_BY_RESIDENT);
  const auto signature =
      FindSealed<v1::SealedMedia>(event, v1::SEALED_FIELD_SIGNATURE, kResident, *kiosk_.keys);
  ASSERT_TRUE(signature);
  EXPECT_EQ(signature->content(), "PNG");
  request.set_signature(std::string(100'001, 'x'));
  EXPECT_EQ(Confirm(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_card(CardText(MakeId(9)));
  EXPECT_EQ(Confirm(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_card(CardText(kResident));
  EXPECT_OK(Confirm(request).status());
  request.set_carer("Mieke");
  confirmed = Confirm(request);
  ASSERT_OK(confirmed.status());
  event = Saved(confirmed->saved()).event;
  EXPECT_EQ(event.visit_confirmed().by(), v1::CONFIRMED_BY_CARER);
  const auto carer =
      FindSealed<v1::SealedText>(event, v1::SEALED_FIELD_NOTE, kResident, *kiosk_.keys);
  ASSERT_TRUE(carer);
  EXPECT_EQ(carer->text(), "Mieke");
}

TEST_F(PageVisitsTest, WhomToPhoneIsToldToWhoVisitsThem) {
  EventDraft contact;
  contact.event.set_kind(v1::EVENT_KIND_DETAIL_CHANGED);
  contact.event.mutable_detail_changed();
  AddPerson(contact.event, kResident, v1::PERSON_ROLE_RESIDENT);
  v1::SealedContact sealed;
  sealed.set_contact_person("Mieke");
  sealed.set_phone("06 12345678");
  AddSealed(contact, v1::SEALED_FIELD_CONTACT, sealed, kResident);
  Pull(std::move(contact));
  v1::WhomToPhoneRequest request;
  request.set_resident(kResident.hex());
  request.set_ticket(AminasTicket());
  EXPECT_EQ(page_->WhomToPhone(request).status().code(), absl::StatusCode::kPermissionDenied);
  Plan("2026-03-03T14:00", "2026-03-03T15:00");
  request.set_ticket(AminasTicket());
  absl::StatusOr<v1::WhomToPhoneResponse> whom = page_->WhomToPhone(request);
  ASSERT_OK(whom.status());
  EXPECT_EQ(whom->name(), "Mieke");
  EXPECT_EQ(whom->phone(), "06 12345678");
}

// ---- help

TEST_F(PageVisitsTest, CompanionsAreWhoLearnsInTheSameGroup) {
  PullPerson(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, MakeId(108),
             "Somebody else");
  const v1::GetMineResponse mine = MineOf(AminasTicket());
  ASSERT_THAT(mine.companions(), SizeIs(1));
  EXPECT_EQ(mine.companions(0).name(), "Bram");
  EXPECT_EQ(mine.companions(0).person(), kBram.hex());
}

TEST_F(PageVisitsTest, HelpThatSomebodyElseWroteDownCanBeDeniedOnce) {
  v1::LogBuddyHelpRequest log;
  *log.mutable_helper() = Ticket(AminasTicket());
  log.mutable_helped()->set_person(kBram.hex());
  log.set_side(v1::HELP_SIDE_HELPER);
  log.set_minutes(30);
  log.set_subject("language");
  ASSERT_OK(service_->LogBuddyHelp(log).status());
  EXPECT_THAT(MineOf(AminasTicket()).help(), SizeIs(0)) << "it is her own word";
  const std::string brams = Greeted(Pin("5678")).ticket();
  const v1::GetMineResponse mine = MineOf(brams);
  ASSERT_THAT(mine.help(), SizeIs(1));
  EXPECT_EQ(mine.help(0).other().name(), "Amina");
  EXPECT_FALSE(mine.help(0).i_helped());
  EXPECT_EQ(mine.help(0).minutes(), 30u);
  EXPECT_EQ(mine.help(0).subject(), "language");
  EXPECT_EQ(mine.help(0).day(), "2026-03-03");
  v1::DenyHelpRequest deny;
  deny.set_event(mine.help(0).event());
  *deny.mutable_who() = Ticket(brams);
  ASSERT_OK(service_->DenyHelp(deny).status());
  EXPECT_THAT(MineOf(brams).help(), SizeIs(0));
}

TEST_F(PageVisitsTest, HelpThatBothWroteDownIsAnswered) {
  v1::LogBuddyHelpRequest log;
  *log.mutable_helper() = Ticket(AminasTicket());
  log.mutable_helped()->set_person(kBram.hex());
  log.set_side(v1::HELP_SIDE_HELPER);
  log.set_minutes(30);
  log.set_subject("language");
  ASSERT_OK(service_->LogBuddyHelp(log).status());
  const std::string brams = Greeted(Pin("5678")).ticket();
  log.mutable_helper()->set_person(kParticipant.hex());
  *log.mutable_helped() = Ticket(brams);
  log.set_side(v1::HELP_SIDE_HELPED);
  log.set_subject("arithmetic");
  ASSERT_OK(service_->LogBuddyHelp(log).status());
  EXPECT_THAT(MineOf(brams).help(), SizeIs(1)) << "that was other help";
  log.set_subject("language");
  log.set_minutes(45);
  ASSERT_OK(service_->LogBuddyHelp(log).status());
  EXPECT_THAT(MineOf(brams).help(), SizeIs(0));
}

TEST_F(PageVisitsTest, AnUnknownBadgeHasNothingOfItsOwn) {
  const v1::GetMineResponse mine = MineOf(Greeted(Badge("9999")).ticket());
  EXPECT_EQ(mine.ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace wijkboek
