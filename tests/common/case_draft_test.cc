// What happens to a no-show case next: what each stage allows, and what it says instead.
#include "common/drafts/case_draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "common/civil_time.h"
#include "common/event.h"
#include "common/words/case_item.h"
#include "wijkboek/v1/sealed.pb.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

template <typename T>
T Named(char fill) {
  return T::FromBytesOrZero(std::string(T::kSize, fill));
}

const CivilDay kMonday = *ParseDay("2026-03-02");

CaseAct Act(char fill) {
  return {.event = Named<Hash>(fill), .author = Named<Id>('k'), .at_ms = StartOfDay(kMonday + 4)};
}

CaseRecord At(CaseStage stage) {
  CaseRecord record;
  record.person = Named<Id>('p');
  record.enrolment = Named<Id>('e');
  record.stage = stage;
  record.days = {kMonday, kMonday + 1};
  record.events = {Named<Hash>('1'), Named<Hash>('2')};
  if (stage >= CaseStage::kHeard && stage <= CaseStage::kAccounted) record.heard = Act('h');
  if (stage == CaseStage::kSent || stage == CaseStage::kAccounted) record.sent = Act('s');
  if (stage == CaseStage::kAccounted) {
    record.accounted = Act('a');
    record.result = v1::CASE_RESULT_WARNING;
  }
  return record;
}

CaseRecord Retracted(bool sent, bool acknowledged) {
  CaseRecord record = At(CaseStage::kSent);
  if (!sent) record.sent = {};
  record.stage = acknowledged ? CaseStage::kRetractionAcknowledged : CaseStage::kRetracted;
  if (acknowledged) record.acknowledged = Act('x');
  record.retraction_open = sent && !acknowledged;
  return record;
}

const CaseAuthor kCoordinator{.person = Named<Id>('s'),
                              .method = v1::METHOD_OWN_PIN,
                              .is_coordinator = true,
                              .centre = Named<Id>('c')};

v1::CaseChange Hear() {
  v1::CaseChange change;
  change.mutable_heard()->set_text("the bus did not come");
  change.mutable_heard()->set_language("ti");
  change.mutable_heard()->set_interpreter(true);
  return change;
}
v1::CaseChange Send() {
  v1::CaseChange change;
  change.set_sent(true);
  return change;
}
v1::CaseChange Account(v1::CaseResult result = v1::CASE_RESULT_SANCTION) {
  v1::CaseChange change;
  change.set_accounted(result);
  return change;
}
v1::CaseChange Acknowledge() {
  v1::CaseChange change;
  change.mutable_retraction()->set_sanction_undone(true);
  return change;
}

// Empty when it is allowed.
std::string Refusal(const CaseRecord& record, const v1::CaseChange& change) {
  const absl::StatusOr<EventDraft> draft = DraftCaseChange(record, change, kCoordinator);
  return draft.ok() ? "" : std::string(draft.status().message());
}

TEST(CaseDraftTest, EachStageAllowsWhatFollowsItAndSaysWhatToDoInstead) {
  struct Case {
    CaseRecord record;
    // Of hear, send, account, acknowledge; empty: allowed.
    const char* hear;
    const char* send;
    const char* account;
    const char* acknowledge;
  };
  const Case cases[] = {
      {At(CaseStage::kCall), "there is no case yet: call her", "there is no case yet",
       "there is no case yet", "no retraction"},
      {At(CaseStage::kOpen), "", "hear her first", "send it first", "no retraction"},
      {At(CaseStage::kHeard), "", "", "send it first", "no retraction"},
      {At(CaseStage::kSent), "tell the client manager", "it was sent on 2026-03-06 already", "",
       "no retraction"},
      {At(CaseStage::kAccounted), "tell the client manager", "already", "", "no retraction"},
      {Retracted(true, false), "then acknowledge it", "then acknowledge it", "then acknowledge it",
       ""},
      {Retracted(true, true), "nothing is to be done", "nothing is to be done",
       "nothing is to be done", ""},
      {Retracted(false, false), "nothing is to be done", "nothing is to be done",
       "nothing is to be done", "never sent"},
  };
  for (const Case& each : cases) {
    const std::string stage = CaseStageText(each.record.stage);
    const auto expect = [&](const v1::CaseChange& change, const std::string& words) {
      const std::string refusal = Refusal(each.record, change);
      EXPECT_EQ(refusal.empty(), words.empty()) << stage << ": " << refusal;
      EXPECT_TRUE(absl::StrContains(refusal, words)) << stage << ": " << refusal;
    };
    expect(Hear(), each.hear);
    expect(Send(), each.send);
    expect(Account(), each.account);
    expect(Acknowledge(), each.acknowledge);
  }
}

TEST(CaseDraftTest, ACaseThatWasSentUnheardCanStillBeHeard) {
  CaseRecord record = At(CaseStage::kSent);
  record.heard = {};
  EXPECT_THAT(Refusal(record, Hear()), IsEmpty());
}

TEST(CaseDraftTest, OneThatStandsAgainAfterItsRetractionCanBeSentAgain) {
  CaseRecord record = At(CaseStage::kSent);
  record.acknowledged = Act('x');
  EXPECT_THAT(Refusal(record, Send()), IsEmpty());
}

TEST(CaseDraftTest, AHearingNamesItsDaysAndWhatWasSeenAndSealsWhatSheSaid) {
  const CaseRecord record = At(CaseStage::kOpen);
  const absl::StatusOr<EventDraft> draft = DraftCaseChange(record, Hear(), kCoordinator);
  ASSERT_TRUE(draft.ok()) << draft.status();
  const v1::Event& event = draft->event;
  EXPECT_TRUE(IsKnownKind(event));
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_CASE_HEARD);
  EXPECT_EQ(event.case_heard().enrolment_id(), record.enrolment.bytes());
  ASSERT_EQ(event.case_heard().days_size(), 2);
  EXPECT_EQ(event.case_heard().days(0), kMonday);
  EXPECT_EQ(event.case_heard().language(), "ti");
  EXPECT_TRUE(event.case_heard().interpreter());
  EXPECT_EQ(event.seen_size(), 2);
  EXPECT_EQ(event.persons(0).person_id(), record.person.bytes());
  EXPECT_EQ(event.actor().method(), v1::METHOD_OWN_PIN);
  EXPECT_EQ(event.actor().person_id(), kCoordinator.person.bytes());
  EXPECT_EQ(event.centre_id(), kCoordinator.centre.bytes());
  ASSERT_EQ(draft->sealed.size(), 1u);
  EXPECT_EQ(draft->sealed[0].field, v1::SEALED_FIELD_CASE_TEXT);
  EXPECT_EQ(draft->sealed[0].person, record.person);
  v1::SealedText text;
  ASSERT_TRUE(text.ParseFromString(draft->sealed[0].plaintext));
  EXPECT_EQ(text.text(), "the bus did not come");
  EXPECT_FALSE(absl::StrContains(event.SerializeAsString(), "bus"));
}

TEST(CaseDraftTest, WhatIsMissingIsAskedFor) {
  v1::CaseChange silent = Hear();
  silent.mutable_heard()->set_text("  ");
  EXPECT_THAT(Refusal(At(CaseStage::kOpen), silent), HasSubstr("what she said"));
  v1::CaseChange tongueless = Hear();
  tongueless.mutable_heard()->clear_language();
  EXPECT_THAT(Refusal(At(CaseStage::kOpen), tongueless), HasSubstr("--language"));
  v1::CaseChange endless = Hear();
  endless.mutable_heard()->set_text(std::string(20'000, 'x'));
  EXPECT_THAT(Refusal(At(CaseStage::kOpen), endless), HasSubstr("too long"));
  EXPECT_THAT(Refusal(At(CaseStage::kSent), Account(v1::CASE_RESULT_UNSPECIFIED)),
              HasSubstr("what came of it"));
  EXPECT_THAT(Refusal(At(CaseStage::kOpen), v1::CaseChange()), HasSubstr("what happens"));
}

TEST(CaseDraftTest, OnlyACoordinatorSends) {
  CaseAuthor coach = kCoordinator;
  coach.is_coordinator = false;
  const absl::StatusOr<EventDraft> sent = DraftCaseChange(At(CaseStage::kHeard), Send(), coach);
  EXPECT_THAT(std::string(sent.status().message()), HasSubstr("only a coordinator"));
  EXPECT_TRUE(DraftCaseChange(At(CaseStage::kSent), Account(), coach).ok());
}

TEST(CaseDraftTest, NobodyDecidesForThemselvesOrWithoutAName) {
  CaseAuthor author = kCoordinator;
  author.person = Named<Id>('p');
  EXPECT_FALSE(DraftCaseChange(At(CaseStage::kOpen), Hear(), author).ok());
  author.person = Id();
  EXPECT_FALSE(DraftCaseChange(At(CaseStage::kOpen), Hear(), author).ok());
}

TEST(CaseDraftTest, SaysThatAWordReplacesAnother) {
  EXPECT_THAT(CaseChangeNotice(At(CaseStage::kSent), Account()), IsEmpty());
  EXPECT_EQ(CaseChangeNotice(At(CaseStage::kAccounted), Account()),
            "it was accounted for on 2026-03-06 before as warning: now it is sanction");
  EXPECT_THAT(CaseChangeNotice(At(CaseStage::kHeard), Hear()), HasSubstr("heard on 2026-03-06"));
}

TEST(CaseDraftTest, ACaseIsNamedByItsEnrolmentAndFirstDay) {
  EXPECT_EQ(CaseName(At(CaseStage::kOpen)), "65656565-2026-03-02");
}

TEST(CaseDraftTest, TheCaseThatGoesOnIsMeant) {
  KnownCase open{.record = At(CaseStage::kOpen)};
  KnownCase over{.record = At(CaseStage::kAccounted), .is_over = true};
  over.record.days = {kMonday - 28};
  KnownCase others{.record = At(CaseStage::kOpen)};
  others.record.person = Named<Id>('q');
  others.record.enrolment = Named<Id>('f');
  const std::vector<KnownCase> cases = {over, open, others};
  const auto chosen = [&](absl::string_view text, std::optional<Id> person = std::nullopt) {
    const absl::StatusOr<KnownCase> found = ChooseCase(cases, text, person);
    return found.ok() ? CaseName(found->record) : std::string(found.status().message());
  };
  EXPECT_EQ(chosen("65656565"), "65656565-2026-03-02");
  EXPECT_EQ(chosen("65656565-2026-02"), "65656565-2026-02-02") << "over, and named";
  EXPECT_EQ(chosen("66666666"), "66666666-2026-03-02");
  EXPECT_EQ(chosen("amina", Named<Id>('p')), "65656565-2026-03-02");
  EXPECT_THAT(chosen("amina", Named<Id>('r')), HasSubstr("there is no case \"amina\""));
  const std::vector<KnownCase> two = {open, [&] {
                                        KnownCase later = open;
                                        later.record.days = {kMonday + 7};
                                        return later;
                                      }()};
  const absl::Status several = ChooseCase(two, "65656565", std::nullopt).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(several)) << several;
  EXPECT_THAT(std::string(several.message()),
              HasSubstr("65656565-2026-03-02, 65656565-2026-03-09"));
}

}  // namespace
}  // namespace wijkboek
