// Why a status is not known yet, in words; and what the server's notices say of kiosks.

#include "client/why.h"

#include <gtest/gtest.h>

#include "common/civil_time.h"
#include "tests/client/kiosk_fixture.h"

namespace wijkboek {
namespace {

std::int64_t At(const std::string& civil) { return InstantOf(ParseCivilTime(civil).value()); }

constexpr unsigned char kHere = 1;
constexpr unsigned char kOther = 2;
constexpr unsigned char kNameless = 3;

struct Case {
  std::string name;
  AttendanceStatus status = AttendanceStatus::kPending;
  std::string now = "2026-03-03T12:30";
  std::vector<unsigned char> waited_for;
  std::vector<unsigned char> lost;
  std::vector<std::string> signs;
  bool is_final = false;
  bool contested = false;
  bool by_mark = false;
  std::string why;
  Circumstances around;
};

class WhyTest : public ::testing::TestWithParam<Case> {};

TEST_P(WhyTest, IsSaidInWords) {
  const Case& given = GetParam();
  KioskNotices notices;
  Devices devices;
  v1::LogEntry entry;
  const auto tell = [&] {
    notices.Take(entry);
    devices.Apply(entry);
  };
  entry.mutable_lifecycle()->set_device_id(MakeId(kOther).ToString());
  entry.mutable_lifecycle()->set_state(v1::DEVICE_STATE_ENROLLED);
  entry.mutable_lifecycle()->set_name("Kiosk B");
  tell();
  for (const char* time : {"2026-03-03T10:40", "2026-03-03T10:20"}) {
    entry.mutable_heard_through()->set_device_id(MakeId(kOther).ToString());
    entry.mutable_heard_through()->set_server_ms(At(time));
    tell();
  }
  entry.mutable_heard_through()->set_device_id(MakeId(kHere).ToString());
  entry.mutable_heard_through()->set_server_ms(At("2026-03-01T09:00"));
  tell();

  AttendanceRecord record{.expected = {At("2026-03-03T09:00"), At("2026-03-03T12:00")},
                          .status = given.status,
                          .is_final = given.is_final,
                          .by_mark = given.by_mark,
                          .contested = given.contested,
                          .signs = given.signs};
  for (unsigned char kiosk : given.waited_for) record.waited_for.push_back(MakeId(kiosk));
  for (unsigned char kiosk : given.lost) record.lost.push_back(MakeId(kiosk));
  EXPECT_EQ(WhyOf(record, given.around,
                  {.now_ms = At(given.now),
                   .margin_ms = 10 * kMinuteMs,
                   .here = MakeId(kHere),
                   .kiosks = notices,
                   .devices = devices}),
            given.why);
}

INSTANTIATE_TEST_SUITE_P(
    Table, WhyTest,
    ::testing::Values(
        Case{.name = "NotBegun", .now = "2026-03-03T08:00", .why = "begins 09:00"},
        Case{.name = "OnAnotherDay", .now = "2026-03-02T08:00", .why = "begins 2026-03-03 09:00"},
        Case{.name = "GoingOn", .now = "2026-03-03T12:10", .waited_for = {2}, .why = "until 12:10"},
        Case{.name = "OtherKiosk",
             .waited_for = {2},
             .why = "waits for Kiosk B (not heard since 10:40)"},
        Case{.name = "ThisKiosk",
             .waited_for = {1, 3},
             .why = "waits for this kiosk (nothing sent since 2026-03-01 09:00) and kiosk 03000000 "
                    "(never heard)"},
        Case{.name = "AbsentButNotFinal",
             .status = AttendanceStatus::kAbsent,
             .waited_for = {2},
             .by_mark = true,
             .why = "by a coach's mark; waits for Kiosk B (not heard since 10:40)"},
        Case{.name = "AbsentFinally",
             .status = AttendanceStatus::kAbsent,
             .is_final = true,
             .why = "nobody saw them; every kiosk was heard"},
        Case{.name = "AbsentInDoubt",
             .status = AttendanceStatus::kAbsent,
             .why = "nobody saw them; what is said of their presence that day contradicts itself"},
        Case{.name = "ExcusedByMark",
             .status = AttendanceStatus::kExcused,
             .by_mark = true,
             .why = "by a coach's mark"},
        Case{.name = "Present", .status = AttendanceStatus::kPresent, .waited_for = {2}},
        Case{.name = "PresentContested",
             .status = AttendanceStatus::kPresent,
             .contested = true,
             .why = "they say that it is not right"},
        Case{
            .name = "Unclear",
            .status = AttendanceStatus::kUnclear,
            .signs = {"contest", "elsewhere", "new_sign"},
            .contested = true,
            .why = "they were somewhere else at the time; new sign; they say that it is not right"},
        Case{
            .name = "StoreLost",
            .status = AttendanceStatus::kUnknown,
            .lost = {2},
            .why = "Kiosk B lost its store, and perhaps what it captured then; a coach's mark says "
                   "how it was"},
        Case{.name = "NobodyThere",
             .status = AttendanceStatus::kUnknown,
             .why = "no kiosk here was in use all of that time; a coach's mark says how it was",
             .around = {.is_covered = false}},
        Case{.name = "Afterwards",
             .status = AttendanceStatus::kUnknown,
             .why = "put on record when it was over; a coach's mark says how it was"}),
    [](const auto& info) { return info.param.name; });

TEST(WhyOfLostKiosksTest, LostAndPutAwayAndSilentAreToldApart) {
  KioskNotices notices;
  AttendanceRecord record{.status = AttendanceStatus::kUnknown, .lost = {MakeId(kNameless)}};
  const auto why = [&](v1::EventKind kind) {
    StoredEvent stored;
    stored.key.hash.data()[0] = 9;
    stored.event.set_kind(kind);
    if (kind == v1::EVENT_KIND_KIOSK_PARKED) {
      stored.event.mutable_kiosk_parked()->set_kiosk_id(MakeId(kNameless).ToString());
    } else if (kind == v1::EVENT_KIND_KIOSK_DESCRIBED) {
      stored.event.mutable_kiosk_described()->set_kiosk_id(MakeId(kNameless).ToString());
      stored.event.mutable_kiosk_described()->set_carried(true);
    } else {
      stored.event.mutable_kiosk_declared_lost()->set_kiosk_id(MakeId(kNameless).ToString());
    }
    Devices devices;
    v1::LogEntry enrolled;
    enrolled.mutable_lifecycle()->set_device_id(MakeId(kNameless).ToString());
    enrolled.mutable_lifecycle()->set_state(v1::DEVICE_STATE_ENROLLED);
    devices.Apply(enrolled);
    devices.Apply(stored, 1000, std::nullopt);
    return WhyOf(record, {}, {.kiosks = notices, .devices = devices});
  };
  EXPECT_EQ(why(v1::EVENT_KIND_KIOSK_DECLARED_LOST),
            "kiosk 03000000 was lost; a coach's mark says how it was");
  EXPECT_EQ(why(v1::EVENT_KIND_KIOSK_DESCRIBED),
            "kiosk 03000000 has been silent for days; a coach's mark says how it was");
  EXPECT_EQ(why(v1::EVENT_KIND_KIOSK_PARKED),
            "kiosk 03000000 was put away before it had sent everything; a coach's mark says how it "
            "was");
}

}  // namespace
}  // namespace wijkboek
