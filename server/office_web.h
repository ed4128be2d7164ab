// The office over HTTPS: its page, and the services behind the gate as Connect JSON.
#ifndef WIJKBOEK_SERVER_OFFICE_WEB_H_
#define WIJKBOEK_SERVER_OFFICE_WEB_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/connect/http_server.h"
#include "server/access/access_desk.h"
#include "server/access/audit_trail.h"
#include "server/office.h"
#include "server/office_screens.h"
#include "server/people_screen.h"
#include "server/residents_screen.h"
#include "server/timetable_screen.h"
#include "server/work_desk.h"

namespace wijkboek {

// What it serves; all of it outlives it and is thread-safe.
struct OfficeWebParts {
  Office& office;
  OfficeScreens& screens;
  PeopleScreen& people;
  TimetableScreen& timetable;
  ResidentsScreen& residents;
  WorkDesk& work;
  AccessDesk& desk;
  AuditTrail& trail;
  // Real time, UTC.
  std::function<std::int64_t()> now_ms;
};

// Serves from Start until destruction, which waits for calls that are being answered.
class OfficeWeb {
 public:
  // `page_folder`: the built page; empty: calls alone. Errors as HttpServer::Start and
  // PageFiles::Open.
  static absl::StatusOr<std::unique_ptr<OfficeWeb>> Start(const HttpOptions& options,
                                                          const std::string& page_folder,
                                                          const OfficeWebParts& parts);
  virtual ~OfficeWeb() = default;
  // "https://127.0.0.1:8443".
  virtual std::string url() const = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_WEB_H_
