// What is text, and where it may be cut.
#include "common/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace wijkboek {
namespace {

TEST(Utf8Test, WellFormedTextAlone) {
  for (const char* text : {"", "a", "é", "€", "😀", "\u0800", "\uFFFD", "\U0010FFFF"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  for (const char* bytes : {"\x80",              // a second byte without a first one
                            "\xC3",              // a first one alone
                            "\xC3(",             // without its second one
                            "\xE2\x82",          // cut off
                            "\xC0\xAF",          // two bytes for what one says
                            "\xE0\x80\xAF",      // three bytes
                            "\xF0\x80\x80\xAF",  // four bytes
                            "\xED\xA0\x80",      // half of a surrogate pair
                            "\xF4\x90\x80\x80",  // beyond the last sign
                            "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_FALSE(IsUtf8(bytes)) << bytes;
  }
}

TEST(Utf8Test, WhatWasCutEndsWithAWholeSign) {
  const std::string text = "aé€😀";
  const std::string whole[] = {"", "a", "a", "aé", "aé", "aé", "aé€", "aé€", "aé€", "aé€", text};
  for (std::size_t length = 0; length <= text.size(); ++length) {
    EXPECT_EQ(WithoutHalfSign(text.substr(0, length)), whole[length]) << length;
  }
}

}  // namespace
}  // namespace wijkboek
