#include "server/authority.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
constexpr std::int64_t kClockSlackMs = 5 * 60 * 1000;

absl::Status FileError(absl::string_view doing, const std::string& path) {
  return absl::UnavailableError(absl::StrCat("cannot ", doing, " ", path, ": ", strerror(errno)));
}

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return FileError("read", path);
  return text.str();
}

absl::Status SyncDirectory(const std::string& dir) {
  int descriptor = open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FileError("open", dir);
  bool synced = fsync(descriptor) == 0;
  close(descriptor);
  return synced ? absl::OkStatus() : FileError("sync", dir);
}

absl::Status WriteAll(int descriptor, absl::string_view text) {
  while (!text.empty()) {
    ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return absl::UnavailableError(strerror(errno));
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return absl::OkStatus();
}

// All or nothing: a temporary file, synced, then renamed.
absl::Status WriteFile(const std::string& dir, const std::string& path, absl::string_view text) {
  std::string temporary = path + ".new";
  int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return FileError("write", temporary);
  absl::Status written = WithContext(WriteAll(descriptor, text), temporary);
  if (written.ok() && fsync(descriptor) != 0) written = FileError("sync", temporary);
  close(descriptor);
  RETURN_IF_ERROR(written);
  if (rename(temporary.c_str(), path.c_str()) != 0) return FileError("rename", temporary);
  return SyncDirectory(dir);
}

absl::Status MakeDirectory(const std::string& dir) {
  if (mkdir(dir.c_str(), 0700) != 0 && errno != EEXIST) return FileError("make", dir);
  return SyncDirectory(std::filesystem::absolute(dir).parent_path().string());
}

struct Paths {
  std::string dir;
  std::string authority_key = dir + "/authority.key";
  std::string authority_certificate = dir + "/authority.pem";
  std::string server_key = dir + "/server.key";
  std::string server_certificate = dir + "/server.pem";
};

absl::StatusOr<KeyAndCertificate> OpenAuthority(const Paths& paths, std::int64_t now_ms) {
  KeyAndCertificate authority;
  if (Exists(paths.authority_key)) {
    ASSIGN_OR_RETURN(authority.key_pem, ReadFile(paths.authority_key));
  } else if (Exists(paths.authority_certificate)) {
    return absl::FailedPreconditionError(
        absl::StrCat(paths.authority_key,
                     " is missing: put it back from the backup. (A new authority is made only when "
                     "authority.pem is gone too, and every kiosk must then be enrolled again.)"));
  } else {
    ASSIGN_OR_RETURN(authority.key_pem, MakeTlsKey());
    RETURN_IF_ERROR(WriteFile(paths.dir, paths.authority_key, authority.key_pem));
  }
  if (!Exists(paths.authority_certificate)) {
    // Valid from 1970: kiosks without a battery clock start there, and must be able to greet their
    // server.
    ASSIGN_OR_RETURN(
        authority.certificate_pem,
        MakeAuthorityCertificate(
            authority.key_pem,
            {.not_before_ms = 0, .not_after_ms = now_ms + std::int64_t{kAuthorityDays} * kDayMs}));
    RETURN_IF_ERROR(WriteFile(paths.dir, paths.authority_certificate, authority.certificate_pem));
    return authority;
  }
  ASSIGN_OR_RETURN(authority.certificate_pem, ReadFile(paths.authority_certificate));
  absl::Status fits = CheckKeyMatches(authority);
  if (!fits.ok()) return absl::DataLossError(absl::StrCat(paths.dir, ": ", fits.message()));
  return authority;
}

bool IsGoodFor(const KeyAndCertificate& server, const KeyAndCertificate& authority,
               std::int64_t now_ms) {
  if (!CheckKeyMatches(server).ok()) return false;
  if (!CheckIssuedBy(server.certificate_pem, authority.certificate_pem).ok()) return false;
  absl::StatusOr<Validity> validity = ValidityOf(server.certificate_pem);
  return validity.ok() &&
         validity->not_after_ms - now_ms >= std::int64_t{kServerCertificateDays} * kDayMs / 3;
}

absl::StatusOr<KeyAndCertificate> OpenServer(const Paths& paths, const KeyAndCertificate& authority,
                                             std::int64_t now_ms) {
  KeyAndCertificate server;
  if (Exists(paths.server_key) && Exists(paths.server_certificate)) {
    ASSIGN_OR_RETURN(server.key_pem, ReadFile(paths.server_key));
    ASSIGN_OR_RETURN(server.certificate_pem, ReadFile(paths.server_certificate));
    if (IsGoodFor(server, authority, now_ms)) return server;
  }
  // Nobody pins the server's own key, so that a new one costs nothing.
  ASSIGN_OR_RETURN(server.key_pem, MakeTlsKey());
  ASSIGN_OR_RETURN(server.certificate_pem,
                   IssueServerCertificate(
                       authority, server.key_pem,
                       {.not_before_ms = 0,
                        .not_after_ms = now_ms + std::int64_t{kServerCertificateDays} * kDayMs}));
  RETURN_IF_ERROR(WriteFile(paths.dir, paths.server_key, server.key_pem));
  RETURN_IF_ERROR(WriteFile(paths.dir, paths.server_certificate, server.certificate_pem));
  return server;
}

}  // namespace

absl::StatusOr<Authority> Authority::OpenOrCreate(const std::string& dir, std::int64_t now_ms) {
  RETURN_IF_ERROR(MakeDirectory(dir));
  Paths paths{.dir = dir};
  Authority authority;
  ASSIGN_OR_RETURN(authority.authority_, OpenAuthority(paths, now_ms));
  ASSIGN_OR_RETURN(authority.server_, OpenServer(paths, authority.authority_, now_ms));
  ASSIGN_OR_RETURN(Hash fingerprint, PublicKeyFingerprint(authority.certificate_pem()));
  authority.pin_ = PinOf(fingerprint);
  return authority;
}

absl::StatusOr<IssuedCertificate> Authority::IssueDevice(absl::string_view request_der,
                                                         const DeviceIdentity& identity,
                                                         std::int64_t now_ms,
                                                         std::int64_t lifetime_ms) const {
  Validity validity{.not_before_ms = now_ms - kClockSlackMs, .not_after_ms = now_ms + lifetime_ms};
  IssuedCertificate issued;
  ASSIGN_OR_RETURN(issued.pem, IssueDeviceCertificate(authority_, request_der, identity, validity));
  issued.not_after_ms = validity.not_after_ms / 1000 * 1000;
  return issued;
}

absl::StatusOr<DeviceIdentity> Authority::Identify(absl::string_view certificate_pem) const {
  return ReadDeviceIdentity(certificate_pem, authority_.certificate_pem);
}

}  // namespace wijkboek
