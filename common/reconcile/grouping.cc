#include "common/reconcile/grouping.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "common/reconcile/fact.h"

namespace wijkboek {
namespace {

std::vector<Grouping::Group> ReadGroups(const v1::PeopleGrouped& body) {
  std::vector<Grouping::Group> groups;
  for (const v1::PersonGroup& said : body.groups()) {
    Grouping::Group group;
    for (const std::string& bytes : said.person_ids()) {
      const Id person = Id::FromBytesOrZero(bytes);
      if (!person.IsZero()) group.push_back(person);
    }
    SortUnique(group);
    if (!group.empty()) groups.push_back(std::move(group));
  }
  SortUnique(groups);
  return groups;
}

}  // namespace

std::vector<Id> Grouping::Set(const Hash& grouping, const Edits& edits) {
  std::set<Id> concerned;
  auto note = [&](const Hash& hash) {
    const auto said = said_.find(hash);
    if (said == said_.end()) return;
    for (const Group& group : said->second.groups) concerned.insert(group.begin(), group.end());
  };
  auto note_all = [&] {
    note(grouping);
    const auto said = said_.find(grouping);
    if (said == said_.end()) return;
    for (const Hash& replaced : said->second.replaced) note(replaced);
  };
  // Whoever is in a group with somebody concerned is concerned too, before and after.
  auto note_groups = [&] {
    for (const Id& person : std::set<Id>(concerned)) {
      const Group group = GroupOf(person);
      concerned.insert(group.begin(), group.end());
    }
  };
  note_all();
  note_groups();
  said_.erase(grouping);
  if (!edits.empty()) {
    const v1::Event& event = edits.back().event;
    said_[grouping] = {.groups = ReadGroups(event.people_grouped()),
                       .replaced = SeenBy(event),
                       .recorded_ms = edits.back().recorded_ms()};
  }
  note_all();
  note_groups();
  Derive();
  note_groups();
  return {concerned.begin(), concerned.end()};
}

void Grouping::Derive() {
  absl::flat_hash_set<Hash> replaced;
  for (const auto& [hash, said] : said_) {
    replaced.insert(said.replaced.begin(), said.replaced.end());
  }
  holding_.clear();
  naming_.clear();
  for (const auto& [hash, said] : said_) {
    if (replaced.contains(hash)) continue;
    holding_[hash] = &said;
    for (const Group& group : said.groups) {
      for (const Id& person : group) {
        std::vector<Hash>& naming = naming_[person];
        if (naming.empty() || naming.back() != hash) naming.push_back(hash);
      }
    }
  }
  Unite();
  FindConflicts();
}

// What two people said is the same person is one.
void Grouping::Unite() {
  stands_for_.clear();
  groups_.clear();
  absl::flat_hash_map<Id, Id> parent;
  auto root = [&](Id id) {
    for (auto found = parent.find(id); found != parent.end(); found = parent.find(id)) {
      id = found->second;
    }
    return id;
  };
  for (const auto& [hash, said] : holding_) {
    for (const Group& group : said->groups) {
      for (const Id& person : group) {
        const Id a = root(group.front());
        const Id b = root(person);
        if (a != b) parent[std::max(a, b)] = std::min(a, b);
      }
    }
  }
  for (const auto& [person, unused] : parent) {
    const Id smallest = root(person);
    stands_for_[person] = smallest;
    groups_[smallest].push_back(person);
  }
  for (auto& [smallest, group] : groups_) {
    group.push_back(smallest);
    std::sort(group.begin(), group.end());
  }
}

void Grouping::FindConflicts() {
  conflicts_.clear();
  for (const auto& [person, naming] : naming_) {
    if (naming.size() < 2) continue;
    std::set<Group> differing;
    for (const Hash& hash : naming) {
      for (const Group& group : holding_.at(hash)->groups) {
        if (std::binary_search(group.begin(), group.end(), person)) differing.insert(group);
      }
    }
    if (differing.size() < 2) continue;
    Conflict& conflict = conflicts_[StandsFor(person)];
    conflict.groupings.insert(conflict.groupings.end(), naming.begin(), naming.end());
    for (const Hash& hash : naming) {
      conflict.recorded_ms = std::max(conflict.recorded_ms, holding_.at(hash)->recorded_ms);
    }
    for (const Group& group : differing) {
      conflict.persons.insert(conflict.persons.end(), group.begin(), group.end());
    }
  }
  for (auto& [person, conflict] : conflicts_) {
    SortUnique(conflict.groupings);
    SortUnique(conflict.persons);
  }
}

Id Grouping::StandsFor(const Id& person) const {
  const auto found = stands_for_.find(person);
  return found == stands_for_.end() ? person : found->second;
}

Grouping::Group Grouping::GroupOf(const Id& person) const {
  const auto found = groups_.find(StandsFor(person));
  return found == groups_.end() ? Group{person} : found->second;
}

std::vector<Hash> Grouping::Holding(absl::Span<const Id> persons) const {
  std::vector<Hash> result;
  for (const Id& person : persons) {
    const auto naming = naming_.find(person);
    if (naming == naming_.end()) continue;
    result.insert(result.end(), naming->second.begin(), naming->second.end());
  }
  SortUnique(result);
  return result;
}

std::vector<Grouping::Group> Grouping::GroupsIn(const Hash& grouping) const {
  const auto found = holding_.find(grouping);
  return found == holding_.end() ? std::vector<Group>() : found->second->groups;
}

}  // namespace wijkboek
