// A plain memory of what was said and done in a simulated region, against which the oracle holds
// what its machines made of it.
#ifndef WIJKBOEK_TESTS_SIM_MODEL_H_
#define WIJKBOEK_TESTS_SIM_MODEL_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "common/civil_time.h"
#include "common/event.h"
#include "common/ids.h"

namespace wijkboek::sim {

// Somebody came to a session and tapped their own badge in time, and the kiosk said "saved".
struct Coming {
  Id person;
  Id session;
  CivilDay day = 0;
  // When, in truth.
  std::int64_t at_ms = 0;
  EventKey event;
};

class Model {
 public:
  // A name that is in sealed parts alone.
  static constexpr char kPlantedName[] = "Zonderlinge-Achternaam";

  // ---- what machines said
  // A kiosk said "saved".
  void Saved(const EventKey& event, const std::string& machine);
  // It did not know whether it was, or the power went before it could say.
  void Unsure(const Id& device) { ++unsure_[device]; }
  // The server signed for this event of that machine, and so for all before it in its epoch.
  void Acknowledged(const EventKey& event, const std::string& machine);
  // Nobody holds these any more, and nobody could help it: the only disk that had them was put
  // back, lost or damaged.
  void Gone(const std::set<EventKey>& events);

  // ---- what people did
  void Came(const Coming& coming) { comings_.push_back(coming); }
  // Somebody who may decide said something about that person's day: whatever comes of it.
  void Disturbed(const Id& person, CivilDay day) { disturbed_.insert({person, day}); }
  bool IsDisturbed(const Id& person, CivilDay day) const {
    return disturbed_.contains({person, day});
  }
  void Erased(const Id& person, std::int64_t now_ms) { erased_.emplace(person, now_ms); }

  const std::map<EventKey, std::string>& saved() const { return saved_; }
  const std::set<EventKey>& acknowledged() const { return acknowledged_; }
  const std::vector<Coming>& comings() const { return comings_; }
  // Who was erased, up to that time.
  std::set<Id> ErasedBy(std::int64_t time_ms) const;
  // How often a capture on that device may be there although nobody was told that it was saved.
  std::uint64_t unsure(const Id& device) const;

 private:
  std::map<EventKey, std::string> saved_;
  std::set<EventKey> acknowledged_;
  // Of each machine and epoch, by seq.
  std::map<std::tuple<std::string, Epoch>, std::map<std::uint64_t, EventKey>> waiting_;
  std::map<Id, std::uint64_t> unsure_;
  std::vector<Coming> comings_;
  std::set<std::pair<Id, CivilDay>> disturbed_;
  std::map<Id, std::int64_t> erased_;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_MODEL_H_
