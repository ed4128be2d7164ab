#include "client/visitor.h"

#include <utility>

namespace wijkboek {

std::string Visitor::Welcome(Guest guest, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  ticket_ = random_.NewId().hex();
  guest_ = std::move(guest);
  used_ms_ = now_ms;
  return ticket_;
}

std::optional<Guest> Visitor::Holder(absl::string_view ticket, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  if (ticket_.empty() || ticket != ticket_) return std::nullopt;
  if (now_ms - used_ms_ > kVisitorRestMs) {
    ticket_.clear();
    guest_ = Guest();
    return std::nullopt;
  }
  used_ms_ = now_ms;
  return guest_;
}

void Visitor::Leave(absl::string_view ticket) {
  std::lock_guard lock(mutex_);
  if (ticket_.empty() || ticket != ticket_) return;
  ticket_.clear();
  guest_ = Guest();
}

}  // namespace wijkboek
