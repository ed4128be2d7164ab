#include "server/push_session.h"

#include <memory>
#include <utility>
#include <vector>

#include "common/chain.h"
#include "common/limits.h"
#include "common/status.h"
#include "server/ingest.h"

namespace wijkboek {

namespace {

// What the device says of itself in this message; empty where it says nothing.
const v1::DeviceStatus& StatusIn(const v1::PushRequest& request) {
  if (request.has_open()) return request.open().status();
  if (request.has_log_end()) return request.log_end().status();
  return request.time_query().status();
}

}  // namespace

PushSession::PushSession(const DeviceIdentity& device, const PushParts& parts)
    : device_(device), parts_(parts) {}

void PushSession::Handle(v1::PushRequest request, const Answer& answer) {
  if (parts_.directory.IsRevoked(device_.device)) {
    return answer(absl::PermissionDeniedError("this device was revoked"));
  }
  parts_.directory.Heard(device_.device, StatusIn(request), parts_.clock.WallMs());
  switch (request.request_case()) {
    case v1::PushRequest::kOpen:
      return Open(request.open(), answer);
    case v1::PushRequest::kHashQuery:
      return Query(request.hash_query(), answer);
    case v1::PushRequest::kBatch:
      return Store(std::move(*request.mutable_batch()), answer);
    case v1::PushRequest::kLogEnd:
      return NoteLogEnd(request.log_end(), answer);
    case v1::PushRequest::kTimeQuery: {
      v1::PushResponse response;
      response.mutable_time_answer()->set_server_ms(parts_.clock.WallMs());
      return answer(std::move(response));
    }
    case v1::PushRequest::REQUEST_NOT_SET:
      break;
  }
  answer(absl::InvalidArgumentError("this server does not know that request"));
}

// An error of the queue is the answer at once; any other comes from the job's end.
void PushSession::Submit(WriteJob job, const Answer& answer) {
  absl::Status queued = parts_.writer.Submit(std::move(job));
  if (!queued.ok()) answer(queued);
}

void PushSession::Open(const v1::PushOpen& open, const Answer& answer) {
  if (open.head().device_id() != device_.device.bytes()) {
    return answer(absl::PermissionDeniedError("this is another device's log"));
  }
  auto progress = std::make_shared<Progress>();
  Id device = device_.device;
  Epoch epoch = open.head().epoch();
  WriteJob job;
  job.events = 1;
  job.apply = [=](LogAppender& log, std::int64_t) -> absl::Status {
    ASSIGN_OR_RETURN(*progress, log.ProgressOf(device, epoch));
    return absl::OkStatus();
  };
  job.done = [=, parts = parts_](const absl::Status& committed) {
    if (!committed.ok()) return answer(committed);
    if (progress->forked) parts.directory.Forked(device);
    v1::PushResponse response;
    v1::PushOpened& opened = *response.mutable_opened();
    if (progress->seq > 0) {
      *opened.mutable_held() = ToProto(
          EventKey{.device = device, .epoch = epoch, .seq = progress->seq, .hash = progress->hash});
    }
    opened.set_generation(parts.writer.generation());
    opened.set_server_ms(parts.clock.WallMs());
    opened.set_forked(progress->forked);
    opened.set_acknowledgement_key(parts.keys.acknowledgement_key().public_key().ToString());
    opened.set_batch_bytes_max(kBatchBytesMax);
    opened.set_batches_in_flight_max(kBatchesInFlightMax);
    answer(std::move(response));
  };
  Submit(std::move(job), answer);
}

void PushSession::Query(const v1::HashQuery& query, const Answer& answer) {
  if (static_cast<std::size_t>(query.seqs_size()) > kHashQuerySeqsMax) {
    return answer(absl::InvalidArgumentError(
        absl::StrCat("at most ", kHashQuerySeqsMax, " seqs may be asked for at once")));
  }
  auto response = std::make_shared<v1::PushResponse>();
  Id device = device_.device;
  WriteJob job;
  // Each is looked up, which costs about what an event does.
  job.events = 1 + static_cast<std::size_t>(query.seqs_size());
  job.apply = [=](LogAppender& log, std::int64_t) -> absl::Status {
    v1::HashAnswer& held = *response->mutable_hash_answer();
    held.set_epoch(query.epoch());
    for (std::uint64_t seq : query.seqs()) {
      ASSIGN_OR_RETURN(std::vector<Hash> hashes, log.HashesAt(device, query.epoch(), seq));
      for (const Hash& hash : hashes) {
        *held.add_held() =
            ToProto(EventKey{.device = device, .epoch = query.epoch(), .seq = seq, .hash = hash});
      }
    }
    return absl::OkStatus();
  };
  job.done = [=](const absl::Status& committed) {
    if (!committed.ok()) return answer(committed);
    answer(std::move(*response));
  };
  Submit(std::move(job), answer);
}

void PushSession::Store(v1::EventBatch batch, const Answer& answer) {
  absl::StatusOr<VerifiedBatch> checked =
      VerifyBatch(std::move(batch), device_, parts_.keys.acknowledgement_key().public_key());
  if (!checked.ok()) return answer(checked.status());
  auto verified = std::make_shared<VerifiedBatch>(*std::move(checked));
  auto outcome = std::make_shared<BatchOutcome>();
  WriteJob job;
  job.bytes = verified->bytes;
  job.events = 1 + verified->events.size();
  job.keys = std::move(verified->keys);
  job.apply = [=](LogAppender& log, std::int64_t now_ms) -> absl::Status {
    ASSIGN_OR_RETURN(*outcome, log.AppendBatch(*verified, now_ms));
    return absl::OkStatus();
  };
  job.done = [=, parts = parts_](const absl::Status& committed) {
    if (!committed.ok()) return answer(committed);
    if (!outcome->status.ok()) return answer(outcome->status);
    // Also for what is sent again: whoever was to be told the first time may not have been.
    if (outcome->forked) parts.directory.Forked(verified->device);
    if (outcome->stored > 0) parts.writer.ObserveHybrid(verified->hybrid);
    v1::PushResponse response;
    *response.mutable_acknowledgement() =
        SignAcknowledgement(outcome->last, outcome->placed.position, outcome->placed.received_ms,
                            parts.keys.acknowledgement_key());
    answer(std::move(response));
  };
  Submit(std::move(job), answer);
}

void PushSession::NoteLogEnd(const v1::LogEnd& end, const Answer& answer) {
  absl::StatusOr<EventKey> head = ToEventKey(end.head());
  if (!head.ok()) return answer(WithContext(head.status(), "log's end"));
  if (head->device != device_.device) {
    return answer(absl::PermissionDeniedError("this is another device's log"));
  }
  auto outcome = std::make_shared<HeardOutcome>();
  std::int64_t through_ms = end.server_ms();
  WriteJob job;
  job.events = 1;
  job.apply = [=, head = *head](LogAppender& log, std::int64_t now_ms) -> absl::Status {
    ASSIGN_OR_RETURN(*outcome, log.AdvanceHeardThrough(head, through_ms, now_ms));
    return absl::OkStatus();
  };
  job.done = [=, head = *head, parts = parts_](const absl::Status& committed) {
    if (!committed.ok()) return answer(committed);
    if (outcome->holds) {
      parts.directory.HeardThrough(head.device, head.epoch, head.seq, through_ms);
    }
    v1::PushResponse response;
    v1::HeardThrough& heard = *response.mutable_heard_through();
    heard.set_device_id(head.device.ToString());
    heard.set_epoch(head.epoch);
    heard.set_seq(outcome->progress.heard_through_seq);
    heard.set_server_ms(outcome->progress.heard_through_ms);
    answer(std::move(response));
  };
  Submit(std::move(job), answer);
}

}  // namespace wijkboek
