// A ledger that holds what a test puts into it.
#ifndef WIJKBOEK_TESTS_OFFICE_FAKE_LEDGER_H_
#define WIJKBOEK_TESTS_OFFICE_FAKE_LEDGER_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/ledger.h"

namespace wijkboek {

class FakeLedger final : public Ledger {
 public:
  // `reference` must outlive it.
  explicit FakeLedger(const Reference& reference) : reference_(reference) {}

  std::vector<PresenceDay> presence_days;
  std::vector<PresenceRecord> open;
  std::vector<VisitShareDay> shares;
  std::vector<VisitRecord> visits;
  std::vector<HelpRecord> helps;
  std::vector<PairRecord> pairs;
  std::vector<Discrepancy> discrepancies;
  std::vector<Discrepancy> settled;
  std::vector<CaseRecord> cases;
  std::vector<PathRecord> path;
  std::vector<AttendanceRecord> records;
  std::vector<HoursDay> hours;
  std::vector<SightingDay> sightings;
  std::vector<DayTally> tallies;
  std::vector<SetAsideFact> set_aside;
  std::map<Hash, std::uint64_t> held;

  absl::StatusOr<std::vector<PresenceDay>> PresenceDays(DayRange days) const override {
    return Within(presence_days, days);
  }
  absl::StatusOr<std::vector<PresenceRecord>> OpenPresences(DayRange) const override {
    return open;
  }
  absl::StatusOr<std::vector<VisitShareDay>> VisitShares(DayRange days) const override {
    return Within(shares, days);
  }
  // As the ledger does it: whatever touches these days.
  absl::StatusOr<std::vector<VisitRecord>> Visits(DayRange) const override { return visits; }
  absl::StatusOr<std::vector<std::pair<CivilDay, std::uint32_t>>> VisitCounts(
      DayRange days) const override {
    std::map<CivilDay, std::uint32_t> counts;
    for (const VisitRecord& visit : visits) ++counts[DayOf(visit.span.start_ms)];
    std::vector<std::pair<CivilDay, std::uint32_t>> result(counts.begin(), counts.end());
    std::erase_if(result, [&](const auto& count) {
      return count.first < days.first || count.first > days.last;
    });
    return result;
  }
  absl::StatusOr<std::vector<HelpRecord>> Helps(DayRange days) const override {
    return Within(helps, days);
  }
  absl::StatusOr<std::vector<VisitRecord>> VisitsOf(const Id& person, DayRange) const override {
    std::vector<VisitRecord> own = visits;
    std::erase_if(own, [&](const VisitRecord& visit) {
      return std::find(visit.participants.begin(), visit.participants.end(), person) ==
             visit.participants.end();
    });
    return own;
  }
  absl::StatusOr<std::vector<HelpRecord>> HelpsOf(const Id& person, DayRange days) const override {
    std::vector<HelpRecord> own = Within(helps, days);
    std::erase_if(own, [&](const HelpRecord& help) {
      return help.helper != person && help.helped != person;
    });
    return own;
  }
  absl::StatusOr<std::vector<PairRecord>> Pairs(DayRange) const override { return pairs; }
  absl::StatusOr<std::vector<Discrepancy>> OpenDiscrepancies(DayRange days) const override {
    return Within(discrepancies, days);
  }
  absl::StatusOr<std::vector<Discrepancy>> OpenDiscrepanciesOf(const Id& person) const override {
    std::vector<Discrepancy> own = discrepancies;
    std::erase_if(own, [&](const Discrepancy& each) {
      return std::find(each.persons.begin(), each.persons.end(), person) == each.persons.end();
    });
    return own;
  }
  absl::StatusOr<std::vector<Discrepancy>> SettledDiscrepancies(DayRange) const override {
    return settled;
  }
  absl::StatusOr<std::vector<CaseRecord>> Cases() const override { return cases; }
  absl::StatusOr<std::vector<PathRecord>> Path(DayRange) const override { return path; }
  absl::StatusOr<std::vector<AttendanceRecord>> Attendance(DayRange days) const override {
    return Within(records, days);
  }
  absl::StatusOr<std::vector<AttendanceRecord>> AttendanceOfEach(const std::set<Id>& people,
                                                                 DayRange days) const override {
    std::vector<AttendanceRecord> own = Within(records, days);
    std::erase_if(own,
                  [&](const AttendanceRecord& record) { return !people.contains(record.person); });
    return own;
  }
  absl::StatusOr<std::vector<AttendanceRecord>> OpenStatuses(DayRange days) const override {
    std::vector<AttendanceRecord> open = Within(records, days);
    std::erase_if(open, [](const AttendanceRecord& record) { return !IsOpen(record); });
    return open;
  }
  absl::StatusOr<std::vector<HoursDay>> Hours(DayRange days) const override {
    return Within(hours, days);
  }
  absl::StatusOr<std::vector<SightingDay>> Sightings(DayRange days) const override {
    return Within(sightings, days);
  }
  absl::StatusOr<std::vector<DayTally>> Tallies(DayRange, TallyBy) const override {
    return tallies;
  }
  absl::StatusOr<std::vector<EnrolmentTally>> EnrolmentTallies(DayRange days) const override {
    std::map<Id, EnrolmentTally> sums;
    for (const TallyPart& part : PartsOf(Within(records, days), Within(hours, days), reference_)) {
      sums[part.enrolment].enrolment = part.enrolment;
      sums[part.enrolment].Add(part.tally);
    }
    std::vector<EnrolmentTally> result;
    for (const auto& [enrolment, sum] : sums) result.push_back(sum);
    return result;
  }
  absl::StatusOr<std::vector<EnrolmentTally>> EnrolmentTalliesOf(const Id&,
                                                                 DayRange days) const override {
    return EnrolmentTallies(days);
  }
  absl::StatusOr<std::vector<SetAsideFact>> SetAside() const override { return set_aside; }
  // Of one person, of whom attendance, hours and cases are known.
  absl::StatusOr<PartitionRecords> RecordsOf(const std::string& partition,
                                             DayRange days) const override {
    const auto is_other = [&](const auto& record) {
      return partition != absl::StrCat("person:", record.person.hex());
    };
    PartitionRecords own;
    own.attendance = Within(records, days);
    own.hours = Within(hours, days);
    own.cases = cases;
    std::erase_if(own.attendance, is_other);
    std::erase_if(own.hours, is_other);
    std::erase_if(own.cases, is_other);
    return own;
  }
  const Reference& reference() const override { return reference_; }
  const Devices& devices() const override { return devices_; }
  absl::StatusOr<std::uint64_t> PositionOf(const Hash& event) const override {
    const auto found = held.find(event);
    if (found == held.end()) return absl::NotFoundError("no such event");
    return found->second;
  }

  // ---- what no report asks for
  absl::StatusOr<EventTime> TimeOf(const Hash&) const override { return EventTime(); }
  absl::StatusOr<std::vector<std::uint64_t>> PositionsOfEditsOf(const Hash&) const override {
    return std::vector<std::uint64_t>();
  }
  absl::StatusOr<CatchUpSummary> CatchUp(std::int64_t) override { return CatchUpSummary(); }
  void StopOn(const std::atomic<bool>&) override {}
  absl::Status Touch(absl::Span<const std::uint64_t>) override { return absl::OkStatus(); }
  absl::Status Reset() override { return absl::OkStatus(); }
  absl::StatusOr<std::vector<PresenceRecord>> Presences(const Id&, DayRange) const override {
    return std::vector<PresenceRecord>();
  }
  absl::StatusOr<std::vector<CaseRecord>> CasesOf(const Id&) const override { return cases; }
  absl::StatusOr<std::vector<PathRecord>> PathOf(const Id&, DayRange) const override {
    return path;
  }
  absl::StatusOr<std::vector<AttendanceRecord>> AttendanceOf(const Id&, DayRange) const override {
    return std::vector<AttendanceRecord>();
  }
  absl::StatusOr<std::vector<std::uint64_t>> PositionsOfPerson(const Id&, std::uint64_t,
                                                               std::uint64_t,
                                                               std::size_t) const override {
    return std::vector<std::uint64_t>();
  }
  absl::StatusOr<std::vector<std::uint64_t>> PositionsOfBadge(const Id&, std::uint64_t,
                                                              std::uint64_t,
                                                              std::size_t) const override {
    return std::vector<std::uint64_t>();
  }
  absl::StatusOr<std::vector<PartitionFingerprint>> Fingerprints() const override {
    return std::vector<PartitionFingerprint>();
  }
  absl::StatusOr<Hash> Fingerprint() const override { return Hash(); }
  absl::StatusOr<std::vector<std::uint64_t>> MembersOf(const std::string&,
                                                       std::uint64_t) const override {
    return std::vector<std::uint64_t>();
  }
  LogPositions positions() const override { return {}; }
  absl::StatusOr<Hash> SumOfEvents(const Id&) const override { return Hash(); }
  absl::StatusOr<Hash> FingerprintOf(const Id&) const override { return Hash(); }

 private:
  template <typename Record>
  static std::vector<Record> Within(std::vector<Record> all, DayRange days) {
    std::erase_if(all, [&](const Record& record) {
      return record.day < days.first || record.day > days.last;
    });
    return all;
  }

  const Reference& reference_;
  Devices devices_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_FAKE_LEDGER_H_
