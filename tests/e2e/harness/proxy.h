// A line between a kiosk and a server on loopback that can be cut, held up, made slow or deaf.
// Thread-safe.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_PROXY_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_PROXY_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace wijkboek {

class Proxy {
 public:
  // What passes, from kiosk to server and back.
  struct Counts {
    std::atomic<std::int64_t> to_server = 0;
    std::atomic<std::int64_t> to_kiosk = 0;
  };

  Proxy();
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  // "127.0.0.1:PORT", the same for as long as the proxy lives.
  std::string address() const;
  // Where the server listens, as "127.0.0.1:PORT"; empty: connections are reset.
  void Connect(const std::string& target);
  // Resets what is connected, and everything that connects until Connect.
  void Cut();
  // Cuts by itself as soon as so many bytes have passed since now; what exceeds them does not pass.
  // Negative: never.
  void CutAfterToServer(std::int64_t bytes);
  void CutAfterToKiosk(std::int64_t bytes);
  // True from the moment on which the line was cut by one of those.
  bool was_cut() const { return was_cut_; }
  // Takes bytes and passes none on; nobody is told.
  void Blackhole(bool on) { blackhole_ = on; }
  // Holds every piece for so long.
  void Delay(int ms) { delay_ms_ = ms; }
  // At most about so many bytes a second each way; 0: as fast as it goes.
  void Throttle(int bytes_per_second) { bytes_per_second_ = bytes_per_second; }
  // Flips a bit in one of so many bytes that pass; 0: in none.
  void FlipEvery(int bytes) { flip_every_ = bytes; }
  // The first 64 KiB that went to the server since the last Connect.
  std::string SeenByServer() const;
  const Counts& counts() const { return counts_; }

 private:
  struct Pair;
  void AcceptLoop();
  void Pump(const std::shared_ptr<Pair>& pair, bool to_server);
  // What the line does to a piece that passes.
  void Spoil(char* piece, std::size_t size);
  void Remember(const char* piece, std::size_t size);
  // Whether `bytes` more may pass.
  bool Allow(std::int64_t bytes, bool to_server);

  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> blackhole_ = false;
  std::atomic<bool> was_cut_ = false;
  std::atomic<int> delay_ms_ = 0;
  std::atomic<int> bytes_per_second_ = 0;
  std::atomic<int> flip_every_ = 0;
  std::atomic<std::int64_t> passed_ = 0;
  std::atomic<std::int64_t> left_to_server_ = -1;
  std::atomic<std::int64_t> left_to_kiosk_ = -1;
  Counts counts_;
  mutable std::mutex mutex_;
  std::string target_;
  std::string seen_by_server_;
  std::list<std::shared_ptr<Pair>> pairs_;
  std::list<std::thread> pumps_;
  std::thread acceptor_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_PROXY_H_
