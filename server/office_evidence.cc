// What an auditor needs to check a report.
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/chain.h"
#include "common/event.h"
#include "common/status.h"
#include "server/evidence.h"
#include "server/filed_reports.h"
#include "server/office.h"

namespace wijkboek {
namespace {

constexpr std::uint32_t kSampleUsual = 30;
constexpr std::uint32_t kSampleMax = 1000;
constexpr std::size_t kPositionsPerRead = 1000;
constexpr std::size_t kPieceBytes = 256 * 1024;

absl::StatusOr<std::string> LineOf(const google::protobuf::Message& message) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json);
  if (!status.ok()) return absl::InternalError(status.ToString());
  json.push_back('\n');
  return json;
}

// Sends one file in pieces, as it is made.
class FileSender {
 public:
  FileSender(std::string file, Office::SendPiece send) : file_(std::move(file)), send_(send) {}

  absl::Status Add(absl::string_view text) {
    absl::StrAppend(&waiting_, text);
    return waiting_.size() < kPieceBytes ? absl::OkStatus() : Flush();
  }
  // An empty file is a file.
  absl::Status End() { return waiting_.empty() && sent_ ? absl::OkStatus() : Flush(); }

 private:
  absl::Status Flush() {
    v1::GetEvidenceResponse piece;
    piece.set_file(file_);
    piece.set_content(std::exchange(waiting_, {}));
    sent_ = true;
    return send_(piece);
  }

  const std::string file_;
  const Office::SendPiece send_;
  std::string waiting_;
  bool sent_ = false;
};

// Positions of everything that names these registrations, up to `through`.
absl::Status AddPositions(const Ledger& ledger, const std::vector<Id>& registrations,
                          std::uint64_t through, std::set<std::uint64_t>& positions) {
  for (const Id& registration : registrations) {
    for (std::uint64_t after = 0;;) {
      ASSIGN_OR_RETURN(const std::vector<std::uint64_t> found,
                       ledger.PositionsOfPerson(registration, after, through, kPositionsPerRead));
      positions.insert(found.begin(), found.end());
      if (found.size() < kPositionsPerRead) break;
      after = found.back();
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::GetReportRequest> Office::ReportToProve(const v1::GetEvidenceRequest& request) {
  if (request.filed().empty()) return request.report();
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  const auto found = record_.record().filings.find(request.filed());
  if (found == record_.record().filings.end()) {
    return absl::NotFoundError(absl::StrCat("nothing was filed as \"", request.filed(),
                                            "\": wijkboek filed lists what was"));
  }
  v1::GetReportRequest report = found->second.request;
  report.mutable_as_known_at()->set_position(found->second.position);
  report.mutable_as_known_at()->set_now_ms(found->second.now_ms);
  return report;
}

absl::Status Office::GetEvidence(const v1::GetEvidenceRequest& request, SendPiece send) {
  if (request.sample() > kSampleMax) {
    return absl::InvalidArgumentError(absl::StrCat("sample: at most ", kSampleMax));
  }
  ASSIGN_OR_RETURN(const v1::GetReportRequest report, ReportToProve(request));
  std::set<Id> people;
  ASSIGN_OR_RETURN(const v1::GetReportResponse table, reports_.GetWithPeople(report, people));
  const std::string seed = request.seed().empty() ? TableFingerprint(table).hex() : request.seed();
  const std::vector<Id> sample =
      DrawSample(people, request.sample() == 0 ? kSampleUsual : request.sample(), seed);

  FileSender report_file("report.json", send);
  ASSIGN_OR_RETURN(const std::string report_line, LineOf(table));
  RETURN_IF_ERROR(report_file.Add(report_line));
  RETURN_IF_ERROR(report_file.End());

  FileSender draw("draw.txt", send);
  RETURN_IF_ERROR(draw.Add(absl::StrCat("seed ", seed, "\nsample ", sample.size(), "\n")));
  for (const Id& person : people) RETURN_IF_ERROR(draw.Add(absl::StrCat(person.hex(), "\n")));
  RETURN_IF_ERROR(draw.End());

  const std::uint64_t through = table.as_known_at().position();
  FileSender traces("trace.jsonl", send);
  std::set<std::uint64_t> positions;
  std::vector<Id> registrations;
  for (const Id& person : sample) {
    v1::TraceRequest trace;
    trace.set_participant(person.hex());
    if (report.has_first_day()) trace.set_first_day(FormatDay(report.first_day()));
    if (report.has_last_day()) trace.set_last_day(FormatDay(report.last_day()));
    trace.mutable_as_known_at()->set_position(through);
    trace.mutable_as_known_at()->set_now_ms(table.now_ms());
    ASSIGN_OR_RETURN(const v1::TraceResponse traced, Trace(trace));
    for (const v1::TraceEvent& event : traced.events()) positions.insert(event.position());
    ASSIGN_OR_RETURN(const std::string line, LineOf(traced));
    RETURN_IF_ERROR(traces.Add(line));
    RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
      const std::vector<Id> all = ledger.reference().GroupOf(person);
      registrations.insert(registrations.end(), all.begin(), all.end());
      return AddPositions(ledger, all, through, positions);
    }));
  }
  RETURN_IF_ERROR(traces.End());

  FileSender events("events.jsonl", send);
  for (const std::uint64_t position : positions) {
    ASSIGN_OR_RETURN(const LogEvent entry, parts_.log.Read(position));
    ASSIGN_OR_RETURN(const StoredEvent stored, ReadEvent(entry.bytes, entry.previous));
    RETURN_IF_ERROR(events.Add(EventLine(entry, stored)));
  }
  RETURN_IF_ERROR(events.End());

  FileSender keys("keys.jsonl", send);
  ASSIGN_OR_RETURN(const std::vector<PersonKey> found, parts_.keys.KeysOf(registrations));
  for (const PersonKey& key : found) RETURN_IF_ERROR(keys.Add(KeyLine(key)));
  return keys.End();
}

}  // namespace wijkboek
