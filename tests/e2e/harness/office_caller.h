// Calls the office's services over HTTPS as its page does, and signs in.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_OFFICE_CALLER_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_OFFICE_CALLER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace httplib {
class SSLClient;
}  // namespace httplib

namespace wijkboek {

// One thread. The server's certificate is not checked: it is a test's own.
class OfficeCaller {
 public:
  // "https://127.0.0.1:8445".
  explicit OfficeCaller(const std::string& url);
  ~OfficeCaller();

  struct Answer {
    // Of HTTP; -1: none came.
    int status = 0;
    std::string body;
    // "attachment; …" of a file; empty: none.
    std::string disposition;
  };
  // `method` is "OfficeService/GetReport"; `cookie` is what SetUp gave, or empty.
  Answer Call(const std::string& method, const std::string& json, const std::string& cookie);
  // The same for an answer that comes as a file: how many bytes there were. They are not kept.
  absl::StatusOr<std::size_t> Download(const std::string& method, const std::string& json,
                                       const std::string& cookie);

  // Takes a new account into use: its password, and its second factor by the real clock. What its
  // session's cookie says.
  absl::StatusOr<std::string> SetUp(const std::string& name, const std::string& one_time_password,
                                    const std::string& password);

 private:
  std::unique_ptr<httplib::SSLClient> client_;
  std::string cookie_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_OFFICE_CALLER_H_
