// What a client manager is given of no-show cases: the letter, a municipality's list, the report.
#include "server/case_letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/dutch.h"
#include "server/report_cases.h"
#include "tests/office/report_fixture.h"
#include "wijkboek/v1/cases.pb.h"

namespace wijkboek {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const CivilDay kMonday = *ParseDay("2026-03-02");

CaseAct ActOn(CivilDay day, unsigned char author) {
  CaseAct act{.author = TestId(author), .at_ms = At(10 * 60, day)};
  act.event = Hash::FromBytesOrZero(std::string(Hash::kSize, static_cast<char>(author + day % 90)));
  return act;
}

// Two days missed, heard by 5 on the 4th, sent by 6 on the 5th. All people are invented.
CaseLetter Sent() {
  CaseLetter letter;
  letter.names.people = {{TestId(1), "Amina"}, {TestId(5), "Marieke"}, {TestId(6), "Sanne"}};
  letter.stamp = {.position = 1234, .now_ms = At(10 * 60 + 15, kMonday + 18)};
  letter.said = "De bus kwam niet.";
  letter.kiosks = {{.name = "ingang", .heard_through_ms = At(17 * 60 + 10, kMonday + 17)},
                   {.name = "zaal"}};
  KnownCase& known = letter.known;
  known.cohort = "14";
  known.centre = TestId(9);
  known.centre_name = "Noord";
  known.municipality = "GM0363";
  CaseRecord& record = known.record;
  record.person = TestId(1);
  record.enrolment = TestId(40);
  record.stage = CaseStage::kSent;
  record.days = {kMonday, kMonday + 1};
  record.sessions = {TestId(50), TestId(51)};
  record.heard = ActOn(kMonday + 2, 5);
  record.sent = ActOn(kMonday + 3, 6);
  record.language = "ti";
  record.interpreter = true;
  for (int day = 0; day < 2; ++day) {
    LetterSession& session = letter.sessions.emplace_back();
    session.record.session = TestId(static_cast<unsigned char>(50 + day));
    session.record.day = kMonday + day;
    session.record.expected = {At(9 * 60, kMonday + day), At(12 * 60, kMonday + day)};
    session.record.status = AttendanceStatus::kAbsent;
    session.title = "Nederlands";
    session.centre = "Noord";
    session.counts = true;
  }
  return letter;
}

CaseLetter Retracted() {
  CaseLetter letter = Sent();
  CaseRecord& record = letter.known.record;
  record.accounted = ActOn(kMonday + 9, 6);
  record.result = v1::CASE_RESULT_SANCTION;
  record.stage = CaseStage::kRetracted;
  record.retraction_open = true;
  record.sessions = {TestId(51)};
  letter.sessions[0].record.status = AttendanceStatus::kPresent;
  letter.sessions[0].counts = false;
  return letter;
}

TEST(CaseLetterTest, SaysWhoWhichDaysWhatSheSaidAndWhatItRestsOn) {
  EXPECT_EQ(CaseLetterText(Sent()),
            R"(Aan de klantmanager van gemeente GM0363
Onderwerp: gemiste dagen van Amina (nummer 28000000-2026-03-02)
Stand van 20 maart 2026, 10:15 uur (positie 1234).
Wat later bekend wordt, staat hier nog niet in.

Amina doet mee in groep 14 bij wijkleercentrum Noord.
Coördinator Sanne heeft u dit gestuurd op 5 maart 2026.

De gemiste dagen
- maandag 2 maart 2026
    09:00–12:00 Nederlands (Noord): niet geweest
- dinsdag 3 maart 2026
    09:00–12:00 Nederlands (Noord): niet geweest

Wat Amina zegt
Gesprek op 4 maart 2026 met Marieke. Taal: Tigrinya, met een tolk.
"De bus kwam niet."

Waar dit op berust
Een bijeenkomst telt alleen mee als zeker is dat de deelnemer er niet was: niemand zag de deelnemer,
er was geen afmelding, en alle apparaten die het konden weten hebben alles doorgegeven.
Bij twijfel telt een dag niet mee.
- ingang: alles doorgegeven tot 19 maart 2026, 17:10 uur
- zaal: nog niets doorgegeven

Wat er sindsdien is veranderd
Niets: alle genoemde dagen staan nog zo in de boeken.

Niet mee eens?
Amina kan bij de kiosk of bij een begeleider zeggen dat een dag niet klopt. Dan kijkt iemand anders
ernaar dan wie het opschreef. Zolang dat duurt, telt die dag niet mee, en hoort u dat van ons.
Tegen een besluit van de gemeente kan Amina bezwaar maken. In de brief van de gemeente staat hoe.
)");
}

TEST(CaseLetterTest, ARetractedCaseSaysSoPlainlyAndFirst) {
  const std::string text = CaseLetterText(Retracted());
  EXPECT_THAT(text, AllOf(HasSubstr("INGETROKKEN\nDit dossier is ingetrokken."),
                          HasSubstr("Draai die dan terug"),
                          HasSubstr("- maandag 2 maart 2026: telt niet meer mee\n"
                                    "    09:00–12:00 Nederlands (Noord): wel geweest"),
                          HasSubstr("sindsdien is veranderd\n- maandag 2 maart 2026 telt niet"),
                          HasSubstr("Bij ons bekend: maatregel (op 11 maart 2026)"),
                          Not(HasSubstr("Niets: alle"))));
  EXPECT_LT(text.find("INGETROKKEN"), text.find("De dagen die wij hadden doorgegeven"));
}

TEST(CaseLetterTest, AnAcknowledgedRetractionSaysWhetherTheSanctionWasUndone) {
  CaseLetter letter = Retracted();
  letter.known.record.stage = CaseStage::kRetractionAcknowledged;
  letter.known.record.acknowledged = ActOn(kMonday + 12, 6);
  EXPECT_THAT(CaseLetterText(letter),
              AllOf(HasSubstr("U weet dit op 14 maart 2026."), Not(HasSubstr("teruggedraaid"))));
  letter.known.record.sanction_undone = true;
  EXPECT_THAT(CaseLetterText(letter), HasSubstr("De maatregel is teruggedraaid."));
}

// The no-shows hold again; the sanction that was undone does not.
TEST(CaseLetterTest, ACaseThatStandsAgainDoesNotBringItsSanctionBack) {
  CaseLetter letter = Sent();
  CaseRecord& record = letter.known.record;
  record.accounted = ActOn(kMonday + 9, 6);
  record.result = v1::CASE_RESULT_SANCTION;
  record.sanction_undone = true;
  EXPECT_THAT(CaseLetterText(letter),
              AllOf(HasSubstr("Die is teruggedraaid.\nEen nieuw besluit is bij ons niet bekend."),
                    Not(HasSubstr("Bij ons bekend: maatregel"))));
  EXPECT_THAT(CaseListText("Nijmegen", {letter.known}, letter.names, letter.stamp),
              AllOf(HasSubstr("wacht op uw besluit; de eerdere maatregel is teruggedraaid"),
                    Not(HasSubstr("besluit: maatregel"))));
  // A sanction that nobody undid is one.
  record.sanction_undone = false;
  record.stage = CaseStage::kAccounted;
  EXPECT_THAT(CaseLetterText(letter), HasSubstr("Bij ons bekend: maatregel"));
}

TEST(CaseLetterTest, EachDecisionHasItsWords) {
  CaseLetter letter = Sent();
  CaseRecord& record = letter.known.record;
  record.accounted = ActOn(kMonday + 9, 6);
  record.stage = CaseStage::kAccounted;
  for (const auto& [result, words] :
       {std::pair(v1::CASE_RESULT_ACCEPTED, "uitleg geaccepteerd, geen gevolgen"),
        std::pair(v1::CASE_RESULT_WARNING, "waarschuwing"),
        std::pair(v1::CASE_RESULT_SANCTION, "maatregel"),
        std::pair(v1::CASE_RESULT_OTHER, "iets anders afgesproken")}) {
    record.result = result;
    EXPECT_THAT(CaseLetterText(letter),
                HasSubstr(absl::StrCat("Bij ons bekend: ", words, " (op 11 maart 2026).")));
    EXPECT_THAT(CaseListText("GM0363", {letter.known}, letter.names, letter.stamp),
                HasSubstr(absl::StrCat("    besluit: ", words, "\n")));
  }
}

TEST(CaseLetterTest, ACaseThatWasRetractedAndHoldsAfterAllSaysSo) {
  CaseLetter letter = Sent();
  letter.known.record.acknowledged = ActOn(kMonday + 12, 6);
  EXPECT_THAT(CaseLetterText(letter),
              AllOf(HasSubstr("Bij nader inzien klopt het toch."), Not(HasSubstr("Niets: alle"))));
}

TEST(CaseLetterTest, WhoeverCameOrCalledInTimeWasNotAway) {
  CaseLetter letter = Sent();
  letter.sessions[0].record.status = AttendanceStatus::kExcused;
  letter.sessions[0].counts = false;
  letter.sessions[1].record.status = AttendanceStatus::kPresent;
  EXPECT_THAT(CaseLetterText(letter),
              AllOf(HasSubstr("09:00–12:00 Nederlands (Noord): op tijd afgemeld"),
                    HasSubstr("09:00–12:00 Nederlands (Noord): te laat gekomen")));
}

TEST(CaseLetterTest, WhatIsNotKnownIsLeftOut) {
  CaseLetter letter = Sent();
  letter.known.municipality = "";
  letter.known.cohort = "";
  letter.known.centre_name = "";
  letter.known.record.language = "";
  letter.known.record.interpreter = false;
  letter.sessions[0].title = "";
  letter.sessions[0].centre = "";
  EXPECT_THAT(CaseLetterText(letter),
              AllOf(HasSubstr("Aan de klantmanager\n"), HasSubstr("\nAmina doet mee.\n"),
                    HasSubstr("Gesprek op 4 maart 2026 met Marieke.\n"),
                    HasSubstr("    09:00–12:00: niet geweest")));
}

TEST(CaseListTest, ARetractionThatIsKnownSaysWhetherAnythingIsUndone) {
  CaseLetter letter = Retracted();
  CaseRecord& record = letter.known.record;
  record.stage = CaseStage::kRetractionAcknowledged;
  const auto list = [&] {
    return CaseListText("GM0363", {letter.known}, letter.names, letter.stamp);
  };
  EXPECT_THAT(list(), HasSubstr("    ingetrokken\n"));
  record.sanction_undone = true;
  EXPECT_THAT(list(), HasSubstr("    ingetrokken; de maatregel is teruggedraaid\n"));
}

TEST(CaseLetterTest, WithoutAHearingNobodyShouldDecide) {
  CaseLetter letter = Sent();
  letter.known.record.heard = {};
  EXPECT_THAT(CaseLetterText(letter), HasSubstr("nog niet gehoord. Neem nog geen besluit"));
}

TEST(CaseLetterTest, WhatCannotBeOpenedIsSaidToBeUnreadable) {
  CaseLetter letter = Sent();
  letter.said = "";
  letter.names.people.clear();
  EXPECT_THAT(CaseLetterText(letter),
              AllOf(HasSubstr("deelnemer 01000000"), HasSubstr("niet (meer) te lezen")));
}

TEST(CaseLetterTest, ACoachsWordIsNamedAsSuch) {
  CaseLetter letter = Sent();
  letter.sessions[0].record.by_mark = true;
  EXPECT_THAT(CaseLetterText(letter), HasSubstr("niet geweest (opgeschreven door de begeleider)"));
}

TEST(CaseLetterTest, AKioskThatIsLostMayKnowBetterAndTheLetterSaysSo) {
  CaseLetter letter = Sent();
  letter.sessions[0].record.by_mark = true;
  letter.sessions[0].record.lost = {TestId(30)};
  EXPECT_THAT(CaseLetterText(letter), HasSubstr("van een apparaat dat\nhet kon weten, ontbreekt"));
  EXPECT_THAT(CaseLetterText(letter), Not(HasSubstr("hebben alles doorgegeven")));
  // Of a day that no longer counts it is not asked.
  letter.sessions[0].counts = false;
  EXPECT_THAT(CaseLetterText(letter), HasSubstr("hebben alles doorgegeven"));
}

TEST(CaseListTest, NamesEveryCaseWithoutWhatAnybodySaid) {
  const CaseLetter sent = Sent();
  EXPECT_EQ(CaseListText("GM0363", {sent.known, Retracted().known}, sent.names, sent.stamp),
            R"(Gemiste dagen: dossiers voor gemeente GM0363
Stand van 20 maart 2026, 10:15 uur (positie 1234).
Wat later bekend wordt, staat hier nog niet in.

- 28000000-2026-03-02  Amina, gestuurd op 5 maart 2026
    dagen: 2 maart 2026, 3 maart 2026
    wacht op uw besluit
- 28000000-2026-03-02  Amina, gestuurd op 5 maart 2026
    dagen: 2 maart 2026, 3 maart 2026
    INGETROKKEN: gebruik dit niet, en draai een maatregel terug
)");
  EXPECT_THAT(CaseListText("GM0363", {}, sent.names, sent.stamp),
              HasSubstr("Er zijn geen dossiers gestuurd."));
}

TEST(CaseReportTest, TellsOfWhatWasSentToThatMunicipalityInThoseDaysAlone) {
  const KnownCase sent = Sent().known;
  const DayRange all;
  EXPECT_TRUE(TakesCase(sent, all, {}, "GM0363"));
  EXPECT_TRUE(TakesCase(sent, all, {}, ""));
  EXPECT_FALSE(TakesCase(sent, all, {}, "GM0034"));
  EXPECT_TRUE(TakesCase(sent, {.first = kMonday + 1, .last = kMonday + 1}, {}, ""));
  EXPECT_FALSE(TakesCase(sent, {.first = kMonday + 2}, {}, ""));
  ReportChoice elsewhere;
  elsewhere.centre = TestId(8);
  EXPECT_FALSE(TakesCase(sent, all, elsewhere, ""));
  KnownCase heard = sent;
  heard.record.stage = CaseStage::kHeard;
  heard.record.sent = {};
  EXPECT_FALSE(TakesCase(heard, all, {}, "GM0363"));
  KnownCase taken_back = heard;
  taken_back.record.stage = CaseStage::kRetracted;
  EXPECT_FALSE(TakesCase(taken_back, all, {}, "GM0363"));
  EXPECT_TRUE(TakesCase(Retracted().known, all, {}, "GM0363"));
}

TEST(CaseReportTest, OneRowForEachWithoutWhatAnybodySaid) {
  const v1::GetReportResponse report = CaseReport({Sent().known}, "GM0363", Basis());
  EXPECT_THAT(Lines(report),
              ElementsAre("28000000-2026-03-02|Amina|01000000|14|Noord|GM0363|2026-03-02 "
                          "2026-03-03|sent|2026-03-04|2026-03-05||||"));
  EXPECT_THAT(std::string(report.small_print(0)), HasSubstr("GM0363"));
  const v1::GetReportResponse open = CaseReport({Retracted().known}, "", Basis());
  EXPECT_THAT(Lines(open),
              ElementsAre(AllOf(HasSubstr("|retracted|"), HasSubstr("|sanction|yes|"))));
  EXPECT_THAT(std::string(open.small_print(1)), HasSubstr("1 case is retracted"));
}

TEST(DutchTest, NamesDaysAndLanguages) {
  EXPECT_EQ(DutchDay(kMonday + 6), "zondag 8 maart 2026");
  EXPECT_EQ(DutchDay(*ParseDay("2025-12-31")), "woensdag 31 december 2025");
  EXPECT_EQ(DutchLanguage("ar-SY"), "Arabisch");
  EXPECT_EQ(DutchLanguage("tlh"), "tlh");
}

}  // namespace
}  // namespace wijkboek
