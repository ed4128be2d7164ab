#include "server/office_log.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/chain.h"
#include "common/status.h"

namespace wijkboek {

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

absl::StatusOr<std::vector<EventKey>> OfficeLog::AppendLocked(std::vector<EventDraft> drafts) {
  std::vector<Id> persons;
  for (const EventDraft& draft : drafts) {
    for (const SealedDraft& part : draft.sealed) persons.push_back(part.person);
  }
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  ASSIGN_OR_RETURN(std::vector<PersonKey> keys, keys_.KeysFor(persons));
  absl::flat_hash_map<Id, PersonKey> key_of;
  for (const PersonKey& key : keys) key_of.emplace(key.person, key);

  LogHead head = head_;
  ClockReading reading = clock_.Now();
  // What kiosks sent was seen: the office's edits come after it.
  hybrid_.Observe(writer_.latest_hybrid(), reading.wall_ms);
  std::vector<StoredEvent> events;
  std::vector<EventKey> identities;
  for (EventDraft& draft : drafts) {
    CaptureMoment moment{.clock = reading,
                         .quality = v1::CLOCK_QUALITY_DISCIPLINED,
                         .hybrid = hybrid_.Tick(reading.wall_ms)};
    ASSIGN_OR_RETURN(StoredEvent event, CompleteDraft(
                                            std::move(draft), head, moment,
                                            [&](const Id& person) -> absl::StatusOr<PersonKey> {
                                              return key_of.at(person);
                                            },
                                            random_));
    head = HeadAfter(event);
    identities.push_back(event.key);
    events.push_back(std::move(event));
  }

  v1::SignedHead signed_head = SignHead(events.back().key, keys_.office_signing_key());
  WriteJob job;
  job.events = events.size();
  job.apply = [&](LogAppender& log, std::int64_t now_ms) {
    return log.AppendOwn(events, signed_head, keys_.office_signing_key().public_key(), now_ms)
        .status();
  };
  absl::Status committed = writer_.Run(std::move(job));
  if (!committed.ok()) {
    // Perhaps it was committed after all: then that is so.
    absl::StatusOr<std::optional<Placed>> found = std::optional<Placed>();
    WriteJob look;
    look.apply = [&](LogAppender& log, std::int64_t) {
      found = log.Find(events.back().key);
      return found.status();
    };
    absl::Status looked = writer_.Run(std::move(look));
    uncertain_ = !looked.ok();
    if (uncertain_ || !found->has_value()) return committed;
  }
  head_ = head;
  return identities;
}

}  // namespace wijkboek
