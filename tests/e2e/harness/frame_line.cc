#include "tests/e2e/harness/frame_line.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <csignal>
#include <utility>

#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

constexpr int kPatienceSeconds = 2;
constexpr char kHello[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr unsigned char kHttp2[] = {2, 'h', '2'};

template <auto Free>
struct Freed {
  template <typename Thing>
  void operator()(Thing* thing) const {
    Free(thing);
  }
};
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using Chain = std::unique_ptr<BIO, Freed<BIO_free_all>>;

std::unique_ptr<BIO, Freed<BIO_free_all>> InMemory(const std::string& pem) {
  return Chain(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

bool Use(SSL_CTX& context, const Papers& papers) {
  const std::unique_ptr<X509, Freed<X509_free>> certificate(
      PEM_read_bio_X509(InMemory(papers.certificate).get(), nullptr, nullptr, nullptr));
  const std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>> key(
      PEM_read_bio_PrivateKey(InMemory(papers.key).get(), nullptr, nullptr, nullptr));
  return SSL_CTX_use_certificate(&context, certificate.get()) == 1 &&
         SSL_CTX_use_PrivateKey(&context, key.get()) == 1;
}

// Big-endian.
std::string Number(std::uint32_t number, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text.push_back(static_cast<char>(number >> (8 * i)));
  return text;
}

// OpenSSL writes to sockets that are closed. Programs started later do not inherit this.
class NoSigpipe {
 public:
  NoSigpipe() : before_(std::signal(SIGPIPE, SIG_IGN)) {}
  ~NoSigpipe() { (void)std::signal(SIGPIPE, before_); }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;

 private:
  void (*const before_)(int);
};

class TlsLine final : public FrameLine {
 public:
  TlsLine(Context context, Chain chain) : context_(std::move(context)), chain_(std::move(chain)) {}
  ~TlsLine() override {
    // Nobody is told: who floods does not take leave.
    SSL* tls = nullptr;
    BIO_get_ssl(chain_.get(), &tls);
    SSL_set_quiet_shutdown(tls, 1);
  }

  bool Send(absl::string_view bytes) override {
    const NoSigpipe none;
    while (!bytes.empty()) {
      const int sent = BIO_write(chain_.get(), bytes.data(), static_cast<int>(bytes.size()));
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  std::optional<Came> Receive() override {
    std::string head;
    if (!Read(9, head)) return std::nullopt;
    std::size_t size = 0;
    for (int i = 0; i < 3; ++i) size = size << 8 | static_cast<unsigned char>(head[i]);
    Came came{.type = static_cast<FrameType>(head[3]), .payload = ""};
    if (!Read(size, came.payload)) return std::nullopt;
    return came;
  }

 private:
  bool Read(std::size_t size, std::string& into) {
    while (into.size() < size) {
      char piece[4096];
      const int want = static_cast<int>(std::min(size - into.size(), sizeof piece));
      const int came = BIO_read(chain_.get(), piece, want);
      if (came <= 0) return false;
      into.append(piece, static_cast<std::size_t>(came));
    }
    return true;
  }

  const Context context_;
  const Chain chain_;
};

}  // namespace

std::string Frame(FrameType type, std::uint8_t flags, std::uint32_t stream,
                  absl::string_view payload) {
  return absl::StrCat(Number(static_cast<std::uint32_t>(payload.size()), 3),
                      std::string(1, static_cast<char>(type)),
                      std::string(1, static_cast<char>(flags)), Number(stream, 4), payload);
}

std::string HeaderField(absl::string_view name, absl::string_view value) {
  return absl::StrCat(std::string(1, '\0'), std::string(1, static_cast<char>(name.size())), name,
                      std::string(1, static_cast<char>(value.size())), value);
}

std::string CallHeaders(absl::string_view path, absl::string_view more) {
  return absl::StrCat("\x83\x87", HeaderField(":path", path), HeaderField(":authority", "town"),
                      HeaderField("content-type", "application/grpc"),
                      HeaderField("te", "trailers"), more);
}

absl::StatusOr<std::unique_ptr<FrameLine>> FrameLine::Connect(const std::string& address,
                                                              const std::optional<Papers>& papers) {
  Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_alpn_protos(context.get(), kHttp2, sizeof kHttp2);
  if (papers && !Use(*context, *papers)) return absl::InvalidArgumentError("no such papers");
  Chain chain(BIO_new_ssl_connect(context.get()));
  BIO_set_conn_hostname(chain.get(), address.c_str());
  if (BIO_do_connect(chain.get()) != 1) {
    return absl::UnavailableError(absl::StrCat("nobody listens at ", address));
  }
  int socket = -1;
  BIO_get_fd(chain.get(), &socket);
  const timeval patience{.tv_sec = kPatienceSeconds, .tv_usec = 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  auto line = std::make_unique<TlsLine>(std::move(context), std::move(chain));
  // A stranger may be shown the door here already.
  line->Send(absl::StrCat(kHello, Frame(FrameType::kSettings, 0, 0, "")));
  return std::unique_ptr<FrameLine>(std::move(line));
}

}  // namespace wijkboek
