#include "common/ledger/tally_table.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "absl/container/node_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/ledger/tally_share.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kSums =
    "sum(expected), sum(present), sum(excused), sum(absent_final), sum(absent_not_final), "
    "sum(pending), sum(unclear), sum(unknown), sum(late), sum(left_early), sum(weak), "
    "sum(confirmed), sum(changed), sum(settled_ms), sum(to_confirm_ms)";

std::tuple<CivilDay, Id, Id> PlaceOf(const DayTally& tally) {
  return {tally.day, tally.cohort, tally.centre};
}

DayTally Negated(DayTally tally) {
  DayTally::ForEachNumber(tally, [](std::int64_t& number) { number = -number; });
  return tally;
}

// Sums of the parts of some days.
class EnrolmentSums {
 public:
  explicit EnrolmentSums(DayRange days) : days_(days) {}

  void AddShare(absl::string_view share) {
    ForEachPart(share, [this](const TallyPart& part) {
      if (part.tally.day < days_.first || part.tally.day > days_.last) return;
      // Those of one enrolment stand together.
      if (last_ == nullptr || last_->enrolment != part.enrolment) {
        last_ = &sums_[part.enrolment];
        last_->enrolment = part.enrolment;
      }
      last_->Add(part.tally);
    });
  }

  std::vector<EnrolmentTally> Take() {
    std::vector<EnrolmentTally> result;
    result.reserve(sums_.size());
    for (const auto& [enrolment, sum] : sums_) result.push_back(sum);
    std::sort(result.begin(), result.end(), [](const EnrolmentTally& a, const EnrolmentTally& b) {
      return a.enrolment < b.enrolment;
    });
    return result;
  }

 private:
  const DayRange days_;
  absl::node_hash_map<Id, EnrolmentTally> sums_;
  EnrolmentTally* last_ = nullptr;
};

}  // namespace

TallyTable::TallyTable(Database& database)
    : share_(database.Prepare("SELECT body FROM tally_share WHERE partition_no = ?")),
      all_shares_(database.Prepare("SELECT body FROM tally_share")),
      set_share_(database.Prepare("INSERT OR REPLACE INTO tally_share VALUES (?, ?)")),
      drop_share_(database.Prepare("DELETE FROM tally_share WHERE partition_no = ?")),
      add_(database.Prepare(
          "INSERT INTO tally VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
          "?15, ?16, ?17, ?18) ON CONFLICT DO UPDATE SET expected = expected + ?4, "
          "present = present + ?5, excused = excused + ?6, absent_final = absent_final + ?7, "
          "absent_not_final = absent_not_final + ?8, pending = pending + ?9, "
          "unclear = unclear + ?10, unknown = unknown + ?11, late = late + ?12, "
          "left_early = left_early + ?13, weak = weak + ?14, confirmed = confirmed + ?15, "
          "changed = changed + ?16, settled_ms = settled_ms + ?17, "
          "to_confirm_ms = to_confirm_ms + ?18")),
      drop_empty_(database.Prepare(
          "DELETE FROM tally WHERE day = ? AND cohort = ? AND centre = ? AND expected = 0 AND "
          "settled_ms = 0 AND to_confirm_ms = 0")),
      by_day_(database.Prepare(
          absl::StrCat("SELECT day, cohort, centre, ", kSums,
                       " FROM tally WHERE day BETWEEN ? AND ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"))),
      by_cohort_(database.Prepare(
          absl::StrCat("SELECT 0, cohort, centre, ", kSums,
                       " FROM tally WHERE day BETWEEN ? AND ? GROUP BY 2, 3 ORDER BY 2, 3"))) {}

absl::StatusOr<std::string> TallyTable::ShareOf(PartitionNo participant) {
  share_.Bind(participant);
  ASSIGN_OR_RETURN(const bool found, share_.Step());
  if (!found) return std::string();
  std::string share(share_.Bytes(0));
  share_.Reset();
  return share;
}

absl::Status TallyTable::Add(const DayTally& tally) {
  const StatusTally& s = tally.statuses;
  RETURN_IF_ERROR(add_.Bind(tally.day, tally.cohort.bytes(), tally.centre.bytes(), s.expected,
                            s.present, s.excused, s.absent_final, s.absent_not_final, s.pending,
                            s.unclear, s.unknown, s.late, s.left_early, s.weak, s.confirmed,
                            s.changed, tally.settled_ms, tally.to_confirm_ms)
                      .Run());
  return drop_empty_.Bind(tally.day, tally.cohort.bytes(), tally.centre.bytes()).Run();
}

absl::Status TallyTable::Replace(PartitionNo participant, const std::vector<TallyPart>& share) {
  ASSIGN_OR_RETURN(const std::string bytes_before, ShareOf(participant));
  const std::string bytes = EncodeShare(share);
  if (bytes_before == bytes) return absl::OkStatus();
  std::vector<TallyPart> parts_before;
  ForEachPart(bytes_before, [&](const TallyPart& part) { parts_before.push_back(part); });
  const std::vector<DayTally> before = SumOf(parts_before);
  const std::vector<DayTally> after = SumOf(share);
  auto old = before.begin();
  auto now = after.begin();
  while (old != before.end() || now != after.end()) {
    const bool is_old =
        now == after.end() || (old != before.end() && PlaceOf(*old) < PlaceOf(*now));
    const bool is_new =
        old == before.end() || (now != after.end() && PlaceOf(*now) < PlaceOf(*old));
    if (is_old) {
      RETURN_IF_ERROR(Add(Negated(*old++)));
    } else if (is_new) {
      RETURN_IF_ERROR(Add(*now++));
    } else {
      if (*old != *now) {
        RETURN_IF_ERROR(Add(Negated(*old)));
        RETURN_IF_ERROR(Add(*now));
      }
      ++old;
      ++now;
    }
  }
  if (share.empty()) return drop_share_.Bind(participant).Run();
  return set_share_.Bind(participant, bytes).Run();
}

absl::StatusOr<std::vector<DayTally>> TallyTable::Read(DayRange days, TallyBy by) {
  Statement& select = by == TallyBy::kDay ? by_day_ : by_cohort_;
  select.Bind(days.first, days.last);
  std::vector<DayTally> result;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (!found) return result;
    DayTally& tally = result.emplace_back();
    tally.day = static_cast<CivilDay>(select.Int(0));
    tally.cohort = Id::FromBytesOrZero(select.Bytes(1));
    tally.centre = Id::FromBytesOrZero(select.Bytes(2));
    int column = 3;
    DayTally::ForEachNumber(tally, [&](std::int64_t& number) { number = select.Int(column++); });
  }
}

absl::StatusOr<std::vector<EnrolmentTally>> TallyTable::ReadEnrolments(DayRange days) {
  EnrolmentSums sums(days);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, all_shares_.Step());
    if (!found) return sums.Take();
    sums.AddShare(all_shares_.Bytes(0));
  }
}

absl::StatusOr<std::vector<EnrolmentTally>> TallyTable::ReadEnrolmentsOf(PartitionNo participant,
                                                                         DayRange days) {
  ASSIGN_OR_RETURN(const std::string share, ShareOf(participant));
  EnrolmentSums sums(days);
  sums.AddShare(share);
  return sums.Take();
}

}  // namespace wijkboek
