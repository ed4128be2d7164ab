// From a row of a roster's file to the fact that it states. What a cell may hold is checked where
// all facts are (facts_pass.h); a cell that is no such value at all is found here.
#ifndef WIJKBOEK_SERVER_ROSTER_ROWS_H_
#define WIJKBOEK_SERVER_ROSTER_ROWS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "server/fact_errors.h"
#include "server/roster_reader.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

v1::CentreFact CentreOf(const RosterRow& row);
v1::CohortFact CohortOf(const RosterRow& row);
v1::ParticipantFact ParticipantOf(const RosterRow& row);
v1::CoachFact CoachOf(const RosterRow& row);
v1::ResidentFact ResidentOf(const RosterRow& row, FactErrors& errors);
// A number of hours that is none is 0, and an error.
v1::EnrolmentFact EnrolmentOf(const RosterRow& row, FactErrors& errors);

// A whole number; `empty` where the cell is. Anything else is an error and absent.
std::optional<std::uint32_t> NumberIn(const RosterRow& row, absl::string_view column,
                                      std::uint32_t empty, FactErrors& errors);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ROSTER_ROWS_H_
