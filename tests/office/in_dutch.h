// Every line below a report has its Dutch: a test that looks at a table sees that too.
#ifndef WIJKBOEK_TESTS_OFFICE_IN_DUTCH_H_
#define WIJKBOEK_TESTS_OFFICE_IN_DUTCH_H_

#include <string>

#include <gtest/gtest.h>

#include "server/dutch_print.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

inline void ExpectAllInDutch(const v1::GetReportResponse& report) {
  for (const std::string& line : report.small_print()) {
    EXPECT_TRUE(DutchPrint(line).whole) << "no Dutch for: " << line;
  }
}

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_IN_DUTCH_H_
