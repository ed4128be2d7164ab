// Memory of a real kiosk daemon after a busy day, in sync with a real server. Reference: the aim of
// 40 MiB.
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/status.h"
#include "tests/bench/figure.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek::bench {
namespace {

constexpr double kAimMib = 40;
constexpr int kTaps = 1000;

absl::StatusOr<double> ResidentMib(pid_t pid) {
  const std::string status = ReadFile(absl::StrCat("/proc/", pid, "/status"));
  for (absl::string_view line : absl::StrSplit(status, '\n')) {
    if (!absl::StartsWith(line, "VmRSS:")) continue;
    std::vector<absl::string_view> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    double kib = 0;
    if (words.size() >= 2 && absl::SimpleAtod(words[1], &kib)) return kib / 1024;
  }
  return absl::NotFoundError("the kernel does not say how much memory the kiosk has");
}

}  // namespace

absl::StatusOr<std::vector<Figure>> MeasureKioskMemory(const Options&) {
  Town town;
  RETURN_IF_ERROR(town.StartServer());
  RETURN_IF_ERROR(town.ApplyFacts());
  ASSIGN_OR_RETURN(TownKiosk * kiosk, town.AddKiosk("busy", "Noord"));
  for (int i = 0; i < kTaps; ++i) {
    const std::string badge = absl::StrCat("BADGE-N", 1 + i / 2 % 5);
    town.MoveClocks(30'000);
    RETURN_IF_ERROR((i % 2 == 0 ? kiosk->CheckIn(badge) : kiosk->CheckOut(badge)).status());
  }
  v1::GetTodayResponse today;
  RETURN_IF_ERROR(kiosk->Call("GetToday", v1::GetTodayRequest(), &today));
  if (!WaitUntil([&] { return kiosk->InSync(); })) {
    return absl::DeadlineExceededError("the kiosk did not come into sync");
  }
  ASSIGN_OR_RETURN(double mib, ResidentMib(kiosk->process()->pid()));
  return std::vector<Figure>{{.name = "kiosk_memory",
                              .value = mib,
                              .unit = "MiB",
                              .reference = kAimMib,
                              .ratio = mib / kAimMib,
                              .what = absl::StrCat("resident, after a day of ", kTaps,
                                                   " taps, synced; reference: the aim")}};
}

}  // namespace wijkboek::bench
