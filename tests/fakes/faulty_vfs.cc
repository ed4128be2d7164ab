#include "tests/fakes/faulty_vfs.h"

#include <sqlite3.h>

#include <cstring>

namespace wijkboek {

struct FaultyVfs::Registration {
  sqlite3_vfs vfs;
  sqlite3_vfs* real = nullptr;
  FaultyVfs* owner = nullptr;
};

namespace {

// SQLite allocates szOsFile bytes: this, then the real file.
struct File {
  sqlite3_file base;
  FaultyVfs* owner;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* Of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
const sqlite3_io_methods* Real(sqlite3_file* file) { return Of(file)->real()->pMethods; }

int Close(sqlite3_file* file) { return Real(file)->xClose(Of(file)->real()); }
int Read(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
  return Real(file)->xRead(Of(file)->real(), buffer, size, offset);
}
int Write(sqlite3_file* file, const void* buffer, int size, sqlite3_int64 offset) {
  FaultyVfs* owner = Of(file)->owner;
  if (owner->writes_to_fail > 0) {
    --owner->writes_to_fail;
    return SQLITE_IOERR_WRITE;
  }
  if (owner->full) {
    sqlite3_int64 length = 0;
    Real(file)->xFileSize(Of(file)->real(), &length);
    if (offset + size > length) return SQLITE_FULL;
  }
  return Real(file)->xWrite(Of(file)->real(), buffer, size, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  return Real(file)->xTruncate(Of(file)->real(), size);
}
int Sync(sqlite3_file* file, int flags) {
  FaultyVfs* owner = Of(file)->owner;
  ++owner->syncs;
  if (owner->syncs_to_fail > 0) {
    --owner->syncs_to_fail;
    return SQLITE_IOERR_FSYNC;
  }
  return Real(file)->xSync(Of(file)->real(), flags);
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->xFileSize(Of(file)->real(), size);
}
int Lock(sqlite3_file* file, int level) { return Real(file)->xLock(Of(file)->real(), level); }
int Unlock(sqlite3_file* file, int level) { return Real(file)->xUnlock(Of(file)->real(), level); }
int CheckReservedLock(sqlite3_file* file, int* held) {
  return Real(file)->xCheckReservedLock(Of(file)->real(), held);
}
int FileControl(sqlite3_file* file, int operation, void* argument) {
  return Real(file)->xFileControl(Of(file)->real(), operation, argument);
}
int SectorSize(sqlite3_file* file) { return Real(file)->xSectorSize(Of(file)->real()); }
int DeviceCharacteristics(sqlite3_file* file) {
  return Real(file)->xDeviceCharacteristics(Of(file)->real());
}

// Version 1: without shared memory, which an exclusive connection does not need.
constexpr sqlite3_io_methods kMethods = {1,
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
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr};

FaultyVfs::Registration* RegistrationOf(sqlite3_vfs* vfs) {
  return static_cast<FaultyVfs::Registration*>(vfs->pAppData);
}

int Open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  FaultyVfs::Registration* registration = RegistrationOf(vfs);
  Of(file)->base.pMethods = nullptr;
  if (registration->owner->gone) return SQLITE_CANTOPEN;
  Of(file)->owner = registration->owner;
  Of(file)->real()->pMethods = nullptr;
  int result =
      registration->real->xOpen(registration->real, path, Of(file)->real(), flags, out_flags);
  if (result == SQLITE_OK) Of(file)->base.pMethods = &kMethods;
  return result;
}
int Delete(sqlite3_vfs* vfs, const char* path, int sync) {
  sqlite3_vfs* real = RegistrationOf(vfs)->real;
  return real->xDelete(real, path, sync);
}
int Access(sqlite3_vfs* vfs, const char* path, int flags, int* result) {
  sqlite3_vfs* real = RegistrationOf(vfs)->real;
  return real->xAccess(real, path, flags, result);
}
int FullPathname(sqlite3_vfs* vfs, const char* path, int size, char* out) {
  sqlite3_vfs* real = RegistrationOf(vfs)->real;
  return real->xFullPathname(real, path, size, out);
}

}  // namespace

FaultyVfs::FaultyVfs() : registration_(new Registration()) {
  static int counter = 0;
  name_ = "faulty-" + std::to_string(++counter);
  registration_->real = sqlite3_vfs_find(nullptr);
  registration_->owner = this;
  registration_->vfs = *registration_->real;
  registration_->vfs.pNext = nullptr;
  registration_->vfs.zName = name_.c_str();
  registration_->vfs.pAppData = registration_;
  registration_->vfs.szOsFile = static_cast<int>(sizeof(File)) + registration_->real->szOsFile;
  registration_->vfs.xOpen = Open;
  registration_->vfs.xDelete = Delete;
  registration_->vfs.xAccess = Access;
  registration_->vfs.xFullPathname = FullPathname;
  sqlite3_vfs_register(&registration_->vfs, 0);
}

FaultyVfs::~FaultyVfs() {
  sqlite3_vfs_unregister(&registration_->vfs);
  delete registration_;
}

}  // namespace wijkboek
