// Who moves a part along that has work of its own.
#ifndef WIJKBOEK_COMMON_DRIVE_H_
#define WIJKBOEK_COMMON_DRIVE_H_

#include <cstdint>

namespace wijkboek {

// kOwnThread: the part starts a thread. kCaller: it has none, and does what waits when its owner
// calls it; a whole region of such parts runs in one thread (docs/simulator.md).
enum class Drive : std::uint8_t { kOwnThread, kCaller };

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRIVE_H_
