#include "server/dutch_print.h"

#include <string>

#include <gtest/gtest.h>

namespace wijkboek {
namespace {

std::string Dutch(const std::string& english) {
  const DutchLine line = DutchPrint(english);
  EXPECT_TRUE(line.whole) << english;
  return line.text;
}

TEST(DutchPrintTest, NamesTimesAndNumbersStay) {
  EXPECT_EQ(Dutch("statuses: 31 of 34 known; pending 1, unclear 0, unknown 2; absent and not yet "
                  "final 0"),
            "van 31 van de 34 is bekend hoe het was; wacht op kiosk 1, onduidelijk 0, niet bekend "
            "2; afwezig wat nog kan veranderen 0");
  EXPECT_EQ(Dutch("as known at position 42, generation abc, 2026-03-03 18:00"),
            "zoals bekend op positie 42, generatie abc, 2026-03-03 18:00");
}

TEST(DutchPrintTest, PhrasesWithinALineAreSaidToo) {
  EXPECT_EQ(Dutch("from 2026-03-02 to 2026-03-08, only centre Noord, cohort 14: 3 statuses of 1 "
                  "person at 2 sessions"),
            "van 2026-03-02 tot en met 2026-03-08, alleen centrum Noord, groep 14: 3 registraties "
            "van 1 mens bij 2 bijeenkomsten");
  EXPECT_EQ(Dutch("coverage: 1 of 3 kiosks were heard through 2026-03-04 17:50; not yet: door "
                  "(never), desk, out of use (2026-03-03 09:00); waited for no more: gone, lost "
                  "since 2026-03-01 09:00 (2026-03-01 08:00)"),
            "dekking: 1 van 3 kiosken zijn gehoord tot en met 2026-03-04 17:50; nog niet: door "
            "(nog nooit), desk, buiten gebruik (2026-03-03 09:00); daarop wordt niet meer gewacht: "
            "gone, kwijt sinds 2026-03-01 09:00 (2026-03-01 08:00)");
  EXPECT_EQ(Dutch("unclear (there may be several reasons): 2 because they were somewhere else at "
                  "the time, 1 because somebody checked in there without a badge"),
            "onduidelijk (er kan meer dan één reden zijn): 2 omdat ze toen ergens anders waren, 1 "
            "omdat iemand daar zonder pas is ingecheckt");
}

TEST(DutchPrintTest, WhatIsNotKnownStaysAsItIs) {
  for (const std::string line : {"a sentence of a later day", "", "from here to there: nothing",
                                 "pending: some waiting for a kiosk, 1 at sessions that are not "
                                 "over"}) {
    const DutchLine said = DutchPrint(line);
    EXPECT_FALSE(said.whole);
    EXPECT_EQ(said.text, line);
  }
}

// A name may look like anything.
TEST(DutchPrintTest, ANameIsNotTakenForWords) {
  EXPECT_EQ(Dutch("all days, only centre De Wijk, Oost: 2 rows"),
            "alle dagen, alleen centrum De Wijk, Oost: 2 rijen");
  EXPECT_EQ(Dutch("to 2026-03-08, only cohort from {} to: 1 visit"),
            "tot en met 2026-03-08, alleen groep from {} to: 1 bezoek");
}

}  // namespace
}  // namespace wijkboek
