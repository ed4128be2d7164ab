#include "common/words/discrepancy_item.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/reconcile/settling_ways.h"
#include "common/words/kind_words.h"
#include "wijkboek/v1/presence.pb.h"

namespace wijkboek {
namespace {

constexpr std::int64_t kDayMs = 24 * kHourMs;

std::string NameIn(const absl::flat_hash_map<Id, std::string>& names, const Id& id) {
  if (id.IsZero()) return "";
  const auto found = names.find(id);
  return found == names.end() || found->second.empty() ? id.hex().substr(0, 8) : found->second;
}

// "Noord, desk".
std::string WhereText(const Testimony& said, const KnownNames& names) {
  const std::string centre = NameIn(names.centres, said.centre);
  const std::string device = NameIn(names.devices, said.device);
  return absl::StrCat(centre, centre.empty() || device.empty() ? "" : ", ", device);
}

std::string WhoText(const Testimony& said, const KnownNames& names) {
  if (!said.author.IsZero()) return NameIn(names.people, said.author);
  // Somebody's own, and nobody knows whose.
  return said.strength == EvidenceStrength::kOwn ? "an unknown badge" : "the device";
}

// To the minute; empty: not known.
std::string MinuteText(std::int64_t t_ms) {
  return t_ms == 0 ? "" : FormatTime(t_ms - t_ms % kMinuteMs);
}

std::string StatusWord(std::int64_t status) {
  constexpr absl::string_view kPrefix = "MARK_STATUS_";
  const std::string& name = v1::MarkStatus_Name(static_cast<v1::MarkStatus>(status));
  return absl::StartsWith(name, kPrefix) ? absl::AsciiStrToLower(name.substr(kPrefix.size()))
                                         : absl::StrCat(status);
}

// "Taal, 14, 09:00-12:00".
std::string SessionText(const Session& session, const Reference& reference) {
  std::vector<std::string> parts;
  if (!session.title.empty()) parts.push_back(session.title);
  for (const Id& id : session.cohorts) {
    const Cohort* cohort = reference.FindCohort(id);
    if (cohort != nullptr && !cohort->name.empty()) parts.push_back(cohort->name);
  }
  const auto [start_ms, end_ms] = session.span;
  parts.push_back(absl::StrCat(
      FormatTimeOfDay(start_ms), "-",
      DayOf(start_ms) == DayOf(end_ms) ? FormatTimeOfDay(end_ms) : MinuteText(end_ms)));
  return absl::StrJoin(parts, ", ");
}

}  // namespace

void AddSessions(absl::Span<const Discrepancy> discrepancies, const Reference& reference,
                 KnownNames& names) {
  for (const Discrepancy& each : discrepancies) {
    const Session* session = reference.FindSession(each.session);
    if (session != nullptr) names.sessions.emplace(session->id, SessionText(*session, reference));
  }
}

void AddPeople(const Discrepancy& discrepancy, std::set<Id>& people) {
  people.insert(discrepancy.persons.begin(), discrepancy.persons.end());
  for (const Testimony& said : discrepancy.said) people.insert(said.author);
  for (const Settlement& settlement : discrepancy.settlements) {
    people.insert({settlement.said.author, settlement.value.person});
  }
  people.insert(discrepancy.suggestion.person);
  people.erase(Id());
}

std::uint32_t AgeDays(const Discrepancy& discrepancy, std::int64_t now_ms) {
  if (discrepancy.since_ms == 0 && discrepancy.day == 0) return 0;
  const std::int64_t since_ms =
      discrepancy.since_ms != 0 ? discrepancy.since_ms : StartOfDay(discrepancy.day);
  return static_cast<std::uint32_t>(std::max<std::int64_t>(0, now_ms - since_ms) / kDayMs);
}

std::string SettlerText(Settler settler) {
  switch (settler) {
    case Settler::kCoach:
      return "a coach or the office";
    case Settler::kOtherCoach:
      return "a coach or the office, but nobody whose own word it is about";
    case Settler::kOffice:
      return "the office";
  }
  return "";
}

std::string ValueText(const SettledValue& value, CivilDay day, const KnownNames& names) {
  if (value.field.empty()) return "";
  if (value.field == kAcceptedField) return value.number != 0 ? "accept" : "reject";
  if (value.field == "person") return absl::StrCat("person ", NameIn(names.people, value.person));
  if (value.field == "status") return absl::StrCat("status ", StatusWord(value.number));
  if (value.field == "minutes") return absl::StrCat("minutes ", value.number);
  return absl::StrCat(
      value.field, " ",
      DayOf(value.number) == day ? FormatTimeOfDay(value.number) : MinuteText(value.number));
}

std::string StrengthText(EvidenceStrength strength) {
  switch (strength) {
    case EvidenceStrength::kNone:
      return "";
    case EvidenceStrength::kNameTile:
      return "name tile";
    case EvidenceStrength::kCoach:
      return "coach";
    case EvidenceStrength::kOwn:
      return "own";
  }
  return "";
}

v1::DiscrepancyItem ItemOf(const Discrepancy& discrepancy, const KnownNames& names,
                           std::int64_t now_ms) {
  v1::DiscrepancyItem item;
  item.set_id(discrepancy.Key().hex());
  item.set_kind(discrepancy.kind);
  for (const Id& person : discrepancy.persons) {
    v1::NamedPerson& named = *item.add_people();
    named.set_person(person.hex());
    const auto found = names.people.find(person);
    if (found != names.people.end()) named.set_name(found->second);
  }
  item.set_centre(NameIn(names.centres, discrepancy.centre));
  if (discrepancy.day != 0) item.set_day(FormatDay(discrepancy.day));
  if (!discrepancy.session.IsZero()) {
    item.set_session(discrepancy.session.hex());
    const auto words = names.sessions.find(discrepancy.session);
    if (words != names.sessions.end()) item.set_session_text(words->second);
  }
  item.set_what(DoubtText(discrepancy.kind));
  // What only repeats the heading says nothing.
  if (discrepancy.detail != item.what()) item.set_detail(discrepancy.detail);
  for (const Testimony& said : discrepancy.said) {
    v1::SaidItem& row = *item.add_said();
    row.set_what(said.what);
    row.set_who(WhoText(said, names));
    row.set_where(WhereText(said, names));
    row.set_at(MinuteText(said.at_ms));
    row.set_event(said.event.hex());
    row.set_strength(StrengthText(said.strength));
  }
  item.set_suggestion(ValueText(discrepancy.suggestion, discrepancy.day, names));
  for (const absl::string_view way : WaysOf(discrepancy.kind)) item.add_ways(std::string(way));
  item.set_since_ms(discrepancy.since_ms);
  item.set_age_days(AgeDays(discrepancy, now_ms));
  item.set_settler(SettlerText(discrepancy.settler));
  for (const Settlement& settlement : discrepancy.settlements) {
    v1::SettlementItem& row = *item.add_settlements();
    row.set_value(ValueText(settlement.value, discrepancy.day, names));
    row.set_who(WhoText(settlement.said, names));
    row.set_where(WhereText(settlement.said, names));
    row.set_at(MinuteText(settlement.said.at_ms));
    row.set_event(settlement.said.event.hex());
  }
  item.set_open(discrepancy.IsOpen());
  return item;
}

}  // namespace wijkboek
