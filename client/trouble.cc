#include "client/trouble.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

std::string InSeconds(std::int64_t ms) { return absl::StrCat((ms + 999) / 1000, " s"); }

constexpr absl::string_view kSafe = "what was saved stays safe here and is sent later";

bool Says(absl::string_view message, absl::string_view lower_case_words) {
  return absl::StrContains(absl::AsciiStrToLower(message), lower_case_words);
}

bool IsAboutAuthority(absl::string_view message) {
  return Says(message, "certificate_verify_failed") || Says(message, "certificate verify failed") ||
         Says(message, "unknown ca");
}

}  // namespace

bool IsAboutCertificates(const absl::Status& status) {
  return absl::IsUnauthenticated(status) || Says(status.message(), "handshake") ||
         Says(status.message(), "certificate") || Says(status.message(), "ssl");
}

std::string ExplainTrouble(const absl::Status& status, absl::string_view server,
                           std::int64_t retry_ms) {
  const std::string again = absl::StrCat("trying again in ", InSeconds(retry_ms));
  if (absl::StrContains(status.message(), "has expired")) {
    return absl::StrCat(status.message(), "; ", kSafe, " (", again, ")");
  }
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return "";
    case absl::StatusCode::kPermissionDenied:
      return absl::StrCat("the server refuses this kiosk (", status.message(),
                          "): call the office; ", kSafe);
    case absl::StatusCode::kUnauthenticated:
      return absl::StrCat("the server does not accept this kiosk's certificate (", status.message(),
                          "); ", kSafe);
    case absl::StatusCode::kResourceExhausted:
      return absl::StrCat("the server can take nothing just now (", status.message(), "); ", kSafe,
                          " (", again, ")");
    case absl::StatusCode::kInvalidArgument:
      return absl::StrCat("the server can't read this kiosk's records (", status.message(),
                          "): call the office; ", kSafe);
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnknown:
      break;
    default:
      return absl::StrCat("sync stopped (", status.message(), "); ", kSafe, " (", again, ")");
  }
  if (IsAboutAuthority(status.message())) {
    return absl::StrCat("another server answers at ", server,
                        ": it does not have the authority that this kiosk was enrolled with; ",
                        kSafe);
  }
  if (IsAboutCertificates(status)) {
    return absl::StrCat("no secure connection to ", server,
                        ": is it the right server, and is this kiosk's clock right? ", kSafe, " (",
                        again, ")");
  }
  return absl::StrCat("no connection to the server at ", server, "; ", kSafe, " (", again, ")");
}

}  // namespace wijkboek
