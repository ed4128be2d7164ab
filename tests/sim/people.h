// What people do in a simulated region: the office plans, participants come and go, visit and help,
// coaches correct and settle, and everybody makes mistakes.
#ifndef WIJKBOEK_TESTS_SIM_PEOPLE_H_
#define WIJKBOEK_TESTS_SIM_PEOPLE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "absl/status/statusor.h"
#include "client/capture.h"
#include "common/draft.h"
#include "common/reconcile/records.h"
#include "tests/sim/oracle.h"
#include "tests/sim/world.h"

namespace wijkboek::sim {

class People {
 public:
  explicit People(World& world) : world_(world) {}

  // The server runs: the office tells of everybody.
  absl::Status SetUp();
  // When somebody does something next.
  std::int64_t NextMs() const;
  // What is due. An error is of the simulation itself: a machine that refuses is a part of life.
  absl::Status Act();
  // The office, which is up, erases somebody; `oracle` is told which keys that were.
  absl::Status Erase(Oracle& oracle);

 private:
  using Doing = std::function<void()>;
  struct Lesson {
    Id session;
    unsigned centre = 0;
    CivilDay day = 0;
    std::int64_t start_ms = 0;
    std::int64_t end_ms = 0;
  };

  void At(std::int64_t t_ms, Doing doing) { agenda_.emplace(t_ms, std::move(doing)); }
  absl::Status Tell(EventDraft draft);
  bool Slips() { return world_.dice.Chance(world_.weather.mistakes); }

  absl::Status RegisterEverybody();
  void PlanWeek(std::int64_t monday_ms);
  void PlanLesson(const Lesson& lesson);
  void PlanComing(const Lesson& lesson, const Id& participant);
  void PlanAfternoon(unsigned centre, CivilDay day);

  // At a kiosk of the centre that runs; null: there is none now.
  Kiosk* KioskAt(unsigned centre);
  // Null when it was not saved.
  std::optional<StoredEvent> Capture(Kiosk& kiosk, absl::StatusOr<EventDraft> draft,
                                     absl::string_view what);
  static CaptureContext ContextOf(Kiosk& kiosk);

  void CheckIn(const Lesson& lesson, const Id& participant, unsigned centre);
  void CheckOut(const Id& participant, unsigned centre);
  void Excuse(const Lesson& lesson, const Id& participant);
  void TapWrong(unsigned centre);
  void Mark(const Lesson& lesson);
  void Contest(const Lesson& lesson);
  void Cancel(const Lesson& lesson);
  void Visit(unsigned centre);
  void LogVisit(unsigned centre);
  void Help(unsigned centre);
  void SayNews(unsigned centre);
  void SettleAtKiosk(unsigned centre);
  void SettleAtOffice();
  v1::Decision Decide(const Discrepancy& discrepancy);
  std::string TrueTime(const Discrepancy& discrepancy);
  void Disturb(const Discrepancy& discrepancy, const v1::Decision& decision);
  void DisturbAll(const Lesson& lesson);

  Id Participant(unsigned centre);
  static Id ParticipantId(unsigned centre, unsigned number);
  static Id ResidentId(unsigned centre, unsigned number);
  static Subject CoachOf(unsigned centre);

  World& world_;
  std::multimap<std::int64_t, Doing> agenda_;
  unsigned lessons_ = 0;
  unsigned visits_ = 0;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_PEOPLE_H_
