// The hash chain over a device's log, and what is signed about it. Formats: docs/event-format.md.
#ifndef WIJKBOEK_COMMON_CHAIN_H_
#define WIJKBOEK_COMMON_CHAIN_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

#include "common/crypto.h"
#include "common/ids.h"
#include "wijkboek/v1/common.pb.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// hash = SHA-256(previous || bytes). The first event of an epoch has the zero hash as previous.
Hash ChainHash(const Hash& previous, absl::string_view event_bytes);

// What a device signs about its head.
std::string SignedHeadText(const EventKey& head);
// What a server signs when it acknowledges.
std::string AcknowledgementText(const EventKey& event, std::uint64_t position,
                                std::int64_t received_ms);

v1::SignedHead SignHead(const EventKey& head, const SigningKey& key);
bool VerifyHead(const v1::SignedHead& head, const PublicKey& key);
v1::Acknowledgement SignAcknowledgement(const EventKey& event, std::uint64_t position,
                                        std::int64_t received_ms, const SigningKey& key);
bool VerifyAcknowledgement(const v1::Acknowledgement& acknowledgement, const PublicKey& key);

// Between messages and values. Sizes are checked: INVALID_ARGUMENT.
absl::StatusOr<EventKey> ToEventKey(const v1::EventId& id);
v1::EventId ToProto(const EventKey& key);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CHAIN_H_
