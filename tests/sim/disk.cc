#include "tests/sim/disk.h"

#include <algorithm>
#include <cstring>

namespace wijkboek::sim {
namespace {

constexpr std::uint64_t kSectorBytes = 512;

std::string MachineOf(const std::string& path) { return path.substr(1, path.find('/', 1) - 1); }

void Apply(const UnsyncedWrite& write, std::string& content) {
  if (!write.bytes) {
    content.resize(write.offset);
    return;
  }
  content.resize(std::max<std::size_t>(content.size(), write.offset + write.bytes->size()));
  std::memcpy(content.data() + write.offset, write.bytes->data(), write.bytes->size());
}

}  // namespace

Disk*& TheDisk() {
  static Disk* disk = nullptr;
  return disk;
}

Disk::Machine& Disk::Of(const std::string& path) { return machines_[MachineOf(path)]; }

bool Disk::Change(Machine& machine) {
  if (!machine.has_power) return false;
  if (machine.changes_left && (*machine.changes_left)-- == 0) {
    machine.changes_left.reset();
    machine.has_power = false;
    return false;
  }
  return true;
}

std::shared_ptr<DiskFile> Disk::Open(const std::string& path, bool create) {
  std::lock_guard lock(mutex_);
  if (!Of(path).has_power) return nullptr;
  auto found = files_.find(path);
  if (found != files_.end()) return found->second;
  if (!create) return nullptr;
  return files_[path] = std::make_shared<DiskFile>();
}

bool Disk::Exists(const std::string& path) const {
  std::lock_guard lock(mutex_);
  return files_.contains(path);
}

DiskAnswer Disk::Read(const std::string& path, const DiskFile& file, std::uint64_t offset,
                      char* out, std::size_t size, std::size_t* got) const {
  std::lock_guard lock(mutex_);
  auto machine = machines_.find(MachineOf(path));
  if (machine != machines_.end() && !machine->second.has_power) return DiskAnswer::kFailed;
  *got = offset >= file.seen.size() ? 0 : std::min<std::size_t>(size, file.seen.size() - offset);
  if (*got > 0) std::memcpy(out, file.seen.data() + offset, *got);
  return DiskAnswer::kDone;
}

DiskAnswer Disk::Write(const std::string& path, DiskFile& file, std::uint64_t offset,
                       absl::string_view bytes) {
  std::lock_guard lock(mutex_);
  Machine& machine = Of(path);
  if (!machine.has_power) return DiskAnswer::kFailed;
  if (machine.full && offset + bytes.size() > file.seen.size()) return DiskAnswer::kFull;
  const bool powered = Change(machine);
  ++writes_;
  // The write in which the power goes may still get to the platter, or half of it.
  UnsyncedWrite& write = file.unsynced.emplace_back();
  write.offset = offset;
  write.bytes.emplace(bytes);
  Apply(write, file.seen);
  return powered ? DiskAnswer::kDone : DiskAnswer::kFailed;
}

DiskAnswer Disk::Truncate(const std::string& path, DiskFile& file, std::uint64_t size) {
  std::lock_guard lock(mutex_);
  if (!Change(Of(path))) return DiskAnswer::kFailed;
  Apply(file.unsynced.emplace_back(UnsyncedWrite{.offset = size, .bytes = std::nullopt}),
        file.seen);
  return DiskAnswer::kDone;
}

DiskAnswer Disk::Sync(const std::string& path, DiskFile& file) {
  std::lock_guard lock(mutex_);
  Machine& machine = Of(path);
  if (!Change(machine)) return DiskAnswer::kFailed;
  ++syncs_;
  if (machine.lying) return DiskAnswer::kDone;
  if (machine.syncs_to_fail > 0) {
    --machine.syncs_to_fail;
    return DiskAnswer::kFailed;
  }
  for (const UnsyncedWrite& write : file.unsynced) Apply(write, file.durable);
  file.unsynced.clear();
  return DiskAnswer::kDone;
}

DiskAnswer Disk::Remove(const std::string& path) {
  std::lock_guard lock(mutex_);
  if (!Change(Of(path))) return DiskAnswer::kFailed;
  files_.erase(path);
  return DiskAnswer::kDone;
}

DiskAnswer Disk::Rename(const std::string& from, const std::string& to) {
  std::lock_guard lock(mutex_);
  if (!Change(Of(from))) return DiskAnswer::kFailed;
  auto found = files_.find(from);
  if (found == files_.end()) return DiskAnswer::kFailed;
  files_[to] = found->second;
  files_.erase(from);
  return DiskAnswer::kDone;
}

void Disk::CutPowerAfter(const std::string& machine, std::uint64_t changes) {
  std::lock_guard lock(mutex_);
  machines_[machine].changes_left = changes;
}

void Disk::CutPower(const std::string& machine) {
  std::lock_guard lock(mutex_);
  machines_[machine].has_power = false;
}

bool Disk::HasPower(const std::string& machine) const {
  std::lock_guard lock(mutex_);
  auto found = machines_.find(machine);
  return found == machines_.end() || found->second.has_power;
}

std::uint64_t Disk::PowerOn(const std::string& machine, Dice& dice) {
  std::lock_guard lock(mutex_);
  std::uint64_t lost = 0;
  // Some cuts lose everything that was not synced, some nothing, most a part of it.
  const std::uint64_t kept_permille = dice.Below(3) * 500;
  for (auto& [path, file] : files_) {
    if (MachineOf(path) != machine) continue;
    for (UnsyncedWrite& write : file->unsynced) {
      if (!dice.Chance(kept_permille)) {
        ++lost;
        if (!write.bytes || write.bytes->size() <= kSectorBytes || dice.Chance(700)) continue;
        write.bytes->resize(kSectorBytes * dice.Below(write.bytes->size() / kSectorBytes));
      }
      Apply(write, file->durable);
    }
    file->unsynced.clear();
    file->seen = file->durable;
  }
  Machine& state = machines_[machine];
  state.has_power = true;
  state.changes_left.reset();
  state.syncs_to_fail = 0;
  return lost;
}

void Disk::SetFull(const std::string& machine, bool full) {
  std::lock_guard lock(mutex_);
  machines_[machine].full = full;
}

void Disk::FailSyncs(const std::string& machine, int syncs) {
  std::lock_guard lock(mutex_);
  machines_[machine].syncs_to_fail = syncs;
}

void Disk::SetLying(const std::string& machine, bool lying) {
  std::lock_guard lock(mutex_);
  machines_[machine].lying = lying;
}

void Disk::ClearFaults() {
  std::lock_guard lock(mutex_);
  for (auto& [name, machine] : machines_) machine = {.has_power = machine.has_power};
}

DiskImage Disk::Copy(const std::string& machine) const {
  std::lock_guard lock(mutex_);
  DiskImage image;
  for (const auto& [path, file] : files_) {
    if (MachineOf(path) == machine) image[path.substr(machine.size() + 2)] = file->seen;
  }
  return image;
}

void Disk::Restore(const std::string& machine, const DiskImage& image) {
  std::lock_guard lock(mutex_);
  std::erase_if(files_, [&](const auto& entry) { return MachineOf(entry.first) == machine; });
  for (const auto& [name, content] : image) {
    DiskFile& file = *(files_["/" + machine + "/" + name] = std::make_shared<DiskFile>());
    file.seen = content;
    file.durable = content;
  }
}

void Disk::ForEach(
    absl::FunctionRef<void(const std::string& path, const std::string& seen)> visit) const {
  std::lock_guard lock(mutex_);
  for (const auto& [path, file] : files_) visit(path, file->seen);
}

}  // namespace wijkboek::sim
