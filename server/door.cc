#include "server/door.h"

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kUnix = "unix:";
// For stores, pages, and what gRPC starts later.
constexpr int kSpareDescriptors = 128;
constexpr int kWaitForDescriptorMs = 100;
constexpr std::chrono::minutes kSayAgain{1};

class OwnDescriptor {
 public:
  explicit OwnDescriptor(int number) : number_(number) {}
  ~OwnDescriptor() {
    if (number_ >= 0) close(number_);
  }
  OwnDescriptor(OwnDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  OwnDescriptor& operator=(OwnDescriptor&&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

absl::Status CannotListen(const std::string& address, absl::string_view why) {
  return absl::UnavailableError(absl::StrCat("cannot listen on ", address,
                                             ": is it in use, or not this machine's? (", why, ")"));
}

struct Place {
  sockaddr_storage name{};
  socklen_t size = 0;
};

absl::StatusOr<std::vector<Place>> FindPaths(absl::string_view path) {
  Place place;
  auto& name = reinterpret_cast<sockaddr_un&>(place.name);
  if (path.size() >= sizeof name.sun_path) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is too long for a socket (at most ",
                                                   sizeof name.sun_path - 1,
                                                   " bytes): use a folder with a shorter name"));
  }
  name.sun_family = AF_UNIX;
  path.copy(name.sun_path, path.size());
  place.size = sizeof name;
  return std::vector<Place>{place};
}

absl::StatusOr<std::vector<Place>> FindPlaces(const std::string& address) {
  absl::string_view path = address;
  if (absl::ConsumePrefix(&path, kUnix)) return FindPaths(path);
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return CannotListen(address, "no port");
  absl::string_view host(address.data(), colon);
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error =
      getaddrinfo(std::string(host).c_str(), address.substr(colon + 1).c_str(), &hints, &found);
  if (error != 0) return CannotListen(address, gai_strerror(error));
  std::vector<Place> places;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    Place& place = places.emplace_back();
    std::memcpy(&place.name, one->ai_addr, one->ai_addrlen);
    place.size = one->ai_addrlen;
  }
  freeaddrinfo(found);
  return places;
}

absl::StatusOr<OwnDescriptor> Take(const std::string& address, const Place& place) {
  OwnDescriptor port(socket(place.name.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  if (port.number() < 0 ||
      setsockopt(port.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      bind(port.number(), reinterpret_cast<const sockaddr*>(&place.name), place.size) != 0 ||
      listen(port.number(), SOMAXCONN) != 0) {
    return CannotListen(address, std::strerror(errno));
  }
  return port;
}

// The port's number within an address of IP; null in others.
in_port_t* PortIn(sockaddr_storage& name) {
  if (name.ss_family == AF_INET6) return &reinterpret_cast<sockaddr_in6&>(name).sin6_port;
  if (name.ss_family == AF_INET) return &reinterpret_cast<sockaddr_in&>(name).sin_port;
  return nullptr;
}

// As it stands in an address, which is the other way round.
in_port_t PortOf(const OwnDescriptor& port) {
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  if (getsockname(port.number(), reinterpret_cast<sockaddr*>(&name), &size) != 0) return 0;
  const in_port_t* number = PortIn(name);
  return number == nullptr ? 0 : *number;
}

class PollingDoor final : public Door {
 public:
  PollingDoor(std::vector<OwnDescriptor> ports, OwnDescriptor wake, std::string address,
              int descriptors_max)
      : ports_(std::move(ports)),
        wake_(std::move(wake)),
        address_(std::move(address)),
        descriptors_max_(descriptors_max) {}
  ~PollingDoor() override { Close(); }

  const std::string& address() const override { return address_; }

  void Open(std::function<void(int connection)> take) override {
    thread_ = std::thread([this, take = std::move(take)] { AcceptUntilClosed(take); });
  }

  void Close() override {
    const std::uint64_t one = 1;
    (void)!write(wake_.number(), &one, sizeof one);
    if (thread_.joinable()) thread_.join();
    ports_.clear();
  }

 private:
  void AcceptUntilClosed(const std::function<void(int connection)>& take) {
    std::vector<pollfd> wait = {{.fd = wake_.number(), .events = POLLIN, .revents = 0}};
    for (const OwnDescriptor& port : ports_) {
      wait.push_back({.fd = port.number(), .events = POLLIN, .revents = 0});
    }
    bool is_short = false;
    while (true) {
      // A port stays ready while somebody waits there who cannot be let in.
      if (is_short) {
        poll(wait.data(), 1, kWaitForDescriptorMs);
      } else {
        poll(wait.data(), wait.size(), -1);
      }
      if (wait[0].revents != 0) return;
      is_short = false;
      for (const OwnDescriptor& port : ports_) is_short = !AcceptOne(port, take) || is_short;
    }
  }

  // Also when nobody is there. False: somebody waits for whom there is no descriptor.
  bool AcceptOne(const OwnDescriptor& port, const std::function<void(int connection)>& take) {
    const int connection = accept4(port.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) {
      // Any other error concerns that one connection.
      if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM) return true;
      SayFull();
      return false;
    }
    // The kernel gives the lowest number that is free: all below it are in use.
    if (connection < descriptors_max_) {
      take(connection);
    } else {
      close(connection);
      SayFull();
    }
    return true;
  }

  void SayFull() {
    const auto now = std::chrono::steady_clock::now();
    if (said_ && now < said_at_ + kSayAgain) return;
    said_ = true;
    said_at_ = now;
    std::fprintf(stderr,
                 "wijkboek-server: %s turns connections away: of the file descriptors that it may "
                 "have (ulimit -n), none is left for them\n",
                 address_.c_str());
  }

  // Empty once it is closed.
  std::vector<OwnDescriptor> ports_;
  const OwnDescriptor wake_;
  const std::string address_;
  const int descriptors_max_;
  bool said_ = false;
  std::chrono::steady_clock::time_point said_at_;
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Door>> Door::Listen(const std::string& address,
                                                   int descriptors_max) {
  ASSIGN_OR_RETURN(std::vector<Place> places, FindPlaces(address));
  OwnDescriptor wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (wake.number() < 0) return absl::ErrnoToStatus(errno, "cannot make an eventfd");
  std::vector<OwnDescriptor> ports;
  absl::Status refused = absl::OkStatus();
  // "localhost" is two of them.
  for (Place& place : places) {
    in_port_t* number = PortIn(place.name);
    if (number != nullptr && !ports.empty()) *number = PortOf(ports.front());
    absl::StatusOr<OwnDescriptor> port = Take(address, place);
    if (port.ok()) {
      ports.push_back(*std::move(port));
    } else {
      refused = port.status();
    }
  }
  if (ports.empty()) return refused;
  std::string taken = address;
  if (const int port = ntohs(PortOf(ports.front())); port != 0) {
    taken = absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
  }
  return std::make_unique<PollingDoor>(std::move(ports), std::move(wake), std::move(taken),
                                       descriptors_max);
}

int Door::DescriptorsForConnections() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kSpareDescriptors;
  const int all = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 1 << 20));
  return all - std::min(kSpareDescriptors, all / 3);
}

}  // namespace wijkboek
