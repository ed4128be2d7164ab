#include "client/identify.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "client/reception.h"
#include "common/civil_time.h"
#include "common/credential.h"
#include "common/status.h"

namespace wijkboek {
namespace {

v1::Method MethodOf(const v1::Who& who) {
  switch (who.who_case()) {
    case v1::Who::kBadge:
      return v1::METHOD_OWN_BADGE;
    case v1::Who::kQr:
    // The number stands under the code.
    case v1::Who::kNumber:
      return v1::METHOD_OWN_QR;
    case v1::Who::kPin:
      return v1::METHOD_OWN_PIN;
    default:
      return v1::METHOD_NAME_TILE;
  }
}

}  // namespace

void AddNotice(Identified& who, absl::string_view notice) {
  absl::StrAppend(&who.notice, who.notice.empty() || notice.empty() ? "" : "; ", notice);
}

Identified AsIdentified(const KnownPerson& person) {
  Identified who;
  who.subject.person = person.id;
  who.name = person.name;
  return who;
}

absl::StatusOr<GivenCredential> Identifier::HashCredential(const v1::Who& who) const {
  GivenCredential given;
  absl::string_view text;
  switch (who.who_case()) {
    case v1::Who::kBadge:
      given.type = v1::BADGE_TYPE_CARD;
      text = who.badge();
      break;
    case v1::Who::kQr:
      given.type = v1::BADGE_TYPE_QR;
      text = who.qr();
      break;
    case v1::Who::kNumber:
      given.type = v1::BADGE_TYPE_NUMBER;
      text = who.number();
      break;
    case v1::Who::kPin:
      given.type = v1::BADGE_TYPE_PIN;
      text = who.pin();
      break;
    default:
      return absl::InvalidArgumentError("hold a badge to the reader, or type a PIN");
  }
  ASSIGN_OR_RETURN(std::optional<std::string> lookup, keys_.Secret(kLookupKeySecret));
  if (!lookup) {
    return absl::FailedPreconditionError("this kiosk is not enrolled yet: it can't read badges");
  }
  ASSIGN_OR_RETURN(SecretKey lookup_key, SecretKey::FromBytes(*lookup));
  ASSIGN_OR_RETURN(given.badge_hash, CredentialHash(lookup_key, given.type, text));
  return given;
}

absl::StatusOr<Identified> Identifier::Identify(const v1::Who& who, std::int64_t now_ms,
                                                Patience patience) const {
  if (who.who_case() == v1::Who::kTicket) {
    ASSIGN_OR_RETURN(Guest guest, reception_.Holder(who.ticket()));
    return guest.who;
  }
  const bool is_guess = who.who_case() == v1::Who::kPin;
  if (is_guess && reception_.WaitMs(Id()) > 0) {
    return absl::FailedPreconditionError(absl::StrCat("too many PINs were tried here: wait ",
                                                      reception_.WaitMs(Id()) / 1000 + 1,
                                                      " seconds, or hold up the badge"));
  }
  Identified found;
  found.subject.method = MethodOf(who);
  if (who.who_case() == v1::Who::kPerson) {
    ASSIGN_OR_RETURN(KnownPerson person, view_.FindPerson(who.person()));
    found.subject.person = person.id;
    found.subject.is_coach = person.type == PersonType::kCoach;
    found.name = person.name;
    return found;
  }
  ASSIGN_OR_RETURN(GivenCredential given, HashCredential(who));
  bool certain = false;
  std::optional<Id> owner = view_.BadgeOwner(given.badge_hash, now_ms, patience, &certain);
  if (!owner) {
    if (is_guess && certain) reception_.WasWrong(Id());
    found.subject.badge_hash = given.badge_hash;
    found.notice = certain ? NobodysBadge(given.badge_hash, now_ms) : "your name will show later";
    return found;
  }
  found.subject.person = *owner;
  absl::StatusOr<KnownPerson> person = view_.Describe(*owner);
  if (person.ok()) {
    found.subject.is_coach = person->type == PersonType::kCoach;
    found.name = person->name;
  }
  return found;
}

std::string Identifier::NobodysBadge(const Id& badge_hash, std::int64_t now_ms) const {
  std::optional<std::int64_t> ended_ms;
  std::optional<std::int64_t> begins_ms;
  for (const BadgeTerm& term : view_.BadgeTerms(badge_hash)) {
    // One that ends before it begins never held.
    if (term.until_ms && *term.until_ms <= term.from_ms) continue;
    if (term.from_ms > now_ms) {
      begins_ms = std::min(begins_ms.value_or(term.from_ms), term.from_ms);
    } else if (term.until_ms) {
      ended_ms = std::max(ended_ms.value_or(*term.until_ms), *term.until_ms);
    }
  }
  const auto minute = [](std::int64_t t_ms) { return FormatTime(t_ms / kMinuteMs * kMinuteMs); };
  if (begins_ms) {
    return absl::StrCat("this badge is valid from ", minute(*begins_ms), "; ask your coach");
  }
  if (ended_ms) {
    return absl::StrCat("this badge is no longer valid (since ", minute(*ended_ms),
                        "); ask your coach");
  }
  return "this badge is not known here yet; ask your coach";
}

absl::StatusOr<Identified> Identifier::IdentifyCoach(const v1::Who& who,
                                                     std::int64_t now_ms) const {
  if (who.who_case() == v1::Who::WHO_NOT_SET) {
    return absl::InvalidArgumentError(
        "this needs a coach: hold the coach's badge or type their PIN");
  }
  ASSIGN_OR_RETURN(Identified found, Identify(who, now_ms));
  if (found.subject.person.IsZero()) {
    return absl::InvalidArgumentError(absl::StrCat("this needs a coach: ", found.notice));
  }
  if (!found.subject.is_coach) {
    return absl::InvalidArgumentError("this needs a coach, and this badge or id is not a coach's");
  }
  const bool is_named = who.who_case() == v1::Who::kPerson;
  // A ticket says already how they identified themselves.
  const bool is_known = who.who_case() == v1::Who::kTicket;
  if (!is_named && !is_known) found.subject.method = v1::METHOD_COACH_PIN;
  return found;
}

absl::StatusOr<Identified> Identifier::IdentifyCoachInPerson(const v1::Who& who,
                                                             std::int64_t now_ms) const {
  if (who.who_case() == v1::Who::kPerson) {
    return absl::InvalidArgumentError("this needs the coach's own badge or PIN, not an id");
  }
  return IdentifyCoach(who, now_ms);
}

}  // namespace wijkboek
