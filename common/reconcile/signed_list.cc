#include "common/reconcile/signed_list.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/crypto.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kContext = "wijkboek attendance list v1";

bool PersonBefore(const v1::SignedAttendance& a, const v1::SignedAttendance& b) {
  return a.person_id() < b.person_id();
}

v1::SignedAttendance SignedEntry(const AttendanceRecord& record) {
  v1::SignedAttendance entry;
  entry.set_person_id(record.person.ToString());
  // Both number the states alike.
  entry.set_state(static_cast<v1::AttendanceState>(record.status));
  entry.set_late(record.late);
  entry.set_left_early(record.left_early);
  return entry;
}

}  // namespace

v1::SessionSignedOff SignedList(const Id& session, absl::Span<const AttendanceRecord> records) {
  v1::SessionSignedOff list;
  for (const AttendanceRecord& record : records) *list.add_entries() = SignedEntry(record);
  std::sort(list.mutable_entries()->begin(), list.mutable_entries()->end(), PersonBefore);
  list.set_list_fingerprint(ListFingerprint(session, list).ToString());
  return list;
}

Hash ListFingerprint(const Id& session, const v1::SessionSignedOff& list) {
  std::vector<v1::SignedAttendance> entries(list.entries().begin(), list.entries().end());
  std::stable_sort(entries.begin(), entries.end(), PersonBefore);
  std::string text = absl::StrCat(kContext, session.bytes());
  for (const v1::SignedAttendance& entry : entries) {
    absl::StrAppend(&text, Id::FromBytesOrZero(entry.person_id()).bytes());
    text.push_back(static_cast<char>(entry.state()));
    text.push_back(entry.late() ? '\1' : '\0');
    text.push_back(entry.left_early() ? '\1' : '\0');
  }
  return Sha256(text);
}

}  // namespace wijkboek
