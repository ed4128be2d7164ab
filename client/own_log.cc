#include "client/own_log.h"

#include <algorithm>
#include <utility>

#include "client/boot_table.h"
#include "client/event_table.h"
#include "common/chain.h"
#include "common/status.h"

namespace wijkboek {
namespace {

EventDraft DeviceDraft(v1::EventKind kind) {
  EventDraft draft;
  draft.event.set_kind(kind);
  draft.event.mutable_actor()->set_method(v1::METHOD_DEVICE);
  return draft;
}

EventDraft StartedDraft(v1::StartReason reason, const std::optional<EventKey>& predecessor) {
  EventDraft draft = DeviceDraft(v1::EVENT_KIND_DEVICE_STARTED);
  v1::DeviceStarted* started = draft.event.mutable_device_started();
  started->set_reason(reason);
  started->set_version(std::string(kKioskVersion));
  if (predecessor) *started->mutable_predecessor() = ToProto(*predecessor);
  return draft;
}

// Somebody did something here, other than putting it away.
bool IsCapture(const EventDraft& draft) {
  return draft.event.actor().method() != v1::METHOD_DEVICE && !draft.event.has_kiosk_parked();
}

EventKey KeyOf(const LogHead& head) {
  return {.device = head.device, .epoch = head.epoch, .seq = head.seq, .hash = head.hash};
}

}  // namespace

OwnLog::OwnLog(const OwnLogParams& params) : params_(params) {}

absl::StatusOr<std::unique_ptr<OwnLog>> OwnLog::Open(const OwnLogParams& params) {
  std::unique_ptr<OwnLog> log(new OwnLog(params));
  RETURN_IF_ERROR(log->Start());
  return log;
}

absl::Status OwnLog::Start() {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(LoadHead());
  const ClockReading reading = params_.clock.Now();
  ASSIGN_OR_RETURN(keeper_, KeeperOf(reading));
  const std::optional<EventKey>& witness = params_.witness;
  const bool witness_is_ours = witness && witness->device == params_.device;
  if (head_.seq == 0) {
    lost_events_ = witness_is_ours;
    return BeginEpoch(v1::START_REASON_NEW_STORE,
                      witness_is_ours ? witness : std::optional<EventKey>());
  }
  if (witness_is_ours) {
    std::optional<Hash> held;
    RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) -> absl::Status {
      ASSIGN_OR_RETURN(held, OwnHashAt(connection, witness->epoch, witness->seq));
      return absl::OkStatus();
    }));
    if (held != witness->hash) {
      lost_events_ = true;
      return BeginEpoch(v1::START_REASON_FORK, KeyOf(head_));
    }
  }
  std::vector<EventDraft> drafts;
  drafts.push_back(StartedDraft(v1::START_REASON_BOOT, std::nullopt));
  return AppendLocked(std::move(drafts)).status();
}

absl::Status OwnLog::LoadHead() {
  // Kept apart until it is complete: a head that was half read must never reach the witness.
  LogHead loaded{.device = params_.device};
  RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<EpochHead> epochs, OwnEpochs(connection));
    if (epochs.empty()) return absl::OkStatus();
    loaded.epoch = epochs.back().epoch;
    loaded.seq = epochs.back().seq;
    loaded.hash = epochs.back().hash;
    absl::StatusOr<StoredEvent> last = FindEvent(connection, loaded.hash);
    if (absl::IsNotFound(last.status())) return absl::OkStatus();
    if (!last.ok()) return last.status();
    if (last->key != KeyOf(loaded)) {
      return absl::DataLossError("the last event of the log does not match its hash");
    }
    const HybridTime hybrid = FromProto(last->event.hybrid());
    hybrid_.Observe(hybrid, hybrid.wall_ms);
    return absl::OkStatus();
  }));
  head_ = loaded;
  head_known_ = true;
  return absl::OkStatus();
}

absl::Status OwnLog::BeginEpoch(v1::StartReason reason,
                                const std::optional<EventKey>& predecessor) {
  const LogHead before = head_;
  head_ = LogHead{.device = params_.device, .epoch = params_.random.NewUint64()};
  std::vector<EventDraft> drafts;
  drafts.push_back(StartedDraft(reason, predecessor));
  absl::Status status = AppendLocked(std::move(drafts)).status();
  if (!status.ok() && head_.seq == 0) head_ = before;
  return status;
}

absl::StatusOr<TimeKeeper> OwnLog::KeeperOf(const ClockReading& reading) {
  std::optional<BootRecord> record;
  RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(record, FindBoot(connection, reading.boot));
    return absl::OkStatus();
  }));
  if (record) return TimeKeeper(*record);
  TimeKeeper keeper(BootRecord{.boot = reading.boot});
  keeper.Look(reading);
  return keeper;
}

absl::StatusOr<StoredEvent> OwnLog::Append(EventDraft draft) {
  std::vector<EventDraft> drafts;
  drafts.push_back(std::move(draft));
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, Append(std::move(drafts)));
  return std::move(events.front());
}

absl::StatusOr<std::vector<StoredEvent>> OwnLog::Append(std::vector<EventDraft> drafts) {
  absl::StatusOr<std::vector<StoredEvent>> events;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    events = AppendLocked(std::move(drafts));
  }
  if (events.ok() && listener_) listener_();
  return events;
}

absl::StatusOr<std::vector<StoredEvent>> OwnLog::AppendLocked(std::vector<EventDraft> drafts,
                                                              const TimeKeeper* changed) {
  if (!head_known_) RETURN_IF_ERROR(LoadHead());
  const ClockReading reading = params_.clock.Now();
  TimeKeeper keeper = changed != nullptr ? *changed : keeper_;
  bool save_boot = changed != nullptr || head_.seq == 0;
  std::vector<EventDraft> all;
  if (reading.boot != keeper.record().boot) {
    ASSIGN_OR_RETURN(keeper, KeeperOf(reading));
    all.push_back(StartedDraft(v1::START_REASON_BOOT, std::nullopt));
    save_boot = true;
  }
  // What is captured at a kiosk that was put away says that it stands there again.
  if (parked_ && all.empty() && std::any_of(drafts.begin(), drafts.end(), IsCapture)) {
    all.push_back(StartedDraft(v1::START_REASON_BOOT, std::nullopt));
  }
  if (std::optional<v1::ClockStepped> step = keeper.Look(reading)) {
    all.push_back(DeviceDraft(v1::EVENT_KIND_CLOCK_STEPPED));
    *all.back().event.mutable_clock_stepped() = *step;
    save_boot = true;
  }
  // An epoch's first event is its DeviceStarted, whatever else was noticed.
  const std::size_t noticed = head_.seq == 0 ? 0 : all.size();
  all.insert(head_.seq == 0 ? all.begin() : all.end(), std::make_move_iterator(drafts.begin()),
             std::make_move_iterator(drafts.end()));

  LogHead head = head_;
  std::vector<StoredEvent> events;
  if (all.empty()) return events;
  for (EventDraft& draft : all) {
    CaptureMoment moment{.clock = reading,
                         .quality = keeper.quality(),
                         .hybrid = hybrid_.Tick(keeper.BestMs(reading))};
    ASSIGN_OR_RETURN(
        StoredEvent event,
        CompleteDraft(
            std::move(draft), head, moment,
            [&](const SealedDraft& part) -> absl::StatusOr<PersonKey> {
              if (part.field == v1::SEALED_FIELD_INDICATORS) {
                return absl::InvalidArgumentError(
                    "answers for a funder's indicators are written down at the office alone");
              }
              return params_.keys.KeyFor(part.person);
            },
            params_.random));
    head = HeadAfter(event);
    events.push_back(std::move(event));
  }
  absl::Status status = params_.store.Write([&](Connection& connection) -> absl::Status {
    for (const StoredEvent& event : events) RETURN_IF_ERROR(InsertOwn(connection, event));
    return save_boot ? SaveBoot(connection, keeper.record()) : absl::OkStatus();
  });
  if (!status.ok()) RETURN_IF_ERROR(Ascertain(events, status));
  head_ = head;
  keeper_ = keeper;
  for (const StoredEvent& event : events) NoteParked(event.event);
  if (noticed > 0)
    events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(noticed));
  return events;
}

void OwnLog::NoteParked(const v1::Event& event) {
  if (event.has_device_started()) parked_ = false;
  if (event.has_kiosk_parked()) {
    parked_ = event.kiosk_parked().kiosk_id() == params_.device.bytes();
  }
}

absl::Status OwnLog::Ascertain(const std::vector<StoredEvent>& events,
                               const absl::Status& failure) {
  if (!absl::IsUnavailable(failure) && !absl::IsDataLoss(failure)) return failure;
  head_known_ = false;
  absl::Status reopened = params_.store.Reopen();
  if (!reopened.ok()) {
    return absl::UnavailableError(
        absl::StrCat("it is not certain whether this was saved; it will show when the store can be "
                     "read again. (",
                     failure.message(), ")"));
  }
  bool found = false;
  RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(found, HasEvent(connection, events.back().key.hash));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(LoadHead());
  if (found) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("nothing was saved, try again. (", failure.message(), ")"));
}

absl::Status OwnLog::LeaveEpoch(Epoch left) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!head_known_) RETURN_IF_ERROR(LoadHead());
    if (head_.epoch != left) return absl::OkStatus();
    RETURN_IF_ERROR(BeginEpoch(v1::START_REASON_FORK, KeyOf(head_)));
  }
  if (listener_) listener_();
  return absl::OkStatus();
}

absl::Status OwnLog::TakeServerTime(const ClockReading& sent, const ClockReading& received,
                                    std::int64_t server_ms) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    std::optional<v1::ClockSampled> sample = keeper_.Sample(sent, received, server_ms);
    if (!sample) return absl::OkStatus();
    TimeKeeper changed = keeper_;
    changed.Keep(*sample);
    std::vector<EventDraft> drafts;
    drafts.push_back(DeviceDraft(v1::EVENT_KIND_CLOCK_SAMPLED));
    *drafts.back().event.mutable_clock_sampled() = *sample;
    RETURN_IF_ERROR(AppendLocked(std::move(drafts), &changed).status());
  }
  if (listener_) listener_();
  return absl::OkStatus();
}

absl::Status OwnLog::LookAtClock() {
  const ClockReading reading = params_.clock.Now();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    TimeKeeper looking = keeper_;
    if (reading.boot == looking.record().boot && !looking.Look(reading)) {
      keeper_ = looking;
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(AppendLocked({}).status());
  }
  if (listener_) listener_();
  return absl::OkStatus();
}

void OwnLog::Observe(HybridTime seen, std::int64_t server_ms) {
  std::lock_guard<std::mutex> lock(mutex_);
  hybrid_.Observe(seen, server_ms);
}

EventKey OwnLog::Head() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return KeyOf(head_);
}

std::int64_t OwnLog::NowMs() const {
  const ClockReading reading = params_.clock.Now();
  std::lock_guard<std::mutex> lock(mutex_);
  const std::int64_t best_ms = keeper_.BestMs(reading);
  if (keeper_.quality() != v1::CLOCK_QUALITY_UNKNOWN) return best_ms;
  return std::max(best_ms, hybrid_.latest().wall_ms);
}

std::int64_t OwnLog::TimeOf(const v1::CapturedTime& captured) const {
  std::lock_guard<std::mutex> lock(mutex_);
  return keeper_.BestMs({.wall_ms = captured.wall_ms(),
                         .boottime_ms = captured.boottime_ms(),
                         .boot = Id::FromBytesOrZero(captured.boot_id())});
}

v1::ClockQuality OwnLog::quality() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return keeper_.quality();
}

bool OwnLog::parked() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return parked_;
}

}  // namespace wijkboek
