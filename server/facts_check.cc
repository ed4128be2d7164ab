#include "server/facts_check.h"

#include <algorithm>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/civil_time.h"
#include "common/credential.h"
#include "common/limits.h"
#include "server/office_ids.h"

namespace wijkboek {
namespace {

constexpr std::size_t kKeyBytesMax = 200;
constexpr std::size_t kTextBytesMax = 1000;
constexpr std::uint32_t kTargetHoursMax = 10000;
// What somebody typed is repeated in errors only so far.
constexpr std::size_t kReasonBytesMax = 300;

bool IsMunicipality(absl::string_view text) {
  return text.size() == 6 && absl::StartsWith(text, "GM") &&
         std::all_of(text.begin() + 2, text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

// As far as BCP 47 is needed: letters first, then parts of letters and digits.
bool IsLanguageTag(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  if (parts[0].size() < 2 || parts[0].size() > 3) return false;
  return std::all_of(parts.begin(), parts.end(), [](absl::string_view part) {
    return !part.empty() && part.size() <= 8 &&
           std::all_of(part.begin(), part.end(),
                       [](unsigned char c) { return absl::ascii_isalnum(c); });
  });
}

class Checker {
 public:
  Checker(const OfficeRecord& record, const SecretKey& lookup_key, FactErrors& errors)
      : record_(record), lookup_key_(lookup_key), errors_(errors) {}

  CheckedFacts Check(const v1::OfficeFacts& facts) {
    // What is referred to comes first.
    Each("centres", facts.centres(), [&](const auto& fact) { CheckCentre(fact); });
    Each("participants", facts.participants(), [&](const auto& fact) { CheckParticipant(fact); });
    Each("residents", facts.residents(), [&](const auto& fact) { CheckResident(fact); });
    Each("coaches", facts.coaches(), [&](const auto& fact) { CheckCoach(fact); });
    Each("cohorts", facts.cohorts(), [&](const auto& fact) { CheckCohort(fact); });
    Each("enrolments", facts.enrolments(), [&](const auto& fact) { CheckEnrolment(fact); });
    Each("sessions", facts.sessions(), [&](const auto& fact) { CheckSession(fact); });
    Each("badges", facts.badges(), [&](const auto& fact) { CheckBadge(fact); });
    CheckEnrolmentsTogether();
    CheckBadgesTogether();
    return std::move(checked_);
  }

 private:
  template <typename Facts, typename Function>
  void Each(absl::string_view list, const Facts& facts, Function check) {
    for (int i = 0; i < facts.size(); ++i) {
      path_ = absl::StrCat(list, "[", i, "]");
      check(facts.Get(i));
    }
  }

  void Error(absl::string_view field, absl::string_view reason) {
    errors_.Add(field.empty() ? path_ : absl::StrCat(path_, ".", field), reason);
  }
  void ErrorIf(bool wrong, absl::string_view field, absl::string_view reason) {
    if (wrong) Error(field, reason);
  }
  bool Ok(absl::string_view field, const absl::Status& status) {
    ErrorIf(!status.ok(), field, status.message());
    return status.ok();
  }

  // The id of the thing that this fact describes.
  Id OwnId(absl::string_view type, const std::string& key) {
    Ok("key", CheckOfficeKey(key));
    const Id id = OfficeId(lookup_key_, type, key);
    const auto [earlier, first] = paths_.emplace(id, path_);
    ErrorIf(!first, "key", absl::StrCat("\"", key, "\" is the key of ", earlier->second, " too"));
    return id;
  }

  // The id of something that this file or an earlier one describes.
  template <typename Thing>
  Id Reference(absl::string_view field, absl::string_view type, const std::string& key,
               const SaidById<Thing>& said) {
    const Id id = OfficeId(lookup_key_, type, key);
    if (key.empty()) {
      Error(field, absl::StrCat("is missing: give the key of a ", type));
    } else if (!paths_.contains(id) && !said.contains(id)) {
      Error(field, absl::StrCat("there is no ", type, " with the key \"", key, "\""));
    }
    return id;
  }

  void CheckText(absl::string_view field, const std::string& text, bool required) {
    ErrorIf(required && absl::StripAsciiWhitespace(text).empty(), field, "is missing");
    ErrorIf(text.size() > kTextBytesMax, field,
            absl::StrCat("is longer than ", kTextBytesMax, " bytes"));
  }

  void CheckMunicipality(const std::string& text) {
    ErrorIf(!text.empty() && !IsMunicipality(text), "municipality",
            absl::StrCat("\"", text, "\" is no municipality; write GM and four digits"));
  }

  CivilDay Day(absl::string_view field, const std::string& text) {
    const absl::StatusOr<CivilDay> day = ParseDay(text);
    return Ok(field, day.status()) ? *day : 0;
  }
  std::optional<CivilDay> OptionalDay(absl::string_view field, const std::string& text) {
    if (text.empty()) return std::nullopt;
    return Day(field, text);
  }
  void CheckDays(CivilDay first, std::optional<CivilDay> last) {
    ErrorIf(last && *last < first, "last_day",
            last ? absl::StrCat(FormatDay(*last), " lies before the first day") : "");
  }

  void CheckCentre(const v1::CentreFact& fact) {
    const Id id = OwnId("centre", fact.key());
    OfficeCentre centre{.name = fact.name(), .municipality = fact.municipality()};
    CheckText("name", fact.name(), /*required=*/true);
    CheckMunicipality(fact.municipality());
    absl::StatusOr<std::vector<OpeningSpan>> hours = ParseOpeningHours(fact.opening_hours());
    if (Ok("opening_hours", hours.status())) centre.opening_hours = *std::move(hours);
    checked_.centres.emplace_back(id, std::move(centre));
  }

  CheckedPerson NewPerson(absl::string_view type, const std::string& key,
                          const v1::SealedName& name, v1::PersonRole role) {
    CheckedPerson person{.id = OwnId(type, key), .name = name};
    person.person.role = role;
    ErrorIf(absl::StripAsciiWhitespace(name.given()).empty() &&
                absl::StripAsciiWhitespace(name.family()).empty(),
            "name", "is missing: give at least a given or a family name");
    CheckText("name.given", name.given(), /*required=*/false);
    CheckText("name.family", name.family(), /*required=*/false);
    CheckText("name.called", name.called(), /*required=*/false);
    person.person.name_digest = NameDigest(lookup_key_, name);
    return person;
  }

  void CheckParticipant(const v1::ParticipantFact& fact) {
    CheckedPerson person =
        NewPerson("participant", fact.key(), fact.name(), v1::PERSON_ROLE_PARTICIPANT);
    person.person.language = fact.language();
    ErrorIf(!fact.language().empty() && !IsLanguageTag(fact.language()), "language",
            absl::StrCat("\"", fact.language(), "\" is no language tag; write nl, ti or pt-BR"));
    person.birth_date = OptionalDay("birth_date", fact.birth_date());
    if (person.birth_date) {
      person.person.birth_date_digest = BirthDateDigest(lookup_key_, *person.birth_date);
    }
    checked_.persons.push_back(std::move(person));
  }

  void CheckResident(const v1::ResidentFact& fact) {
    CheckedPerson person = NewPerson("resident", fact.key(), fact.name(), v1::PERSON_ROLE_RESIDENT);
    if (!fact.household().empty()) {
      Ok("household", CheckOfficeKey(fact.household()));
      person.person.household = OfficeId(lookup_key_, "household", fact.household());
    }
    if (!fact.centre().empty()) {
      person.person.centre = Reference("centre", "centre", fact.centre(), record_.centres);
    }
    checked_.persons.push_back(std::move(person));
  }

  void CheckCoach(const v1::CoachFact& fact) {
    // Badges name participants and coaches alike by their keys.
    const auto twin = paths_.find(OfficeId(lookup_key_, "participant", fact.key()));
    ErrorIf(twin != paths_.end(), "key",
            twin == paths_.end() ? ""
                                 : absl::StrCat("\"", fact.key(), "\" is the key of ", twin->second,
                                                " too; badges could not tell them apart"));
    checked_.persons.push_back(NewPerson("coach", fact.key(), fact.name(), v1::PERSON_ROLE_COACH));
  }

  void CheckCohort(const v1::CohortFact& fact) {
    const Id id = OwnId("cohort", fact.key());
    CheckText("name", fact.name(), /*required=*/true);
    OfficeCohort cohort{.name = fact.name(),
                        .first_day = Day("first_day", fact.first_day()),
                        .last_day = OptionalDay("last_day", fact.last_day())};
    CheckDays(cohort.first_day, cohort.last_day);
    checked_.cohorts.emplace_back(id, std::move(cohort));
  }

  void CheckEnrolment(const v1::EnrolmentFact& fact) {
    OfficeEnrolment enrolment;
    enrolment.participant =
        Reference("participant", "participant", fact.participant(), record_.persons);
    enrolment.cohort = Reference("cohort", "cohort", fact.cohort(), record_.cohorts);
    enrolment.centre = Reference("centre", "centre", fact.centre(), record_.centres);
    enrolment.municipality = fact.municipality();
    CheckMunicipality(fact.municipality());
    enrolment.first_day = Day("first_day", fact.first_day());
    enrolment.last_day = OptionalDay("last_day", fact.last_day());
    CheckDays(enrolment.first_day, enrolment.last_day);
    ErrorIf(fact.target_hours() > kTargetHoursMax, "target_hours",
            absl::StrCat("is more than ", kTargetHoursMax));
    enrolment.target_minutes = fact.target_hours() * 60;
    checked_.enrolments.push_back({.path = path_, .enrolment = std::move(enrolment)});
  }

  // A wall-clock time on the session's day; 24:00 is the next day's first second.
  std::optional<v1::CivilTime> Time(absl::string_view field, const std::string& day,
                                    const std::string& text) {
    absl::StatusOr<std::uint32_t> second = ParseTimeOfDay(text);
    if (!Ok(field, second.status()) || !ParseDay(day).ok()) return std::nullopt;
    if (*second == 86400) {
      v1::CivilTime midnight;
      midnight.set_day(*ParseDay(day) + 1);
      return midnight;
    }
    absl::StatusOr<v1::CivilTime> time = ParseCivilTime(absl::StrCat(day, "T", text));
    if (!Ok(field, time.status())) return std::nullopt;
    return *time;
  }

  void CheckSession(const v1::SessionFact& fact) {
    CheckedSession checked{.id = OwnId("session", fact.key())};
    OfficeSession& session = checked.session;
    session.title = fact.title();
    CheckText("title", fact.title(), /*required=*/false);
    session.centre = Reference("centre", "centre", fact.centre(), record_.centres);
    ErrorIf(fact.cohorts().empty(), "cohorts", "is missing: whose session is it?");
    for (int i = 0; i < fact.cohorts_size(); ++i) {
      const std::string field = absl::StrCat("cohorts[", i, "]");
      const Id cohort = Reference(field, "cohort", fact.cohorts(i), record_.cohorts);
      const bool twice = std::find(session.cohorts.begin(), session.cohorts.end(), cohort) !=
                         session.cohorts.end();
      ErrorIf(twice, field, "stands here twice");
      session.cohorts.push_back(cohort);
    }
    std::sort(session.cohorts.begin(), session.cohorts.end());
    Ok("day", ParseDay(fact.day()).status());
    const std::optional<v1::CivilTime> start = Time("start", fact.day(), fact.start());
    const std::optional<v1::CivilTime> end = Time("end", fact.day(), fact.end());
    if (start && end) {
      checked.start = *start;
      checked.end = *end;
      session.start_ms = InstantOf(*start);
      session.end_ms = InstantOf(*end);
      ErrorIf(session.end_ms <= session.start_ms, "end",
              absl::StrCat(fact.end(), " is not after the start, ", fact.start()));
    }
    checked_.sessions.push_back(std::move(checked));
  }

  void CheckBadge(const v1::BadgeFact& fact) {
    CheckedBadge badge{.path = path_};
    BadgePerson(fact.person(), badge);
    const absl::flat_hash_map<absl::string_view, v1::BadgeType> types = {
        {"", v1::BADGE_TYPE_CARD},
        {"card", v1::BADGE_TYPE_CARD},
        {"qr", v1::BADGE_TYPE_QR},
        {"pin", v1::BADGE_TYPE_PIN}};
    const auto type = types.find(fact.type());
    if (type == types.end()) {
      Error("type", absl::StrCat("\"", fact.type(), "\" is none; write card, qr or pin"));
    } else {
      badge.type = type->second;
      const absl::StatusOr<Id> hash = CredentialHash(lookup_key_, badge.type, fact.text());
      if (Ok("text", hash.status())) badge.badge = *hash;
    }
    if (!fact.valid_from().empty()) {
      badge.span.from_ms = StartOfDay(Day("valid_from", fact.valid_from()));
    }
    if (!fact.valid_until().empty()) {
      badge.span.until_ms = StartOfDay(Day("valid_until", fact.valid_until()) + 1);
      ErrorIf(*badge.span.until_ms <= badge.span.from_ms, "valid_until", "lies before valid_from");
    }
    checked_.badges.push_back(std::move(badge));
  }

  void BadgePerson(const std::string& key, CheckedBadge& badge) {
    const Id participant = OfficeId(lookup_key_, "participant", key);
    const Id coach = OfficeId(lookup_key_, "coach", key);
    const auto known = [&](const Id& id) {
      return paths_.contains(id) || record_.persons.contains(id);
    };
    badge.role = known(coach) ? v1::PERSON_ROLE_COACH : v1::PERSON_ROLE_PARTICIPANT;
    badge.span.person = known(coach) ? coach : participant;
    if (key.empty()) {
      Error("person", "is missing: give the key of a participant or coach");
    } else if (!known(coach) && !known(participant)) {
      Error("person", absl::StrCat("there is no participant or coach with the key \"", key, "\""));
    } else if (known(coach) && known(participant)) {
      Error("person", absl::StrCat("\"", key, "\" is the key of a participant and of a coach"));
    }
  }

  void CheckEnrolmentsTogether() {
    std::map<std::pair<Id, Id>, std::vector<const CheckedEnrolment*>> by_pair;
    for (const CheckedEnrolment& one : checked_.enrolments) {
      auto& others = by_pair[{one.enrolment.participant, one.enrolment.cohort}];
      for (const CheckedEnrolment* other : others) {
        if (!one.enrolment.Overlaps(other->enrolment)) continue;
        errors_.Add(one.path, absl::StrCat("overlaps ", other->path,
                                           ": the same participant in the same cohort"));
      }
      others.push_back(&one);
    }
  }

  void CheckBadgesTogether() {
    absl::flat_hash_map<Id, std::vector<const CheckedBadge*>> by_badge;
    for (const CheckedBadge& one : checked_.badges) {
      // Without a readable text there is nothing to compare.
      if (one.badge.IsZero()) continue;
      auto& others = by_badge[one.badge];
      for (const CheckedBadge* other : others) {
        if (!one.span.Overlaps(other->span)) continue;
        const bool same = one.span.person == other->span.person;
        errors_.Add(one.path,
                    absl::StrCat(same ? "is " : "two people on one badge at the same time: ",
                                 other->path, same ? " again" : " has it too"));
      }
      others.push_back(&one);
    }
  }

  const OfficeRecord& record_;
  const SecretKey& lookup_key_;
  FactErrors& errors_;
  CheckedFacts checked_;
  // Of the fact being checked.
  std::string path_;
  // Where each thing of this file is described.
  absl::flat_hash_map<Id, std::string> paths_;
};

}  // namespace

void FactErrors::Add(absl::string_view path, absl::string_view reason) {
  ++count_;
  if (lines_.size() == kRowErrorsMax) return;
  std::size_t size = std::min(reason.size(), kReasonBytesMax);
  // Never within a character.
  while (size < reason.size() && (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80) --size;
  lines_.push_back(
      absl::StrCat(path, ": ", reason.substr(0, size), size < reason.size() ? "…" : ""));
}

absl::Status FactErrors::ToStatus() const {
  if (empty()) return absl::OkStatus();
  std::string text = absl::StrJoin(lines_, "\n");
  if (count_ > lines_.size()) {
    absl::StrAppend(&text, "\nand ", count_ - lines_.size(), " more");
  }
  return absl::InvalidArgumentError(text);
}

CheckedFacts CheckFacts(const v1::OfficeFacts& facts, const OfficeRecord& record,
                        const SecretKey& lookup_key, FactErrors& errors) {
  return Checker(record, lookup_key, errors).Check(facts);
}

absl::Status CheckOfficeKey(absl::string_view key) {
  if (key.empty()) return absl::InvalidArgumentError("is missing");
  if (key.size() > kKeyBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("is longer than ", kKeyBytesMax, " bytes"));
  }
  const bool odd = std::any_of(key.begin(), key.end(),
                               [](unsigned char c) { return absl::ascii_iscntrl(c) || c == '|'; });
  if (odd || absl::StripAsciiWhitespace(key) != key) {
    return absl::InvalidArgumentError(
        "may hold no \"|\", no control characters and no blanks at its ends");
  }
  return absl::OkStatus();
}

}  // namespace wijkboek
