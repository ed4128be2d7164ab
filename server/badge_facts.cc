#include "server/badge_facts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/credential.h"
#include "server/badge_plan.h"

namespace wijkboek {
namespace {

struct TypeWord {
  absl::string_view word;
  v1::BadgeType type;
};

constexpr TypeWord kTypes[] = {{"", v1::BADGE_TYPE_CARD},
                               {"card", v1::BADGE_TYPE_CARD},
                               {"qr", v1::BADGE_TYPE_QR},
                               {"pin", v1::BADGE_TYPE_PIN},
                               {"number", v1::BADGE_TYPE_NUMBER}};

bool IsSomebodyElses(const OfficeBadge& badge, const BadgeSpan& wanted) {
  return std::any_of(badge.spans.begin(), badge.spans.end(), [&](const BadgeSpan& held) {
    return held.person != wanted.person && held.Overlaps(wanted);
  });
}

}  // namespace

void BadgeFacts::Take(const v1::BadgeFact& fact) {
  FactFields& fields = parts_.fields();
  Checked checked{.mark = fields.mark()};
  TakePerson(fact.person(), checked);
  TakeText(fact, checked);
  if (!fact.valid_from().empty()) {
    checked.span.from_ms = StartOfDay(fields.Day("valid_from", fact.valid_from()));
  }
  if (!fact.valid_until().empty()) {
    checked.span.until_ms = StartOfDay(fields.Day("valid_until", fact.valid_until()) + 1);
    fields.ErrorIf(*checked.span.until_ms <= checked.span.from_ms, "valid_until",
                   "lies before valid_from");
  }
  if (!fields.wrong()) checked_.push_back(checked);
}

void BadgeFacts::TakePerson(const std::string& key, Checked& checked) {
  FactFields& fields = parts_.fields();
  const Id participant = parts_.IdOf("participant", key);
  const Id coach = parts_.IdOf("coach", key);
  const auto known = [&](const Id& id) {
    return parts_.Described(id) != nullptr || parts_.record().persons.contains(id);
  };
  checked.role = known(coach) ? v1::PERSON_ROLE_COACH : v1::PERSON_ROLE_PARTICIPANT;
  checked.span.person = known(coach) ? coach : participant;
  if (const std::optional<Id> id = IdInKey(key)) return TakePersonById(*id, checked);
  if (key.empty()) {
    fields.Error("person", "is missing: give the key of a participant or coach");
  } else if (!known(coach) && !known(participant)) {
    fields.Error("person",
                 absl::StrCat("there is no participant or coach with the key \"", key, "\""));
  } else if (known(coach) && known(participant)) {
    fields.Error("person",
                 absl::StrCat("\"", key, "\" is the key of a participant and of a coach"));
  }
}

void BadgeFacts::TakePersonById(const Id& id, Checked& checked) {
  const auto* said = FindSaid(parts_.record().persons, id);
  if (said == nullptr || said->thing.role == v1::PERSON_ROLE_RESIDENT) {
    return parts_.fields().Error("person", "the office knows no participant or coach with this id");
  }
  checked.role = said->thing.role;
  checked.span.person = id;
}

void BadgeFacts::TakeText(const v1::BadgeFact& fact, Checked& checked) {
  FactFields& fields = parts_.fields();
  const TypeWord* found = nullptr;
  for (const TypeWord& one : kTypes) {
    if (one.word == fact.type()) found = &one;
  }
  if (found == nullptr) {
    return fields.Error(
        "type", absl::StrCat("\"", fact.type(), "\" is none; write card, qr, pin or number"));
  }
  checked.type = found->type;
  if (absl::StripAsciiWhitespace(fact.text()).empty()) return fields.Error("text", "is missing");
  const absl::StatusOr<Id> hash = CredentialHash(parts_.lookup_key(), checked.type, fact.text());
  if (fields.Ok("text", hash.status())) checked.badge = *hash;
}

void BadgeFacts::Finish() {
  FindShared();
  CheckTogether();
  for (const Checked& one : checked_) {
    if (!one.clashes) Plan(one);
  }
}

void BadgeFacts::FindShared() {
  std::vector<Id> badges;
  badges.reserve(checked_.size());
  for (const Checked& one : checked_) badges.push_back(one.badge);
  std::sort(badges.begin(), badges.end());
  for (std::size_t i = 1; i < badges.size(); ++i) {
    if (badges[i] == badges[i - 1]) shared_.insert(badges[i]);
  }
}

void BadgeFacts::CheckTogether() {
  absl::flat_hash_map<Id, std::vector<const Checked*>> by_badge;
  for (Checked& one : checked_) {
    if (!shared_.contains(one.badge)) continue;
    std::vector<const Checked*>& others = by_badge[one.badge];
    for (const Checked* other : others) {
      if (!one.span.Overlaps(other->span)) continue;
      one.clashes = true;
      const bool same = one.span.person == other->span.person;
      parts_.fields().ErrorAt(
          one.mark, "",
          absl::StrCat(same ? "is " : "two people on one badge at the same time: ",
                       parts_.fields().PlaceOf(other->mark), same ? " again" : " has it too"));
    }
    others.push_back(&one);
  }
}

void BadgeFacts::Plan(const Checked& checked) {
  const auto* said = FindSaid(parts_.record().badges, checked.badge);
  OfficeBadge own = said == nullptr ? OfficeBadge() : said->thing;
  OfficeBadge& badge = shared_.contains(checked.badge)
                           ? badges_.try_emplace(checked.badge, std::move(own)).first->second
                           : own;
  // Unlike a badge, a PIN is never handed on; unless this file ends it for whoever had it.
  if (checked.type == v1::BADGE_TYPE_PIN && !shared_.contains(checked.badge) &&
      IsSomebodyElses(own, checked.span)) {
    return parts_.fields().ErrorAt(checked.mark, "text",
                                   "somebody else has this PIN: choose another");
  }
  const absl::StatusOr<std::vector<BadgeStep>> steps = PlanBadgeSpan(checked.span, badge);
  if (!steps.ok()) return parts_.fields().ErrorAt(checked.mark, "", steps.status().message());
  if (steps->empty()) parts_.CountUnchanged();
  for (const BadgeStep& step : *steps) {
    EventDraft draft = FactParts::NewEvent(
        step.withdrawn ? v1::EVENT_KIND_BADGE_WITHDRAWN : v1::EVENT_KIND_BADGE_ASSIGNED, said);
    v1::Event& event = draft.event;
    const auto* owner = FindSaid(parts_.record().persons, step.span.person);
    AddPerson(event, step.span.person, owner == nullptr ? checked.role : owner->thing.role);
    if (step.withdrawn) {
      event.mutable_badge_withdrawn()->set_badge_hash(checked.badge.ToString());
      event.mutable_badge_withdrawn()->set_from_ms(step.span.from_ms);
    } else {
      v1::BadgeAssigned& body = *event.mutable_badge_assigned();
      body.set_badge_hash(checked.badge.ToString());
      body.set_type(checked.type);
      body.set_valid_from_ms(step.span.from_ms);
      if (step.span.until_ms) body.set_valid_until_ms(*step.span.until_ms);
    }
    parts_.Send(std::move(draft));
  }
}

}  // namespace wijkboek
