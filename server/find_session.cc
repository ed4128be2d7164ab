#include "server/find_session.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/office_ids.h"

namespace wijkboek {

absl::StatusOr<Id> FindSession(const Reference& reference, const SecretKey& lookup_key,
                               const std::string& text) {
  const Id by_key = OfficeId(lookup_key, "session", text);
  if (reference.FindSession(by_key) != nullptr) return by_key;
  const std::vector<Session> found = reference.SessionsBeginning(absl::AsciiStrToLower(text));
  if (found.size() == 1) return found.front().id;
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("there is no session with the key or id \"", absl::CHexEscape(text), "\""));
  }
  return absl::FailedPreconditionError(
      absl::StrCat("several sessions begin with \"", text, "\": give more digits"));
}

}  // namespace wijkboek
