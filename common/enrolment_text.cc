#include "common/enrolment_text.h"

#include "absl/strings/str_cat.h"
#include "common/crypto.h"

namespace wijkboek {

std::string EnrolmentText(const InvitationSecret& secret, const Id& device,
                          absl::string_view signing_request) {
  return absl::StrCat("wijkboek enrol v1", secret.bytes(), device.bytes(),
                      Sha256(signing_request).bytes());
}

std::string RenewalText(const Id& device, std::int64_t server_ms,
                        absl::string_view signing_request) {
  std::string text = absl::StrCat("wijkboek renew v1", device.bytes());
  AppendUint64(text, static_cast<std::uint64_t>(server_ms));
  absl::StrAppend(&text, Sha256(signing_request).bytes());
  return text;
}

}  // namespace wijkboek
