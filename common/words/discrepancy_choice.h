// Which discrepancies somebody asks for, in which order they are shown, and which one is meant by
// an id. Pure.
#ifndef WIJKBOEK_COMMON_WORDS_DISCREPANCY_CHOICE_H_
#define WIJKBOEK_COMMON_WORDS_DISCREPANCY_CHOICE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// Oldest first: by when the last of their events was said, then by day.
void SortByAge(std::vector<Discrepancy>& discrepancies);

// Those that are chosen, oldest first.
// `person`: whom the choice names; zero: anybody. INVALID_ARGUMENT for an id that can't be one,
// NOT_FOUND where an id is given and nothing has it.
absl::StatusOr<std::vector<Discrepancy>> ChosenDiscrepancies(std::vector<Discrepancy> open,
                                                             std::vector<Discrepancy> settled,
                                                             const v1::DiscrepancyChoice& choice,
                                                             const Id& person, std::int64_t now_ms);

// The one whose id begins so, else the contests whose event begins so (one of a day is about each
// of its sessions). NOT_FOUND says how to list them; INVALID_ARGUMENT when several fit.
absl::StatusOr<std::vector<Discrepancy>> FindToSettle(absl::Span<const Discrepancy> all,
                                                      absl::string_view text);

// Whether `text` is how a contest's event begins that the discrepancy is about.
bool IsContestNamed(const Discrepancy& discrepancy, absl::string_view text);

// What somebody decides who named the discrepancy so: a contest that is named by its event stands
// as the list shows it, where nobody says otherwise.
v1::Decision DecisionOn(const Discrepancy& discrepancy, absl::string_view text,
                        const v1::Decision& said);

// What to say to somebody who settled these, when they are open all the same; empty: none is.
// `open`: what is open now.
std::string StaysOpenText(absl::Span<const Discrepancy> open,
                          absl::Span<const Discrepancy> settled);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_WORDS_DISCREPANCY_CHOICE_H_
