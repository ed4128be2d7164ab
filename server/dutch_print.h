// The small print of reports in Dutch. English is what reports are made, kept and filed in; this is
// how a table is given to people who read Dutch. Pure.
#ifndef WIJKBOEK_SERVER_DUTCH_PRINT_H_
#define WIJKBOEK_SERVER_DUTCH_PRINT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace wijkboek {

struct DutchLine {
  std::string text;
  // False: some part of it is not known here and stays in English.
  bool whole = true;
};

// One line of small print. Names, times and numbers in it stay as they are.
DutchLine DutchPrint(absl::string_view english);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_DUTCH_PRINT_H_
