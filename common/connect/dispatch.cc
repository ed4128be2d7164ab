#include "common/connect/dispatch.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {

bool DispatchTable::Has(absl::string_view method) const {
  return entries_.find(std::string(method)) != entries_.end();
}

absl::StatusOr<std::string> DispatchTable::Call(absl::string_view method,
                                                absl::string_view json) const {
  auto entry = entries_.find(std::string(method));
  if (entry == entries_.end()) {
    return absl::UnimplementedError(absl::StrCat("there is no method ", method));
  }
  return entry->second(json);
}

absl::Status DispatchTable::ParseJson(absl::string_view json, google::protobuf::Message& message) {
  if (absl::StripAsciiWhitespace(json).empty()) {
    message.Clear();
    return absl::OkStatus();
  }
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  google::protobuf::util::Status status =
      google::protobuf::util::JsonStringToMessage(std::string(json), &message, options);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the request is no JSON of ", message.GetDescriptor()->full_name(), ": ",
                   std::string(status.message().data(), status.message().size())));
}

absl::StatusOr<std::string> DispatchTable::PrintJson(const google::protobuf::Message& message) {
  std::string json;
  google::protobuf::util::Status status =
      google::protobuf::util::MessageToJsonString(message, &json);
  if (!status.ok()) return absl::InternalError("the answer could not be written as JSON");
  return json;
}

}  // namespace wijkboek
