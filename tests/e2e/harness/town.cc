#include "tests/e2e/harness/town.h"

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/connect/client.h"
#include "common/status.h"

namespace wijkboek {
namespace {

Words Joined(Words first, const Words& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}

// A town's people as an office's file.
std::string Facts() {
  std::string participants;
  std::string enrolments;
  std::string badges;
  for (const auto& [letter, centre] :
       std::map<std::string, std::string>{{"N", "noord"}, {"Z", "zuid"}}) {
    for (int n = 1; n <= 5; ++n) {
      const std::string key = absl::StrCat(letter, n);
      absl::StrAppendFormat(&participants,
                            "{\"key\":\"%s\",\"name\":{\"given\":\"Persoon%s\",\"family\":"
                            "\"Verzonnen%s\"},\"birthDate\":\"1990-05-%02d\"},",
                            key, key, key, n + 10);
      absl::StrAppendFormat(&enrolments,
                            "{\"participant\":\"%s\",\"cohort\":\"c-%s\",\"centre\":\"%s\","
                            "\"firstDay\":\"2025-09-01\"},",
                            key, centre, centre);
      absl::StrAppendFormat(&badges, "{\"person\":\"%s\",\"text\":\"BADGE-%s\"},", key, key);
    }
  }
  participants.pop_back();
  enrolments.pop_back();
  return absl::StrCat(
      "{\"centres\":[{\"key\":\"noord\",\"name\":\"Noord\",\"openingHours\":\"mon-fri "
      "09:00-17:00\"},"
      "{\"key\":\"zuid\",\"name\":\"Zuid\",\"openingHours\":\"mon-fri 09:00-17:00\"}],"
      "\"participants\":[",
      participants,
      "],\"residents\":[{\"key\":\"bewoner\",\"name\":{\"given\":\"Bewoner\",\"family\":"
      "\"Verzonnen\"},\"centre\":\"noord\"}],"
      "\"coaches\":[{\"key\":\"coach\",\"name\":{\"given\":\"Coach\",\"family\":\"Verzonnen\"}}],"
      "\"cohorts\":[{\"key\":\"c-noord\",\"name\":\"Noord "
      "1\",\"firstDay\":\"2025-09-01\"},{\"key\":\"c-zuid\",\"name\":\"Zuid "
      "1\",\"firstDay\":\"2025-09-01\"}],"
      "\"enrolments\":[",
      enrolments, "],\"badges\":[", badges,
      "{\"person\":\"coach\",\"text\":\"2468\",\"type\":\"pin\"}]}");
}

}  // namespace

bool WaitUntil(const std::function<bool()>& holds, std::chrono::seconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

TownKiosk::TownKiosk(std::string name, std::string folder, std::string clock_path)
    : name_(std::move(name)), folder_(std::move(folder)), clock_(std::move(clock_path)) {}

absl::StatusOr<Finished> TownKiosk::Enrol(const std::string& code, const Words& more,
                                          const Words& before) {
  const Words own = {WIJKBOEK_KIOSK_PATH,
                     "enrol",
                     "--store",
                     folder_,
                     "--server",
                     sync_line_.address(),
                     "--enrolment",
                     enrolment_line_.address(),
                     "--name",
                     absl::StrCat("Kiosk ", name_),
                     code};
  return RunProgram(Joined(Joined(before, own), more));
}

absl::Status TownKiosk::Start(const Words& before, const Words& more) {
  const Words own = {WIJKBOEK_KIOSK_PATH, "run",
                     "--store",           folder_,
                     "--listen",          "127.0.0.1:0",
                     "--clock-file",      clock_.path(),
                     "--sync-period-ms",  "200",
                     "--server",          sync_line_.address(),
                     "--enrolment",       enrolment_line_.address()};
  ASSIGN_OR_RETURN(process_,
                   Process::Start(Joined(Joined(before, own), more), clock_.path() + ".log"));
  ASSIGN_OR_RETURN(auto ready, process_->AwaitReady());
  url_ = ready["http"];
  return absl::OkStatus();
}

absl::StatusOr<int> TownKiosk::Stop() { return process_->Terminate(); }

void TownKiosk::Kill() { process_->Kill(); }

absl::Status TownKiosk::Call(const std::string& method, const google::protobuf::Message& request,
                             google::protobuf::Message* response) {
  return CallConnect(url_, absl::StrCat("wijkboek.v1.KioskService/", method), request, *response);
}

absl::StatusOr<v1::Saved> TownKiosk::CheckIn(const std::string& badge) {
  v1::CheckInRequest request;
  request.mutable_who()->set_badge(badge);
  v1::CheckInResponse response;
  RETURN_IF_ERROR(Call("CheckIn", request, &response));
  return response.saved();
}

absl::StatusOr<v1::Saved> TownKiosk::CheckOut(const std::string& badge) {
  v1::CheckOutRequest request;
  request.mutable_who()->set_badge(badge);
  v1::CheckOutResponse response;
  RETURN_IF_ERROR(Call("CheckOut", request, &response));
  return response.saved();
}

absl::StatusOr<v1::GetStatusResponse> TownKiosk::Status() {
  v1::GetStatusResponse response;
  RETURN_IF_ERROR(Call("GetStatus", v1::GetStatusRequest(), &response));
  return response;
}

absl::StatusOr<Finished> TownKiosk::Command(const Words& words) {
  return RunProgram(Joined({WIJKBOEK_PATH}, words), {{"WIJKBOEK_KIOSK", url_}});
}

bool TownKiosk::InSync() {
  const absl::StatusOr<v1::GetStatusResponse> status = Status();
  return status.ok() && status->unsent() == 0 && status->up_to_date();
}

Town::Town() : server_clock_(scratch_ / "server.clock"), server_program_(WIJKBOEK_SERVER_PATH) {
  server_clock_.Boot(kTuesday0800);
}

Town::~Town() = default;

absl::Status Town::StartServer(const Words& before, const Words& more) {
  const Words own = {server_program_, "--data",       server_folder(),
                     "--listen",      "127.0.0.1:0",  "--enrolment-listen",
                     "127.0.0.1:0",   "--clock-file", server_clock_.path()};
  ASSIGN_OR_RETURN(
      server_, Process::Start(Joined(Joined(before, own), more), server_clock_.path() + ".log"));
  ASSIGN_OR_RETURN(auto ready, server_->AwaitReady());
  sync_address_ = ready["sync"];
  enrolment_address_ = ready["enrolment"];
  office_url_ = ready["office"];
  api_address_ = ready["api"];
  for (const auto& [name, kiosk] : kiosks_) {
    if (cut_off_.count(name) == 0) ConnectLines(*kiosk);
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Town::StopServer() { return server_->Terminate(); }

void Town::KillServer() { server_->Kill(); }

absl::Status Town::ApplyFacts() {
  const std::string file = scratch_ / "facts.json";
  WriteFile(file, Facts());
  return OfficeSays({"office", "apply", file}).status();
}

absl::StatusOr<Finished> Town::Office(const Words& words) {
  return RunProgram(Joined({WIJKBOEK_PATH}, words), {{"WIJKBOEK_SOCKET", socket_path()}});
}

absl::StatusOr<std::string> Town::OfficeSays(const Words& words) {
  ASSIGN_OR_RETURN(const Finished finished, Office(words));
  if (finished.exit_status != 0) {
    return absl::UnknownError(
        absl::StrCat(words.front(), " ended with ", finished.exit_status, ": ", finished.errors));
  }
  return finished.output;
}

absl::StatusOr<std::string> Town::Invite(const std::string& centre) {
  ASSIGN_OR_RETURN(const std::string said, OfficeSays({"device", "invite", "--centre", centre}));
  const std::vector<std::string> lines = absl::StrSplit(said, '\n');
  return lines.front();
}

TownKiosk& Town::NewKiosk(const std::string& name) {
  auto kiosk = std::make_unique<TownKiosk>(name, scratch_ / ("kiosk-" + name),
                                           scratch_ / ("kiosk-" + name + ".clock"));
  kiosk->clock().Boot(server_clock_.wall_ms());
  ConnectLines(*kiosk);
  TownKiosk& made = *kiosk;
  kiosks_[name] = std::move(kiosk);
  return made;
}

absl::StatusOr<TownKiosk*> Town::AddKiosk(const std::string& name, const std::string& centre) {
  TownKiosk& kiosk = NewKiosk(name);
  ASSIGN_OR_RETURN(const std::string code, Invite(centre));
  ASSIGN_OR_RETURN(const Finished enrolled, kiosk.Enrol(code));
  if (enrolled.exit_status != 0) return absl::UnknownError(enrolled.errors);
  RETURN_IF_ERROR(kiosk.Start());
  if (!WaitUntil([&] { return kiosk.InSync(); })) {
    return absl::DeadlineExceededError(
        absl::StrCat("kiosk ", name, " does not get in sync: ", kiosk.process()->Errors()));
  }
  return &kiosk;
}

void Town::ConnectLines(TownKiosk& kiosk) {
  cut_off_.erase(kiosk.name());
  kiosk.sync_line().Connect(sync_address_);
  kiosk.enrolment_line().Connect(enrolment_address_);
}

void Town::CutOff(TownKiosk& kiosk) {
  cut_off_.insert(kiosk.name());
  kiosk.sync_line().Cut();
  kiosk.enrolment_line().Cut();
}

void Town::MoveClocks(std::int64_t ms) {
  server_clock_.Advance(ms);
  for (const auto& [name, kiosk] : kiosks_) kiosk->clock().Advance(ms);
}

}  // namespace wijkboek
