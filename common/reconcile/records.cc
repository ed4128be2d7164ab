#include "common/reconcile/records.h"

#include "absl/strings/str_cat.h"
#include "common/crypto.h"

namespace wijkboek {

Hash Discrepancy::Key() const {
  std::string text = absl::StrCat("wijkboek discrepancy v1\n", kind, "\n", session.hex(), "\n");
  for (const Hash& event : events) text.append(event.bytes().data(), Hash::kSize);
  return Sha256(text);
}

bool Discrepancy::IsOpen() const {
  for (const Settlement& each : settlements) {
    if (each.value != settlements.front().value) return true;
  }
  return settlements.empty();
}

}  // namespace wijkboek
