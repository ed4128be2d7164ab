#include "server/person_names.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Details of so many people are remembered; beyond that all are looked up again.
constexpr std::size_t kPlacesMax = 200000;

std::optional<v1::SealedName> NameIn(const v1::Event& event, const Id& person,
                                     const KeySource& keys) {
  std::optional<v1::SealedName> name =
      FindSealed<v1::SealedName>(event, v1::SEALED_FIELD_NAME, person, keys);
  if (!name || DisplayName(*name).empty()) return std::nullopt;
  return name;
}

std::optional<CivilDay> BirthDateIn(const v1::Event& event, const Id& person,
                                    const KeySource& keys) {
  const auto date =
      FindSealed<v1::SealedBirthDate>(event, v1::SEALED_FIELD_BIRTH_DATE, person, keys);
  if (!date) return std::nullopt;
  return date->day();
}

}  // namespace

std::string DisplayName(const v1::SealedName& name) {
  const std::string& first = name.called().empty() ? name.given() : name.called();
  return absl::StrCat(first, first.empty() || name.family().empty() ? "" : " ", name.family());
}

PersonNames::Details PersonNames::DetailsOf(const Reference& reference,
                                            const std::set<Id>& persons) {
  Details details;
  for (const Id& id : persons) {
    const Person* person = reference.FindPerson(id);
    if (person == nullptr) continue;
    DetailsOfOne& one = details.emplace_back(
        DetailsOfOne{.person = id, .events = person->detail_events, .registrations = {id}});
    if (reference.StandsFor(id) == id) one.registrations = reference.GroupOf(id);
  }
  return details;
}

absl::StatusOr<absl::flat_hash_map<Id, std::string>> PersonNames::Open(
    const std::set<Id>& persons) {
  ASSIGN_OR_RETURN(const Details details, DetailsNow(persons));
  return Open(details);
}

absl::StatusOr<absl::flat_hash_map<Id, std::string>> PersonNames::OpenApart(
    const std::set<Id>& persons) {
  ASSIGN_OR_RETURN(Details details, DetailsNow(persons));
  for (DetailsOfOne& one : details) one.registrations = {one.person};
  return Open(details);
}

absl::StatusOr<PersonNames::Details> PersonNames::DetailsNow(const std::set<Id>& persons) {
  Details details;
  RETURN_IF_ERROR(reconciler_.Read([&](const Ledger& ledger) {
    details = DetailsOf(ledger.reference(), persons);
    return absl::OkStatus();
  }));
  return details;
}

absl::StatusOr<absl::flat_hash_map<Id, std::string>> PersonNames::Open(const Details& details) {
  return OpenEach<std::string>(
      details, [&](const v1::Event& event, const Id& registration) -> std::optional<std::string> {
        const std::optional<v1::SealedName> name = NameIn(event, registration, keys_);
        if (!name) return std::nullopt;
        return DisplayName(*name);
      });
}

absl::StatusOr<absl::flat_hash_map<Id, v1::SealedName>> PersonNames::OpenParts(
    const Details& details) {
  return OpenEach<v1::SealedName>(details, [&](const v1::Event& event, const Id& registration) {
    return NameIn(event, registration, keys_);
  });
}

absl::StatusOr<absl::flat_hash_map<Id, CivilDay>> PersonNames::OpenBirthDates(
    const Details& details) {
  return OpenEach<CivilDay>(details, [&](const v1::Event& event, const Id& registration) {
    return BirthDateIn(event, registration, keys_);
  });
}

template <typename Value>
absl::StatusOr<absl::flat_hash_map<Id, Value>> PersonNames::OpenEach(
    const Details& details,
    absl::FunctionRef<std::optional<Value>(const v1::Event& event, const Id& registration)> read) {
  absl::flat_hash_map<Id, Value> values;
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(Locate(details));
  for (const DetailsOfOne& one : details) {
    ASSIGN_OR_RETURN(std::optional<Value> value, OpenOne<Value>(one, read));
    if (value) values.emplace(one.person, *std::move(value));
  }
  return values;
}

template <typename Value>
absl::StatusOr<std::optional<Value>> PersonNames::OpenOne(
    const DetailsOfOne& details,
    absl::FunctionRef<std::optional<Value>(const v1::Event& event, const Id& registration)> read) {
  for (const Hash& event : details.events) {
    const auto place = places_.find(event);
    if (place == places_.end()) continue;
    ASSIGN_OR_RETURN(LogEvent entry, log_.Read(place->second));
    ASSIGN_OR_RETURN(const StoredEvent stored, ReadEvent(std::move(entry.bytes), entry.previous));
    for (const Id& registration : details.registrations) {
      std::optional<Value> value = read(stored.event, registration);
      if (value) return value;
    }
  }
  return std::optional<Value>();
}

absl::Status PersonNames::Locate(const Details& details) {
  if (places_.size() > kPlacesMax) places_.clear();
  std::vector<Hash> missing;
  for (const DetailsOfOne& one : details) {
    std::copy_if(one.events.begin(), one.events.end(), std::back_inserter(missing),
                 [&](const Hash& event) { return !places_.contains(event); });
  }
  if (missing.empty()) return absl::OkStatus();
  return reconciler_.Read([&](const Ledger& ledger) -> absl::Status {
    for (const Hash& event : missing) {
      const absl::StatusOr<std::uint64_t> position = ledger.PositionOf(event);
      if (absl::IsNotFound(position.status())) continue;
      RETURN_IF_ERROR(position.status());
      places_.emplace(event, *position);
    }
    return absl::OkStatus();
  });
}

}  // namespace wijkboek
