// The kiosk's folder: locked, with its store and its keys open.
#ifndef WIJKBOEK_CLIENT_KIOSK_FOLDER_H_
#define WIJKBOEK_CLIENT_KIOSK_FOLDER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "client/folder_lock.h"
#include "client/key_store.h"
#include "client/store.h"
#include "common/random.h"

namespace wijkboek {

struct KioskFolderOptions {
  std::string path;
  std::string key_file;  // empty: store.key in the folder
  std::string credentials_directory;
  // At enrolment: makes what is not there.
  bool make = false;
};

struct KioskFolder {
  std::string path;
  std::unique_ptr<FolderLock> lock;
  std::unique_ptr<KeyStore> keys;
  std::unique_ptr<Store> store;

  std::string FileOf(const std::string& name) const { return path + "/" + name; }
};

// Errors as of Daemon::Start. `random` must outlive the folder.
absl::StatusOr<KioskFolder> OpenKioskFolder(const KioskFolderOptions& options, Random& random);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_KIOSK_FOLDER_H_
