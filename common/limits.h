// Every bound of Wijkboek, in one place, each with its reason.
#ifndef WIJKBOEK_COMMON_LIMITS_H_
#define WIJKBOEK_COMMON_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace wijkboek {

// ---- events
// A picture or a voice message fits; a batch holds at least one.
inline constexpr std::size_t kEventBytesMax = 512 * 1024;
// A hybrid clock further ahead of server time than this is a broken clock, not a fast one.
inline constexpr std::int64_t kHybridAheadMaxMs = 10 * 60 * 1000;

// ---- sync
// One message stays below gRPC's cap with room for keys; small enough that many kiosks' batches fit
// in the server's memory.
inline constexpr std::size_t kBatchBytesMax = 256 * 1024;
inline constexpr std::size_t kBatchEventsMax = 1000;
// Hides the round trip without letting one kiosk fill the server's queue.
inline constexpr int kBatchesInFlightMax = 4;
inline constexpr int kMessageBytesMax = 2 * 1024 * 1024;
// What all kiosks together may have waiting for the writer.
inline constexpr std::size_t kIngestQueueBytesMax = 64 * 1024 * 1024;
// One transaction of the server's writer: long enough to share the fsync, short enough to answer
// quickly.
inline constexpr std::size_t kGroupCommitEventsMax = 8000;
// A TLS connection costs about 170 KiB; 2,000 fit in 512 MiB beside the rest.
inline constexpr int kConnectionsMax = 2000;
inline constexpr std::size_t kPullPageBytes = 256 * 1024;
inline constexpr std::size_t kPullPageEntries = 1000;
inline constexpr std::size_t kHashQuerySeqsMax = 256;
// A kiosk that has nothing new to say is noted as heard through this often: the log must not grow
// with time alone.
inline constexpr std::int64_t kHeardThroughStepMs = 5 * 60 * 1000;
// A device needs one of each kind; a clone and a half-open connection take others.
inline constexpr int kStreamsPerDeviceMax = 4;

// ---- comparing a kiosk with its server
// Some 45 KiB of a page, and a few milliseconds of the ledger while others wait.
inline constexpr std::size_t kFingerprintsPerPage = 500;
// After the first time of a connection: what the kiosk brought along has arrived by then.
inline constexpr std::int64_t kTellAgainMs = 60 * 1000;
// 2,000 participants cost 180 KiB each time.
inline constexpr std::int64_t kTellEveryMs = 60LL * 60 * 1000;
// Whose events may be sent again at once; others wait for the next comparison.
inline constexpr std::size_t kSentAgainMax = 100;
// For one participant. Where sending again did not help, it will not soon; and the kiosk builds
// what it derived anew each time.
inline constexpr std::int64_t kSentAgainEveryMs = 24LL * 60 * 60 * 1000;

// ---- retries of the sync agent (steady clock)
inline constexpr std::int64_t kRetryFirstMs = 1000;
inline constexpr std::int64_t kRetryMaxMs = 5 * 60 * 1000;
// Also when nobody captures anything: heard-through must advance.
inline constexpr std::int64_t kHeartbeatMs = 60 * 1000;
inline constexpr std::int64_t kConnectTimeoutMs = 20 * 1000;

// ---- keeping
// Acknowledged events stay this long on the kiosk, so that a restored server can have them again.
inline constexpr std::int64_t kKeepAcknowledgedMs = 30LL * 24 * 3600 * 1000;

// A kiosk may be away from its line for weeks: it knows those whose enrolment begins within so many
// days.
inline constexpr int kScopeDays = 35;
// And those whose ended so many days ago: whoever drops in for coffee half a year later (indicators
// of the European Social Fund ask for that moment), and a month of grace, is greeted by name.
inline constexpr int kScopeDaysAfter = 215;

// ---- enrolment
inline constexpr std::int64_t kInviteHoursDefault = 24;
// A code lies around on paper; a roll-out takes weeks, not years.
inline constexpr std::int64_t kInviteHoursMax = 90 * 24;
inline constexpr int kInviteBatchMax = 500;
inline constexpr int kCertificateDays = 90;
// Renewal requests carry the server's time; older ones are refused as replays.
inline constexpr std::int64_t kRenewalClockMaxMs = 10 * 60 * 1000;
// A new authority means enrolling every kiosk again.
inline constexpr int kAuthorityDays = 3653;
// Made again by itself at a start, in its last third.
inline constexpr int kServerCertificateDays = 1096;
// A secret of 80 bits cannot be guessed; this keeps the attempts cheap and visible. Everybody
// behind one address shares the first.
inline constexpr int kWrongCodesPerMinute = 20;
inline constexpr int kWrongCodesPerMinuteAll = 300;
inline constexpr std::size_t kDeviceNameBytesMax = 100;
inline constexpr std::size_t kSigningRequestBytesMax = 4096;

// ---- files of administrators
inline constexpr std::size_t kImportBytesMax = 64 * 1024 * 1024;
// The files of one roster together: 20,000 people with everything beside them take 6 MiB.
inline constexpr std::size_t kRosterBytesMax = 64 * 1024 * 1024;
// One message of the stream that brings it.
inline constexpr std::size_t kRosterPieceBytesMax = 256 * 1024;
// A row of a timetable makes a session for each of its dates; a year mistyped must not make
// thousands.
inline constexpr int kTimetableDaysMax = 3 * 366;
// A session that is moved further is another one.
inline constexpr int kSessionMoveDaysMax = 92;
// Enough to mend a file in one go, few enough to read.
inline constexpr std::size_t kRowErrorsMax = 100;
// Rows of a report: some 1.5 KiB each while it is made and sent, and more than anybody reads or a
// spreadsheet takes with ease.
inline constexpr std::size_t kReportRowsMax = 200'000;
// Rows that an export reads at once, about: some megabytes.
inline constexpr std::size_t kExportRowsAtOnce = 10'000;
// A spreadsheet's cell holds at most 32,767 characters.
inline constexpr std::size_t kCsvFieldBytesMax = 64 * 1024;
inline constexpr std::size_t kCsvFieldsMax = 100;

// ---- loopback HTTP
inline constexpr std::size_t kHttpBodyBytesMax = 4 * 1024 * 1024;
inline constexpr int kHttpThreads = 4;
// Connections that wait to be let in, beyond those that are.
inline constexpr int kHttpBacklog = 512;

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LIMITS_H_
