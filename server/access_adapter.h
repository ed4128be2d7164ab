// AccessService on the administrators' socket: accounts without signing in, above all the first
// one. Decodes, calls, encodes, and leaves a row in the trail.
#ifndef WIJKBOEK_SERVER_ACCESS_ADAPTER_H_
#define WIJKBOEK_SERVER_ACCESS_ADAPTER_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "server/access/access_desk.h"
#include "server/access/audit_trail.h"

namespace grpc {
class Service;
}

namespace wijkboek {

// What must not be answered without a session (signing in, tokens) is UNIMPLEMENTED there. Both
// outlive the service. `now_ms`: real time, UTC.
std::unique_ptr<grpc::Service> MakeSocketAccess(AccessDesk& desk, AuditTrail& trail,
                                                std::function<std::int64_t()> now_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_ADAPTER_H_
