// Files of administrators: any bytes as CSV, and as a roster or a history of a small office.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/csv.h"
#include "server/roster_columns.h"
#include "server/roster_import.h"
#include "server/roster_spool.h"
#include "tests/common/counting_random.h"
#include "tests/common/temp_dir.h"
#include "tests/fuzz/fuzz_bytes.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"
#include "tests/office/fake_office.h"

namespace wijkboek {
namespace {

struct Read {
  std::vector<CsvRow> rows;
  std::optional<CsvFault> fault;
};

Read ReadWhole(absl::string_view text) {
  Read read;
  read.fault = ReadCsv(text, [&](const CsvRow& row) {
    read.rows.push_back(row);
    return true;
  });
  return read;
}

Read ReadInPieces(absl::string_view text, std::size_t piece) {
  Read read;
  const auto take = [&](const CsvRow& row) {
    read.rows.push_back(row);
    return true;
  };
  CsvReader reader(take);
  for (std::size_t at = 0; at < text.size(); at += piece) {
    if (!reader.Read(text.substr(at, piece))) break;
  }
  read.fault = reader.Finish();
  return read;
}

// However a file is cut into pieces, it says the same.
void ReadBothWays(FuzzBytes bytes) {
  const std::size_t piece = 1 + bytes.Below(64);
  const Read whole = ReadWhole(bytes.rest());
  const Read pieces = ReadInPieces(bytes.rest(), piece);
  FUZZ_REQUIRE(whole.fault.has_value() == pieces.fault.has_value(), "one way finds a fault");
  if (whole.fault) {
    FUZZ_REQUIRE(whole.fault->line == pieces.fault->line, "the fault lies on another line");
  }
  FUZZ_REQUIRE(whole.rows.size() == pieces.rows.size(), "other rows");
  for (std::size_t i = 0; i < whole.rows.size(); ++i) {
    FUZZ_REQUIRE(whole.rows[i].fields == pieces.rows[i].fields, "other fields");
    FUZZ_REQUIRE(whole.rows[i].line == pieces.rows[i].line, "another line");
  }
}

// What is written reads back as it was.
void WriteAndRead(FuzzBytes bytes) {
  std::string text = "first,second\n";
  std::vector<std::vector<std::string>> rows;
  while (!bytes.empty() && rows.size() < 20) {
    std::vector<std::string> row = {"x"};
    row.emplace_back(bytes.Take(bytes.Below(32)));
    AppendCsvField(text, row[0], /*first=*/true);
    AppendCsvField(text, row[1], /*first=*/false);
    text += "\n";
    rows.push_back(std::move(row));
  }
  const Read read = ReadWhole(text);
  FUZZ_REQUIRE(!read.fault, read.fault->reason);
  FUZZ_REQUIRE(read.rows.size() == rows.size() + 1, "other rows");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    FUZZ_REQUIRE(read.rows[i + 1].fields == rows[i], absl::StrCat("row ", i, " reads otherwise"));
  }
}

class RosterStory {
 public:
  // "== people.csv" on a line of its own begins a file.
  explicit RosterStory(absl::string_view text) : spool_(folder_.path()) {
    std::string file;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
      const absl::string_view line = text.substr(0, end);
      text.remove_prefix(end);
      if (line.size() > 4 && line.substr(0, 3) == "== ") {
        file = std::string(line.substr(3, line.size() - 4));
      } else if (!file.empty()) {
        // A file that comes again after another one is refused, which is an answer.
        spool_.Add(file, line).IgnoreError();
      }
    }
  }

  void Run() {
    const absl::StatusOr<v1::ImportRosterResponse> checked = CheckRoster(spool_, basis_);
    FUZZ_REQUIRE_OK(checked.status());
    if (checked->errors_size() > 0 || checked->events() == 0) return;
    std::vector<EventDraft> drafts;
    const absl::Status written = WriteRoster(spool_, basis_, [&](EventDraft draft) {
      drafts.push_back(std::move(draft));
      return absl::OkStatus();
    });
    FUZZ_REQUIRE_OK(written);
    FUZZ_REQUIRE(drafts.size() == checked->events() + 1, "it writes other events than it counted");
    office_.Append(std::move(drafts));
    // Brought again, it makes nothing.
    const absl::StatusOr<v1::ImportRosterResponse> again = CheckRoster(spool_, basis_);
    FUZZ_REQUIRE_OK(again.status());
    FUZZ_REQUIRE(again->errors_size() == 0, again->DebugString());
    FUZZ_REQUIRE(again->events() == 0, again->DebugString());
  }

 private:
  TempDir folder_;
  RosterSpool spool_;
  FakeOffice office_;
  const SecretKey badge_secret_ = CountingRandom().NewKey();
  const RosterBasis basis_{.record = office_.record(),
                           .lookup_key = office_.lookup_key(),
                           .badge_secret = badge_secret_,
                           .now_ms = office_.now_ms()};
};

void ImportHistory(absl::string_view csv) {
  FakeOffice office;
  const HistoryPlan plan = PlanHistory(csv, office.record(), office.lookup_key(), office.now_ms());
  FUZZ_REQUIRE(plan.drafts.empty() || plan.response.errors_size() == 0, "errors, and events");
  if (plan.drafts.empty()) return;
  office.Append(plan.drafts);
  const HistoryPlan again = PlanHistory(csv, office.record(), office.lookup_key(), office.now_ms());
  FUZZ_REQUIRE(again.response.errors_size() == 0, again.response.DebugString());
  FUZZ_REQUIRE(again.drafts.empty(), "what was imported comes in again");
}

}  // namespace

// The first letter says as what the rest is read.
void FuzzCsv(absl::string_view bytes) {
  FuzzBytes choices(bytes);
  switch (choices.Byte()) {
    case 'r':
      return RosterStory(choices.rest()).Run();
    case 'h':
      return ImportHistory(choices.rest());
    case 'w':
      return WriteAndRead(choices);
    default:
      return ReadBothWays(choices);
  }
}

}  // namespace wijkboek
