// The vectors of docs/event-format.md against this implementation.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/chain.h"
#include "common/credential.h"
#include "common/enrolment_text.h"
#include "common/event.h"
#include "common/invitation.h"
#include "common/seal.h"

namespace wijkboek {
namespace {

using Vector = std::map<std::string, std::string>;

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// "[section]" and "name = value" lines.
std::map<std::string, Vector> ReadVectors(const std::string& path) {
  std::map<std::string, Vector> vectors;
  std::string section;
  for (absl::string_view line : absl::StrSplit(ReadWhole(path), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    if (absl::ConsumePrefix(&line, "[") && absl::ConsumeSuffix(&line, "]")) {
      section = std::string(line);
      continue;
    }
    std::pair<std::string, std::string> entry = absl::StrSplit(line, absl::MaxSplits(" = ", 1));
    vectors[section].insert(std::move(entry));
  }
  return vectors;
}

const Vector& Section(const std::string& name) {
  static const auto* const vectors = new std::map<std::string, Vector>(
      ReadVectors(WIJKBOEK_SOURCE_DIR "/tests/common/event_vectors.ini"));
  static const auto* const none = new Vector;
  auto found = vectors->find(name);
  EXPECT_NE(found, vectors->end()) << name;
  return found == vectors->end() ? *none : found->second;
}

std::string Text(const Vector& from, const std::string& name) {
  auto found = from.find(name);
  EXPECT_NE(found, from.end()) << name;
  return found == from.end() ? std::string() : found->second;
}
std::string Hex(const Vector& from, const std::string& name) {
  return absl::HexStringToBytes(Text(from, name));
}
std::int64_t Number(const Vector& from, const std::string& name) {
  std::int64_t value = 0;
  EXPECT_TRUE(absl::SimpleAtoi(Text(from, name), &value)) << name;
  return value;
}

constexpr int kEvents = 5;
const Vector& EventVector(int index) { return Section(absl::StrCat("event ", index)); }
constexpr int kCredentials = 3;
const Vector& CredentialVector(int index) { return Section(absl::StrCat("credential ", index)); }

StoredEvent EventAt(int index) {
  const Vector& vector = EventVector(index);
  absl::StatusOr<StoredEvent> event =
      ReadEvent(Hex(vector, "bytes"), *Hash::FromHex(Text(vector, "previous")));
  EXPECT_TRUE(event.ok()) << event.status();
  return event.value_or(StoredEvent());
}

SigningKey LogKey() {
  return SigningKey::FromSeed(*SecretKey::FromHex(Text(Section("device"), "log_seed")));
}

Id Device() { return *Id::FromHex(Text(Section("device"), "id")); }

class OneKey final : public KeySource {
 public:
  explicit OneKey(PersonKey key) : key_(key) {}
  absl::StatusOr<PersonKey> Find(const Id& key_id) const override {
    if (key_id != key_.key_id) return absl::NotFoundError("no such key");
    return key_;
  }

 private:
  PersonKey key_;
};

TEST(EventVectorsTest, IdentitiesAndChain) {
  Hash previous;
  Epoch epoch = 0;
  for (int i = 0; i < kEvents; ++i) {
    const Vector& vector = EventVector(i);
    StoredEvent event = EventAt(i);
    SCOPED_TRACE(Text(vector, "what"));
    std::string epoch_bytes;
    AppendUint64(epoch_bytes, event.key.epoch);
    EXPECT_EQ(absl::BytesToHexString(epoch_bytes), Text(vector, "epoch"));
    EXPECT_EQ(static_cast<std::int64_t>(event.key.seq), Number(vector, "seq"));
    EXPECT_EQ(static_cast<std::int64_t>(event.event.kind()), Number(vector, "kind"));
    EXPECT_EQ(event.key.device, Device());
    EXPECT_EQ(event.key.hash.hex(), Text(vector, "hash"));
    // Within an epoch each follows the one before; an epoch begins at zero.
    EXPECT_EQ(event.previous, event.key.epoch == epoch ? previous : Hash());
    EXPECT_EQ(event.key.seq == 1, event.key.epoch != epoch);
    EXPECT_EQ(IsKnownKind(event.event), event.event.kind() != 999);
    previous = event.key.hash;
    epoch = event.key.epoch;
  }
}

TEST(EventVectorsTest, ANewEpochNamesItsPredecessor) {
  absl::StatusOr<EventKey> predecessor =
      ToEventKey(EventAt(4).event.device_started().predecessor());
  ASSERT_TRUE(predecessor.ok());
  EXPECT_EQ(*predecessor, EventAt(3).key);
}

TEST(EventVectorsTest, SignedHead) {
  const Vector& vector = Section("signed head");
  EventKey head = EventAt(static_cast<int>(Number(vector, "event"))).key;
  EXPECT_EQ(LogKey().public_key().hex(), Text(Section("device"), "log_public_key"));
  EXPECT_EQ(SignedHeadText(head), Hex(vector, "text"));
  v1::SignedHead signed_head = SignHead(head, LogKey());
  EXPECT_EQ(signed_head.signature(), Hex(vector, "signature"));
  EXPECT_TRUE(VerifyHead(signed_head, LogKey().public_key()));
}

TEST(EventVectorsTest, Acknowledgement) {
  const Vector& vector = Section("acknowledgement");
  EventKey event = EventAt(static_cast<int>(Number(vector, "event"))).key;
  SigningKey server = SigningKey::FromSeed(*SecretKey::FromHex(Text(vector, "server_seed")));
  EXPECT_EQ(server.public_key().hex(), Text(vector, "server_public_key"));
  auto position = static_cast<std::uint64_t>(Number(vector, "position"));
  std::int64_t received_ms = Number(vector, "received_ms");
  EXPECT_EQ(AcknowledgementText(event, position, received_ms), Hex(vector, "text"));
  EXPECT_EQ(SignAcknowledgement(event, position, received_ms, server).signature(),
            Hex(vector, "signature"));
}

TEST(EventVectorsTest, SealedPart) {
  const Vector& vector = Section("sealed");
  StoredEvent event = EventAt(static_cast<int>(Number(vector, "event")));
  ASSERT_EQ(event.event.sealed_size(), 1);
  const v1::SealedPart& part = event.event.sealed(0);
  EXPECT_EQ(static_cast<std::int64_t>(part.field()), Number(vector, "field"));
  EXPECT_EQ(part.person_id(), Hex(vector, "person_id"));
  EXPECT_EQ(part.key_id(), Hex(vector, "key_id"));
  EXPECT_EQ(part.nonce(), Hex(vector, "nonce"));
  EXPECT_EQ(part.ciphertext(), Hex(vector, "ciphertext"));
  OneKey keys({.key_id = *Id::FromHex(Text(vector, "key_id")),
               .person = *Id::FromHex(Text(vector, "person_id")),
               .key = *SecretKey::FromHex(Text(vector, "key"))});
  absl::StatusOr<std::string> plaintext = OpenSealedPart(event.event, part, keys);
  ASSERT_TRUE(plaintext.ok()) << plaintext.status();
  EXPECT_EQ(*plaintext, Hex(vector, "plaintext"));
  // The associated data is not on the wire; it is put together as the document says.
  std::string associated = "wijkboek sealed v1" + event.event.device_id();
  AppendUint64(associated, event.key.epoch);
  AppendUint64(associated, event.key.seq);
  AppendUint32(associated, static_cast<std::uint32_t>(part.field()));
  associated += part.person_id() + part.key_id();
  EXPECT_EQ(associated, Hex(vector, "associated_data"));
}

TEST(EventVectorsTest, Credentials) {
  for (int i = 0; i < kCredentials; ++i) {
    const Vector& vector = CredentialVector(i);
    SecretKey key = *SecretKey::FromHex(Text(vector, "lookup_key"));
    EXPECT_EQ(CredentialHash(key, static_cast<v1::BadgeType>(Number(vector, "type")),
                             Text(vector, "text"))
                  ->hex(),
              Text(vector, "hash"));
    EXPECT_EQ(KeyedHash(key, Text(vector, "canonical")).hex(), Text(vector, "hash"));
  }
  // The check-in carries the card's.
  EXPECT_EQ(EventAt(2).event.badge_hash(), Hex(CredentialVector(0), "hash"));
}

TEST(EventVectorsTest, Enrolment) {
  const Vector& vector = Section("enrolment");
  absl::StatusOr<Invitation> invitation = ParseInvitation(Text(vector, "code"));
  ASSERT_TRUE(invitation.ok()) << invitation.status();
  EXPECT_EQ(invitation->secret.hex(), Text(vector, "secret"));
  EXPECT_EQ(invitation->authority.hex(), Text(vector, "authority_pin"));
  std::string request = Hex(vector, "signing_request");
  std::string enrol = EnrolmentText(invitation->secret, Device(), request);
  EXPECT_EQ(enrol, Hex(vector, "enrol_text"));
  EXPECT_EQ(LogKey().Sign(enrol).hex(), Text(vector, "enrol_signature"));
  std::string renew = RenewalText(Device(), Number(vector, "server_ms"), request);
  EXPECT_EQ(renew, Hex(vector, "renew_text"));
  EXPECT_EQ(LogKey().Sign(renew).hex(), Text(vector, "renew_signature"));
}

TEST(EventVectorsTest, TheDocumentQuotesTheseValues) {
  std::string document = ReadWhole(WIJKBOEK_SOURCE_DIR "/docs/event-format.md");
  for (int i = 0; i < kEvents; ++i) {
    EXPECT_NE(document.find(Text(EventVector(i), "hash")), std::string::npos)
        << Text(EventVector(i), "what");
  }
  for (const auto& [section, name] :
       std::initializer_list<std::pair<std::string, std::string>>{{"device", "log_public_key"},
                                                                  {"signed head", "signature"},
                                                                  {"acknowledgement", "signature"},
                                                                  {"sealed", "associated_data"},
                                                                  {"sealed", "ciphertext"},
                                                                  {"enrolment", "code"}}) {
    EXPECT_NE(document.find(Text(Section(section), name)), std::string::npos)
        << section << "." << name;
  }
  // And it lists every kind.
  const auto* bodies = v1::Event::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    std::string row =
        absl::StrCat("| ", bodies->field(i)->number(), " | `", bodies->field(i)->name(), "` |");
    EXPECT_NE(document.find(row), std::string::npos) << row;
  }
}

}  // namespace
}  // namespace wijkboek
