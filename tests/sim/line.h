// The line between a simulated kiosk and the server: what is sent takes its time, each stream in
// its own order; a cut or a dead way loses what is under way, and the connection with it.
#ifndef WIJKBOEK_TESTS_SIM_LINE_H_
#define WIJKBOEK_TESTS_SIM_LINE_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "client/uplink.h"
#include "tests/sim/dice.h"
#include "tests/sim/server_machine.h"

namespace wijkboek::sim {

// How a line behaves now.
struct LineWeather {
  std::int64_t delay_ms_max = 200;
  // Of what is sent each way, out of a thousand, breaks the connection instead.
  std::uint64_t cut_permille = 0;
  // Nothing arrives at the server, or nothing from it.
  bool up_is_dead = false;
  bool down_is_dead = false;
};

class Line;

// What a line is between. Outlives it.
struct LineEnds {
  ServerMachine& server;
  Dice& dice;
  DeviceIdentity identity;
  // How long the server waits before it tells the kiosk anew where it stands.
  std::int64_t refresh_ms = 0;
  // The server signed for these.
  std::function<void(const EventKey&)> on_acknowledged;
  LineWeather weather;
  std::int64_t now_ms = 0;
  // Something was put into the kiosk's inbox.
  bool arrived = false;
  // The one there is; null: none.
  Line* line = nullptr;
  // The most that ever was under way at once, in bytes.
  std::size_t bytes_max = 0;
};

// One connection.
class Line final : public Uplink {
 public:
  Line(LineEnds& ends, const UplinkParams& params, Inbox& inbox);
  ~Line() override;

  bool Push(const v1::PushRequest& request) override;
  void Cancel() override { over_ = true; }

  // Moves what is due. When to come again.
  std::int64_t Move();
  // Nothing is under way, and what is sent would arrive.
  bool IsQuiet() const { return up_.empty() && down_.empty() && in_hand_ == 0 && !torn_; }
  std::string Describe() const;

 private:
  using Answer = std::variant<v1::PushResponse, v1::PullResponse>;
  template <typename Message>
  struct Flying {
    std::int64_t at_ms = 0;
    Message message;
  };

  std::int64_t Delay() const;
  bool Cuts() const { return ends_.dice.Chance(ends_.weather.cut_permille); }
  void End(const absl::Status& status);
  void Tear();
  void MoveUp();
  void Answered(absl::StatusOr<v1::PushResponse> answer);
  // The log grew, or keys came or were destroyed. There is a session.
  bool HasNews() const;
  void MovePages();
  void Send(std::int64_t at_ms, Answer answer);
  void MoveDown();
  std::int64_t NextMs() const;
  void Weigh(std::size_t bytes);

  LineEnds& ends_;
  Inbox& inbox_;
  const std::uint64_t connection_;
  const v1::PullRequest pull_;
  const std::uint64_t life_;
  const std::int64_t begin_at_ms_;
  // For answers that come when the line is gone.
  const std::shared_ptr<Line*> self_;
  bool over_ = false;
  // Something was lost on the way, and nothing arrives behind it.
  bool torn_ = false;
  // It never ends by itself.
  bool is_half_open_ = false;
  std::optional<FeedSession> session_;
  std::uint64_t seen_ = 0;
  std::int64_t refresh_at_ms_ = 0;
  std::int64_t up_at_ms_ = 0;
  std::int64_t push_at_ms_ = 0;
  std::int64_t pull_at_ms_ = 0;
  // Messages that the server has not answered yet.
  int in_hand_ = 0;
  std::deque<Flying<v1::PushRequest>> up_;
  std::deque<Flying<Answer>> down_;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_LINE_H_
