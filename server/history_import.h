// The stage "history import": from rows of a spreadsheet to events of the office's log. Row format:
// docs/history-import.md.
#ifndef WIJKBOEK_SERVER_HISTORY_IMPORT_H_
#define WIJKBOEK_SERVER_HISTORY_IMPORT_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/draft.h"
#include "common/ids.h"
#include "server/history_rows.h"
#include "server/office_record.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct HistoryPlan {
  // Empty when there is nothing new, or when there are errors.
  std::vector<EventDraft> drafts;
  // What is answered: counts, or errors.
  v1::ImportHistoryResponse response;
};

// Pure. Rows that the record holds already (history_identity.h) make no event, so that a file can
// be imported again, also after rows were added to it. People whose key the office never gave are
// registered, without an enrolment.
HistoryPlan PlanHistory(absl::string_view csv, const OfficeRecord& record,
                        const SecretKey& lookup_key, std::int64_t now_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_HISTORY_IMPORT_H_
