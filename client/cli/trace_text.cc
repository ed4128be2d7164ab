#include "client/cli/trace_text.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/table.h"
#include "common/civil_time.h"

namespace wijkboek {
namespace {

constexpr std::size_t kHashShown = 12;

std::string Short(const std::string& hex) { return hex.substr(0, kHashShown); }

template <typename Hashes>
std::string ShortAll(const Hashes& hashes) {
  return absl::StrJoin(hashes, " ",
                       [](std::string* out, const std::string& hash) { out->append(Short(hash)); });
}

void AddLine(std::string& out, absl::string_view label, absl::string_view text) {
  if (text.empty()) return;
  absl::StrAppend(&out, "     ", label, std::string(10 - label.size(), ' '), Printable(text), "\n");
}

std::string RecordText(const v1::TraceRecord& record, std::size_t number) {
  std::string out =
      absl::StrCat(number, ".  ", Printable(record.type()), ": ", Printable(record.what()), "\n");
  AddLine(out, "events", ShortAll(record.events()));
  if (!record.partition().empty()) {
    AddLine(out, "folded in", absl::StrCat(record.partition(), "  ", Short(record.fingerprint())));
  }
  return out;
}

std::string MethodText(const v1::TraceEvent& event) {
  return absl::StrCat(event.method(), event.method().empty() ? "" : ", ", "strength ",
                      event.strength());
}

// Which records rest on which event.
std::map<std::string, std::vector<std::size_t>> RecordsByEvent(const v1::TraceResponse& response) {
  std::map<std::string, std::vector<std::size_t>> records;
  for (int i = 0; i < response.records_size(); ++i) {
    for (const std::string& event : response.records(i).events()) {
      records[event].push_back(static_cast<std::size_t>(i) + 1);
    }
  }
  return records;
}

std::string EventText(const v1::TraceEvent& event, const std::vector<std::size_t>& records) {
  std::string out = absl::StrCat(Short(event.hash()), "  ", Printable(event.kind()), ": ",
                                 Printable(event.state()), "\n");
  AddLine(out, "by", absl::StrCat(event.who(), " (", MethodText(event), ")"));
  AddLine(out, "stated", event.stated());
  AddLine(out, "captured", event.captured());
  AddLine(out, "received", event.received());
  AddLine(out, "stands",
          absl::StrCat(event.device(), ", epoch ", event.epoch(), ", seq ", event.seq(),
                       "; position ", event.position()));
  AddLine(out, "saw", ShortAll(event.seen()));
  AddLine(out, "named by", ShortAll(event.named_by()));
  AddLine(out, "behind", absl::StrJoin(records, ", "));
  return out;
}

}  // namespace

std::string TraceText(const v1::TraceResponse& response) {
  std::vector<std::string> blocks;
  for (int i = 0; i < response.records_size(); ++i) {
    blocks.push_back(RecordText(response.records(i), static_cast<std::size_t>(i) + 1));
  }
  if (blocks.empty()) blocks.emplace_back("no figure rests on it\n");
  const auto records = RecordsByEvent(response);
  for (const v1::TraceEvent& event : response.events()) {
    const auto found = records.find(event.hash());
    blocks.push_back(
        EventText(event, found == records.end() ? std::vector<std::size_t>() : found->second));
  }
  blocks.push_back(absl::StrCat("as known at position ", response.as_known_at().position(),
                                ", generation ", absl::Hex(response.as_known_at().generation()),
                                ", ", FormatTime(response.now_ms()), "\n"));
  return absl::StrJoin(blocks, "\n");
}

}  // namespace wijkboek
