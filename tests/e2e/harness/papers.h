// A certificate of a town's own authority, made from the server's folder as an operator might, or
// somebody who stole it.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_PAPERS_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_PAPERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/tls/identity.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {

// PEM.
struct Papers {
  std::string authority;
  std::string key;
  std::string certificate;
};

absl::StatusOr<Papers> PapersOf(const Town& town, const DeviceIdentity& device);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_PAPERS_H_
