#include "client/cli/case_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/table.h"

namespace wijkboek {
namespace {

std::string Next(const v1::CaseItem& item) {
  const std::string& stage = item.stage();
  if (item.retraction_open()) return "tell the client manager, then acknowledge";
  if (stage == "call") {
    return item.language().empty() ? "call her" : absl::StrCat("call her, in ", item.language());
  }
  if (stage == "open") return "hear her";
  if (stage == "heard") return "a coordinator sends it";
  if (stage == "sent") return "account for it";
  return "";
}

}  // namespace

std::string CasesText(const google::protobuf::RepeatedPtrField<v1::CaseItem>& items) {
  if (items.empty()) return "no cases, and nobody to call\n";
  std::vector<v1::ReportRow> rows;
  for (const v1::CaseItem& item : items) {
    const std::string name = item.participant().name().empty()
                                 ? item.participant().person().substr(0, 8)
                                 : item.participant().name();
    const std::string last = item.steps().empty() ? "" : (item.steps().end() - 1)->note();
    rows.push_back(TableRow({item.id(), name, absl::StrJoin(item.days(), " "), item.stage(), last,
                             item.centre(), item.municipality(), Next(item)}));
  }
  return TableText(
      {TextColumn("case"), TextColumn("name"), TextColumn("days"), TextColumn("stage"),
       TextColumn(""), TextColumn("centre"), TextColumn("municipality"), TextColumn("next")},
      rows);
}

}  // namespace wijkboek
