// From a figure to the records behind it, and on to the events.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/status.h"
#include "server/find_session.h"
#include "server/office.h"
#include "server/trace_events.h"
#include "server/trace_find.h"
#include "server/trace_reading.h"
#include "server/trace_records.h"

namespace wijkboek {
namespace {

absl::StatusOr<DayRange> DaysOf(const v1::TraceRequest& request) {
  DayRange days;
  if (!request.first_day().empty()) {
    ASSIGN_OR_RETURN(days.first, ParseDay(request.first_day()));
  }
  if (!request.last_day().empty()) {
    ASSIGN_OR_RETURN(days.last, ParseDay(request.last_day()));
  }
  if (days.last < days.first) {
    return absl::InvalidArgumentError("the last day must not be before the first");
  }
  return days;
}

}  // namespace

absl::StatusOr<Id> Office::WhoseCase(const std::string& text) {
  const absl::StatusOr<Id> participant = FindParticipant(text);
  if (participant.ok()) return *participant;
  std::set<Id> people;
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<CaseRecord> cases, ledger.Cases());
    for (const CaseRecord& record : cases) people.insert(record.person);
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const KnownNames names, names_.Open(people));
  std::vector<std::string> found;
  Id whose;
  for (const auto& [person, name] : names.people) {
    if (!absl::EqualsIgnoreCase(name, text)) continue;
    found.push_back(person.hex());
    whose = person;
  }
  if (found.size() < 2) return whose;
  std::sort(found.begin(), found.end());
  return absl::FailedPreconditionError(absl::StrCat(
      "several people with cases have this name: name one by id: ", absl::StrJoin(found, ", ")));
}

absl::StatusOr<TraceChoice> Office::ChooseTrace(const v1::TraceRequest& request) {
  TraceChoice choice;
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  switch (request.figure_case()) {
    case v1::TraceRequest::kEvent: {
      ASSIGN_OR_RETURN(choice.event, FindEventHash(parts_.log, request.event()));
      return choice;
    }
    case v1::TraceRequest::kDiscrepancy:
      choice.discrepancy = request.discrepancy();
      return choice;
    case v1::TraceRequest::kCase: {
      choice.no_show_case = request.case_();
      ASSIGN_OR_RETURN(choice.person, WhoseCase(request.case_()));
      return choice;
    }
    case v1::TraceRequest::kSession: {
      RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
        ASSIGN_OR_RETURN(choice.session, FindSession(ledger.reference(), parts_.keys.lookup_key(),
                                                     request.session()));
        return absl::OkStatus();
      }));
      return choice;
    }
    case v1::TraceRequest::kParticipant: {
      ASSIGN_OR_RETURN(choice.person, FindParticipant(request.participant()));
      ASSIGN_OR_RETURN(choice.days, DaysOf(request));
      return choice;
    }
    case v1::TraceRequest::FIGURE_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError(
      "trace what? an event, a discrepancy, a case, a session, or a participant's days");
}

absl::StatusOr<v1::TraceResponse> Office::Trace(const v1::TraceRequest& request) {
  ASSIGN_OR_RETURN(const TraceChoice choice, ChooseTrace(request));
  std::optional<KnownAt> at;
  if (request.has_as_known_at()) {
    ASSIGN_OR_RETURN(at, ledgers_.Find(request.as_known_at()));
  }
  TraceReading reading;
  KnownAt known;
  RETURN_IF_ERROR(
      ledgers_.Read(at, [&](const Ledger& ledger, const KnownAt& read_at) -> absl::Status {
        known = read_at;
        ASSIGN_OR_RETURN(reading, ReadTrace(choice, ledger, parts_.log, DayOf(known.now_ms)));
        return absl::OkStatus();
      }));
  ASSIGN_OR_RETURN(const KnownNames names, names_.Open(reading.people));
  v1::TraceResponse response;
  for (v1::TraceRecord& record : TraceRecords(reading, names)) {
    *response.add_records() = std::move(record);
  }
  for (v1::TraceEvent& event : TraceEvents(reading, names)) {
    *response.add_events() = std::move(event);
  }
  *response.mutable_as_known_at() = known.ToCursor();
  response.set_now_ms(known.now_ms);
  return response;
}

}  // namespace wijkboek
