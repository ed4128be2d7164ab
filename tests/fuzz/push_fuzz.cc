// A kiosk that pushes its log in an order of the fuzzer's choice: whole, in pieces, twice, too
// early, cloned, damaged, or in somebody else's name.
#include <future>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/chain.h"
#include "server/verify.h"
#include "tests/fuzz/message_maker.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

constexpr int kStepsMax = 48;

using PushAnswer = absl::StatusOr<v1::PushResponse>;

class PushStory {
 public:
  explicit PushStory(absl::string_view bytes) : bytes_(bytes) { devices_.emplace_back(1); }

  void Run() {
    for (int step = 0; step < kStepsMax && !bytes_.empty(); ++step) Step();
    CheckAll();
    server_.Restart();
    CheckAll();
  }

 private:
  void Step() {
    switch (bytes_.Below(16)) {
      case 0:
      case 1:
        return Capture(MakeEvent(bytes_));
      case 2:
        device().CheckIn(PooledId(bytes_));
        return;
      case 3:
      case 4:
        return PushAuthentic();
      case 5:
        return PushDamaged();
      case 6:
        return PushOpen();
      case 7:
        return PushLogEnd();
      case 8:
        return PushAnything();
      case 9:
        return CloneIt();
      case 10:
        return BeginEpoch();
      case 11:
        return PushAsAnother();
      case 12:
        return PushSeveral();
      case 13:
        return CaptureSealed();
      case 14:
        server_.clock.Advance(static_cast<std::int64_t>(bytes_.Byte()) * 10'000);
        return;
      default:
        if (bytes_.Below(4) == 0) server_.Restart();
        which_ = bytes_.Below(devices_.size());
    }
  }

  // The device in hand, or the clone of it.
  TestDevice& device() { return devices_[which_]; }

  void Capture(v1::Event event) {
    device().Append(std::move(event), 1'700'000'000'000 + bytes_.Byte() * 60'000);
  }

  void CaptureSealed() {
    v1::Event event = MakeEvent(bytes_);
    v1::SealedPart& part = *event.add_sealed();
    part.set_person_id(PooledId(bytes_).ToString());
    part.set_key_id(PooledId(bytes_).ToString());
    part.set_nonce(std::string(24, 'n'));
    Capture(std::move(event));
  }

  v1::EventBatch ChooseBatch() {
    if (device().events().empty()) device().CheckIn(PooledId(bytes_));
    const std::size_t count = device().events().size();
    const std::uint64_t first = 1 + bytes_.Below(count);
    const std::uint64_t last = first + bytes_.Below(count - first + 1);
    // Signed for where it ends, or further on.
    const std::uint64_t sign = last + bytes_.Below(count - last + 1);
    v1::EventBatch batch = device().Batch(first, last, sign);
    for (const v1::Acknowledgement& earlier : acknowledgements_) {
      if (bytes_.Below(4) == 0) *batch.add_acknowledgements() = earlier;
    }
    AddKeys(batch);
    return batch;
  }

  void AddKeys(v1::EventBatch& batch) {
    for (std::uint32_t i = bytes_.Below(3); i > 0; --i) {
      v1::PersonKey& key = *batch.add_keys();
      key.set_key_id(PooledId(bytes_).ToString());
      key.set_person_id(PooledId(bytes_).ToString());
      key.set_key(std::string(32, static_cast<char>(bytes_.Byte())));
    }
  }

  // What a kiosk would send is never refused for what it says.
  void PushAuthentic() {
    const v1::EventBatch batch = ChooseBatch();
    const bool follows = batch.base().seq() == 0 || held_.contains(batch.base().hash());
    const absl::StatusOr<v1::Acknowledgement> answer = Push(batch);
    if (follows) {
      FUZZ_REQUIRE_OK(answer.status());
      PushAgain(batch, *answer);
    } else {
      FUZZ_REQUIRE(absl::IsUnavailable(answer.status()), answer.status().ToString());
    }
  }

  // Sent again, it is answered alike and changes nothing.
  void PushAgain(const v1::EventBatch& batch, const v1::Acknowledgement& first) {
    const std::uint64_t position = server_.log->tail().position;
    const absl::StatusOr<v1::Acknowledgement> again = Push(batch);
    FUZZ_REQUIRE_OK(again.status());
    FUZZ_REQUIRE(again->SerializeAsString() == first.SerializeAsString(), again->DebugString());
    FUZZ_REQUIRE(server_.log->tail().position == position, "the log grew");
  }

  void PushDamaged() {
    v1::PushRequest request;
    *request.mutable_batch() = ChooseBatch();
    std::string text = request.SerializeAsString();
    Damage(bytes_, text);
    if (request.ParseFromString(text)) PushRequest(request).status().IgnoreError();
  }

  void PushOpen() {
    v1::PushRequest request;
    *request.mutable_open()->mutable_head() = ToProto(device().HeadAt(SomeSeq()));
    const PushAnswer answer = PushRequest(request);
    FUZZ_REQUIRE_OK(answer.status());
    // A device that is not forked gets an answer about its own history.
    if (!answer->opened().has_held()) return;
    FUZZ_REQUIRE(held_.contains(answer->opened().held().hash()),
                 "it says it holds what nobody sent");
  }

  void PushLogEnd() {
    v1::PushRequest request;
    *request.mutable_log_end()->mutable_head() = ToProto(device().HeadAt(SomeSeq()));
    request.mutable_log_end()->set_server_ms(server_.clock.WallMs() - 60'000 +
                                             bytes_.Byte() * 1000);
    const PushAnswer answer = PushRequest(request);
    if (!answer.ok()) return;
    FUZZ_REQUIRE(answer->heard_through().server_ms() <= server_.clock.WallMs(),
                 "heard through a time to come");
  }

  void PushAnything() {
    v1::PushRequest request;
    if (bytes_.Coin()) {
      if (!request.ParseFromString(std::string(bytes_.Take(bytes_.Byte())))) return;
    } else {
      FillMessage(bytes_, request);
    }
    PushRequest(request).status().IgnoreError();
  }

  void CloneIt() {
    if (devices_.size() >= 4) return;
    TestDevice clone = device();
    clone.ForgetAfter(SomeSeq());
    devices_.push_back(std::move(clone));
    which_ = devices_.size() - 1;
  }

  void BeginEpoch() {
    const EventKey predecessor = bytes_.Below(8) == 0
                                     ? EventKey{.device = PooledId(bytes_), .seq = bytes_.Byte()}
                                     : device().HeadAt(SomeSeq());
    device().StartEpoch(8 + bytes_.Below(4), predecessor);
  }

  // Its certificate names another device.
  void PushAsAnother() {
    const TestDevice thief(2);
    const std::uint64_t position = server_.log->tail().position;
    const absl::Status status = server_.PushBatch(thief.identity(), ChooseBatch()).status();
    FUZZ_REQUIRE(absl::IsPermissionDenied(status), status.ToString());
    FUZZ_REQUIRE(server_.log->tail().position == position, "the log grew");
  }

  // All on their way before the first is answered.
  void PushSeveral() {
    std::vector<v1::EventBatch> batches;
    std::vector<std::future<PushAnswer>> answers;
    PushSession session(device().identity(), server_.parts());
    for (std::uint32_t i = 1 + bytes_.Below(4); i > 0; --i) {
      batches.push_back(ChooseBatch());
      v1::PushRequest request;
      *request.mutable_batch() = batches.back();
      auto answered = std::make_shared<std::promise<PushAnswer>>();
      answers.push_back(answered->get_future());
      session.Handle(std::move(request),
                     [answered](PushAnswer answer) { answered->set_value(std::move(answer)); });
    }
    for (std::size_t i = 0; i < batches.size(); ++i) Note(batches[i], answers[i].get());
  }

  std::uint64_t SomeSeq() { return bytes_.Below(device().events().size() + 1); }

  absl::StatusOr<v1::Acknowledgement> Push(const v1::EventBatch& batch) {
    v1::PushRequest request;
    *request.mutable_batch() = batch;
    const PushAnswer answer = PushRequest(request);
    if (!answer.ok()) return answer.status();
    return answer->acknowledgement();
  }

  PushAnswer PushRequest(const v1::PushRequest& request) {
    PushAnswer answer = server_.Push(device().identity(), request);
    if (!answer.ok()) {
      FUZZ_REQUIRE(!absl::IsInternal(answer.status()) && !absl::IsUnknown(answer.status()),
                   answer.status().ToString());
    }
    if (request.has_batch()) Note(request.batch(), answer);
    return answer;
  }

  // What was acknowledged must be there from now on, and was signed for by this server.
  void Note(const v1::EventBatch& batch, const PushAnswer& answer) {
    if (!answer.ok()) return;
    const v1::Acknowledgement& acknowledgement = answer->acknowledgement();
    FUZZ_REQUIRE(
        VerifyAcknowledgement(acknowledgement, server_.keys->acknowledgement_key().public_key()),
        "the signature is not the server's");
    acknowledgements_.push_back(acknowledgement);
    Hash previous = Hash::FromBytesOrZero(batch.base().hash());
    for (const std::string& event : batch.events()) {
      previous = ChainHash(previous, event);
      held_.insert(previous.ToString());
    }
    FUZZ_REQUIRE(acknowledgement.event().hash() == previous.bytes(), "another event is named");
  }

  void CheckAll() {
    for (const v1::Acknowledgement& acknowledgement : acknowledgements_) {
      const absl::StatusOr<std::uint64_t> position =
          server_.log->PositionOf(*ToEventKey(acknowledgement.event()));
      FUZZ_REQUIRE_OK(position.status());
      FUZZ_REQUIRE(*position == acknowledgement.position(), "it lies elsewhere");
    }
    const absl::StatusOr<std::uint64_t> count = server_.log->CountEvents(devices_[0].id());
    FUZZ_REQUIRE_OK(count.status());
    FUZZ_REQUIRE(*count == held_.size(), "more or fewer events than were taken");
    const absl::StatusOr<VerifySummary> verified =
        VerifyLog(*server_.log, [](const Id&) { return std::optional<PublicKey>(); });
    FUZZ_REQUIRE_OK(verified.status());
    FUZZ_REQUIRE(verified->breaks.empty(), verified->breaks.front());
  }

  FuzzBytes bytes_;
  ServerStore server_;
  // The device first, then its clones.
  std::vector<TestDevice> devices_;
  std::size_t which_ = 0;
  // Hashes of all events that were acknowledged.
  std::set<std::string> held_;
  std::vector<v1::Acknowledgement> acknowledgements_;
};

}  // namespace

void FuzzPush(absl::string_view bytes) { PushStory(bytes).Run(); }

}  // namespace wijkboek
