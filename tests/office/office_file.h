// A file of office facts, as a test writes it.
#ifndef WIJKBOEK_TESTS_OFFICE_OFFICE_FILE_H_
#define WIJKBOEK_TESTS_OFFICE_OFFICE_FILE_H_

#include <string>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

inline v1::OfficeFacts OfficeFile(const std::string& json) {
  v1::OfficeFacts facts;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &facts);
  EXPECT_TRUE(status.ok()) << status.ToString();
  return facts;
}

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_OFFICE_FILE_H_
