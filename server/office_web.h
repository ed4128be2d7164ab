// The office for those who are not at the server: its services behind the gate, and over HTTPS its
// page with them as Connect JSON.
#ifndef WIJKBOEK_SERVER_OFFICE_WEB_H_
#define WIJKBOEK_SERVER_OFFICE_WEB_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/connect/http_server.h"
#include "server/access/access_desk.h"
#include "server/access/audit_trail.h"
#include "server/access/gate.h"
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

// The services behind the gate, for whoever listens; and the page with them over HTTPS.
class OfficeWeb {
 public:
  static std::unique_ptr<OfficeWeb> Make(const OfficeWebParts& parts);
  // Ends serving, and waits for calls that are being answered.
  virtual ~OfficeWeb() = default;

  // Every method that anybody may call. Thread-safe.
  virtual Gate& gate() = 0;
  // Serves over HTTPS from now on. `page_folder`: the built page; empty: calls alone. Once. Errors
  // as HttpServer::Start and PageFiles::Open.
  virtual absl::Status Listen(const HttpOptions& options, const std::string& page_folder) = 0;
  // "https://127.0.0.1:8443"; empty before Listen.
  virtual std::string url() const = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_WEB_H_
