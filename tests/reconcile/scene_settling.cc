// What scenes say about settling discrepancies, and how what came of it is told.
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

std::string ValueText(const SettledValue& value, CivilDay first_day) {
  if (value.field == "accepted") return value.number != 0 ? "accept" : "reject";
  if (value.field != "status") {
    return absl::StrCat(value.field, " ", WhenFrom(first_day, value.number));
  }
  for (const char* word : {"present", "late", "excused", "absent"}) {
    if (MarkNamed(word) == value.number) return word;
  }
  return "?";
}

std::string WordsText(const Discrepancy& discrepancy, CivilDay first_day) {
  std::vector<std::string> words;
  for (const Settlement& each : discrepancy.settlements) {
    words.push_back(
        absl::StrCat(ValueText(each.value, first_day), " by ", NameOf(each.said.author)));
  }
  return absl::StrJoin(words, ", ");
}

std::string KindText(const Discrepancy& discrepancy, CivilDay first_day) {
  return absl::StrCat(OnDay(first_day, discrepancy.day), discrepancy.kind, " ",
                      JoinNames(discrepancy.persons));
}

}  // namespace

void Scene::TellJudgement(const Line& line, v1::Event& event) const {
  const std::vector<std::string>& rest = line.rest;
  event.set_kind(v1::EVENT_KIND_DISCREPANCY_SETTLED);
  AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
  v1::DiscrepancySettled& body = *event.mutable_discrepancy_settled();
  body.set_discrepancy(rest[1]);
  const std::string& way = rest[2];
  body.set_field(way);
  if (way == "accept" || way == "reject") {
    body.set_field("accepted");
    body.set_accepted(way == "accept");
  } else if (way == "status") {
    body.mutable_status()->set_status(rest[3] == "nonsense" ? 99 : MarkNamed(rest[3]));
  } else if (way == "minutes") {
    body.set_minutes(30);
  } else if (rest[3] == "nonsense") {
    body.mutable_time()->set_day(day_);
    body.mutable_time()->set_second_of_day(100000);
  } else if (rest[3] == "dayless") {
    body.mutable_time()->set_second_of_day(60000);
  } else {
    *body.mutable_time() = ToCivilTime(ParseAt(rest[3], line.day));
  }
  for (std::size_t i = 3; i + 1 < rest.size(); ++i) {
    if (rest[i] != "at") continue;
    event.set_session_id(SessionOf(rest[0], rest[i + 1], line.day).ToString());
  }
  See(rest, event);
}

std::string Scene::SettledOutcome() const {
  const FoldedLog folded = FoldAll(events_, later(), notices_);
  std::vector<std::string> lines;
  for (const std::string& outcome :
       {wijkboek::Describe(*folded.ledger, day_), DescribeAttendance(*folded.ledger, day_)}) {
    for (absl::string_view line : absl::StrSplit(outcome, '\n', absl::SkipEmpty())) {
      if (absl::StartsWith(line, "P ")) lines.emplace_back(line);
    }
  }
  std::set<std::string> rows;
  for (const Discrepancy& each : Get(folded.ledger->Discrepancies())) {
    std::string row = absl::StrCat("doubt ", KindText(each, day_));
    if (!each.settlements.empty()) absl::StrAppend(&row, ": ", WordsText(each, day_));
    rows.insert(std::move(row));
  }
  for (const Discrepancy& each : Get(folded.ledger->SettledDiscrepancies({}))) {
    rows.insert(absl::StrCat("settled ", KindText(each, day_), ": ", WordsText(each, day_)));
  }
  for (const SetAsideFact& each : Get(folded.ledger->SetAside())) {
    if (each.reason != SetAsideReason::kMakesNoSense) continue;
    rows.insert(absl::StrCat("aside ", each.kind, ": ", each.detail));
  }
  lines.insert(lines.end(), rows.begin(), rows.end());
  return absl::StrJoin(lines, "\n");
}

}  // namespace wijkboek
