#include "common/drafts/settle_draft.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/settling_ways.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kNoteBytesMax = 4000;
constexpr std::uint32_t kMinutesMax = 24 * 60;
// What is said of another day than that is a slip of the pen.
constexpr CivilDay kDaysApartMax = 31;

// What one types for a way: "end TIME".
std::string WayText(absl::string_view way) {
  if (way == "start" || way == "end" || way == "time") return absl::StrCat(way, " TIME");
  if (way == "status") return "status present, late, excused or absent";
  if (way == "minutes") return "minutes N";
  if (way == "person") return "person P";
  return std::string(way);
}

absl::Status WrongWay(absl::string_view kind) {
  const absl::Span<const absl::string_view> ways = WaysOf(kind);
  if (ways.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", kind, "\" can't be settled: see the discrepancy itself for what helps"));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", kind, "\" is settled by one of: ",
      absl::StrJoin(ways, "; ",
                    [](std::string* out, absl::string_view way) { out->append(WayText(way)); })));
}

// "16:00" of that day, or a whole civil time.
absl::StatusOr<std::int64_t> ParseMoment(const std::string& text, std::optional<CivilDay> day) {
  const bool has_day = absl::StrContains(text, '-');
  if (!has_day && !day) {
    return absl::InvalidArgumentError(
        "on which day it was is not certain either: write day and time, as 2026-03-03T09:05");
  }
  ASSIGN_OR_RETURN(const v1::CivilTime time,
                   ParseCivilTime(has_day ? text : absl::StrCat(FormatDay(*day), "T", text)));
  return InstantOf(time);
}

absl::StatusOr<SettledValue> MomentValue(absl::string_view field, const std::string& text,
                                         std::optional<CivilDay> day) {
  absl::StatusOr<std::int64_t> at_ms = ParseMoment(text, day);
  if (!at_ms.ok()) return WithContext(at_ms.status(), field);
  return SettledValue{.field = std::string(field), .number = *at_ms};
}

// Of which day a time is that names none. Of what has no time of its own, the discrepancy's day
// says only when it was heard of, if that.
std::optional<CivilDay> DayOfTimes(const Discrepancy& discrepancy) {
  if (discrepancy.kind == "clock_uncertain" || discrepancy.day == 0) return std::nullopt;
  return discrepancy.day;
}

bool IsMoment(const SettledValue& value) {
  return value.field == "start" || value.field == "end" || value.field == "time";
}

std::string MinuteText(std::int64_t t_ms) { return FormatTime(t_ms - t_ms % kMinuteMs); }

absl::Status CheckMoment(const Discrepancy& discrepancy, const SettledValue& value,
                         const Settling& settling) {
  const std::string text = absl::StrCat("the ", value.field, " (", MinuteText(value.number), ")");
  if (settling.now_ms != 0 && value.number > settling.now_ms) {
    return absl::InvalidArgumentError(
        absl::StrCat(text, " lies in the future: settle it when it is over"));
  }
  if (value.field == "time" && settling.received_ms != 0 && value.number > settling.received_ms) {
    return absl::InvalidArgumentError(absl::StrCat(text, " cannot be: the server had it at ",
                                                   MinuteText(settling.received_ms),
                                                   " already; write a time before that"));
  }
  const std::optional<CivilDay> day = DayOfTimes(discrepancy);
  if (day && std::abs(DayOf(value.number) - *day) > kDaysApartMax) {
    return absl::InvalidArgumentError(
        absl::StrCat(text, " is over a month from ", FormatDay(*day), ": is the day right?"));
  }
  for (const Testimony& said : discrepancy.said) {
    if (said.at_ms == 0) continue;
    if (discrepancy.kind == "forgotten_check_out" && value.number <= said.at_ms) {
      return absl::InvalidArgumentError(absl::StrCat(
          text, " must be after the ", said.what, " of ", MinuteText(said.at_ms),
          "; of another day write the day too, as ", FormatDay(discrepancy.day + 1), "T06:45"));
    }
    if (discrepancy.kind == "check_out_without_check_in" && value.number >= said.at_ms) {
      return absl::InvalidArgumentError(
          absl::StrCat(text, " must be before the ", said.what, " of ", MinuteText(said.at_ms)));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAuthor(const Discrepancy& discrepancy, const Settling& settling) {
  if (settling.author.IsZero()) {
    return absl::InvalidArgumentError("say who decides: only a coach can settle it, by name");
  }
  if (std::find(discrepancy.persons.begin(), discrepancy.persons.end(), settling.author) !=
      discrepancy.persons.end()) {
    return absl::InvalidArgumentError("it is about yourself: somebody else must settle it");
  }
  if (SettlerOf(discrepancy.kind) == Settler::kOtherCoach && settling.is_own_mark) {
    return absl::InvalidArgumentError(
        "you made the mark that this is about: somebody else must settle it");
  }
  return absl::OkStatus();
}

void SetValue(const SettledValue& value, v1::DiscrepancySettled& settled) {
  settled.set_field(value.field);
  if (IsMoment(value)) {
    *settled.mutable_time() = ToCivilTime(value.number);
  } else if (value.field == "status") {
    settled.mutable_status()->set_status(static_cast<std::int32_t>(value.number));
  } else if (value.field == "minutes") {
    settled.set_minutes(static_cast<std::uint32_t>(value.number));
  } else if (value.field == "person") {
    settled.set_person_id(value.person.ToString());
  } else {
    settled.set_accepted(value.number != 0);
  }
}

std::vector<Hash> SeenBySettling(const Discrepancy& discrepancy, const Settling& settling,
                                 const SettledValue& value) {
  std::vector<Hash> seen = discrepancy.events;
  for (const Settlement& before : discrepancy.settlements) seen.push_back(before.said.event);
  if (value.field == "status") {
    seen.insert(seen.end(), settling.marks.begin(), settling.marks.end());
  }
  SortUnique(seen);
  return seen;
}

}  // namespace

v1::PersonRole RoleOf(PersonType type) {
  switch (type) {
    case PersonType::kParticipant:
      return v1::PERSON_ROLE_PARTICIPANT;
    case PersonType::kResident:
      return v1::PERSON_ROLE_RESIDENT;
    case PersonType::kCoach:
      return v1::PERSON_ROLE_COACH;
  }
  return v1::PERSON_ROLE_PARTICIPANT;
}

absl::StatusOr<SettledValue> ValueOfDecision(const v1::Decision& decision,
                                             std::optional<CivilDay> day, const Id& person) {
  switch (decision.value_case()) {
    case v1::Decision::kAccept:
      return SettledValue{.field = std::string(kAcceptedField),
                          .number = decision.accept() ? 1 : 0};
    case v1::Decision::kStart:
      return MomentValue("start", decision.start(), day);
    case v1::Decision::kEnd:
      return MomentValue("end", decision.end(), day);
    case v1::Decision::kTime:
      return MomentValue("time", decision.time(), day);
    case v1::Decision::kStatus:
      if (!v1::MarkStatus_IsValid(decision.status()) ||
          decision.status() == v1::MARK_STATUS_UNSPECIFIED) {
        return absl::InvalidArgumentError(
            "say what the status is: present, late, excused or absent");
      }
      return SettledValue{.field = "status", .number = decision.status()};
    case v1::Decision::kMinutes:
      if (decision.minutes() == 0 || decision.minutes() > kMinutesMax) {
        return absl::InvalidArgumentError(
            absl::StrCat("minutes are 1 to ", kMinutesMax, "; none at all is \"reject\""));
      }
      return SettledValue{.field = "minutes", .number = decision.minutes()};
    case v1::Decision::kPerson:
      if (person.IsZero()) return absl::InvalidArgumentError("say whose it is: nobody was found");
      return SettledValue{.field = "person", .person = person};
    case v1::Decision::VALUE_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("say how it is settled");
}

absl::StatusOr<EventDraft> DraftSettling(const Discrepancy& discrepancy,
                                         const v1::Decision& decision, const Settling& settling) {
  if (decision.value_case() == v1::Decision::VALUE_NOT_SET) return WrongWay(discrepancy.kind);
  ASSIGN_OR_RETURN(const SettledValue value,
                   ValueOfDecision(decision, DayOfTimes(discrepancy), settling.person));
  if (!IsWay(discrepancy.kind, value)) return WrongWay(discrepancy.kind);
  if (IsMoment(value)) RETURN_IF_ERROR(CheckMoment(discrepancy, value, settling));
  RETURN_IF_ERROR(CheckAuthor(discrepancy, settling));
  if (decision.note().size() > kNoteBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("the note is too long: at most ", kNoteBytesMax, " bytes"));
  }
  EventDraft draft;
  v1::Event& event = draft.event;
  event.set_kind(v1::EVENT_KIND_DISCREPANCY_SETTLED);
  if (!settling.centre.IsZero()) event.set_centre_id(settling.centre.ToString());
  if (!discrepancy.session.IsZero()) event.set_session_id(discrepancy.session.ToString());
  event.mutable_actor()->set_method(settling.method);
  event.mutable_actor()->set_person_id(settling.author.ToString());
  std::vector<Concerned> concerned = settling.concerned;
  if (!value.person.IsZero()) concerned.push_back({.person = value.person});
  SortUnique(concerned);
  for (const Concerned& each : concerned) AddPerson(event, each.person, each.role);
  for (const Hash& seen : SeenBySettling(discrepancy, settling, value)) {
    event.add_seen(seen.ToString());
  }
  event.mutable_discrepancy_settled()->set_discrepancy(discrepancy.kind);
  SetValue(value, *event.mutable_discrepancy_settled());
  if (!decision.note().empty()) {
    v1::SealedText note;
    note.set_text(decision.note());
    for (const Concerned& each : concerned) {
      AddSealed(draft, v1::SEALED_FIELD_NOTE, note, each.person);
    }
  }
  return draft;
}

}  // namespace wijkboek
