// Importing a roster.
#include "common/status.h"
#include "server/office.h"
#include "server/roster_import.h"

namespace wijkboek {

absl::StatusOr<v1::ImportRosterResponse> Office::ImportRoster(
    const RosterSpool& spool, const v1::ImportRosterOptions& options) {
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  const RosterBasis basis{.record = record_.record(),
                          .lookup_key = parts_.keys.lookup_key(),
                          .badge_secret = parts_.keys.badge_secret(),
                          .now_ms = parts_.clock.WallMs(),
                          .change_past = options.past()};
  ASSIGN_OR_RETURN(v1::ImportRosterResponse response, CheckRoster(spool, basis));
  if (options.dry_run() || response.errors_size() > 0 || response.events() == 0) return response;
  RETURN_IF_ERROR(parts_.office_log
                      .AppendAll([&](absl::FunctionRef<absl::Status(EventDraft)> append) {
                        return WriteRoster(spool, basis, append);
                      })
                      .status());
  return response;
}

absl::StatusOr<v1::ImportRosterFilesResponse> Office::ImportRosterFiles(
    const v1::ImportRosterFilesRequest& request) {
  RosterSpool spool = NewRosterSpool();
  for (const v1::RosterPiece& file : request.files()) {
    RETURN_IF_ERROR(spool.Add(file.file(), file.content()));
  }
  v1::ImportRosterFilesResponse response;
  ASSIGN_OR_RETURN(*response.mutable_imported(), ImportRoster(spool, request.options()));
  return response;
}

}  // namespace wijkboek
