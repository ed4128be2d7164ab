// What the command prints of a trace. Pure.
#ifndef WIJKBOEK_CLIENT_CLI_TRACE_TEXT_H_
#define WIJKBOEK_CLIENT_CLI_TRACE_TEXT_H_

#include <string>

#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// The records, each with its events, then every event with what became of it and which records rest
// on it; and as known when.
std::string TraceText(const v1::TraceResponse& response);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_TRACE_TEXT_H_
