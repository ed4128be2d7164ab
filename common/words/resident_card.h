// What the QR code on a resident's visit card says: printed by the office, read by kiosks. Pure.
#ifndef WIJKBOEK_COMMON_WORDS_RESIDENT_CARD_H_
#define WIJKBOEK_COMMON_WORDS_RESIDENT_CARD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"

namespace wijkboek {

std::string CardText(const Id& resident);
// INVALID_ARGUMENT when it is no such card.
absl::StatusOr<Id> ReadCardText(absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_WORDS_RESIDENT_CARD_H_
