#include "tests/reconcile/scene.h"

#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/crypto.h"
#include "common/draft.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

// Ids back to names, for what is printed.
std::map<Id, std::string>& Names() {
  static std::map<Id, std::string>& names = *new std::map<Id, std::string>();
  return names;
}

}  // namespace

std::string NameOf(const Id& id) {
  auto it = Names().find(id);
  return it == Names().end() ? id.hex().substr(0, 6) : it->second;
}

std::string JoinNames(const std::vector<Id>& ids) {
  std::set<std::string> names;
  for (const Id& id : ids) names.insert(NameOf(id));
  return absl::StrJoin(names, "+");
}

v1::Actor ActorOf(absl::string_view who, v1::Method method) {
  v1::Actor actor;
  actor.set_method(method);
  actor.set_person_id(IdNamed(who).ToString());
  return actor;
}

void AddAll(v1::Event& event, absl::string_view who, v1::PersonRole role) {
  for (absl::string_view name : absl::StrSplit(who, '+')) AddPerson(event, IdNamed(name), role);
}

std::vector<Id> AllNamed() {
  std::vector<Id> ids;
  for (const auto& [id, name] : Names()) ids.push_back(id);
  return ids;
}

std::string WhenFrom(CivilDay first_day, std::int64_t t_ms) {
  return absl::StrCat(OnDay(first_day, DayOf(t_ms)), FormatTimeOfDay(t_ms));
}

std::string OnDay(CivilDay first_day, CivilDay day) {
  return day == first_day ? std::string() : absl::StrCat("+", day - first_day, " ");
}

std::string MinutesText(std::int64_t settled_ms, std::int64_t to_confirm_ms) {
  std::string text = absl::StrCat(settled_ms / kMinuteMs, " min");
  if (to_confirm_ms > 0) absl::StrAppend(&text, ", ", to_confirm_ms / kMinuteMs, " to confirm");
  return text;
}

Id IdNamed(absl::string_view name) {
  Id id = Id::FromBytesOrZero(Sha256(name).bytes().substr(0, Id::kSize));
  Names()[id] = std::string(name);
  return id;
}

Scene::Scene(absl::string_view first_day) : day_(ParseDay(first_day).value()) {
  Describe("C");
  Describe("D");
}

void Scene::Describe(const std::string& centre) {
  v1::Event event = New(v1::EVENT_KIND_CENTRE_DESCRIBED, At(-30, "08:00"), "office");
  event.set_centre_id(IdNamed(centre).ToString());
  v1::CentreDescribed& body = *event.mutable_centre_described();
  body.set_name(centre);
  for (std::uint32_t weekday = 1; weekday <= 7; ++weekday) {
    v1::OpeningHours& hours = *body.add_opening_hours();
    hours.set_weekday(weekday);
    hours.set_opens_second_of_day(8 * 3600);
    hours.set_closes_second_of_day(17 * 3600);
  }
  Add(std::move(event));
}

std::int64_t Scene::At(int day, absl::string_view time) const {
  return InstantOf(day_ + day, ParseTimeOfDay(time).value());
}

v1::Event Scene::New(v1::EventKind kind, std::int64_t t_ms, const std::string& device) {
  v1::Event event;
  event.set_device_id(IdNamed(device).ToString());
  event.set_epoch(1);
  event.set_kind(kind);
  v1::CapturedTime& captured = *event.mutable_captured();
  captured.set_boot_id(IdNamed(device + " boot").ToString());
  captured.set_wall_ms(t_ms);
  captured.set_boottime_ms(static_cast<std::uint64_t>(t_ms - At(-60, "00:00")));
  captured.set_quality(v1::CLOCK_QUALITY_DISCIPLINED);
  event.mutable_hybrid()->set_wall_ms(t_ms);
  return event;
}

StoredEvent& Scene::Add(v1::Event event) {
  if (before_writing_) before_writing_(event);
  DeviceLog& log = devices_[event.device_id()];
  event.set_seq(++log.seq);
  events_.push_back(WriteEvent(std::move(event), log.hash));
  log.hash = events_.back().key.hash;
  return events_.back();
}

Scene& Scene::Enrol(const std::string& who, int days) {
  std::int64_t t_ms = At(-20, "10:00");
  v1::Event enrolment = New(v1::EVENT_KIND_ENROLMENT_STARTED, t_ms, "office");
  enrolment.set_centre_id(IdNamed("C").ToString());
  AddPerson(enrolment, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
  v1::EnrolmentStarted& body = *enrolment.mutable_enrolment_started();
  body.set_enrolment_id(IdNamed("enrolment of " + who).ToString());
  body.set_cohort_id(IdNamed("cohort of " + who).ToString());
  body.mutable_days()->set_first_day(day_ - 20);
  body.mutable_days()->set_last_day(day_ + days - 1);
  Add(std::move(enrolment));
  for (int day = 0; day < days; ++day) {
    for (auto [start, end] : {std::pair("09:00", "12:00"), std::pair("13:00", "16:00")}) {
      v1::Event session = New(v1::EVENT_KIND_SESSION_PLANNED, t_ms, "office");
      session.set_centre_id(IdNamed("C").ToString());
      session.set_session_id(IdNamed(absl::StrCat(who, day, start)).ToString());
      *session.mutable_stated_start() = ToCivilTime(At(day, start));
      *session.mutable_stated_end() = ToCivilTime(At(day, end));
      session.mutable_session_planned()->add_cohort_ids(IdNamed("cohort of " + who).ToString());
      Add(std::move(session));
    }
  }
  return *this;
}

Scene& Scene::AssignBadge(const std::string& badge, const std::string& who, std::int64_t from_ms) {
  v1::Event event = New(v1::EVENT_KIND_BADGE_ASSIGNED, later(), "office");
  AddPerson(event, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
  event.mutable_badge_assigned()->set_badge_hash(IdNamed(badge).ToString());
  event.mutable_badge_assigned()->set_valid_from_ms(from_ms);
  Add(std::move(event));
  return *this;
}

Scene& Scene::Resident(const std::string& who, const std::string& household) {
  v1::Event event = New(v1::EVENT_KIND_RESIDENT_REGISTERED, At(-20, "11:00"), "office");
  AddPerson(event, IdNamed(who), v1::PERSON_ROLE_RESIDENT);
  event.mutable_resident_registered()->set_household_id(IdNamed(household).ToString());
  Add(std::move(event));
  return *this;
}

Scene& Scene::Tell(absl::string_view story) {
  for (absl::string_view line : absl::StrSplit(story, absl::ByAnyChar("\n;"))) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty()) TellLine(line);
  }
  return *this;
}

void Scene::See(const std::vector<std::string>& words, v1::Event& event) const {
  for (const std::string& word : words) {
    if (word[0] == '#') event.add_seen(labels_.at(word).ToString());
  }
}

std::int64_t Scene::ParseAt(const std::string& word, int day) const {
  std::vector<std::string> parts = absl::StrSplit(word, '/');
  int more = 0;
  if (parts.size() == 2) Require(absl::SimpleAtoi(parts[0], &more), word);
  return At(day + more, parts.back());
}

void Scene::TellLine(absl::string_view line) {
  std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
  std::string label;
  std::string device = "kiosk";
  int day = 0;
  bool unsure = false;
  bool practice = false;
  while (!words.empty() && absl::string_view("#+@up").find(words[0][0]) != std::string::npos) {
    unsure |= words[0] == "unsure";
    practice |= words[0] == "practice";
    if (words[0][0] == '#') label = words[0];
    if (words[0][0] == '@') device = words[0].substr(1);
    if (words[0][0] == '+') Require(absl::SimpleAtoi(words[0], &day), line);
    words.erase(words.begin());
  }
  Require(words.size() >= 3, line);
  std::int64_t t_ms = ParseAt(words[0], day);
  std::string who = words[1];
  std::string verb = words[2];
  std::vector<std::string> rest(words.begin() + 3, words.end());
  auto has = [&](absl::string_view word) {
    return std::find(rest.begin(), rest.end(), word) != rest.end();
  };
  auto stated = [&](v1::Event& event, const std::string& from, const std::string& to) {
    *event.mutable_stated_start() = ToCivilTime(ParseAt(from, day));
    *event.mutable_stated_end() = ToCivilTime(ParseAt(to, day));
  };
  auto see = [&](v1::Event& event) { See(rest, event); };
  v1::Event event = New(v1::EVENT_KIND_UNSPECIFIED, t_ms, device);
  *event.mutable_actor() = ActorOf(who.substr(0, who.find('+')), v1::METHOD_OWN_BADGE);
  event.set_practice(practice);
  if (unsure) {
    event.mutable_captured()->set_boot_id(IdNamed(absl::StrCat(device, " unsure")).ToString());
    event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
  }
  Line told{
      .t_ms = t_ms, .day = day, .who = who, .verb = verb, .rest = rest, .text = std::string(line)};
  bool is_event = true;
  if (TellAttendance(told, event, is_event)) {
    if (!is_event) return;
    Hash hash = Add(std::move(event)).key.hash;
    if (!label.empty()) labels_[label] = hash;
    return;
  }
  if (who == "badge") {
    event.set_badge_hash(IdNamed(verb).ToString());
    event.mutable_actor()->clear_person_id();
    verb = rest[0];
    rest.erase(rest.begin());
  }
  if (verb == "in" || verb == "out") {
    event.set_centre_id(IdNamed(rest[0]).ToString());
    event.set_kind(verb == "in" ? v1::EVENT_KIND_CHECKED_IN : v1::EVENT_KIND_CHECKED_OUT);
    if (verb == "in") event.mutable_checked_in();
    if (verb == "out") event.mutable_checked_out();
    if (who == "nobody") {
      event.set_kind(v1::EVENT_KIND_UNOWNED_CHECK_IN);
      event.mutable_unowned_check_in()->set_picture_token("blue boat");
      event.mutable_actor()->clear_person_id();
    } else if (who != "badge") {
      AddAll(event, who, v1::PERSON_ROLE_PARTICIPANT);
    }
    if (rest.size() > 2 && rest[1] == "said") {
      *event.mutable_stated_start() = ToCivilTime(ParseAt(rest[2], day));
    }
    if (has("tile")) event.mutable_actor()->set_method(v1::METHOD_NAME_TILE);
    if (has("coach")) *event.mutable_actor() = ActorOf("K", v1::METHOD_COACH_PIN);
  } else if (verb == "start" || verb == "end" || verb == "log" || verb == "plan") {
    AddAll(event, who, v1::PERSON_ROLE_PARTICIPANT);
    if (rest[0] != "-") AddAll(event, rest[0], v1::PERSON_ROLE_RESIDENT);
    if (verb == "start") {
      event.set_kind(v1::EVENT_KIND_VISIT_STARTED);
      event.mutable_visit_started();
    } else if (verb == "end") {
      event.set_kind(v1::EVENT_KIND_VISIT_ENDED);
      event.mutable_visit_ended();
      if (rest.size() > 2) event.set_centre_id(IdNamed(rest[2]).ToString());
    } else if (verb == "plan") {
      event.set_kind(v1::EVENT_KIND_VISIT_PLANNED);
      event.mutable_visit_planned();
      stated(event, rest[2], rest[3]);
    } else {
      event.set_kind(v1::EVENT_KIND_VISIT_LOGGED);
      event.mutable_visit_logged();
      stated(event, rest[1], rest[2]);
      if (has("by")) *event.mutable_actor() = ActorOf(rest.back(), v1::METHOD_COACH_PIN);
    }
    if (verb != "log" && rest.size() > 1 && rest[1] != "-") {
      event.set_visit_id(IdNamed(rest[1]).ToString());
    }
  } else if (verb == "gave" || verb == "got" || verb == "says") {
    v1::HelpSide side = verb == "gave" ? v1::HELP_SIDE_HELPER : v1::HELP_SIDE_HELPED;
    std::string helper = who, helped = rest[0];
    if (verb == "got") std::swap(helper, helped);
    if (verb == "says") {
      *event.mutable_actor() = ActorOf(who, v1::METHOD_COACH_PIN);
      side = v1::HELP_SIDE_COACH;
      helper = rest[0];
      helped = rest[2];
      rest.erase(rest.begin(), rest.begin() + 2);
    }
    event.set_kind(v1::EVENT_KIND_BUDDY_HELP_LOGGED);
    AddPerson(event, IdNamed(helper), v1::PERSON_ROLE_HELPER);
    AddPerson(event, IdNamed(helped), v1::PERSON_ROLE_HELPED);
    std::uint32_t minutes = 0;
    Require(absl::SimpleAtoi(rest[1], &minutes), line);
    event.mutable_buddy_help_logged()->set_minutes(minutes);
    event.mutable_buddy_help_logged()->set_subject(rest[2]);
    event.mutable_buddy_help_logged()->set_side(side);
    if (has("at")) event.set_centre_id(IdNamed(rest.back()).ToString());
  } else if (verb == "corrects" || verb == "corrects-visit") {
    *event.mutable_actor() = ActorOf(who, v1::METHOD_COACH_PIN);
    AddAll(event, rest[0], v1::PERSON_ROLE_PARTICIPANT);
    bool never = rest[2] == "never";
    if (!never) stated(event, rest[2], rest[3]);
    never |= has("denied");
    if (verb == "corrects") {
      event.set_kind(v1::EVENT_KIND_PRESENCE_CORRECTED);
      event.set_centre_id(IdNamed(rest[1]).ToString());
      event.mutable_presence_corrected()->set_did_not_happen(never);
    } else {
      event.set_kind(v1::EVENT_KIND_VISIT_CORRECTED);
      AddAll(event, rest[1], v1::PERSON_ROLE_RESIDENT);
      event.mutable_visit_corrected()->set_did_not_happen(never);
    }
    see(event);
  } else if (verb == "voids") {
    event.set_kind(v1::EVENT_KIND_EVENT_VOIDED);
    event.mutable_event_voided();
    see(event);
  } else if (verb == "denies-visit") {
    event.set_kind(v1::EVENT_KIND_VISIT_CONFIRMED);
    event.mutable_visit_confirmed()->set_denied(true);
    see(event);
  } else if (verb == "denies-help") {
    event.set_kind(v1::EVENT_KIND_BUDDY_HELP_DENIED);
    event.mutable_buddy_help_denied();
    see(event);
  } else if (verb == "confirms-help") {
    event.set_kind(v1::EVENT_KIND_BUDDY_HELP_CONFIRMED);
    see(event);
    v1::HelpSide side = v1::HELP_SIDE_COACH;
    for (const StoredEvent& log : events_) {
      if (!absl::c_linear_search(event.seen(), log.key.hash.ToString())) continue;
      for (const v1::PersonRef& person : log.event.persons()) {
        if (person.person_id() != IdNamed(who).bytes()) continue;
        side =
            person.role() == v1::PERSON_ROLE_HELPER ? v1::HELP_SIDE_HELPER : v1::HELP_SIDE_HELPED;
      }
    }
    event.mutable_buddy_help_confirmed()->set_side(side);
  } else if (verb == "joins" || verb == "splits") {
    event.set_kind(verb == "joins" ? v1::EVENT_KIND_VISIT_JOINED : v1::EVENT_KIND_VISIT_SPLIT);
    if (verb == "joins") event.mutable_visit_joined();
    if (verb == "splits") event.mutable_visit_split();
    see(event);
  } else {
    Require(false, line);
  }
  Hash hash = Add(std::move(event)).key.hash;
  if (!label.empty()) labels_[label] = hash;
}

FoldedLog FoldAll(const std::vector<StoredEvent>& events, std::int64_t now_ms,
                  const std::vector<v1::LogEntry>& notices) {
  FoldedLog folded;
  folded.log = std::make_unique<VectorLog>();
  for (const v1::LogEntry& notice : notices) folded.log->Append(notice);
  for (const StoredEvent& event : events) folded.log->Append(event);
  folded.ledger = Ledger::Open(":memory:", *folded.log).value();
  Require(folded.ledger->CatchUp(now_ms).ok(), "catching up");
  return folded;
}

std::string Scene::Outcome(std::int64_t now_ms) const {
  return wijkboek::Describe(*FoldAll(events_, now_ms, notices_).ledger, day_);
}

std::string Describe(const Ledger& ledger, CivilDay first_day) {
  std::vector<std::string> lines;
  auto when = [&](std::int64_t t_ms) { return WhenFrom(first_day, t_ms); };
  auto on = [&](CivilDay day) { return OnDay(first_day, day); };
  auto minutes = MinutesText;
  auto sum = [](const std::vector<Interval>& parts) {
    std::int64_t total = 0;
    for (const Interval& part : parts) total += part.length_ms();
    return total;
  };
  std::map<std::string, std::vector<PresenceRecord>> presences;
  for (const Id& id : AllNamed()) {
    for (const PresenceRecord& each : Get(ledger.Presences(id, {}))) {
      presences[NameOf(id)].push_back(each);
    }
  }
  for (const auto& [name, own] : presences) {
    for (const PresenceRecord& each : own) {
      constexpr const char* kEnds[] = {"still there", "out", "to a visit", "by rule", "corrected"};
      lines.push_back(absl::StrCat(name, " at ", NameOf(each.centre), " ", when(each.span.start_ms),
                                   "-", when(each.span.end_ms), " ",
                                   kEnds[static_cast<int>(each.end)], ": ",
                                   minutes(sum(each.settled), sum(each.to_confirm))));
    }
  }
  std::set<std::string> rows;
  for (const PresenceDay& each : Get(ledger.PresenceDays({}))) {
    rows.insert(absl::StrCat("day ", on(each.day), NameOf(each.person), " ", NameOf(each.centre),
                             ": ", minutes(each.settled_ms, each.to_confirm_ms)));
  }
  for (const VisitRecord& each : Get(ledger.Visits({}))) {
    rows.insert(absl::StrCat("visit ", JoinNames(each.participants), " to ",
                             JoinNames(each.residents), " ", when(each.span.start_ms), "-",
                             when(each.span.end_ms), each.open ? " open" : "",
                             each.estimated_end && !each.open ? " estimated" : "", ": ",
                             minutes(sum(each.settled), sum(each.to_confirm)), ", ", each.witnesses,
                             each.witnesses == 1 ? " witness" : " witnesses"));
  }
  for (const VisitShareDay& each : Get(ledger.VisitShares({}))) {
    rows.insert(absl::StrCat("share ", on(each.day), NameOf(each.person), " of ",
                             NameOf(each.resident), ": ",
                             minutes(each.settled_ms, each.to_confirm_ms)));
  }
  for (const HelpRecord& each : Get(ledger.Helps({}))) {
    rows.insert(absl::StrCat("help ", on(each.day), NameOf(each.helper), " to ",
                             NameOf(each.helped), " ", each.subject, ": ", each.minutes, " min ",
                             each.confirmed ? "confirmed" : "claimed",
                             each.denied ? ", denied" : ""));
  }
  for (const Discrepancy& each : Get(ledger.Discrepancies())) {
    // What is listed as set aside is not told twice.
    const bool is_aside = each.kind == "clock_uncertain" || each.kind == "unowned_check_in" ||
                          each.kind == "unknown_badge";
    if (IsAttendanceDoubt(each.kind) || is_aside) continue;
    rows.insert(absl::StrCat("doubt ", on(each.day), each.kind, " ", JoinNames(each.persons)));
  }
  for (const SetAsideFact& each : Get(ledger.SetAside())) {
    constexpr const char* kReasons[] = {"unowned check-in", "unknown badge", "unknown kind",
                                        "clock uncertain",  "voided",        "practice",
                                        "makes no sense"};
    rows.insert(absl::StrCat("aside ", each.kind, ": ", kReasons[static_cast<int>(each.reason)]));
  }
  lines.insert(lines.end(), rows.begin(), rows.end());
  return absl::StrJoin(lines, "\n");
}

}  // namespace wijkboek
