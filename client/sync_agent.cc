#include "client/sync_agent.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <utility>

#include "client/acknowledgement_table.h"
#include "client/event_table.h"
#include "client/pull_session.h"
#include "client/trouble.h"
#include "client/witness.h"
#include "common/limits.h"
#include "common/status.h"
#include "common/tls/x509.h"

namespace wijkboek {
namespace {

// A little after the commits; one for many.
constexpr std::int64_t kWitnessDelayMs = 2000;
constexpr std::int64_t kRetainEveryMs = 6LL * 3600 * 1000;
constexpr std::int64_t kRenewEveryMs = 60 * 1000;
// Without a word on an open connection. Heartbeats are answered at once.
constexpr std::int64_t kSilenceMaxMs = 60 * 1000;
// Replays of the pull fill the inbox: the look at it ends now and then.
constexpr int kEventsPerStep = 64;
constexpr std::int64_t kNeverMs = std::numeric_limits<std::int64_t>::max();

std::int64_t SteadyMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::int64_t RealWallMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

void Warn(absl::string_view what, const absl::Status& status) {
  std::fprintf(stderr, "%s: %s\n", std::string(what).c_str(), status.ToString().c_str());
}

}  // namespace

SyncAgent::SyncAgent(Params params)
    : params_(std::move(params)),
      backoff_(std::min(kRetryFirstMs, params_.period_ms),
               std::min(kRetryMaxMs, 5 * params_.period_ms), params_.random),
      certificate_pem_(params_.identity.certificate_pem),
      validity_(ValidityOf(certificate_pem_).value_or(Validity())),
      comparison_(params_.store, params_.view) {
  status_.reason = "not connected yet";
  Publish();
}

SyncAgent::~SyncAgent() {
  inbox_.Stop();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (uplink_ != nullptr) uplink_->Cancel();
  }
  if (thread_.joinable()) thread_.join();
  uplink_.reset();
  // The last word about the head.
  witness_due_ = true;
  TendWitness(witness_at_ms_);
}

void SyncAgent::Start() {
  thread_ = std::thread([this] {
    while (!inbox_.stopped()) {
      const std::int64_t now_ms = SteadyMs();
      const std::int64_t next_ms = Step(now_ms);
      inbox_.Wait(std::clamp<std::int64_t>(next_ms - SteadyMs(), 0, 1000));
    }
  });
}

SyncStatus SyncAgent::Status() const {
  SyncStatus status;
  ServerHolds holds;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    status = published_;
    holds = published_holds_;
  }
  CountUnsent(holds, status);
  return status;
}

std::int64_t SyncAgent::Step(std::int64_t now_ms) {
  TakeEvents(now_ms);
  const bool grew = inbox_.TakeWoken();
  if (grew) view_is_behind_ = true;
  if (uplink_ != nullptr && comparison_.ReopenAtMs().value_or(kNeverMs) <= now_ms) {
    Drop();
    connect_at_ms_ = now_ms;
  }
  if (uplink_ == nullptr && now_ms >= connect_at_ms_) Connect(now_ms);
  if (uplink_ != nullptr) {
    absl::Status status;
    if (grew) status = Do(session_->LogGrew());
    if (status.ok()) status = Beat(now_ms);
    if (status.ok() && now_ms - silent_since_ms_ > std::max(kSilenceMaxMs, 3 * params_.period_ms)) {
      status = absl::UnavailableError("the server has gone silent");
    }
    if (!status.ok()) Disconnect({.status = status}, now_ms);
  }
  if (grew || witness_due_) TendWitness(now_ms);
  if (now_ms >= retain_at_ms_ && uplink_ != nullptr && session_->drained()) {
    retain_at_ms_ = now_ms + kRetainEveryMs;
    absl::Status status = Retain();
    if (!status.ok()) Warn("deleting what was acknowledged long ago", status);
  }
  if (view_is_behind_) {
    view_is_behind_ = false;
    absl::Status status = params_.view.CatchUp();
    if (!status.ok()) Warn("bringing the view up to date", status);
  }
  Publish();
  std::int64_t next_ms = uplink_ == nullptr ? connect_at_ms_ : beat_at_ms_;
  if (witness_due_) next_ms = std::min(next_ms, witness_at_ms_);
  return next_ms;
}

// ---- the connection

void SyncAgent::Connect(std::int64_t now_ms) {
  absl::Status certificate = RenewIfDue(now_ms);
  if (!certificate.ok()) return Disconnect({.status = certificate}, now_ms);
  UplinkParams params{.server = params_.identity.server,
                      .authority_pem = params_.identity.authority_pem,
                      .certificate_pem = certificate_pem_,
                      .key_pem = params_.tls_key_pem,
                      .connection = ++connection_};
  absl::StatusOr<v1::PullRequest> pull = MakePullRequest(params_.store, params_.keys, Describe());
  if (!pull.ok()) return Disconnect({.status = pull.status()}, now_ms);
  params.pull = *std::move(pull);
  for (const Id& person : comparison_.TakeWanted()) params.pull.add_again(person.ToString());
  inbox_.Admit(connection_);
  std::unique_ptr<Uplink> uplink = params_.open_uplink(params, inbox_);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    uplink_ = std::move(uplink);
    // Asked to stop while the line was opened, when there was nothing to cancel yet.
    if (inbox_.stopped()) uplink_->Cancel();
  }
  session_.emplace(params_.outbox, params_.identity.device);
  silent_since_ms_ = now_ms;
  beat_at_ms_ = now_ms + params_.period_ms;
  absl::Status status = Do(session_->Start());
  if (!status.ok()) Disconnect({.status = status}, now_ms);
}

void SyncAgent::Drop() {
  inbox_.Admit(0);
  if (session_) {
    for (const auto& [epoch, seq] : session_->holds()) holds_[epoch] = seq;
  }
  std::unique_ptr<Uplink> ending;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ending = std::move(uplink_);
  }
  ending.reset();
  session_.reset();
}

void SyncAgent::Disconnect(const UplinkEnded& ended, std::int64_t now_ms) {
  Drop();
  const std::int64_t wait_ms = backoff_.NextMs(ended.retry_after_ms);
  connect_at_ms_ = now_ms + wait_ms;
  if (IsAboutCertificates(ended.status)) certificate_suspect_ = true;
  status_.reason = ExplainTrouble(ended.status, params_.identity.server, wait_ms);
  status_.up_to_date = false;
}

void SyncAgent::TakeEvents(std::int64_t now_ms) {
  for (int i = 0; i < kEventsPerStep; ++i) {
    std::optional<UplinkEvent> event = inbox_.Take();
    if (!event) return;
    if (uplink_ == nullptr || event->connection != connection_) continue;
    if (const UplinkEnded* ended = std::get_if<UplinkEnded>(&event->what)) {
      return Disconnect(*ended, now_ms);
    }
    silent_since_ms_ = now_ms;
    certificate_suspect_ = false;
    status_.last_contact_ms = params_.log.NowMs();
    status_.reason.clear();
    const v1::PushResponse* push = std::get_if<v1::PushResponse>(&event->what);
    absl::Status status = push != nullptr
                              ? TakePush(*push)
                              : TakePull(std::get<v1::PullResponse>(event->what), now_ms);
    if (!status.ok()) return Disconnect({.status = status}, now_ms);
    // Every connection begins with a page to store: a disk that takes none must not have the kiosk
    // come back every second.
    if (push == nullptr || push->has_acknowledgement()) backoff_.Succeeded();
  }
  // More is waiting.
  inbox_.Wake();
}

absl::Status SyncAgent::TakePush(const v1::PushResponse& response) {
  const ClockReading received = params_.clock.Now();
  absl::StatusOr<SyncStep> step = session_->Receive(response);
  if (step.ok() && step->server_ms) {
    RETURN_IF_ERROR(params_.log.TakeServerTime(time_asked_, received, *step->server_ms));
  }
  return Do(std::move(step));
}

absl::Status SyncAgent::Do(absl::StatusOr<SyncStep> step) {
  if (!step.ok()) return step.status();
  if (!step->acknowledged.empty()) {
    RETURN_IF_ERROR(params_.store.Write([&](Connection& connection) -> absl::Status {
      for (const v1::Acknowledgement& acknowledgement : step->acknowledged) {
        RETURN_IF_ERROR(InsertAcknowledgement(connection, acknowledgement));
        RETURN_IF_ERROR(SetReceived(connection, acknowledgement.event().epoch(),
                                    acknowledgement.event().seq(), acknowledgement.received_ms()));
      }
      return absl::OkStatus();
    }));
    view_is_behind_ = true;
  }
  if (step->heard_through) status_.heard_through_ms = step->heard_through->server_ms();
  for (v1::PushRequest& request : step->send) {
    if (request.has_time_query()) time_asked_ = params_.clock.Now();
    // A broken stream tells its reason through the inbox.
    if (!uplink_->Push(WithStatus(std::move(request)))) return absl::OkStatus();
  }
  if (step->leave) {
    RETURN_IF_ERROR(params_.log.LeaveEpoch(*step->leave));
    return Do(session_->LogGrew());
  }
  return absl::OkStatus();
}

absl::Status SyncAgent::TakePull(const v1::PullResponse& response, std::int64_t now_ms) {
  ASSIGN_OR_RETURN(PullSummary summary, ApplyPull(response, params_.store, params_.keys));
  params_.log.Observe(summary.hybrid, summary.server_ms);
  status_.up_to_date = summary.up_to_date;
  if (response.has_cursor()) status_.pulled_position = summary.position;
  if (summary.events > 0 || summary.left) view_is_behind_ = true;
  // Sync goes on without it.
  absl::Status compared = comparison_.Take(
      response, [this](std::uint64_t position) { return IsHeardAt(position); }, now_ms);
  if (!compared.ok()) Warn("comparing with the server", compared);
  return absl::OkStatus();
}

absl::StatusOr<bool> SyncAgent::IsHeardAt(std::uint64_t position) const {
  if (!session_->drained()) return false;
  bool is_heard = false;
  RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<EpochHead> epochs, OwnEpochs(connection));
    if (epochs.empty()) return absl::OkStatus();
    // Epochs and their events reach the server in order: the last one shows it for all.
    ASSIGN_OR_RETURN(std::optional<v1::Acknowledgement> last,
                     LastAcknowledgement(connection, epochs.back().epoch));
    is_heard = last && last->event().seq() >= epochs.back().seq && last->position() <= position;
    return absl::OkStatus();
  }));
  return is_heard;
}

absl::Status SyncAgent::Beat(std::int64_t now_ms) {
  if (now_ms < beat_at_ms_) return absl::OkStatus();
  beat_at_ms_ = now_ms + params_.period_ms;
  RETURN_IF_ERROR(params_.log.LookAtClock());
  RETURN_IF_ERROR(RenewIfDue(now_ms));
  return Do(session_->Heartbeat());
}

// ---- chores

absl::Status SyncAgent::Retain() {
  // Without a server time nobody knows how old anything is.
  if (params_.log.quality() == v1::CLOCK_QUALITY_UNKNOWN) return absl::OkStatus();
  const std::int64_t before_ms = params_.log.NowMs() - kKeepAcknowledgedMs;
  const ServerHolds holds = session_->holds();
  RETURN_IF_ERROR(params_.store.Write([&](Connection& connection) -> absl::Status {
    std::int64_t deleted = 0;
    for (const auto& [epoch, seq] : holds) {
      ASSIGN_OR_RETURN(std::int64_t count, DeleteOwnBytes(connection, epoch, seq, before_ms));
      deleted += count;
    }
    return deleted > 0 ? MarkLedgerStale(connection) : absl::OkStatus();
  }));
  return DropSpentKeys(params_.store, params_.keys, spent_key_suspects_);
}

absl::Status SyncAgent::RenewIfDue(std::int64_t now_ms) {
  const std::int64_t left_ms = validity_.not_after_ms - RealWallMs();
  const std::int64_t life_ms = validity_.not_after_ms - validity_.not_before_ms;
  if (left_ms * 3 >= life_ms && left_ms > 0 && !certificate_suspect_) return absl::OkStatus();
  if (left_ms > 0 && now_ms < renew_at_ms_) return absl::OkStatus();
  certificate_suspect_ = false;
  renew_at_ms_ = now_ms + std::clamp<std::int64_t>(life_ms / 10, 500, kRenewEveryMs);
  if (left_ms <= 0) status_.reason = "this kiosk's certificate has expired; renewing it";
  Publish();
  absl::StatusOr<std::string> renewed = params_.renew();
  if (!renewed.ok()) {
    Warn("renewing the certificate", renewed.status());
    return left_ms > 0 ? absl::OkStatus()
                       : WithContext(renewed.status(), "this kiosk's certificate has expired");
  }
  certificate_pem_ = *std::move(renewed);
  validity_ = ValidityOf(certificate_pem_).value_or(Validity());
  return SaveCertificate(params_.store, certificate_pem_, validity_.not_after_ms);
}

void SyncAgent::TendWitness(std::int64_t now_ms) {
  const EventKey head = params_.log.Head();
  if (head == witnessed_ || head.seq == 0) {
    witness_due_ = false;
    return;
  }
  if (!witness_due_) {
    witness_due_ = true;
    witness_at_ms_ = now_ms + kWitnessDelayMs;
  }
  if (now_ms < witness_at_ms_) return;
  witness_due_ = false;
  absl::Status written = WriteWitness(params_.witness_path, head);
  if (written.ok()) {
    witnessed_ = head;
  } else {
    Warn("writing the head file", written);
  }
}

v1::DeviceStatus SyncAgent::Describe() const {
  v1::DeviceStatus status;
  status.set_version(std::string(kKioskVersion));
  status.set_behind(status_.unsent);
  status.set_disk_free_bytes(params_.disk_free_bytes());
  status.set_wall_ms(params_.clock.WallMs());
  return status;
}

// How the device is doing is said as it is when a message leaves, not when the stream began.
v1::PushRequest SyncAgent::WithStatus(v1::PushRequest request) {
  v1::DeviceStatus* status = request.has_open()      ? request.mutable_open()->mutable_status()
                             : request.has_log_end() ? request.mutable_log_end()->mutable_status()
                             : request.has_time_query()
                                 ? request.mutable_time_query()->mutable_status()
                                 : nullptr;
  if (status != nullptr) {
    Publish();
    *status = Describe();
  }
  return request;
}

void SyncAgent::Publish() {
  if (session_) {
    for (const auto& [epoch, seq] : session_->holds()) holds_[epoch] = seq;
    if (!session_->trouble().empty()) status_.reason = session_->trouble();
  }
  CountUnsent(holds_, status_);
  status_.comparison = comparison_.Status();
  std::lock_guard<std::mutex> lock(mutex_);
  published_ = status_;
  if (published_.reason.empty()) published_.reason = ExplainComparison(status_.comparison);
  published_holds_ = holds_;
}

void SyncAgent::CountUnsent(const ServerHolds& holds, SyncStatus& status) const {
  absl::StatusOr<Unsent> unsent = params_.outbox.FindUnsent(holds);
  if (!unsent.ok()) return;
  status.unsent = unsent->events;
  status.oldest_unsent_ms =
      unsent->oldest ? params_.log.TimeOf(unsent->oldest->event.captured()) : 0;
}

}  // namespace wijkboek
