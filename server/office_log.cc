#include "server/office_log.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/chain.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Drafts that AppendAll holds: many for each transaction of the key store, few in memory.
constexpr std::size_t kDraftsHeldMax = 256;

// Answers for a funder's indicators are for the office alone; everything else travels.
KeyVault::For WhoReads(const SealedDraft& part) {
  return part.field == v1::SEALED_FIELD_INDICATORS ? KeyVault::For::kOffice
                                                   : KeyVault::For::kEverybody;
}

// By person.
absl::StatusOr<absl::flat_hash_map<Id, PersonKey>> KeysOfParts(absl::Span<const EventDraft> drafts,
                                                               KeyVault::For whom,
                                                               KeyVault& vault) {
  std::vector<Id> persons;
  for (const EventDraft& draft : drafts) {
    for (const SealedDraft& part : draft.sealed) {
      if (WhoReads(part) == whom) persons.push_back(part.person);
    }
  }
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  absl::flat_hash_map<Id, PersonKey> key_of;
  if (persons.empty()) return key_of;
  ASSIGN_OR_RETURN(const std::vector<PersonKey> keys, vault.KeysFor(persons, whom));
  for (const PersonKey& key : keys) key_of.emplace(key.person, key);
  return key_of;
}

}  // namespace

OfficeLog::OfficeLog(Writer& writer, KeyVault& keys, const Clock& clock, Random& random,
                     std::string version)
    : writer_(writer),
      keys_(keys),
      clock_(clock),
      random_(random),
      version_(std::move(version)),
      device_(keys.office_device()) {}

absl::StatusOr<std::unique_ptr<OfficeLog>> OfficeLog::Open(Writer& writer, KeyVault& keys,
                                                           const Clock& clock, Random& random,
                                                           std::string version) {
  std::unique_ptr<OfficeLog> log(new OfficeLog(writer, keys, clock, random, std::move(version)));
  std::lock_guard lock(log->mutex_);
  RETURN_IF_ERROR(WithContext(log->BeginEpoch(), "beginning the office's epoch"));
  return log;
}

absl::Status OfficeLog::BeginEpoch() {
  std::optional<EventKey> predecessor;
  WriteJob look;
  look.apply = [&](LogAppender& log, std::int64_t) -> absl::Status {
    ASSIGN_OR_RETURN(predecessor, log.LatestHead(device_));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(writer_.Run(std::move(look)));
  head_ = {.device = device_, .epoch = random_.NewUint64()};
  EventDraft started;
  started.event.set_kind(v1::EVENT_KIND_DEVICE_STARTED);
  started.event.mutable_actor()->set_method(v1::METHOD_DEVICE);
  v1::DeviceStarted& body = *started.event.mutable_device_started();
  body.set_reason(v1::START_REASON_GENERATION);
  body.set_version(version_);
  if (predecessor) *body.mutable_predecessor() = ToProto(*predecessor);
  std::vector<EventDraft> drafts;
  drafts.push_back(std::move(started));
  absl::Status begun = AppendLocked(std::move(drafts)).status();
  // An epoch begins with this event or not at all.
  uncertain_ = !begun.ok();
  return begun;
}

absl::StatusOr<std::vector<EventKey>> OfficeLog::Append(std::vector<EventDraft> drafts) {
  if (drafts.empty()) return std::vector<EventKey>();
  std::lock_guard lock(mutex_);
  if (uncertain_) RETURN_IF_ERROR(BeginEpoch());
  return AppendLocked(std::move(drafts));
}

absl::StatusOr<std::vector<StoredEvent>> OfficeLog::Complete(std::vector<EventDraft> drafts,
                                                             LogHead& head) {
  ASSIGN_OR_RETURN(const auto keys, KeysOfParts(drafts, KeyVault::For::kEverybody, keys_));
  ASSIGN_OR_RETURN(const auto office_keys, KeysOfParts(drafts, KeyVault::For::kOffice, keys_));
  ClockReading reading = clock_.Now();
  // What kiosks sent was seen: the office's edits come after it.
  hybrid_.Observe(writer_.latest_hybrid(), reading.wall_ms);
  std::vector<StoredEvent> events;
  events.reserve(drafts.size());
  for (EventDraft& draft : drafts) {
    CaptureMoment moment{.clock = reading,
                         .quality = v1::CLOCK_QUALITY_DISCIPLINED,
                         .hybrid = hybrid_.Tick(reading.wall_ms)};
    ASSIGN_OR_RETURN(StoredEvent event,
                     CompleteDraft(
                         std::move(draft), head, moment,
                         [&](const SealedDraft& part) -> absl::StatusOr<PersonKey> {
                           return WhoReads(part) == KeyVault::For::kOffice
                                      ? office_keys.at(part.person)
                                      : keys.at(part.person);
                         },
                         random_));
    head = HeadAfter(event);
    events.push_back(std::move(event));
  }
  return events;
}

absl::Status OfficeLog::Commit(WriteJob job, const EventKey& last) {
  absl::Status committed = writer_.Run(std::move(job));
  if (committed.ok()) return committed;
  // Perhaps it was committed after all: then that is so.
  absl::StatusOr<std::optional<Placed>> found = std::optional<Placed>();
  WriteJob look;
  look.apply = [&](LogAppender& log, std::int64_t) {
    found = log.Find(last);
    return found.status();
  };
  absl::Status looked = writer_.Run(std::move(look));
  uncertain_ = !looked.ok();
  if (uncertain_ || !found->has_value()) return committed;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<EventKey>> OfficeLog::AppendLocked(std::vector<EventDraft> drafts) {
  LogHead head = head_;
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, Complete(std::move(drafts), head));
  std::vector<EventKey> identities;
  identities.reserve(events.size());
  for (const StoredEvent& event : events) identities.push_back(event.key);

  const SigningKey& key = keys_.office_signing_key();
  const Signature signature =
      Signature::FromBytesOrZero(SignHead(identities.back(), key).signature());
  WriteJob job;
  job.events = events.size();
  job.apply = [&](LogAppender& log, std::int64_t now_ms) -> absl::Status {
    RETURN_IF_ERROR(log.AppendOwn(events, now_ms));
    return log.SignOwn(identities.back(), signature, key.public_key());
  };
  RETURN_IF_ERROR(Commit(std::move(job), identities.back()));
  head_ = head;
  return identities;
}

absl::StatusOr<std::uint64_t> OfficeLog::AppendAll(
    absl::FunctionRef<absl::Status(AppendDraft append)> produce) {
  std::lock_guard lock(mutex_);
  if (uncertain_) RETURN_IF_ERROR(BeginEpoch());
  LogHead head = head_;
  std::uint64_t count = 0;
  EventKey last;
  // What went wrong here and not in the store.
  absl::Status refused;
  WriteJob job;
  job.alone = true;
  job.apply = [&](LogAppender& log, std::int64_t now_ms) -> absl::Status {
    std::vector<EventDraft> waiting;
    absl::Status stored;
    const auto flush = [&]() -> absl::Status {
      if (waiting.empty()) return absl::OkStatus();
      ASSIGN_OR_RETURN(const std::vector<StoredEvent> events,
                       Complete(std::exchange(waiting, {}), head));
      stored = log.AppendOwn(events, now_ms);
      RETURN_IF_ERROR(stored);
      count += events.size();
      last = events.back().key;
      return absl::OkStatus();
    };
    const auto append = [&](EventDraft draft) -> absl::Status {
      waiting.push_back(std::move(draft));
      return waiting.size() < kDraftsHeldMax ? absl::OkStatus() : flush();
    };
    absl::Status produced = produce(append);
    if (produced.ok()) produced = flush();
    // Also where `produce` made something else of it.
    RETURN_IF_ERROR(stored);
    if (!produced.ok()) refused = produced;
    if (!produced.ok() || count == 0) return produced;
    const SigningKey& key = keys_.office_signing_key();
    return log.SignOwn(last, Signature::FromBytesOrZero(SignHead(last, key).signature()),
                       key.public_key());
  };
  absl::Status committed = Commit(std::move(job), last);
  RETURN_IF_ERROR(refused);
  RETURN_IF_ERROR(committed);
  if (count > 0) head_ = head;
  return count;
}

}  // namespace wijkboek
