#include "server/kiosk_lines.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "common/status.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

using LinesById = absl::flat_hash_map<Id, KioskLine>;

// Oldest first: the last word on its name, centre and state holds.
void Apply(const v1::DeviceLifecycle& entry, LinesById& lines) {
  const Id device = Id::FromBytesOrZero(entry.device_id());
  KioskLine& line = lines[device];
  line.device = device;
  if (!entry.name().empty()) line.name = entry.name();
  switch (entry.state()) {
    case v1::DEVICE_STATE_ENROLLED:
      line.state = "enrolled";
      line.centre_id = Id::FromBytesOrZero(entry.centre_id());
      if (line.enrolled_ms == 0) line.enrolled_ms = entry.at_ms();
      return;
    case v1::DEVICE_STATE_REVOKED:
      line.state = "revoked";
      return;
    case v1::DEVICE_STATE_FORKED:
      line.forked = true;
      return;
    default:
      return;
  }
}

void AddState(const KioskState& state, KioskLine& line) {
  line.whereabouts = state.whereabouts;
  line.since_ms = state.since_ms;
  line.carried = state.carried;
  line.heard_through_ms = std::max(state.heard_ms.value_or(0), state.closed_ms.value_or(0));
}

std::string ReplacementName(const Id& device, const LinesById& lines) {
  const auto found = lines.find(device);
  return found == lines.end() ? ShortId(device) : NameCell(found->second);
}

}  // namespace

absl::StatusOr<std::vector<KioskLine>> KiosksInLog(const LogStore& log, const Ledger& ledger,
                                                   std::uint64_t position) {
  LinesById lines;
  RETURN_IF_ERROR(log.ForEachLifecycle(
      0, [&](const v1::DeviceLifecycle& entry) { Apply(entry, lines); }, position));
  absl::flat_hash_map<Id, std::string> centres;
  for (const Centre& centre : ledger.reference().Centres()) centres.emplace(centre.id, centre.name);
  std::vector<KioskLine> kiosks;
  for (const auto& [device, known] : lines) {
    // A fork of one whose enrolment the log does not have says nothing of a kiosk.
    if (known.state.empty()) continue;
    KioskLine& line = kiosks.emplace_back(known);
    const auto centre = centres.find(line.centre_id);
    if (centre != centres.end()) line.centre = centre->second;
    const std::optional<KioskState> state = ledger.devices().Find(device);
    if (!state) continue;
    AddState(*state, line);
    if (!state->replaced_by.IsZero()) line.replaced_by = ReplacementName(state->replaced_by, lines);
  }
  std::sort(kiosks.begin(), kiosks.end(), [](const KioskLine& a, const KioskLine& b) {
    return std::tie(a.name, a.device) < std::tie(b.name, b.device);
  });
  return kiosks;
}

absl::Status CountEvents(const LogStore& log, std::uint64_t position,
                         std::vector<KioskLine>& kiosks) {
  for (KioskLine& kiosk : kiosks) {
    ASSIGN_OR_RETURN(kiosk.events, log.CountEvents(kiosk.device, position));
  }
  return absl::OkStatus();
}

void AddOwnWords(const Registry& registry, std::vector<KioskLine>& kiosks) {
  absl::flat_hash_map<Id, DeviceRecord> records;
  for (const DeviceRecord& record : registry.List()) records.emplace(record.device, record);
  for (KioskLine& kiosk : kiosks) {
    const auto found = records.find(kiosk.device);
    if (found == records.end()) continue;
    kiosk.last_heard_ms = found->second.last_heard_ms;
    kiosk.clock_error_ms = found->second.clock_error_ms;
    kiosk.behind = found->second.status.behind();
    kiosk.version = found->second.status.version();
  }
}

CivilDay WaitingSince(const std::vector<KioskLine>& kiosks) {
  CivilDay since = std::numeric_limits<CivilDay>::max();
  for (const KioskLine& kiosk : kiosks) {
    if (kiosk.whereabouts != Whereabouts::kInUse) continue;
    if (kiosk.forked) return std::numeric_limits<CivilDay>::min();
    const std::int64_t from_ms =
        kiosk.heard_through_ms > 0 ? kiosk.heard_through_ms : kiosk.enrolled_ms;
    // A night's session lies on the day before.
    since = std::min(since, DayOf(from_ms) - 1);
  }
  return since;
}

}  // namespace wijkboek
