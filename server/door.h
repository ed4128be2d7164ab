// A port whose connections somebody else serves, and which goes on when file descriptors run out.
#ifndef WIJKBOEK_SERVER_DOOR_H_
#define WIJKBOEK_SERVER_DOOR_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace wijkboek {

// While most of the process's descriptors are in use, who comes is turned away: the stores and
// whoever is connected need some too. Who cannot be accepted for want of a descriptor waits.
class Door {
 public:
  // Takes the port; nobody comes in yet. `address` is host:port, port 0 a free one, or
  // unix:PATH of a file that is not there. Turns people away while `descriptors_max` descriptors
  // are in use. UNAVAILABLE when the port is taken or not this machine's.
  static absl::StatusOr<std::unique_ptr<Door>> Listen(const std::string& address,
                                                      int descriptors_max);
  // What the process's own limit leaves for connections.
  static int DescriptorsForConnections();
  virtual ~Door() = default;

  // With the port that was taken.
  virtual const std::string& address() const = 0;
  // Hands over each connection, non-blocking, until Close. `take` runs on a thread of the door's
  // and owns what it is given. Once.
  virtual void Open(std::function<void(int connection)> take) = 0;
  // Gives the port back. `take` is called no more when it returns.
  virtual void Close() = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_DOOR_H_
