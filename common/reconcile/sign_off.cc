#include "common/reconcile/sign_off.h"

#include <algorithm>

#include "common/reconcile/set_aside.h"

namespace wijkboek {

SignOffs::SignOffs(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                   std::vector<SetAsideFact>& set_aside) {
  for (const Fact& fact : facts) {
    if (fact.kind() != v1::EVENT_KIND_SESSION_SIGNED_OFF || !standing.Stands(fact)) continue;
    const auto& entries = fact.event->session_signed_off().entries();
    auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& each) {
      return Id::FromBytesOrZero(each.person_id()) == person;
    });
    Id session = Id::FromBytesOrZero(fact.event->session_id());
    if (session.IsZero() || entry == entries.end()) {
      if (ListsFor(fact, person)) {
        set_aside.push_back(SetAside(SetAsideReason::kMakesNoSense, fact,
                                     "it does not say which session, or what its list said"));
      }
      continue;
    }
    EditStamp stamp = StampOf(fact.key, *fact.event);
    auto [latest, is_new] = by_session_.try_emplace(session, Latest{stamp, *entry});
    if (!is_new && latest->second.stamp < stamp) latest->second = {stamp, *entry};
  }
}

void SignOffs::Compare(AttendanceRecord& record) const {
  auto latest = by_session_.find(record.session);
  if (latest == by_session_.end()) return;
  const v1::SignedAttendance& entry = latest->second.entry;
  record.signed_off = true;
  record.changed_since_sign_off = entry.state() != static_cast<int>(record.status) ||
                                  entry.late() != record.late ||
                                  entry.left_early() != record.left_early;
}

}  // namespace wijkboek
