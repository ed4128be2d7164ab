// libFuzzer's entry, built once for each target.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wijkboek::WIJKBOEK_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}

// Debian builds Abseil, protobuf and gRPC without AddressSanitizer. A container that their code
// fills and ours reads has marks of what is in use that only one of the two keeps up to date, and
// would be reported without being wrong.
extern "C" const char* __asan_default_options() {
  return "detect_container_overflow=0:detect_stack_use_after_return=1:strict_string_checks=1";
}
extern "C" const char* __ubsan_default_options() { return "print_stacktrace=1"; }
