#include "common/tls/probe.h"

#include <fcntl.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "common/tls/x509.h"

namespace wijkboek {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

struct AddressFree {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
struct ContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct SslFree {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
struct BioFree {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};

class Socket {
 public:
  explicit Socket(int descriptor = -1) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  ~Socket() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

// OpenSSL writes to sockets without MSG_NOSIGNAL: a peer that hangs up must not end the program.
// Keeps SIGPIPE from this thread and takes back the one it caused.
class SigpipeGuard {
 public:
  SigpipeGuard() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  SigpipeGuard(const SigpipeGuard&) = delete;
  SigpipeGuard& operator=(const SigpipeGuard&) = delete;
  ~SigpipeGuard() {
    timespec none{};
    sigtimedwait(&pipe_, nullptr, &none);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_;
  sigset_t before_;
};

struct HostPort {
  std::string host;
  std::string port;
};

absl::StatusOr<HostPort> SplitAddress(const std::string& address) {
  std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", address, "\" is no address; write host:port"));
  }
  HostPort split{.host = address.substr(0, colon), .port = address.substr(colon + 1)};
  if (split.host.size() > 2 && split.host.front() == '[' && split.host.back() == ']') {
    split.host = split.host.substr(1, split.host.size() - 2);
  }
  return split;
}

// False when the deadline passed first.
bool WaitFor(int descriptor, short events, SteadyTime deadline) {
  while (true) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd waiting{.fd = descriptor, .events = events, .revents = 0};
    int ready = poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

absl::StatusOr<Socket> ConnectOne(const addrinfo& target, SteadyTime deadline) {
  Socket socket_(socket(target.ai_family, target.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
                        target.ai_protocol));
  if (socket_.get() < 0) return absl::UnavailableError("no socket to be had");
  if (connect(socket_.get(), target.ai_addr, target.ai_addrlen) == 0) return socket_;
  if (errno != EINPROGRESS) return absl::UnavailableError("the connection was refused");
  if (!WaitFor(socket_.get(), POLLOUT, deadline)) {
    return absl::UnavailableError("no answer in time");
  }
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
    return absl::UnavailableError("the connection was refused");
  }
  return socket_;
}

absl::StatusOr<Socket> Connect(const HostPort& address, SteadyTime deadline) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found) != 0) {
    return absl::UnavailableError("this name leads nowhere; is there a network?");
  }
  std::unique_ptr<addrinfo, AddressFree> list(found);
  absl::Status last = absl::UnavailableError("this name leads nowhere");
  for (const addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
    absl::StatusOr<Socket> connected = ConnectOne(*one, deadline);
    if (connected.ok()) return connected;
    last = connected.status();
  }
  return last;
}

absl::Status Handshake(SSL* ssl, int descriptor, SteadyTime deadline) {
  while (true) {
    ERR_clear_error();
    int result = SSL_connect(ssl);
    if (result == 1) return absl::OkStatus();
    int error = SSL_get_error(ssl, result);
    ERR_clear_error();
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
      return absl::UnavailableError("there is no secure server at this address");
    }
    if (!WaitFor(descriptor, error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline)) {
      return absl::UnavailableError("no answer in time");
    }
  }
}

std::vector<std::string> PresentedChain(SSL* ssl) {
  std::vector<std::string> chain;
  STACK_OF(X509)* certificates = SSL_get_peer_cert_chain(ssl);
  for (int i = 0; i < sk_X509_num(certificates); ++i) {
    std::unique_ptr<BIO, BioFree> bio(BIO_new(BIO_s_mem()));
    if (bio == nullptr || PEM_write_bio_X509(bio.get(), sk_X509_value(certificates, i)) != 1) break;
    char* data = nullptr;
    long size = BIO_get_mem_data(bio.get(), &data);
    chain.emplace_back(data, static_cast<std::size_t>(size));
  }
  return chain;
}

absl::StatusOr<std::vector<std::string>> FetchChain(const std::string& address,
                                                    SteadyTime deadline) {
  ASSIGN_OR_RETURN(HostPort target, SplitAddress(address));
  ASSIGN_OR_RETURN(Socket socket, Connect(target, deadline));
  std::unique_ptr<SSL_CTX, ContextFree> context(SSL_CTX_new(TLS_client_method()));
  if (context == nullptr) return absl::InternalError("TLS cannot be set up");
  SigpipeGuard guard;
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  // Nothing is believed yet: the pin decides afterwards, and the call that follows is verified in
  // full.
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  static constexpr unsigned char kHttp2[] = {2, 'h', '2'};
  std::unique_ptr<SSL, SslFree> ssl(SSL_new(context.get()));
  if (ssl == nullptr || SSL_set_alpn_protos(ssl.get(), kHttp2, sizeof kHttp2) != 0 ||
      SSL_set_tlsext_host_name(ssl.get(), std::string(kTlsServerName).c_str()) != 1 ||
      SSL_set_fd(ssl.get(), socket.get()) != 1) {
    return absl::InternalError("TLS cannot be set up");
  }
  RETURN_IF_ERROR(Handshake(ssl.get(), socket.get(), deadline));
  std::vector<std::string> chain = PresentedChain(ssl.get());
  SSL_shutdown(ssl.get());
  ERR_clear_error();
  return chain;
}

}  // namespace

absl::StatusOr<std::string> FetchPinnedAuthority(const std::string& address, absl::string_view pin,
                                                 std::int64_t timeout_ms) {
  SteadyTime deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  absl::StatusOr<std::vector<std::string>> chain = FetchChain(address, deadline);
  if (!chain.ok()) {
    return WithContext(chain.status(), absl::StrCat("the server at ", address, " was not reached"));
  }
  for (const std::string& certificate : *chain) {
    absl::StatusOr<Hash> fingerprint = PublicKeyFingerprint(certificate);
    if (fingerprint.ok() && !pin.empty() && absl::StartsWith(fingerprint->bytes(), pin) &&
        CheckIssuedBy(chain->front(), certificate).ok()) {
      return certificate;
    }
  }
  return absl::PermissionDeniedError(
      absl::StrCat("the server at ", address,
                   " belongs to another authority than the code: check the address, or ask the "
                   "office whether the code is for this server"));
}

}  // namespace wijkboek
