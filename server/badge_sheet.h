// A sheet of QR badges to print and cut out: A4, ten cards of a bank card's size (ISO/IEC 7810
// ID-1) on a page. Pure.
#ifndef WIJKBOEK_SERVER_BADGE_SHEET_H_
#define WIJKBOEK_SERVER_BADGE_SHEET_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace wijkboek {

struct SheetBadge {
  // Empty: the card has the number alone.
  std::string name;
  // What the QR code holds.
  std::string text;
  // For typing.
  std::string number;
};

// A PDF file's bytes. RESOURCE_EXHAUSTED where it can't be made.
absl::StatusOr<std::string> BadgeSheetPdf(const std::vector<SheetBadge>& badges);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_BADGE_SHEET_H_
