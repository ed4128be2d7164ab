// Small stories for tests of the fold, written so that a coordinator can read them. One fact a
// line:
//
//   [#name] [+days] TIME WHO in CENTRE [tile|coach]        own badge unless said otherwise
//                   TIME WHO out CENTRE
//                   TIME WHO start RESIDENT [VISIT]        leaves for a visit
//                   TIME WHO end RESIDENT|- [VISIT|-] [CENTRE]
//                   TIME WHO log RESIDENT FROM TO [by COACH]   WHO may be several: P+Q
//                   TIME WHO plan RESIDENT VISIT FROM TO
//                   TIME WHO gave|got WHOM MINUTES SUBJECT     buddy help, logged by WHO
//                   TIME COACH says WHO gave WHOM MINUTES SUBJECT
//                   TIME COACH corrects WHO CENTRE FROM TO|never [#seen…]
//                   TIME COACH corrects-visit WHO RESIDENT FROM TO|never [#seen…]
//                   TIME WHO voids|denies-visit|denies-help|confirms-help|joins|splits #seen…
//                   TIME badge B in|out CENTRE
//                   TIME nobody in CENTRE
//
// Centres C and D close at 17:00; FROM and TO may carry "+days," before the time. All people are
// invented.
#ifndef WIJKBOEK_TESTS_RECONCILE_SCENE_H_
#define WIJKBOEK_TESTS_RECONCILE_SCENE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
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
  // P is enrolled in a cohort at C with sessions 09:00-12:00 and 13:00-16:00 there, on `days` days.
  Scene& Enrol(const std::string& who, int days = 10);
  Scene& AssignBadge(const std::string& badge, const std::string& who, std::int64_t from_ms = 0);
  Scene& Resident(const std::string& who, const std::string& household);

  std::int64_t At(int day, absl::string_view time) const;
  CivilDay day() const { return day_; }
  const std::vector<StoredEvent>& events() const { return events_; }
  Hash Named(const std::string& label) const { return labels_.at(label); }

  // ---- Outcome, as known 30 days later, or at a moment
  std::int64_t later() const { return At(30, "12:00"); }
  std::string Outcome() const { return Outcome(later()); }
  std::string Outcome(std::int64_t now_ms) const;

 private:
  void TellLine(absl::string_view line);
  std::int64_t ParseAt(const std::string& word, int day) const;
  void Describe(const std::string& centre);

  CivilDay day_;
  std::vector<StoredEvent> events_;
  std::map<std::string, Hash> labels_;
  struct DeviceLog {
    std::uint64_t seq = 0;
    Hash hash;
  };
  std::map<std::string, DeviceLog> devices_;
};

// A ledger in memory over these events, in this order.
struct FoldedLog {
  std::unique_ptr<VectorLog> log;
  std::unique_ptr<Ledger> ledger;
};
FoldedLog FoldAll(const std::vector<StoredEvent>& events, std::int64_t now_ms);

// What the ledger holds, one line each, times relative to the first day.
std::string Describe(const Ledger& ledger, CivilDay first_day);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_SCENE_H_
