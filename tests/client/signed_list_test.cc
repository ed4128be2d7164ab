// The list that an instructor signs.

#include "common/reconcile/signed_list.h"

#include <gtest/gtest.h>

#include "tests/client/kiosk_fixture.h"

namespace wijkboek {
namespace {

TEST(SignedListTest, FingerprintIsOverTheListByPerson) {
  AttendanceRecord second{.person = MakeId(2), .status = AttendanceStatus::kAbsent};
  AttendanceRecord first{.person = MakeId(1), .status = AttendanceStatus::kPresent, .late = true};
  v1::SessionSignedOff list = SignedList(MakeId(61), {second, first});
  ASSERT_EQ(list.entries_size(), 2);
  EXPECT_EQ(list.entries(0).person_id(), MakeId(1).bytes());
  EXPECT_EQ(list.entries(1).state(), v1::ATTENDANCE_STATE_ABSENT);
  // sha256("wijkboek attendance list v1" 3d00… 0100… 02 01 00 0200… 04 00 00)
  EXPECT_EQ(Hash::FromBytesOrZero(list.list_fingerprint()).hex(),
            "d5fa920d45adbc991832361a976d05bee2efc0ef49db23d8d39b5996f5930854");
  std::swap(*list.mutable_entries(0), *list.mutable_entries(1));
  EXPECT_EQ(ListFingerprint(MakeId(61), list).bytes(), list.list_fingerprint());
  list.mutable_entries(0)->set_left_early(true);
  EXPECT_NE(ListFingerprint(MakeId(61), list).bytes(), list.list_fingerprint());
}

}  // namespace
}  // namespace wijkboek
