#include "server/access/gate.h"

#include <algorithm>
#include <array>
#include <memory>

#include "absl/base/internal/raw_logging.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "common/utf8.h"
#include "server/access/method_rules.h"

namespace wijkboek {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Fields that hold ids, keys or days.
constexpr std::array<absl::string_view, 19> kNaming = {
    "person", "participant", "session",   "case",         "id",        "event",    "device",
    "centre", "cohort",      "programme", "municipality", "first_day", "last_day", "discrepancy",
    "author", "account",     "form",      "report",       "day"};
constexpr std::size_t kAboutBytesMax = 300;
constexpr std::size_t kValueBytesMax = 64;

// Keys and ids have no blanks, names of people mostly do: those are left out.
bool IsPlain(absl::string_view value) {
  return !value.empty() && value.size() <= kValueBytesMax &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return absl::ascii_isgraph(static_cast<unsigned char>(c)); });
}

void AppendAbout(const Message& request, std::string& about) {
  const google::protobuf::Reflection& reflection = *request.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(request, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated()) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      // The kind of a report stands in the name of its field.
      if (field->containing_oneof() != nullptr) absl::StrAppend(&about, " ", field->name());
      AppendAbout(reflection.GetMessage(request, field), about);
      continue;
    }
    const bool names = std::find(kNaming.begin(), kNaming.end(), field->name()) != kNaming.end();
    if (!names) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string value = reflection.GetString(request, field);
      absl::StrAppend(&about, " ", field->name(), "=", IsPlain(value) ? value : "…");
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
      absl::StrAppend(&about, " ", field->name(), "=", reflection.GetInt32(request, field));
    }
  }
}

}  // namespace

std::string AboutRequest(const Message& request) {
  std::string about;
  AppendAbout(request, about);
  if (!about.empty()) about.erase(0, 1);
  // Half a sign would make the row one that no page can show.
  return std::string(WithoutHalfSign(absl::string_view(about).substr(0, kAboutBytesMax)));
}

Gate::Gate(AccessDesk& desk, AuditTrail& trail, std::function<std::int64_t()> now_ms)
    : desk_(desk), trail_(trail), now_ms_(std::move(now_ms)) {
  AddAccess();
}

void Gate::AddEntry(absl::string_view method, Entry entry) {
  if (!entry.is_open && FindMethodRule(method) == nullptr) {
    ABSL_RAW_LOG(FATAL, "%s has no rule", std::string(method).c_str());
  }
  entries_.emplace(method, std::move(entry));
}

void Gate::AddAccess() {
  const auto open = [this]<typename Request, typename Response>(
                        absl::string_view method,
                        absl::StatusOr<SignedIn<Response>> (AccessDesk::*begin)(
                            const Request&, absl::string_view)) {
    AddEntry(method,
             {.is_open = true,
              .read = [] { return std::make_unique<Request>(); },
              .answer = [this, begin](const Message& request, const HttpCall& call,
                                      const Caller&) -> absl::StatusOr<Answered> {
                ASSIGN_OR_RETURN(SignedIn<Response> begun,
                                 (desk_.*begin)(static_cast<const Request&>(request), call.from));
                std::string name = begun.response.me().name();
                return Answered{.message = std::make_unique<Response>(std::move(begun.response)),
                                .cookie = std::move(begun.secret),
                                .name = std::move(name)};
              }});
  };
  open("wijkboek.v1.AccessService/SignIn", &AccessDesk::SignIn);
  open("wijkboek.v1.AccessService/SetUp", &AccessDesk::SetUp);
  AddEntry("wijkboek.v1.AccessService/SignOut",
           {.is_open = false,
            .read = [] { return std::make_unique<v1::SignOutRequest>(); },
            .answer = [this](const Message&, const HttpCall& call,
                             const Caller&) -> absl::StatusOr<Answered> {
              RETURN_IF_ERROR(desk_.SignOut(call.cookie));
              return Answered{.message = std::make_unique<v1::SignOutResponse>(), .cookie = ""};
            }});
  AddEntry("wijkboek.v1.AccessService/GetMe",
           {.is_open = false,
            .read = [] { return std::make_unique<v1::GetMeRequest>(); },
            .answer = [this](const Message&, const HttpCall& call,
                             const Caller& caller) -> absl::StatusOr<Answered> {
              ASSIGN_OR_RETURN(v1::GetMeResponse me, desk_.GetMe(caller, call.cookie));
              for (std::string& method : MethodsOf(caller)) me.add_may(std::move(method));
              return Answered{.message = std::make_unique<v1::GetMeResponse>(std::move(me)),
                              .cookie = std::nullopt};
            }});
  AddEntry("wijkboek.v1.AccessService/ChangePassword",
           {.is_open = false,
            .read = [] { return std::make_unique<v1::ChangePasswordRequest>(); },
            .answer = [this](const Message& request, const HttpCall& call,
                             const Caller& caller) -> absl::StatusOr<Answered> {
              ASSIGN_OR_RETURN(
                  v1::ChangePasswordResponse changed,
                  desk_.ChangePassword(caller, call.cookie,
                                       static_cast<const v1::ChangePasswordRequest&>(request)));
              return Answered{
                  .message = std::make_unique<v1::ChangePasswordResponse>(std::move(changed)),
                  .cookie = std::nullopt};
            }});
  Add<v1::ListAccountsRequest, v1::ListAccountsResponse>(
      "wijkboek.v1.AccessService/ListAccounts",
      [this](const Caller&, const v1::ListAccountsRequest&) { return desk_.ListAccounts(); });
  Add<v1::MakeAccountRequest, v1::MakeAccountResponse>(
      "wijkboek.v1.AccessService/MakeAccount",
      [this](const Caller&, const v1::MakeAccountRequest& request) {
        return desk_.MakeAccount(request);
      });
  Add<v1::ChangeAccountRequest, v1::ChangeAccountResponse>(
      "wijkboek.v1.AccessService/ChangeAccount",
      [this](const Caller& caller, const v1::ChangeAccountRequest& request) {
        return desk_.ChangeAccount(caller.account, request);
      });
  Add<v1::ResetAccountRequest, v1::ResetAccountResponse>(
      "wijkboek.v1.AccessService/ResetAccount",
      [this](const Caller&, const v1::ResetAccountRequest& request) {
        return desk_.ResetAccount(request);
      });
  Add<v1::MakeTokenRequest, v1::MakeTokenResponse>(
      "wijkboek.v1.AccessService/MakeToken",
      [this](const Caller& caller, const v1::MakeTokenRequest& request) {
        return desk_.MakeToken(caller, request);
      });
  Add<v1::ListTokensRequest, v1::ListTokensResponse>(
      "wijkboek.v1.AccessService/ListTokens",
      [this](const Caller& caller, const v1::ListTokensRequest&) {
        return desk_.ListTokens(caller);
      });
  Add<v1::RevokeTokenRequest, v1::RevokeTokenResponse>(
      "wijkboek.v1.AccessService/RevokeToken",
      [this](const Caller& caller, const v1::RevokeTokenRequest& request) {
        return desk_.RevokeToken(caller, request);
      });
  Add<v1::ListAuditRequest, v1::ListAuditResponse>(
      "wijkboek.v1.AccessService/ListAudit",
      [this](const Caller&, const v1::ListAuditRequest& request) { return trail_.List(request); });
}

bool Gate::Has(absl::string_view method) const { return entries_.find(method) != entries_.end(); }

absl::StatusOr<Caller> Gate::CallerOf(const HttpCall& call) {
  if (!call.bearer.empty()) return desk_.CallerOfToken(call.bearer);
  if (!call.cookie.empty()) return desk_.CallerOfSession(call.cookie);
  return absl::UnauthenticatedError("sign in first");
}

absl::Status Gate::WriteRow(const HttpCall& call, const Message& request, const Caller& caller,
                            const absl::Status& status) {
  return trail_.Write(
      {.at_ms = now_ms_(),
       .account = caller.name,
       .method = call.method.substr(call.method.find('/') + 1),
       .about = AboutRequest(request),
       .result =
           status.ok() ? "ok" : absl::AsciiStrToLower(absl::StatusCodeToString(status.code())),
       .token = caller.token});
}

absl::StatusOr<Gate::Answered> Gate::Ask(const Entry& entry, const HttpCall& call, Caller caller,
                                         const Message& request, const absl::Status& decoded) {
  const MethodRule* rule = FindMethodRule(call.method);
  absl::Status status = decoded;
  if (status.ok() && !entry.is_open) status = CheckMethod(rule, caller);
  absl::StatusOr<Answered> answered = absl::UnknownError("nobody was asked");
  if (status.ok()) {
    answered = entry.answer(request, call, caller);
    status = answered.status();
  } else {
    answered = status;
  }
  const bool leaves_row =
      entry.is_open || rule->trail == Trail::kRow || absl::IsPermissionDenied(status);
  if (leaves_row) {
    if (entry.is_open) caller.name = answered.ok() ? answered->name : "";
    RETURN_IF_ERROR(WithContext(WriteRow(call, request, caller, status),
                                "it could not be written down who asked"));
  }
  return answered;
}

HttpAnswer Gate::Call(const HttpCall& call) {
  const auto found = entries_.find(call.method);
  if (found == entries_.end()) {
    return {.json = absl::UnimplementedError("there is no such method"), .cookie = std::nullopt};
  }
  const Entry& entry = found->second;
  Caller caller;
  if (!entry.is_open) {
    absl::StatusOr<Caller> known = CallerOf(call);
    // The browser forgets a cookie that is worth nothing any more.
    if (!known.ok()) {
      return {.json = known.status(),
              .cookie = call.cookie.empty() ? std::nullopt : std::optional<std::string>("")};
    }
    caller = *std::move(known);
  }
  const std::unique_ptr<Message> request = entry.read();
  const absl::Status decoded = DispatchTable::ParseJson(call.body, *request);
  absl::StatusOr<Answered> answered = Ask(entry, call, std::move(caller), *request, decoded);
  if (!answered.ok()) return {.json = answered.status(), .cookie = std::nullopt};
  if (answered->file) {
    return {.json = std::string(), .cookie = std::nullopt, .file = std::move(answered->file)};
  }
  return {.json = DispatchTable::PrintJson(*answered->message),
          .cookie = std::move(answered->cookie)};
}

absl::StatusOr<BinaryAnswer> Gate::CallBinary(const HttpCall& call) {
  const auto found = entries_.find(call.method);
  if (found == entries_.end()) return absl::UnimplementedError("there is no such method");
  const Entry& entry = found->second;
  if (entry.is_open) {
    return absl::UnimplementedError("signing in is for the page: programs show a token");
  }
  if (call.bearer.empty()) {
    return absl::UnauthenticatedError("show a token: authorization: Bearer wbt_…");
  }
  ASSIGN_OR_RETURN(Caller caller, desk_.CallerOfToken(call.bearer));
  const std::unique_ptr<Message> request = entry.read();
  const absl::Status decoded =
      request->ParseFromArray(call.body.data(), static_cast<int>(call.body.size()))
          ? absl::OkStatus()
          : absl::InvalidArgumentError("the message is not this method's request");
  ASSIGN_OR_RETURN(Answered answered, Ask(entry, call, std::move(caller), *request, decoded));
  if (answered.file) return BinaryAnswer{.message = {}, .file = std::move(answered.file)};
  return BinaryAnswer{.message = answered.message->SerializeAsString(), .file = {}};
}

}  // namespace wijkboek
