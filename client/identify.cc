#include "client/identify.h"

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
    found.subject.badge_hash = given.badge_hash;
    found.notice =
        certain ? "this badge is not known here yet; ask your coach" : "your name will show later";
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

absl::StatusOr<Identified> Identifier::IdentifyCoach(const v1::Who& who,
                                                     std::int64_t now_ms) const {
  if (who.who_case() == v1::Who::WHO_NOT_SET) {
    return absl::InvalidArgumentError(
        "this needs a coach: hold the coach's badge or type their PIN");
  }
  ASSIGN_OR_RETURN(Identified found, Identify(who, now_ms));
  if (!found.subject.is_coach) {
    return absl::InvalidArgumentError("this needs a coach, and this badge or id is not a coach's");
  }
  if (who.who_case() != v1::Who::kPerson) found.subject.method = v1::METHOD_COACH_PIN;
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
