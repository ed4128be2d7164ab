#include "client/pull_session.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "client/event_table.h"
#include "client/settings.h"
#include "common/event.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::StatusOr<std::vector<Id>> ToIds(const google::protobuf::RepeatedPtrField<std::string>& list) {
  std::vector<Id> ids;
  ids.reserve(static_cast<std::size_t>(list.size()));
  for (const std::string& bytes : list) {
    ASSIGN_OR_RETURN(Id id, Id::FromBytes(bytes));
    ids.push_back(id);
  }
  return ids;
}

absl::Status ApplyKeys(const v1::PullResponse& response, KeyStore& keys, bool unsent) {
  if (response.reset()) RETURN_IF_ERROR(keys.RemovePulled());
  std::vector<PersonKey> received;
  for (const v1::PersonKey& key : response.keys()) {
    PersonKey parsed;
    ASSIGN_OR_RETURN(parsed.key_id, Id::FromBytes(key.key_id()));
    ASSIGN_OR_RETURN(parsed.person, Id::FromBytes(key.person_id()));
    ASSIGN_OR_RETURN(parsed.key, SecretKey::FromBytes(key.key()));
    received.push_back(parsed);
  }
  RETURN_IF_ERROR(keys.Put(received));
  ASSIGN_OR_RETURN(std::vector<Id> destroyed, ToIds(response.destroyed_key_ids()));
  RETURN_IF_ERROR(keys.Destroy(destroyed));
  // Before the store forgets the persons: should the power fail in between, the server names them
  // again.
  ASSIGN_OR_RETURN(std::vector<Id> left, ToIds(response.scope_left()));
  RETURN_IF_ERROR(keys.RemovePersons(left, unsent));
  if (!response.lookup_key().empty()) {
    ASSIGN_OR_RETURN(SecretKey lookup, SecretKey::FromBytes(response.lookup_key()));
    RETURN_IF_ERROR(keys.SetSecret(kLookupKeySecret, lookup.bytes()));
  }
  return absl::OkStatus();
}

absl::Status ApplyEntry(Connection& connection, const v1::LogEntry& entry, PullSummary& summary) {
  if (!entry.has_event()) {
    return InsertServerEntry(connection, entry.position(), entry.SerializeAsString());
  }
  const v1::AcceptedEvent& accepted = entry.event();
  absl::StatusOr<Hash> previous = Hash::FromBytes(accepted.previous_hash());
  absl::StatusOr<StoredEvent> event = previous.ok()
                                          ? ReadEvent(accepted.event(), *previous)
                                          : absl::StatusOr<StoredEvent>(previous.status());
  if (!event.ok()) {
    // One bad record must not stop the rest.
    ++summary.unreadable;
    return absl::OkStatus();
  }
  summary.hybrid = std::max(summary.hybrid, FromProto(event->event.hybrid()));
  ASSIGN_OR_RETURN(bool is_new, InsertPulled(connection, *event, accepted.received_ms()));
  if (is_new) ++summary.events;
  return absl::OkStatus();
}

absl::Status ApplyEntries(Connection& connection, const v1::PullResponse& response,
                          PullSummary& summary) {
  if (response.reset()) {
    RETURN_IF_ERROR(RemovePulled(connection));
    RETURN_IF_ERROR(RemoveCursor(connection));
    summary.left = true;
  }
  ASSIGN_OR_RETURN(std::vector<Id> entered, ToIds(response.scope_entered()));
  for (const Id& person : entered) RETURN_IF_ERROR(AddScopePerson(connection, person));
  for (const v1::LogEntry& entry : response.entries()) {
    RETURN_IF_ERROR(ApplyEntry(connection, entry, summary));
  }
  ASSIGN_OR_RETURN(std::vector<Id> left, ToIds(response.scope_left()));
  ASSIGN_OR_RETURN(std::int64_t removed, RemovePersons(connection, left));
  summary.left = summary.left || removed > 0;
  if (summary.left) RETURN_IF_ERROR(MarkLedgerStale(connection));
  return response.has_cursor() ? SetCursor(connection, response.cursor()) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::PullRequest> MakePullRequest(Store& store, const KeyStore& keys,
                                                const v1::DeviceStatus& status) {
  v1::PullRequest request;
  *request.mutable_status() = status;
  RETURN_IF_ERROR(store.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(std::optional<v1::Cursor> cursor, GetCursor(connection));
    if (cursor) *request.mutable_cursor() = *std::move(cursor);
    ASSIGN_OR_RETURN(std::vector<Id> persons, ScopePersons(connection));
    for (const Id& person : persons) request.add_person_ids(person.ToString());
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(std::vector<Id> key_ids, keys.KeyIds());
  for (const Id& key_id : key_ids) request.add_key_ids(key_id.ToString());
  return request;
}

absl::StatusOr<PullSummary> ApplyPull(const v1::PullResponse& response, Store& store,
                                      KeyStore& keys, bool unsent) {
  PullSummary summary;
  summary.up_to_date = response.up_to_date();
  summary.server_ms = response.server_ms();
  summary.position = response.cursor().position();
  RETURN_IF_ERROR(ApplyKeys(response, keys, unsent));
  RETURN_IF_ERROR(store.Write(
      [&](Connection& connection) { return ApplyEntries(connection, response, summary); }));
  return summary;
}

}  // namespace wijkboek
