#include "tests/sim/line.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/chain.h"

namespace wijkboek::sim {
namespace {

constexpr std::int64_t kNeverMs = std::numeric_limits<std::int64_t>::max();
// Answers that arrive between two looks of the agent: whoever puts more into its inbox than that
// takes waits for it, and here nobody would come.
constexpr int kAtOnce = 2;
// When to look whether a dead line is alive again.
constexpr std::int64_t kLookMs = 60'000;

}  // namespace

Line::Line(LineEnds& ends, const UplinkParams& params, Inbox& inbox)
    : ends_(ends),
      inbox_(inbox),
      connection_(params.connection),
      pull_(params.pull),
      life_(ends.server.life()),
      begin_at_ms_(ends.now_ms + Delay()),
      self_(std::make_shared<Line*>(this)) {
  ends_.line = this;
}

Line::~Line() {
  *self_ = nullptr;
  ends_.line = nullptr;
}

std::int64_t Line::Delay() const {
  return 1 + static_cast<std::int64_t>(
                 ends_.dice.Below(static_cast<std::uint64_t>(ends_.weather.delay_ms_max)));
}

void Line::Weigh(std::size_t bytes) { ends_.bytes_max = std::max(ends_.bytes_max, bytes); }

bool Line::Push(const v1::PushRequest& request) {
  if (over_) return false;
  up_at_ms_ = std::max(up_at_ms_, ends_.now_ms + Delay());
  Weigh(request.ByteSizeLong());
  up_.push_back({up_at_ms_, request});
  return true;
}

std::string Line::Describe() const {
  return absl::StrCat(up_.size(), " under way up, ", in_hand_, " in hand, ", down_.size(),
                      " down, ");
}

void Line::End(const absl::Status& status) {
  over_ = true;
  ends_.arrived = true;
  inbox_.Put({.connection = connection_, .what = UplinkEnded{.status = status}});
}

std::int64_t Line::Move() {
  if (over_) return kNeverMs;
  ServerMachine& server = ends_.server;
  if (!server.IsUp() || server.life() != life_) {
    End(absl::UnavailableError("the connection was reset"));
    return kNeverMs;
  }
  // No stream goes on behind something that never arrived; of some nobody ever says so.
  if (torn_ && !is_half_open_ && !ends_.weather.up_is_dead && !ends_.weather.down_is_dead) {
    End(absl::UnavailableError("the connection was reset"));
    return kNeverMs;
  }
  MoveUp();
  if (!over_ && server.IsUp()) MovePages();
  if (!over_) MoveDown();
  return over_ ? kNeverMs : NextMs();
}

void Line::Tear() {
  if (torn_) return;
  torn_ = true;
  is_half_open_ = ends_.dice.Chance(300);
}

void Line::MoveUp() {
  while (!over_ && !up_.empty() && up_.front().at_ms <= ends_.now_ms) {
    v1::PushRequest request = std::move(up_.front().message);
    up_.pop_front();
    if (ends_.weather.up_is_dead || torn_) {
      Tear();
      continue;
    }
    if (Cuts()) return End(absl::UnavailableError("the connection broke"));
    ++in_hand_;
    ends_.server.Handle(ends_.identity, std::move(request),
                        [self = self_, ends = &ends_](absl::StatusOr<v1::PushResponse> answer) {
                          // The server signed, whoever is still there to hear it.
                          if (answer.ok() && answer->has_acknowledgement()) {
                            absl::StatusOr<EventKey> key =
                                ToEventKey(answer->acknowledgement().event());
                            if (key.ok()) ends->on_acknowledged(*key);
                          }
                          if (*self != nullptr) (*self)->Answered(std::move(answer));
                        });
    if (!ends_.server.IsUp()) return;
  }
}

void Line::Answered(absl::StatusOr<v1::PushResponse> answer) {
  --in_hand_;
  if (over_) return;
  if (!answer.ok()) return End(answer.status());
  // The answer that gets lost with the connection.
  if (Cuts()) return End(absl::UnavailableError("the connection broke"));
  push_at_ms_ = std::max(push_at_ms_, ends_.now_ms + Delay());
  Send(push_at_ms_, *std::move(answer));
}

bool Line::HasNews() const {
  return ends_.server.log().tail().position != seen_ ||
         ends_.server.keys().version() != session_->keys_version;
}

void Line::MovePages() {
  if (ends_.now_ms < begin_at_ms_) return;
  ServerMachine& server = ends_.server;
  if (server.registry().IsRevoked(ends_.identity.device)) {
    return End(absl::PermissionDeniedError("this device was shut out by the office"));
  }
  if (!session_) {
    if (ends_.weather.up_is_dead) return;
    absl::Status admitted = server.registry().Admit(ends_.identity, ends_.now_ms).status();
    if (!admitted.ok()) return End(admitted);
    absl::StatusOr<FeedSession> session = server.feed().Begin(ends_.identity.centre, pull_);
    if (!session.ok()) return End(session.status());
    session_.emplace(*std::move(session));
  }
  const std::uint64_t position = server.log().tail().position;
  const bool refresh = ends_.now_ms >= refresh_at_ms_;
  if (!HasNews() && !refresh) return;
  // The first comparison comes a minute after the beginning.
  if (refresh) {
    refresh_at_ms_ = ends_.now_ms + (seen_ == 0 ? ends_.refresh_ms / 60 : ends_.refresh_ms);
  }
  seen_ = position;
  for (bool more = true; more;) {
    absl::StatusOr<FeedStep> step = server.feed().Next(*session_, refresh);
    if (!step.ok()) return End(step.status());
    more = step->more;
    if (!step->page) continue;
    Weigh(step->page->ByteSizeLong());
    pull_at_ms_ = std::max(pull_at_ms_, ends_.now_ms + Delay());
    Send(pull_at_ms_, *std::move(step->page));
  }
}

// The two streams are apart: what is sent later on one may arrive sooner than on the other.
void Line::Send(std::int64_t at_ms, Answer answer) {
  auto place = std::upper_bound(
      down_.begin(), down_.end(), at_ms,
      [](std::int64_t at, const Flying<Answer>& other) { return at < other.at_ms; });
  down_.insert(place, {at_ms, std::move(answer)});
}

void Line::MoveDown() {
  for (int i = 0; i < kAtOnce && !over_ && !down_.empty(); ++i) {
    if (down_.front().at_ms > ends_.now_ms) return;
    Answer answer = std::move(down_.front().message);
    down_.pop_front();
    if (ends_.weather.down_is_dead || torn_) {
      Tear();
      continue;
    }
    if (Cuts()) return End(absl::UnavailableError("the connection broke"));
    std::visit(
        [&](auto& message) { inbox_.Put({.connection = connection_, .what = std::move(message)}); },
        answer);
    ends_.arrived = true;
  }
}

std::int64_t Line::NextMs() const {
  std::int64_t next_ms = std::max({begin_at_ms_, refresh_at_ms_, ends_.now_ms + 1});
  if (ends_.weather.up_is_dead || torn_) {
    next_ms = ends_.now_ms + kLookMs;
  } else if (session_ && HasNews()) {
    next_ms = ends_.now_ms + 1;
  }
  if (!up_.empty()) next_ms = std::min(next_ms, up_.front().at_ms);
  if (!down_.empty()) next_ms = std::min(next_ms, down_.front().at_ms);
  return std::max(next_ms, ends_.now_ms + 1);
}

}  // namespace wijkboek::sim
