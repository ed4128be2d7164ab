#include "common/drafts/people_draft.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/drafts/settle_draft.h"
#include "common/reconcile/fact.h"
#include "common/status.h"

namespace wijkboek {
namespace {

using Group = std::vector<Id>;

absl::Status CheckPeople(const PeopleWord& word, const Reference& reference) {
  if (word.author.IsZero()) {
    return absl::InvalidArgumentError("say who decides: only a coach can say so, by name");
  }
  if (word.people.size() < 2) {
    return absl::InvalidArgumentError("name at least two different registrations");
  }
  std::set<PersonType> types;
  for (const Id& id : word.people) {
    const Person* person = reference.FindPerson(id);
    if (person == nullptr) {
      return absl::NotFoundError(absl::StrCat("nobody is registered as ", id.hex()));
    }
    if (reference.StandsFor(id) == reference.StandsFor(word.author)) {
      return absl::InvalidArgumentError("it is about yourself: somebody else must say so");
    }
    types.insert(person->type);
  }
  if (types.size() > 1) {
    return absl::InvalidArgumentError(
        "a participant, a resident and a coach are registered apart also when they are one");
  }
  return absl::OkStatus();
}

// Everybody of whom the groupings that it has seen say anything, with their groups; and these
// groupings.
struct Basis {
  std::set<Id> everybody;
  std::vector<Hash> seen;
};

Basis BasisOf(const std::vector<Id>& people, const Reference& reference) {
  Basis basis{.everybody = {people.begin(), people.end()}};
  for (std::size_t known = 0; known != basis.everybody.size();) {
    known = basis.everybody.size();
    for (const Id& id : std::set<Id>(basis.everybody)) {
      const Group group = reference.GroupOf(id);
      basis.everybody.insert(group.begin(), group.end());
    }
    const std::vector<Id> everybody(basis.everybody.begin(), basis.everybody.end());
    basis.seen = reference.GroupingsOf(everybody);
    for (const Hash& grouping : basis.seen) {
      for (const Group& group : reference.GroupsIn(grouping)) {
        basis.everybody.insert(group.begin(), group.end());
      }
    }
  }
  return basis;
}

bool AreAllDifferent(const std::vector<Id>& people, const Reference& reference) {
  for (auto one = people.begin(); one != people.end(); ++one) {
    for (auto other = std::next(one); other != people.end(); ++other) {
      if (!SaidToBeDifferent(*one, *other, reference)) return false;
    }
  }
  return true;
}

absl::StatusOr<std::vector<Group>> GroupsAfter(const PeopleWord& word, const Basis& basis,
                                               const Reference& reference) {
  auto is_named = [&](const Id& id) {
    return std::binary_search(word.people.begin(), word.people.end(), id);
  };
  std::map<Id, Group> now;
  for (const Id& id : basis.everybody) now[reference.StandsFor(id)].push_back(id);
  std::set<Id> concerned;
  for (const Id& id : word.people) concerned.insert(reference.StandsFor(id));
  const bool is_any_merged = std::any_of(concerned.begin(), concerned.end(),
                                         [&](const Id& id) { return now[id].size() > 1; });
  std::vector<Group> groups;
  Group one;
  for (auto& [stands_for, group] : now) {
    if (!concerned.contains(stands_for) || word.as == Sameness::kDifferent) {
      groups.push_back(group);
    } else if (word.as == Sameness::kOne) {
      one.insert(one.end(), group.begin(), group.end());
    } else {
      Group rest;
      for (const Id& id : group) {
        if (is_named(id)) {
          groups.push_back({id});
        } else {
          rest.push_back(id);
        }
      }
      if (!rest.empty()) groups.push_back(std::move(rest));
    }
  }
  switch (word.as) {
    case Sameness::kOne:
      if (concerned.size() < 2) return absl::FailedPreconditionError("they are one already");
      groups.push_back(std::move(one));
      break;
    case Sameness::kSeparate:
      // Whoever is named beside them would lose others, with whom they stay one.
      if (concerned.size() > 1 || !is_any_merged) {
        return absl::FailedPreconditionError(
            "nobody merged them with one another: name registrations of one person");
      }
      break;
    case Sameness::kDifferent:
      if (concerned.size() < word.people.size()) {
        return absl::FailedPreconditionError("they were merged: separate them");
      }
      if (AreAllDifferent(word.people, reference)) {
        return absl::FailedPreconditionError("somebody said so already: nothing suggests them");
      }
      break;
  }
  for (Group& group : groups) std::sort(group.begin(), group.end());
  std::sort(groups.begin(), groups.end());
  return groups;
}

}  // namespace

absl::StatusOr<EventDraft> DraftGrouping(const PeopleWord& said, const Reference& reference) {
  PeopleWord word = said;
  SortUnique(word.people);
  RETURN_IF_ERROR(CheckPeople(word, reference));
  const Basis basis = BasisOf(word.people, reference);
  ASSIGN_OR_RETURN(const std::vector<Group> groups, GroupsAfter(word, basis, reference));
  EventDraft draft;
  v1::Event& event = draft.event;
  event.set_kind(v1::EVENT_KIND_PEOPLE_GROUPED);
  if (!word.centre.IsZero()) event.set_centre_id(word.centre.ToString());
  event.mutable_actor()->set_method(word.method);
  event.mutable_actor()->set_person_id(word.author.ToString());
  for (const Hash& seen : basis.seen) event.add_seen(seen.ToString());
  for (const Id& id : basis.everybody) {
    const Person* person = reference.FindPerson(id);
    const PersonType type = person == nullptr ? PersonType::kParticipant : person->type;
    AddPerson(event, id, RoleOf(type));
  }
  for (const Group& group : groups) {
    v1::PersonGroup& one = *event.mutable_people_grouped()->add_groups();
    for (const Id& id : group) one.add_person_ids(id.ToString());
  }
  return draft;
}

absl::StatusOr<Id> FindRegistration(absl::string_view beginning, const Reference& reference) {
  const std::string wanted = absl::AsciiStrToLower(beginning);
  std::vector<Id> found;
  if (!wanted.empty()) {
    for (PersonType type : {PersonType::kParticipant, PersonType::kResident, PersonType::kCoach}) {
      for (const Id& stands_for : reference.People(type)) {
        for (const Id& id : reference.GroupOf(stands_for)) {
          if (absl::StartsWith(id.hex(), wanted)) found.push_back(id);
        }
      }
    }
  }
  if (found.empty()) {
    return absl::NotFoundError(absl::StrCat("nobody is registered here whose id begins with \"",
                                            absl::CHexEscape(beginning), "\""));
  }
  if (found.size() > 1) {
    return absl::FailedPreconditionError(
        absl::StrCat("the ids of several people begin with \"", wanted, "\": give more digits"));
  }
  return found.front();
}

bool SaidToBeDifferent(const Id& one, const Id& other, const Reference& reference) {
  const std::vector<Hash> of_other = reference.GroupingsOf({other});
  for (const Hash& grouping : reference.GroupingsOf({one})) {
    if (!std::binary_search(of_other.begin(), of_other.end(), grouping)) continue;
    const std::vector<Group> groups = reference.GroupsIn(grouping);
    const bool together = std::any_of(groups.begin(), groups.end(), [&](const Group& group) {
      return std::binary_search(group.begin(), group.end(), one) &&
             std::binary_search(group.begin(), group.end(), other);
    });
    if (!together) return true;
  }
  return false;
}

}  // namespace wijkboek
