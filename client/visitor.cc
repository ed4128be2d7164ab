#include "client/visitor.h"

#include <utility>

namespace wijkboek {

std::string Visitor::Welcome(Identified who, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  ticket_ = random_.NewId().hex();
  who_ = std::move(who);
  used_ms_ = now_ms;
  return ticket_;
}

std::optional<Identified> Visitor::Holder(absl::string_view ticket, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  if (ticket_.empty() || ticket != ticket_) return std::nullopt;
  if (now_ms - used_ms_ > kVisitorRestMs) {
    ticket_.clear();
    who_ = Identified();
    return std::nullopt;
  }
  used_ms_ = now_ms;
  return who_;
}

void Visitor::Leave(absl::string_view ticket) {
  std::lock_guard lock(mutex_);
  if (ticket_.empty() || ticket != ticket_) return;
  ticket_.clear();
  who_ = Identified();
}

}  // namespace wijkboek
