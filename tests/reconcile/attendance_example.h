// One case of the rules of sessions, as a coordinator would tell it. P is expected at C from 09:00
// to 12:00 and from 13:00 to 16:00; C closes at 17:00.
#ifndef WIJKBOEK_TESTS_RECONCILE_ATTENDANCE_EXAMPLE_H_
#define WIJKBOEK_TESTS_RECONCILE_ATTENDANCE_EXAMPLE_H_

#include <gtest/gtest.h>

#include <ostream>

namespace wijkboek {

struct AttendanceExample {
  const char* name;
  const char* story;
  const char* outcome;
  // The day and time at which it is looked at; by default 30 days later.
  int now_day = 30;
  const char* now = "12:00";
  // One kiosk stands at C, and all that it captured is in the log.
  bool kiosk = true;
  const char* first_day = "2026-03-02";
  int days = 1;
};

inline void PrintTo(const AttendanceExample& example, std::ostream* out) { *out << example.name; }

// Each comes out as written: attendance_examples_test.cc.
class Sessions : public testing::TestWithParam<AttendanceExample> {};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_ATTENDANCE_EXAMPLE_H_
