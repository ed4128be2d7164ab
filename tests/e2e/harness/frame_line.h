// A connection to a gRPC port that speaks HTTP/2 frame by frame, also such as no client ever
// should.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_FRAME_LINE_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_FRAME_LINE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tests/e2e/harness/papers.h"

namespace wijkboek {

// RFC 9113, 6.
enum class FrameType : std::uint8_t {
  kData = 0,
  kHeaders = 1,
  kReset = 3,
  kSettings = 4,
  kPing = 6,
  kGoAway = 7,
  kWindowUpdate = 8,
  kContinuation = 9,
};
inline constexpr std::uint8_t kEndStream = 1;
inline constexpr std::uint8_t kEndHeaders = 4;
inline constexpr std::uint32_t kFrameBytesMax = 16384;

std::string Frame(FrameType type, std::uint8_t flags, std::uint32_t stream,
                  absl::string_view payload);
// What a call of `path` ("/wijkboek.v1.SyncService/Push") begins with, as HPACK writes it. `more`
// are further names and values, written out by HeaderField.
std::string CallHeaders(absl::string_view path, absl::string_view more = "");
// Neither indexed nor packed; up to 126 bytes each.
std::string HeaderField(absl::string_view name, absl::string_view value);

// One thread.
class FrameLine {
 public:
  // With a device's papers, or nobody's. Says hello and reads nothing. UNAVAILABLE when there is
  // no such port.
  static absl::StatusOr<std::unique_ptr<FrameLine>> Connect(const std::string& address,
                                                            const std::optional<Papers>& papers);
  virtual ~FrameLine() = default;

  // Takes its time. False when the other side hung up, or takes nothing for two seconds.
  virtual bool Send(absl::string_view bytes) = 0;
  // The type of the next frame that comes, and what is in it. Empty: hung up, or nothing for two
  // seconds.
  struct Came {
    FrameType type;
    std::string payload;
  };
  virtual std::optional<Came> Receive() = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_FRAME_LINE_H_
