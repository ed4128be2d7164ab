// Small stories for tests of the fold, written so that a coordinator can read them. One fact a
// line:
//
//   [#name] [+days] TIME WHO in CENTRE [tile|coach]        own badge unless said otherwise
//                   TIME WHO out CENTRE [said TIME]      said: when they left, by their own word
//                   TIME WHO start RESIDENT [VISIT]        leaves for a visit
//                   TIME WHO end RESIDENT|- [VISIT|-] [CENTRE]
//                   TIME WHO log RESIDENT FROM TO [by COACH]   WHO may be several: P+Q
//                   TIME WHO plan RESIDENT VISIT FROM TO
//                   TIME WHO gave|got WHOM MINUTES SUBJECT [at CENTRE]   buddy help, logged by WHO
//                   TIME COACH says WHO gave WHOM MINUTES SUBJECT
//                   TIME COACH corrects WHO CENTRE FROM TO [denied]|never [#seen…]
//                   TIME COACH corrects-visit WHO RESIDENT FROM TO|never [#seen…]
//                   TIME WHO voids|denies-visit|denies-help|confirms-help|joins|splits #seen…
//                   TIME badge B in|out CENTRE
//                   TIME nobody in CENTRE
//
// Attendance; SESSION is a start on that day ("09:00", of the participant's own cohort), or a name:
//
//                   TIME COACH marks WHO SESSION present|late|excused|absent [#seen…]
//                   TIME WHO excuses WHOM at SESSION… | from DAY [to DAY] | since DAY [called TIME]
//                   TIME WHO says-better WHOM DAY #seen          DAY is the last excused one: +2
//                   TIME COACH sees WHO CENTRE [phone]
//                   TIME WHO contests SESSION|day [CENTRE]
//                   TIME COACH settles WHO SESSION STATUS|- #seen…      a contest or a status
//                   TIME COACH judges WHO KIND accept|reject|start TIME|end TIME|status STATUS
//                                     [at SESSION] #seen…               any discrepancy
//                   TIME COACH signs SESSION WHO=STATUS[,late][,left-early]…
//                   TIME office plans WHO NAME CENTRE FROM TO
//                   TIME COACH|office moves WHO SESSION CENTRE FROM TO [#seen…]
//                   TIME COACH|office cancels WHO SESSION [#seen…]
//                   TIME office own-times WHO FROM TO
//                   TIME office enrols WHO COHORT CENTRE [PROGRAMME]
//                   TIME office rule NAME VALUE
//                   TIME office duty COACH coach|coordinator|instructor
//                   TIME device KIOSK enrolled CENTRE | heard | forked | lost | found | carried |
//                                     parked | parks
//                   TIME office badges WHO B                     B is WHO's from the start
//                   TIME WHO learns CENTRE [alone|with WHOM]     a kind this program does not know
//                   TIME badge B learns CENTRE
//                   TIME WHO garbles CENTRE                      a check-in with another kind's
//                   content
//
// "unsure" before the time: nobody knows what the clock said; "practice": it was only practice.
// A kiosk is in use and heard of only where a scene says so.
//
// Centres C and D close at 17:00; FROM and TO may carry "+days," before the time. All people are
// invented.
#ifndef WIJKBOEK_TESTS_RECONCILE_SCENE_H_
#define WIJKBOEK_TESTS_RECONCILE_SCENE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/event.h"
#include "common/ledger/ledger.h"
#include "tests/fakes/vector_log.h"

namespace wijkboek {

// The id of a name; the same for the same name.
Id IdNamed(absl::string_view name);

class Scene {
 public:
  // Monday 2 March 2026 unless another day is given.
  explicit Scene(absl::string_view first_day = "2026-03-02");

  // ---- Telling
  Scene& Tell(absl::string_view story);
  // A fact of `device`, whose clock is kept by network time.
  v1::Event New(v1::EventKind kind, std::int64_t t_ms, const std::string& device = "kiosk");
  // Gives it its place in its device's log.
  StoredEvent& Add(v1::Event event);
  // What becomes of each event before it is written: a device's clock is wrong.
  Scene& BeforeWriting(std::function<void(v1::Event&)> change) {
    before_writing_ = std::move(change);
    return *this;
  }
  // The kiosk stands at a centre from 30 days before the first day on.
  Scene& HasKiosk(const std::string& kiosk, const std::string& centre);
  // Everything that the kiosk captured until then is in the log.
  Scene& Heard(const std::string& kiosk, std::int64_t server_ms);
  Scene& AddNotice(v1::LogEntry notice);
  // P is enrolled in a cohort at C with sessions 09:00-12:00 and 13:00-16:00 there, on `days` days.
  Scene& Enrol(const std::string& who, int days = 10);
  Scene& AssignBadge(const std::string& badge, const std::string& who, std::int64_t from_ms = 0);
  Scene& Resident(const std::string& who, const std::string& household);

  std::int64_t At(int day, absl::string_view time) const;
  CivilDay day() const { return day_; }
  const std::vector<StoredEvent>& events() const { return events_; }
  const std::vector<v1::LogEntry>& notices() const { return notices_; }
  Hash Named(const std::string& label) const { return labels_.at(label); }

  // ---- Outcome, as known 30 days later, or at a moment
  std::int64_t later() const { return At(30, "12:00"); }
  std::string Outcome() const { return Outcome(later()); }
  std::string Outcome(std::int64_t now_ms) const;
  // Statuses, hours, sightings, and what is doubtful about them.
  std::string AttendanceOutcome() const { return AttendanceOutcome(later()); }
  std::string AttendanceOutcome(std::int64_t now_ms) const;
  // Presences and statuses; what is doubtful, with what people said of it when they differ; what is
  // settled, how and by whom; what makes no sense.
  std::string SettledOutcome() const;

 private:
  // One line of a story, taken apart.
  struct Line {
    std::int64_t t_ms = 0;
    int day = 0;
    std::string who;
    std::string verb;
    std::vector<std::string> rest;
    std::string text;
  };

  void TellLine(absl::string_view line);
  // True when it was about attendance, sessions or kiosks. `is_event` becomes false for what only
  // the server says.
  bool TellAttendance(const Line& line, v1::Event& event, bool& is_event);
  bool TellOffice(const Line& line, v1::Event& event);
  // Of a session: by the office, or at a kiosk.
  bool TellChange(const Line& line, v1::Event& event) const;
  // What somebody says of a discrepancy.
  void TellJudgement(const Line& line, v1::Event& event) const;
  bool TellDevice(const Line& line, v1::Event& event, bool& is_event);
  Id SessionOf(const std::string& who, const std::string& session, int day) const;
  void See(const std::vector<std::string>& words, v1::Event& event) const;
  std::int64_t ParseAt(const std::string& word, int day) const;
  void Describe(const std::string& centre);

  CivilDay day_;
  std::vector<StoredEvent> events_;
  std::vector<v1::LogEntry> notices_;
  std::map<std::string, Hash> labels_;
  struct DeviceLog {
    std::uint64_t seq = 0;
    Hash hash;
  };
  std::map<std::string, DeviceLog> devices_;
  std::function<void(v1::Event&)> before_writing_;
};

// A ledger in memory over these events, in this order.
struct FoldedLog {
  std::unique_ptr<VectorLog> log;
  std::unique_ptr<Ledger> ledger;
};
FoldedLog FoldAll(const std::vector<StoredEvent>& events, std::int64_t now_ms,
                  const std::vector<v1::LogEntry>& notices = {});

// What the ledger holds, one line each, times relative to the first day.
std::string Describe(const Ledger& ledger, CivilDay first_day);
std::string DescribeAttendance(const Ledger& ledger, CivilDay first_day);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_SCENE_H_
