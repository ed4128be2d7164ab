// The disks of a simulated region. Of every file there is what programs see, what is on the
// platter, and the writes in between, which a power cut keeps, drops or tears one by one.
#ifndef WIJKBOEK_TESTS_SIM_DISK_H_
#define WIJKBOEK_TESTS_SIM_DISK_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "tests/sim/dice.h"

namespace wijkboek::sim {

// A write that is not synced; without bytes it is a truncation to `offset`.
struct UnsyncedWrite {
  std::uint64_t offset = 0;
  std::optional<std::string> bytes;
  // A sync failed: Linux takes the page for clean, and no later sync writes it unless it is changed
  // again.
  bool forsaken = false;
};

struct DiskFile {
  std::string seen;
  std::string durable;
  std::vector<UnsyncedWrite> unsynced;
};

enum class DiskAnswer : std::uint8_t { kDone, kFull, kFailed };

// Whole files of one machine, as a copy of its disk.
using DiskImage = std::map<std::string, std::string>;

// A path is "/MACHINE/NAME". Thread-safe.
class Disk {
 public:
  // ---- for whoever writes files
  // Null when there is none (and `create` is false), or the machine has no power.
  std::shared_ptr<DiskFile> Open(const std::string& path, bool create);
  bool Exists(const std::string& path) const;
  DiskAnswer Read(const std::string& path, const DiskFile& file, std::uint64_t offset, char* out,
                  std::size_t size, std::size_t* got) const;
  DiskAnswer Write(const std::string& path, DiskFile& file, std::uint64_t offset,
                   absl::string_view bytes);
  DiskAnswer Truncate(const std::string& path, DiskFile& file, std::uint64_t size);
  DiskAnswer Sync(const std::string& path, DiskFile& file);
  // On the platter at once, as a journaling file system would have it before the next sync.
  DiskAnswer Remove(const std::string& path);
  DiskAnswer Rename(const std::string& from, const std::string& to);

  // ---- for whoever breaks disks
  // After so many more changes the power goes, in the middle of the last one.
  void CutPowerAfter(const std::string& machine, std::uint64_t changes);
  void CutPower(const std::string& machine);
  bool HasPower(const std::string& machine) const;
  // What was not synced is kept, dropped or torn; the machine has power again. Nothing may have a
  // file of it open. How many writes were dropped or torn.
  std::uint64_t PowerOn(const std::string& machine, Dice& dice);
  void SetFull(const std::string& machine, bool full);
  // So many of the next syncs fail, once so many others were done; what they were for gets to the
  // platter by chance alone.
  void FailSyncs(const std::string& machine, int syncs, int after = 0);
  // Syncs are answered and not done, until it tells the truth again and then all of it is.
  void SetLying(const std::string& machine, bool lying);
  // Bytes of a file that is there and long enough become others; nothing may have it open.
  void Overwrite(const std::string& path, std::size_t offset, absl::string_view bytes);
  // Flips a bit somewhere; nothing may have a file open. The file; empty: there is none.
  std::string FlipBit(const std::string& machine, Dice& dice);
  // Nothing is full, fails or lies any more, and no cut is due. Power stays as it is.
  void Mend(const std::string& machine);
  void MendAll();
  DiskImage Copy(const std::string& machine) const;
  // In place of everything there; nothing may have a file open.
  void Restore(const std::string& machine, const DiskImage& image);
  // Every file of every machine as programs see it, by path.
  void ForEach(
      absl::FunctionRef<void(const std::string& path, const std::string& seen)> visit) const;
  std::uint64_t writes() const { return writes_; }
  std::uint64_t syncs() const { return syncs_; }

 private:
  struct Machine {
    bool has_power = true;
    bool full = false;
    bool lying = false;
    int syncs_to_do = 0;
    int syncs_to_fail = 0;
    std::optional<std::uint64_t> changes_left;
  };
  Machine& Of(const std::string& path);
  // False when there is no power, or it goes with this change.
  bool Change(Machine& machine);
  // The oldest so many writes go to the platter, but for forsaken ones.
  static void Settle(DiskFile& file, std::size_t writes);

  mutable std::mutex mutex_;
  std::map<std::string, Machine> machines_;
  std::map<std::string, std::shared_ptr<DiskFile>> files_;
  std::uint64_t writes_ = 0;
  std::uint64_t syncs_ = 0;
};

// The one that the process's SQLite and small files are on; see vfs.h. Never null once a region
// runs.
Disk*& TheDisk();

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_DISK_H_
