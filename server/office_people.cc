// Registrations that are the same human being, those that may be, and saying so.
#include <set>

#include "absl/strings/str_cat.h"
#include "common/drafts/people_draft.h"
#include "common/status.h"
#include "server/duplicates.h"
#include "server/office.h"
#include "server/office_ids.h"

namespace wijkboek {
namespace {

absl::StatusOr<Sameness> SamenessOf(v1::GroupPeopleRequest::As as) {
  switch (as) {
    case v1::GroupPeopleRequest::AS_ONE:
      return Sameness::kOne;
    case v1::GroupPeopleRequest::AS_SEPARATE:
      return Sameness::kSeparate;
    case v1::GroupPeopleRequest::AS_DIFFERENT:
      return Sameness::kDifferent;
    default:
      return absl::InvalidArgumentError("say whether they are one, separate again, or different");
  }
}

void AddItem(const std::vector<Id>& people, const std::string& reason,
             const absl::flat_hash_map<Id, std::string>& names,
             v1::ListPeopleGroupsResponse& response) {
  v1::PeopleGroupItem& item = *response.add_groups();
  for (const Id& id : people) {
    v1::NamedPerson& person = *item.add_people();
    person.set_person(id.hex());
    const auto name = names.find(id);
    if (name != names.end()) person.set_name(name->second);
  }
  item.set_reason(reason);
  item.set_merged(reason.empty());
}

}  // namespace

absl::StatusOr<v1::ListPeopleGroupsResponse> Office::ListPeopleGroups(
    const v1::ListPeopleGroupsRequest& request) {
  std::vector<std::vector<Id>> groups;
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) {
    groups = ledger.reference().Groups();
    return absl::OkStatus();
  }));
  std::vector<LikelyDuplicate> likely;
  if (request.suggestions()) {
    ASSIGN_OR_RETURN(likely, FindDuplicates(parts_.reconciler, parts_.log, parts_.keys));
  }
  std::set<Id> people;
  for (const std::vector<Id>& group : groups) people.insert(group.begin(), group.end());
  for (const LikelyDuplicate& each : likely) people.insert(each.people.begin(), each.people.end());
  ASSIGN_OR_RETURN(const auto names, names_.OpenApart(people));
  v1::ListPeopleGroupsResponse response;
  for (const std::vector<Id>& group : groups) AddItem(group, "", names, response);
  for (const LikelyDuplicate& each : likely) AddItem(each.people, each.reason, names, response);
  return response;
}

absl::StatusOr<v1::GroupPeopleResponse> Office::GroupPeople(const v1::GroupPeopleRequest& request) {
  ASSIGN_OR_RETURN(const Sameness as, SamenessOf(request.as()));
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  PeopleWord word{.as = as, .method = v1::METHOD_OFFICE};
  ASSIGN_OR_RETURN(word.author, FindCoach(request.author()));
  EventDraft draft;
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    for (const std::string& text : request.people()) {
      ASSIGN_OR_RETURN(const Id person, FindRegistered(text, ledger.reference()));
      word.people.push_back(person);
    }
    ASSIGN_OR_RETURN(draft, DraftGrouping(word, ledger.reference()));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const EventKey event, AppendOne(std::move(draft)));
  v1::GroupPeopleResponse response;
  response.set_event(event.hash.ToString());
  return response;
}

absl::StatusOr<Id> Office::FindRegistered(const std::string& text, const Reference& reference) {
  for (const char* type : {"participant", "resident", "coach"}) {
    const Id by_key = OfficeId(parts_.keys.lookup_key(), type, text);
    if (record_.record().persons.contains(by_key)) return by_key;
  }
  return FindRegistration(text, reference);
}

}  // namespace wijkboek
