#include "tests/sim/disk.h"

#include <algorithm>
#include <cstring>

namespace wijkboek::sim {
namespace {

constexpr std::uint64_t kSectorBytes = 512;
constexpr std::uint64_t kPageBytes = 4096;
// An operating system writes back by itself what nobody syncs: beyond so many writes the older
// half.
constexpr std::size_t kUnsyncedMax = 2000;

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
  for (UnsyncedWrite& earlier : file.unsynced) {
    if (earlier.forsaken && offset < earlier.offset + earlier.bytes->size() + kPageBytes &&
        earlier.offset < offset + bytes.size() + kPageBytes) {
      earlier.forsaken = false;
    }
  }
  UnsyncedWrite& write = file.unsynced.emplace_back();
  write.offset = offset;
  write.bytes.emplace(bytes);
  Apply(write, file.seen);
  if (file.unsynced.size() > kUnsyncedMax && !machine.lying) Settle(file, kUnsyncedMax / 2);
  return powered ? DiskAnswer::kDone : DiskAnswer::kFailed;
}

DiskAnswer Disk::Truncate(const std::string& path, DiskFile& file, std::uint64_t size) {
  std::lock_guard lock(mutex_);
  if (!Change(Of(path))) return DiskAnswer::kFailed;
  for (UnsyncedWrite& earlier : file.unsynced) earlier.forsaken = false;
  Apply(file.unsynced.emplace_back(UnsyncedWrite{.offset = size}), file.seen);
  return DiskAnswer::kDone;
}

DiskAnswer Disk::Sync(const std::string& path, DiskFile& file) {
  std::lock_guard lock(mutex_);
  Machine& machine = Of(path);
  if (!Change(machine)) return DiskAnswer::kFailed;
  ++syncs_;
  if (machine.lying) return DiskAnswer::kDone;
  if (machine.syncs_to_fail > 0 && machine.syncs_to_do-- <= 0) {
    --machine.syncs_to_fail;
    for (UnsyncedWrite& write : file.unsynced) write.forsaken = write.bytes.has_value();
    return DiskAnswer::kFailed;
  }
  Settle(file, file.unsynced.size());
  return DiskAnswer::kDone;
}

void Disk::Settle(DiskFile& file, std::size_t writes) {
  std::vector<UnsyncedWrite> left;
  for (std::size_t i = 0; i < file.unsynced.size(); ++i) {
    UnsyncedWrite& write = file.unsynced[i];
    if (i < writes && !write.forsaken) {
      Apply(write, file.durable);
    } else {
      left.push_back(std::move(write));
    }
  }
  file.unsynced = std::move(left);
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

void Disk::FailSyncs(const std::string& machine, int syncs, int after) {
  std::lock_guard lock(mutex_);
  machines_[machine].syncs_to_fail = syncs;
  machines_[machine].syncs_to_do = after;
}

void Disk::SetLying(const std::string& machine, bool lying) {
  std::lock_guard lock(mutex_);
  // What was lied about is lost with the power.
  if (machines_[machine].lying && !lying && machines_[machine].has_power) {
    for (auto& [path, file] : files_) {
      if (MachineOf(path) == machine) Settle(*file, file->unsynced.size());
    }
  }
  machines_[machine].lying = lying;
}

void Disk::Overwrite(const std::string& path, std::size_t offset, absl::string_view bytes) {
  std::lock_guard lock(mutex_);
  auto found = files_.find(path);
  if (found == files_.end() || found->second->seen.size() < offset + bytes.size()) return;
  DiskFile& file = *found->second;
  file.seen.replace(offset, bytes.size(), bytes.data(), bytes.size());
  file.durable = file.seen;
  file.unsynced.clear();
}

std::string Disk::FlipBit(const std::string& machine, Dice& dice) {
  std::lock_guard lock(mutex_);
  std::vector<std::pair<std::string, DiskFile*>> files;
  for (auto& [path, file] : files_) {
    if (MachineOf(path) == machine && !file->seen.empty()) files.emplace_back(path, file.get());
  }
  if (files.empty()) return "";
  auto& [path, file] = files[dice.Below(files.size())];
  const std::size_t at = dice.Below(file->seen.size());
  file->seen[at] = static_cast<char>(file->seen[at] ^ (1 << dice.Below(8)));
  file->durable = file->seen;
  file->unsynced.clear();
  return path;
}

void Disk::Mend(const std::string& machine) {
  SetLying(machine, false);
  std::lock_guard lock(mutex_);
  machines_[machine] = {.has_power = machines_[machine].has_power};
}

void Disk::MendAll() {
  std::vector<std::string> names;
  for (const auto& [name, machine] : machines_) names.push_back(name);
  for (const std::string& name : names) Mend(name);
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
