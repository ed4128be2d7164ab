#include "server/changes_reading.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/routing.h"
#include "common/status.h"
#include "server/kiosk_lines.h"
#include "server/report_choice.h"
#include "server/report_reading.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

// Late events of one partition that are looked at.
constexpr std::size_t kLateMax = 1000;

using Fingerprints = std::map<std::string, Hash>;

absl::StatusOr<Fingerprints> FingerprintsOf(const Ledger& ledger) {
  ASSIGN_OR_RETURN(std::vector<PartitionFingerprint> list, ledger.Fingerprints());
  Fingerprints fingerprints;
  for (PartitionFingerprint& item : list) {
    fingerprints.emplace_hint(fingerprints.end(), std::move(item.partition), item.fingerprint);
  }
  return fingerprints;
}

// Of people, households and pairs; a single fact is no figure.
std::vector<std::string> Differing(const Fingerprints& a, const Fingerprints& b) {
  std::set<std::string> names;
  const auto collect = [&](const Fingerprints& from, const Fingerprints& other) {
    for (const auto& [name, hash] : from) {
      const auto found = other.find(name);
      if (found == other.end() || found->second != hash) names.insert(name);
    }
  };
  collect(a, b);
  collect(b, a);
  std::vector<std::string> result;
  for (const std::string& name : names) {
    const std::optional<PartitionKey> key = ParsePartitionName(name);
    if (key && key->type != PartitionType::kEvent) result.push_back(name);
  }
  return result;
}

// What causes are told from where no event is one.
struct SessionState {
  Interval span;
  Id centre;
  bool cancelled = false;

  friend bool operator==(const SessionState&, const SessionState&) = default;
};

SessionState StateOf(const Session& session) {
  return {.span = session.span, .centre = session.centre, .cancelled = session.cancelled};
}

using FiguresByPartition = std::map<std::string, std::vector<Figure>>;

class Comparison {
 public:
  Comparison(const LogStore& log, const SecretKey& lookup_key, const v1::GetReportRequest& choice,
             DayRange days, ChangesReading& reading)
      : log_(log), lookup_key_(lookup_key), request_(choice), days_(days), reading_(reading) {}

  absl::Status ReadFingerprints(const Ledger& ledger) {
    ASSIGN_OR_RETURN(fingerprints_, FingerprintsOf(ledger));
    return absl::OkStatus();
  }

  absl::Status ReadAfter(const Ledger& ledger) {
    if (reading_.until.position < reading_.since.position) {
      return absl::InvalidArgumentError(
          absl::StrCat("since position ", reading_.since.position, " until position ",
                       reading_.until.position, ": that is backwards, name the earlier one first"));
    }
    ASSIGN_OR_RETURN(const Fingerprints now, FingerprintsOf(ledger));
    differing_ = Differing(fingerprints_, now);
    reading_.partitions = std::max(fingerprints_.size(), now.size());
    reading_.differing = differing_.size();
    RETURN_IF_ERROR(ReadFigures(ledger, after_, sessions_after_));
    // Of one that was cancelled no figure is left to ask for it.
    for (const Session& session : ledger.reference().SessionsBeginning("")) {
      sessions_now_[session.id] = StateOf(session);
    }
    ASSIGN_OR_RETURN(const ReportChoice choice,
                     ChooseForReport(request_, ledger.reference(), lookup_key_));
    reading_.only = choice.words;
    for (const std::string& partition : differing_) {
      RETURN_IF_ERROR(ReadLate(ledger, partition));
    }
    ASSIGN_OR_RETURN(kiosks_, KiosksInLog(log_, ledger, reading_.until.position));
    Name(ledger.reference(), after_);
    return absl::OkStatus();
  }

  absl::Status ReadBefore(const Ledger& ledger) {
    RETURN_IF_ERROR(ReadFigures(ledger, before_, sessions_before_));
    Name(ledger.reference(), before_);
    return absl::OkStatus();
  }

  absl::Status Compare() {
    for (const std::string& partition : differing_) {
      for (MovedFigure& moved : Moved(before_[partition], after_[partition])) {
        if (!moved.before.chosen && !moved.after.chosen) continue;
        if (reading_.figures.size() == kChangesMax) {
          return absl::InvalidArgumentError(absl::StrCat(
              "more than ", kChangesMax, " figures moved: choose fewer days, or a centre"));
        }
        Explain(reading_.figures.emplace_back(ChangedFigure{.moved = std::move(moved)}));
      }
    }
    std::sort(reading_.figures.begin(), reading_.figures.end(),
              [](const ChangedFigure& a, const ChangedFigure& b) {
                const Figure& x = a.moved.known();
                const Figure& y = b.moved.known();
                return std::tie(x.person, x.day, x.type, x.about, x.detail) <
                       std::tie(y.person, y.day, y.type, y.about, y.detail);
              });
    for (const ChangedFigure& figure : reading_.figures) {
      reading_.people.insert({figure.moved.known().person, figure.moved.known().about});
      for (const Hash& event : figure.late) {
        reading_.events.emplace(event, late_.at(event));
      }
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ReadFigures(const Ledger& ledger, FiguresByPartition& into,
                           std::map<Id, SessionState>& sessions) {
    // A centre or cohort that was not known yet then has no figures then.
    const absl::StatusOr<ReportChoice> choice =
        ChooseForReport(request_, ledger.reference(), lookup_key_);
    if (!choice.ok() && !absl::IsNotFound(choice.status())) return choice.status();
    for (const std::string& partition : differing_) {
      ASSIGN_OR_RETURN(const PartitionRecords records, ledger.RecordsOf(partition, days_));
      std::vector<Figure>& figures = into[partition];
      figures = FiguresOf(records);
      for (Figure& figure : figures) {
        figure.chosen = choice.ok() && Takes(*choice, ledger.reference(), figure);
        const Session* session = ledger.reference().FindSession(figure.about);
        if (session != nullptr) sessions[session->id] = StateOf(*session);
      }
    }
    return absl::OkStatus();
  }

  static bool Takes(const ReportChoice& choice, const Reference& reference, const Figure& figure) {
    if (figure.centre.IsZero()) return TakesPerson(choice, reference, figure.person, figure.day);
    const ReportChoice rest = AnyPlace(choice);
    return choice.TakesCentre(figure.centre) &&
           TakesPerson(rest, reference, figure.person, figure.day);
  }

  void Name(const Reference& reference, const FiguresByPartition& figures) {
    for (const Centre& centre : reference.Centres()) reading_.words[centre.id] = centre.name;
    for (const auto& [partition, list] : figures) {
      for (const Figure& figure : list) {
        if (const Session* session = reference.FindSession(figure.about)) {
          reading_.words[figure.about] = absl::StrCat(
              session->title, session->title.empty() ? "" : " ",
              FormatTimeOfDay(session->span.start_ms), "-", FormatTimeOfDay(session->span.end_ms));
        } else if (const Enrolment* enrolment = reference.FindEnrolment(figure.about)) {
          const Cohort* cohort = reference.FindCohort(enrolment->cohort);
          if (cohort != nullptr) reading_.words[figure.about] = cohort->name;
        }
      }
    }
  }

  // Events after `since` that belong to the partition, and whom they are about.
  absl::Status ReadLate(const Ledger& ledger, const std::string& partition) {
    ASSIGN_OR_RETURN(std::vector<std::uint64_t> positions,
                     ledger.MembersOf(partition, reading_.since.position));
    const std::optional<PartitionKey> key = ParsePartitionName(partition);
    std::set<Id> people;
    if (key && key->type == PartitionType::kPerson) {
      people.insert(key->a);
      ASSIGN_OR_RETURN(const std::vector<std::uint64_t> naming,
                       ledger.PositionsOfPerson(key->a, reading_.since.position,
                                                reading_.until.position, kLateMax));
      positions.insert(positions.end(), naming.begin(), naming.end());
      SortUnique(positions);
    }
    for (const Figure& figure : after_[partition]) people.insert(figure.person);
    if (positions.size() > kLateMax) positions.resize(kLateMax);
    for (const std::uint64_t position : positions) {
      ASSIGN_OR_RETURN(LogEvent read, log_.Read(position));
      TracedEvent traced{.position = position, .received_ms = read.received_ms};
      ASSIGN_OR_RETURN(traced.stored, ReadEvent(std::move(read.bytes), read.previous));
      const Hash hash = traced.stored.key.hash;
      ASSIGN_OR_RETURN(traced.time, ledger.TimeOf(hash));
      for (const Id& person : people) late_of_[person].insert(hash);
      late_.emplace(hash, std::move(traced));
    }
    return absl::OkStatus();
  }

  // The day that an event is about: as stated, else as captured.
  static std::optional<CivilDay> DayOfEvent(const TracedEvent& traced) {
    const std::optional<std::int64_t> stated_ms = StatedStart(traced.stored.event);
    if (stated_ms) return DayOf(*stated_ms);
    if (traced.time.captured_ms) return DayOf(*traced.time.captured_ms);
    return std::nullopt;
  }

  // Whether the record names it, or it names what the record rests on.
  static bool Moves(const TracedEvent& traced, const MovedFigure& moved) {
    const auto rests_on = [&](const Hash& hash) {
      return std::binary_search(moved.before.events.begin(), moved.before.events.end(), hash) ||
             std::binary_search(moved.after.events.begin(), moved.after.events.end(), hash);
    };
    if (rests_on(traced.stored.key.hash)) return true;
    const std::vector<Hash> seen = SeenBy(traced.stored.event);
    return std::any_of(seen.begin(), seen.end(), rests_on);
  }

  // Whether it lies so many days at most from the figure's.
  static bool LiesWithin(CivilDay days, const TracedEvent& traced, const MovedFigure& moved) {
    const std::optional<CivilDay> day = DayOfEvent(traced);
    const CivilDay about = moved.known().day;
    return day && *day >= about - days && *day <= about + days;
  }

  // Whether it may move a figure that neither rests on it nor is named by it. Steps on a path and
  // what was done about a case move nobody's attendance, hours, visits or help.
  static bool MayMove(const TracedEvent& traced) {
    switch (traced.stored.event.kind()) {
      case v1::EVENT_KIND_HELP_REQUESTED:
      case v1::EVENT_KIND_INVITATION_SENT:
      case v1::EVENT_KIND_PLACEMENT_STARTED:
      case v1::EVENT_KIND_PLACEMENT_REVIEWED:
      case v1::EVENT_KIND_PLACEMENT_ENDED:
      case v1::EVENT_KIND_ONE_TO_ONE_HELD:
      case v1::EVENT_KIND_ASSESSMENT_TAKEN:
      case v1::EVENT_KIND_LADDER_MEASURED:
      case v1::EVENT_KIND_GOAL_SET:
      case v1::EVENT_KIND_GOAL_MET:
      case v1::EVENT_KIND_MILESTONE_REACHED:
      case v1::EVENT_KIND_REFERRAL_MADE:
      case v1::EVENT_KIND_EXITED:
      case v1::EVENT_KIND_AFTERCARE_CONTACTED:
      case v1::EVENT_KIND_CASE_HEARD:
      case v1::EVENT_KIND_CASE_SENT:
      case v1::EVENT_KIND_CASE_ACCOUNTED:
      case v1::EVENT_KIND_CASE_RETRACTION_ACKNOWLEDGED:
        return false;
      default:
        return true;
    }
  }

  bool IsNewSession(const MovedFigure& moved) const {
    return sessions_after_.contains(moved.known().about) &&
           !sessions_before_.contains(moved.known().about);
  }

  void Explain(ChangedFigure& figure) {
    std::vector<const TracedEvent*> late;
    const auto collect = [&](auto takes) {
      for (const Hash& hash : late_of_[figure.moved.known().person]) {
        const TracedEvent& traced = late_.at(hash);
        if (takes(traced)) late.push_back(&traced);
      }
    };
    collect([&](const TracedEvent& traced) { return Moves(traced, figure.moved); });
    if (late.empty() && IsNewSession(figure.moved)) {
      figure.cause =
          "they were not on record as expected at this session then, or it had not begun";
    }
    for (CivilDay days = 0; days <= 1 && late.empty() && figure.cause.empty(); ++days) {
      collect([&](const TracedEvent& traced) {
        return MayMove(traced) && LiesWithin(days, traced, figure.moved);
      });
    }
    if (late.empty() && figure.cause.empty()) figure.cause = CauseOf(figure.moved);
    if (late.empty() && figure.cause.empty()) {
      // What holds beyond a day: an enrolment, an excuse until better, a settlement.
      collect(MayMove);
    }
    if (late.empty() && figure.cause.empty()) {
      figure.cause = reading_.until.now_ms > reading_.since.now_ms
                         ? "time passed, or rules and plans changed"
                         : "rules or plans changed";
    }
    std::sort(late.begin(), late.end(),
              [](const TracedEvent* a, const TracedEvent* b) { return a->position < b->position; });
    for (const TracedEvent* traced : late) figure.late.push_back(traced->stored.key.hash);
  }

  std::string KioskName(const Id& device) const {
    for (const KioskLine& kiosk : kiosks_) {
      if (kiosk.device == device) return NameCell(kiosk);
    }
    return ShortId(device);
  }

  std::string KioskCause(const Id& device, bool is_lost_now) const {
    for (const KioskLine& kiosk : kiosks_) {
      if (kiosk.device != device) continue;
      if (is_lost_now && kiosk.whereabouts == Whereabouts::kInUse) {
        return absl::StrCat(NameCell(kiosk), " has been silent too long");
      }
      if (is_lost_now) return absl::StrCat(NameCell(kiosk), " is ", WhereaboutsText(kiosk));
      return absl::StrCat(NameCell(kiosk), " was heard through ", TimeCell(kiosk.heard_through_ms));
    }
    return absl::StrCat(ShortId(device), is_lost_now ? " is lost" : " was heard");
  }

  // What other than an event of theirs changed a figure; empty: nothing that is known.
  std::string CauseOf(const MovedFigure& moved) const {
    std::vector<std::string> causes;
    const auto has = [](const std::vector<Id>& sorted, const Id& id) {
      return std::binary_search(sorted.begin(), sorted.end(), id);
    };
    for (const Id& device : moved.before.waited_for) {
      if (has(moved.after.waited_for, device)) continue;
      causes.push_back(KioskCause(device, has(moved.after.lost, device)));
    }
    for (const Id& device : moved.before.lost) {
      if (!has(moved.after.lost, device)) causes.push_back(KioskCause(device, false));
    }
    for (const Id& device : moved.after.waited_for) {
      if (has(moved.before.waited_for, device) || moved.before.value.empty()) continue;
      causes.push_back(absl::StrCat(KioskName(device), " is waited for"));
    }
    const auto was = sessions_before_.find(moved.known().about);
    const auto is = sessions_now_.find(moved.known().about);
    if (was != sessions_before_.end() && is != sessions_now_.end() && was->second != is->second) {
      causes.push_back(is->second.cancelled ? "the session was cancelled"
                                            : "the session was moved");
    }
    if (causes.empty() && moved.before.signs != moved.after.signs) {
      causes.push_back("something that could have been them came or was settled");
    }
    const std::int64_t end_ms = moved.known().end_ms;
    if (causes.empty() && end_ms > 0 && end_ms > reading_.since.now_ms) {
      causes.push_back("the session was not over then");
    }
    return absl::StrJoin(causes, "; ");
  }

  const LogStore& log_;
  const SecretKey& lookup_key_;
  const v1::GetReportRequest& request_;
  const DayRange days_;
  ChangesReading& reading_;

  Fingerprints fingerprints_;
  std::vector<std::string> differing_;
  FiguresByPartition before_, after_;
  // Of those that figures are about.
  std::map<Id, SessionState> sessions_before_, sessions_after_;
  // All there are.
  std::map<Id, SessionState> sessions_now_;
  std::vector<KioskLine> kiosks_;
  // Events after `since`: all of them, and whom they may concern.
  std::map<Hash, TracedEvent> late_;
  std::map<Id, std::set<Hash>> late_of_;
};

}  // namespace

absl::StatusOr<ChangesReading> ReadChanges(const KnownLedgers& ledgers, const LogStore& log,
                                           const SecretKey& lookup_key,
                                           const v1::GetReportRequest& choice, const KnownAt& since,
                                           const std::optional<KnownAt>& until) {
  ASSIGN_OR_RETURN(const DayRange days, DaysOfReport(choice));
  ChangesReading reading{.since = since};
  Comparison comparison(log, lookup_key, choice, days, reading);
  // One after the other: nobody holds two ledgers at once.
  RETURN_IF_ERROR(ledgers.Read(since, [&](const Ledger& ledger, const KnownAt&) {
    return comparison.ReadFingerprints(ledger);
  }));
  RETURN_IF_ERROR(ledgers.Read(until, [&](const Ledger& ledger, const KnownAt& known) {
    reading.until = known;
    return comparison.ReadAfter(ledger);
  }));
  RETURN_IF_ERROR(ledgers.Read(
      since, [&](const Ledger& ledger, const KnownAt&) { return comparison.ReadBefore(ledger); }));
  RETURN_IF_ERROR(comparison.Compare());
  return reading;
}

}  // namespace wijkboek
