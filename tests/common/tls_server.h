// A TLS server of a test's own on loopback: shakes hands with whoever comes and hangs up.
#ifndef WIJKBOEK_TESTS_COMMON_TLS_SERVER_H_
#define WIJKBOEK_TESTS_COMMON_TLS_SERVER_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace wijkboek {

// Listens on a free port of 127.0.0.1 and does nothing else: connections stay in its queue.
class SilentServer {
 public:
  SilentServer() : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(descriptor_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        listen(descriptor_, 8) != 0 ||
        getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  ~SilentServer() { close(descriptor_); }
  int descriptor() const { return descriptor_; }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  int descriptor_;
  int port_ = 0;
};

// Answers every connection with a handshake, or, without certificates, with `greeting`.
class GreetingServer {
 public:
  GreetingServer(std::string key_pem, std::vector<std::string> chain_pem, std::string greeting = {})
      : key_pem_(std::move(key_pem)),
        chain_pem_(std::move(chain_pem)),
        greeting_(std::move(greeting)),
        thread_([this] { Run(); }) {}
  ~GreetingServer() {
    shutdown(listener_.descriptor(), SHUT_RDWR);
    thread_.join();
  }
  std::string address() const { return listener_.address(); }

 private:
  void Run() {
    // OpenSSL's own writes raise it when the other side has hung up.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    while (true) {
      int connection = accept(listener_.descriptor(), nullptr, nullptr);
      if (connection < 0) return;
      if (chain_pem_.empty()) {
        if (write(connection, greeting_.data(), greeting_.size()) < 0) std::abort();
      } else {
        Greet(connection);
      }
      close(connection);
    }
  }

  static X509* Read(const std::string& pem) {
    BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BIO_free_all(bio);
    return certificate;
  }

  void Greet(int connection) {
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    BIO* bio = BIO_new_mem_buf(key_pem_.data(), static_cast<int>(key_pem_.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
    BIO_free_all(bio);
    for (std::size_t i = 0; i < chain_pem_.size(); ++i) {
      X509* certificate = Read(chain_pem_[i]);
      if (i == 0) {
        SSL_CTX_use_certificate(context, certificate);
        X509_free(certificate);
      } else {
        SSL_CTX_add_extra_chain_cert(context, certificate);  // Takes it over.
      }
    }
    SSL_CTX_use_PrivateKey(context, key);
    EVP_PKEY_free(key);
    SSL* ssl = SSL_new(context);
    SSL_set_fd(ssl, connection);
    if (SSL_accept(ssl) == 1) {
      char byte;
      SSL_read(ssl, &byte, 1);  // Until the other side hangs up.
    }
    SSL_free(ssl);
    SSL_CTX_free(context);
  }

  const std::string key_pem_;
  const std::vector<std::string> chain_pem_;
  const std::string greeting_;
  SilentServer listener_;
  std::thread thread_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_COMMON_TLS_SERVER_H_
