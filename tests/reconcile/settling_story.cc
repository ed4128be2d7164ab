#include "tests/reconcile/settling_story.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/draft.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

void SetValue(const Scene& scene, int day, const std::vector<std::string>& words,
              v1::DiscrepancySettled& body) {
  const std::string& way = words[0];
  if (way == "accept" || way == "reject") {
    body.set_accepted(way == "accept");
    return;
  }
  body.set_field(way);
  if (way == "minutes") {
    std::uint32_t minutes = 0;
    Require(absl::SimpleAtoi(words[1], &minutes), way);
    body.set_minutes(minutes);
    return;
  }
  Require(way == "start" || way == "end", way);
  *body.mutable_time() = ToCivilTime(scene.At(day, words[1]));
}

void TellDecision(Scene& scene, std::vector<std::string> words) {
  std::string device = "kiosk";
  int day = 0;
  while (words[0][0] == '@' || words[0][0] == '+') {
    if (words[0][0] == '@') device = words[0].substr(1);
    if (words[0][0] == '+') Require(absl::SimpleAtoi(words[0], &day), words[0]);
    words.erase(words.begin());
  }
  const bool apart = words.back() == "apart";
  const Discrepancy about = OnlyDiscrepancy(scene, words[3]);
  v1::Event event = scene.New(v1::EVENT_KIND_DISCREPANCY_SETTLED, scene.At(day, words[0]), device);
  *event.mutable_actor() = ActorOf(words[1], v1::METHOD_COACH_PIN);
  for (const Id& person : about.persons) {
    AddPerson(event, person, v1::PERSON_ROLE_PARTICIPANT);
  }
  for (const Hash& seen : about.events) event.add_seen(seen.ToString());
  for (const Settlement& each : about.settlements) {
    if (!apart) event.add_seen(each.said.event.ToString());
  }
  v1::DiscrepancySettled& body = *event.mutable_discrepancy_settled();
  body.set_discrepancy(words[3]);
  SetValue(scene, 0, {words.begin() + 4, words.end()}, body);
  scene.Add(std::move(event));
}

std::string ValueText(const SettledValue& value) {
  if (value.field == "accepted") return value.number != 0 ? "accept" : "reject";
  if (value.field == "start" || value.field == "end") {
    return absl::StrCat(value.field, " ", FormatTimeOfDay(value.number));
  }
  return absl::StrCat(value.field, " ", value.number);
}

}  // namespace

void TellSettling(Scene& scene, absl::string_view story) {
  for (absl::string_view line : absl::StrSplit(story, absl::ByAnyChar("\n;"))) {
    std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (std::find(words.begin(), words.end(), "decides") == words.end()) {
      scene.Tell(line);
    } else {
      TellDecision(scene, std::move(words));
    }
  }
}

std::string SettlingOutcome(const Scene& scene) {
  const FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  std::vector<std::string> lines;
  const std::string outcome = Describe(*folded.ledger, scene.day());
  if (!outcome.empty()) lines.push_back(outcome);
  std::set<std::string> settled;
  for (const Discrepancy& each : Get(folded.ledger->SettledDiscrepancies({}))) {
    settled.insert(absl::StrCat("settled ", each.kind, " ", JoinNames(each.persons), ": ",
                                ValueText(each.settlements.front().value), " by ",
                                NameOf(each.settlements.front().said.author)));
  }
  lines.insert(lines.end(), settled.begin(), settled.end());
  return absl::StrJoin(lines, "\n");
}

Discrepancy OnlyDiscrepancy(const Scene& scene, absl::string_view kind) {
  const FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  std::vector<Discrepancy> found;
  for (std::vector<Discrepancy> all :
       {Get(folded.ledger->Discrepancies()), Get(folded.ledger->SettledDiscrepancies({}))}) {
    for (Discrepancy& each : all) {
      if (each.kind == kind) found.push_back(std::move(each));
    }
  }
  Require(found.size() == 1, absl::StrCat(kind, ": ", found.size()));
  return found.front();
}

std::string TrimmedLines(absl::string_view text) {
  std::vector<absl::string_view> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) lines.push_back(line);
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace wijkboek
