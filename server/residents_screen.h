// Residents for the office's page: who they are, and how much they are visited.
#ifndef WIJKBOEK_SERVER_RESIDENTS_SCREEN_H_
#define WIJKBOEK_SERVER_RESIDENTS_SCREEN_H_

#include "absl/status/statusor.h"
#include "server/known_ledgers.h"
#include "server/name_book.h"
#include "server/office.h"
#include "server/office_screens.h"
#include "server/person_names.h"
#include "server/remit.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {

// Thread-safe. A resident is of the centre whose participants visit them: of a part of the centres
// only their residents are answered, of a part of the municipalities or programmes none.
class ResidentsScreen {
 public:
  // `office` outlives it.
  ResidentsScreen(const ScreenParts& parts, Office& office)
      : parts_(parts),
        office_(office),
        ledgers_(parts.log, parts.reconciler, parts.earlier, parts.clock),
        names_(parts.reconciler, parts.log, parts.keys),
        book_(names_, parts.keys) {}

  // By name. NOT_FOUND for a centre that there is not, or that the remit does not hold.
  absl::StatusOr<v1::ListOfficeResidentsResponse> ListOfficeResidents(
      const v1::ListOfficeResidentsRequest& request, const Remit& remit);

 private:
  const ScreenParts parts_;
  Office& office_;
  const KnownLedgers ledgers_;
  PersonNames names_;
  NameBook book_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_RESIDENTS_SCREEN_H_
