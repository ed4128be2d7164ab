#include "server/work_desk.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/crypto.h"
#include "common/status.h"

namespace wijkboek {

Hash WorkOf(const v1::DiscrepancyItem& item) {
  std::vector<std::string> people;
  for (const v1::NamedPerson& person : item.people()) people.push_back(person.person());
  std::sort(people.begin(), people.end());
  return Sha256(absl::StrCat("discrepancy|", item.kind(), "|", item.day(), "|", item.session(), "|",
                             absl::StrJoin(people, ",")));
}

Hash WorkOf(const v1::CaseItem& item) { return Sha256(absl::StrCat("case|", item.id())); }

absl::Status WorkDesk::Assign(const std::vector<Hash>& work, const Id& coach, std::int64_t now_ms) {
  std::lock_guard<std::mutex> lock(store_.mutex());
  Database& database = store_.database();
  return database.Transaction([&]() -> absl::Status {
    for (const Hash& item : work) {
      Statement drop = database.Prepare("DELETE FROM work WHERE item = ?");
      RETURN_IF_ERROR(drop.Bind(item.bytes()).Run());
      if (coach.IsZero()) continue;
      Statement note = database.Prepare("INSERT INTO work VALUES (?, ?, ?)");
      RETURN_IF_ERROR(note.Bind(item.bytes(), coach.bytes(), now_ms).Run());
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<absl::flat_hash_map<Hash, Id>> WorkDesk::Assigned() {
  std::lock_guard<std::mutex> lock(store_.mutex());
  Statement all = store_.database().Prepare("SELECT item, coach FROM work");
  absl::flat_hash_map<Hash, Id> assigned;
  for (;;) {
    ASSIGN_OR_RETURN(const bool is_there, all.Step());
    if (!is_there) return assigned;
    assigned.emplace(Hash::FromBytesOrZero(all.Bytes(0)), Id::FromBytesOrZero(all.Bytes(1)));
  }
}

}  // namespace wijkboek
