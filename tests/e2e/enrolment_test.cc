// How a kiosk gets in, stays in and is shut out, with real certificates.
#include <chrono>
#include <thread>

#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t kHourMs = 3600 * 1000;

class EnrolmentTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
  }
  Town town_;
};

TEST_F(EnrolmentTest, CodeWorksOnce) {
  ASSERT_OK_AND_ASSIGN(const std::string code, town_.Invite("Noord"));
  ASSERT_OK_AND_ASSIGN(const Finished first, town_.NewKiosk("A").Enrol(code));
  EXPECT_THAT(first, Succeeded());
  TownKiosk& second = town_.NewKiosk("B");
  ASSERT_OK_AND_ASSIGN(const Finished reused, second.Enrol(code));
  EXPECT_THAT(reused, FailedSaying("used"));

  // The second kiosk gets in with a code of its own.
  ASSERT_OK_AND_ASSIGN(const std::string own, town_.Invite("Noord"));
  ASSERT_OK_AND_ASSIGN(const Finished enrolled, second.Enrol(own));
  EXPECT_THAT(enrolled, Succeeded());
}

TEST_F(EnrolmentTest, CodeExpiresAfterADay) {
  ASSERT_OK_AND_ASSIGN(const std::string code, town_.Invite("Noord"));
  town_.server_clock().Advance(25 * kHourMs);
  ASSERT_OK_AND_ASSIGN(const Finished late, town_.NewKiosk("A").Enrol(code));
  EXPECT_THAT(late, FailedSaying("expired"));
}

TEST_F(EnrolmentTest, MistypedCodeIsRefusedBeforeAnythingIsSent) {
  ASSERT_OK_AND_ASSIGN(std::string code, town_.Invite("Noord"));
  code[0] = code[0] == 'A' ? 'B' : 'A';
  ASSERT_OK_AND_ASSIGN(const Finished mistyped, town_.NewKiosk("A").Enrol(code));
  EXPECT_THAT(mistyped, FailedSaying("mistyped"));
}

TEST_F(EnrolmentTest, CodeOfAnotherAuthorityIsRefused) {
  Town elsewhere;
  ASSERT_OK(elsewhere.StartServer());
  ASSERT_OK(elsewhere.ApplyFacts());
  ASSERT_OK_AND_ASSIGN(const std::string code, elsewhere.Invite("Noord"));
  ASSERT_OK_AND_ASSIGN(const Finished wrong, town_.NewKiosk("A").Enrol(code));
  EXPECT_THAT(wrong, FailedSaying("authority"));
}

TEST_F(EnrolmentTest, ServerWithAnotherAuthorityPausesSyncAndLosesNothing) {
  ASSERT_OK_AND_ASSIGN(TownKiosk * kiosk, town_.AddKiosk("A", "Noord"));
  Town elsewhere;
  ASSERT_OK(elsewhere.StartServer());
  town_.CutOff(*kiosk);
  kiosk->sync_line().Connect(elsewhere.sync_address());
  kiosk->enrolment_line().Connect(elsewhere.enrolment_address());
  ASSERT_OK_AND_ASSIGN(const v1::Saved saved, kiosk->CheckIn("BADGE-N1"));
  EXPECT_TRUE(WaitUntil([&] {
    const auto status = kiosk->Status();
    return status.ok() && status->unsent() > 0 && !status->reason().empty();
  }));

  town_.ConnectLines(*kiosk);
  ASSERT_TRUE(WaitUntil([&] { return kiosk->InSync(); })) << kiosk->process()->Errors();
  ASSERT_OK(town_.StopServer());
  EXPECT_THAT(Missing({saved.event()}, ServerEvents(town_.server_folder())), IsEmpty());
}

TEST_F(EnrolmentTest, BoxOfKiosksChoosesTheCentreOnSite) {
  ASSERT_OK_AND_ASSIGN(const std::string codes,
                       town_.OfficeSays({"device", "invite", "--batch", "2", "--days", "30"}));
  const std::string first = codes.substr(0, codes.find('\n'));
  town_.server_clock().Advance(29 * 24 * kHourMs);
  TownKiosk& kiosk = town_.NewKiosk("A");
  ASSERT_OK_AND_ASSIGN(const Finished nowhere, kiosk.Enrol(first));
  EXPECT_THAT(nowhere, FailedSaying("centre"));
  ASSERT_OK_AND_ASSIGN(const Finished unknown, kiosk.Enrol(first, {"--centre", "Oost"}));
  EXPECT_THAT(unknown, FailedSaying("Oost"));
  ASSERT_OK_AND_ASSIGN(const Finished enrolled, kiosk.Enrol(first, {"--centre", "Zuid"}));
  EXPECT_THAT(enrolled, Succeeded());
  ASSERT_OK(kiosk.Start());
  ASSERT_TRUE(WaitUntil([&] { return kiosk.InSync(); })) << kiosk.process()->Errors();
  ASSERT_OK_AND_ASSIGN(const v1::GetStatusResponse status, kiosk.Status());
  EXPECT_EQ(status.centre(), "Zuid");
}

TEST_F(EnrolmentTest, RevokedKioskIsShutOutAtOnceAndKeepsWhatItHas) {
  ASSERT_OK_AND_ASSIGN(TownKiosk * kiosk, town_.AddKiosk("A", "Noord"));
  ASSERT_OK(town_.OfficeSays({"device", "revoke", "Kiosk A"}));
  ASSERT_OK_AND_ASSIGN(const v1::Saved saved, kiosk->CheckIn("BADGE-N1"));
  EXPECT_TRUE(WaitUntil([&] {
    const auto status = kiosk->Status();
    return status.ok() && status->unsent() > 0 && !status->reason().empty();
  }));
  ASSERT_OK(kiosk->Stop());
  ASSERT_OK(town_.StopServer());
  EXPECT_EQ(ServerEvents(town_.server_folder()).count(saved.event()), 0u);
  EXPECT_EQ(HashesOf(KioskLog(kiosk->folder())).count(saved.event()), 1u);
}

TEST(ShortCertificateTest, ExpiredCertificateRenewsByItself) {
  Town town;
  ASSERT_OK(town.StartServer({}, {"--certificate-seconds", "4"}));
  ASSERT_OK(town.ApplyFacts());
  ASSERT_OK_AND_ASSIGN(TownKiosk * kiosk, town.AddKiosk("A", "Noord"));
  ASSERT_OK_AND_ASSIGN(const v1::GetStatusResponse before, kiosk->Status());
  town.CutOff(*kiosk);
  ASSERT_OK_AND_ASSIGN(const v1::Saved saved, kiosk->CheckIn("BADGE-N1"));
  std::this_thread::sleep_for(std::chrono::seconds(6));

  town.ConnectLines(*kiosk);
  ASSERT_TRUE(WaitUntil([&] { return kiosk->InSync(); })) << kiosk->process()->Errors();
  ASSERT_OK_AND_ASSIGN(const v1::GetStatusResponse after, kiosk->Status());
  EXPECT_GT(after.certificate_until_ms(), before.certificate_until_ms());
  ASSERT_OK(town.StopServer());
  EXPECT_EQ(ServerEvents(town.server_folder()).count(saved.event()), 1u);
}

}  // namespace
}  // namespace wijkboek
