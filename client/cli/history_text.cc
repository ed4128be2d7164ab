#include "client/cli/history_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/print.h"
#include "client/cli/table.h"
#include "common/civil_time.h"

namespace wijkboek {
namespace {

std::string CursorText(const v1::Cursor& cursor) {
  return absl::StrCat("position ", cursor.position(), ", generation ",
                      absl::Hex(cursor.generation()));
}

std::string NameOf(const v1::NamedPerson& person) {
  return person.name().empty() ? person.person().substr(0, 8) : person.name();
}

std::string LateText(const v1::TraceEvent& event) {
  return absl::StrCat("late: ", event.kind(), " ", event.hash().substr(0, 12), " of ",
                      event.device(), ", seq ", event.seq(), ", position ", event.position(),
                      ": captured ", event.captured(), ", received ", event.received());
}

template <typename Changes>
std::string FigureChangesText(const Changes& changes) {
  std::string text;
  for (const v1::FigureChange& change : changes) {
    absl::StrAppend(&text, change.type(), " ", change.day(), change.day().empty() ? "" : " ",
                    Printable(NameOf(change.person())), change.about().empty() ? "" : ", ",
                    Printable(change.about()), ": ", Printable(change.before()), " -> ",
                    Printable(change.after()), "\n");
    for (const v1::TraceEvent& event : change.late()) {
      absl::StrAppend(&text, "    ", Printable(LateText(event)), "\n");
    }
    if (!change.cause().empty()) {
      absl::StrAppend(&text, "    because: ", Printable(change.cause()), "\n");
    }
  }
  return text;
}

// Only of a report that was run again.
std::string ReproducedText(const v1::FiledReport& filed) {
  if (!filed.has_reproduced()) return "";
  return absl::StrCat("reproduced: ", filed.reproduced() ? "yes" : "no", "\n");
}

}  // namespace

std::string FiledText(const v1::FiledReport& filed) {
  return absl::StrCat("filed ", Printable(filed.name()), ": ", Printable(filed.what()),
                      "\nas known at ", CursorText(filed.cut_off()), ", ",
                      FormatTime(filed.now_ms()), "; fingerprint ",
                      filed.fingerprint().substr(0, 16), "\nrun it again: wijkboek filed '",
                      Printable(filed.name()), "'\n");
}

std::string FiledReportsText(const v1::ListFiledReportsResponse& response) {
  if (!response.has_as_filed()) {
    std::vector<v1::ReportRow> rows;
    for (const v1::FiledReport& filed : response.reports()) {
      rows.push_back(TableRow({filed.name(), filed.what(), filed.filed_at(), filed.filed_by(),
                               absl::StrCat(filed.cut_off().position()), FormatTime(filed.now_ms()),
                               filed.fingerprint().substr(0, 16)}));
    }
    return TableText(
        {TextColumn("name"), TextColumn("what"), TextColumn("filed at"), TextColumn("by"),
         NumberColumn("position"), TextColumn("as known at"), TextColumn("fingerprint")},
        rows);
  }
  const v1::FiledReport& filed = response.reports(0);
  return absl::StrCat(
      Printable(filed.name()), ": ", Printable(filed.what()), "\nfiled ", filed.filed_at(),
      filed.filed_by().empty() ? "" : " by ", Printable(filed.filed_by()), ", as known at ",
      CursorText(filed.cut_off()), ", ", FormatTime(filed.now_ms()), "; fingerprint ",
      filed.fingerprint().substr(0, 16), "\n", ReproducedText(filed), "\nAS FILED\n",
      ReportTable(response.as_filed()), "\nNOW\n", ReportTable(response.now()),
      "\nWHAT MOVED SINCE\n",
      response.changes_size() == 0 ? "nothing\n" : FigureChangesText(response.changes()));
}

std::string ChangesText(const v1::ListChangesResponse& changes) {
  std::string text = FigureChangesText(changes.changes());
  if (text.empty()) text = "nothing moved\n";
  for (const std::string& line : changes.small_print()) {
    absl::StrAppend(&text, Printable(line), "\n");
  }
  return text;
}

}  // namespace wijkboek
