// SHA-256 of what comes in pieces.
#ifndef WIJKBOEK_COMMON_SHA256_STREAM_H_
#define WIJKBOEK_COMMON_SHA256_STREAM_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "common/ids.h"

namespace wijkboek {

// One thread.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void Add(absl::string_view piece);
  // Of everything so far; more may follow.
  Hash Value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_SHA256_STREAM_H_
