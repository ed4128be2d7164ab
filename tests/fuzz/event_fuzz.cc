// Events, authentic and senseless: read, completed, folded one at a time and all at once, and what
// the fold keeps of them.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/draft.h"
#include "common/event.h"
#include "common/ledger/ledger.h"
#include "common/ledger/record_codec.h"
#include "tests/common/counting_random.h"
#include "tests/fakes/vector_log.h"
#include "tests/fuzz/message_maker.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

namespace wijkboek {
namespace {

constexpr std::int64_t kNowMs = 1'772'526'000'000;
constexpr std::size_t kFactsMax = 40;

void ReadBytes(absl::string_view bytes) {
  const Hash previous;
  const absl::StatusOr<StoredEvent> event = ReadEvent(std::string(bytes), previous);
  const absl::StatusOr<EventKey> key = ReadEventKey(bytes, previous);
  FUZZ_REQUIRE(event.ok() == key.ok(),
               "one reading says it is an event, the other that it is none");
  if (!event.ok()) return;
  FUZZ_REQUIRE(event->key == *key, "two identities");
  FUZZ_REQUIRE(event->bytes == bytes, "the bytes were not kept");
  FUZZ_REQUIRE(!KindName(event->event.kind()).empty(), "a kind without a name");
  IsKnownKind(event->event);
  // Written by this program, it is read again.
  const StoredEvent written = WriteEvent(event->event, previous);
  FUZZ_REQUIRE_OK(ReadEvent(written.bytes, previous).status());
}

// Bytes that nobody wrote give a record; written and read once more, it stays what it is.
template <typename Record>
void DecodeOne(absl::string_view bytes) {
  Record record{};
  Decode(bytes, record);
  const std::string once = Encode(record);
  Record again{};
  Decode(once, again);
  FUZZ_REQUIRE(Encode(again) == once, "a record changes by being kept");
}

void DecodeRecords(FuzzBytes bytes) {
  switch (bytes.Below(13)) {
    case 0:
      return DecodeOne<PresenceRecord>(bytes.rest());
    case 1:
      return DecodeOne<PresenceDay>(bytes.rest());
    case 2:
      return DecodeOne<VisitRecord>(bytes.rest());
    case 3:
      return DecodeOne<VisitShareDay>(bytes.rest());
    case 4:
      return DecodeOne<HelpRecord>(bytes.rest());
    case 5:
      return DecodeOne<PairRecord>(bytes.rest());
    case 6:
      return DecodeOne<AttendanceRecord>(bytes.rest());
    case 7:
      return DecodeOne<HoursDay>(bytes.rest());
    case 8:
      return DecodeOne<SightingDay>(bytes.rest());
    case 9:
      return DecodeOne<Discrepancy>(bytes.rest());
    case 10:
      return DecodeOne<CaseRecord>(bytes.rest());
    case 11:
      return DecodeOne<PathRecord>(bytes.rest());
    default:
      return DecodeOne<SetAsideFact>(bytes.rest());
  }
}

// Nobody has a key.
class NoKeys final : public KeySource {
 public:
  absl::StatusOr<PersonKey> Find(const Id&) const override { return absl::NotFoundError("none"); }
};

void Complete(FuzzBytes bytes) {
  EventDraft draft{.event = MakeEvent(bytes), .sealed = {}};
  v1::SealedName name;
  name.set_given(std::string(bytes.Take(8)));
  if (!name.given().empty() && static_cast<unsigned char>(name.given()[0]) < 0x80) {
    name.set_given("Amina");
  }
  const Id person = PooledId(bytes);
  AddSealed(draft, v1::SEALED_FIELD_NAME, name, person);
  CountingRandom random;
  const PersonKey key{.key_id = random.NewId(), .person = person, .key = random.NewKey()};
  const absl::StatusOr<StoredEvent> event = CompleteDraft(
      std::move(draft), {.device = PooledId(bytes), .epoch = 1, .seq = bytes.Number() >> 1},
      {.clock = {.wall_ms = static_cast<std::int64_t>(bytes.Number())}},
      [&](const SealedDraft&) -> absl::StatusOr<PersonKey> { return key; }, random);
  if (!event.ok()) return;
  const absl::StatusOr<StoredEvent> read = ReadEvent(event->bytes, event->previous);
  FUZZ_REQUIRE_OK(read.status());
  FUZZ_REQUIRE(read->key == event->key, "two identities");
  for (const v1::SealedPart& part : read->event.sealed()) {
    FUZZ_REQUIRE(!OpenSealedPart(read->event, part, NoKeys()).ok(), "opened without a key");
  }
}

std::vector<std::string> Fingerprints(const Ledger& ledger) {
  std::vector<std::string> prints;
  const absl::StatusOr<std::vector<PartitionFingerprint>> all = ledger.Fingerprints();
  FUZZ_REQUIRE_OK(all.status());
  for (const PartitionFingerprint& each : *all) {
    prints.push_back(each.partition + " " + each.fingerprint.hex());
  }
  return prints;
}

std::vector<std::string> FoldedAtOnce(const std::vector<StoredEvent>& events) {
  VectorLog log;
  for (const StoredEvent& event : events) log.Append(event);
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(":memory:", log);
  FUZZ_REQUIRE_OK(ledger.status());
  FUZZ_REQUIRE_OK((*ledger)->CatchUp(kNowMs).status());
  FUZZ_REQUIRE_OK((*ledger)->Discrepancies().status());
  FUZZ_REQUIRE_OK((*ledger)->SetAside().status());
  return Fingerprints(**ledger);
}

// Whatever devices say, everything folds, and in whatever pieces it arrives it folds alike.
void Fold(FuzzBytes bytes) {
  const std::uint8_t pieces = 1 + bytes.Byte() % 8;
  std::vector<StoredEvent> events;
  Hash previous;
  while (!bytes.empty() && events.size() < kFactsMax) {
    v1::Event event = MakeEvent(bytes);
    Id device;
    device.data()[0] = 0xdd;
    event.set_device_id(device.ToString());
    event.set_epoch(1);
    event.set_seq(events.size() + 1);
    event.mutable_captured()->set_boot_id(device.ToString());
    if (event.captured().quality() == v1::CLOCK_QUALITY_UNSPECIFIED && bytes.Coin()) {
      event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_DISCIPLINED);
    }
    events.push_back(WriteEvent(std::move(event), previous));
    previous = events.back().key.hash;
  }
  const std::vector<std::string> at_once = FoldedAtOnce(events);
  VectorLog log;
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(":memory:", log);
  FUZZ_REQUIRE_OK(ledger.status());
  for (std::size_t i = 0; i < events.size(); ++i) {
    log.Append(events[i]);
    if (i % pieces == 0) FUZZ_REQUIRE_OK((*ledger)->CatchUp(kNowMs).status());
  }
  FUZZ_REQUIRE_OK((*ledger)->CatchUp(kNowMs).status());
  FUZZ_REQUIRE(Fingerprints(**ledger) == at_once, "in pieces it folds otherwise");
}

}  // namespace

// The first letter says what is done with the rest.
void FuzzEvent(absl::string_view bytes) {
  FuzzBytes choices(bytes);
  switch (choices.Byte()) {
    case 'f':
      return Fold(choices);
    case 'd':
      return DecodeRecords(choices);
    case 'c':
      return Complete(choices);
    default:
      return ReadBytes(choices.rest());
  }
}

}  // namespace wijkboek
