// Reads two states of the ledger, one after the other, and finds what moved between them and why:
// by the fingerprints of their partitions, then by the records of those that differ.
#ifndef WIJKBOEK_SERVER_CHANGES_READING_H_
#define WIJKBOEK_SERVER_CHANGES_READING_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/crypto.h"
#include "server/changes.h"
#include "server/known_ledgers.h"
#include "server/log_store.h"
#include "server/trace_reading.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Figures that one comparison shows at most: more than anybody reads.
inline constexpr std::size_t kChangesMax = 10'000;

struct ChangedFigure {
  MovedFigure moved;
  // Late events that moved it, in the order of the log.
  std::vector<Hash> late;
  // Where there are none: what moved it instead, in words.
  std::string cause;
};

struct ChangesReading {
  KnownAt since;
  KnownAt until;
  // By person, day, type.
  std::vector<ChangedFigure> figures;
  // How many partitions differ, of how many.
  std::size_t differing = 0;
  std::size_t partitions = 0;
  // The late events of `figures`.
  std::map<Hash, TracedEvent> events;
  // Sessions, enrolments and centres in a few words.
  IdWords words;
  std::set<Id> people;
  std::string only;
};

// `choice`: its days, centre and cohort choose figures; a figure is taken that belonged to them
// then or does now. `until` nullopt: now. INVALID_ARGUMENT when `since` is the later one, or where
// more than kChangesMax figures moved; others as ChooseForReport and KnownLedgers::Read.
absl::StatusOr<ChangesReading> ReadChanges(const KnownLedgers& ledgers, const LogStore& log,
                                           const SecretKey& lookup_key,
                                           const v1::GetReportRequest& choice, const KnownAt& since,
                                           const std::optional<KnownAt>& until);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_CHANGES_READING_H_
