#include "server/reconciler.h"

#include <limits>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/sqlite/remove_database.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::StatusOr<std::unique_ptr<Ledger>> OpenOrRemake(const std::string& path, const EventLog& log) {
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(path, log);
  if (ledger.ok() || path == ":memory:" || !absl::IsDataLoss(ledger.status())) return ledger;
  // Derived: the log has everything.
  RemoveDatabase(path);
  return Ledger::Open(path, log);
}

absl::Status CatchUp(Ledger& ledger, std::int64_t now_ms) {
  absl::Status status = ledger.CatchUp(now_ms).status();
  if (absl::IsCancelled(status)) return absl::UnavailableError("the server is stopping");
  return WithContext(status, "catching up with the log");
}

using FingerprintMap = std::map<std::string, Hash>;

absl::StatusOr<FingerprintMap> FingerprintsOf(const Ledger& ledger) {
  ASSIGN_OR_RETURN(std::vector<PartitionFingerprint> list, ledger.Fingerprints());
  FingerprintMap map;
  for (PartitionFingerprint& item : list) map[std::move(item.partition)] = item.fingerprint;
  return map;
}

std::vector<std::string> Differing(const FingerprintMap& a, const FingerprintMap& b) {
  std::map<std::string, bool> names;
  for (const auto& [name, hash] : a) {
    auto other = b.find(name);
    if (other == b.end() || other->second != hash) names[name] = true;
  }
  for (const auto& [name, hash] : b) {
    if (a.find(name) == a.end()) names[name] = true;
  }
  std::vector<std::string> result;
  for (const auto& [name, unused] : names) result.push_back(name);
  return result;
}

}  // namespace

Reconciler::Reconciler(std::string path, const EventLog& log, const Clock& clock, LogEnd end)
    : path_(std::move(path)),
      clock_(clock),
      end_(end ? std::move(end) : [] { return std::numeric_limits<std::uint64_t>::max(); }),
      log_(log, end_()) {}

absl::StatusOr<std::unique_ptr<Reconciler>> Reconciler::Open(std::string path, const EventLog& log,
                                                             const Clock& clock, LogEnd end,
                                                             Drive drive) {
  std::unique_ptr<Reconciler> reconciler(
      new Reconciler(std::move(path), log, clock, std::move(end)));
  ASSIGN_OR_RETURN(reconciler->ledger_, OpenOrRemake(reconciler->path_, reconciler->log_));
  reconciler->ledger_->StopOn(reconciler->stop_);
  if (drive == Drive::kOwnThread) {
    reconciler->thread_ = std::thread([self = reconciler.get()] { self->Run(); });
  }
  reconciler->LogGrew();
  return reconciler;
}

void Reconciler::Stop() { stop_ = true; }

Reconciler::~Reconciler() {
  Stop();
  {
    std::lock_guard lock(wake_mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::Status Reconciler::Read(absl::FunctionRef<absl::Status(const Ledger&)> read) {
  return ReadAt(clock_.WallMs(), read);
}

absl::Status Reconciler::ReadAt(std::int64_t now_ms,
                                absl::FunctionRef<absl::Status(const Ledger&)> read) {
  return ReadThrough(now_ms, [&](const Ledger& ledger, std::uint64_t) { return read(ledger); });
}

absl::Status Reconciler::ReadThrough(
    std::int64_t now_ms,
    absl::FunctionRef<absl::Status(const Ledger&, std::uint64_t position)> read) {
  std::lock_guard lock(ledger_mutex_);
  RETURN_IF_ERROR(CatchUpThrough(now_ms));
  return read(*ledger_, log_.end());
}

absl::Status Reconciler::CatchUpThrough(std::int64_t now_ms) {
  log_.MoveTo(end_());
  return CatchUp(*ledger_, now_ms);
}

absl::StatusOr<RebuildSummary> Reconciler::Rebuild() {
  std::string beside = path_ == ":memory:" ? path_ : absl::StrCat(path_, ".rebuild");
  RemoveDatabase(beside);
  absl::StatusOr<RebuildSummary> summary = [&]() -> absl::StatusOr<RebuildSummary> {
    ASSIGN_OR_RETURN(std::unique_ptr<Ledger> fresh, Ledger::Open(beside, log_));
    // Most of the work, while others go on reading.
    fresh->StopOn(stop_);
    RETURN_IF_ERROR(CatchUp(*fresh, clock_.WallMs()));
    std::lock_guard lock(ledger_mutex_);
    std::int64_t now_ms = clock_.WallMs();
    RETURN_IF_ERROR(CatchUpThrough(now_ms));
    RETURN_IF_ERROR(CatchUp(*fresh, now_ms));
    ASSIGN_OR_RETURN(FingerprintMap kept, FingerprintsOf(*ledger_));
    ASSIGN_OR_RETURN(FingerprintMap refolded, FingerprintsOf(*fresh));
    RebuildSummary result{.partitions = refolded.size(), .differing = Differing(kept, refolded)};
    ASSIGN_OR_RETURN(result.fingerprint, fresh->Fingerprint());
    return result;
  }();
  RemoveDatabase(beside);
  return summary;
}

void Reconciler::LogGrew() {
  {
    std::lock_guard lock(wake_mutex_);
    grew_ = true;
  }
  wake_.notify_one();
}

void Reconciler::Run() {
  while (true) {
    {
      std::unique_lock lock(wake_mutex_);
      wake_.wait(lock, [&] { return grew_ || stopping_; });
      if (stopping_) return;
      grew_ = false;
    }
    // An error here comes back, with its words, to whoever reads.
    (void)Read([](const Ledger&) { return absl::OkStatus(); });
  }
}

}  // namespace wijkboek
