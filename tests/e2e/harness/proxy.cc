#include "tests/e2e/harness/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "tests/e2e/harness/require.h"

namespace wijkboek {
namespace {

constexpr int kLookMs = 50;
constexpr std::size_t kPieceBytes = 4096;
constexpr std::size_t kSeenBytesMax = 64 * 1024;

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Closing resets the connection instead of ending it politely.
void ResetOnClose(int fd) {
  const linger now{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

int ConnectTo(const std::string& target) {
  if (target.empty()) return -1;
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = Loopback(std::atoi(target.substr(target.rfind(':') + 1).c_str()));
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return fd;
  ::close(fd);
  return -1;
}

bool SendAll(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(fd, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

}  // namespace

// Both ends of one connection; closed when the last pump lets go.
struct Proxy::Pair {
  int kiosk = -1;
  int server = -1;
  std::atomic<bool> cut = false;

  ~Pair() {
    ResetOnClose(kiosk);
    ResetOnClose(server);
    ::close(kiosk);
    ::close(server);
  }
};

Proxy::Proxy() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  Require(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
              ::listen(listener_, 64) == 0 &&
              ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0,
          "no port on loopback");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { AcceptLoop(); });
}

Proxy::~Proxy() {
  stopping_ = true;
  Cut();
  acceptor_.join();
  for (std::thread& pump : pumps_) pump.join();
  ::close(listener_);
}

std::string Proxy::address() const { return absl::StrCat("127.0.0.1:", port_); }

void Proxy::Connect(const std::string& target) {
  const std::lock_guard lock(mutex_);
  target_ = target;
  seen_by_server_.clear();
  was_cut_ = false;
  left_to_server_ = -1;
  left_to_kiosk_ = -1;
}

void Proxy::Cut() {
  const std::lock_guard lock(mutex_);
  target_.clear();
  for (const std::shared_ptr<Pair>& pair : pairs_) pair->cut = true;
  pairs_.clear();
}

void Proxy::CutAfterToServer(std::int64_t bytes) {
  left_to_server_ = bytes;
  was_cut_ = false;
}

void Proxy::CutAfterToKiosk(std::int64_t bytes) {
  left_to_kiosk_ = bytes;
  was_cut_ = false;
}

bool Proxy::Allow(std::int64_t bytes, bool to_server) {
  std::atomic<std::int64_t>& left = to_server ? left_to_server_ : left_to_kiosk_;
  const std::int64_t allowed = left;
  if (allowed < 0) return true;
  if (allowed >= bytes) {
    left = allowed - bytes;
    return true;
  }
  was_cut_ = true;
  Cut();
  return false;
}

void Proxy::AcceptLoop() {
  while (!stopping_) {
    pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, kLookMs) <= 0) continue;
    const int kiosk = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (kiosk < 0) continue;
    const std::lock_guard lock(mutex_);
    const int server = ConnectTo(target_);
    if (server < 0) {
      ResetOnClose(kiosk);
      ::close(kiosk);
      continue;
    }
    auto pair = std::make_shared<Pair>();
    pair->kiosk = kiosk;
    pair->server = server;
    pairs_.push_back(pair);
    pumps_.emplace_back([this, pair] { Pump(pair, true); });
    pumps_.emplace_back([this, pair] { Pump(pair, false); });
  }
}

std::string Proxy::SeenByServer() const {
  const std::lock_guard lock(mutex_);
  return seen_by_server_;
}

void Proxy::Remember(const char* piece, std::size_t size) {
  const std::lock_guard lock(mutex_);
  seen_by_server_.append(piece, std::min(size, kSeenBytesMax - seen_by_server_.size()));
}

void Proxy::Spoil(char* piece, std::size_t size) {
  const int every = flip_every_;
  if (every == 0) return;
  for (std::size_t i = 0; i < size; ++i) {
    if (++passed_ % every == 0) piece[i] = static_cast<char>(piece[i] ^ 0x10);
  }
}

void Proxy::Pump(const std::shared_ptr<Pair>& pair, bool to_server) {
  const int source = to_server ? pair->kiosk : pair->server;
  const int sink = to_server ? pair->server : pair->kiosk;
  char piece[kPieceBytes];
  while (!pair->cut && !stopping_) {
    pollfd waiting{.fd = source, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, kLookMs) <= 0) continue;
    const int rate = bytes_per_second_;
    // So that a slow line is slow in small steps, and ends in time.
    const std::size_t most =
        rate > 0 ? static_cast<std::size_t>(std::clamp(rate / 10, 1, 4096)) : sizeof(piece);
    const ssize_t received = ::recv(source, piece, most, 0);
    if (received <= 0) break;
    (to_server ? counts_.to_server : counts_.to_kiosk) += received;
    if (blackhole_) continue;
    if (!Allow(received, to_server)) break;
    if (const int delay_ms = delay_ms_; delay_ms > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    }
    if (to_server) Remember(piece, static_cast<std::size_t>(received));
    Spoil(piece, static_cast<std::size_t>(received));
    if (!SendAll(sink, piece, static_cast<std::size_t>(received))) break;
    if (rate > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1000 * received / rate));
    }
  }
  pair->cut = true;
  ::shutdown(sink, SHUT_RDWR);
  const std::lock_guard lock(mutex_);
  pairs_.remove(pair);
}

}  // namespace wijkboek
