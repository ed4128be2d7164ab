// The registry of devices and invitations, in registry.db. It holds no private key and no code,
// only a hash of each code's secret.
//
// All devices are also in memory: whatever a call on the sync path needs is answered from there.
// What must not be forgotten (an enrolment, a revocation, a fork) is committed before the call
// returns; what changes all the time (last heard, status) is written every few seconds and at the
// end.
#ifndef WIJKBOEK_SERVER_REGISTRY_H_
#define WIJKBOEK_SERVER_REGISTRY_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/crypto.h"
#include "common/drive.h"
#include "common/ids.h"
#include "common/sqlite/database.h"
#include "common/tls/identity.h"
#include "server/device_directory.h"
#include "server/device_table.h"
#include "server/invitation_table.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// Who wants to use an invitation.
struct Applicant {
  Id device;
  PublicKey log_key;
  std::string name;
};

// Digits of a device id that name it.
inline constexpr std::size_t kIdBeginningMin = 4;

// Thread-safe.
class Registry final : public DeviceDirectory {
 public:
  // `flush_period_ms`: how much of the often-changing columns a crash may lose. Without a thread of
  // its own nothing is flushed before Flush or the end.
  static absl::StatusOr<std::unique_ptr<Registry>> Open(const std::string& path,
                                                        std::int64_t flush_period_ms = 5000,
                                                        Drive drive = Drive::kOwnThread);
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;
  // Flushes.
  ~Registry() override;

  // ---- invitations

  // `secret_hashes` are SHA-256 of the codes' secrets. A zero centre: chosen on site. Long expired
  // ones are swept out.
  absl::Status Invite(absl::Span<const Hash> secret_hashes, const Id& centre,
                      std::int64_t expires_ms, std::int64_t now_ms);
  // The centre of an invitation that this applicant could redeem now (zero: chosen on site).
  // Changes nothing. Errors: NOT_FOUND (unknown), FAILED_PRECONDITION (expired, or used by another
  // device).
  absl::StatusOr<Id> CheckInvitation(const Hash& secret_hash, const Applicant& applicant,
                                     std::int64_t now_ms) const;
  // Uses it up and enrols the applicant for `centre`, in one transaction. The same applicant may
  // repeat this and gets the record it already has, also after the invitation's end. A device known
  // under this log key is enrolled anew by a fresh invitation (also when it was revoked: the office
  // wanted it). Errors as CheckInvitation; INVALID_ARGUMENT when another log key has this device
  // id.
  absl::StatusOr<DeviceRecord> Redeem(const Hash& secret_hash, const Applicant& applicant,
                                      const Id& centre, std::int64_t now_ms);

  // ---- devices

  // NOT_FOUND.
  absl::StatusOr<DeviceRecord> Find(const Id& device) const;
  // By name, else by id (hex; a unique beginning of at least kIdBeginningMin digits). NOT_FOUND, or
  // FAILED_PRECONDITION when several fit.
  absl::StatusOr<DeviceRecord> FindByText(absl::string_view text) const;
  // Ordered by name, then id.
  std::vector<DeviceRecord> List() const;

  // Shuts a device out: committed, then the listener is called. Repeating it does nothing.
  // NOT_FOUND.
  absl::Status Revoke(const Id& device, std::int64_t now_ms);
  absl::Status SetCertificateUntil(const Id& device, std::int64_t not_after_ms);

  // ---- DeviceDirectory. All answered from memory and written a little later. Devices that are not
  // known are ignored, and times never go back.
  absl::StatusOr<DeviceIdentity> Admit(const DeviceIdentity& from_certificate,
                                       std::int64_t now_ms) override;
  bool IsRevoked(const Id& device) const override;
  void Heard(const Id& device, const v1::DeviceStatus& status, std::int64_t server_ms) override;
  void HeardThrough(const Id& device, Epoch epoch, std::uint64_t seq,
                    std::int64_t through_ms) override;
  void Forked(const Id& device) override;
  void OnRevoked(std::function<void(const Id& device)> listener) override;

  // ---- what the server's log must say about devices

  // Takes in one entry of the log; called at start with all of them, oldest first. Should this
  // registry be older than the log (its file was lost or restored), what the log says last holds:
  // above all, who was revoked stays shut out, and who was forked stays marked. Should the log be
  // older (it was put back), what it does not say of a device is unlogged: nobody would wait for a
  // kiosk that the log does not know.
  void Recall(const v1::DeviceLifecycle& entry);
  // Devices whose state is not in the log yet.
  std::vector<DeviceRecord> Unlogged() const;
  // The log has it now. Ignored if the state has changed since.
  void MarkLogged(const Id& device, v1::DeviceState state);

  // Writes what is only in memory yet.
  absl::Status Flush();

 private:
  Registry(Database database, std::int64_t flush_period_ms);
  void FlushFromTimeToTime();
  bool IsRevokedLocked(const Id& device) const;
  // By the log, of a device that is otherwise unknown here.
  bool WasForked(const Id& device) const;
  // When a state that is taken at `now_ms` begins.
  std::int64_t NextStateMs(const Id& device, std::int64_t now_ms) const;
  // Under database_mutex_: commits a change of one device, then makes it in memory. `change` may
  // run twice. NOT_FOUND.
  absl::Status Change(const Id& device, const std::function<void(DeviceRecord&)>& change);

  // Under database_mutex_.
  absl::StatusOr<InvitationRecord> CheckLocked(const Hash& secret_hash, const Applicant& applicant,
                                               std::int64_t now_ms) const;

  // Held by whoever uses the database. Taken before mutex_.
  mutable std::mutex database_mutex_;
  mutable Database database_;

  // Never held while the disk is waited for.
  mutable std::mutex mutex_;
  std::map<Id, DeviceRecord> devices_;
  std::set<Id> unsaved_;
  // What the log says last about devices that are otherwise unknown here.
  std::map<Id, v1::DeviceLifecycle> recalled_;
  // And which of them are forked.
  std::set<Id> recalled_forks_;
  bool stopping_ = false;

  const std::int64_t flush_period_ms_;
  std::condition_variable stop_;
  std::thread flusher_;

  // Held while the listener is called, so that nobody is called after they left. Taken before the
  // others, never under them.
  std::mutex listener_mutex_;
  std::function<void(const Id&)> listener_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REGISTRY_H_
