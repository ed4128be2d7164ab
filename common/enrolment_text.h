// What a device signs with its log key when it enrols or renews, exactly as enrolment.proto says.
#ifndef WIJKBOEK_COMMON_ENROLMENT_TEXT_H_
#define WIJKBOEK_COMMON_ENROLMENT_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "common/invitation.h"

namespace wijkboek {

std::string EnrolmentText(const InvitationSecret& secret, const Id& device,
                          absl::string_view signing_request);
std::string RenewalText(const Id& device, std::int64_t server_ms,
                        absl::string_view signing_request);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_ENROLMENT_TEXT_H_
