// Groups, and the timetable with its attendance lists, for the office's page.
#ifndef WIJKBOEK_SERVER_TIMETABLE_SCREEN_H_
#define WIJKBOEK_SERVER_TIMETABLE_SCREEN_H_

#include "absl/status/statusor.h"
#include "server/known_ledgers.h"
#include "server/office_screens.h"
#include "server/person_names.h"
#include "server/remit.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {

// Thread-safe. Each answer holds only what the remit does: what is outside of it is not found.
class TimetableScreen {
 public:
  explicit TimetableScreen(const ScreenParts& parts)
      : parts_(parts),
        ledgers_(parts.log, parts.reconciler, parts.earlier, parts.clock),
        names_(parts.reconciler, parts.log, parts.keys) {}

  absl::StatusOr<v1::ListCohortsResponse> ListCohorts(const v1::ListCohortsRequest& request,
                                                      const Remit& remit);
  absl::StatusOr<v1::ListSessionsResponse> ListSessions(const v1::ListSessionsRequest& request,
                                                        const Remit& remit);
  absl::StatusOr<v1::GetSessionListResponse> GetSessionList(
      const v1::GetSessionListRequest& request, const Remit& remit);

 private:
  const ScreenParts parts_;
  const KnownLedgers ledgers_;
  PersonNames names_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_TIMETABLE_SCREEN_H_
