#include "common/ledger/world_table.h"

#include <string>
#include <utility>

#include "common/reconcile/boot_clock.h"
#include "common/reconcile/heard_words.h"
#include "common/status.h"

namespace wijkboek {

WorldTable::WorldTable(Database& database)
    : last_heard_day_(
          database.Prepare("SELECT max(day) FROM heard WHERE device = ? AND epoch = ?")),
      note_heard_(database.Prepare(
          "INSERT INTO heard VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET server_ms = "
          "excluded.server_ms, seq = excluded.seq "
          "WHERE (excluded.server_ms, excluded.seq) > (server_ms, seq)")),
      // As HeardWords does it: the first day stays, and the last one of each week.
      thin_heard_(database.Prepare(
          "DELETE FROM heard AS old WHERE device = ?1 AND epoch = ?2 AND day <= ?3 "
          "AND EXISTS (SELECT 1 FROM heard WHERE device = ?1 AND epoch = ?2 AND day < old.day) "
          "AND EXISTS (SELECT 1 FROM heard WHERE device = ?1 AND epoch = ?2 AND day > old.day "
          "AND day <= ?3 AND day / ?4 = old.day / ?4)")),
      heard_(database.Prepare("SELECT device, epoch, server_ms, seq FROM heard")),
      note_lifecycle_(database.Prepare("INSERT OR REPLACE INTO lifecycle VALUES (?, ?)")),
      lifecycle_(database.Prepare("SELECT bytes FROM lifecycle ORDER BY position")),
      clear_waits_(database.Prepare("DELETE FROM waiting WHERE partition_no = ?")),
      add_wait_(database.Prepare("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?)")),
      waiting_(database.Prepare(
          "SELECT DISTINCT partition_no FROM waiting WHERE device = ? AND through_ms < ?")),
      put_loose_(
          database.Prepare("INSERT OR REPLACE INTO loose_fact VALUES (?, ?, ?, ?, ?, ?, ?)")),
      remove_loose_(database.Prepare("DELETE FROM loose_fact WHERE event = ?")),
      loose_facts_(database.Prepare(
          "SELECT event, centre, first_day, last_day, is_uncertain, is_unowned, device "
          "FROM loose_fact")) {}

absl::Status WorldTable::Load() {
  while (true) {
    ASSIGN_OR_RETURN(bool row, lifecycle_.Step());
    if (!row) break;
    v1::LogEntry notice;
    if (notice.mutable_lifecycle()->ParseFromString(lifecycle_.String(0))) devices_.Apply(notice);
  }
  while (true) {
    ASSIGN_OR_RETURN(bool row, heard_.Step());
    if (!row) break;
    v1::LogEntry notice;
    v1::HeardThrough& heard = *notice.mutable_heard_through();
    heard.set_device_id(heard_.String(0));
    heard.set_epoch(heard_.Uint(1));
    heard.set_server_ms(heard_.Int(2));
    heard.set_seq(heard_.Uint(3));
    devices_.Apply(notice);
  }
  while (true) {
    ASSIGN_OR_RETURN(bool row, loose_facts_.Step());
    if (!row) return absl::OkStatus();
    Keep({.event = Hash::FromBytesOrZero(loose_facts_.Bytes(0)),
          .centre = Id::FromBytesOrZero(loose_facts_.Bytes(1)),
          .first_day = static_cast<CivilDay>(loose_facts_.Int(2)),
          .last_day = static_cast<CivilDay>(loose_facts_.Int(3)),
          .is_uncertain = loose_facts_.Int(4) != 0,
          .kind = static_cast<LooseFact::Kind>(loose_facts_.Int(5))},
         Id::FromBytesOrZero(loose_facts_.Bytes(6)));
  }
}

absl::Status WorldTable::NoteHeard(const v1::HeardThrough& heard) {
  if (!IsPlausibleTime(heard.server_ms())) return absl::OkStatus();
  const std::int64_t day = heard.server_ms() / kHeardDayMs;
  ASSIGN_OR_RETURN(bool row, last_heard_day_.Bind(heard.device_id(), heard.epoch()).Step());
  const bool is_known = row && !last_heard_day_.IsNull(0);
  const bool is_newest = !is_known || last_heard_day_.Int(0) < day;
  last_heard_day_.Reset();
  RETURN_IF_ERROR(
      note_heard_.Bind(heard.device_id(), heard.epoch(), day, heard.server_ms(), heard.seq())
          .Run());
  if (!is_newest) return absl::OkStatus();
  return thin_heard_.Bind(heard.device_id(), heard.epoch(), day - kHeardDaysKept, kHeardWeekDays)
      .Run();
}

absl::StatusOr<Devices::Touched> WorldTable::Apply(const v1::LogEntry& notice) {
  if (notice.has_heard_through()) {
    RETURN_IF_ERROR(NoteHeard(notice.heard_through()));
  } else if (notice.has_lifecycle()) {
    RETURN_IF_ERROR(
        note_lifecycle_.Bind(notice.position(), notice.lifecycle().SerializeAsString()).Run());
  }
  return devices_.Apply(notice);
}

absl::Status WorldTable::SetWaits(PartitionNo partition,
                                  const std::vector<std::pair<Id, std::int64_t>>& waits) {
  RETURN_IF_ERROR(clear_waits_.Bind(partition).Run());
  Id last;
  for (const auto& [device, through_ms] : waits) {
    if (device == std::exchange(last, device)) continue;
    RETURN_IF_ERROR(add_wait_.Bind(device.bytes(), through_ms, partition).Run());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PartitionNo>> WorldTable::WaitingFor(const Id& device,
                                                                std::int64_t through_ms) {
  std::vector<PartitionNo> result;
  waiting_.Bind(device.bytes(), through_ms);
  while (true) {
    ASSIGN_OR_RETURN(bool row, waiting_.Step());
    if (!row) return result;
    result.push_back(waiting_.Int(0));
  }
}

void WorldTable::Keep(const LooseFact& fact, const Id& device) {
  loose_.Put(fact);
  kept_[fact.event] = {.fact = fact, .device = device};
  if (fact.is_uncertain) uncertain_of_[device].insert(fact.event);
}

void WorldTable::Forget(const Hash& event) {
  auto found = kept_.find(event);
  if (found == kept_.end()) return;
  loose_.Remove(event);
  if (auto own = uncertain_of_.find(found->second.device); own != uncertain_of_.end()) {
    own->second.erase(event);
    if (own->second.empty()) uncertain_of_.erase(own);
  }
  kept_.erase(found);
}

absl::StatusOr<std::vector<LooseFact>> WorldTable::SetLoose(const Hash& event, const Id& device,
                                                            const std::optional<LooseFact>& fact) {
  std::vector<LooseFact> differing;
  if (auto found = kept_.find(event); found != kept_.end()) {
    if (fact == found->second.fact) return differing;
    differing.push_back(found->second.fact);
    Forget(event);
    RETURN_IF_ERROR(remove_loose_.Bind(event.bytes()).Run());
  }
  if (!fact) return differing;
  differing.push_back(*fact);
  Keep(*fact, device);
  RETURN_IF_ERROR(put_loose_
                      .Bind(event.bytes(), fact->centre.bytes(), fact->first_day, fact->last_day,
                            fact->is_uncertain, static_cast<int>(fact->kind), device.bytes())
                      .Run());
  return differing;
}

std::vector<Hash> WorldTable::UncertainOf(const Id& device) const {
  auto own = uncertain_of_.find(device);
  if (own == uncertain_of_.end()) return {};
  return {own->second.begin(), own->second.end()};
}

}  // namespace wijkboek
