// A whole small town of real programs: one server, its kiosks, the lines between them, and
// everybody's clocks. All in one scratch folder; all ended when the town ends. People are invented.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_TOWN_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_TOWN_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/e2e/harness/process.h"
#include "tests/e2e/harness/proxy.h"
#include "tests/e2e/harness/scratch.h"
#include "wijkboek/v1/kiosk.pb.h"

namespace wijkboek {

// Tuesday 3 March 2026, 08:00 in Amsterdam.
inline constexpr std::int64_t kTuesday0800 = 1772521200000;

// Polls until `holds` or the time is over; says which.
bool WaitUntil(const std::function<bool()>& holds,
               std::chrono::seconds timeout = std::chrono::seconds(20));

// One kiosk: its daemon, store, clock and line.
class TownKiosk {
 public:
  TownKiosk(std::string name, std::string folder, std::string clock_path);

  const std::string& name() const { return name_; }
  const std::string& folder() const { return folder_; }
  std::string database() const { return folder_ + "/kiosk.db"; }
  ClockFile& clock() { return clock_; }
  Proxy& sync_line() { return sync_line_; }
  Proxy& enrolment_line() { return enrolment_line_; }
  // Null while it does not run.
  Process* process() { return process_.get(); }

  // `before` is put before the program's own words (strace …), here and below.
  absl::StatusOr<Finished> Enrol(const std::string& code, const Words& more = {},
                                 const Words& before = {});
  // Starts the daemon and waits until it serves.
  absl::Status Start(const Words& before = {}, const Words& more = {});
  absl::StatusOr<int> Stop();
  void Kill();

  // One call of KioskService. The error's message is the one that a person would see.
  absl::Status Call(const std::string& method, const google::protobuf::Message& request,
                    google::protobuf::Message* response);
  absl::StatusOr<v1::Saved> CheckIn(const std::string& badge);
  absl::StatusOr<v1::Saved> CheckOut(const std::string& badge);
  absl::StatusOr<v1::GetStatusResponse> Status();
  // Runs `wijkboek` against this kiosk.
  absl::StatusOr<Finished> Command(const Words& words);
  bool InSync();
  std::string url() const { return url_; }

 private:
  std::string name_;
  std::string folder_;
  ClockFile clock_;
  Proxy sync_line_;
  Proxy enrolment_line_;
  std::unique_ptr<Process> process_;
  std::string url_;
};

class Town {
 public:
  Town();
  ~Town();

  std::string server_folder() const { return scratch_ / "server"; }
  std::string socket_path() const { return server_folder() + "/admin.sock"; }
  ClockFile& server_clock() { return server_clock_; }
  const Scratch& scratch() const { return scratch_; }
  Process* server() { return server_.get(); }
  // "127.0.0.1:PORT" of the running server.
  std::string sync_address() const { return sync_address_; }
  std::string enrolment_address() const { return enrolment_address_; }
  // "127.0.0.1:PORT" of a server that was started with --api-listen; else empty.
  std::string api_address() const { return api_address_; }
  // "https://127.0.0.1:PORT" of a server that was started with --office-listen; else empty.
  std::string office_url() const { return office_url_; }

  // Another build of wijkboek-server, from the next start on.
  void UseServer(std::string program) { server_program_ = std::move(program); }
  // Starts the server and reconnects every kiosk's lines that are not cut off by CutOff.
  absl::Status StartServer(const Words& before = {}, const Words& more = {});
  absl::StatusOr<int> StopServer();
  void KillServer();

  // Two centres (Noord, Zuid), five participants in each with badges BADGE-N1 … and BADGE-Z1 …,
  // a resident, a coach with PIN 2468.
  absl::Status ApplyFacts();
  // Runs an administrator's command.
  absl::StatusOr<Finished> Office(const Words& words);
  // Its output, or why it failed.
  absl::StatusOr<std::string> OfficeSays(const Words& words);

  absl::StatusOr<std::string> Invite(const std::string& centre);
  // A kiosk that is neither enrolled nor started, with its lines up.
  TownKiosk& NewKiosk(const std::string& name);
  // The usual: invited, enrolled, started, in sync.
  absl::StatusOr<TownKiosk*> AddKiosk(const std::string& name, const std::string& centre);
  void ConnectLines(TownKiosk& kiosk);
  void CutOff(TownKiosk& kiosk);
  void MoveClocks(std::int64_t ms);

 private:
  Scratch scratch_;
  ClockFile server_clock_;
  std::map<std::string, std::unique_ptr<TownKiosk>> kiosks_;
  std::set<std::string> cut_off_;
  std::string server_program_;
  std::unique_ptr<Process> server_;
  std::string sync_address_;
  std::string enrolment_address_;
  std::string office_url_;
  std::string api_address_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_TOWN_H_
