#include "tests/sim/vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/sim/dice.h"
#include "tests/sim/disk.h"

namespace wijkboek::sim {
namespace {

constexpr std::size_t kShmSlots = SQLITE_SHM_NLOCK;

// What connections to one file share: locks, and the index of its write-ahead log, which lives in
// memory and so ends with the machine.
struct Handle;
struct Shared {
  std::vector<Handle*> handles;
  std::vector<std::unique_ptr<std::array<char, 32768>>> regions;
};

struct Handle {
  std::string path;
  std::shared_ptr<DiskFile> file;
  std::shared_ptr<Shared> shared;
  bool temporary = false;
  bool delete_on_close = false;
  int level = SQLITE_LOCK_NONE;
  unsigned shm_shared = 0;
  unsigned shm_exclusive = 0;
  bool mapped = false;
};

// SQLite gives the memory.
struct File {
  sqlite3_file base;
  Handle* handle;
};

std::mutex& Mutex() {
  static std::mutex mutex;
  return mutex;
}
std::map<std::string, std::weak_ptr<Shared>>& SharedFiles() {
  static std::map<std::string, std::weak_ptr<Shared>> files;
  return files;
}
Dice& VfsDice() {
  static Dice dice(1);
  return dice;
}

struct OpenFiles {
  std::size_t now = 0;
  std::size_t max = 0;
};
OpenFiles& Files() {
  static OpenFiles files;
  return files;
}

Handle& Of(sqlite3_file* file) { return *reinterpret_cast<File*>(file)->handle; }

int Code(DiskAnswer answer, int failed) {
  if (answer == DiskAnswer::kDone) return SQLITE_OK;
  return answer == DiskAnswer::kFull ? SQLITE_FULL : failed;
}

int Close(sqlite3_file* file) {
  std::lock_guard lock(Mutex());
  Handle* handle = &Of(file);
  std::erase(handle->shared->handles, handle);
  --Files().now;
  if (handle->delete_on_close && !handle->temporary) TheDisk()->Remove(handle->path);
  delete handle;
  return SQLITE_OK;
}

int Read(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
  Handle& handle = Of(file);
  std::size_t got = 0;
  auto wanted = static_cast<std::size_t>(size);
  DiskAnswer answer = TheDisk()->Read(handle.path, *handle.file, static_cast<std::uint64_t>(offset),
                                      static_cast<char*>(buffer), wanted, &got);
  if (answer != DiskAnswer::kDone) return SQLITE_IOERR_READ;
  if (got == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(buffer) + got, 0, wanted - got);
  return SQLITE_IOERR_SHORT_READ;
}

int Write(sqlite3_file* file, const void* buffer, int size, sqlite3_int64 offset) {
  Handle& handle = Of(file);
  absl::string_view bytes(static_cast<const char*>(buffer), static_cast<std::size_t>(size));
  return Code(
      TheDisk()->Write(handle.path, *handle.file, static_cast<std::uint64_t>(offset), bytes),
      SQLITE_IOERR_WRITE);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  Handle& handle = Of(file);
  return Code(TheDisk()->Truncate(handle.path, *handle.file, static_cast<std::uint64_t>(size)),
              SQLITE_IOERR_TRUNCATE);
}

int Sync(sqlite3_file* file, int) {
  Handle& handle = Of(file);
  return Code(TheDisk()->Sync(handle.path, *handle.file), SQLITE_IOERR_FSYNC);
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(Of(file).file->seen.size());
  return SQLITE_OK;
}

bool OtherHolds(const Handle& handle, int level) {
  return std::any_of(
      handle.shared->handles.begin(), handle.shared->handles.end(),
      [&](const Handle* other) { return other != &handle && other->level >= level; });
}

int Lock(sqlite3_file* file, int level) {
  std::lock_guard lock(Mutex());
  Handle& handle = Of(file);
  if (handle.level >= level) return SQLITE_OK;
  if (level == SQLITE_LOCK_SHARED) {
    if (OtherHolds(handle, SQLITE_LOCK_PENDING)) return SQLITE_BUSY;
  } else if (OtherHolds(handle, SQLITE_LOCK_RESERVED)) {
    return SQLITE_BUSY;
  } else if (level == SQLITE_LOCK_EXCLUSIVE && OtherHolds(handle, SQLITE_LOCK_SHARED)) {
    handle.level = SQLITE_LOCK_PENDING;
    return SQLITE_BUSY;
  }
  handle.level = level;
  return SQLITE_OK;
}

int Unlock(sqlite3_file* file, int level) {
  std::lock_guard lock(Mutex());
  Handle& handle = Of(file);
  handle.level = std::min(handle.level, level);
  return SQLITE_OK;
}

int CheckReservedLock(sqlite3_file* file, int* held) {
  std::lock_guard lock(Mutex());
  *held = OtherHolds(Of(file), SQLITE_LOCK_RESERVED) ? 1 : 0;
  return SQLITE_OK;
}

int FileControl(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int SectorSize(sqlite3_file*) { return 4096; }
int DeviceCharacteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  std::lock_guard lock(Mutex());
  Handle& handle = Of(file);
  auto& regions = handle.shared->regions;
  *out = nullptr;
  if (size != 32768) return SQLITE_IOERR_SHMMAP;
  handle.mapped = true;
  while (regions.size() <= static_cast<std::size_t>(region)) {
    if (extend == 0) return SQLITE_OK;
    regions.push_back(std::make_unique<std::array<char, 32768>>());
    regions.back()->fill(0);
  }
  *out = regions[static_cast<std::size_t>(region)]->data();
  return SQLITE_OK;
}

int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  std::lock_guard lock(Mutex());
  Handle& handle = Of(file);
  static_assert(kShmSlots <= 16);
  const unsigned mask = ((1U << static_cast<unsigned>(count)) - 1) << static_cast<unsigned>(offset);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    handle.shm_shared &= ~mask;
    handle.shm_exclusive &= ~mask;
    return SQLITE_OK;
  }
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (const Handle* other : handle.shared->handles) {
    if (other == &handle) continue;
    if ((other->shm_exclusive & mask) != 0) return SQLITE_BUSY;
    if (exclusive && (other->shm_shared & mask) != 0) return SQLITE_BUSY;
  }
  (exclusive ? handle.shm_exclusive : handle.shm_shared) |= mask;
  return SQLITE_OK;
}

void ShmBarrier(sqlite3_file*) { std::lock_guard lock(Mutex()); }

int ShmUnmap(sqlite3_file* file, int) {
  std::lock_guard lock(Mutex());
  Handle& handle = Of(file);
  handle.mapped = false;
  handle.shm_shared = 0;
  handle.shm_exclusive = 0;
  const auto& handles = handle.shared->handles;
  if (std::none_of(handles.begin(), handles.end(), [](const Handle* h) { return h->mapped; })) {
    handle.shared->regions.clear();
  }
  return SQLITE_OK;
}

constexpr sqlite3_io_methods kMethods = {2,
                                         Close,
                                         Read,
                                         Write,
                                         Truncate,
                                         Sync,
                                         FileSize,
                                         Lock,
                                         Unlock,
                                         CheckReservedLock,
                                         FileControl,
                                         SectorSize,
                                         DeviceCharacteristics,
                                         ShmMap,
                                         ShmLock,
                                         ShmBarrier,
                                         ShmUnmap,
                                         nullptr,
                                         nullptr};

int Open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  std::lock_guard lock(Mutex());
  file->pMethods = nullptr;
  auto handle = std::make_unique<Handle>();
  if (path == nullptr) {
    handle->temporary = true;
    handle->path = "/temporary/";
    handle->file = std::make_shared<DiskFile>();
    handle->shared = std::make_shared<Shared>();
  } else {
    handle->path = path;
    handle->file = TheDisk()->Open(path, (flags & SQLITE_OPEN_CREATE) != 0);
    if (handle->file == nullptr) return SQLITE_CANTOPEN;
    handle->shared = SharedFiles()[handle->path].lock();
    if (handle->shared == nullptr) {
      SharedFiles()[handle->path] = handle->shared = std::make_shared<Shared>();
    }
  }
  handle->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  handle->shared->handles.push_back(handle.get());
  Files().max = std::max(Files().max, ++Files().now);
  reinterpret_cast<File*>(file)->handle = handle.release();
  file->pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs*, const char* path, int) {
  if (!TheDisk()->Exists(path)) return SQLITE_IOERR_DELETE_NOENT;
  return Code(TheDisk()->Remove(path), SQLITE_IOERR_DELETE);
}

int Access(sqlite3_vfs*, const char* path, int, int* result) {
  *result = TheDisk()->Exists(path) ? 1 : 0;
  return SQLITE_OK;
}

int FullPathname(sqlite3_vfs*, const char* path, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", path);
  return SQLITE_OK;
}

int Randomness(sqlite3_vfs*, int size, char* out) {
  for (int i = 0; i < size; ++i) out[i] = static_cast<char>(VfsDice().Next());
  return size;
}

int Sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

// Nothing that is kept depends on it.
int CurrentTimeInt64(sqlite3_vfs*, sqlite3_int64* out) {
  *out = 210'866'760'000'000;
  return SQLITE_OK;
}
int CurrentTime(sqlite3_vfs*, double* out) {
  *out = 2'440'587.5;
  return SQLITE_OK;
}
int GetLastError(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

void RegisterVfs() {
  // One thread does everything.
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static sqlite3_vfs vfs{};
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(File);
  vfs.mxPathname = 512;
  vfs.zName = "simulated";
  vfs.xOpen = Open;
  vfs.xDelete = Delete;
  vfs.xAccess = Access;
  vfs.xFullPathname = FullPathname;
  vfs.xRandomness = Randomness;
  vfs.xSleep = Sleep;
  vfs.xCurrentTime = CurrentTime;
  vfs.xGetLastError = GetLastError;
  vfs.xCurrentTimeInt64 = CurrentTimeInt64;
  sqlite3_vfs_register(&vfs, 1);
}

void SeedVfs(std::uint64_t seed) {
  VfsDice() = Dice(seed);
  Files().max = Files().now;
  // SQLite's own generator draws from the VFS when it starts anew.
  sqlite3_randomness(0, nullptr);
}

std::size_t OpenFilesMax() { return Files().max; }

}  // namespace wijkboek::sim
