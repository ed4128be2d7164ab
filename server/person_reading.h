// What a report about one participant takes from the ledger.
#ifndef WIJKBOEK_SERVER_PERSON_READING_H_
#define WIJKBOEK_SERVER_PERSON_READING_H_

#include <string>

#include "absl/status/status.h"
#include "common/crypto.h"
#include "common/ledger/ledger.h"
#include "server/report_reading.h"

namespace wijkboek {

// Into `reading`, whose choice stands already: their enrolments of the chosen part and what belongs
// to these, their visits and help. `text`: the office's key, or an id. NOT_FOUND for anybody else,
// and for participants outside of the chosen part.
absl::Status ReadPerson(const Ledger& ledger, const std::string& text, const DayRange& days,
                        const SecretKey& lookup_key, ReportReading& reading);

// Programmes and whose each cohort is.
FunnelOptions ProgrammesOf(const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_PERSON_READING_H_
