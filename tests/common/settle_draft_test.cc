// From a decision to the event that settles a discrepancy; and which one is meant.
#include "common/drafts/settle_draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/crypto.h"
#include "common/reconcile/settling_ways.h"
#include "common/words/discrepancy_choice.h"
#include "common/words/discrepancy_item.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Id TestId(unsigned char n) {
  Id id;
  id.data()[0] = n;
  return id;
}

Hash TestHash(unsigned char n) {
  Hash hash;
  hash.data()[0] = n;
  return hash;
}

std::int64_t At(const std::string& civil) { return InstantOf(ParseCivilTime(civil).value()); }

// Invented: 1 Amina, 2 Bram, 3 coach Marieke; centre 9.
const Id kAmina = TestId(1);
const Id kBram = TestId(2);
const Id kMarieke = TestId(3);
const CivilDay kDay = *ParseDay("2026-03-03");

Discrepancy Of(const std::string& kind) {
  return {.kind = kind,
          .persons = {kAmina},
          .centre = TestId(9),
          .day = kDay,
          .session = TestId(60),
          .events = {TestHash(0x11), TestHash(0x22)},
          .said = {{.event = TestHash(0x11),
                    .what = "check-in 09:20",
                    .author = kAmina,
                    .device = TestId(20),
                    .centre = TestId(9),
                    .at_ms = At("2026-03-03T09:20"),
                    .strength = EvidenceStrength::kOwn}},
          .since_ms = At("2026-03-03T09:20"),
          .suggestion = {.field = "end", .number = At("2026-03-03T12:00")},
          .settlements = {}};
}

Settling ByMarieke() {
  return {.author = kMarieke,
          .method = v1::METHOD_COACH_PIN,
          .centre = TestId(9),
          .now_ms = At("2026-03-05T10:00"),
          .concerned = {{.person = kAmina}},
          .person = {},
          .is_own_mark = false,
          .marks = {}};
}

// As a coach says it: "accept", "reject", or a way and its value.
v1::Decision Say(const std::string& way, const std::string& value = "") {
  v1::Decision decision;
  if (way == "accept") decision.set_accept(true);
  if (way == "reject") decision.set_accept(false);
  if (way == "start") decision.set_start(value);
  if (way == "end") decision.set_end(value);
  if (way == "time") decision.set_time(value);
  if (way == "status") decision.set_status(v1::MARK_STATUS_LATE);
  if (way == "minutes") decision.set_minutes(30);
  if (way == "person") decision.set_person("02");
  return decision;
}

constexpr absl::string_view kAllWays[] = {"accept", "reject", "start",   "end",
                                          "time",   "status", "minutes", "person"};

TEST(SettleDraftTest, EveryKindTakesItsOwnWaysAndNoOther) {
  for (const SettlingWays& each : AllSettlingWays()) {
    for (const absl::string_view way : kAllWays) {
      SCOPED_TRACE(absl::StrCat(each.kind, " ", way));
      Settling settling = ByMarieke();
      settling.person = kBram;
      const std::string value = way == "start" ? "2026-03-03T09:00" : "2026-03-03T11:30";
      const bool takes = std::find(each.ways.begin(), each.ways.end(), way) != each.ways.end();
      const auto draft =
          DraftSettling(Of(std::string(each.kind)), Say(std::string(way), value), settling);
      EXPECT_EQ(draft.ok(), takes) << draft.status();
      if (!draft.ok()) {
        EXPECT_THAT(std::string(draft.status().message()), HasSubstr("is settled by one of"));
      }
    }
  }
}

TEST(SettleDraftTest, TheEventNamesEverythingThatItsAuthorHadSeen) {
  Discrepancy discrepancy = Of("mark_against_presence");
  discrepancy.settlements = {{.said = {.event = TestHash(0x33)}, .value = {}}};
  Settling settling = ByMarieke();
  settling.marks = {TestHash(0x44)};
  const auto by_status = DraftSettling(discrepancy, Say("status"), settling);
  ASSERT_TRUE(by_status.ok()) << by_status.status();
  EXPECT_THAT(by_status->event.seen(), ElementsAre(TestHash(0x11).bytes(), TestHash(0x22).bytes(),
                                                   TestHash(0x33).bytes(), TestHash(0x44).bytes()));
  EXPECT_EQ(by_status->event.session_id(), TestId(60).bytes());
  EXPECT_EQ(by_status->event.discrepancy_settled().field(), "status");
  EXPECT_EQ(by_status->event.discrepancy_settled().status().status(), v1::MARK_STATUS_LATE);
  // Marks are replaced by a status alone.
  const auto accepted = DraftSettling(discrepancy, Say("accept"), settling);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_THAT(accepted->event.seen(), SizeIs(3));
  EXPECT_TRUE(accepted->event.discrepancy_settled().accepted());
  EXPECT_EQ(accepted->event.discrepancy_settled().field(), "accepted");
}

TEST(SettleDraftTest, ATimeIsOfTheDiscrepancysDay) {
  struct Case {
    std::string said;
    std::string meant;
  };
  for (const Case& each : std::vector<Case>{{"11:30", "2026-03-03T11:30"},
                                            {"2026-03-04T06:45", "2026-03-04T06:45"},
                                            {"2026-03-03 16:00", "2026-03-03T16:00"}}) {
    SCOPED_TRACE(each.said);
    const auto draft = DraftSettling(Of("forgotten_check_out"), Say("end", each.said), ByMarieke());
    ASSERT_TRUE(draft.ok()) << draft.status();
    EXPECT_EQ(InstantOf(draft->event.discrepancy_settled().time()), At(each.meant));
  }
}

TEST(SettleDraftTest, WhatCannotBeIsRefusedWithWhatToDo) {
  struct Case {
    std::string kind;
    v1::Decision decision;
    std::string words;
  };
  v1::Decision many = Say("minutes");
  many.set_minutes(1441);
  v1::Decision none = Say("minutes");
  none.set_minutes(0);
  v1::Decision status;
  status.set_status(v1::MARK_STATUS_UNSPECIFIED);
  v1::Decision long_note = Say("accept");
  long_note.set_note(std::string(4001, 'x'));
  for (const Case& each : std::vector<Case>{
           {"forgotten_check_out", v1::Decision(), "one of: accept; end TIME"},
           {"forgotten_check_out", Say("end", "noon"), "end"},
           {"forgotten_check_out", Say("end", "09:20"), "must be after the check-in 09:20"},
           {"forgotten_check_out", Say("end", "08:00"), "2026-03-04T06:45"},
           {"forgotten_check_out", Say("end", "2026-03-05T10:01"), "in the future"},
           {"check_out_without_check_in", Say("start", "09:20"), "must be before"},
           {"visit_never_ended", Say("end", "2026-01-03T10:00"), "is the day right?"},
           {"help_claim_unanswered", many, "1 to 1440"},
           {"help_claim_unanswered", none, "none at all is \"reject\""},
           {"concurrent_mark", status, "present, late, excused or absent"},
           {"unowned_check_in", Say("person"), "nobody was found"},
           {"evidence_gap", long_note, "note is too long"},
           {"a_newer_kind", Say("accept"), "can't be settled"}}) {
    SCOPED_TRACE(each.words);
    const absl::Status refused = DraftSettling(Of(each.kind), each.decision, ByMarieke()).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(each.words));
  }
}

// What a kiosk captured without knowing the time, the server had at 10:04:30.
TEST(SettleDraftTest, NothingWasAfterTheServerHadIt) {
  Settling settling = ByMarieke();
  settling.received_ms = At("2026-03-03T10:04") + 30'000;
  const absl::Status refused =
      DraftSettling(Of("clock_uncertain"), Say("time", "2026-03-03T10:05"), settling).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << refused;
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("the server had it at 2026-03-03 10:04 already; write a time before that"));
  EXPECT_TRUE(DraftSettling(Of("clock_uncertain"), Say("time", "2026-03-03T10:04"), settling).ok());
  settling.received_ms = 0;
  EXPECT_TRUE(DraftSettling(Of("clock_uncertain"), Say("time", "2026-03-03T10:05"), settling).ok())
      << "nobody knows when the server had it";
}

// A kiosk that does not know the time knows no day: on a wrong one, it would be missing on the
// right one. The day of the discrepancy says when the server heard of it, and at the kiosk not even
// that.
TEST(SettleDraftTest, WhatHasNoTimeHasNoDayEither) {
  for (const CivilDay heard : {kDay, CivilDay{0}}) {
    Discrepancy uncertain = Of("clock_uncertain");
    uncertain.day = heard;
    const absl::Status refused =
        DraftSettling(uncertain, Say("time", "10:04"), ByMarieke()).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << refused;
    EXPECT_THAT(std::string(refused.message()),
                HasSubstr("write day and time, as 2026-03-03T09:05"));
    const auto draft = DraftSettling(uncertain, Say("time", "2026-03-02T10:04"), ByMarieke());
    ASSERT_TRUE(draft.ok()) << draft.status();
    EXPECT_EQ(InstantOf(draft->event.discrepancy_settled().time()), At("2026-03-02T10:04"));
  }
}

TEST(SettleDraftTest, NobodySettlesWhatIsTheirOwn) {
  Settling settling = ByMarieke();
  settling.author = kAmina;
  EXPECT_THAT(
      std::string(DraftSettling(Of("evidence_gap"), Say("accept"), settling).status().message()),
      HasSubstr("about yourself"));
  settling.author = Id();
  EXPECT_THAT(
      std::string(DraftSettling(Of("evidence_gap"), Say("accept"), settling).status().message()),
      HasSubstr("say who decides"));
  settling = ByMarieke();
  settling.is_own_mark = true;
  EXPECT_THAT(
      std::string(DraftSettling(Of("concurrent_mark"), Say("accept"), settling).status().message()),
      HasSubstr("somebody else must settle it"));
  // Her marks are no reason to keep her from anything else.
  EXPECT_TRUE(DraftSettling(Of("evidence_gap"), Say("accept"), settling).ok());
}

TEST(SettleDraftTest, ItNamesAndSealsForEverybodyConcerned) {
  Discrepancy discrepancy = Of("unowned_check_in");
  discrepancy.persons = {};
  Settling settling = ByMarieke();
  settling.concerned = {};
  settling.person = kBram;
  v1::Decision decision = Say("person");
  decision.set_note("his brother said so");
  const auto draft = DraftSettling(discrepancy, decision, settling);
  ASSERT_TRUE(draft.ok()) << draft.status();
  ASSERT_THAT(draft->event.persons(), SizeIs(1));
  EXPECT_EQ(draft->event.persons(0).person_id(), kBram.bytes());
  EXPECT_EQ(draft->event.discrepancy_settled().person_id(), kBram.bytes());
  ASSERT_THAT(draft->sealed, SizeIs(1));
  EXPECT_EQ(draft->sealed[0].person, kBram);
  EXPECT_EQ(draft->sealed[0].field, v1::SEALED_FIELD_NOTE);
}

TEST(DiscrepancyChoiceTest, AnIdIsEnoughWhenItIsUnique) {
  const Discrepancy one = Of("evidence_gap");
  const Discrepancy other = Of("forgotten_check_out");
  const std::vector<Discrepancy> all = {one, other};
  const auto found = FindToSettle(all, other.Key().hex().substr(0, 8));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(*found, ElementsAre(other));
  EXPECT_TRUE(absl::IsNotFound(FindToSettle(all, "0000000000").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(FindToSettle(all, "0").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(FindToSettle(all, "what").status()));
}

TEST(DiscrepancyChoiceTest, TwoThatBeginAlikeAreToldApart) {
  std::map<std::string, Discrepancy> by_beginning;
  for (std::uint32_t number = 0;; ++number) {
    Discrepancy one{.kind = "forgotten_check_out"};
    one.events = {Sha256(absl::StrCat(number))};
    const std::string id = one.Key().hex();
    const auto [same, is_first] = by_beginning.try_emplace(id.substr(0, 4), one);
    if (is_first) continue;
    const std::vector<Discrepancy> all = {same->second, one};
    const absl::Status several = FindToSettle(all, id.substr(0, 4)).status();
    EXPECT_TRUE(absl::IsInvalidArgument(several)) << several;
    EXPECT_THAT(std::string(several.message()), HasSubstr("write more of it"));
    EXPECT_EQ(FindToSettle(all, id)->front().events, one.events);
    return;
  }
}

TEST(DiscrepancyChoiceTest, WhatSeveralPartitionsListIsAboutAllOfTheirPeople) {
  Discrepancy of_amina = Of("visit_never_ended");
  Discrepancy of_bram = of_amina;
  of_bram.persons = {kBram};
  const std::vector<Discrepancy> all = {of_bram, of_amina};
  const auto found = FindToSettle(all, of_amina.Key().hex());
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_THAT(*found, SizeIs(1));
  EXPECT_THAT(found->front().persons, ElementsAre(kAmina, kBram));
}

TEST(DiscrepancyChoiceTest, AContestIsNamedByItsEvent) {
  Discrepancy morning = Of("attendance_contested");
  Discrepancy afternoon = morning;
  afternoon.session = TestId(61);
  const std::vector<Discrepancy> all = {morning, afternoon, Of("evidence_gap")};
  const auto found = FindToSettle(all, TestHash(0x22).hex().substr(0, 10));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(*found, ElementsAre(morning, afternoon));
}

TEST(DiscrepancyChoiceTest, ChosenAreSortedByAge) {
  Discrepancy young = Of("evidence_gap");
  Discrepancy old = Of("two_places_at_once");
  old.since_ms = At("2026-02-01T10:00");
  Discrepancy timeless = Of("clock_uncertain");
  timeless.since_ms = 0;
  timeless.day = kDay - 10;
  Discrepancy settled = Of("help_denied");
  settled.settlements = {{.said = {}, .value = {.field = "accepted", .number = 1}}};
  const std::int64_t now_ms = At("2026-03-05T10:00");
  v1::DiscrepancyChoice choice;
  const auto kinds = [&](const Id& person = Id()) {
    const auto chosen =
        ChosenDiscrepancies({young, old, timeless}, {settled}, choice, person, now_ms);
    EXPECT_TRUE(chosen.ok()) << chosen.status();
    std::vector<std::string> result;
    for (const Discrepancy& each : *chosen) result.push_back(each.kind);
    return result;
  };
  EXPECT_THAT(kinds(), ElementsAre("two_places_at_once", "clock_uncertain", "evidence_gap"));
  choice.set_older_than_days(2);
  EXPECT_THAT(kinds(), ElementsAre("two_places_at_once", "clock_uncertain"));
  choice.set_older_than_days(0);
  choice.set_settled(true);
  EXPECT_THAT(kinds(), SizeIs(4));
  choice.set_kind("help_denied");
  EXPECT_THAT(kinds(), ElementsAre("help_denied"));
  choice.Clear();
  // By its id also without "settled".
  choice.set_id(settled.Key().hex());
  EXPECT_THAT(kinds(), ElementsAre("help_denied"));
  choice.Clear();
  EXPECT_THAT(kinds(kBram), IsEmpty());
}

TEST(DiscrepancyChoiceTest, WhatStaysOpenIsSaid) {
  const Discrepancy open = Of("evidence_gap");
  EXPECT_EQ(StaysOpenText({}, {open}), "");
  EXPECT_THAT(StaysOpenText({open}, {open}), HasSubstr("it stays open"));
  Discrepancy differ = open;
  differ.settlements = {{.said = {}, .value = {.field = "accepted", .number = 1}},
                        {.said = {}, .value = {.field = "accepted", .number = 0}}};
  EXPECT_THAT(StaysOpenText({differ}, {open}), HasSubstr("somebody settled it in another way"));
}

TEST(DiscrepancyItemTest, ValuesAreWords) {
  const KnownNames names{.people = {{kBram, "Bram"}}, .centres = {}, .devices = {}};
  struct Case {
    SettledValue value;
    std::string words;
  };
  for (const Case& each : std::vector<Case>{
           {{.field = "accepted", .number = 1}, "accept"},
           {{.field = "accepted", .number = 0}, "reject"},
           {{.field = "end", .number = At("2026-03-03T16:00")}, "end 16:00"},
           {{.field = "end", .number = At("2026-03-04T06:45")}, "end 2026-03-04 06:45"},
           {{.field = "status", .number = v1::MARK_STATUS_EXCUSED}, "status excused"},
           {{.field = "minutes", .number = 45}, "minutes 45"},
           {{.field = "person", .person = kBram}, "person Bram"},
           {{.field = "person", .person = kAmina}, "person 01000000"},
           {{}, ""}}) {
    EXPECT_EQ(ValueText(each.value, kDay, names), each.words);
  }
}

TEST(DiscrepancyItemTest, AnItemNamesWhoSaidWhatWhere) {
  Discrepancy discrepancy = Of("forgotten_check_out");
  discrepancy.said.push_back({.event = TestHash(0x22), .what = "check-in", .device = TestId(21)});
  const KnownNames names{.people = {{kAmina, "Amina"}},
                         .centres = {{TestId(9), "Noord"}},
                         .devices = {{TestId(20), "desk"}}};
  const v1::DiscrepancyItem item = ItemOf(discrepancy, names, At("2026-03-05T09:20"));
  EXPECT_EQ(item.id(), discrepancy.Key().hex());
  EXPECT_EQ(item.suggestion(), "end 12:00");
  EXPECT_EQ(item.age_days(), 2u);
  EXPECT_EQ(item.session(), TestId(60).hex());
  ASSERT_THAT(item.said(), SizeIs(2));
  EXPECT_EQ(item.said(0).who(), "Amina");
  EXPECT_EQ(item.said(0).where(), "Noord, desk");
  EXPECT_EQ(item.said(0).at(), "2026-03-03 09:20");
  EXPECT_EQ(item.said(0).strength(), "own");
  // Nobody, and nobody knows when.
  EXPECT_EQ(item.said(1).who(), "the device");
  EXPECT_EQ(item.said(1).where(), "15000000");
  EXPECT_EQ(item.said(1).at(), "");
  EXPECT_TRUE(item.open());
}

TEST(DiscrepancyItemTest, WhatKnowsNoDayShowsNone) {
  Discrepancy discrepancy = Of("clock_uncertain");
  discrepancy.day = 0;
  discrepancy.since_ms = 0;
  const v1::DiscrepancyItem item = ItemOf(discrepancy, {}, At("2026-03-05T09:20"));
  EXPECT_EQ(item.day(), "");
  EXPECT_EQ(item.age_days(), 0u);
}

}  // namespace
}  // namespace wijkboek
