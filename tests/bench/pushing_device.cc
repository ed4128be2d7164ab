#include "tests/bench/pushing_device.h"

#include <grpcpp/grpcpp.h>

#include <deque>
#include <utility>

#include "common/chain.h"
#include "common/hybrid_clock.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek::bench {

std::vector<StoredEvent> WriteDay(const LogHead& head, std::size_t count,
                                  const std::vector<Id>& people, const Id& centre,
                                  std::int64_t wall_ms, Random& random) {
  std::vector<StoredEvent> events;
  LogHead at = head;
  HybridClock hybrid;
  Id boot = random.NewId();
  for (std::size_t i = 0; i < count; ++i) {
    EventDraft draft;
    if (at.seq == 0) {
      draft.event.set_kind(v1::EVENT_KIND_DEVICE_STARTED);
      draft.event.mutable_device_started()->set_reason(v1::START_REASON_NEW_STORE);
    } else {
      const Id& person = people[(i / 2) % people.size()];
      AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
      draft.event.mutable_actor()->set_method(v1::METHOD_OWN_BADGE);
      draft.event.mutable_actor()->set_person_id(person.ToString());
      draft.event.set_kind(i % 2 == 0 ? v1::EVENT_KIND_CHECKED_IN : v1::EVENT_KIND_CHECKED_OUT);
      if (i % 2 == 0) {
        draft.event.mutable_checked_in();
      } else {
        draft.event.mutable_checked_out();
      }
    }
    draft.event.set_centre_id(centre.ToString());
    const std::int64_t now_ms = wall_ms + static_cast<std::int64_t>(i) * 1000;
    CaptureMoment moment{.clock = {.wall_ms = now_ms, .boottime_ms = 1000 * i, .boot = boot},
                         .quality = v1::CLOCK_QUALITY_DISCIPLINED,
                         .hybrid = hybrid.Tick(now_ms)};
    absl::StatusOr<StoredEvent> event = CompleteDraft(
        std::move(draft), at, moment,
        [](const SealedDraft&) -> absl::StatusOr<PersonKey> {
          return absl::NotFoundError("no keys");
        },
        random);
    at = HeadAfter(*event);
    events.push_back(*std::move(event));
  }
  return events;
}

PushingDevice::PushingDevice(EnrolledDevice enrolled)
    : enrolled_(std::move(enrolled)), key_(SigningKey::FromSeed(enrolled_.log_seed)) {
  head_.device = enrolled_.device;
}

absl::StatusOr<std::unique_ptr<PushingDevice>> PushingDevice::Enrol(
    const std::string& enrolment_address, const std::string& sync_address, const std::string& code,
    Random& random) {
  ASSIGN_OR_RETURN(DeviceKeys keys, MakeDeviceKeys(random));
  EnrolParams params;
  params.enrolment_address = enrolment_address;
  params.code = code;
  ASSIGN_OR_RETURN(EnrolledDevice enrolled, wijkboek::Enrol(params, keys));
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = enrolled.authority_pem;
  tls.pem_private_key = enrolled.tls_key_pem;
  tls.pem_cert_chain = enrolled.certificate_pem;
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("wijkboek-server");
  // A connection of its own for each device, as kiosks have.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  auto channel = grpc::CreateCustomChannel(sync_address, grpc::SslCredentials(tls), arguments);
  std::unique_ptr<PushingDevice> device(new PushingDevice(std::move(enrolled)));
  device->head_.epoch = random.NewUint64();
  device->stub_ = v1::SyncService::NewStub(channel);
  return device;
}

void PushingDevice::Prepare(std::size_t count, std::size_t events_per_batch,
                            const std::vector<Id>& people, std::int64_t wall_ms, Random& random) {
  std::vector<StoredEvent> events =
      WriteDay(head_, count, people, enrolled_.centre, wall_ms, random);
  batches_.clear();
  for (std::size_t from = 0; from < events.size(); from += events_per_batch) {
    v1::EventBatch& batch = *batches_.emplace_back().mutable_batch();
    *batch.mutable_base() = ToProto(EventKey{
        .device = head_.device, .epoch = head_.epoch, .seq = head_.seq, .hash = head_.hash});
    const std::size_t to = std::min(from + events_per_batch, events.size());
    for (std::size_t i = from; i < to; ++i) batch.add_events(events[i].bytes);
    head_ = HeadAfter(events[to - 1]);
    *batch.mutable_signed_head() = SignHead(events[to - 1].key, key_);
  }
}

absl::Status PushingDevice::Open() {
  context_ = std::make_unique<grpc::ClientContext>();
  context_->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
  stream_ = stub_->Push(context_.get());
  v1::PushRequest request;
  *request.mutable_open()->mutable_head() = ToProto(
      EventKey{.device = head_.device, .epoch = head_.epoch, .seq = head_.seq, .hash = head_.hash});
  v1::PushResponse response;
  if (!stream_->Write(request) || !stream_->Read(&response) || !response.has_opened()) {
    grpc::Status status = stream_->Finish();
    return absl::UnavailableError(absl::StrCat("push did not open: ", status.error_message()));
  }
  in_flight_max_ = static_cast<int>(response.opened().batches_in_flight_max());
  return absl::OkStatus();
}

absl::Status PushingDevice::Push() {
  int in_flight = 0;
  std::size_t next = 0;
  v1::PushResponse response;
  while (next < batches_.size() || in_flight > 0) {
    if (next < batches_.size() && in_flight < in_flight_max_) {
      if (!stream_->Write(batches_[next++])) break;
      ++in_flight;
      continue;
    }
    if (!stream_->Read(&response)) break;
    if (response.has_acknowledgement()) --in_flight;
  }
  if (in_flight == 0 && next == batches_.size()) return absl::OkStatus();
  grpc::Status status = stream_->Finish();
  stream_.reset();
  return absl::UnavailableError(absl::StrCat("push broke off: ", status.error_message()));
}

void PushingDevice::Close() {
  if (stream_ == nullptr) return;
  stream_->WritesDone();
  v1::PushResponse response;
  while (stream_->Read(&response)) {
  }
  stream_->Finish();
  stream_.reset();
}

}  // namespace wijkboek::bench
