#include "common/drafts/classifications.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status.h"

namespace wijkboek {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;

// One code of a step, and the list that it must stand in.
struct Used {
  std::string list;
  std::string code;
};

// Levels stand in a list for each scale, versions in one for each instrument.
std::vector<Used> CodesIn(const v1::PathStep& step) {
  if (step.type() == "milestone") return {{"milestone", step.code()}};
  if (step.type() == "exit") return {{"outcome", step.code()}};
  if (step.type() == "help_request") return {{"help", step.code()}};
  if (step.type() == "ladder") return {{"level ladder", step.level()}};
  if (step.type() == "indicators") {
    std::vector<Used> questions;
    for (const v1::IndicatorAnswer& answer : step.indicators()) {
      questions.push_back({"indicator", answer.question()});
    }
    return questions;
  }
  if (step.type() != "assessment") return {};
  return {{"scale", step.scale()},
          {"skill", step.skill()},
          {absl::StrCat("level ", step.scale()), step.level()},
          {"instrument", step.instrument()},
          {absl::StrCat("version ", step.instrument()), step.instrument_version()}};
}

bool Overlap(const ListedCode& a, const ListedCode& b) {
  return (!a.last_day || b.first_day <= *a.last_day) && (!b.last_day || a.first_day <= *b.last_day);
}

absl::StatusOr<std::string> TextIn(const Struct& fields, const std::string& name) {
  const auto found = fields.fields().find(name);
  if (found == fields.fields().end()) return std::string();
  if (!found->second.has_string_value()) {
    return absl::InvalidArgumentError(absl::StrCat(name, " is no text"));
  }
  return found->second.string_value();
}

absl::StatusOr<ListedCode> ReadCode(const Struct& fields) {
  ListedCode code;
  for (const auto& [name, value] : fields.fields()) {
    if (name != "code" && name != "name" && name != "first_day" && name != "last_day") {
      return absl::InvalidArgumentError(absl::StrCat("there is no field \"", name, "\""));
    }
  }
  ASSIGN_OR_RETURN(code.code, TextIn(fields, "code"));
  if (code.code.empty()) return absl::InvalidArgumentError("code is missing");
  ASSIGN_OR_RETURN(code.name, TextIn(fields, "name"));
  ASSIGN_OR_RETURN(const std::string first, TextIn(fields, "first_day"));
  ASSIGN_OR_RETURN(code.first_day, ParseDay(first));
  ASSIGN_OR_RETURN(const std::string last, TextIn(fields, "last_day"));
  if (last.empty()) return code;
  ASSIGN_OR_RETURN(code.last_day, ParseDay(last));
  if (*code.last_day < code.first_day) {
    return absl::InvalidArgumentError(absl::StrCat(last, " lies before ", first));
  }
  return code;
}

}  // namespace

absl::StatusOr<Classifications> Classifications::Parse(absl::string_view json) {
  Struct file;
  const auto parsed = google::protobuf::util::JsonStringToMessage(std::string(json), &file);
  if (!parsed.ok()) return absl::InvalidArgumentError(absl::StrCat("no JSON: ", parsed.ToString()));
  Classifications result;
  for (const auto& [list, value] : file.fields()) {
    std::vector<ListedCode>& codes = result.lists_[list];
    for (int i = 0; i < value.list_value().values_size(); ++i) {
      const std::string place = absl::StrCat(list, "[", i, "]");
      absl::StatusOr<ListedCode> code = ReadCode(value.list_value().values(i).struct_value());
      if (!code.ok()) return WithContext(code.status(), place);
      for (const ListedCode& other : codes) {
        if (other.code == code->code && Overlap(other, *code)) {
          return absl::InvalidArgumentError(
              absl::StrCat(place, ": \"", code->code, "\" stands there twice for the same days"));
        }
      }
      codes.push_back(*std::move(code));
    }
  }
  return result;
}

std::vector<ListedCode> Classifications::On(absl::string_view list, CivilDay day) const {
  std::vector<ListedCode> codes;
  const auto found = lists_.find(list);
  if (found == lists_.end()) return codes;
  std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(codes),
               [&](const ListedCode& code) { return code.HoldsOn(day); });
  return codes;
}

absl::Status Classifications::Check(absl::string_view list, absl::string_view code,
                                    CivilDay day) const {
  const std::vector<ListedCode> known = On(list, day);
  const auto is_it = [&](const ListedCode& each) { return each.code == code; };
  if (std::any_of(known.begin(), known.end(), is_it)) return absl::OkStatus();
  if (known.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the file of codes has no \"", list, "\" for ", FormatDay(day)));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", code, "\" is no code for ", list, " on ", FormatDay(day), "; write one of ",
      absl::StrJoin(known, ", ",
                    [](std::string* out, const ListedCode& each) { out->append(each.code); })));
}

absl::Status Classifications::Check(const v1::PathStep& step, CivilDay day) const {
  for (const Used& used : CodesIn(step)) {
    // What may be left out is for whoever makes the event to say.
    if (!used.code.empty()) RETURN_IF_ERROR(Check(used.list, used.code, day));
  }
  return absl::OkStatus();
}

bool HasCodes(const v1::PathStep& step) {
  const std::vector<Used> codes = CodesIn(step);
  return std::any_of(codes.begin(), codes.end(),
                     [](const Used& used) { return !used.code.empty(); });
}

}  // namespace wijkboek
