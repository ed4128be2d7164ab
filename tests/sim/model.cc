#include "tests/sim/model.h"

namespace wijkboek::sim {

void Model::Saved(const EventKey& event, const std::string& machine) {
  saved_.emplace(event, machine);
  waiting_[{machine, event.epoch}][event.seq] = event;
}

void Model::Acknowledged(const EventKey& event, const std::string& machine) {
  acknowledged_.insert(event);
  auto waiting = waiting_.find({machine, event.epoch});
  if (waiting == waiting_.end()) return;
  auto& by_seq = waiting->second;
  while (!by_seq.empty() && by_seq.begin()->first <= event.seq) {
    acknowledged_.insert(by_seq.begin()->second);
    by_seq.erase(by_seq.begin());
  }
}

void Model::Gone(const std::set<EventKey>& events) {
  for (const EventKey& event : events) {
    acknowledged_.erase(event);
    auto saved = saved_.find(event);
    if (saved == saved_.end()) continue;
    waiting_[{saved->second, event.epoch}].erase(event.seq);
    saved_.erase(saved);
  }
  std::erase_if(comings_, [&](const Coming& coming) { return events.contains(coming.event); });
}

std::set<Id> Model::ErasedBy(std::int64_t time_ms) const {
  std::set<Id> persons;
  for (const auto& [person, erased_ms] : erased_) {
    if (erased_ms <= time_ms) persons.insert(person);
  }
  return persons;
}

std::uint64_t Model::unsure(const Id& device) const {
  auto found = unsure_.find(device);
  return found == unsure_.end() ? 0 : found->second;
}

}  // namespace wijkboek::sim
