#include "server/access/account_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "common/utf8.h"

namespace wijkboek {
namespace {

constexpr std::size_t kNameBytesMin = 2;
constexpr std::size_t kNameBytesMax = 60;
constexpr std::size_t kTextBytesMax = 120;

bool IsNameSign(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_' ||
         c == '@';
}

}  // namespace

absl::Status CheckAccountText(absl::string_view field, absl::string_view text) {
  const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
  if (text.empty() || text.size() > kTextBytesMax || has_control || !IsUtf8(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, ": write 1 to ", kTextBytesMax, " bytes on one line"));
  }
  return absl::OkStatus();
}

absl::Status CheckAccount(const AccountRecord& account) {
  if (account.name.size() < kNameBytesMin || account.name.size() > kNameBytesMax ||
      !std::all_of(account.name.begin(), account.name.end(), IsNameSign)) {
    return absl::InvalidArgumentError(
        absl::StrCat("name: write ", kNameBytesMin, " to ", kNameBytesMax,
                     " letters, digits, \".\", \"-\", \"_\" or \"@\""));
  }
  RETURN_IF_ERROR(CheckAccountText("display_name", account.display_name));
  if (account.role == v1::ROLE_UNSPECIFIED || !v1::Role_IsValid(account.role)) {
    return absl::InvalidArgumentError(
        "role: choose office, coordinator, client manager, auditor or administrator");
  }
  // Nobody sees everything because somebody forgot a field.
  if (account.role == v1::ROLE_CLIENT_MANAGER && account.remit.municipalities.empty()) {
    return absl::InvalidArgumentError("remit.municipalities: name the client manager's own");
  }
  if (account.role == v1::ROLE_COORDINATOR && account.remit.centres.empty()) {
    return absl::InvalidArgumentError("remit.centres: name the coordinator's own");
  }
  if (account.role == v1::ROLE_ADMINISTRATOR && !account.remit.IsAll()) {
    return absl::InvalidArgumentError(
        "remit: an administrator's accounts and kiosks are of everywhere; leave it empty");
  }
  return absl::OkStatus();
}

v1::Account AccountMessage(const AccountRecord& account) {
  v1::Account message;
  message.set_id(account.id.hex());
  message.set_name(account.name);
  message.set_display_name(account.display_name);
  message.set_role(account.role);
  for (const Id& centre : account.remit.centres) {
    message.mutable_remit()->add_centres(centre.hex());
  }
  for (const std::string& code : account.remit.municipalities) {
    message.mutable_remit()->add_municipalities(code);
  }
  for (const Id& programme : account.remit.programmes) {
    message.mutable_remit()->add_programmes(programme.hex());
  }
  if (!account.coach.IsZero()) message.set_coach(account.coach.hex());
  message.set_disabled(account.disabled);
  message.set_is_new(account.IsNew());
  message.set_last_signed_in_ms(account.last_signed_in_ms);
  message.set_made_ms(account.made_ms);
  return message;
}

v1::Token TokenMessage(const TokenRecord& token) {
  v1::Token message;
  message.set_id(token.id.hex());
  message.set_purpose(token.purpose);
  message.set_made_ms(token.made_ms);
  message.set_last_used_ms(token.last_used_ms);
  message.set_ends_ms(token.ends_ms);
  return message;
}

}  // namespace wijkboek
