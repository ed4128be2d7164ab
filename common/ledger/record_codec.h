// The one written form of what the fold produces: what the derived file keeps and what fingerprints
// are taken over. Private to the derived file; a change of it is a new version of that file.
#ifndef WIJKBOEK_COMMON_LEDGER_RECORD_CODEC_H_
#define WIJKBOEK_COMMON_LEDGER_RECORD_CODEC_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/reconcile/records.h"

namespace wijkboek {

std::string Encode(const PresenceRecord& record);
std::string Encode(const PresenceDay& record);
std::string Encode(const VisitRecord& record);
std::string Encode(const VisitShareDay& record);
std::string Encode(const HelpRecord& record);
std::string Encode(const PairRecord& record);
std::string Encode(const AttendanceRecord& record);
std::string Encode(const HoursDay& record);
std::string Encode(const SightingDay& record);
std::string Encode(const Discrepancy& record);
std::string Encode(const CaseRecord& record);
std::string Encode(const PathRecord& record);
// Without the bounds of a clock-uncertain fact: they depend on its neighbours in the log, and are
// looked up when asked for.
std::string Encode(const SetAsideFact& record);

// The reverse. Bytes that Encode did not write give a record with what could be read.
void Decode(absl::string_view bytes, PresenceRecord& record);
void Decode(absl::string_view bytes, PresenceDay& record);
void Decode(absl::string_view bytes, VisitRecord& record);
void Decode(absl::string_view bytes, VisitShareDay& record);
void Decode(absl::string_view bytes, HelpRecord& record);
void Decode(absl::string_view bytes, PairRecord& record);
void Decode(absl::string_view bytes, AttendanceRecord& record);
void Decode(absl::string_view bytes, HoursDay& record);
void Decode(absl::string_view bytes, SightingDay& record);
void Decode(absl::string_view bytes, Discrepancy& record);
void Decode(absl::string_view bytes, CaseRecord& record);
void Decode(absl::string_view bytes, PathRecord& record);
void Decode(absl::string_view bytes, SetAsideFact& record);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_RECORD_CODEC_H_
