// What became of a kiosk, and excuses that reached the office: the events that are made of them.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/civil_time.h"
#include "server/device_change.h"
#include "server/office_excuse.h"
#include "tests/office/fake_office.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Change = v1::ChangeDeviceRequest;

const std::int64_t kNow = InstantOf(*ParseCivilTime("2026-03-03T12:00"));

Id NamedId(char fill) { return Id::FromBytesOrZero(std::string(Id::kSize, fill)); }

v1::ChangeDeviceRequest Request(Change::Change change, const std::string& since = "") {
  v1::ChangeDeviceRequest request;
  request.set_change(change);
  request.set_since(since);
  return request;
}

const ChangedDevice kKiosk{.device = NamedId('k'), .centre = NamedId('c')};

TEST(DeviceChangeTest, IsAnEventAboutThatKiosk) {
  struct Case {
    Change::Change change;
    v1::EventKind kind;
  };
  for (const Case& one : {Case{Change::CHANGE_PARKED, v1::EVENT_KIND_KIOSK_PARKED},
                          Case{Change::CHANGE_LOST, v1::EVENT_KIND_KIOSK_DECLARED_LOST},
                          Case{Change::CHANGE_FOUND, v1::EVENT_KIND_KIOSK_FOUND},
                          Case{Change::CHANGE_CARRIED, v1::EVENT_KIND_KIOSK_DESCRIBED},
                          Case{Change::CHANGE_FIXED, v1::EVENT_KIND_KIOSK_DESCRIBED}}) {
    const absl::StatusOr<EventDraft> draft =
        PlanDeviceChange(Request(one.change), kKiosk, OfficeRecord(), kNow);
    ASSERT_TRUE(draft.ok()) << draft.status();
    EXPECT_EQ(draft->event.kind(), one.kind);
    EXPECT_TRUE(IsKnownKind(draft->event));
    EXPECT_EQ(draft->event.centre_id(), kKiosk.centre.bytes());
    EXPECT_EQ(draft->event.actor().method(), v1::METHOD_OFFICE);
    EXPECT_FALSE(draft->event.has_stated_start());
    EXPECT_THAT(draft->event.ShortDebugString(), HasSubstr("kkkkkkkkkkkkkkkk"));
  }
}

TEST(DeviceChangeTest, MayHaveHappenedBeforeButNotLater) {
  const absl::StatusOr<EventDraft> draft = PlanDeviceChange(
      Request(Change::CHANGE_LOST, "2026-03-03T10:30"), kKiosk, OfficeRecord(), kNow);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(FormatTime(InstantOf(draft->event.stated_start())), "2026-03-03 10:30");
  for (const char* since : {"2026-03-03T12:01", "yesterday", "2026-03-29T02:30"}) {
    EXPECT_EQ(PlanDeviceChange(Request(Change::CHANGE_LOST, since), kKiosk, OfficeRecord(), kNow)
                  .status()
                  .code(),
              absl::StatusCode::kInvalidArgument)
        << since;
  }
  EXPECT_THAT(std::string(PlanDeviceChange(Request(Change::CHANGE_CARRIED, "2026-03-03T10:00"),
                                           kKiosk, OfficeRecord(), kNow)
                              .status()
                              .message()),
              HasSubstr("holds for all times"));
}

TEST(DeviceChangeTest, AReplacementIsAnotherKiosk) {
  ChangedDevice replaced = kKiosk;
  EXPECT_THAT(
      std::string(PlanDeviceChange(Request(Change::CHANGE_REPLACED), replaced, OfficeRecord(), kNow)
                      .status()
                      .message()),
      HasSubstr("which kiosk"));
  replaced.replaced_by = replaced.device;
  EXPECT_FALSE(
      PlanDeviceChange(Request(Change::CHANGE_REPLACED), replaced, OfficeRecord(), kNow).ok());
  replaced.replaced_by = NamedId('n');
  const absl::StatusOr<EventDraft> draft =
      PlanDeviceChange(Request(Change::CHANGE_REPLACED), replaced, OfficeRecord(), kNow);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->event.kiosk_replaced().by_kiosk_id(), NamedId('n').bytes());
  EXPECT_FALSE(PlanDeviceChange(Request(Change::CHANGE_LOST), replaced, OfficeRecord(), kNow).ok());
  EXPECT_FALSE(
      PlanDeviceChange(Request(Change::CHANGE_UNSPECIFIED), kKiosk, OfficeRecord(), kNow).ok());
}

TEST(DeviceChangeTest, ADescriptionNamesTheOneItReplaces) {
  FakeOffice office;
  const auto describe = [&](Change::Change change) {
    absl::StatusOr<EventDraft> draft =
        PlanDeviceChange(Request(change), kKiosk, office.record(), kNow);
    EXPECT_TRUE(draft.ok()) << draft.status();
    std::vector<EventDraft> drafts;
    drafts.push_back(*std::move(draft));
    office.Append(std::move(drafts));
  };
  describe(Change::CHANGE_CARRIED);
  EXPECT_THAT(office.log()[0].event.seen(), IsEmpty());
  describe(Change::CHANGE_FIXED);
  EXPECT_THAT(office.log()[1].event.seen(), ElementsAre(office.log()[0].key.hash.ToString()));
}

v1::RecordExcuseRequest Excuse(const std::string& first, const std::string& last = "") {
  v1::RecordExcuseRequest request;
  request.set_first_day(first);
  request.set_last_day(last);
  request.set_reason(v1::ABSENCE_REASON_SICK);
  return request;
}

TEST(OfficeExcuseTest, CoversDaysOrLastsUntilBetter) {
  const auto days = [](const v1::RecordExcuseRequest& request) -> std::string {
    const absl::StatusOr<EventDraft> draft = PlanExcuse(request, NamedId('p'), kNow);
    if (!draft.ok()) return std::string(draft.status().message());
    const v1::ExcuseGiven& body = draft->event.excuse_given();
    if (body.scope_case() == v1::ExcuseGiven::kUntilBetterFromDay) {
      return absl::StrCat(FormatDay(body.until_better_from_day()), " on");
    }
    return absl::StrCat(FormatDay(body.days().first_day()), " to ",
                        FormatDay(body.days().last_day()));
  };
  EXPECT_EQ(days(Excuse("2026-03-04")), "2026-03-04 to 2026-03-04");
  EXPECT_EQ(days(Excuse("2026-03-02", "2026-03-06")), "2026-03-02 to 2026-03-06");
  EXPECT_THAT(days(Excuse("2026-03-06", "2026-03-02")), HasSubstr("before the first day"));
  EXPECT_THAT(days(Excuse("2026-03-02", "2027-04-01")), HasSubstr("longer than a year"));
  EXPECT_THAT(days(Excuse("")), HasSubstr("which days"));
  v1::RecordExcuseRequest until_better = Excuse("");
  until_better.set_until_better(true);
  EXPECT_EQ(days(until_better), "2026-03-03 on");
  until_better.set_first_day("2026-03-02");
  EXPECT_EQ(days(until_better), "2026-03-02 on");
  until_better.set_last_day("2026-03-06");
  EXPECT_THAT(days(until_better), HasSubstr("give one"));
}

TEST(OfficeExcuseTest, TheReasonIsSealedAndTheCallIsPast) {
  v1::RecordExcuseRequest request = Excuse("2026-03-03");
  request.set_called_at("2026-03-03T08:15");
  const absl::StatusOr<EventDraft> draft = PlanExcuse(request, NamedId('p'), kNow);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(FormatTime(InstantOf(draft->event.excuse_given().called_at())), "2026-03-03 08:15");
  ASSERT_EQ(draft->sealed.size(), 1u);
  EXPECT_EQ(draft->sealed[0].field, v1::SEALED_FIELD_REASON);
  EXPECT_EQ(draft->sealed[0].person, NamedId('p'));
  EXPECT_EQ(draft->event.persons(0).role(), v1::PERSON_ROLE_PARTICIPANT);

  request.set_called_at("2026-03-03T12:01");
  EXPECT_FALSE(PlanExcuse(request, NamedId('p'), kNow).ok());
  request = Excuse("2026-03-03");
  request.set_reason(v1::ABSENCE_REASON_UNSPECIFIED);
  EXPECT_THAT(std::string(PlanExcuse(request, NamedId('p'), kNow).status().message()),
              HasSubstr("say why"));
}

}  // namespace
}  // namespace wijkboek
