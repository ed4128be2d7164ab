#include "client/sync_session.h"

#include <algorithm>
#include <utility>

#include "common/chain.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::uint64_t kResendForAcknowledgements = kBatchesInFlightMax * kBatchEventsMax;

}  // namespace

EventKey SyncSession::Key(std::uint64_t seq, const Hash& hash) const {
  return {.device = device_, .epoch = head_.epoch, .seq = seq, .hash = hash};
}

absl::StatusOr<SyncStep> SyncSession::Start() {
  SyncStep step;
  RETURN_IF_ERROR(Advance(step));
  return step;
}

absl::StatusOr<SyncStep> SyncSession::LogGrew() {
  SyncStep step;
  if (phase_ == Phase::kLeaving) phase_ = Phase::kSending;
  RETURN_IF_ERROR(Advance(step));
  return step;
}

absl::StatusOr<SyncStep> SyncSession::Heartbeat() {
  SyncStep step;
  // Before the first epoch is opened the server has not been spoken to.
  if (!holds_.empty()) AskTime(step);
  return step;
}

absl::StatusOr<SyncStep> SyncSession::Receive(const v1::PushResponse& response) {
  SyncStep step;
  switch (response.response_case()) {
    case v1::PushResponse::kOpened:
      RETURN_IF_ERROR(TakeOpened(response.opened(), step));
      break;
    case v1::PushResponse::kHashAnswer:
      RETURN_IF_ERROR(TakeHashes(response.hash_answer(), step));
      break;
    case v1::PushResponse::kAcknowledgement:
      RETURN_IF_ERROR(TakeAcknowledgement(response.acknowledgement(), step));
      break;
    case v1::PushResponse::kTimeAnswer:
      time_asked_ = false;
      server_ms_ = response.time_answer().server_ms();
      step.server_ms = server_ms_;
      log_end_due_ = true;
      break;
    case v1::PushResponse::kHeardThrough:
      step.heard_through = response.heard_through();
      break;
    case v1::PushResponse::RESPONSE_NOT_SET:
      break;  // From a newer server: nothing that this kiosk asked for.
  }
  RETURN_IF_ERROR(Advance(step));
  return step;
}

absl::Status SyncSession::Advance(SyncStep& step) {
  if (phase_ == Phase::kOpening || phase_ == Phase::kProbing || phase_ == Phase::kLeaving) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(std::vector<EpochHead> epochs, log_.Epochs());
  while (true) {
    if (phase_ == Phase::kNothing) return OpenNext(epochs, step);
    auto head = std::find_if(epochs.begin(), epochs.end(), [&](const EpochHead& candidate) {
      return candidate.epoch == head_.epoch;
    });
    if (head == epochs.end()) return absl::InternalError("an epoch left the log");
    if (phase_ == Phase::kIdle && head->seq > sent_.seq) phase_ = Phase::kSending;
    const bool is_present = std::next(head) == epochs.end();
    if (phase_ == Phase::kSending) {
      RETURN_IF_ERROR(Send(*head, step));
      if (!in_flight_.empty()) return absl::OkStatus();
      // Sent and acknowledged to its end, or as far as it can be.
      phase_ = Phase::kIdle;
    }
    if (!is_present) {
      finished_.insert(head_.epoch);
      phase_ = Phase::kNothing;
      continue;
    }
    if (forked_) {
      phase_ = Phase::kLeaving;
      step.leave = head_.epoch;
      return absl::OkStatus();
    }
    if (log_end_due_ && sent_.seq == head->seq) {
      log_end_due_ = false;
      v1::LogEnd* end = step.send.emplace_back().mutable_log_end();
      *end->mutable_head() = ToProto(sent_);
      end->set_server_ms(server_ms_);
    }
    if (time_is_stale_) AskTime(step);
    return absl::OkStatus();
  }
}

absl::Status SyncSession::OpenNext(const std::vector<EpochHead>& epochs, SyncStep& step) {
  for (const EpochHead& epoch : epochs) {
    if (finished_.contains(epoch.epoch)) continue;
    head_ = epoch;
    forked_ = false;
    in_flight_.clear();
    phase_ = Phase::kOpening;
    v1::PushOpen* open = step.send.emplace_back().mutable_open();
    *open->mutable_head() = ToProto(Key(epoch.seq, epoch.hash));
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

void SyncSession::AskTime(SyncStep& step) {
  if (time_asked_) return;
  time_asked_ = true;
  time_is_stale_ = false;
  step.send.emplace_back().mutable_time_query();
}

absl::Status SyncSession::TakeOpened(const v1::PushOpened& opened, SyncStep& step) {
  if (phase_ != Phase::kOpening) return absl::InternalError("the server opened what was not asked");
  acknowledgement_key_ = PublicKey::FromBytesOrZero(opened.acknowledgement_key());
  batch_bytes_max_ = opened.batch_bytes_max() == 0 ? kBatchBytesMax : opened.batch_bytes_max();
  in_flight_max_ = std::clamp<std::size_t>(opened.batches_in_flight_max(), 1, kBatchesInFlightMax);
  server_ms_ = opened.server_ms();
  log_end_due_ = true;
  time_is_stale_ = true;
  common_ = 0;
  differs_ = 0;
  if (opened.has_held()) {
    const std::uint64_t held = opened.held().seq();
    ASSIGN_OR_RETURN(std::optional<Hash> ours, log_.HashAt(head_.epoch, held));
    if (ours && ours->bytes() == opened.held().hash()) {
      common_ = held;
    } else {
      forked_ = true;
      // Beyond our head nothing is known about it, at a seq of ours the hashes differ.
      differs_ = ours ? held : head_.seq + 1;
      phase_ = Phase::kProbing;
      Probe(step);
      if (phase_ == Phase::kProbing) return absl::OkStatus();
    }
  }
  return FoundCommon();
}

// Few questions: first in steps that double downwards from the head, then evenly between the two
// bounds.
void SyncSession::Probe(SyncStep& step) {
  if (differs_ <= common_ + 1) {
    phase_ = Phase::kSending;
    return;
  }
  const std::uint64_t gap = differs_ - common_ - 1;
  std::set<std::uint64_t> seqs;
  if (gap <= kHashQuerySeqsMax) {
    for (std::uint64_t seq = common_ + 1; seq < differs_; ++seq) seqs.insert(seq);
  } else if (common_ == 0) {
    for (std::uint64_t back = 1; back <= gap; back *= 2) seqs.insert(differs_ - back);
  } else {
    const std::uint64_t stride = gap / kHashQuerySeqsMax + 1;
    for (std::uint64_t seq = common_ + stride; seq < differs_; seq += stride) seqs.insert(seq);
  }
  asked_.assign(seqs.begin(), seqs.end());
  v1::HashQuery* query = step.send.emplace_back().mutable_hash_query();
  query->set_epoch(head_.epoch);
  for (std::uint64_t seq : asked_) query->add_seqs(seq);
}

absl::Status SyncSession::TakeHashes(const v1::HashAnswer& answer, SyncStep& step) {
  if (phase_ != Phase::kProbing || answer.epoch() != head_.epoch) {
    return absl::InternalError("the server answered what was not asked");
  }
  for (std::uint64_t seq : asked_) {
    ASSIGN_OR_RETURN(std::optional<Hash> ours, log_.HashAt(head_.epoch, seq));
    const bool held =
        ours &&
        std::any_of(answer.held().begin(), answer.held().end(), [&](const v1::EventId& event) {
          return event.seq() == seq && event.hash() == ours->bytes();
        });
    // A chain that is held at a seq is held below it.
    if (!held) {
      differs_ = seq;
      break;
    }
    common_ = seq;
  }
  Probe(step);
  return phase_ == Phase::kProbing ? absl::OkStatus() : FoundCommon();
}

absl::StatusOr<EventKey> SyncSession::KeyAt(std::uint64_t seq) const {
  if (seq == 0) return Key(0, Hash());
  ASSIGN_OR_RETURN(std::optional<Hash> ours, log_.HashAt(head_.epoch, seq));
  if (!ours) return absl::InternalError("an event left the log");
  return Key(seq, *ours);
}

absl::Status SyncSession::FoundCommon() {
  ASSIGN_OR_RETURN(acknowledged_, log_.AcknowledgedThrough(head_.epoch));
  std::uint64_t from = common_;
  if (acknowledged_ < common_) {
    // Acknowledgements were lost on the way. What is held is skipped there, so these are asked for
    // again: all of them where they are few, else the last one, which speaks for all.
    from = common_ - acknowledged_ <= kResendForAcknowledgements ? acknowledged_ : common_ - 1;
  }
  ASSIGN_OR_RETURN(sent_, KeyAt(from));
  holds_[head_.epoch] = common_;
  phase_ = Phase::kSending;
  return absl::OkStatus();
}

absl::Status SyncSession::Send(const EpochHead& head, SyncStep& step) {
  while (in_flight_.size() < in_flight_max_ && sent_.seq < head.seq) {
    ASSIGN_OR_RETURN(v1::EventBatch batch, log_.NextBatch(sent_, batch_bytes_max_));
    if (batch.events().empty() && sent_.seq < holds_[head_.epoch]) {
      // Deleted here, and held there.
      ASSIGN_OR_RETURN(sent_, KeyAt(holds_[head_.epoch]));
      continue;
    }
    if (batch.events().empty()) {
      trouble_ = absl::StrCat(
          "the server has lost records that this kiosk has deleted since it had them "
          "acknowledged; ask the office to restore its newest backup");
      // Nothing can follow in this epoch, but it can in another.
      forked_ = true;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(sent_, ToEventKey(batch.signed_head().head()));
    in_flight_.push_back(sent_.seq);
    time_is_stale_ = true;
    *step.send.emplace_back().mutable_batch() = std::move(batch);
  }
  return absl::OkStatus();
}

absl::Status SyncSession::TakeAcknowledgement(const v1::Acknowledgement& acknowledgement,
                                              SyncStep& step) {
  const v1::EventId& event = acknowledgement.event();
  if (event.epoch() != head_.epoch || event.device_id() != device_.bytes()) {
    return absl::OkStatus();  // Said again; the first time counted.
  }
  ASSIGN_OR_RETURN(std::optional<Hash> ours, log_.HashAt(event.epoch(), event.seq()));
  if (!ours || ours->bytes() != event.hash()) {
    return absl::InternalError("the server acknowledged an event that this kiosk does not have");
  }
  if (!VerifyAcknowledgement(acknowledgement, acknowledgement_key_)) {
    return absl::InternalError("an acknowledgement is not signed by the server");
  }
  while (!in_flight_.empty() && in_flight_.front() <= event.seq()) in_flight_.pop_front();
  std::uint64_t& held = holds_[head_.epoch];
  held = std::max(held, event.seq());
  if (event.seq() <= acknowledged_) return absl::OkStatus();
  acknowledged_ = event.seq();
  step.acknowledged.push_back(acknowledgement);
  return absl::OkStatus();
}

}  // namespace wijkboek
