// A kiosk's folder after something happened to its files: bits flipped, ends cut off, files gone,
// put back from earlier, or of another kiosk. Opened again, it says what is wrong or works; and
// what its witness knows is never lost without a word.
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/ingest.h"
#include "tests/client/kiosk_fixture.h"
#include "tests/fuzz/fuzz_bytes.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

namespace wijkboek {
namespace {

constexpr std::size_t kPage = 4096;
constexpr int kEarly = 4;
constexpr int kEvents = 14;
constexpr int kDamagesMax = 12;

enum File : std::size_t { kDatabase, kLog, kHead, kFiles };
constexpr std::array<const char*, kFiles> kNames = {"kiosk.db", "kiosk.db-wal", "head"};

// The files' bytes; nullopt: there is no such file.
using Image = std::array<std::optional<std::string>, kFiles>;

Image ReadImage(const std::string& folder) {
  Image image;
  for (std::size_t i = 0; i < kFiles; ++i) {
    std::ifstream file(folder + "/" + kNames[i], std::ios::binary);
    if (file)
      image[i].emplace(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return image;
}

void WriteImage(const Image& image, const std::string& folder) {
  for (std::size_t i = 0; i < kFiles; ++i) {
    const std::string path = folder + "/" + kNames[i];
    std::filesystem::remove(path);
    if (image[i]) std::ofstream(path, std::ios::binary) << *image[i];
  }
}

// A kiosk that was switched off in the middle of its work: some of its log lies in the database,
// some in the write-ahead log, and the witness lags a little.
class Story {
 public:
  explicit Story(int stranger) : kiosk_(folder_.path()) {
    FUZZ_REQUIRE_OK(kiosk_.Open());
    for (int i = 0; i < kEarly; ++i) Capture(stranger + i);
    early_ = TakeImage();
    // Closed and opened, so that what came so far is in the database.
    FUZZ_REQUIRE_OK(kiosk_.Open());
    for (int i = kEarly; i < kEvents; ++i) {
      Capture(stranger + i);
      if (i == kEvents - 3) witness_ = kiosk_.log->Head();
    }
    FUZZ_REQUIRE_OK(WriteWitness(folder_ / "head", witness_));
    whole_ = TakeImage();
    events_ = kiosk_.ReadEpoch(witness_.epoch);
    kiosk_.Close();
  }

  const Image& whole() const { return whole_; }
  const Image& early() const { return early_; }
  const EventKey& witness() const { return witness_; }
  const std::vector<StoredEvent>& events() const { return events_; }
  Kiosk& kiosk() { return kiosk_; }
  std::string folder() const { return folder_.path(); }

 private:
  void Capture(int person) {
    const Id id = MakeId(static_cast<unsigned char>(person));
    FUZZ_REQUIRE_OK(kiosk_.log->Append(CheckInDraft(id)).status());
    kiosk_.clock.Advance(60'000);
  }
  Image TakeImage() const { return ReadImage(folder_.path()); }

  TemporaryFolder folder_;
  Kiosk kiosk_;
  Image early_, whole_;
  EventKey witness_;
  std::vector<StoredEvent> events_;
};

struct Damaged {
  Image image;
  // The witness itself was left alone.
  bool has_witness = true;
};

Damaged DamageFiles(FuzzBytes& bytes, const Story& story, const Story& other) {
  Damaged damaged{.image = story.whole()};
  for (int i = 0; i < kDamagesMax && !bytes.empty(); ++i) {
    // The witness is small and seldom hit.
    const std::uint32_t which = bytes.Below(8);
    const std::size_t file = which < 4 ? kDatabase : which < 7 ? kLog : kHead;
    if (file == kHead) damaged.has_witness = false;
    std::optional<std::string>& content = damaged.image[file];
    const std::size_t size = content ? content->size() : 0;
    switch (bytes.Below(8)) {
      case 0:
      case 1:
        if (size > 0) (*content)[bytes.Below(size)] ^= static_cast<char>(1 << bytes.Below(8));
        break;
      case 2:
        if (size > 0) content->resize(bytes.Below(size));
        break;
      case 3:
        content.reset();
        break;
      case 4:
        content = other.whole()[file];
        break;
      case 5:
        content = story.early()[file];
        break;
      case 6:
        // A page that never reached the disk.
        if (size >= kPage) {
          content->replace(bytes.Below(size / kPage) * kPage, kPage, std::string(kPage, '\0'));
        }
        break;
      default:
        // One that was written where another belongs.
        if (size >= kPage) {
          const std::string page = content->substr(bytes.Below(size / kPage) * kPage, kPage);
          content->replace(bytes.Below(size / kPage) * kPage, kPage, page);
        }
    }
  }
  return damaged;
}

void RequireHonest(const absl::Status& status) {
  FUZZ_REQUIRE(!absl::IsInternal(status) && !absl::IsUnknown(status), status.ToString());
  FUZZ_REQUIRE(status.message().size() > 10, "an error that says nothing");
}

// Sends the whole log as the sync session does, to what checks it at the server; false when some of
// it can't be read, or is refused.
bool ServerTakesAll(Kiosk& kiosk, const Story& story) {
  const DeviceIdentity device{
      .device = kiosk.device, .centre = MakeId(30), .log_key = kiosk.signing_key.public_key()};
  const absl::StatusOr<std::vector<EpochHead>> epochs = kiosk.outbox->Epochs();
  if (!epochs.ok()) return false;
  std::vector<std::string> sent;
  for (const EpochHead& head : *epochs) {
    EventKey base{.device = kiosk.device, .epoch = head.epoch};
    while (base.seq < head.seq) {
      const absl::StatusOr<v1::EventBatch> batch = kiosk.outbox->NextBatch(base, 1 << 20);
      if (!batch.ok() || batch->events().empty()) return false;
      const absl::StatusOr<VerifiedBatch> verified = VerifyBatch(*batch, device, PublicKey());
      if (!verified.ok()) return false;
      for (const IncomingEvent& event : verified->events) {
        if (head.epoch == story.witness().epoch) sent.push_back(event.bytes);
      }
      base.seq = verified->events.back().seq;
      base.hash = verified->events.back().hash;
    }
  }
  // What arrives is what was captured.
  for (std::size_t i = 0; i < story.witness().seq; ++i) {
    FUZZ_REQUIRE(i < sent.size(), "the server got less than the witness knows, without a word");
    FUZZ_REQUIRE(sent[i] == story.events()[i].bytes, "the server got something else");
  }
  return true;
}

void OpenDamaged(FuzzBytes bytes, Story& story, const Story& other) {
  const Damaged damaged = DamageFiles(bytes, story, other);
  Kiosk& kiosk = story.kiosk();
  WriteImage(damaged.image, story.folder());
  const absl::Status opened = kiosk.Open();
  if (!opened.ok()) return RequireHonest(opened);
  if (damaged.has_witness) {
    const absl::StatusOr<std::optional<Hash>> held =
        kiosk.outbox->HashAt(story.witness().epoch, story.witness().seq);
    if (!kiosk.log->lost_events()) {
      FUZZ_REQUIRE_OK(held.status());
      FUZZ_REQUIRE(*held == story.witness().hash, "the witness knows an event that is gone");
      ServerTakesAll(kiosk, story);
    } else {
      FUZZ_REQUIRE(kiosk.log->Head().epoch != story.witness().epoch, "it goes on in a lost epoch");
    }
  }
  // What it calls saved from now on is there, or its loss is said.
  const absl::StatusOr<StoredEvent> event = kiosk.log->Append(CheckInDraft(MakeId(99)));
  if (!event.ok()) return RequireHonest(event.status());
  FUZZ_REQUIRE_OK(WriteWitness(story.folder() + "/head", kiosk.log->Head()));
  const absl::Status again = kiosk.Open();
  if (!again.ok()) return RequireHonest(again);
  if (kiosk.log->lost_events()) return;
  const absl::StatusOr<std::optional<Hash>> hash =
      kiosk.outbox->HashAt(event->key.epoch, event->key.seq);
  FUZZ_REQUIRE_OK(hash.status());
  FUZZ_REQUIRE(*hash == event->key.hash, "what was called saved is gone");
}

}  // namespace

void FuzzRecovery(absl::string_view bytes) {
  static Story& story = *new Story(10);
  static const Story& other = *new Story(60);
  OpenDamaged(FuzzBytes(bytes), story, other);
  story.kiosk().Close();
}

}  // namespace wijkboek
