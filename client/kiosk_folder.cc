#include "client/kiosk_folder.h"

#include <unistd.h>

#include "client/master_key.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<KioskFolder> OpenKioskFolder(const KioskFolderOptions& options, Random& random) {
  KioskFolder folder;
  folder.path = options.path;
  if (!options.make && access(options.path.c_str(), F_OK) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("there is no kiosk in ", options.path,
                     " yet: run wijkboek-kiosk enrol with a code from the office"));
  }
  RETURN_IF_ERROR(PrepareFolder(options.path));
  ASSIGN_OR_RETURN(folder.lock, FolderLock::Take(options.path));
  const bool is_new = access(folder.FileOf("keys.db").c_str(), F_OK) != 0;
  if (is_new && !options.make) {
    return absl::FailedPreconditionError(
        absl::StrCat("the kiosk in ", options.path,
                     " is not enrolled yet: run wijkboek-kiosk enrol with a code from the office"));
  }
  // With secrets there already, a new key would only hide that the old one is missing.
  ASSIGN_OR_RETURN(
      SecretKey master,
      LoadMasterKey(options.credentials_directory,
                    options.key_file.empty() ? folder.FileOf("store.key") : options.key_file,
                    is_new, random));
  ASSIGN_OR_RETURN(folder.keys, KeyStore::Open(folder.FileOf("keys.db"), master, random));
  ASSIGN_OR_RETURN(folder.store, Store::Open(folder.FileOf("kiosk.db")));
  return folder;
}

}  // namespace wijkboek
