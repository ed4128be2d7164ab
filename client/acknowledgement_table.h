// The server's signed acknowledgements, kept so that they can be offered again to a server that was
// restored.
#ifndef WIJKBOEK_CLIENT_ACKNOWLEDGEMENT_TABLE_H_
#define WIJKBOEK_CLIENT_ACKNOWLEDGEMENT_TABLE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "client/connection.h"
#include "common/ids.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// One for each (epoch, seq); the first one holds: it has the earliest time.
absl::Status InsertAcknowledgement(Connection& connection,
                                   const v1::Acknowledgement& acknowledgement);
// The one with the largest seq; nullopt when nothing of the epoch was acknowledged.
absl::StatusOr<std::optional<v1::Acknowledgement>> LastAcknowledgement(Connection& connection,
                                                                       Epoch epoch);
// Those that speak about the events after `after` up to and including `through`: each covers what
// lies between it and the one before it, so the first one at or after `through` belongs to them. By
// seq.
absl::StatusOr<std::vector<v1::Acknowledgement>> AcknowledgementsFor(Connection& connection,
                                                                     Epoch epoch,
                                                                     std::uint64_t after,
                                                                     std::uint64_t through);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_ACKNOWLEDGEMENT_TABLE_H_
