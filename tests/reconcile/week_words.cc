#include "tests/reconcile/week_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/draft.h"
#include "common/reconcile/rules.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

std::string IdBytes(const std::string& name) { return IdNamed(name).ToString(); }

v1::CaseResult ResultNamed(const std::vector<std::string>& words) {
  constexpr const char* kResults[] = {"", "accepted", "warning", "sanction", "other"};
  for (const std::string& word : words) {
    for (int i = 1; i <= 4; ++i) {
      if (word == kResults[i]) return static_cast<v1::CaseResult>(i);
    }
  }
  return v1::CASE_RESULT_UNSPECIFIED;
}

}  // namespace

void WeekTeller::Keep(absl::string_view story) {
  for (absl::string_view line : absl::StrSplit(story, absl::ByAnyChar("\n;"))) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) lines_.push_back(Parse(line));
  }
}

void WeekTeller::TellAll() {
  std::stable_sort(lines_.begin(), lines_.end(),
                   [](const Line& one, const Line& other) { return one.t_ms < other.t_ms; });
  for (const Line& line : lines_) Tell(line);
  lines_.clear();
}

WeekTeller::Line WeekTeller::Parse(absl::string_view text) const {
  Line line{.text = std::string(text)};
  std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  while (!words.empty() && absl::string_view("#+@up").find(words[0][0]) != std::string::npos) {
    if (words[0][0] == '#') line.label = words[0];
    if (words[0][0] == '@') line.device = words[0].substr(1);
    if (words[0][0] == '+') Require(absl::SimpleAtoi(words[0], &line.day), text);
    words.erase(words.begin());
  }
  Require(words.size() >= 3, text);
  line.t_ms = scene_.At(line.day, words[0]);
  line.words.assign(words.begin() + 1, words.end());
  return line;
}

void WeekTeller::Tell(const Line& line) {
  v1::Event event = scene_.New(v1::EVENT_KIND_UNSPECIFIED, line.t_ms,
                               line.words[0] == "office" ? "office" : line.device);
  *event.mutable_actor() = ActorOf(line.words[0], v1::METHOD_COACH_PIN);
  if (line.words[0] == "office" || line.words[0] == "kiosk") event.clear_actor();
  if (!Fill(line, event)) {
    scene_.Tell(line.text);
    if (!line.label.empty()) labels_[line.label] = scene_.Named(line.label);
    return;
  }
  for (std::size_t i = 2; i < line.words.size(); ++i) {
    if (line.words[i][0] != '#') continue;
    const auto seen = labels_.find(line.words[i]);
    Require(seen != labels_.end(), line.text);
    event.add_seen(seen->second.ToString());
  }
  const Hash hash = scene_.Add(std::move(event)).key.hash;
  if (!line.label.empty()) labels_[line.label] = hash;
}

bool WeekTeller::Fill(const Line& line, v1::Event& event) const {
  return FillCase(line.words, event) || FillPath(line, event) || FillPeople(line.words, event) ||
         FillKiosk(line, event);
}

bool WeekTeller::FillCase(const std::vector<std::string>& words, v1::Event& event) const {
  const std::string& verb = words[1];
  const auto has = [&](absl::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  const auto fill = [&](auto& body) {
    body.set_enrolment_id(IdBytes("enrolment of " + words[2]));
    for (std::size_t i = 3; i < words.size(); ++i) {
      int named = 0;
      if (absl::SimpleAtoi(words[i], &named)) body.add_days(scene_.day() + named);
    }
  };
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
    event.mutable_case_accounted()->set_result(ResultNamed(words));
  } else if (verb == "acknowledges") {
    event.set_kind(v1::EVENT_KIND_CASE_RETRACTION_ACKNOWLEDGED);
    fill(*event.mutable_case_retraction_acknowledged());
    event.mutable_case_retraction_acknowledged()->set_sanction_undone(has("undone"));
  } else {
    return false;
  }
  AddPerson(event, IdNamed(words[2]), v1::PERSON_ROLE_PARTICIPANT);
  return true;
}

bool WeekTeller::FillPath(const Line& line, v1::Event& event) const {
  const std::vector<std::string>& words = line.words;
  if (words[1] != "path") return false;
  AddPerson(event, IdNamed(words[2]), v1::PERSON_ROLE_PARTICIPANT);
  const std::string& what = words[3];
  const std::string name = words.size() > 4 ? words[4] : "";
  if (what == "goal") {
    event.set_kind(v1::EVENT_KIND_GOAL_SET);
    event.mutable_goal_set()->set_goal_id(IdBytes(name));
  } else if (what == "met" || what == "unmet") {
    event.set_kind(v1::EVENT_KIND_GOAL_MET);
    event.mutable_goal_met()->set_goal_id(IdBytes(name));
    event.mutable_goal_met()->set_met(what == "met");
  } else if (what == "placement") {
    event.set_kind(v1::EVENT_KIND_PLACEMENT_STARTED);
    v1::PlacementStarted& body = *event.mutable_placement_started();
    body.set_placement_id(IdBytes(name));
    body.set_type(v1::PLACEMENT_TYPE_ORIENTING);
    body.mutable_days()->set_first_day(DayNamed(words[5]));
    if (words.size() > 6) body.mutable_days()->set_last_day(DayNamed(words[6]));
  } else if (what == "review") {
    event.set_kind(v1::EVENT_KIND_PLACEMENT_REVIEWED);
    event.mutable_placement_reviewed()->set_placement_id(IdBytes(name));
  } else if (what == "end") {
    event.set_kind(v1::EVENT_KIND_PLACEMENT_ENDED);
    event.mutable_placement_ended()->set_placement_id(IdBytes(name));
    event.mutable_placement_ended()->set_last_day(DayNamed(words[5]));
  } else if (what == "phase") {
    event.set_kind(v1::EVENT_KIND_PHASE_ENTERED);
    event.mutable_phase_entered()->set_phase_id(IdBytes(name));
  } else if (what == "milestone") {
    event.set_kind(v1::EVENT_KIND_MILESTONE_REACHED);
    event.mutable_milestone_reached();
  } else if (what == "exit") {
    event.set_kind(v1::EVENT_KIND_EXITED);
    event.mutable_exited();
  } else if (what == "aftercare") {
    event.set_kind(v1::EVENT_KIND_AFTERCARE_CONTACTED);
    event.mutable_aftercare_contacted();
  } else if (what == "answers") {
    event.set_kind(v1::EVENT_KIND_INDICATORS_STATED);
    event.mutable_indicators_stated()->set_moment(name == "entry" ? v1::INDICATOR_MOMENT_ENTRY
                                                                  : v1::INDICATOR_MOMENT_EXIT);
  } else if (what == "invited") {
    event.set_kind(v1::EVENT_KIND_INVITATION_SENT);
    event.mutable_invitation_sent();
    if (!name.empty()) event.set_session_id(IdBytes(absl::StrCat(words[2], line.day, name)));
  } else if (what == "talk") {
    event.set_kind(v1::EVENT_KIND_ONE_TO_ONE_HELD);
    event.mutable_one_to_one_held()->set_minutes(static_cast<std::uint32_t>(std::stoi(name)));
  } else if (what == "assessed") {
    event.set_kind(v1::EVENT_KIND_ASSESSMENT_TAKEN);
    event.mutable_assessment_taken()->set_assessment_id(IdBytes(name));
  } else if (what == "ladder") {
    event.set_kind(v1::EVENT_KIND_LADDER_MEASURED);
    event.mutable_ladder_measured();
  } else if (what == "referred") {
    event.set_kind(v1::EVENT_KIND_REFERRAL_MADE);
    event.mutable_referral_made()->set_inward(name == "in");
  } else {
    Require(what == "asked", line.text);
    event.set_kind(v1::EVENT_KIND_HELP_REQUESTED);
    event.mutable_help_requested();
  }
  return true;
}

bool WeekTeller::FillPeople(const std::vector<std::string>& words, v1::Event& event) const {
  const std::string& verb = words[1];
  if (verb == "takes-back") {
    event.set_kind(v1::EVENT_KIND_EVENT_VOIDED);
    event.mutable_event_voided();
  } else if (verb == "groups") {
    event.set_kind(v1::EVENT_KIND_PEOPLE_GROUPED);
    for (std::size_t i = 2; i < words.size() && words[i][0] != '#'; ++i) {
      v1::PersonGroup& group = *event.mutable_people_grouped()->add_groups();
      for (absl::string_view name : absl::StrSplit(words[i], '+')) {
        group.add_person_ids(IdNamed(name).ToString());
        AddPerson(event, IdNamed(name), v1::PERSON_ROLE_PARTICIPANT);
      }
    }
  } else if (verb == "words") {
    event.set_kind(v1::EVENT_KIND_DETAIL_CHANGED);
    AddPerson(event, IdNamed(words[2]), v1::PERSON_ROLE_PARTICIPANT);
    event.mutable_detail_changed()->set_language(words[3]);
  } else if (verb == "pairs") {
    event.set_kind(v1::EVENT_KIND_PAIR_FORMED);
    const std::string& how = words[3];
    AddPerson(event, IdNamed(words[2]),
              how == "mentors" ? v1::PERSON_ROLE_MENTOR
              : how == "helps" ? v1::PERSON_ROLE_HELPER
                               : v1::PERSON_ROLE_PARTICIPANT);
    AddPerson(event, IdNamed(words[4]),
              how == "mentors" ? v1::PERSON_ROLE_MENTEE
              : how == "helps" ? v1::PERSON_ROLE_HELPED
                               : v1::PERSON_ROLE_PARTICIPANT);
    v1::CivilDays& days = *event.mutable_pair_formed()->mutable_days();
    days.set_first_day(DayNamed(words[5]));
    if (words.size() > 6) days.set_last_day(DayNamed(words[6]));
  } else if (verb == "parts") {
    event.set_kind(v1::EVENT_KIND_PAIR_ENDED);
    event.mutable_pair_ended()->set_last_day(DayNamed(words[2]));
  } else {
    return FillOffice(words, event);
  }
  return true;
}

bool WeekTeller::FillOffice(const std::vector<std::string>& words, v1::Event& event) const {
  const std::string& verb = words[1];
  if (words[0] != "office") return false;
  if (verb == "opens") {
    event.set_kind(v1::EVENT_KIND_COHORT_OPENED);
    event.mutable_cohort_opened()->set_cohort_id(IdBytes("cohort of " + words[2]));
    event.mutable_cohort_opened()->set_programme_id(IdBytes(words[3]));
  } else if (verb == "rules") {
    event.set_kind(v1::EVENT_KIND_PROGRAMME_RULE_SET);
    v1::ProgrammeRuleSet& body = *event.mutable_programme_rule_set();
    body.set_programme_id(IdBytes(words[2]));
    body.mutable_days()->set_first_day(scene_.day() - 100);
    Require(ParseRuleValue(words[3], words[4], body).ok(), words[3]);
    body.set_rule(words[3]);
  } else if (verb == "ends") {
    event.set_kind(v1::EVENT_KIND_ENROLMENT_ENDED);
    AddPerson(event, IdNamed(words[2]), v1::PERSON_ROLE_PARTICIPANT);
    event.mutable_enrolment_ended()->set_enrolment_id(IdBytes("enrolment in " + words[3]));
    event.mutable_enrolment_ended()->set_last_day(DayNamed(words[4]));
  } else {
    return false;
  }
  return true;
}

bool WeekTeller::FillKiosk(const Line& line, v1::Event& event) const {
  if (line.words[0] != "kiosk") return false;
  event = scene_.New(v1::EVENT_KIND_CLOCK_STEPPED, line.t_ms, line.words[1]);
  if (line.words[2] == "steps") {
    event.mutable_clock_stepped()->set_step_ms(kHourMs);
  } else if (line.words[2] == "replaced") {
    event = scene_.New(v1::EVENT_KIND_KIOSK_REPLACED, line.t_ms, "office");
    event.mutable_kiosk_replaced()->set_kiosk_id(IdBytes(line.words[1]));
    event.mutable_kiosk_replaced()->set_by_kiosk_id(IdBytes("kiosk"));
  } else {
    event.set_kind(v1::EVENT_KIND_CLOCK_SAMPLED);
    event.mutable_clock_sampled()->set_server_ms(line.t_ms + 40);
    event.mutable_clock_sampled()->set_round_trip_ms(120);
  }
  return true;
}

CivilDay WeekTeller::DayNamed(const std::string& word) const {
  int day = 0;
  Require(absl::SimpleAtoi(word, &day), word);
  return scene_.day() + day;
}

}  // namespace wijkboek
