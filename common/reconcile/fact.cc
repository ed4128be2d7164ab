#include "common/reconcile/fact.h"

#include <tuple>

#include "common/reconcile/boot_clock.h"

namespace wijkboek {
namespace {

constexpr CivilDay kLastDay = static_cast<CivilDay>(kTimeMaxMs / (24 * kHourMs));

}  // namespace

std::optional<std::int64_t> InstantSaid(const v1::CivilTime& time) {
  if (time.day() < 0 || time.day() >= kLastDay || time.second_of_day() > 86400) {
    return std::nullopt;
  }
  std::int64_t t_ms = InstantOf(time);
  if (!IsPlausibleTime(t_ms)) return std::nullopt;
  return t_ms;
}

bool FactBefore(const Fact& a, const Fact& b) {
  return std::tuple(a.captured_ms.value_or(kTimeMaxMs), a.key) <
         std::tuple(b.captured_ms.value_or(kTimeMaxMs), b.key);
}

std::optional<std::int64_t> StatedStart(const v1::Event& event) {
  return event.has_stated_start() ? InstantSaid(event.stated_start()) : std::nullopt;
}

std::optional<std::int64_t> StatedEnd(const v1::Event& event) {
  return event.has_stated_end() ? InstantSaid(event.stated_end()) : std::nullopt;
}

std::optional<std::int64_t> StartOf(const Fact& fact) {
  return fact.event->has_stated_start() ? StatedStart(*fact.event) : fact.captured_ms;
}

std::optional<std::int64_t> EndOf(const Fact& fact) {
  return fact.event->has_stated_end() ? StatedEnd(*fact.event) : fact.captured_ms;
}

bool IsImport(const Fact& fact) { return fact.event->actor().method() == v1::METHOD_IMPORT; }

std::optional<std::int64_t> CapturedApart(const Fact& a, const Fact& b) {
  if (IsImport(a) || IsImport(b)) return std::nullopt;
  const v1::CapturedTime& one = a.event->captured();
  const v1::CapturedTime& other = b.event->captured();
  if (a.key.device == b.key.device && one.boot_id() == other.boot_id() &&
      one.boot_id().size() == Id::kSize) {
    std::uint64_t apart = one.boottime_ms() > other.boottime_ms()
                              ? one.boottime_ms() - other.boottime_ms()
                              : other.boottime_ms() - one.boottime_ms();
    return static_cast<std::int64_t>(std::min<std::uint64_t>(apart, kTimeMaxMs));
  }
  if (!a.captured_ms || !b.captured_ms) return std::nullopt;
  return std::max(*a.captured_ms, *b.captured_ms) - std::min(*a.captured_ms, *b.captured_ms);
}

std::vector<Id> PersonsIn(const v1::Event& event, v1::PersonRole role) {
  std::vector<Id> persons;
  for (const v1::PersonRef& person : event.persons()) {
    Id id = Id::FromBytesOrZero(person.person_id());
    if (person.role() == role && !id.IsZero()) persons.push_back(id);
  }
  SortUnique(persons);
  return persons;
}

bool IsParticipant(const Fact& fact, const Id& person) {
  return std::any_of(
      fact.event->persons().begin(), fact.event->persons().end(), [&](const v1::PersonRef& each) {
        return each.role() == v1::PERSON_ROLE_PARTICIPANT && each.person_id() == person.bytes();
      });
}

std::vector<Id> PersonsOf(const v1::Event& event) {
  std::vector<Id> persons;
  for (const v1::PersonRef& person : event.persons()) {
    Id id = Id::FromBytesOrZero(person.person_id());
    if (!id.IsZero()) persons.push_back(id);
  }
  SortUnique(persons);
  return persons;
}

Id CentreOf(const v1::Event& event) { return Id::FromBytesOrZero(event.centre_id()); }

Id AuthorOf(const v1::Event& event) { return Id::FromBytesOrZero(event.actor().person_id()); }

std::vector<Hash> SeenBy(const v1::Event& event) {
  std::vector<Hash> hashes;
  for (const std::string& seen : event.seen()) {
    Hash hash = Hash::FromBytesOrZero(seen);
    if (!hash.IsZero()) hashes.push_back(hash);
  }
  SortUnique(hashes);
  return hashes;
}

bool IsOwnMethod(v1::Method method) {
  return method == v1::METHOD_OWN_BADGE || method == v1::METHOD_OWN_QR ||
         method == v1::METHOD_OWN_PIN;
}

bool IsCoachMethod(v1::Method method) {
  return method == v1::METHOD_COACH_PIN || method == v1::METHOD_OFFICE;
}

EvidenceStrength StrengthOf(const v1::Event& event) {
  v1::Method method = event.actor().method();
  if (IsOwnMethod(method)) return EvidenceStrength::kOwn;
  if (method == v1::METHOD_NAME_TILE) return EvidenceStrength::kNameTile;
  if (IsCoachMethod(method) || method == v1::METHOD_IMPORT) return EvidenceStrength::kCoach;
  return EvidenceStrength::kNone;
}

}  // namespace wijkboek
