#include "tests/reconcile/week.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/draft.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

class Week {
 public:
  explicit Week(const WeekOptions& options) : options_(options), random_(options.seed) {}

  std::vector<StoredEvent> Run() {
    std::vector<std::int64_t> times;
    for (int i = 0; i < options_.events; ++i) {
      std::int64_t second = 7 * 3600 + Pick(12 * 3600);
      if (Pick(20) == 0) second = Pick(24 * 3600);
      times.push_back(scene_.At(Pick(options_.days), "00:00") + second * 1000);
    }
    std::sort(times.begin(), times.end());
    Open();
    for (std::int64_t t_ms : times) Fact(t_ms);
    return scene_.events();
  }

 private:
  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  std::string Participant() { return absl::StrCat("p", Pick(options_.participants)); }
  std::string Kiosk() { return absl::StrCat("kiosk", Pick(options_.kiosks)); }
  std::string Centre() { return Pick(4) == 0 ? "D" : "C"; }
  std::string HouseholdMember() { return absl::StrCat("r", Pick(4)); }

  void Open() {
    scene_.Enrol("p0", options_.days).Enrol("p1", 2);
    scene_.Resident("r0", "h0").Resident("r1", "h0");
    scene_.AssignBadge("b0", "p0").AssignBadge("b1", "p2", scene_.At(2, "12:00"));
  }

  // A fact on a kiosk; kiosk0 has no clock of its own and hears the server's only now and then.
  v1::Event New(v1::EventKind kind, std::int64_t t_ms) {
    std::string kiosk = Kiosk();
    v1::Event event = scene_.New(kind, t_ms, kiosk);
    if (kiosk == "kiosk0") {
      std::string boot = absl::StrCat("boot", (t_ms - scene_.At(0, "00:00")) / (48 * kHourMs));
      event.mutable_captured()->set_boot_id(IdNamed(boot).ToString());
      event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
      event.mutable_captured()->set_wall_ms(event.captured().wall_ms() % kHourMs);
    }
    return event;
  }

  void Sample(std::int64_t t_ms) {
    v1::Event event = scene_.New(v1::EVENT_KIND_CLOCK_SAMPLED, t_ms, "kiosk0");
    std::string boot = absl::StrCat("boot", (t_ms - scene_.At(0, "00:00")) / (48 * kHourMs));
    event.mutable_captured()->set_boot_id(IdNamed(boot).ToString());
    event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
    v1::ClockSampled& body = *event.mutable_clock_sampled();
    body.set_boottime_ms(event.captured().boottime_ms());
    body.set_round_trip_ms(static_cast<std::uint32_t>(Pick(500)));
    body.set_server_ms(t_ms + Pick(300) - 150);
    scene_.Add(std::move(event));
  }

  void Act(v1::Event& event, const std::string& who) {
    event.mutable_actor()->set_method(Pick(5) == 0 ? v1::METHOD_COACH_PIN : v1::METHOD_OWN_BADGE);
    event.mutable_actor()->set_person_id(
        IdNamed(event.actor().method() == v1::METHOD_COACH_PIN ? "K" : who).ToString());
  }

  void SeeSome(v1::Event& event) {
    const std::vector<StoredEvent>& all = scene_.events();
    for (int i = Pick(3); i >= 0; --i) {
      std::size_t back = static_cast<std::size_t>(Pick(20)) + 1;
      if (back <= all.size()) event.add_seen(all[all.size() - back].key.hash.ToString());
    }
  }

  void Fact(std::int64_t t_ms) {
    std::string who = Participant();
    switch (Pick(30)) {
      case 0:
        return Sample(t_ms);
      case 1: {
        v1::Event event = New(v1::EVENT_KIND_EVENT_VOIDED, t_ms);
        event.mutable_event_voided();
        SeeSome(event);
        scene_.Add(std::move(event));
        return;
      }
      case 2: {
        v1::Event event = New(v1::EVENT_KIND_PRESENCE_CORRECTED, t_ms);
        AddPerson(event, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
        Act(event, who);
        event.set_centre_id(IdNamed(Centre()).ToString());
        event.mutable_presence_corrected()->set_did_not_happen(Pick(4) == 0);
        *event.mutable_stated_start() = ToCivilTime(t_ms - Pick(9) * kHourMs);
        *event.mutable_stated_end() = ToCivilTime(t_ms);
        SeeSome(event);
        scene_.Add(std::move(event));
        return;
      }
      case 3:
      case 4:
      case 5:
      case 6:
      case 7:
        return Visit(t_ms, who);
      case 8:
      case 9:
      case 10:
        return Help(t_ms, who);
      case 11: {
        v1::Event event = New(v1::EVENT_KIND_UNOWNED_CHECK_IN, t_ms);
        event.set_centre_id(IdNamed("C").ToString());
        event.mutable_unowned_check_in();
        scene_.Add(std::move(event));
        return;
      }
      case 12:
      case 13:
      case 14:
      case 15:
      case 16:
        return Attendance(t_ms, who);
      default:
        return Tap(t_ms, who);
    }
  }

  void Tap(std::int64_t t_ms, const std::string& who) {
    bool in = Pick(2) == 0;
    v1::Event event = New(in ? v1::EVENT_KIND_CHECKED_IN : v1::EVENT_KIND_CHECKED_OUT, t_ms);
    if (in) event.mutable_checked_in();
    if (!in) event.mutable_checked_out();
    event.set_centre_id(IdNamed(Centre()).ToString());
    event.set_practice(Pick(30) == 0);
    Act(event, who);
    if (Pick(8) == 0) {
      event.set_badge_hash(IdNamed(absl::StrCat("b", Pick(3))).ToString());
    } else {
      AddPerson(event, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
    }
    scene_.Add(std::move(event));
  }

  // What coaches and participants say about sessions.
  void Attendance(std::int64_t t_ms, const std::string& who) {
    constexpr v1::EventKind kKinds[] = {v1::EVENT_KIND_SESSION_MARKED,
                                        v1::EVENT_KIND_SESSION_MARKED,
                                        v1::EVENT_KIND_EXCUSE_GIVEN,
                                        v1::EVENT_KIND_EXCUSE_ENDED,
                                        v1::EVENT_KIND_SIGHTED,
                                        v1::EVENT_KIND_ATTENDANCE_CONTESTED,
                                        v1::EVENT_KIND_DISCREPANCY_SETTLED,
                                        v1::EVENT_KIND_DISCREPANCY_SETTLED,
                                        v1::EVENT_KIND_SESSION_SIGNED_OFF};
    v1::Event event = New(kKinds[Pick(9)], t_ms);
    AddPerson(event, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
    if (Pick(6) == 0) AddPerson(event, IdNamed(Participant()), v1::PERSON_ROLE_PARTICIPANT);
    Act(event, who);
    event.set_centre_id(IdNamed(Centre()).ToString());
    event.set_practice(Pick(30) == 0);
    std::string start = Pick(2) == 0 ? "09:00" : "13:00";
    int day = Pick(options_.days);
    Id session = IdNamed(absl::StrCat("p", Pick(2), day, start));
    if (Pick(12) != 0) event.set_session_id(session.ToString());
    switch (event.kind()) {
      case v1::EVENT_KIND_EXCUSE_GIVEN: {
        v1::ExcuseGiven& body = *event.mutable_excuse_given();
        if (Pick(3) == 0) body.mutable_sessions()->add_session_ids(session.ToString());
        if (Pick(3) == 0) body.set_until_better_from_day(scene_.day() + day);
        if (Pick(3) == 0) body.mutable_days()->set_first_day(scene_.day() + day);
        break;
      }
      case v1::EVENT_KIND_SESSION_MARKED:
        event.mutable_session_marked()->set_status(static_cast<v1::MarkStatus>(Pick(5)));
        break;
      case v1::EVENT_KIND_EXCUSE_ENDED:
        event.mutable_excuse_ended()->set_last_day(scene_.day() + day);
        break;
      case v1::EVENT_KIND_SIGHTED:
        event.mutable_sighted()->set_by_phone(Pick(3) == 0);
        break;
      case v1::EVENT_KIND_ATTENDANCE_CONTESTED:
        event.mutable_attendance_contested()->set_session(true);
        if (Pick(2) == 0) event.mutable_attendance_contested()->set_day(scene_.day() + day);
        break;
      case v1::EVENT_KIND_DISCREPANCY_SETTLED: {
        v1::DiscrepancySettled& body = *event.mutable_discrepancy_settled();
        body.set_discrepancy("attendance_contested");
        if (Pick(2) == 0) body.set_field("status");
        body.mutable_status()->set_status(Pick(5));
        break;
      }
      case v1::EVENT_KIND_SESSION_SIGNED_OFF: {
        v1::SignedAttendance& entry = *event.mutable_session_signed_off()->add_entries();
        entry.set_person_id(IdNamed(who).ToString());
        entry.set_state(static_cast<v1::AttendanceState>(Pick(7)));
        break;
      }
      default:
        break;
    }
    SeeSome(event);
    scene_.Add(std::move(event));
  }

  void Visit(std::int64_t t_ms, const std::string& who) {
    int what = Pick(6);
    v1::Event event = New(what == 0   ? v1::EVENT_KIND_VISIT_STARTED
                          : what == 1 ? v1::EVENT_KIND_VISIT_ENDED
                          : what == 2 ? v1::EVENT_KIND_VISIT_CORRECTED
                          : what == 3 ? v1::EVENT_KIND_VISIT_JOINED
                                      : v1::EVENT_KIND_VISIT_LOGGED,
                          t_ms);
    AddPerson(event, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
    if (Pick(6) == 0) AddPerson(event, IdNamed(Participant()), v1::PERSON_ROLE_PARTICIPANT);
    if (what != 1 || Pick(2) == 0) {
      AddPerson(event, IdNamed(HouseholdMember()), v1::PERSON_ROLE_RESIDENT);
    }
    if (Pick(2) == 0) event.set_visit_id(IdNamed(absl::StrCat("v", Pick(12))).ToString());
    Act(event, who);
    if (Pick(2) == 0) event.set_centre_id(IdNamed("C").ToString());
    if (what == 0) event.mutable_visit_started();
    if (what == 1) event.mutable_visit_ended();
    if (what == 2) event.mutable_visit_corrected()->set_did_not_happen(Pick(3) == 0);
    if (what == 3) event.mutable_visit_joined();
    if (what > 3) event.mutable_visit_logged();
    if (what >= 2) {
      *event.mutable_stated_start() = ToCivilTime(t_ms - Pick(240) * kMinuteMs);
      *event.mutable_stated_end() = ToCivilTime(t_ms - Pick(60) * kMinuteMs);
    }
    if (what == 2 || what == 3 || Pick(10) == 0) SeeSome(event);
    scene_.Add(std::move(event));
  }

  void Help(std::int64_t t_ms, const std::string& who) {
    int what = Pick(8);
    v1::Event event = New(what == 0   ? v1::EVENT_KIND_BUDDY_HELP_DENIED
                          : what == 1 ? v1::EVENT_KIND_BUDDY_HELP_CONFIRMED
                                      : v1::EVENT_KIND_BUDDY_HELP_LOGGED,
                          t_ms);
    AddPerson(event, IdNamed(who), v1::PERSON_ROLE_HELPER);
    AddPerson(event, IdNamed(Participant()), v1::PERSON_ROLE_HELPED);
    Act(event, who);
    v1::HelpSide side = static_cast<v1::HelpSide>(Pick(4));
    if (what == 0) event.mutable_buddy_help_denied()->set_side(side);
    if (what == 1) event.mutable_buddy_help_confirmed()->set_side(side);
    if (what > 1) {
      event.mutable_buddy_help_logged()->set_side(side);
      event.mutable_buddy_help_logged()->set_minutes(static_cast<std::uint32_t>(Pick(7) * 10));
      event.mutable_buddy_help_logged()->set_subject(Pick(2) == 0 ? "language" : "sums");
    }
    if (what < 2) SeeSome(event);
    scene_.Add(std::move(event));
  }

  WeekOptions options_;
  std::mt19937_64 random_;
  Scene scene_;
};

}  // namespace

std::vector<StoredEvent> GenerateWeek(const WeekOptions& options) { return Week(options).Run(); }

std::int64_t WeekNow(const WeekOptions& options) { return Scene().At(options.days, "12:00"); }

}  // namespace wijkboek
