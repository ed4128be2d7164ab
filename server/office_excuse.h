// An excuse that reached the office, by telephone or on paper.
#ifndef WIJKBOEK_SERVER_OFFICE_EXCUSE_H_
#define WIJKBOEK_SERVER_OFFICE_EXCUSE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "common/draft.h"
#include "common/ids.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Pure. INVALID_ARGUMENT for days that are none, run backwards or beyond a year, a reason that is
// none, and a call that is no time or lies in the future.
absl::StatusOr<EventDraft> PlanExcuse(const v1::RecordExcuseRequest& request, const Id& participant,
                                      std::int64_t now_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_EXCUSE_H_
