#include "server/roster_import.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "server/fact_errors.h"
#include "server/facts_pass.h"
#include "server/roster_badges.h"
#include "server/roster_columns.h"
#include "server/roster_reader.h"
#include "server/roster_rows.h"
#include "server/roster_timetable.h"

namespace wijkboek {
namespace {

bool IsSame(const v1::RowError& a, const v1::RowError& b) {
  return a.file() == b.file() && a.line() == b.line() && a.column() == b.column() &&
         a.reason() == b.reason();
}

// One reading of all files.
class RosterPass {
 public:
  RosterPass(const RosterSpool& spool, const RosterBasis& basis, FactsPass::Emit emit)
      : spool_(spool),
        facts_(basis.record, basis.lookup_key, basis.now_ms, errors_, std::move(emit)),
        timetable_(basis, errors_, facts_),
        badges_(basis.record, basis.lookup_key, basis.badge_secret, errors_, facts_) {}

  absl::Status Run() {
    for (const std::string& name : spool_.Names()) {
      if (FindRosterFile(name) != nullptr) continue;
      unknown_.push_back(name);
    }
    for (const RosterFile& file : RosterFiles()) {
      if (spool_.Has(file.name)) {
        ASSIGN_OR_RETURN(const std::uint32_t rows,
                         ReadRosterFile(spool_, file, errors_,
                                        [&](const RosterRow& row) { TakeRow(file.kind, row); }));
        rows_ += rows;
      }
      if (file.kind == RosterKind::kTimetable) timetable_.Finish();
      RETURN_IF_ERROR(facts_.status());
    }
    return facts_.Finish();
  }

  bool fits() const { return errors_.empty() && unknown_.empty(); }

  v1::ImportRosterResponse Answer() {
    v1::ImportRosterResponse response;
    response.set_rows(rows_);
    if (!fits()) {
      AddErrors(response);
      return response;
    }
    response.set_events(facts_.events());
    response.set_unchanged(facts_.unchanged());
    response.set_sessions(timetable_.sessions());
    const TimetableChanges& changes = timetable_.changes();
    response.set_sessions_moved(changes.moved);
    response.set_begun_moved(changes.begun_moved);
    response.set_sessions_cancelled(changes.cancelled);
    response.set_begun_cancelled(changes.begun_cancelled);
    for (v1::MadeBadge& badge : badges_.TakeMade()) *response.add_badges() = std::move(badge);
    return response;
  }

  // For the trail.
  EventDraft Imported() const {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_ROSTER_IMPORTED);
    draft.event.mutable_actor()->set_method(v1::METHOD_IMPORT);
    v1::RosterImported& body = *draft.event.mutable_roster_imported();
    body.set_file_hash(spool_.Fingerprint().ToString());
    body.set_rows(rows_);
    body.set_form("roster");
    return draft;
  }

 private:
  void TakeRow(RosterKind kind, const RosterRow& row) {
    facts_.At(row.place().list, row.line());
    switch (kind) {
      case RosterKind::kCentres:
        timetable_.KnowCentre(row.Text("key"));
        return facts_.Take(CentreOf(row));
      case RosterKind::kCohorts:
        return facts_.Take(CohortOf(row));
      case RosterKind::kPeople:
        return facts_.Take(ParticipantOf(row));
      case RosterKind::kCoaches:
        return facts_.Take(CoachOf(row));
      case RosterKind::kResidents:
        return facts_.Take(ResidentOf(row, errors_));
      case RosterKind::kEnrolments:
        return facts_.Take(EnrolmentOf(row, errors_));
      case RosterKind::kHolidays:
        return timetable_.TakeHoliday(row);
      case RosterKind::kExceptions:
        return timetable_.TakeException(row);
      case RosterKind::kTimetable:
        return timetable_.TakeRow(row);
      case RosterKind::kBadges:
        return badges_.TakeRow(row);
    }
  }

  void AddErrors(v1::ImportRosterResponse& response) const {
    for (const std::string& name : unknown_) {
      v1::RowError& error = *response.add_errors();
      error.set_file(name);
      error.set_reason(absl::StrCat("is no file of a roster; these are: ", RosterFileNames()));
    }
    std::vector<v1::RowError> rows;
    rows.reserve(errors_.errors().size());
    for (const FactError& error : errors_.errors()) rows.push_back(ToRowError(error));
    const auto order = [](const v1::RowError& row) {
      const RosterFile* file = FindRosterFile(row.file());
      return std::make_pair(file == nullptr ? RosterKind::kCentres : file->kind, row.line());
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const v1::RowError& a, const v1::RowError& b) {
      return order(a) < order(b);
    });
    for (v1::RowError& row : rows) {
      // A made badge has a text and a number, and two of them clash twice.
      const bool again = response.errors_size() > 0 && IsSame(*response.errors().rbegin(), row);
      if (!again) *response.add_errors() = std::move(row);
    }
    if (errors_.count() > rows.size()) {
      response.add_errors()->set_reason(
          absl::StrCat("and ", errors_.count() - rows.size(), " more errors"));
    }
  }

  const RosterSpool& spool_;
  FactErrors errors_{RosterPlace};
  FactsPass facts_;
  RosterTimetable timetable_;
  RosterBadges badges_;
  // Files whose names say nothing.
  std::vector<std::string> unknown_;
  std::uint32_t rows_ = 0;
};

}  // namespace

absl::StatusOr<v1::ImportRosterResponse> CheckRoster(const RosterSpool& spool,
                                                     const RosterBasis& basis) {
  RosterPass pass(spool, basis, [](const EventDraft&) { return absl::OkStatus(); });
  RETURN_IF_ERROR(pass.Run());
  return pass.Answer();
}

absl::Status WriteRoster(const RosterSpool& spool, const RosterBasis& basis,
                         absl::FunctionRef<absl::Status(EventDraft)> append) {
  RosterPass pass(spool, basis, [append](EventDraft draft) { return append(std::move(draft)); });
  RETURN_IF_ERROR(pass.Run());
  if (!pass.fits()) return absl::InternalError("the roster did not read the same twice");
  return append(pass.Imported());
}

}  // namespace wijkboek
