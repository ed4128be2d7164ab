#include "server/case_letter.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/drafts/case_draft.h"
#include "server/dutch.h"
#include "wijkboek/v1/cases.pb.h"

namespace wijkboek {
namespace {

std::string NameOf(const Id& person, const KnownNames& names) {
  const auto found = names.people.find(person);
  return found == names.people.end() ? absl::StrCat("deelnemer ", person.hex().substr(0, 8))
                                     : found->second;
}

std::string CoachOf(const CaseAct& act, const KnownNames& names) {
  const auto found = names.people.find(act.author);
  return found == names.people.end() ? "een begeleider" : found->second;
}

std::string On(const CaseAct& act) {
  return act.at_ms == 0 ? "op een dag die niet bekend is"
                        : absl::StrCat("op ", DutchDate(DayOf(act.at_ms)));
}

bool IsRetracted(const CaseRecord& record) {
  return record.stage == CaseStage::kRetracted ||
         record.stage == CaseStage::kRetractionAcknowledged;
}

// Also where the case stands again since.
bool IsSanctionUndone(const CaseRecord& record) {
  return record.result == v1::CASE_RESULT_SANCTION && record.sanction_undone;
}

absl::string_view ResultText(int result) {
  switch (result) {
    case v1::CASE_RESULT_ACCEPTED:
      return "uitleg geaccepteerd, geen gevolgen";
    case v1::CASE_RESULT_WARNING:
      return "waarschuwing";
    case v1::CASE_RESULT_SANCTION:
      return "maatregel";
    default:
      return "iets anders afgesproken";
  }
}

std::string StampText(const LetterStamp& stamp) {
  return absl::StrCat("Stand van ", DutchTime(stamp.now_ms), " (positie ", stamp.position,
                      ").\nWat later bekend wordt, staat hier nog niet in.\n");
}

std::string StatusText(const AttendanceRecord& record, bool counts) {
  if (counts && record.status == AttendanceStatus::kPresent) return "te laat gekomen";
  if (counts)
    return record.by_mark ? "niet geweest (opgeschreven door de begeleider)" : "niet geweest";
  switch (record.status) {
    case AttendanceStatus::kPresent:
      return "wel geweest";
    case AttendanceStatus::kExcused:
      return "op tijd afgemeld";
    default:
      return "niet zeker";
  }
}

class Letter {
 public:
  explicit Letter(const CaseLetter& letter)
      : letter_(letter),
        record_(letter.known.record),
        name_(NameOf(record_.person, letter.names)) {}

  std::string Text() {
    AddHead();
    if (IsRetracted(record_)) AddRetraction();
    AddDays();
    AddHearing();
    AddEvidence();
    AddChanges();
    AddDecision();
    AddContesting();
    return text_;
  }

 private:
  template <typename... Parts>
  void Line(const Parts&... parts) {
    absl::StrAppend(&text_, parts..., "\n");
  }
  void Head(absl::string_view head) { Line("\n", head); }

  void AddHead() {
    Line("Aan de klantmanager", letter_.known.municipality.empty()
                                    ? ""
                                    : absl::StrCat(" van gemeente ", letter_.known.municipality));
    Line("Onderwerp: gemiste dagen van ", name_, " (nummer ", CaseName(record_), ")");
    absl::StrAppend(&text_, StampText(letter_.stamp));
    Line("\n", name_, " doet mee",
         letter_.known.cohort.empty() ? "" : absl::StrCat(" in groep ", letter_.known.cohort),
         letter_.known.centre_name.empty()
             ? "."
             : absl::StrCat(" bij wijkleercentrum ", letter_.known.centre_name, "."));
    if (record_.sent.IsDone()) {
      Line("Coördinator ", CoachOf(record_.sent, letter_.names), " heeft u dit gestuurd ",
           On(record_.sent), ".");
    }
  }

  void AddRetraction() {
    Head("INGETROKKEN");
    Line("Dit dossier is ingetrokken. De gemiste dagen die wij u doorgaven, kloppen niet meer.");
    Line("Gebruik dit dossier niet voor een waarschuwing of een maatregel.");
    if (record_.acknowledged.IsDone()) {
      Line("U weet dit ", On(record_.acknowledged), ".",
           record_.sanction_undone ? " De maatregel is teruggedraaid." : "");
    } else {
      Line("Is er al een maatregel? Draai die dan terug, en laat ons weten dat dat is gebeurd.");
    }
  }

  void AddDays() {
    Head(IsRetracted(record_) ? "De dagen die wij hadden doorgegeven" : "De gemiste dagen");
    for (const CivilDay day : record_.days) {
      Line("- ", DutchDay(day), Counts(day) ? "" : ": telt niet meer mee");
      for (const LetterSession& session : letter_.sessions) {
        if (session.record.day != day) continue;
        const Interval& expected = session.record.expected;
        Line("    ", FormatTimeOfDay(expected.start_ms), "–", FormatTimeOfDay(expected.end_ms),
             session.title.empty() ? "" : absl::StrCat(" ", session.title),
             session.centre.empty() ? "" : absl::StrCat(" (", session.centre, ")"), ": ",
             StatusText(session.record, session.counts));
      }
    }
  }

  bool Counts(CivilDay day) const {
    return std::any_of(
        letter_.sessions.begin(), letter_.sessions.end(),
        [&](const LetterSession& each) { return each.record.day == day && each.counts; });
  }

  // Where a kiosk is lost only a coach's mark makes anybody absent.
  bool MayALostKioskKnowBetter() const {
    return std::any_of(
        letter_.sessions.begin(), letter_.sessions.end(),
        [](const LetterSession& each) { return each.counts && !each.record.lost.empty(); });
  }

  void AddHearing() {
    Head(absl::StrCat("Wat ", name_, " zegt"));
    if (!record_.heard.IsDone()) {
      Line(name_, " is hierover nog niet gehoord. Neem nog geen besluit: vraag het ons.");
      return;
    }
    Line("Gesprek ", On(record_.heard), " met ", CoachOf(record_.heard, letter_.names), ".",
         record_.language.empty()
             ? ""
             : absl::StrCat(" Taal: ", DutchLanguage(record_.language),
                            record_.interpreter ? ", met een tolk." : ", zonder tolk."));
    if (letter_.said.empty()) {
      Line("De tekst van het gesprek is niet (meer) te lezen.");
    } else {
      Line("\"", letter_.said, "\"");
    }
  }

  void AddEvidence() {
    Head("Waar dit op berust");
    if (MayALostKioskKnowBetter()) {
      Line("Dat de deelnemer er niet was, schreef een begeleider op. Let op: van een apparaat dat");
      Line("het kon weten, ontbreekt nog iets. Misschien heeft dat de deelnemer wel gezien.");
    } else {
      Line(
          "Een bijeenkomst telt alleen mee als zeker is dat de deelnemer er niet was: niemand zag "
          "de deelnemer,");
      Line(
          "er was geen afmelding, en alle apparaten die het konden weten hebben alles "
          "doorgegeven.");
      Line("Bij twijfel telt een dag niet mee.");
    }
    for (const LetterKiosk& kiosk : letter_.kiosks) {
      Line("- ", kiosk.name, ": ",
           kiosk.heard_through_ms == 0
               ? "nog niets doorgegeven"
               : absl::StrCat("alles doorgegeven tot ", DutchTime(kiosk.heard_through_ms)));
    }
  }

  void AddChanges() {
    Head("Wat er sindsdien is veranderd");
    bool is_any = false;
    for (const CivilDay day : record_.days) {
      if (Counts(day)) continue;
      Line("- ", DutchDay(day), " telt niet meer mee.");
      is_any = true;
    }
    if (record_.acknowledged.IsDone() && !IsRetracted(record_)) {
      Line("- Dit dossier was ingetrokken. Bij nader inzien klopt het toch.");
      is_any = true;
    }
    if (!is_any) Line("Niets: alle genoemde dagen staan nog zo in de boeken.");
  }

  void AddDecision() {
    if (!record_.accounted.IsDone()) return;
    Head("Besluit");
    if (IsSanctionUndone(record_)) {
      Line("Er was een maatregel (", On(record_.accounted), "). Die is teruggedraaid.");
      if (!IsRetracted(record_)) Line("Een nieuw besluit is bij ons niet bekend.");
      return;
    }
    Line("Bij ons bekend: ", ResultText(record_.result), " (", On(record_.accounted), ").");
  }

  void AddContesting() {
    Head("Niet mee eens?");
    Line(name_,
         " kan bij de kiosk of bij een begeleider zeggen dat een dag niet klopt. Dan kijkt "
         "iemand anders");
    Line(
        "ernaar dan wie het opschreef. Zolang dat duurt, telt die dag niet mee, en hoort u dat "
        "van ons.");
    Line("Tegen een besluit van de gemeente kan ", name_,
         " bezwaar maken. In de brief van de gemeente staat hoe.");
  }

  const CaseLetter& letter_;
  const CaseRecord& record_;
  const std::string name_;
  std::string text_;
};

std::string StageText(const CaseRecord& record) {
  switch (record.stage) {
    case CaseStage::kAccounted:
      return absl::StrCat("besluit: ", ResultText(record.result));
    case CaseStage::kRetracted:
      return "INGETROKKEN: gebruik dit niet, en draai een maatregel terug";
    case CaseStage::kRetractionAcknowledged:
      return record.sanction_undone ? "ingetrokken; de maatregel is teruggedraaid" : "ingetrokken";
    default:
      return IsSanctionUndone(record) ? "wacht op uw besluit; de eerdere maatregel is teruggedraaid"
                                      : "wacht op uw besluit";
  }
}

}  // namespace

std::string CaseLetterText(const CaseLetter& letter) { return Letter(letter).Text(); }

std::string CaseListText(const std::string& municipality, const std::vector<KnownCase>& cases,
                         const KnownNames& names, const LetterStamp& stamp) {
  std::string text = absl::StrCat("Gemiste dagen: dossiers voor gemeente ", municipality, "\n",
                                  StampText(stamp), "\n");
  if (cases.empty()) absl::StrAppend(&text, "Er zijn geen dossiers gestuurd.\n");
  for (const KnownCase& each : cases) {
    const CaseRecord& record = each.record;
    absl::StrAppend(
        &text, "- ", CaseName(record), "  ", NameOf(record.person, names),
        record.sent.IsDone() ? absl::StrCat(", gestuurd ", On(record.sent)) : "", "\n",
        "    dagen: ",
        absl::StrJoin(record.days, ", ",
                      [](std::string* out, CivilDay day) { absl::StrAppend(out, DutchDate(day)); }),
        "\n    ", StageText(record), "\n");
  }
  return text;
}

}  // namespace wijkboek
