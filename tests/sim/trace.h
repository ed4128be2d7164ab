// What happened in a run: lines, of which the last are kept, and one hash over all.
#ifndef WIJKBOEK_TESTS_SIM_TRACE_H_
#define WIJKBOEK_TESTS_SIM_TRACE_H_

#include <cstdint>
#include <cstdio>
#include <deque>
#include <string>

#include "absl/strings/str_format.h"

namespace wijkboek::sim {

class Trace {
 public:
  explicit Trace(bool print) : print_(print) {}

  void Add(std::int64_t since_start_ms, const std::string& what) {
    std::string line =
        absl::StrFormat("%12.3f %s", static_cast<double>(since_start_ms) / 1000.0, what);
    for (char c : line) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    if (print_) std::printf("%s\n", line.c_str());
    lines_.push_back(std::move(line));
    if (lines_.size() > kKept) lines_.pop_front();
  }
  std::uint64_t hash() const { return hash_; }
  const std::deque<std::string>& lines() const { return lines_; }

 private:
  static constexpr std::size_t kKept = 40;
  const bool print_;
  std::uint64_t hash_ = 0xcbf29ce484222325U;
  std::deque<std::string> lines_;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_TRACE_H_
