// The events of a trace: where each stands, when it was captured, said and received, who said it
// and how, and what became of it. Pure.
#ifndef WIJKBOEK_SERVER_TRACE_EVENTS_H_
#define WIJKBOEK_SERVER_TRACE_EVENTS_H_

#include <vector>

#include "common/words/discrepancy_item.h"
#include "server/trace_reading.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// In the order in which they were captured, as far as it is known; then by position.
std::vector<v1::TraceEvent> TraceEvents(const TraceReading& reading, const KnownNames& names);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_TRACE_EVENTS_H_
