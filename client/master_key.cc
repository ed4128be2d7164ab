#include "client/master_key.h"

#include <sys/stat.h>

#include "absl/strings/str_cat.h"
#include "client/files.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::StatusOr<SecretKey> ReadKey(const std::string& path) {
  absl::StatusOr<std::string> content = ReadSmallFile(path);
  if (!content.ok()) return content.status();
  if (content->size() != SecretKey::kSize) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the store key ", path, " has ", content->size(), " bytes, must have ", SecretKey::kSize));
  }
  return SecretKey::FromBytes(*content);
}

absl::Status CheckProtected(const std::string& path) {
  struct stat information {};
  if (stat(path.c_str(), &information) != 0) return absl::OkStatus();
  if ((information.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("the store key ", path, " can be read by others: run chmod 600 ", path));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SecretKey> LoadMasterKey(const std::string& credentials_directory,
                                        const std::string& key_file, bool make, Random& random) {
  if (!credentials_directory.empty()) {
    absl::StatusOr<SecretKey> key = ReadKey(credentials_directory + "/wijkboek-store-key");
    if (!absl::IsNotFound(key.status())) return key;
  }
  RETURN_IF_ERROR(CheckProtected(key_file));
  absl::StatusOr<SecretKey> key = ReadKey(key_file);
  if (!absl::IsNotFound(key.status())) return key;
  if (!make) {
    return absl::FailedPreconditionError(
        absl::StrCat("there is no store key at ", key_file,
                     ": without it this kiosk's secrets can't be read. Put the key back, or name "
                     "it with --key-file"));
  }
  SecretKey fresh = random.NewKey();
  RETURN_IF_ERROR(WithContext(WriteFileDurably(key_file, fresh.bytes()), "store key"));
  return fresh;
}

}  // namespace wijkboek
