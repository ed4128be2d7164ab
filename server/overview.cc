#include "server/overview.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr CivilDay kWeekDays = 7;

// 1970-01-01 was a Thursday.
CivilDay MondayOf(CivilDay day) {
  const CivilDay since_monday = ((day + 3) % kWeekDays + kWeekDays) % kWeekDays;
  return day - since_monday;
}

class Filler {
 public:
  Filler(const Ledger& ledger, const ReportChoice& choice, std::int64_t now_ms,
         v1::GetOverviewResponse& overview)
      : ledger_(ledger),
        reference_(ledger.reference()),
        choice_(choice),
        rest_(AnyPlace(choice)),
        now_ms_(now_ms),
        today_(DayOf(now_ms)),
        overview_(overview) {}

  absl::Status FillToday(const std::vector<KioskLine>& kiosks) {
    for (const KioskLine& kiosk : kiosks) kiosks_.emplace(kiosk.device, &kiosk);
    ASSIGN_OR_RETURN(const std::vector<AttendanceRecord> records,
                     ledger_.Attendance({.first = today_, .last = today_}));
    for (const AttendanceRecord& record : records) {
      if (Takes(record)) AddRecord(record);
    }
    for (const Centre& centre : reference_.Centres()) AddSessionsOf(centre);
    ASSIGN_OR_RETURN(const std::vector<PresenceRecord> open,
                     ledger_.OpenPresences({.first = today_, .last = today_}));
    for (const PresenceRecord& presence : open) {
      if (!choice_.TakesCentre(presence.centre) ||
          !TakesPerson(rest_, reference_, presence.person, today_)) {
        continue;
      }
      v1::CentreToday& row = today_at_[presence.centre];
      row.set_there_now(row.there_now() + 1);
    }
    WriteToday();
    return absl::OkStatus();
  }

  absl::Status FillWeeks(std::uint32_t weeks) {
    const CivilDay last = today_;
    const CivilDay first = MondayOf(today_) - kWeekDays * (static_cast<CivilDay>(weeks) - 1);
    std::map<CivilDay, v1::WeekFigures> by_week;
    for (CivilDay day = first; day <= last; day += kWeekDays) {
      by_week[day].set_first_day(FormatDay(day));
    }
    ASSIGN_OR_RETURN(const std::vector<DayTally> tallies, Tallies({.first = first, .last = last}));
    for (const DayTally& tally : tallies) AddTally(tally, by_week[MondayOf(tally.day)]);
    RETURN_IF_ERROR(AddVisits({.first = first, .last = last}, by_week));
    ASSIGN_OR_RETURN(const std::vector<HelpRecord> helps,
                     ledger_.Helps({.first = first, .last = last}));
    for (const HelpRecord& help : helps) {
      if (help.denied || (!TakesPerson(choice_, reference_, help.helper, help.day) &&
                          !TakesPerson(choice_, reference_, help.helped, help.day))) {
        continue;
      }
      v1::WeekFigures& week = by_week[MondayOf(help.day)];
      week.set_helps(week.helps() + 1);
    }
    for (auto& [day, week] : by_week) *overview_.add_weeks() = std::move(week);
    return absl::OkStatus();
  }

  absl::Status FillDoubts() {
    ASSIGN_OR_RETURN(const std::vector<Discrepancy> doubts, ledger_.Discrepancies());
    v1::DoubtAges& ages = *overview_.mutable_doubts();
    for (const Discrepancy& doubt : doubts) {
      if (!TakesDoubt(doubt)) continue;
      // Without a time of its own: since the day that it is about.
      const CivilDay since = doubt.since_ms > 0 ? DayOf(doubt.since_ms) : doubt.day;
      const CivilDay age = today_ - since;
      if (age <= 0) {
        ages.set_today(ages.today() + 1);
      } else if (age <= 3) {
        ages.set_days(ages.days() + 1);
      } else if (age <= 14) {
        ages.set_weeks(ages.weeks() + 1);
      } else {
        ages.set_older(ages.older() + 1);
      }
    }
    return absl::OkStatus();
  }

  absl::Status FillCases() {
    ASSIGN_OR_RETURN(const std::vector<CaseRecord> cases, ledger_.Cases());
    v1::CaseCounts& counts = *overview_.mutable_cases();
    for (const CaseRecord& record : cases) {
      if (!TakesEnrolmentOf(record, choice_, reference_)) continue;
      switch (record.stage) {
        case CaseStage::kCall:
          counts.set_to_call(counts.to_call() + 1);
          break;
        case CaseStage::kOpen:
          counts.set_open(counts.open() + 1);
          break;
        case CaseStage::kHeard:
          counts.set_heard(counts.heard() + 1);
          break;
        case CaseStage::kSent:
          counts.set_sent(counts.sent() + 1);
          break;
        case CaseStage::kRetracted:
          if (record.retraction_open) counts.set_retracted(counts.retracted() + 1);
          break;
        case CaseStage::kAccounted:
        case CaseStage::kRetractionAcknowledged:
          break;
      }
    }
    return absl::OkStatus();
  }

 private:
  bool Takes(const AttendanceRecord& record) const {
    return TakesRecordOf(record, choice_, reference_);
  }

  bool TakesDoubt(const Discrepancy& doubt) const {
    if (!doubt.centre.IsZero() && !choice_.TakesCentre(doubt.centre)) return false;
    if (choice_.IsAll()) return true;
    return TakesAny(doubt.centre.IsZero() ? choice_ : rest_, reference_, doubt.persons, doubt.day);
  }

  void AddRecord(const AttendanceRecord& record) {
    v1::CentreToday& row = today_at_[record.centre];
    row.set_expected(row.expected() + 1);
    switch (record.status) {
      case AttendanceStatus::kPresent:
        row.set_present(row.present() + 1);
        if (record.late) row.set_late(row.late() + 1);
        return;
      case AttendanceStatus::kExcused:
        row.set_excused(row.excused() + 1);
        return;
      case AttendanceStatus::kAbsent:
        if (record.is_final) {
          row.set_absent(row.absent() + 1);
        } else {
          row.set_absent_not_final(row.absent_not_final() + 1);
        }
        return;
      case AttendanceStatus::kUnclear:
        row.set_unclear(row.unclear() + 1);
        return;
      case AttendanceStatus::kUnknown:
        row.set_unknown(row.unknown() + 1);
        return;
      case AttendanceStatus::kPending:
        break;
    }
    if (record.waited_for.empty() || record.expected.end_ms > now_ms_) {
      row.set_to_come(row.to_come() + 1);
      return;
    }
    row.set_pending(row.pending() + 1);
    for (const Id& device : record.waited_for) ++waited_at_[record.centre][device];
  }

  // A session that has not begun is in no record yet.
  void AddSessionsOf(const Centre& centre) {
    if (!choice_.TakesCentre(centre.id)) return;
    for (const Session& session : reference_.SessionsAt(centre.id, today_)) {
      std::uint32_t expected = 0;
      for (const Id& person : reference_.ExpectedAt(session)) {
        if (TakesPerson(rest_, reference_, person, today_)) ++expected;
      }
      if (expected == 0) continue;
      v1::CentreToday& row = today_at_[centre.id];
      row.set_sessions(row.sessions() + 1);
      if (session.span.start_ms <= now_ms_) continue;
      row.set_expected(row.expected() + expected);
      row.set_to_come(row.to_come() + expected);
    }
  }

  void WriteToday() {
    for (auto& [id, row] : today_at_) {
      const Centre* centre = reference_.FindCentre(id);
      row.set_centre(id.hex());
      row.set_name(centre == nullptr ? id.hex().substr(0, 8) : centre->name);
      for (const auto& [device, statuses] : waited_at_[id]) {
        v1::WaitedFor* waited = row.add_waited_for();
        waited->set_device(device.hex());
        const auto found = kiosks_.find(device);
        if (found != kiosks_.end()) {
          waited->set_name(found->second->name);
          waited->set_heard_through_ms(found->second->heard_through_ms);
        }
        waited->set_statuses(statuses);
      }
      *overview_.add_centres() = std::move(row);
    }
    std::sort(overview_.mutable_centres()->begin(), overview_.mutable_centres()->end(),
              [](const v1::CentreToday& one, const v1::CentreToday& other) {
                return std::tie(one.name(), one.centre()) < std::tie(other.name(), other.centre());
              });
  }

  absl::Status AddVisits(DayRange days, std::map<CivilDay, v1::WeekFigures>& by_week) const {
    const auto add = [&](CivilDay day, std::uint32_t visits) {
      v1::WeekFigures& week = by_week[MondayOf(day)];
      week.set_visits(week.visits() + visits);
    };
    if (choice_.IsAll()) {
      ASSIGN_OR_RETURN(const auto counts, ledger_.VisitCounts(days));
      for (const auto& [day, visits] : counts) add(day, visits);
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const std::vector<VisitRecord> visits, ledger_.Visits(days));
    for (const VisitRecord& visit : visits) {
      const CivilDay day = DayOf(visit.span.start_ms);
      if (day < days.first || day > days.last) continue;
      if (TakesAny(choice_, reference_, visit.participants, day)) add(day, 1);
    }
    return absl::OkStatus();
  }

  // Of a part that is not bounded by centres alone, the records are added up.
  absl::StatusOr<std::vector<DayTally>> Tallies(DayRange days) const {
    if (rest_.IsAll()) {
      ASSIGN_OR_RETURN(std::vector<DayTally> tallies, ledger_.Tallies(days, TallyBy::kDay));
      std::erase_if(tallies,
                    [&](const DayTally& each) { return !choice_.TakesCentre(each.centre); });
      return tallies;
    }
    ASSIGN_OR_RETURN(std::vector<AttendanceRecord> attendance, ledger_.Attendance(days));
    std::erase_if(attendance, [&](const AttendanceRecord& record) { return !Takes(record); });
    ASSIGN_OR_RETURN(std::vector<HoursDay> hours, ledger_.Hours(days));
    std::erase_if(hours, [&](const HoursDay& day) {
      const Enrolment* enrolment = reference_.FindEnrolment(day.enrolment);
      return enrolment == nullptr || !choice_.TakesEnrolment(*enrolment, reference_);
    });
    return TallyOf(attendance, hours, reference_);
  }

  static void AddTally(const DayTally& tally, v1::WeekFigures& week) {
    const StatusTally& statuses = tally.statuses;
    const auto plus = [](std::uint32_t sum, std::int64_t more) {
      return sum + static_cast<std::uint32_t>(more);
    };
    week.set_expected(plus(week.expected(), statuses.expected));
    week.set_present(plus(week.present(), statuses.present));
    week.set_absent(plus(week.absent(), statuses.absent_final + statuses.absent_not_final));
    week.set_excused(plus(week.excused(), statuses.excused));
    week.set_open(plus(week.open(), statuses.pending + statuses.unclear + statuses.unknown));
    week.set_minutes(week.minutes() + tally.settled_ms / kMinuteMs);
    week.set_minutes_to_confirm(week.minutes_to_confirm() + tally.to_confirm_ms / kMinuteMs);
  }

  const Ledger& ledger_;
  const Reference& reference_;
  const ReportChoice& choice_;
  // For what was found to be at a centre of the choice already.
  const ReportChoice rest_;
  const std::int64_t now_ms_;
  const CivilDay today_;
  v1::GetOverviewResponse& overview_;
  std::map<Id, const KioskLine*> kiosks_;
  std::map<Id, v1::CentreToday> today_at_;
  std::map<Id, std::map<Id, std::uint32_t>> waited_at_;
};

}  // namespace

absl::Status FillOverview(const Ledger& ledger, const ReportChoice& choice, std::int64_t now_ms,
                          std::uint32_t weeks, const std::vector<KioskLine>& kiosks,
                          v1::GetOverviewResponse& overview) {
  overview.set_day(FormatDay(DayOf(now_ms)));
  Filler filler(ledger, choice, now_ms, overview);
  RETURN_IF_ERROR(filler.FillToday(kiosks));
  RETURN_IF_ERROR(filler.FillWeeks(weeks));
  RETURN_IF_ERROR(filler.FillDoubts());
  return filler.FillCases();
}

}  // namespace wijkboek
