// What is refused when a step is written down, with what to write instead; and the codes that a
// file allows.
#include "common/drafts/path_draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <utility>

#include "common/drafts/classifications.h"
#include "common/drafts/indicators.h"
#include "tests/office/programme_books.h"

namespace wijkboek {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// Today is 31 December 2017.
class PathDraftTest : public testing::Test {
 protected:
  PathDraftTest() {
    known_.participant = books_.Person();
    known_.now_ms = InstantOf(DayIn("2017-12-31"), 12 * 3600);
    known_.new_id = IdOf(9);
  }

  static Id IdOf(unsigned char n) {
    Id id;
    id.data()[0] = n;
    return id;
  }
  KnownEnrolment Enrolled(unsigned char n, absl::string_view first, absl::string_view last = "") {
    KnownEnrolment known;
    known.enrolment.id = IdOf(n);
    known.enrolment.first_day = DayIn(first);
    if (!last.empty()) known.enrolment.last_day = DayIn(last);
    return known;
  }
  std::string Refusal(const v1::PathStep& step) const {
    const absl::StatusOr<PathDraft> draft = DraftPathStep(step, known_);
    return draft.ok() ? "" : std::string(draft.status().message());
  }

  ProgrammeBooks books_{"2017-12-31"};
  KnownPath known_;
};

struct Wrong {
  const char* name;
  v1::PathStep step;
  const char* says;
};

v1::PathStep With(v1::PathStep step, const std::function<void(v1::PathStep&)>& change) {
  change(step);
  return step;
}

TEST_F(PathDraftTest, SaysWhatToWriteInstead) {
  const Wrong all[] = {
      {"no such step", StepOn("promotion", "2017-12-01"), "write one of invitation, referral"},
      {"no day", StepOn("referral", "1 Dec"), "1 Dec"},
      {"ahead", StepOn("referral", "2018-01-01"), "has not come yet"},
      {"too far ahead",
       With(StepOn("placement", "2019-06-01"),
            [](v1::PathStep& step) { step.set_placement(v1::PLACEMENT_TYPE_INTERNAL); }),
       "has not come yet"},
      {"backwards",
       With(StepOn("placement", "2017-12-10"),
            [](v1::PathStep& step) {
              step.set_placement(v1::PLACEMENT_TYPE_INTERNAL);
              step.set_last_day("2017-12-01");
            }),
       "lies before"},
      {"placement of no kind", StepOn("placement", "2017-12-01"), "which kind of placement"},
      {"goal without words", StepOn("goal", "2017-12-01"), "what is the goal"},
      {"no goal known", StepOn("goal_met", "2017-12-01"), "no goal of theirs is known"},
      {"no placement known", StepOn("placement_end", "2017-12-01"), "no placement of theirs"},
      {"no milestone", StepOn("milestone", "2017-12-01"), "which milestone"},
      {"no outcome", StepOn("exit", "2017-12-01"), "where to"},
      {"no level",
       With(StepOn("assessment", "2017-12-01"),
            [](v1::PathStep& step) {
              step.set_scale("NT2");
              step.set_skill("reading");
            }),
       "scale, skill and level"},
      {"ladder on another scale",
       With(StepOn("ladder", "2017-12-01"),
            [](v1::PathStep& step) {
              step.set_scale("NT2");
              step.set_level("A2");
            }),
       "is no ladder"},
      {"phase without enrolment", CodeOn("phase", "2017-12-01", "Stage"), "no enrolment of theirs"},
      {"a day of talking",
       With(StepOn("one_to_one", "2017-12-01"), [](v1::PathStep& step) { step.set_minutes(1441); }),
       "check the minutes"},
      {"a long code", CodeOn("exit", "2017-12-01", std::string(101, 'x')), "longer than 100"},
      {"a long code with accents",
       CodeOn("exit", "2017-12-01", "paid_work_in_my_café" + std::string(100, 'x')),
       "\"paid_work_in_my_caf…\" is longer"},
      {"a long note",
       With(CodeOn("exit", "2017-12-01", "paid_work"),
            [](v1::PathStep& step) { step.set_note(std::string(4001, 'x')); }),
       "the note is longer than"},
  };
  for (const Wrong& wrong : all)
    EXPECT_THAT(Refusal(wrong.step), HasSubstr(wrong.says)) << wrong.name;
}

TEST_F(PathDraftTest, SealsWhatDescribesThem) {
  v1::PathStep step = CodeOn("exit", "2017-12-01", "paid_work");
  step.set_note("in a bakery");
  const absl::StatusOr<PathDraft> draft = DraftPathStep(step, known_);
  ASSERT_TRUE(draft.ok()) << draft.status();
  const std::string clear = draft->draft.event.SerializeAsString();
  EXPECT_EQ(clear.find("paid_work"), std::string::npos);
  EXPECT_EQ(clear.find("bakery"), std::string::npos);
  ASSERT_EQ(draft->draft.sealed.size(), 2u);
  for (const SealedDraft& part : draft->draft.sealed) EXPECT_EQ(part.person, known_.participant);
}

TEST_F(PathDraftTest, AsksWhichOfTwoEnrolmentsIsMeant) {
  known_.enrolments = {Enrolled(0x11, "2017-01-01"), Enrolled(0x12, "2017-02-01")};
  v1::PathStep step = CodeOn("milestone", "2017-12-01", "diploma");
  EXPECT_THAT(Refusal(step), HasSubstr("which enrolment? theirs are 11000000 from 2017-01-01"));
  step.set_enrolment("1200");
  const absl::StatusOr<PathDraft> draft = DraftPathStep(step, known_);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->draft.event.milestone_reached().enrolment_id(), IdOf(0x12).bytes());
  step.set_enrolment("ffff");
  EXPECT_THAT(Refusal(step), HasSubstr("which enrolment?"));
}

TEST_F(PathDraftTest, AnswersAreAboutAnEnrolmentAndReplaceThoseOfTheSameMoment) {
  v1::PathStep step = StepOn("indicators", "2017-12-01");
  step.set_moment(v1::INDICATOR_MOMENT_EXIT);
  v1::IndicatorAnswer& answer = *step.add_indicators();
  for (const IndicatorQuestion& question : IndicatorQuestions()) {
    if (question.at_exit) answer.set_question(std::string(question.code));
    if (question.at_exit && !question.answers.empty()) {
      answer.set_answer(std::string(question.answers.front()));
      break;
    }
  }
  EXPECT_THAT(Refusal(step), HasSubstr("no enrolment of theirs runs on 2017-12-01"));
  known_.enrolments = {Enrolled(0x11, "2016-01-01", "2016-12-31"),
                       Enrolled(0x12, "2017-01-01", "2017-11-30")};
  Hash same;
  same.data()[0] = 1;
  Hash entry;
  entry.data()[0] = 2;
  for (const auto& [moment, event] : {std::pair("exit", same), std::pair("entry", entry)}) {
    PathRecord& record = known_.path.emplace_back();
    record.type = PathType::kIndicators;
    record.enrolment = IdOf(0x12);
    record.state = moment;
    record.events = {event};
  }
  const absl::StatusOr<PathDraft> draft = DraftPathStep(step, known_);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->draft.event.indicators_stated().enrolment_id(), IdOf(0x12).bytes())
      << "the one that ended last";
  EXPECT_THAT(draft->draft.event.seen(), testing::ElementsAre(same.bytes()));
}

TEST_F(PathDraftTest, NamesThePhasesThereAre) {
  known_.enrolments = {Enrolled(0x11, "2017-01-01")};
  EXPECT_THAT(Refusal(CodeOn("phase", "2017-12-01", "Stage")), HasSubstr("has no phases"));
  v1::ProgrammePhase phase;
  phase.set_phase_id(IdOf(0x21).ToString());
  phase.set_name("Stage");
  known_.enrolments[0].phases = {phase};
  EXPECT_THAT(Refusal(CodeOn("phase", "2017-12-01", "Les")),
              HasSubstr("its programme has \"Stage\""));
  EXPECT_THAT(Refusal(CodeOn("phase", "2017-12-01", "Stage")), IsEmpty());
}

TEST_F(PathDraftTest, FindsTheOnlyOneThatGoesOnAndAsksAmongSeveral) {
  PathRecord goal{.type = PathType::kGoal, .day = DayIn("2017-03-01"), .running = true};
  goal.ref = IdOf(0x31);
  goal.events = {Hash()};
  PathRecord met = goal;
  met.ref = IdOf(0x32);
  met.running = false;
  known_.path = {goal, met};
  const absl::StatusOr<PathDraft> draft = DraftPathStep(StepOn("goal_met", "2017-12-01"), known_);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->ref, IdOf(0x31));
  EXPECT_EQ(draft->draft.event.seen_size(), 1);
  known_.path[1].running = true;
  EXPECT_THAT(Refusal(StepOn("goal_met", "2017-12-01")),
              HasSubstr("which goal? theirs are 31000000 from 2017-03-01, 32000000"));
}

TEST_F(PathDraftTest, APlacementCannotEndBeforeItBegan) {
  PathRecord placement{.type = PathType::kPlacement, .day = DayIn("2017-03-01"), .running = true};
  placement.ref = IdOf(0x31);
  known_.path = {placement};
  EXPECT_THAT(Refusal(StepOn("placement_end", "2017-02-01")), HasSubstr("cannot have ended"));
}

// ---- Codes

class CodesTest : public testing::Test {
 protected:
  CodesTest() {
    std::ifstream file(WIJKBOEK_SOURCE_DIR "/deploy/classifications/netherlands.json");
    const std::string json{std::istreambuf_iterator<char>(file), {}};
    const absl::StatusOr<Classifications> parsed = Classifications::Parse(json);
    EXPECT_TRUE(parsed.ok()) << parsed.status();
    if (parsed.ok()) codes_ = *parsed;
  }
  std::string Refusal(const v1::PathStep& step) const {
    return std::string(codes_.Check(step, DayIn("2026-03-03")).message());
  }
  static v1::PathStep Test(const char* scale, const char* level, const char* version) {
    v1::PathStep step;
    step.set_type("assessment");
    step.set_scale(scale);
    step.set_skill("reading");
    step.set_level(level);
    step.set_instrument("taalmeter");
    step.set_instrument_version(version);
    return step;
  }
  Classifications codes_;
};

TEST_F(CodesTest, AnUnknownOneIsRefusedWithThoseThereAre) {
  EXPECT_THAT(Refusal(CodeOn("exit", "", "paid_work")), IsEmpty());
  EXPECT_THAT(Refusal(CodeOn("exit", "", "promoted")),
              HasSubstr("\"promoted\" is no code for outcome on 2026-03-03; write one of diploma, "
                        "certificate, practical_statement, paid_work"));
  EXPECT_THAT(Refusal(CodeOn("milestone", "", "promoted")), HasSubstr("no code for milestone"));
  EXPECT_THAT(Refusal(CodeOn("help_request", "", "promoted")), HasSubstr("no code for help"));
}

TEST_F(CodesTest, NoLevelPassesForOneOfAnotherScale) {
  EXPECT_THAT(Refusal(Test("NT1", "1F", "1")), IsEmpty());
  EXPECT_THAT(Refusal(Test("NT2", "A2", "2")), IsEmpty());
  EXPECT_THAT(Refusal(Test("NT2", "1F", "1")),
              HasSubstr("write one of A0, A1, A2, B1, B2, C1, C2"));
  EXPECT_THAT(Refusal(Test("NT1", "A2", "1")), HasSubstr("write one of Instroom, 1F, 2F"));
  EXPECT_THAT(Refusal(Test("CEFR", "A2", "1")), HasSubstr("no code for scale"));
  EXPECT_THAT(Refusal(Test("NT1", "1F", "3")), HasSubstr("no code for version taalmeter"));
  v1::PathStep ladder;
  ladder.set_type("ladder");
  ladder.set_level("7");
  EXPECT_THAT(Refusal(ladder), HasSubstr("write one of 1, 2, 3, 4, 5, 6"));
}

TEST_F(CodesTest, EachHoldsOnItsDays) {
  EXPECT_THAT(std::string(codes_.Check(Test("NT1", "1F", "2"), DayIn("2017-12-31")).message()),
              HasSubstr("no code for version taalmeter on 2017-12-31; write one of 1"));
  const Classifications codes = Classifications::Parse(R"({"outcome": [
          {"code": "work", "first_day": "2010-01-01", "last_day": "2019-12-31"},
          {"code": "paid", "first_day": "2020-01-01"},
          {"code": "work", "first_day": "2024-01-01"}]})")
                                    .value();
  EXPECT_TRUE(codes.Check("outcome", "work", DayIn("2019-12-31")).ok());
  EXPECT_FALSE(codes.Check("outcome", "work", DayIn("2020-01-01")).ok());
  EXPECT_TRUE(codes.Check("outcome", "work", DayIn("2024-01-01")).ok());
  EXPECT_FALSE(codes.Check("outcome", "paid", DayIn("2019-12-31")).ok());
  EXPECT_THAT(std::string(codes.Check("help", "money", DayIn("2024-01-01")).message()),
              HasSubstr("has no \"help\""));
}

TEST_F(CodesTest, AFileThatIsWrongSaysWhere) {
  const auto wrong = [](const char* json) {
    return std::string(Classifications::Parse(json).status().message());
  };
  EXPECT_THAT(wrong("{"), HasSubstr("no JSON"));
  EXPECT_THAT(wrong(R"({"outcome": [{"first_day": "2010-01-01"}]})"),
              HasSubstr("outcome[0]: code is missing"));
  EXPECT_THAT(wrong(R"({"outcome": [{"code": "a", "first_day": "soon"}]})"),
              HasSubstr("outcome[0]"));
  EXPECT_THAT(wrong(R"({"outcome": [{"code": "a", "first_day": "2010-01-01", "until": "x"}]})"),
              HasSubstr("there is no field \"until\""));
  EXPECT_THAT(wrong(R"({"outcome": [{"code": "a", "first_day": "2010-01-02",
                                     "last_day": "2010-01-01"}]})"),
              HasSubstr("lies before"));
  EXPECT_THAT(wrong(R"({"outcome": [{"code": "a", "first_day": "2010-01-01"},
                                    {"code": "a", "first_day": "2012-01-01"}]})"),
              HasSubstr("stands there twice"));
}

TEST_F(CodesTest, OnlyStepsWithCodesNeedTheFile) {
  EXPECT_TRUE(HasCodes(CodeOn("exit", "", "paid_work")));
  EXPECT_FALSE(HasCodes(StepOn("invitation", "")));
  EXPECT_FALSE(HasCodes(StepOn("goal", "")));
}

}  // namespace
}  // namespace wijkboek
