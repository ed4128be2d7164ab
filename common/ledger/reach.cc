#include "common/ledger/reach.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/status.h"

namespace wijkboek {
namespace {

// A fact that may lie on more days than these is taken for one that may lie on any.
constexpr CivilDay kLooseDaysMax = 366;

template <typename T>
void Append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

absl::StatusOr<std::vector<std::uint64_t>> Reach::OfReference(Reference::Touched touched) {
  std::vector<std::uint64_t> rerouted;
  SortUnique(touched.persons);
  SortUnique(touched.badges);
  SortUnique(touched.centres);
  SortUnique(touched.moved);
  RETURN_IF_ERROR(MarkPeople(touched.persons));
  for (const Id& id : touched.persons) {
    for (const Id& member : reference_.GroupOf(id)) {
      ASSIGN_OR_RETURN(std::vector<std::uint64_t> sightings, index_.SightingsBy(member));
      for (std::uint64_t position : sightings) {
        RETURN_IF_ERROR(partitions_.MarkDirtyWith(position));
      }
    }
  }
  SortUnique(touched.regrouped);
  for (const Id& id : touched.regrouped) {
    ASSIGN_OR_RETURN(std::vector<std::uint64_t> theirs, OfRegrouped(id));
    Append(rerouted, theirs);
  }
  // Each enrolment and session names all of them, and an import brings thousands.
  SortUnique(touched.disputed);
  for (const Hash& edit : touched.disputed) {
    ASSIGN_OR_RETURN(std::optional<std::uint64_t> position, index_.PositionOf(edit));
    if (position) rerouted.push_back(*position);
  }
  for (const Id& id : touched.moved) {
    ASSIGN_OR_RETURN(std::vector<std::uint64_t> naming, index_.Naming(id));
    Append(rerouted, naming);
  }
  for (const Id& badge : touched.badges) {
    ASSIGN_OR_RETURN(std::vector<std::uint64_t> positions, index_.UnderBadge(badge));
    Append(rerouted, positions);
  }
  for (const Id& centre : touched.centres) {
    RETURN_IF_ERROR(partitions_.MarkDirtyAtCentre(centre));
  }
  return rerouted;
}

// All that names them, and what they did with their own badge: whose it is may change, and even
// where it does not, what it says does.
absl::StatusOr<std::vector<std::uint64_t>> Reach::OfRegrouped(const Id& person) {
  // What they wrote down of others is nowhere found by who they are.
  ASSIGN_OR_RETURN(const bool is_scribe, index_.IsScribe(person));
  if (is_scribe) RETURN_IF_ERROR(partitions_.MarkAllDirty());
  ASSIGN_OR_RETURN(std::vector<std::uint64_t> theirs, index_.Naming(person));
  ASSIGN_OR_RETURN(std::optional<PartitionNo> partition,
                   partitions_.Find({.type = PartitionType::kPerson, .a = person}));
  if (partition) {
    ASSIGN_OR_RETURN(std::vector<std::uint64_t> members, partitions_.Members(*partition));
    Append(theirs, members);
  }
  SortUnique(theirs);
  for (std::uint64_t position : theirs) {
    RETURN_IF_ERROR(partitions_.MarkDirtyWith(position));
  }
  return theirs;
}

// Whoever is enrolled has a partition, also while no fact names them: so that an absence can be
// known. Somebody for whom another one stands has none any more.
absl::Status Reach::MarkPeople(const std::vector<Id>& persons) {
  for (const Id& id : persons) {
    PartitionKey key{.type = PartitionType::kPerson, .a = id};
    ASSIGN_OR_RETURN(std::optional<PartitionNo> partition, partitions_.Find(key));
    const bool stands = reference_.StandsFor(id) == id;
    if (!partition && stands && reference_.EverEnrolled(id)) {
      ASSIGN_OR_RETURN(partition, partitions_.NumberOf(key));
    }
    if (partition) RETURN_IF_ERROR(partitions_.MarkDirty(*partition));
  }
  return absl::OkStatus();
}

absl::Status Reach::OfRules(std::vector<Id> programmes, std::vector<Id> persons) {
  SortUnique(programmes);
  for (const Id& programme : programmes) {
    if (programme.IsZero()) return partitions_.MarkAllDirty();
    Append(persons, reference_.ParticipantsOf(programme));
  }
  SortUnique(persons);
  RETURN_IF_ERROR(MarkPeople(persons));
  // The households they visit and the pairs they are in.
  for (const Id& person : persons) {
    for (const Id& member : reference_.GroupOf(person)) {
      RETURN_IF_ERROR(partitions_.MarkDirtyNaming(member));
    }
  }
  return absl::OkStatus();
}

absl::Status Reach::OfDevices(Devices::Touched touched) {
  SortUnique(touched.centres);
  std::vector<Id> persons;
  for (const Id& centre : touched.centres) Append(persons, reference_.EnrolledAt(centre));
  SortUnique(persons);
  RETURN_IF_ERROR(MarkPeople(persons));
  SortUnique(touched.heard);
  for (const auto& [device, through_ms] : touched.heard) {
    ASSIGN_OR_RETURN(std::vector<PartitionNo> waiting, world_.WaitingFor(device, through_ms));
    for (PartitionNo no : waiting) RETURN_IF_ERROR(partitions_.MarkDirty(no));
  }
  return absl::OkStatus();
}

absl::Status Reach::OfUncertain(std::vector<Id> devices) {
  SortUnique(devices);
  for (const Id& device : devices) {
    for (const Hash& event : world_.UncertainOf(device)) {
      ASSIGN_OR_RETURN(std::optional<PartitionNo> partition, partitions_.Find({.event = event}));
      if (partition) RETURN_IF_ERROR(partitions_.MarkDirty(*partition));
    }
  }
  return absl::OkStatus();
}

absl::Status Reach::OfLoose(const LooseFact& fact) {
  if (fact.last_day - fact.first_day > kLooseDaysMax) {
    return MarkPeople(reference_.EnrolledAt(fact.centre));
  }
  std::vector<Id> persons;
  // A night begins on the day before.
  for (CivilDay day = fact.first_day - 1; day <= fact.last_day; ++day) {
    for (const Session& session : reference_.SessionsAt(fact.centre, day)) {
      if (DayOf(session.span.end_ms) < fact.first_day) continue;
      Append(persons, reference_.ExpectedAt(session));
    }
  }
  SortUnique(persons);
  return MarkPeople(persons);
}

}  // namespace wijkboek
