#include "common/words/case_item.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/drafts/case_draft.h"

namespace wijkboek {
namespace {

constexpr std::size_t kNameBeginningMin = 4;

bool IsAtEnd(const CaseRecord& record) {
  switch (record.stage) {
    case CaseStage::kAccounted:
    case CaseStage::kRetractionAcknowledged:
      return true;
    case CaseStage::kRetracted:
      return !record.retraction_open;
    default:
      return false;
  }
}

std::string NameOf(const Id& person, const KnownNames& names) {
  const auto found = names.people.find(person);
  return found == names.people.end() ? person.hex().substr(0, 8) : found->second;
}

void AddStep(CaseStage stage, const CaseAct& act, std::string note, const KnownNames& names,
             v1::CaseItem& item) {
  if (!act.IsDone()) return;
  v1::CaseStep& step = *item.add_steps();
  step.set_stage(CaseStageText(stage));
  if (act.at_ms != 0) step.set_at(FormatTime(act.at_ms / kMinuteMs * kMinuteMs));
  if (!act.author.IsZero()) step.set_who(NameOf(act.author, names));
  step.set_note(std::move(note));
  step.set_event(act.event.hex());
}

std::string HearingText(const CaseRecord& record) {
  return absl::StrCat(record.language.empty() ? "" : absl::StrCat("in ", record.language),
                      record.interpreter ? ", with an interpreter" : "");
}

absl::StatusOr<KnownCase> OnlyOne(std::vector<KnownCase> found, absl::string_view text) {
  if (found.size() > 1) {
    std::vector<KnownCase> live = found;
    std::erase_if(live, [](const KnownCase& each) { return each.is_over; });
    if (live.size() == 1) return live.front();
  }
  if (found.size() == 1) return found.front();
  const std::string quoted = absl::StrCat("\"", absl::CHexEscape(text), "\"");
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("there is no case ", quoted, ": \"wijkboek cases\" lists them"));
  }
  return absl::FailedPreconditionError(
      absl::StrCat(quoted, " may be several cases: ",
                   absl::StrJoin(found, ", ", [](std::string* out, const KnownCase& each) {
                     absl::StrAppend(out, CaseName(each.record));
                   })));
}

}  // namespace

KnownCase KnownCaseOf(const CaseRecord& record, const Reference& reference, CivilDay today) {
  KnownCase known;
  known.record = record;
  Id programme;
  if (const Enrolment* enrolment = reference.FindEnrolment(record.enrolment)) {
    known.centre = enrolment->centre;
    known.cohort_id = enrolment->cohort;
    known.municipality = enrolment->municipality;
    if (const Centre* centre = reference.FindCentre(enrolment->centre)) {
      known.centre_name = centre->name;
    }
    if (const Cohort* cohort = reference.FindCohort(enrolment->cohort)) {
      known.cohort = cohort->name;
      programme = cohort->programme;
    }
  }
  if (const Person* person = reference.FindPerson(record.person)) {
    known.language = person->language;
  }
  const bool is_forgotten =
      record.stage == CaseStage::kCall && !record.days.empty() &&
      today - record.days.front() > reference.RulesOf(programme, today).no_show_window_days;
  known.is_over = IsAtEnd(record) || is_forgotten;
  return known;
}

void AddPeople(const CaseRecord& record, std::set<Id>& people) {
  people.insert(record.person);
  for (const CaseAct* act :
       {&record.heard, &record.sent, &record.accounted, &record.acknowledged}) {
    if (act->IsDone() && !act->author.IsZero()) people.insert(act->author);
  }
}

v1::CaseItem ItemOf(const KnownCase& known, const KnownNames& names) {
  const CaseRecord& record = known.record;
  v1::CaseItem item;
  item.set_id(CaseName(record));
  item.mutable_participant()->set_person(record.person.hex());
  const auto name = names.people.find(record.person);
  if (name != names.people.end()) item.mutable_participant()->set_name(name->second);
  item.set_enrolment(record.enrolment.hex());
  item.set_cohort(known.cohort);
  item.set_centre(known.centre_name);
  item.set_municipality(known.municipality);
  item.set_stage(CaseStageText(record.stage));
  for (const CivilDay day : record.days) item.add_days(FormatDay(day));
  item.set_language(known.language.empty() ? record.language : known.language);
  AddStep(CaseStage::kHeard, record.heard, HearingText(record), names, item);
  AddStep(CaseStage::kSent, record.sent, "", names, item);
  AddStep(CaseStage::kAccounted, record.accounted, CaseResultText(record.result), names, item);
  AddStep(CaseStage::kRetractionAcknowledged, record.acknowledged,
          record.sanction_undone ? "sanction undone" : "", names, item);
  item.set_result(static_cast<v1::CaseResult>(record.result));
  item.set_retraction_open(record.retraction_open);
  item.set_sanction_undone(record.sanction_undone);
  return item;
}

void SortCases(std::vector<KnownCase>& cases, const KnownNames& names) {
  const auto place = [&](const KnownCase& each) {
    return std::tuple(each.centre_name, NameOf(each.record.person, names), CaseName(each.record));
  };
  std::sort(cases.begin(), cases.end(),
            [&](const KnownCase& a, const KnownCase& b) { return place(a) < place(b); });
}

absl::StatusOr<KnownCase> ChooseCase(const std::vector<KnownCase>& cases, absl::string_view text,
                                     const std::optional<Id>& participant) {
  const std::string beginning = absl::AsciiStrToLower(text);
  std::vector<KnownCase> named;
  std::vector<KnownCase> theirs;
  for (const KnownCase& each : cases) {
    if (beginning.size() >= kNameBeginningMin &&
        absl::StartsWith(CaseName(each.record), beginning)) {
      named.push_back(each);
    }
    if (participant && each.record.person == *participant) theirs.push_back(each);
  }
  return OnlyOne(named.empty() ? std::move(theirs) : std::move(named), text);
}

}  // namespace wijkboek
