#include "tests/reconcile/every_rule_week.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/scene_words.h"
#include "tests/reconcile/week_pieces.h"
#include "tests/reconcile/week_settling.h"
#include "tests/reconcile/week_words.h"

namespace wijkboek {
namespace {

constexpr int kDays = 5;
constexpr int kLastOnline = 12;

// What becomes of the one kiosk whose life is not as it should be; "x", at C.
enum class Life {
  kNone,
  kLost,
  kReplaced,
  kParkedUnsent,
  kCarriedSilent,
  kForked,
  kIn1970,
  kStepped,
  kParks
};
constexpr std::uint64_t kLives = 9;

std::vector<absl::string_view> AllPieces() {
  std::vector<absl::string_view> all;
  for (const auto& some :
       {PresencePieces(), NeighbourhoodPieces(), SessionPieces(), PeoplePieces()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

class Generator {
 public:
  explicit Generator(std::uint64_t seed)
      : seed_(seed), life_(static_cast<Life>(seed % kLives)), random_(seed), teller_(scene_) {}

  EveryRuleWeek Run() {
    scene_.Enrol("p0", kDays).Enrol("p1", kDays).Enrol("p2", kDays);
    scene_.Resident("r0", "h0").Resident("r1", "h0").Resident("s0", "h1");
    scene_.BeforeWriting([this](v1::Event& event) { SpoilClock(event); });
    PlaceKiosks();
    KeepPieces();
    teller_.TellAll();
    if (life_ == Life::kForked) TellOtherBranch();
    SettleWhatIsSeen(*AsSeen(scene_.At(8, "10:00")).ledger, scene_.At(8, "10:00"), random_, scene_);
    const std::int64_t later_ms = scene_.At(kLastOnline + 1, "10:00");
    SettleWhatIsSeen(*AsSeen(later_ms).ledger, later_ms, random_, scene_);
    const std::int64_t at_last_ms = scene_.At(kLastOnline + 2, "10:00");
    UnsettleSome(*AsSeen(at_last_ms).ledger, at_last_ms, random_, scene_);
    if (seed_ % 2 == 0) TakeBackSome(scene_.At(kLastOnline + 3, "10:00"), random_, scene_);
    return {.arrivals = Arrivals(),
            .looks = {scene_.At(0, "12:30"), scene_.At(2, "11:00"), scene_.At(4, "20:30"),
                      scene_.At(9, "12:00"), scene_.later()}};
  }

 private:
  std::size_t Pick(std::size_t below) { return static_cast<std::size_t>(random_() % below); }

  // ---- Kiosks
  void PlaceKiosks() {
    Place("kiosk", "C");
    Place("dk", "D");
    for (int day = 0; day < kDays; ++day) {
      for (const char* kiosk : {"kiosk", "dk"}) {
        Hear(kiosk, day, "12:00");
        Hear(kiosk, day, "20:00");
      }
    }
    Hear("kiosk", kLastOnline, "12:00");
    Hear("dk", kLastOnline, "12:00");
    // Where nobody waits for "w", what it brings comes as a surprise.
    if (seed_ % 3 == 0) Place("w", "C");
    Hear("w", kLastOnline, "12:00");
    // Nobody enrolled the one at E.
    online_["ek"] = {scene_.At(kLastOnline, "12:00")};
    PlaceOddKiosk();
  }

  void PlaceOddKiosk() {
    if (life_ == Life::kNone) return;
    Place("x", "C");
    Hear("x", 0, "12:00");
    Hear("x", 0, "20:00");
    switch (life_) {
      case Life::kLost:
        teller_.Keep("+2 15:00 device x lost");
        if (seed_ % (2 * kLives) < kLives) return;
        teller_.Keep("+10 09:00 device x found");
        return Hear("x", kLastOnline, "12:00");
      case Life::kReplaced:
        teller_.Keep("+2 15:00 kiosk x replaced");
        return;
      case Life::kParkedUnsent:
        teller_.Keep("+2 17:00 device x parked");
        return;
      case Life::kCarriedSilent:
        teller_.Keep("07:30 device x carried");
        if (seed_ % (2 * kLives) < kLives) Hear("x", kLastOnline, "12:00");
        return;
      case Life::kParks:
        Hear("x", 1, "20:00");
        online_["x"].push_back(scene_.At(2, "17:00"));
        teller_.Keep("+2 17:00 device x parks");
        return;
      case Life::kForked:
        teller_.Keep("+2 08:00 device x forked");
        break;
      case Life::kIn1970:
        // Nothing says when the boot of days 2 and 3 was.
        teller_.Keep("+1 19:50 kiosk x samples; +4 19:50 kiosk x samples");
        break;
      case Life::kStepped:
        teller_.Keep("+1 19:50 kiosk x samples; +2 10:30 kiosk x steps; +3 19:50 kiosk x samples");
        break;
      case Life::kNone:
        return;
    }
    for (int day = 1; day < kDays; ++day) Hear("x", day, "20:00");
    Hear("x", kLastOnline, "12:00");
  }

  void Place(const std::string& kiosk, const std::string& centre) {
    scene_.HasKiosk(kiosk, centre);
    placed_.push_back(kiosk);
  }

  void Hear(const std::string& kiosk, int day, const std::string& time) {
    online_[kiosk].push_back(scene_.At(day, time));
    if (std::find(placed_.begin(), placed_.end(), kiosk) == placed_.end()) return;
    teller_.Keep(absl::StrCat("+", day, " ", time, " device ", kiosk, " heard"));
  }

  void SpoilClock(v1::Event& event) const {
    v1::CapturedTime& captured = *event.mutable_captured();
    const std::int64_t t_ms = event.hybrid().wall_ms();
    const bool is_odd = event.device_id() == IdNamed("x").bytes();
    if (is_odd && life_ == Life::kIn1970) {
      const std::int64_t first_ms = scene_.At(0, "00:00");
      const std::int64_t boot = (t_ms - first_ms) / (48 * kHourMs);
      const std::int64_t up_ms = t_ms - first_ms - boot * 48 * kHourMs;
      captured.set_boot_id(IdNamed(absl::StrCat("x boot ", boot)).ToString());
      captured.set_boottime_ms(static_cast<std::uint64_t>(up_ms));
      captured.set_wall_ms(up_ms);
      captured.set_quality(v1::CLOCK_QUALITY_UNKNOWN);
    }
    if (is_odd && life_ == Life::kStepped) {
      captured.set_wall_ms(t_ms - kHourMs);
      captured.set_quality(v1::CLOCK_QUALITY_SAMPLED);
    }
    if (event.has_clock_sampled()) {
      event.mutable_clock_sampled()->set_boottime_ms(captured.boottime_ms());
    }
    if (event.has_clock_stepped()) {
      event.mutable_clock_stepped()->set_boottime_ms(captured.boottime_ms());
    }
  }

  // Another history of "x" that goes on from nothing that is known here.
  void TellOtherBranch() {
    v1::Event event = scene_.New(v1::EVENT_KIND_CHECKED_IN, scene_.At(2, "09:03"), "x");
    event.mutable_checked_in();
    event.set_centre_id(IdNamed("C").ToString());
    AddAll(event, "p0", v1::PERSON_ROLE_PARTICIPANT);
    *event.mutable_actor() = ActorOf("p0", v1::METHOD_OWN_BADGE);
    event.set_seq(kOtherBranch);
    other_branch_ = WriteEvent(std::move(event), Hash::FromBytesOrZero(std::string(32, 'x')));
  }

  // ---- Stories
  void KeepPieces() {
    static const std::vector<absl::string_view>& pieces =
        *new std::vector<absl::string_view>(AllPieces());
    const std::size_t count = 4 + Pick(6);
    for (std::size_t i = 0; i < count; ++i) {
      // The first ones go through all that there are, week after week.
      const bool is_due = i < 3;
      KeepPiece(is_due ? pieces[(seed_ * 3 + i) % pieces.size()] : pieces[Pick(pieces.size())]);
    }
  }

  void KeepPiece(absl::string_view piece) {
    const std::size_t day = Pick(3);
    const std::size_t who = Pick(2);
    const bool is_odd = life_ != Life::kNone && Pick(2) == 0;
    teller_.Keep(absl::StrReplaceAll(piece, {{"%d", absl::StrCat(day)},
                                             {"%e", absl::StrCat(day + 1)},
                                             {"%f", absl::StrCat(day + 2)},
                                             {"%P", absl::StrCat("p", who)},
                                             {"%Q", absl::StrCat("p", 1 - who)},
                                             {"%A", "p2"},
                                             {"%W", "w0"},
                                             {"%R", absl::StrCat("r", Pick(2))},
                                             {"%S", "s0"},
                                             {"%k", is_odd ? "x" : "kiosk"},
                                             {"%n", absl::StrCat(++last_number_)}}));
  }

  // ---- Arrival
  // nullopt: never.
  std::optional<std::int64_t> ArrivalOf(const StoredEvent& event) const {
    const std::int64_t t_ms = event.event.hybrid().wall_ms();
    for (const auto& [kiosk, online_ms] : online_) {
      if (event.event.device_id() != IdNamed(kiosk).bytes()) continue;
      const auto next = std::lower_bound(online_ms.begin(), online_ms.end(), t_ms);
      if (next == online_ms.end()) return std::nullopt;
      return *next;
    }
    return t_ms;
  }

  static std::int64_t TimeOf(const v1::LogEntry& notice) {
    return notice.has_lifecycle() ? notice.lifecycle().at_ms() : notice.heard_through().server_ms();
  }

  std::vector<Arrival> Arrivals() const {
    std::vector<Arrival> arrivals;
    for (const StoredEvent& event : scene_.events()) {
      if (const auto server_ms = ArrivalOf(event)) {
        arrivals.push_back({.server_ms = *server_ms, .event = event});
      }
    }
    if (other_branch_) {
      arrivals.push_back({.server_ms = scene_.At(kLastOnline, "12:00"), .event = *other_branch_});
    }
    for (const v1::LogEntry& notice : scene_.notices()) {
      arrivals.push_back({.server_ms = TimeOf(notice), .notice = notice});
    }
    std::stable_sort(
        arrivals.begin(), arrivals.end(),
        [](const Arrival& one, const Arrival& other) { return one.server_ms < other.server_ms; });
    return arrivals;
  }

  FoldedLog AsSeen(std::int64_t now_ms) const {
    FoldedLog folded{.log = std::make_unique<VectorLog>()};
    for (const Arrival& arrival : Arrivals()) {
      if (arrival.server_ms > now_ms) break;
      arrival.AppendTo(*folded.log);
    }
    folded.ledger = Ledger::Open(":memory:", *folded.log).value();
    Require(folded.ledger->CatchUp(now_ms).ok(), "catching up");
    return folded;
  }

  const std::uint64_t seed_;
  const Life life_;
  std::mt19937_64 random_;
  Scene scene_;
  WeekTeller teller_;
  std::vector<std::string> placed_;
  // When a kiosk is online, ascending; what other devices write arrives at once.
  std::map<std::string, std::vector<std::int64_t>> online_;
  std::optional<StoredEvent> other_branch_;
  int last_number_ = 0;
};

}  // namespace

EveryRuleWeek GenerateEveryRuleWeek(std::uint64_t seed) { return Generator(seed).Run(); }

}  // namespace wijkboek
