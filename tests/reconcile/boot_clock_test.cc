// Time is right even where the clock was not.
#include "common/reconcile/boot_clock.h"

#include <gtest/gtest.h>

#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

v1::Event Sample(std::uint64_t boottime_ms, std::int64_t server_ms, std::uint32_t round_trip_ms) {
  v1::Event event;
  event.mutable_clock_sampled()->set_boottime_ms(boottime_ms);
  event.mutable_clock_sampled()->set_server_ms(server_ms);
  event.mutable_clock_sampled()->set_round_trip_ms(round_trip_ms);
  return event;
}

v1::Event Step(std::uint64_t boottime_ms) {
  v1::Event event;
  event.mutable_clock_stepped()->set_boottime_ms(boottime_ms);
  return event;
}

TEST(BootClock, KnowsNothingWithoutASample) { EXPECT_EQ(BootClock().At(1000), std::nullopt); }

TEST(BootClock, GoesByTheSmallestRoundTrip) {
  BootClock clock;
  EXPECT_TRUE(clock.Add(Sample(1000, 5'000'000, 300)));
  EXPECT_FALSE(clock.Add(Sample(2000, 5'001'900, 400)));
  EXPECT_EQ(clock.At(3000), 5'002'000);
  EXPECT_TRUE(clock.Add(Sample(2500, 5'001'450, 20)));
  EXPECT_EQ(clock.At(3000), 5'001'950);
  EXPECT_EQ(clock.At(0), 4'998'950) << "also before the sample";
}

TEST(BootClock, TakesTheSameStretchBetweenStepsFirst) {
  BootClock clock;
  clock.Add(Sample(1000, 5'000'000, 10));
  clock.Add(Step(10'000));
  clock.Add(Sample(20'000, 9'000'000, 200));
  clock.Add(Step(30'000));
  EXPECT_EQ(clock.At(9'999), 5'008'999);
  EXPECT_EQ(clock.At(20'500), 9'000'500);
  EXPECT_EQ(clock.At(31'000), 5'030'000) << "a stretch without samples takes the boot's best";
}

TEST(BootClock, ImplausibleSamplesAreNoSamples) {
  BootClock clock;
  EXPECT_FALSE(clock.Add(Sample(1000, -5, 1)));
  EXPECT_FALSE(clock.Add(Sample(1000, std::numeric_limits<std::int64_t>::max(), 1)));
  EXPECT_FALSE(clock.Add(Sample(std::numeric_limits<std::uint64_t>::max(), 5'000'000, 1)));
  EXPECT_EQ(clock.At(1000), std::nullopt);
}

// A kiosk that believes in 1970.
class NoClock : public testing::Test {
 protected:
  StoredEvent& Tap(v1::EventKind kind, absl::string_view time) {
    v1::Event event = Own(kind, time);
    if (kind == v1::EVENT_KIND_CHECKED_IN) event.mutable_checked_in();
    if (kind == v1::EVENT_KIND_CHECKED_OUT) event.mutable_checked_out();
    event.set_centre_id(IdNamed("C").ToString());
    event.mutable_actor()->set_method(v1::METHOD_OWN_BADGE);
    v1::PersonRef& person = *event.add_persons();
    person.set_person_id(IdNamed("P").ToString());
    person.set_role(v1::PERSON_ROLE_PARTICIPANT);
    return scene_.Add(std::move(event));
  }
  v1::Event Own(v1::EventKind kind, absl::string_view time) {
    v1::Event event = scene_.New(kind, scene_.At(0, time), "old kiosk");
    event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
    event.mutable_captured()->set_wall_ms(1000);
    return event;
  }
  void HearServer(absl::string_view time) {
    v1::Event event = Own(v1::EVENT_KIND_CLOCK_SAMPLED, time);
    event.mutable_clock_sampled()->set_boottime_ms(event.captured().boottime_ms());
    event.mutable_clock_sampled()->set_server_ms(scene_.At(0, time));
    scene_.Add(std::move(event));
  }
  Scene scene_;
};

TEST_F(NoClock, CountsNothingUntilItHearsTheServer) {
  Tap(v1::EVENT_KIND_CHECKED_IN, "09:00");
  Tap(v1::EVENT_KIND_CHECKED_OUT, "12:00");
  EXPECT_EQ(scene_.Outcome(),
            "aside checked_in: clock uncertain\naside checked_out: clock uncertain");
}

TEST_F(NoClock, HearingTheServerPutsEverythingRight) {
  Tap(v1::EVENT_KIND_CHECKED_IN, "09:00");
  Tap(v1::EVENT_KIND_CHECKED_OUT, "12:00");
  FoldedLog folded = FoldAll(scene_.events(), scene_.later());
  HearServer("15:00");
  EXPECT_EQ(scene_.Outcome(), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
  folded.log->Append(scene_.events().back());
  ASSERT_TRUE(folded.ledger->CatchUp(scene_.later()).ok());
  EXPECT_EQ(Describe(*folded.ledger, scene_.day()), scene_.Outcome()) << "also afterwards";
}

TEST_F(NoClock, AYearOffIsNoMatterOnceItHearsTheServer) {
  scene_.BeforeWriting(
      [&](v1::Event& event) { event.mutable_captured()->set_wall_ms(scene_.At(365, "09:00")); });
  Tap(v1::EVENT_KIND_CHECKED_IN, "09:00");
  Tap(v1::EVENT_KIND_CHECKED_OUT, "12:00");
  HearServer("15:00");
  EXPECT_EQ(scene_.Outcome(), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
}

TEST_F(NoClock, ThatJumpsInTheMiddleLosesAndGainsNothing) {
  HearServer("08:00");
  Tap(v1::EVENT_KIND_CHECKED_IN, "09:00");
  v1::Event step = Own(v1::EVENT_KIND_CLOCK_STEPPED, "10:00");
  step.mutable_clock_stepped()->set_boottime_ms(step.captured().boottime_ms());
  scene_.Add(std::move(step));
  // From here on it believes in another year.
  scene_.BeforeWriting(
      [&](v1::Event& event) { event.mutable_captured()->set_wall_ms(scene_.At(-700, "01:00")); });
  Tap(v1::EVENT_KIND_CHECKED_OUT, "12:00");
  EXPECT_EQ(scene_.Outcome(), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
  HearServer("12:30");
  EXPECT_EQ(scene_.Outcome(), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
}

TEST_F(NoClock, AnUncertainFactLiesBetweenItsNeighbours) {
  HearServer("08:00");
  v1::Event lost = Own(v1::EVENT_KIND_CHECKED_IN, "00:10");
  lost.mutable_captured()->set_boot_id(IdNamed("another boot").ToString());
  lost.mutable_checked_in();
  lost.set_centre_id(IdNamed("C").ToString());
  v1::PersonRef& person = *lost.add_persons();
  person.set_person_id(IdNamed("P").ToString());
  person.set_role(v1::PERSON_ROLE_PARTICIPANT);
  scene_.Add(std::move(lost));
  Tap(v1::EVENT_KIND_CHECKED_IN, "10:00");
  FoldedLog folded = FoldAll(scene_.events(), scene_.later());
  std::vector<SetAsideFact> aside = folded.ledger->SetAside().value();
  ASSERT_EQ(aside.size(), 1u);
  EXPECT_EQ(aside[0].reason, SetAsideReason::kClockUncertain);
  EXPECT_EQ(aside[0].earliest_ms, scene_.At(0, "08:00"));
  EXPECT_EQ(aside[0].latest_ms, scene_.At(0, "10:00"));
}

TEST_F(NoClock, TimeNeverGoesBackWithinAnEpoch) {
  HearServer("10:00");
  Tap(v1::EVENT_KIND_CHECKED_IN, "10:30");
  // A new boot whose only sample is an hour behind.
  v1::Event sample = Own(v1::EVENT_KIND_CLOCK_SAMPLED, "11:00");
  sample.mutable_captured()->set_boot_id(IdNamed("second boot").ToString());
  sample.mutable_clock_sampled()->set_boottime_ms(sample.captured().boottime_ms());
  sample.mutable_clock_sampled()->set_server_ms(scene_.At(0, "09:00"));
  scene_.Add(std::move(sample));
  v1::Event out = Own(v1::EVENT_KIND_CHECKED_OUT, "11:10");
  out.mutable_captured()->set_boot_id(IdNamed("second boot").ToString());
  out.mutable_checked_out();
  out.set_centre_id(IdNamed("C").ToString());
  v1::PersonRef& person = *out.add_persons();
  person.set_person_id(IdNamed("P").ToString());
  person.set_role(v1::PERSON_ROLE_PARTICIPANT);
  scene_.Add(std::move(out));
  EXPECT_EQ(scene_.Outcome(), "P at C 10:30-10:30 out: 0 min");
}

}  // namespace
}  // namespace wijkboek
