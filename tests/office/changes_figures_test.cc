// Figures in words, and which of them moved.
#include "server/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> WordsOf(const PartitionRecords& records) {
  std::vector<std::string> words;
  for (const Figure& figure : FiguresOf(records)) {
    words.push_back(absl::StrCat(figure.type, " ", figure.value));
  }
  return words;
}

VisitRecord Visit(int from, int to) {
  VisitRecord visit;
  visit.residents = {TestId(70)};
  visit.participants = {TestId(1)};
  visit.span = {At(from), At(to)};
  visit.settled = {visit.span};
  return visit;
}

TEST(FiguresTest, AStatusSaysEverythingThatCanMove) {
  AttendanceRecord record;
  record.status = AttendanceStatus::kAbsent;
  record.contested = true;
  EXPECT_THAT(WordsOf({.attendance = {record}}),
              ElementsAre("attendance absent, not final, contested"));
  record = {};
  record.status = AttendanceStatus::kPresent;
  record.late = true;
  record.left_early = true;
  record.to_confirm = true;
  record.attended_ms = 90 * kMinuteMs;
  EXPECT_THAT(WordsOf({.attendance = {record}}),
              ElementsAre("attendance present, late, left early, 90 min, times to confirm"));
}

TEST(FiguresTest, TwoVisitsToOneResidentOnADayAreOneFigure) {
  VisitRecord morning = Visit(540, 600);
  morning.events = {*Hash::FromHex(std::string(64, '2'))};
  VisitRecord evening = Visit(1140, 1170);
  evening.events = {*Hash::FromHex(std::string(64, '1'))};
  const std::vector<Figure> figures = FiguresOf({.visits = {evening, morning}});
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].value, "09:00-10:00, 60 min; 19:00-19:30, 30 min");
  EXPECT_THAT(figures[0].events, ElementsAre(evening.events[0], morning.events[0]));
  // In whatever order they are found: nothing moved.
  EXPECT_THAT(Moved(figures, FiguresOf({.visits = {morning, evening}})), IsEmpty());
}

TEST(FiguresTest, AVisitSaysForWhomItIsInDoubtAndThatItGoesOn) {
  VisitRecord visit = Visit(540, 600);
  visit.participants = {TestId(1), TestId(2)};
  visit.disputed = {TestId(2)};
  EXPECT_THAT(WordsOf({.visits = {visit}}),
              ElementsAre("visit 09:00-10:00, 60 min",
                          "visit 09:00-10:00, 60 min, only some logs name them"));
  visit = Visit(540, 600);
  visit.open = true;
  visit.settled.clear();
  EXPECT_THAT(WordsOf({.visits = {visit}}), ElementsAre("visit 09:00-, 0 min"));
}

TEST(FiguresTest, HelpIsClaimedConfirmedOrDenied) {
  HelpRecord help{.helper = TestId(1), .helped = TestId(2), .day = kDay, .minutes = 30};
  EXPECT_THAT(WordsOf({.helps = {help}}), ElementsAre("help 30 min claimed"));
  help.confirmed = true;
  EXPECT_THAT(WordsOf({.helps = {help}}), ElementsAre("help 30 min confirmed"));
  help.denied = true;
  EXPECT_THAT(WordsOf({.helps = {help}}), ElementsAre("help 30 min denied"));
}

TEST(MovedTest, WhatCameWhatWentAndWhatIsAnotherOne) {
  const auto help = [](unsigned char helper, std::uint32_t minutes) {
    return HelpRecord{
        .helper = TestId(helper), .helped = TestId(9), .day = kDay, .minutes = minutes};
  };
  const std::vector<MovedFigure> moved =
      Moved(FiguresOf({.helps = {help(1, 10), help(2, 20), help(4, 40)}}),
            FiguresOf({.helps = {help(2, 20), help(3, 30), help(4, 45)}}));
  std::vector<std::string> lines;
  for (const MovedFigure& each : moved) {
    lines.push_back(absl::StrCat(each.before.value, " -> ", each.after.value));
    EXPECT_EQ(each.known().type, "help");
  }
  EXPECT_THAT(lines, ElementsAre("10 min claimed -> ", " -> 30 min claimed",
                                 "40 min claimed -> 45 min claimed"));
}

}  // namespace
}  // namespace wijkboek
