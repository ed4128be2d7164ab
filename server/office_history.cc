// What moved between two moments, and reports that were filed.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status.h"
#include "server/changes_reading.h"
#include "server/filed_reports.h"
#include "server/office.h"
#include "server/report_table.h"
#include "server/trace_events.h"

namespace wijkboek {
namespace {

std::string MomentText(const KnownAt& known) {
  return absl::StrCat("position ", known.position, ", generation ", absl::Hex(known.generation),
                      ", ", FormatTime(known.now_ms));
}

std::string AboutText(const ChangesReading& reading, const KnownNames& names,
                      const Figure& figure) {
  std::string about;
  if (const auto found = reading.words.find(figure.about); found != reading.words.end()) {
    about = found->second;
  } else if (const auto person = names.people.find(figure.about); person != names.people.end()) {
    about = person->second;
  } else if (!figure.about.IsZero()) {
    about = ShortId(figure.about);
  }
  if (!figure.detail.empty()) absl::StrAppend(&about, about.empty() ? "" : ", ", figure.detail);
  return about;
}

absl::Status FromAnotherLog(const std::string& name, const OfficeFiling& filing) {
  return absl::FailedPreconditionError(absl::StrCat(
      name, " stands on position ", filing.position, " of generation ",
      absl::Hex(filing.generation),
      ", which this log does not have: the server was restored from a backup since. What came back "
      "from the kiosks stands at other positions; file the report anew under another name"));
}

v1::ListChangesResponse ToResponse(const ChangesReading& reading, const KnownNames& names) {
  // Late events are shown as a trace shows them.
  TraceReading traced;
  traced.events = reading.events;
  for (const auto& [hash, event] : reading.events) traced.shown.insert(hash);
  std::map<std::string, v1::TraceEvent> events;
  for (v1::TraceEvent& event : TraceEvents(traced, names)) {
    std::string hash = event.hash();
    events.emplace(std::move(hash), std::move(event));
  }
  v1::ListChangesResponse response;
  for (const ChangedFigure& changed : reading.figures) {
    const Figure& figure = changed.moved.known();
    v1::FigureChange& change = *response.add_changes();
    change.set_type(figure.type);
    change.mutable_person()->set_person(figure.person.hex());
    if (const auto name = names.people.find(figure.person); name != names.people.end()) {
      change.mutable_person()->set_name(name->second);
    }
    change.set_day(FormatDay(figure.day));
    change.set_about(AboutText(reading, names, figure));
    change.set_before(changed.moved.before.value.empty() ? "nothing" : changed.moved.before.value);
    change.set_after(changed.moved.after.value.empty() ? "nothing" : changed.moved.after.value);
    for (const Hash& hash : changed.late) *change.add_late() = events[hash.hex()];
    change.set_cause(changed.cause);
  }
  *response.mutable_since() = reading.since.ToCursor();
  *response.mutable_until() = reading.until.ToCursor();
  response.add_small_print(
      absl::StrCat(Count(reading.figures.size(), "figure", "figures"), " moved",
                   reading.only.empty() ? "" : ", only ", reading.only, "; ", reading.differing,
                   " of ", Count(reading.partitions, "partition", "partitions"), " differ"));
  response.add_small_print(absl::StrCat("since ", MomentText(reading.since)));
  response.add_small_print(absl::StrCat("until ", MomentText(reading.until)));
  response.add_small_print(
      "late: came to the log after that position; a figure that no late event moved says what did");
  return response;
}

}  // namespace

absl::StatusOr<v1::ListChangesResponse> Office::ChangesBetween(
    const v1::GetReportRequest& choice, const KnownAt& since, const std::optional<KnownAt>& until) {
  ASSIGN_OR_RETURN(
      const ChangesReading reading,
      ReadChanges(ledgers_, parts_.log, parts_.keys.lookup_key(), choice, since, until));
  std::set<Id> people = reading.people;
  for (const auto& [hash, traced] : reading.events) {
    people.insert(Id::FromBytesOrZero(traced.stored.event.actor().person_id()));
  }
  ASSIGN_OR_RETURN(const KnownNames names, names_.Open(people));
  return ToResponse(reading, names);
}

absl::StatusOr<v1::ListChangesResponse> Office::ListChanges(const v1::ListChangesRequest& request) {
  if (!request.has_since()) {
    return absl::InvalidArgumentError("since when? name a position of the log or a time");
  }
  v1::GetReportRequest choice;
  choice.set_centre(request.centre());
  if (request.has_first_day()) choice.set_first_day(request.first_day());
  if (request.has_last_day()) choice.set_last_day(request.last_day());
  ASSIGN_OR_RETURN(const KnownAt since, ledgers_.Find(request.since()));
  std::optional<KnownAt> until;
  if (request.has_until()) {
    ASSIGN_OR_RETURN(until, ledgers_.Find(request.until()));
  }
  return ChangesBetween(choice, since, until);
}

absl::StatusOr<v1::FileReportResponse> Office::FileReport(const v1::FileReportRequest& request) {
  std::string name = request.name();
  // A book that is given along needs no name: it gets a code.
  const bool gets_code = name.empty() && request.report().has_book();
  Id author;
  {
    const std::lock_guard lock(record_mutex_);
    RETURN_IF_ERROR(CatchUpRecord());
    if (!gets_code) RETURN_IF_ERROR(CheckFilingName(name, record_.record()));
    if (!request.author().empty()) {
      ASSIGN_OR_RETURN(author, FindCoach(request.author()));
    }
  }
  std::optional<KnownAt> at;
  if (request.report().has_as_known_at()) {
    ASSIGN_OR_RETURN(at, ledgers_.Find(request.report().as_known_at()));
  }
  ASSIGN_OR_RETURN(const v1::GetReportResponse table,
                   reports_.GetAt(request.report(), at, OfficeReports::Form::kFiled));
  if (gets_code) name = BookCode(TableFingerprint(table));
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  // Somebody else may have used it meanwhile.
  RETURN_IF_ERROR(CheckFilingName(name, record_.record()));
  RETURN_IF_ERROR(AppendOne(PlanFiling(name, request.report(), table, author)).status());
  RETURN_IF_ERROR(CatchUpRecord());
  v1::FileReportResponse response;
  *response.mutable_filed() = FiledItem(name, record_.record().filings.at(name), request.author());
  return response;
}

absl::StatusOr<v1::ListFiledReportsResponse> Office::ListFiledReports(
    const v1::ListFiledReportsRequest& request) {
  std::map<std::string, OfficeFiling> filings;
  {
    const std::lock_guard lock(record_mutex_);
    RETURN_IF_ERROR(CatchUpRecord());
    filings = record_.record().filings;
  }
  std::set<Id> authors;
  for (const auto& [name, filing] : filings) authors.insert(filing.author);
  ASSIGN_OR_RETURN(const KnownNames names, names_.Open(authors));
  v1::ListFiledReportsResponse response;
  for (const auto& [name, filing] : filings) {
    if (!request.name().empty() && name != request.name()) continue;
    const auto author = names.people.find(filing.author);
    *response.add_reports() =
        FiledItem(name, filing, author == names.people.end() ? "" : author->second);
  }
  if (request.name().empty()) return response;
  if (response.reports().empty()) {
    return absl::NotFoundError(absl::StrCat("nothing was filed as \"", request.name(),
                                            "\": wijkboek filed lists what was"));
  }
  RETURN_IF_ERROR(Restate(request.name(), filings.at(request.name()), response));
  return response;
}

absl::Status Office::Restate(const std::string& name, const OfficeFiling& filing,
                             v1::ListFiledReportsResponse& response) {
  const absl::StatusOr<KnownAt> at = KnownAtPosition(parts_.log, filing.position, filing.now_ms);
  if (absl::IsOutOfRange(at.status())) return FromAnotherLog(name, filing);
  RETURN_IF_ERROR(at.status());
  if (at->generation != filing.generation) return FromAnotherLog(name, filing);
  using Form = OfficeReports::Form;
  ASSIGN_OR_RETURN(const v1::GetReportResponse again,
                   reports_.GetAt(filing.request, *at, Form::kFiled));
  response.mutable_reports(0)->set_reproduced(TableFingerprint(again) == filing.fingerprint);
  ASSIGN_OR_RETURN(*response.mutable_as_filed(), reports_.GetAt(filing.request, *at, Form::kShown));
  ASSIGN_OR_RETURN(*response.mutable_now(),
                   reports_.GetAt(filing.request, std::nullopt, Form::kShown));
  ASSIGN_OR_RETURN(v1::ListChangesResponse changes,
                   ChangesBetween(filing.request, *at, std::nullopt));
  response.mutable_changes()->Swap(changes.mutable_changes());
  return absl::OkStatus();
}

}  // namespace wijkboek
