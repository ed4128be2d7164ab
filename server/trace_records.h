// The records of a trace in words, each with its figures, events and partition. Pure.
#ifndef WIJKBOEK_SERVER_TRACE_RECORDS_H_
#define WIJKBOEK_SERVER_TRACE_RECORDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/words/discrepancy_item.h"
#include "server/trace_reading.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Exact: "182 min", "182 min 30 s", "182 min 30.345 s", so that sums are those of the reports.
std::string ExactMinutes(std::int64_t ms);

// In the order in which somebody asks: totals, hours, statuses, presence, visits, help, sightings,
// cases, path, discrepancies.
std::vector<v1::TraceRecord> TraceRecords(const TraceReading& reading, const KnownNames& names);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_TRACE_RECORDS_H_
