// Finding people, and one participant's whole ledger, for the office's page.
#ifndef WIJKBOEK_SERVER_PEOPLE_SCREEN_H_
#define WIJKBOEK_SERVER_PEOPLE_SCREEN_H_

#include "absl/status/statusor.h"
#include "server/known_ledgers.h"
#include "server/name_book.h"
#include "server/office.h"
#include "server/office_screens.h"
#include "server/person_names.h"
#include "server/remit.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {

// Thread-safe. Each answer holds only what the remit does: who is outside of it is not found.
// `office` outlives it.
class PeopleScreen {
 public:
  PeopleScreen(const ScreenParts& parts, Office& office)
      : parts_(parts),
        office_(office),
        ledgers_(parts.log, parts.reconciler, parts.earlier, parts.clock),
        names_(parts.reconciler, parts.log, parts.keys),
        book_(names_, parts.keys) {}

  absl::StatusOr<v1::FindPeopleResponse> FindPeople(const v1::FindPeopleRequest& request,
                                                    const Remit& remit);
  // `with_indicators`: with what was answered for a funder's indicators.
  absl::StatusOr<v1::GetPersonLedgerResponse> GetPersonLedger(
      const v1::GetPersonLedgerRequest& request, const Remit& remit, bool with_indicators);

 private:
  // What who edits somebody starts from.
  absl::Status DescribePerson(const Id& person, const PersonNames::Details& details,
                              v1::GetPersonLedgerResponse& response);

  const ScreenParts parts_;
  Office& office_;
  const KnownLedgers ledgers_;
  PersonNames names_;
  NameBook book_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_PEOPLE_SCREEN_H_
