// What an auditor checks a report by: a sample of its people, drawn so that anybody can draw it
// again, and the events and keys behind them as lines of JSON. Pure.
#ifndef WIJKBOEK_SERVER_EVIDENCE_H_
#define WIJKBOEK_SERVER_EVIDENCE_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/ledger/event_log.h"
#include "common/seal.h"

namespace wijkboek {

// The `count` people whose SHA-256(seed || "|" || id in hex) is smallest, in that order. Fewer
// where there are fewer.
std::vector<Id> DrawSample(const std::set<Id>& people, std::size_t count, absl::string_view seed);

// {"position":12,"device":"…","epoch":"…","seq":3,"previous":"…","hash":"…","event":"BASE64"}, with
// "received_ms" where the server knows it; one line.
std::string EventLine(const LogEvent& entry, const StoredEvent& stored);
// {"key_id":"…","person":"…","key":"…"}, hex; one line.
std::string KeyLine(const PersonKey& key);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_EVIDENCE_H_
