#include "tests/reconcile/attendance_week.h"

#include <algorithm>
#include <map>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/draft.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

constexpr int kDays = 5;

struct KioskPlan {
  const char* name;
  const char* centre;
};

// a and d are steady, b's clock is wrong, e is carried, f is declared lost, g parks itself, h is
// forked in some weeks.
constexpr KioskPlan kKiosks[] = {{"a", "C"}, {"b", "C"}, {"d", "D"}, {"e", "C"},
                                 {"f", "D"}, {"g", "C"}, {"h", "C"}};

class Generator {
 public:
  Generator(std::uint64_t seed, std::uint64_t order) : facts_(seed), order_(seed * 1000 + order) {}

  AttendanceWeek Run() {
    PlanOffice();
    ChooseLives();
    for (int day = 0; day < kDays; ++day) TellDay(day);
    Deliver();
    return std::move(week_);
  }

 private:
  static int Pick(std::mt19937_64& random, int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  }
  int Pick(int below) { return Pick(facts_, below); }

  // Captured at a kiosk; not yet at the server.
  struct Captured {
    std::int64_t t_ms = 0;
    v1::Event event;
    // On the other branch of a fork, which arrives last.
    bool hidden = false;
    // Its number, and those that its author had seen.
    std::size_t number = 0;
    std::vector<std::size_t> seen;
  };

  void PlanOffice() {
    scene_.Enrol("p0", kDays).Enrol("p1", kDays).Enrol("p2", kDays);
    scene_.Tell("07:00 office enrols p0 talk D; 07:00 office enrols q talk D");
    for (int day = 0; day < kDays; ++day) {
      scene_.Tell(absl::StrCat("+", day, " 07:10 office plans talk talk", day, " D 10:00 15:00"));
    }
    for (const KioskPlan& kiosk : kKiosks) {
      scene_.HasKiosk(kiosk.name, kiosk.centre);
      week_.kiosks.push_back({.name = kiosk.name, .centre = IdNamed(kiosk.centre)});
    }
    lost_ms_ = scene_.At(Pick(kDays), "15:00");
    scene_.Tell(absl::StrCat("+", kDays - 1, " 18:00 device e carried"));
    parked_ms_ = scene_.At(1 + Pick(2), "17:00");
    if (Pick(3) == 0) forked_ms_ = scene_.At(Pick(2), "08:00");
  }

  KioskTruth& TruthOf(const std::string& name) {
    return *std::find_if(week_.kiosks.begin(), week_.kiosks.end(),
                         [&](const KioskTruth& each) { return each.name == name; });
  }

  void ChooseLives() {
    end_ms_ = scene_.At(kDays + 9, "12:00");
    for (KioskTruth& kiosk : week_.kiosks) {
      int chance = 2 + Pick(order_, 12);
      for (int day = 0; day < kDays + 4; ++day) {
        for (int half_hour = 14; half_hour < 38; ++half_hour) {
          if (Pick(order_, chance) != 0) continue;
          std::int64_t minute = half_hour * 30 + Pick(order_, 30);
          kiosk.online_ms.push_back(scene_.At(day, "00:00") + minute * kMinuteMs);
        }
        // Away for days.
        if (Pick(order_, 3) == 0) day += Pick(order_, 4);
      }
    }
    KioskTruth& lost = TruthOf("f");
    lost.excused_from_ms = lost_ms_;
    std::erase_if(lost.online_ms, [&](std::int64_t t_ms) { return t_ms >= lost_ms_; });
    KioskTruth& parked = TruthOf("g");
    std::erase_if(parked.online_ms, [&](std::int64_t t_ms) { return t_ms >= parked_ms_; });
    TruthOf("e").carried = true;
    for (KioskTruth& kiosk : week_.kiosks) {
      if (kiosk.name != "f" && kiosk.name != "g") kiosk.online_ms.push_back(end_ms_ - kHourMs);
    }
  }

  bool IsInUse(const std::string& kiosk, std::int64_t t_ms) const {
    if (kiosk == "f") return t_ms < lost_ms_;
    return kiosk != "g" || t_ms < parked_ms_;
  }

  // One that stands at the centre and is in use.
  std::string KioskAt(const std::string& centre, std::int64_t t_ms) {
    std::vector<std::string> there;
    for (const KioskPlan& kiosk : kKiosks) {
      if (kiosk.centre == centre && IsInUse(kiosk.name, t_ms)) there.emplace_back(kiosk.name);
    }
    return there[static_cast<std::size_t>(Pick(static_cast<int>(there.size())))];
  }

  v1::Event New(v1::EventKind kind, std::int64_t t_ms, const std::string& kiosk) {
    v1::Event event = scene_.New(kind, t_ms, kiosk);
    for (const KioskPlan& each : kKiosks) {
      if (each.name == kiosk) event.set_centre_id(IdNamed(each.centre).ToString());
    }
    if (kiosk == "b") SpoilClock(t_ms, event);
    return event;
  }

  // Starts in 1970 every second day, and runs days ahead of itself: only the server's samples say
  // what time it was.
  void SpoilClock(std::int64_t t_ms, v1::Event& event) const {
    std::int64_t boot = (t_ms - scene_.At(0, "00:00")) / (48 * kHourMs);
    std::int64_t boot_ms = scene_.At(0, "00:00") + boot * 48 * kHourMs;
    event.mutable_captured()->set_boot_id(IdNamed(absl::StrCat("b boot ", boot)).ToString());
    event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
    event.mutable_captured()->set_boottime_ms(static_cast<std::uint64_t>(t_ms - boot_ms));
    event.mutable_captured()->set_wall_ms(t_ms + 20 * 24 * kHourMs);
  }

  void Act(v1::Event& event, const std::string& who) {
    event.mutable_actor()->set_method(v1::METHOD_OWN_BADGE);
    event.mutable_actor()->set_person_id(IdNamed(who).ToString());
  }

  void ActAsCoach(v1::Event& event, const std::string& who) {
    event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
    event.mutable_actor()->set_person_id(IdNamed(who).ToString());
  }

  // Returns its number.
  std::size_t Keep(const std::string& kiosk, std::int64_t t_ms, v1::Event event,
                   std::vector<std::size_t> seen = {}) {
    bool hidden = kiosk == "h" && forked_ms_ && t_ms > *forked_ms_ && Pick(2) == 0;
    captured_[kiosk].push_back({.t_ms = t_ms,
                                .event = std::move(event),
                                .hidden = hidden,
                                .number = ++last_number_,
                                .seen = std::move(seen)});
    return last_number_;
  }

  void Saw(const std::string& who, const std::string& kiosk, std::int64_t t_ms) {
    week_.witnesses.push_back(
        {.person = IdNamed(who), .centre = TruthOf(kiosk).centre, .t_ms = t_ms, .kiosk = kiosk});
  }

  void Tap(const std::string& who, const std::string& centre, std::int64_t t_ms, bool in) {
    std::string kiosk = KioskAt(centre, t_ms);
    v1::Event event = New(in ? v1::EVENT_KIND_CHECKED_IN : v1::EVENT_KIND_CHECKED_OUT, t_ms, kiosk);
    if (in) event.mutable_checked_in();
    if (!in) event.mutable_checked_out();
    AddPerson(event, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
    Act(event, who);
    Keep(kiosk, t_ms, std::move(event));
    Saw(who, kiosk, t_ms);
  }

  std::int64_t Between(int day, absl::string_view from, absl::string_view to) {
    std::int64_t start_ms = scene_.At(day, from), end_ms = scene_.At(day, to);
    return start_ms + Pick(static_cast<int>((end_ms - start_ms) / kMinuteMs)) * kMinuteMs;
  }

  void TellDay(int day) {
    for (const char* who : {"p0", "p1", "p2", "q"}) TellPerson(day, who);
    std::int64_t t_ms = Between(day, "09:05", "15:30");
    std::string kiosk = KioskAt("C", t_ms);
    switch (Pick(9)) {
      case 0: {
        v1::Event event = New(v1::EVENT_KIND_UNOWNED_CHECK_IN, t_ms, kiosk);
        event.mutable_unowned_check_in();
        Keep(kiosk, t_ms, std::move(event));
        return;
      }
      case 1: {
        v1::Event event = New(v1::EVENT_KIND_CHECKED_IN, t_ms, kiosk);
        event.mutable_checked_in();
        event.set_badge_hash(IdNamed("somebody's").ToString());
        Keep(kiosk, t_ms, std::move(event));
        return;
      }
      default:
        return;
    }
  }

  void TellPerson(int day, const std::string& who) {
    std::string home = who == "q" ? "D" : "C";
    std::int64_t t_ms = Between(day, "09:05", "11:50");
    std::string kiosk = KioskAt(home, t_ms);
    auto about = [&](v1::EventKind kind) {
      v1::Event event = New(kind, t_ms, kiosk);
      AddPerson(event, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
      return event;
    };
    std::string session = who == "q" ? absl::StrCat("talk", day) : absl::StrCat(who, day, "09:00");
    switch (Pick(20)) {
      case 0:
      case 1:
      case 2:
        Tap(who, home, t_ms, true);
        return Tap(who, home, Between(day, "12:20", "16:00"), false);
      case 3:
        return Tap(who, home, t_ms, true);
      case 4:
        return Tap(who, home, t_ms, false);
      case 5:
        return Tap(who, home == "C" ? "D" : "C", t_ms, true);
      case 6: {
        v1::Event event = about(v1::EVENT_KIND_SIGHTED);
        event.mutable_sighted();
        ActAsCoach(event, "K");
        Keep(kiosk, t_ms, std::move(event));
        return Saw(who, kiosk, t_ms);
      }
      case 7: {
        v1::Event event = about(v1::EVENT_KIND_EXCUSE_GIVEN);
        event.mutable_excuse_given()->mutable_sessions()->add_session_ids(
            IdNamed(session).ToString());
        ActAsCoach(event, "K");
        Keep(kiosk, t_ms, std::move(event));
        week_.witnesses.push_back(
            {.person = IdNamed(who), .session = IdNamed(session), .t_ms = t_ms, .kiosk = kiosk});
        return;
      }
      case 8: {
        v1::Event event = New(v1::EVENT_KIND_BUDDY_HELP_LOGGED, t_ms, kiosk);
        AddPerson(event, IdNamed(who), v1::PERSON_ROLE_HELPER);
        AddPerson(event, IdNamed("s"), v1::PERSON_ROLE_HELPED);
        event.mutable_buddy_help_logged()->set_minutes(30);
        event.mutable_buddy_help_logged()->set_side(v1::HELP_SIDE_HELPER);
        Act(event, who);
        Keep(kiosk, t_ms, std::move(event));
        return Saw(who, kiosk, t_ms);
      }
      case 9: {
        v1::Event event = about(v1::EVENT_KIND_CHECKED_IN);
        event.mutable_checked_in();
        event.set_practice(true);
        Act(event, who);
        Keep(kiosk, t_ms, std::move(event));
        return;
      }
      case 10:
        Keep(kiosk, t_ms, about(static_cast<v1::EventKind>(999)));
        return;
      case 11: {
        v1::Event event = about(v1::EVENT_KIND_ATTENDANCE_CONTESTED);
        event.mutable_attendance_contested()->set_day(scene_.day() + day);
        ActAsCoach(event, "K");
        Keep(kiosk, t_ms, std::move(event));
        return;
      }
      case 12:
      case 13: {
        v1::Event event = about(v1::EVENT_KIND_SESSION_MARKED);
        event.set_session_id(IdNamed(session).ToString());
        event.mutable_session_marked()->set_status(Pick(3) == 0 ? v1::MARK_STATUS_EXCUSED
                                                                : v1::MARK_STATUS_ABSENT);
        ActAsCoach(event, "K");
        Keep(kiosk, t_ms, std::move(event));
        // The coach may be wrong.
        if (Pick(2) == 0) Tap(who, home, t_ms + 7 * kMinuteMs, true);
        return;
      }
      case 16:
        return TellDispute(who, kiosk, t_ms, session);
      case 17: {
        v1::Event mark = about(v1::EVENT_KIND_SESSION_MARKED);
        mark.set_session_id(IdNamed(session).ToString());
        mark.mutable_session_marked()->set_status(v1::MARK_STATUS_PRESENT);
        ActAsCoach(mark, "K");
        std::size_t number = Keep(kiosk, t_ms, std::move(mark));
        v1::Event taken_back = New(v1::EVENT_KIND_EVENT_VOIDED, t_ms + kMinuteMs, kiosk);
        taken_back.mutable_event_voided();
        ActAsCoach(taken_back, "K");
        Keep(kiosk, t_ms + kMinuteMs, std::move(taken_back), {number});
        return;
      }
      case 18: {
        // Written up beside what was captured, which it had not seen.
        v1::Event event = about(v1::EVENT_KIND_PRESENCE_CORRECTED);
        event.mutable_presence_corrected();
        *event.mutable_stated_start() = ToCivilTime(scene_.At(day, "13:00"));
        *event.mutable_stated_end() = ToCivilTime(scene_.At(day, "13:40"));
        ActAsCoach(event, "K");
        Keep(kiosk, t_ms, std::move(event));
        if (Pick(2) == 0) Tap(who, home, t_ms + 7 * kMinuteMs, true);
        return;
      }
      default:
        return;
    }
  }

  // Marked absent, contested, and settled: by who made the mark, or by somebody else.
  void TellDispute(const std::string& who, const std::string& kiosk, std::int64_t t_ms,
                   const std::string& session) {
    auto about = [&](v1::EventKind kind, std::int64_t at_ms, const char* coach) {
      v1::Event event = New(kind, at_ms, kiosk);
      AddPerson(event, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
      event.set_session_id(IdNamed(session).ToString());
      ActAsCoach(event, coach);
      return event;
    };
    v1::Event mark = about(v1::EVENT_KIND_SESSION_MARKED, t_ms, "K");
    mark.mutable_session_marked()->set_status(v1::MARK_STATUS_ABSENT);
    std::size_t marked = Keep(kiosk, t_ms, std::move(mark));
    v1::Event contest = about(v1::EVENT_KIND_ATTENDANCE_CONTESTED, t_ms + kMinuteMs, "K");
    contest.mutable_attendance_contested()->set_session(true);
    std::size_t contested = Keep(kiosk, t_ms + kMinuteMs, std::move(contest));
    v1::Event settled =
        about(v1::EVENT_KIND_DISCREPANCY_SETTLED, t_ms + 2 * kMinuteMs, Pick(2) == 0 ? "K" : "J");
    v1::DiscrepancySettled& body = *settled.mutable_discrepancy_settled();
    body.set_discrepancy("attendance_contested");
    body.set_field("status");
    body.mutable_status()->set_status(v1::MARK_STATUS_ABSENT);
    Keep(kiosk, t_ms + 2 * kMinuteMs, std::move(settled), {marked, contested});
    std::string centre = TruthOf(kiosk).centre == IdNamed("C") ? "C" : "D";
    if (Pick(2) == 0) Tap(who, centre, t_ms + 7 * kMinuteMs, true);
  }

  // As it is written to its device's log.
  v1::Event Written(Captured& captured) {
    for (std::size_t number : captured.seen) {
      auto known = hashes_.find(number);
      if (known != hashes_.end()) captured.event.add_seen(known->second.ToString());
    }
    return std::move(captured.event);
  }

  void Arrive(std::int64_t server_ms, StoredEvent event) {
    week_.arrivals.push_back({.server_ms = server_ms, .event = std::move(event)});
  }

  void ArriveHeard(std::int64_t server_ms, const std::string& kiosk) {
    Arrival arrival{.server_ms = server_ms};
    v1::HeardThrough& heard = *arrival.notice.mutable_heard_through();
    heard.set_device_id(IdNamed(kiosk).ToString());
    heard.set_epoch(1);
    heard.set_seq(last_seq_[kiosk]);
    heard.set_server_ms(server_ms);
    week_.arrivals.push_back(std::move(arrival));
  }

  void Deliver() {
    for (const StoredEvent& event : scene_.events()) Arrive(scene_.At(0, "07:30"), event);
    for (const v1::LogEntry& notice : scene_.notices()) {
      week_.arrivals.push_back({.server_ms = scene_.At(0, "07:30"), .notice = notice});
    }
    for (const KioskTruth& kiosk : week_.kiosks) DeliverKiosk(kiosk);
    Arrive(lost_ms_,
           scene_
               .Tell(absl::StrCat("+", (lost_ms_ - scene_.At(0, "00:00")) / (24 * kHourMs),
                                  " 15:00 device f lost"))
               .events()
               .back());
    if (forked_ms_) NoteFork();
    week_.end_ms = end_ms_;
    std::stable_sort(
        week_.arrivals.begin(), week_.arrivals.end(),
        [](const Arrival& one, const Arrival& other) { return one.server_ms < other.server_ms; });
  }

  void NoteFork() {
    Arrival forked{.server_ms = *forked_ms_};
    v1::DeviceLifecycle& lifecycle = *forked.notice.mutable_lifecycle();
    lifecycle.set_device_id(IdNamed("h").ToString());
    lifecycle.set_state(v1::DEVICE_STATE_FORKED);
    lifecycle.set_at_ms(*forked_ms_);
    lifecycle.set_epoch(1);
    const std::vector<Captured>& own = captured_["h"];
    auto shared = std::count_if(own.begin(), own.end(),
                                [&](const Captured& each) { return each.t_ms <= *forked_ms_; });
    lifecycle.set_seq(static_cast<std::uint64_t>(shared) + 1);
    week_.arrivals.push_back(std::move(forked));
  }

  // What a kiosk captured arrives in its own order, and then it says that this was all.
  void DeliverKiosk(const KioskTruth& kiosk) {
    std::vector<Captured>& own = captured_[kiosk.name];
    std::stable_sort(own.begin(), own.end(), [](const Captured& one, const Captured& other) {
      return one.t_ms < other.t_ms;
    });
    std::size_t next = 0;
    std::vector<Captured*> hidden;
    auto deliver = [&](std::int64_t server_ms) {
      for (; next < own.size() && own[next].t_ms <= server_ms; ++next) {
        if (own[next].hidden) {
          hidden.push_back(&own[next]);
        } else {
          const StoredEvent& stored = scene_.Add(Written(own[next]));
          hashes_[own[next].number] = stored.key.hash;
          last_seq_[kiosk.name] = stored.key.seq;
          Arrive(server_ms, stored);
        }
      }
      if (kiosk.name == "b") Arrive(server_ms, scene_.Add(Sample(server_ms)));
    };
    for (std::int64_t online_ms : kiosk.online_ms) {
      deliver(online_ms);
      ArriveHeard(online_ms, kiosk.name);
    }
    if (kiosk.name == "g") {
      deliver(parked_ms_);
      v1::Event event = New(v1::EVENT_KIND_KIOSK_PARKED, parked_ms_, "g");
      event.mutable_kiosk_parked()->set_kiosk_id(IdNamed("g").ToString());
      event.mutable_kiosk_parked()->set_outbox_empty(true);
      Arrive(parked_ms_, scene_.Add(std::move(event)));
    }
    Hash previous = Hash::FromBytesOrZero(std::string(Hash::kSize, 'x'));
    std::uint64_t seq = 900;
    for (Captured* captured : hidden) {
      v1::Event event = Written(*captured);
      event.set_seq(++seq);
      StoredEvent stored = WriteEvent(std::move(event), previous);
      previous = stored.key.hash;
      hashes_[captured->number] = previous;
      Arrive(end_ms_ - kHourMs, std::move(stored));
    }
  }

  v1::Event Sample(std::int64_t t_ms) {
    v1::Event event = New(v1::EVENT_KIND_CLOCK_SAMPLED, t_ms, "b");
    event.clear_centre_id();
    v1::ClockSampled& body = *event.mutable_clock_sampled();
    body.set_boottime_ms(event.captured().boottime_ms());
    body.set_server_ms(t_ms + Pick(order_, 200) - 100);
    body.set_round_trip_ms(200);
    return event;
  }

  std::mt19937_64 facts_;
  std::mt19937_64 order_;
  Scene scene_;
  AttendanceWeek week_;
  std::map<std::string, std::vector<Captured>> captured_;
  std::map<std::string, std::uint64_t> last_seq_;
  std::size_t last_number_ = 0;
  // Of what was written, by number.
  std::map<std::size_t, Hash> hashes_;
  std::int64_t lost_ms_ = 0;
  std::int64_t parked_ms_ = 0;
  // Only in some weeks.
  std::optional<std::int64_t> forked_ms_;
  std::int64_t end_ms_ = 0;
};

}  // namespace

AttendanceWeek GenerateAttendanceWeek(std::uint64_t seed, std::uint64_t order) {
  return Generator(seed, order).Run();
}

}  // namespace wijkboek
