// Reports as the office asks for them: reads the ledger as known when it is asked for, opens names,
// and lets the reports (report_*.h) make their tables.
#ifndef WIJKBOEK_SERVER_OFFICE_REPORTS_H_
#define WIJKBOEK_SERVER_OFFICE_REPORTS_H_

#include <optional>
#include <set>

#include "absl/status/statusor.h"
#include "server/key_vault.h"
#include "server/known_ledgers.h"
#include "server/log_store.h"
#include "server/name_book.h"
#include "server/person_names.h"
#include "server/registry.h"
#include "server/report_basis.h"
#include "server/report_person.h"
#include "server/report_reading.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Thread-safe. References must outlive it. Errors as office.proto says; those of the stores are
// passed on.
class OfficeReports {
 public:
  OfficeReports(const KeyVault& keys, const LogStore& log, Reconciler& reconciler,
                const KnownLedgers& ledgers, const Registry& registry)
      : keys_(keys),
        log_(log),
        ledgers_(ledgers),
        registry_(registry),
        names_(reconciler, log, keys),
        book_(names_, keys) {}

  // As known when the request says; now where it says nothing. Of what the remit holds.
  absl::StatusOr<v1::GetReportResponse> Get(const v1::GetReportRequest& request,
                                            const Remit& remit = {});

  // The same, and which participants it is about.
  absl::StatusOr<v1::GetReportResponse> GetWithPeople(const v1::GetReportRequest& request,
                                                      std::set<Id>& people);

  // kFiled: without what may become another while the log stays the same. People stand with their
  // ids, so that an erasure changes nothing, and what no log keeps is left out.
  enum class Form { kShown, kFiled };
  // As known at `at`, whatever the request says of that (nullopt: now).
  absl::StatusOr<v1::GetReportResponse> GetAt(const v1::GetReportRequest& request,
                                              const std::optional<KnownAt>& at, Form form,
                                              const Remit& remit = {},
                                              std::set<Id>* people = nullptr);

 private:
  using BirthDates = absl::flat_hash_map<Id, CivilDay>;

  absl::StatusOr<v1::GetReportResponse> MakeTable(const v1::GetReportRequest& request,
                                                  ReportReading reading, ReportBasis basis,
                                                  BirthDates born) const;
  // Of a reading about one participant.
  absl::StatusOr<PersonFigures> FiguresOf(ReportReading reading) const;

  const KeyVault& keys_;
  const LogStore& log_;
  const KnownLedgers& ledgers_;
  const Registry& registry_;
  PersonNames names_;
  NameBook book_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_REPORTS_H_
