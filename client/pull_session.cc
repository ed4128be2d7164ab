#include "client/pull_session.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
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

// A page may name somebody as left and bring them back: who leaves goes first, here and in the
// store.
absl::Status ApplyKeys(const v1::PullResponse& response, KeyStore& keys) {
  if (response.reset()) RETURN_IF_ERROR(keys.RemovePulled());
  // Before the store forgets the persons: should the power fail in between, the server names them
  // again.
  ASSIGN_OR_RETURN(std::vector<Id> left, ToIds(response.scope_left()));
  RETURN_IF_ERROR(keys.RemovePersons(left));
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
  ASSIGN_OR_RETURN(std::vector<Id> left, ToIds(response.scope_left()));
  ASSIGN_OR_RETURN(std::int64_t removed, RemovePersons(connection, left));
  ASSIGN_OR_RETURN(std::vector<Id> entered, ToIds(response.scope_entered()));
  for (const Id& person : entered) RETURN_IF_ERROR(AddScopePerson(connection, person));
  for (const v1::LogEntry& entry : response.entries()) {
    RETURN_IF_ERROR(ApplyEntry(connection, entry, summary));
  }
  summary.left = summary.left || removed > 0;
  if (summary.left) RETURN_IF_ERROR(MarkLedgerStale(connection));
  return response.has_cursor() ? SetCursor(connection, response.cursor()) : absl::OkStatus();
}

// Key ids that the own events which are still here were sealed with.
absl::StatusOr<absl::flat_hash_set<Id>> KeyIdsInOwnEvents(Connection& connection) {
  absl::flat_hash_set<Id> key_ids;
  ASSIGN_OR_RETURN(std::vector<EpochHead> epochs, OwnEpochs(connection));
  for (const EpochHead& epoch : epochs) {
    for (std::uint64_t seq = 1; seq <= epoch.seq; ++seq) {
      ASSIGN_OR_RETURN(std::optional<Hash> hash, OwnHashAt(connection, epoch.epoch, seq));
      if (!hash) continue;
      absl::StatusOr<StoredEvent> event = FindEvent(connection, *hash);
      if (absl::IsNotFound(event.status())) continue;  // its bytes were deleted
      RETURN_IF_ERROR(event.status());
      for (const v1::SealedPart& part : event->event.sealed()) {
        key_ids.insert(Id::FromBytesOrZero(part.key_id()));
      }
    }
  }
  return key_ids;
}

}  // namespace

absl::Status DropSpentKeys(Store& store, KeyStore& keys, std::set<Id>& suspects) {
  ASSIGN_OR_RETURN(std::vector<PersonKeyName> made, keys.MadeHere());
  std::set<Id> spent;
  RETURN_IF_ERROR(store.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<Id> scope, ScopePersons(connection));
    const absl::flat_hash_set<Id> in_scope(scope.begin(), scope.end());
    std::erase_if(made, [&](const PersonKeyName& key) { return in_scope.contains(key.person); });
    if (made.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(absl::flat_hash_set<Id> used, KeyIdsInOwnEvents(connection));
    for (const PersonKeyName& key : made) {
      if (!used.contains(key.key_id)) spent.insert(key.key_id);
    }
    return absl::OkStatus();
  }));
  std::vector<Id> twice;
  std::set_intersection(spent.begin(), spent.end(), suspects.begin(), suspects.end(),
                        std::back_inserter(twice));
  suspects = std::move(spent);
  return keys.RemoveMadeHere(twice);
}

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
                                      KeyStore& keys) {
  PullSummary summary;
  summary.up_to_date = response.up_to_date();
  summary.server_ms = response.server_ms();
  summary.position = response.cursor().position();
  RETURN_IF_ERROR(ApplyKeys(response, keys));
  RETURN_IF_ERROR(store.Write(
      [&](Connection& connection) { return ApplyEntries(connection, response, summary); }));
  return summary;
}

}  // namespace wijkboek
