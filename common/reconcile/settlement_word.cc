#include "common/reconcile/settlement_word.h"

#include <optional>

#include "common/reconcile/settling_ways.h"

namespace wijkboek {
namespace {

constexpr std::uint32_t kMinutesMax = 24 * 60;

SettlementWord Nonsense(const char* why) { return {.nonsense = why}; }

SettlementWord ReadValue(const v1::DiscrepancySettled& settled) {
  SettlementWord word{.value = {.field = settled.field()}};
  const char* field = "";
  switch (settled.value_case()) {
    case v1::DiscrepancySettled::kStatus:
      field = "status";
      word.value.number = settled.status().status();
      if (word.value.number < v1::MARK_STATUS_PRESENT ||
          word.value.number > v1::MARK_STATUS_ABSENT) {
        return Nonsense("its status is none that this program knows");
      }
      break;
    case v1::DiscrepancySettled::kTime: {
      std::optional<std::int64_t> t_ms = InstantSaid(settled.time());
      if (!t_ms) return Nonsense("its time is no time");
      if (settled.time().day() <= 0) return Nonsense("its time is of no day");
      word.value.number = *t_ms;
      if (settled.field() != "start" && settled.field() != "end") field = "time";
      break;
    }
    case v1::DiscrepancySettled::kMinutes:
      field = "minutes";
      word.value.number = settled.minutes();
      if (settled.minutes() == 0 || settled.minutes() > kMinutesMax) {
        return Nonsense("its minutes must be 1 to 1440");
      }
      break;
    case v1::DiscrepancySettled::kPersonId:
      field = "person";
      word.value.person = Id::FromBytesOrZero(settled.person_id());
      if (word.value.person.IsZero()) return Nonsense("it does not say whose it is");
      break;
    case v1::DiscrepancySettled::kAccepted:
      field = kAcceptedField.data();
      word.value.number = settled.accepted() ? 1 : 0;
      // Kiosks have always left it out when nothing but the word was given.
      if (settled.field().empty()) word.value.field = field;
      break;
    case v1::DiscrepancySettled::VALUE_NOT_SET:
      return Nonsense("it does not say how it is settled");
  }
  if (*field != '\0' && word.value.field != field) {
    return Nonsense("its value is not one of the field that it names");
  }
  return word;
}

}  // namespace

SettlementWord ReadSettlement(const Fact& fact) {
  const v1::Event& event = *fact.event;
  const v1::DiscrepancySettled& settled = event.discrepancy_settled();
  if (AuthorOf(event).IsZero()) return Nonsense("it does not say who settles it");
  if (SeenBy(event).empty()) return Nonsense("it does not say which facts it is about");
  if (WaysOf(settled.discrepancy()).empty()) {
    return Nonsense("this program knows no such discrepancy to settle");
  }
  SettlementWord word = ReadValue(settled);
  if (word.nonsense != nullptr) return word;
  if (word.value.person == AuthorOf(event)) return Nonsense("nobody can say that it was them");
  if (!IsWay(settled.discrepancy(), word.value)) {
    return Nonsense("a discrepancy of this kind cannot be settled in this way");
  }
  if (word.value.field == "status" && Id::FromBytesOrZero(event.session_id()).IsZero()) {
    return Nonsense("it does not say at which session that was the status");
  }
  return word;
}

}  // namespace wijkboek
