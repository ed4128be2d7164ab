#include "tests/reconcile/case_scene.h"

#include <algorithm>
#include <random>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/draft.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

constexpr const char* kStages[] = {"",     "call",      "open",      "heard",
                                   "sent", "accounted", "retracted", "retraction acknowledged"};
constexpr const char* kResults[] = {"", "accepted", "warning", "sanction", "other"};

v1::CaseResult ResultNamed(const std::string& word) {
  for (int i = 1; i <= 4; ++i) {
    if (word == kResults[i]) return static_cast<v1::CaseResult>(i);
  }
  return v1::CASE_RESULT_UNSPECIFIED;
}

bool IsCaseEventKind(absl::string_view kind) { return absl::StartsWith(kind, "case_"); }

}  // namespace

CaseScene::CaseScene(const std::vector<int>& days, const std::string& who) {
  const std::int64_t t_ms = scene_.At(-20, "10:00");
  v1::Event enrolment = scene_.New(v1::EVENT_KIND_ENROLMENT_STARTED, t_ms, "office");
  enrolment.set_centre_id(IdNamed("C").ToString());
  AddPerson(enrolment, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
  v1::EnrolmentStarted& body = *enrolment.mutable_enrolment_started();
  body.set_enrolment_id(IdNamed("enrolment of " + who).ToString());
  body.set_cohort_id(IdNamed("cohort of " + who).ToString());
  body.mutable_days()->set_first_day(scene_.day() - 20);
  scene_.Add(std::move(enrolment));
  for (const int day : days) {
    for (auto [start, end] : {std::pair("09:00", "12:00"), std::pair("13:00", "16:00")}) {
      v1::Event session = scene_.New(v1::EVENT_KIND_SESSION_PLANNED, t_ms, "office");
      session.set_centre_id(IdNamed("C").ToString());
      session.set_session_id(IdNamed(absl::StrCat(who, day, start)).ToString());
      *session.mutable_stated_start() = ToCivilTime(scene_.At(day, start));
      *session.mutable_stated_end() = ToCivilTime(scene_.At(day, end));
      session.mutable_session_planned()->add_cohort_ids(IdNamed("cohort of " + who).ToString());
      scene_.Add(std::move(session));
    }
  }
  scene_.HasKiosk("kiosk", "C");
}

CaseScene& CaseScene::Tell(absl::string_view story) {
  for (absl::string_view line : absl::StrSplit(story, absl::ByAnyChar("\n;"))) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty() && !TellAct(line)) scene_.Tell(line);
  }
  return *this;
}

bool CaseScene::TellAct(absl::string_view line) {
  std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
  std::string label;
  std::string device = "kiosk";
  int day = 0;
  bool unsure = false;
  while (!words.empty() && absl::string_view("#+@u").find(words[0][0]) != std::string::npos) {
    if (words[0][0] == '#') label = words[0];
    if (words[0][0] == '@') device = words[0].substr(1);
    if (words[0][0] == '+') Require(absl::SimpleAtoi(words[0], &day), line);
    unsure |= words[0] == "unsure";
    words.erase(words.begin());
  }
  Require(words.size() >= 3, line);
  const std::string& verb = words[2];
  static const std::set<std::string>& verbs =
      *new std::set<std::string>{"hears", "sends", "accounts", "acknowledges", "takes-back"};
  if (!verbs.contains(verb)) return false;
  v1::Event event = scene_.New(v1::EVENT_KIND_UNSPECIFIED, scene_.At(day, words[0]), device);
  *event.mutable_actor() = ActorOf(words[1], v1::METHOD_COACH_PIN);
  if (words[1] == "nobody") event.mutable_actor()->clear_person_id();
  if (unsure) {
    event.mutable_captured()->set_boot_id(IdNamed(device + " unsure").ToString());
    event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
  }
  const auto fill = [&](auto& body) {
    body.set_enrolment_id(IdNamed("enrolment of " + words[3]).ToString());
    for (std::size_t i = 4; i < words.size(); ++i) {
      int named = 0;
      if (absl::SimpleAtoi(words[i], &named)) body.add_days(scene_.day() + named);
    }
  };
  const auto has = [&](absl::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (verb == "takes-back") {
    event.set_kind(v1::EVENT_KIND_EVENT_VOIDED);
    event.mutable_event_voided();
  } else {
    AddAll(event, words[3], v1::PERSON_ROLE_PARTICIPANT);
  }
  if (verb == "hears") {
    event.set_kind(v1::EVENT_KIND_CASE_HEARD);
    fill(*event.mutable_case_heard());
    const auto in = std::find(words.begin(), words.end(), "in");
    if (in != words.end()) event.mutable_case_heard()->set_language(*std::next(in));
    event.mutable_case_heard()->set_interpreter(has("interpreter"));
  } else if (verb == "sends") {
    event.set_kind(v1::EVENT_KIND_CASE_SENT);
    fill(*event.mutable_case_sent());
  } else if (verb == "accounts") {
    event.set_kind(v1::EVENT_KIND_CASE_ACCOUNTED);
    fill(*event.mutable_case_accounted());
    for (const std::string& word : words) {
      if (ResultNamed(word) != v1::CASE_RESULT_UNSPECIFIED) {
        event.mutable_case_accounted()->set_result(ResultNamed(word));
      }
    }
  } else if (verb == "acknowledges") {
    event.set_kind(v1::EVENT_KIND_CASE_RETRACTION_ACKNOWLEDGED);
    fill(*event.mutable_case_retraction_acknowledged());
    event.mutable_case_retraction_acknowledged()->set_sanction_undone(has("undone"));
  }
  for (std::size_t i = 3; i < words.size(); ++i) {
    if (words[i][0] == '#') event.add_seen(labels_.at(words[i]).ToString());
  }
  const Hash hash = scene_.Add(std::move(event)).key.hash;
  if (!label.empty()) labels_[label] = hash;
  return true;
}

FoldedLog CaseScene::Fold(std::int64_t now_ms) const {
  Scene heard = scene_;
  heard.Heard("kiosk", now_ms);
  return FoldAll(heard.events(), now_ms, heard.notices());
}

std::string CaseScene::Outcome(std::int64_t now_ms) const {
  return DescribeCases(*Fold(now_ms).ledger, scene_.day());
}

std::string CaseScene::OutcomeShuffled(std::uint64_t seed) const {
  const std::int64_t now_ms = scene_.At(400, "12:00");
  Scene heard = scene_;
  heard.Heard("kiosk", now_ms);
  std::vector<StoredEvent> events = heard.events();
  std::mt19937_64 random(seed);
  std::shuffle(events.begin(), events.end(), random);
  VectorLog log;
  for (const v1::LogEntry& notice : heard.notices()) log.Append(notice);
  const std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  for (std::size_t i = 0; i < events.size(); ++i) {
    log.Append(events[i]);
    // Twice, so that a state in between is folded and kept.
    if (i == events.size() / 3 || i == 2 * events.size() / 3) {
      Require(ledger->CatchUp(now_ms).ok(), "catching up");
    }
  }
  Require(ledger->CatchUp(now_ms).ok(), "catching up");
  return DescribeCases(*ledger, scene_.day());
}

std::string DescribeCases(const Ledger& ledger, CivilDay first_day) {
  std::vector<std::string> lines;
  for (const CaseRecord& each : Get(ledger.Cases())) {
    std::vector<std::string> days;
    for (const CivilDay day : each.days) days.push_back(absl::StrCat(day - first_day));
    std::string line = absl::StrCat(NameOf(each.person), " ", absl::StrJoin(days, "+"), ": ",
                                    kStages[static_cast<int>(each.stage)]);
    const auto say = [&](bool is_so, absl::string_view word) {
      if (is_so) absl::StrAppend(&line, ", ", word);
    };
    say(each.heard.IsDone(), absl::StrCat("heard by ", NameOf(each.heard.author)));
    say(!each.language.empty(), absl::StrCat("in ", each.language));
    say(each.interpreter, "interpreter");
    say(each.sent.IsDone(), absl::StrCat("sent by ", NameOf(each.sent.author)));
    say(each.result != 0, kResults[each.result]);
    say(each.retraction_open, "the client manager must be told");
    say(each.acknowledged.IsDone(),
        absl::StrCat("acknowledged by ", NameOf(each.acknowledged.author)));
    say(each.sanction_undone, "sanction undone");
    lines.push_back(std::move(line));
  }
  std::set<std::string> rows;
  for (const Discrepancy& each : Get(ledger.Discrepancies())) {
    if (!absl::StrContains(each.kind, "case_")) continue;
    rows.insert(absl::StrCat("doubt ", each.day - first_day, " ", each.kind));
  }
  for (const SetAsideFact& each : Get(ledger.SetAside())) {
    if (!IsCaseEventKind(each.kind)) continue;
    rows.insert(absl::StrCat("aside ", each.kind, each.detail.empty() ? "" : " ", each.detail));
  }
  lines.insert(lines.end(), rows.begin(), rows.end());
  return absl::StrJoin(lines, "\n");
}

}  // namespace wijkboek
