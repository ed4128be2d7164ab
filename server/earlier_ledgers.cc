#include "server/earlier_ledgers.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "server/log_through.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kInMemory = ":memory:";

void RemoveFile(const std::string& file) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(absl::StrCat(file, suffix), ignored);
  }
}

}  // namespace

struct EarlierLedgers::Kept {
  Kept(const EventLog& log, std::uint64_t position, std::string file)
      : log(log, position), file(std::move(file)) {}
  // Whoever was the last to read it takes its file away.
  ~Kept() {
    ledger.reset();
    if (file != kInMemory) RemoveFile(file);
  }

  std::uint64_t position() const { return log.end(); }

  const LogThrough log;
  const std::string file;
  // Guarded by the EarlierLedgers' mutex.
  std::uint64_t last_used = 0;

  std::mutex mutex;
  // Guarded by mutex. Null: not open.
  std::unique_ptr<Ledger> ledger;
};

EarlierLedgers::EarlierLedgers(std::string path, const EventLog& log)
    : path_(std::move(path)), log_(log) {
  RemoveAll();
}

EarlierLedgers::~EarlierLedgers() { Stop(); }

std::string EarlierLedgers::FileOf(std::uint64_t position) const {
  if (path_ == kInMemory) return path_;
  return absl::StrCat(path_, ".at-", position);
}

void EarlierLedgers::RemoveAll() const {
  if (path_ == kInMemory) return;
  const std::filesystem::path path(path_);
  const std::string beginning = absl::StrCat(path.filename().string(), ".at-");
  std::error_code ignored;
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(path.parent_path(), ignored)) {
    if (absl::StartsWith(entry.path().filename().string(), beginning)) {
      found.push_back(entry.path());
    }
  }
  for (const std::filesystem::path& file : found) std::filesystem::remove(file, ignored);
}

EarlierLedgers::KeptPtr EarlierLedgers::Take(std::uint64_t position) {
  const std::lock_guard lock(mutex_);
  KeptPtr& kept = kept_[position];
  if (kept == nullptr) kept = std::make_shared<Kept>(log_, position, FileOf(position));
  kept->last_used = ++uses_;
  return kept;
}

EarlierLedgers::KeptPtr EarlierLedgers::Before(std::uint64_t position) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.lower_bound(position);
  return found == kept_.begin() ? nullptr : std::prev(found)->second;
}

void EarlierLedgers::ForgetOldest() {
  const std::lock_guard lock(mutex_);
  while (kept_.size() > kEarlierLedgersKept) {
    auto oldest = kept_.end();
    for (auto it = kept_.begin(); it != kept_.end(); ++it) {
      // Others than this map hold those that are being read.
      if (it->second.use_count() > 1) continue;
      if (oldest == kept_.end() || it->second->last_used < oldest->second->last_used) oldest = it;
    }
    if (oldest == kept_.end()) return;
    kept_.erase(oldest);
  }
}

absl::Status EarlierLedgers::OpenLedger(Kept& kept) {
  // Waits only for earlier ones, so that nobody waits in a circle.
  const KeptPtr base = kept.file == kInMemory ? nullptr : Before(kept.position());
  std::error_code failed;
  if (base != nullptr && !std::filesystem::exists(kept.file, failed)) {
    const std::lock_guard lock(base->mutex);
    // A file that nobody has open is whole by itself.
    base->ledger.reset();
    std::filesystem::copy_file(base->file, kept.file, failed);
    if (failed) RemoveFile(kept.file);
  }
  ASSIGN_OR_RETURN(kept.ledger, Ledger::Open(kept.file, kept.log));
  kept.ledger->StopOn(stop_);
  return absl::OkStatus();
}

absl::Status EarlierLedgers::Read(std::uint64_t position, std::int64_t now_ms,
                                  absl::FunctionRef<absl::Status(const Ledger&)> read) {
  KeptPtr kept = Take(position);
  absl::Status status = [&]() -> absl::Status {
    const std::lock_guard lock(kept->mutex);
    if (stop_) return absl::UnavailableError("the server is stopping");
    if (kept->ledger == nullptr) RETURN_IF_ERROR(OpenLedger(*kept));
    const absl::Status level = kept->ledger->CatchUp(now_ms).status();
    if (absl::IsCancelled(level)) return absl::UnavailableError("the server is stopping");
    RETURN_IF_ERROR(WithContext(level, absl::StrCat("as known at position ", position)));
    return read(*kept->ledger);
  }();
  kept.reset();
  ForgetOldest();
  return status;
}

}  // namespace wijkboek
