// A kiosk's store, keys and log in a folder of its own, with a clock that moves when told to.
#ifndef WIJKBOEK_TESTS_CLIENT_KIOSK_FIXTURE_H_
#define WIJKBOEK_TESTS_CLIENT_KIOSK_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "client/event_table.h"
#include "client/key_store.h"
#include "client/outbox.h"
#include "client/own_log.h"
#include "client/store.h"
#include "client/witness.h"
#include "common/chain.h"
#include "common/clock.h"
#include "common/random.h"

namespace wijkboek {

#define ASSERT_OK(expression)                             \
  do {                                                    \
    const absl::Status asserted_status = (expression);    \
    ASSERT_TRUE(asserted_status.ok()) << asserted_status; \
  } while (false)
#define EXPECT_OK(expression)                             \
  do {                                                    \
    const absl::Status expected_status = (expression);    \
    EXPECT_TRUE(expected_status.ok()) << expected_status; \
  } while (false)

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "wijkboek-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline Id MakeId(unsigned char value) {
  Id id;
  id.data()[0] = value;
  return id;
}

inline EventDraft CheckInDraft(const Id& person) {
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_CHECKED_IN);
  draft.event.mutable_checked_in();
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  return draft;
}

// Everything below the network. Members may be reset and opened again, as a restarted daemon does.
struct Kiosk {
  explicit Kiosk(std::string folder_path, std::string vfs_name = "")
      : folder(std::move(folder_path)), vfs(std::move(vfs_name)) {}

  absl::Status Open() {
    Close();
    absl::StatusOr<std::unique_ptr<KeyStore>> opened_keys =
        KeyStore::Open(folder + "/keys.db", master, random);
    if (!opened_keys.ok()) return opened_keys.status();
    keys = *std::move(opened_keys);
    absl::StatusOr<std::unique_ptr<Store>> opened = Store::Open(folder + "/kiosk.db", vfs);
    if (!opened.ok()) return opened.status();
    store = *std::move(opened);
    absl::StatusOr<std::unique_ptr<OwnLog>> opened_log =
        OwnLog::Open({.store = *store,
                      .keys = *keys,
                      .clock = clock,
                      .random = random,
                      .device = device,
                      .witness = ReadWitness(folder + "/head")});
    if (!opened_log.ok()) return opened_log.status();
    log = *std::move(opened_log);
    outbox = std::make_unique<Outbox>(*store, *keys, device, signing_key);
    return absl::OkStatus();
  }
  void Close() {
    outbox.reset();
    log.reset();
    store.reset();
    keys.reset();
  }

  // The whole log of an epoch, checked to chain.
  std::vector<StoredEvent> ReadEpoch(Epoch epoch) {
    std::vector<StoredEvent> events;
    absl::Status status = store->Read([&](Connection& connection) -> absl::Status {
      absl::StatusOr<std::vector<OwnEvent>> rows =
          OwnEventsAfter(connection, epoch, 0, 100000, std::size_t{1} << 30);
      if (!rows.ok()) return rows.status();
      Hash previous;
      for (OwnEvent& row : *rows) {
        absl::StatusOr<StoredEvent> event = ReadEvent(row.bytes, previous);
        if (!event.ok()) return event.status();
        EXPECT_EQ(event->key.hash, row.hash);
        EXPECT_EQ(event->key.seq, events.size() + 1);
        previous = event->key.hash;
        events.push_back(*std::move(event));
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return events;
  }

  const std::string folder;
  const std::string vfs;
  SystemRandom random;
  SecretKey master = random.NewKey();
  SigningKey signing_key = SigningKey::FromSeed(random.NewKey());
  Id device = random.NewId();
  FakeClock clock{{.wall_ms = 1'772'526'000'000, .boottime_ms = 60'000, .boot = MakeId(1)}};
  std::unique_ptr<KeyStore> keys;
  std::unique_ptr<Store> store;
  std::unique_ptr<OwnLog> log;
  std::unique_ptr<Outbox> outbox;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_CLIENT_KIOSK_FIXTURE_H_
