#include "server/registry.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "tests/common/counting_random.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

constexpr std::int64_t kNowMs = 1'770'000'000'000;
constexpr std::int64_t kHourMs = 3600 * 1000;

class RegistryTest : public testing::Test {
 protected:
  RegistryTest() { Reopen(); }

  void Reopen(std::int64_t flush_period_ms = 3'600'000) {
    registry_.reset();
    absl::StatusOr<std::unique_ptr<Registry>> opened = Registry::Open(path_, flush_period_ms);
    ASSERT_TRUE(opened.ok()) << opened.status();
    registry_ = *std::move(opened);
  }

  Applicant NewApplicant(const std::string& name = "kiosk") {
    return {.device = random_.NewId(),
            .log_key = *PublicKey::FromBytes(random_.NewKey().bytes()),
            .name = name};
  }

  Hash Invite(std::int64_t expires_ms = kNowMs + kHourMs) {
    Hash secret = *Hash::FromBytes(random_.NewKey().bytes());
    EXPECT_TRUE(registry_->Invite({secret}, centre_, expires_ms, kNowMs).ok());
    return secret;
  }

  Applicant Enrolled(const std::string& name = "kiosk") {
    Applicant applicant = NewApplicant(name);
    EXPECT_TRUE(registry_->Redeem(Invite(), applicant, centre_, kNowMs).ok());
    return applicant;
  }

  static v1::DeviceLifecycle Entry(const Applicant& applicant, v1::DeviceState state,
                                   std::int64_t at_ms, const Id& centre) {
    v1::DeviceLifecycle entry;
    entry.set_device_id(applicant.device.ToString());
    entry.set_centre_id(centre.ToString());
    entry.set_state(state);
    entry.set_at_ms(at_ms);
    entry.set_name(applicant.name);
    return entry;
  }

  static DeviceIdentity IdentityOf(const Applicant& applicant, const Id& centre) {
    return {.device = applicant.device, .centre = centre, .log_key = applicant.log_key};
  }

  TempDir dir_;
  const std::string path_ = dir_.File("registry.db");
  CountingRandom random_;
  const Id centre_ = random_.NewId();
  std::unique_ptr<Registry> registry_;
};

TEST_F(RegistryTest, AnInvitationWorksForOneDevice) {
  Hash secret = Invite();
  Applicant first = NewApplicant(), second = NewApplicant();
  EXPECT_EQ(*registry_->CheckInvitation(secret, first, kNowMs), centre_);
  absl::StatusOr<DeviceRecord> enrolled = registry_->Redeem(secret, first, centre_, kNowMs);
  ASSERT_TRUE(enrolled.ok()) << enrolled.status();
  EXPECT_EQ(enrolled->state, v1::DEVICE_STATE_ENROLLED);
  EXPECT_EQ(enrolled->enrolled_ms, kNowMs);

  absl::Status status = registry_->Redeem(secret, second, centre_, kNowMs).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.message().find("used"), absl::string_view::npos) << status;
  EXPECT_TRUE(absl::IsNotFound(registry_->Find(second.device).status()));
}

TEST_F(RegistryTest, TheSameDeviceMayAskAgain) {
  Hash secret = Invite();
  Applicant applicant = NewApplicant();
  ASSERT_TRUE(registry_->Redeem(secret, applicant, centre_, kNowMs).ok());
  Reopen();
  // Also after the code's end: its answer was lost.
  absl::StatusOr<DeviceRecord> again =
      registry_->Redeem(secret, applicant, centre_, kNowMs + 2 * kHourMs);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->enrolled_ms, kNowMs);
  EXPECT_EQ(registry_->List().size(), 1u);

  Applicant thief = applicant;
  thief.log_key = NewApplicant().log_key;
  EXPECT_TRUE(
      absl::IsFailedPrecondition(registry_->Redeem(secret, thief, centre_, kNowMs).status()));
  // Nor with a fresh code: the device id is taken by a key.
  EXPECT_TRUE(
      absl::IsInvalidArgument(registry_->Redeem(Invite(), thief, centre_, kNowMs).status()));
}

TEST_F(RegistryTest, ExpiryIsToTheMillisecond) {
  Hash secret = Invite(kNowMs + 10);
  Applicant applicant = NewApplicant();
  EXPECT_TRUE(registry_->CheckInvitation(secret, applicant, kNowMs + 9).ok());
  absl::Status status = registry_->Redeem(secret, applicant, centre_, kNowMs + 10).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.message().find("expired"), absl::string_view::npos) << status;
}

TEST_F(RegistryTest, UnknownAndLongExpiredCodesAreUnknown) {
  Hash never = *Hash::FromBytes(random_.NewKey().bytes());
  EXPECT_TRUE(absl::IsNotFound(registry_->CheckInvitation(never, NewApplicant(), kNowMs).status()));
  Hash old = Invite(kNowMs + kHourMs);
  std::int64_t later_ms = kNowMs + 40 * 24 * kHourMs;
  ASSERT_TRUE(registry_->Invite({never}, centre_, later_ms + kHourMs, later_ms).ok());
  EXPECT_TRUE(absl::IsNotFound(registry_->CheckInvitation(old, NewApplicant(), later_ms).status()));
  EXPECT_TRUE(registry_->CheckInvitation(never, NewApplicant(), later_ms).ok());
}

TEST_F(RegistryTest, ABatchIsManyCodes) {
  std::vector<Hash> secrets;
  for (int i = 0; i < 50; ++i) secrets.push_back(*Hash::FromBytes(random_.NewKey().bytes()));
  ASSERT_TRUE(registry_->Invite(secrets, Id(), kNowMs + kHourMs, kNowMs).ok());
  for (const Hash& secret : secrets) {
    EXPECT_TRUE(registry_->CheckInvitation(secret, NewApplicant(), kNowMs)->IsZero());
    ASSERT_TRUE(registry_->Redeem(secret, NewApplicant(), centre_, kNowMs).ok());
  }
  EXPECT_EQ(registry_->List().size(), 50u);
}

TEST_F(RegistryTest, RevocationIsKeptAndTold) {
  Applicant applicant = Enrolled();
  std::vector<Id> told;
  registry_->OnRevoked([&](const Id& device) { told.push_back(device); });
  EXPECT_TRUE(registry_->Admit(IdentityOf(applicant, centre_), kNowMs).ok());
  EXPECT_FALSE(registry_->IsRevoked(applicant.device));

  ASSERT_TRUE(registry_->Revoke(applicant.device, kNowMs + 5).ok());
  EXPECT_TRUE(registry_->IsRevoked(applicant.device));
  EXPECT_TRUE(
      absl::IsPermissionDenied(registry_->Admit(IdentityOf(applicant, centre_), kNowMs).status()));
  ASSERT_TRUE(registry_->Revoke(applicant.device, kNowMs + 6).ok());
  EXPECT_EQ(told, std::vector<Id>{applicant.device});
  EXPECT_TRUE(absl::IsNotFound(registry_->Revoke(random_.NewId(), kNowMs)));

  Reopen();
  EXPECT_TRUE(registry_->IsRevoked(applicant.device));
  EXPECT_EQ(registry_->Find(applicant.device)->state_ms, kNowMs + 5);
}

TEST_F(RegistryTest, AnEndedListenerIsNotCalled) {
  Applicant applicant = Enrolled();
  int calls = 0;
  registry_->OnRevoked([&](const Id&) { ++calls; });
  registry_->OnRevoked(nullptr);
  ASSERT_TRUE(registry_->Revoke(applicant.device, kNowMs).ok());
  EXPECT_EQ(calls, 0);
}

TEST_F(RegistryTest, AUsedCodeDoesNotUndoARevocationButAFreshOneDoes) {
  Hash secret = Invite();
  Applicant applicant = NewApplicant();
  ASSERT_TRUE(registry_->Redeem(secret, applicant, centre_, kNowMs).ok());
  ASSERT_TRUE(registry_->Revoke(applicant.device, kNowMs).ok());
  EXPECT_TRUE(
      absl::IsFailedPrecondition(registry_->Redeem(secret, applicant, centre_, kNowMs).status()));
  EXPECT_TRUE(registry_->IsRevoked(applicant.device));
  Id elsewhere = random_.NewId();
  ASSERT_TRUE(registry_->Redeem(Invite(), applicant, elsewhere, kNowMs + 1).ok());
  EXPECT_EQ(registry_->Admit(IdentityOf(applicant, centre_), kNowMs)->centre, elsewhere);
}

TEST_F(RegistryTest, AForgottenDeviceIsLearnedFromItsCertificate) {
  Applicant applicant = NewApplicant();
  absl::StatusOr<DeviceIdentity> admitted =
      registry_->Admit(IdentityOf(applicant, centre_), kNowMs);
  ASSERT_TRUE(admitted.ok()) << admitted.status();
  EXPECT_EQ(*admitted, IdentityOf(applicant, centre_));
  ASSERT_EQ(registry_->Unlogged().size(), 1u);
  registry_->MarkLogged(applicant.device, v1::DEVICE_STATE_ENROLLED);
  EXPECT_TRUE(registry_->Unlogged().empty());
  Reopen();
  EXPECT_EQ(registry_->Find(applicant.device)->centre, centre_);
}

// Nobody would wait for a kiosk that the log does not know.
TEST_F(RegistryTest, ALogThatWasPutBackIsToldAgain) {
  Applicant applicant = Enrolled();
  Applicant revoked = Enrolled();
  registry_->MarkLogged(applicant.device, v1::DEVICE_STATE_ENROLLED);
  registry_->MarkLogged(revoked.device, v1::DEVICE_STATE_ENROLLED);
  ASSERT_TRUE(registry_->Revoke(revoked.device, kNowMs + 1).ok());
  registry_->MarkLogged(revoked.device, v1::DEVICE_STATE_REVOKED);
  ASSERT_TRUE(registry_->Unlogged().empty());
  Reopen();
  // The log ends before the one was enrolled and the other revoked.
  registry_->Recall(Entry(revoked, v1::DEVICE_STATE_ENROLLED, kNowMs, centre_));
  EXPECT_EQ(registry_->Unlogged().size(), 2u);
  EXPECT_TRUE(registry_->IsRevoked(revoked.device));
}

TEST_F(RegistryTest, ALostRegistryRemembersWhatTheLogSays) {
  Applicant applicant = NewApplicant();
  Id elsewhere = random_.NewId();
  registry_->Recall(Entry(applicant, v1::DEVICE_STATE_ENROLLED, kNowMs, centre_));
  registry_->Recall(Entry(applicant, v1::DEVICE_STATE_REVOKED, kNowMs + 1, centre_));
  EXPECT_TRUE(registry_->IsRevoked(applicant.device));
  EXPECT_TRUE(
      absl::IsPermissionDenied(registry_->Admit(IdentityOf(applicant, centre_), kNowMs).status()));
  registry_->Recall(Entry(applicant, v1::DEVICE_STATE_ENROLLED, kNowMs + 2, elsewhere));
  EXPECT_EQ(registry_->Admit(IdentityOf(applicant, centre_), kNowMs)->centre, elsewhere);
  EXPECT_EQ(registry_->Find(applicant.device)->name, applicant.name);
  EXPECT_TRUE(registry_->Unlogged().empty());
}

TEST_F(RegistryTest, AnOldRegistryFollowsTheLogAndAnOldLogIsNotFollowed) {
  Applicant applicant = Enrolled();
  registry_->Recall(Entry(applicant, v1::DEVICE_STATE_REVOKED, kNowMs - 1, centre_));
  EXPECT_FALSE(registry_->IsRevoked(applicant.device));
  ASSERT_EQ(registry_->Unlogged().size(), 1u);
  registry_->Recall(Entry(applicant, v1::DEVICE_STATE_REVOKED, kNowMs + 1, centre_));
  EXPECT_TRUE(registry_->Unlogged().empty());
  Reopen();
  EXPECT_TRUE(registry_->IsRevoked(applicant.device));
  registry_->Recall(Entry(applicant, v1::DEVICE_STATE_ENROLLED, kNowMs, centre_));
  EXPECT_TRUE(registry_->IsRevoked(applicant.device));
}

TEST_F(RegistryTest, ARevocationByAClockThatWentBackOutlastsARestart) {
  Applicant applicant = Enrolled();
  ASSERT_TRUE(registry_->Revoke(applicant.device, kNowMs - kHourMs).ok());
  std::int64_t revoked_ms = registry_->Find(applicant.device)->state_ms;
  Reopen();
  registry_->Recall(Entry(applicant, v1::DEVICE_STATE_ENROLLED, kNowMs, centre_));
  registry_->Recall(Entry(applicant, v1::DEVICE_STATE_REVOKED, revoked_ms, centre_));
  EXPECT_TRUE(registry_->IsRevoked(applicant.device));
}

TEST_F(RegistryTest, WhatIsHeardReachesTheDiskAtTheEnd) {
  Applicant applicant = Enrolled();
  v1::DeviceStatus status;
  status.set_version("1.2");
  status.set_behind(7);
  status.set_wall_ms(kNowMs + 90'000);
  registry_->Heard(applicant.device, status, kNowMs);
  registry_->Heard(applicant.device, v1::DeviceStatus(), kNowMs - 500);
  registry_->HeardThrough(applicant.device, 1, 5, kNowMs - 100);
  registry_->HeardThrough(applicant.device, 1, 4, kNowMs - 200);
  registry_->Forked(applicant.device);
  registry_->Heard(random_.NewId(), status, kNowMs);
  Reopen();
  DeviceRecord record = *registry_->Find(applicant.device);
  EXPECT_EQ(record.last_heard_ms, kNowMs);
  EXPECT_EQ(record.heard_through_ms, kNowMs - 100);
  EXPECT_EQ(record.status.version(), "1.2");
  EXPECT_EQ(record.status.behind(), 7u);
  EXPECT_EQ(record.clock_error_ms, 90'000);
  EXPECT_TRUE(record.forked);
  EXPECT_EQ(registry_->List().size(), 1u);
}

TEST_F(RegistryTest, WhatIsHeardReachesTheDiskFromTimeToTime) {
  Applicant applicant = Enrolled();
  Reopen(20);
  registry_->Heard(applicant.device, v1::DeviceStatus(), kNowMs);
  // A copy of the file as it is at this moment, as after a crash; until the flush has come.
  const std::string copy = dir_.File("copy.db");
  std::int64_t heard_ms = 0;
  for (int i = 0; i < 100 && heard_ms == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    for (const char* suffix : {"", "-wal"}) {
      std::error_code ignored;
      std::filesystem::copy_file(path_ + suffix, copy + suffix,
                                 std::filesystem::copy_options::overwrite_existing, ignored);
    }
    absl::StatusOr<std::unique_ptr<Registry>> crashed = Registry::Open(copy, 3'600'000);
    if (crashed.ok()) heard_ms = (*crashed)->Find(applicant.device)->last_heard_ms;
  }
  EXPECT_EQ(heard_ms, kNowMs);
}

TEST_F(RegistryTest, FindsByTextAndListsByName) {
  Applicant second = Enrolled("Zuid"), first = Enrolled("Noord");
  Enrolled("twin");
  Enrolled("twin");
  EXPECT_EQ(registry_->FindByText("Zuid")->device, second.device);
  EXPECT_EQ(registry_->FindByText(first.device.hex())->device, first.device);
  EXPECT_EQ(registry_->FindByText(first.device.hex().substr(0, 10))->device, first.device);
  EXPECT_TRUE(absl::IsFailedPrecondition(registry_->FindByText("twin").status()));
  EXPECT_TRUE(absl::IsNotFound(registry_->FindByText("West").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(registry_->FindByText("").status()));
  std::vector<DeviceRecord> list = registry_->List();
  ASSERT_EQ(list.size(), 4u);
  EXPECT_EQ(list[0].name, "Noord");
  EXPECT_EQ(list[1].name, "Zuid");
}

TEST_F(RegistryTest, NoSecretIsInTheFile) {
  Hash secret_hash = Sha256("0123456789");
  ASSERT_TRUE(registry_->Invite({secret_hash}, centre_, kNowMs + kHourMs, kNowMs).ok());
  registry_.reset();
  std::ifstream file(path_, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  EXPECT_NE(bytes.str().find(secret_hash.ToString()), std::string::npos);
  EXPECT_EQ(bytes.str().find("0123456789"), std::string::npos);
}

TEST_F(RegistryTest, ManyThreads) {
  std::vector<Applicant> applicants;
  for (int i = 0; i < 4; ++i) applicants.push_back(Enrolled());
  Hash contested = Invite();
  Reopen(1);
  std::atomic<int> won{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 1; round <= 50; ++round) {
        registry_->Heard(applicants[i].device, v1::DeviceStatus(), kNowMs + round);
        registry_->IsRevoked(applicants[(i + 1) % 4].device);
        registry_->List();
      }
      if (registry_->Redeem(contested, applicants[i], centre_, kNowMs).ok()) ++won;
      registry_->Revoke(applicants[i].device, kNowMs).IgnoreError();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  Reopen();
  for (const Applicant& applicant : applicants) {
    EXPECT_TRUE(registry_->IsRevoked(applicant.device));
    EXPECT_EQ(registry_->Find(applicant.device)->last_heard_ms, kNowMs + 50);
  }
}

TEST_F(RegistryTest, IsForOneServerAlone) {
  EXPECT_TRUE(absl::IsFailedPrecondition(Registry::Open(path_).status()));
}

}  // namespace
}  // namespace wijkboek
