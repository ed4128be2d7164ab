// What reaches into a partition from outside of it: kiosks that are waited for, facts that could be
// anybody's, rules, plans. Whatever the order in which they become known, the ledger ends where a
// fresh one does, and folds only whom it concerns.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <random>
#include <utility>
#include <variant>

#include "common/ledger/ledger.h"
#include "common/ledger/schema.h"
#include "common/sqlite/database.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

using Entry = std::variant<StoredEvent, v1::LogEntry>;

void Append(const Entry& entry, VectorLog& log) {
  if (const auto* event = std::get_if<StoredEvent>(&entry)) {
    log.Append(*event);
  } else {
    log.Append(std::get<v1::LogEntry>(entry));
  }
}

void Append(const Scene& scene, VectorLog& log) {
  for (const StoredEvent& event : scene.events()) log.Append(event);
  for (const v1::LogEntry& notice : scene.notices()) log.Append(notice);
}

v1::LogEntry Heard(const Scene& scene, const std::string& kiosk, int day, absl::string_view time) {
  Scene words;
  return words.Heard(kiosk, scene.At(day, time)).notices().front();
}

// "absent" and so on, of P's first session.
AttendanceStatus FirstOf(const Ledger& ledger, const std::string& who) {
  std::vector<AttendanceRecord> records = ledger.AttendanceOf(IdNamed(who), {}).value();
  return records.empty() ? AttendanceStatus() : records.front().status;
}

// A clock that becomes known with a sample, and what was captured under it.
void AddUnsure(Scene& scene) {
  auto in_boot = [&](v1::EventKind kind, int day, absl::string_view time) {
    v1::Event event = scene.New(kind, scene.At(day, time), "kiosk");
    event.mutable_captured()->set_boot_id(IdNamed("dark boot").ToString());
    event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
    return event;
  };
  v1::Event start = in_boot(v1::EVENT_KIND_DEVICE_STARTED, 1, "08:00");
  start.mutable_device_started()->set_reason(v1::START_REASON_BOOT);
  scene.Add(std::move(start));
  v1::Event park = in_boot(v1::EVENT_KIND_KIOSK_PARKED, 1, "11:00");
  park.mutable_kiosk_parked()->set_kiosk_id(IdNamed("kiosk").ToString());
  park.mutable_kiosk_parked()->set_outbox_empty(true);
  scene.Add(std::move(park));
  v1::Event nobody = in_boot(v1::EVENT_KIND_UNOWNED_CHECK_IN, 1, "10:00");
  nobody.mutable_unowned_check_in();
  nobody.set_centre_id(IdNamed("C").ToString());
  scene.Add(std::move(nobody));
  v1::Event sample = in_boot(v1::EVENT_KIND_CLOCK_SAMPLED, 1, "11:01");
  sample.mutable_clock_sampled()->set_boottime_ms(sample.captured().boottime_ms());
  sample.mutable_clock_sampled()->set_server_ms(sample.captured().wall_ms());
  scene.Add(std::move(sample));
}

TEST(LedgerWorld, EndsWhereAFreshOneDoesHoweverThingsBecomeKnown) {
  Scene scene;
  scene.Enrol("P", 3).Enrol("Q", 3).AssignBadge("X", "Q", scene.At(1, "00:00"));
  scene.HasKiosk("kiosk", "C").HasKiosk("A", "C").HasKiosk("B", "D");
  scene.Tell(R"(
      08:00 office duty K coordinator
      08:00 office rule visit_default 90
      08:00 office rule late_after 30
      08:30 office own-times P 09:00 11:00
      @A 09:20 P in C
      @A 10:00 K sees P C
      @A 11:00 P out C
      @A #n 09:30 nobody in C
      +1 @A 09:00 badge X in C
      +1 @A 09:05 P start R
      +1 @A 09:30 badge Y in C
      +1 @A #m 12:30 K marks P 09:00 absent
      +1 @A 12:40 P contests 09:00
      +2 @A unsure 09:00 nobody in C
      +2 @A 13:00 K voids #n
      +2 @A 13:30 P gave Q 30 taal
      +2 @B 14:00 P learns D
      +2 15:00 office moves Q 09:00 D 10:00 12:00
      +2 18:00 device A lost
      +3 09:00 device A carried
      +3 10:00 device A found)");
  AddUnsure(scene);
  scene.Heard("kiosk", scene.At(0, "13:00")).Heard("kiosk", scene.At(3, "13:00"));
  scene.Heard("A", scene.At(1, "12:00")).Heard("B", scene.At(4, "12:00"));
  scene.Tell("+1 11:30 device A forked");
  std::vector<Entry> entries(scene.events().begin(), scene.events().end());
  entries.insert(entries.end(), scene.notices().begin(), scene.notices().end());

  FoldedLog fresh = FoldAll(scene.events(), scene.later(), scene.notices());
  const std::string expected = DescribeAttendance(*fresh.ledger, scene.day());
  const Hash fingerprint = fresh.ledger->Fingerprint().value();
  std::mt19937 random(5);
  for (int round = 0; round < 60; ++round) {
    std::shuffle(entries.begin(), entries.end(), random);
    VectorLog log;
    std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
    for (const Entry& entry : entries) {
      Append(entry, log);
      if (random() % 4 != 0) continue;
      ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
    }
    ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
    ASSERT_EQ(DescribeAttendance(*ledger, scene.day()), expected) << "round " << round;
    ASSERT_EQ(ledger->Fingerprint().value(), fingerprint) << "round " << round;
  }
}

TEST(LedgerWorld, WhoIsEnrolledIsAbsentThoughNoFactNamesThem) {
  Scene scene;
  scene.Enrol("P", 1).HasKiosk("kiosk", "C").Heard("kiosk", scene.later());
  FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  EXPECT_EQ(FirstOf(*folded.ledger, "P"), AttendanceStatus::kAbsent);
}

TEST(LedgerWorld, AKiosksWordFoldsOnlyThoseWhoWaitForIt) {
  Scene scene;
  scene.Enrol("P", 1).Enrol("Q", 1).HasKiosk("kiosk", "C").HasKiosk("L", "D");
  scene.Tell("08:00 office enrols S S D; 08:00 office plans S lesson D 09:00 12:00");
  FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  EXPECT_EQ(FirstOf(*folded.ledger, "P"), AttendanceStatus::kPending);
  EXPECT_EQ(FirstOf(*folded.ledger, "S"), AttendanceStatus::kPending);
  auto hear = [&](const std::string& kiosk, absl::string_view time) {
    folded.log->Append(Heard(scene, kiosk, 0, time));
    return folded.ledger->CatchUp(scene.later())->partitions;
  };
  EXPECT_EQ(hear("kiosk", "12:10"), 0u);
  EXPECT_EQ(hear("L", "12:11"), 1u);
  EXPECT_EQ(FirstOf(*folded.ledger, "S"), AttendanceStatus::kAbsent);
  EXPECT_EQ(FirstOf(*folded.ledger, "P"), AttendanceStatus::kPending);
  EXPECT_EQ(hear("kiosk", "12:11"), 2u);
  EXPECT_EQ(FirstOf(*folded.ledger, "P"), AttendanceStatus::kAbsent);
  EXPECT_EQ(hear("kiosk", "16:11"), 2u);
  // Now nobody waits any more.
  EXPECT_EQ(hear("kiosk", "20:00"), 0u);
}

TEST(LedgerWorld, AFactThatCouldBeAnybodysTouchesWhoWasExpectedThereThen) {
  Scene scene;
  scene.Enrol("P", 1).HasKiosk("kiosk", "C").HasKiosk("L", "D");
  scene.Tell("08:00 office enrols S S D; 08:00 office plans S lesson D 09:00 12:00");
  scene.Heard("kiosk", scene.later()).Heard("L", scene.later());
  FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  ASSERT_EQ(FirstOf(*folded.ledger, "P"), AttendanceStatus::kAbsent);
  auto tell = [&](absl::string_view line) {
    scene.Tell(line);
    folded.log->Append(scene.events().back());
    return folded.ledger->CatchUp(scene.later())->partitions;
  };
  // Itself, and P.
  EXPECT_EQ(tell("#n 09:30 nobody in C"), 2u);
  EXPECT_EQ(FirstOf(*folded.ledger, "P"), AttendanceStatus::kUnclear);
  EXPECT_EQ(FirstOf(*folded.ledger, "S"), AttendanceStatus::kAbsent);
  EXPECT_EQ(tell("14:00 K voids #n"), 2u);
  EXPECT_EQ(FirstOf(*folded.ledger, "P"), AttendanceStatus::kAbsent);
  EXPECT_EQ(tell("+1 09:30 nobody in C"), 1u);
}

// Folds what is told and expects to end where a fresh ledger does.
class LedgerWorldStep : public testing::Test {
 protected:
  void Begin() {
    scene_.HasKiosk("kiosk", "C");
    folded_ = FoldAll(scene_.events(), scene_.later(), scene_.notices());
    known_ = scene_.events().size();
  }
  // How many partitions it folded.
  std::uint64_t Learn() {
    for (; known_ < scene_.events().size(); ++known_) {
      folded_.log->Append(scene_.events()[known_]);
    }
    std::uint64_t partitions = folded_.ledger->CatchUp(scene_.later())->partitions;
    FoldedLog fresh = FoldAll(scene_.events(), scene_.later(), scene_.notices());
    EXPECT_EQ(DescribeAttendance(*folded_.ledger, scene_.day()),
              DescribeAttendance(*fresh.ledger, scene_.day()));
    EXPECT_EQ(folded_.ledger->Fingerprint().value(), fresh.ledger->Fingerprint().value());
    return partitions;
  }
  std::uint64_t Learn(absl::string_view story) {
    scene_.Tell(story);
    return Learn();
  }
  v1::Event FromTheOffice(v1::EventKind kind) {
    return scene_.New(kind, scene_.At(2, "08:00"), "office");
  }

  Scene scene_;
  FoldedLog folded_;
  std::size_t known_ = 0;
};

TEST_F(LedgerWorldStep, WhetherASightingCountsDependsOnWhoSaw) {
  scene_.Enrol("P", 1).Enrol("Q", 1).Tell("09:00 P in C; 10:00 K sees P C; 12:00 P out C");
  Begin();
  EXPECT_EQ(Learn("18:00 office duty K instructor"), 1u);
  EXPECT_EQ(Learn("18:30 office duty K coordinator"), 1u);
}

TEST_F(LedgerWorldStep, AKiosksClockThatBecomesKnownMovesWhatItSaidOfItself) {
  scene_.Enrol("P", 1);
  Begin();
  v1::Event park = scene_.New(v1::EVENT_KIND_KIOSK_PARKED, scene_.At(0, "12:30"), "kiosk");
  park.mutable_kiosk_parked()->set_kiosk_id(IdNamed("kiosk").ToString());
  park.mutable_kiosk_parked()->set_outbox_empty(true);
  park.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
  scene_.Add(park);
  Learn();
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kPending);
  v1::Event sample = park;
  sample.set_kind(v1::EVENT_KIND_CLOCK_SAMPLED);
  sample.mutable_clock_sampled()->set_boottime_ms(park.captured().boottime_ms());
  sample.mutable_clock_sampled()->set_server_ms(park.captured().wall_ms());
  scene_.Add(std::move(sample));
  EXPECT_EQ(Learn(), 1u);
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kAbsent);
}

TEST_F(LedgerWorldStep, AKioskThatParkedHasSentItAllOnceTheServerHasThat) {
  scene_.Enrol("P", 1);
  Begin();
  v1::Event park = scene_.New(v1::EVENT_KIND_KIOSK_PARKED, scene_.At(0, "12:30"), "kiosk");
  park.mutable_kiosk_parked()->set_kiosk_id(IdNamed("kiosk").ToString());
  park.mutable_kiosk_parked()->set_outbox_empty(true);
  std::uint64_t position = folded_.log->Append(scene_.Add(park), std::nullopt);
  ASSERT_TRUE(folded_.ledger->CatchUp(scene_.later()).ok());
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kPending);
  auto receive = [&](absl::string_view time) {
    folded_.log->SetReceived(position, scene_.At(0, time));
    ASSERT_TRUE(folded_.ledger->Touch({position}).ok());
    ASSERT_TRUE(folded_.ledger->CatchUp(scene_.later()).ok());
  };
  // Its clock was ahead: it was put away before the session was over.
  receive("11:00");
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kUnknown);
  receive("12:30");
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kAbsent);
}

TEST_F(LedgerWorldStep, AForkThatIsNoticedReopensWhatWasFinal) {
  scene_.Enrol("P", 1);
  Begin();
  auto learn = [&](const v1::LogEntry& notice) {
    scene_.AddNotice(notice);
    folded_.log->Append(notice);
    Learn();
  };
  auto forked = [&](std::uint64_t seq) {
    v1::LogEntry notice;
    notice.mutable_lifecycle()->set_device_id(IdNamed("kiosk").ToString());
    notice.mutable_lifecycle()->set_state(v1::DEVICE_STATE_FORKED);
    notice.mutable_lifecycle()->set_at_ms(scene_.At(1, "09:00"));
    notice.mutable_lifecycle()->set_epoch(1);
    notice.mutable_lifecycle()->set_seq(seq);
    return notice;
  };
  auto heard = [&](int day, absl::string_view time, std::uint64_t seq) {
    v1::LogEntry notice = Heard(scene_, "kiosk", day, time);
    notice.mutable_heard_through()->set_seq(seq);
    return notice;
  };
  learn(heard(-1, "18:00", 3));
  learn(heard(0, "12:30", 8));
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kAbsent);
  learn(forked(20));
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kAbsent);
  learn(forked(5));
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kPending);
  learn(heard(0, "12:50", 9));
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kPending);
}

TEST_F(LedgerWorldStep, AForkOfNobodyKnowsWhenOutweighsEveryWord) {
  scene_.Enrol("P", 1);
  Begin();
  for (const char* line :
       {"12:11 device kiosk heard", "12:30 device kiosk forked", "12:50 device kiosk heard"}) {
    scene_.Tell(line);
    folded_.log->Append(scene_.notices().back());
    Learn();
  }
  EXPECT_EQ(FirstOf(*folded_.ledger, "P"), AttendanceStatus::kPending);
}

TEST_F(LedgerWorldStep, AFactThatCouldBeAnybodysAtNightTouchesWhoCameTheEveningBefore) {
  scene_.Enrol("P", 1).Tell("18:00 office plans P night C 22:00 +1/06:00");
  Begin();
  v1::LogEntry heard = Heard(scene_, "kiosk", 3, "12:00");
  scene_.AddNotice(heard);
  folded_.log->Append(heard);
  Learn();
  Learn("+1 02:00 nobody in C");
  EXPECT_EQ(folded_.ledger->AttendanceOf(IdNamed("P"), {})->back().status,
            AttendanceStatus::kUnclear);
}

TEST_F(LedgerWorldStep, AProgrammesRuleFoldsItsPeopleAndTheHouseholdsTheyVisit) {
  scene_.Enrol("P", 1).Enrol("Q", 1).Tell(
      "10:00 P start R; 10:00 Q start S; 11:00 P gave W 30 taal");
  Begin();
  auto rule = [&](absl::string_view value) {
    v1::Event event = FromTheOffice(v1::EVENT_KIND_PROGRAMME_RULE_SET);
    v1::ProgrammeRuleSet& body = *event.mutable_programme_rule_set();
    ASSERT_TRUE(ParseRuleValue("visit_default", value, body).ok());
    body.set_rule("visit_default");
    body.set_programme_id(IdNamed("care").ToString());
    body.mutable_days()->set_first_day(scene_.day() - 10);
    scene_.Add(std::move(event));
  };
  rule("60");
  EXPECT_EQ(Learn(), 0u);
  v1::Event cohort = FromTheOffice(v1::EVENT_KIND_COHORT_OPENED);
  cohort.mutable_cohort_opened()->set_cohort_id(IdNamed("cohort of P").ToString());
  cohort.mutable_cohort_opened()->set_programme_id(IdNamed("care").ToString());
  cohort.mutable_cohort_opened()->mutable_days()->set_first_day(scene_.day() - 30);
  scene_.Add(std::move(cohort));
  // P, R's household, the pair with W, and W whom the same fact is about.
  EXPECT_EQ(Learn(), 4u);
  auto visit_minutes = [&](const std::string& resident) {
    std::vector<VisitRecord> visits = folded_.ledger->Visits({}).value();
    for (const VisitRecord& visit : visits) {
      if (visit.household == IdNamed(resident)) return visit.span.length_ms() / kMinuteMs;
    }
    return std::int64_t{0};
  };
  EXPECT_EQ(visit_minutes("R"), 60);
  EXPECT_EQ(visit_minutes("S"), 120);
  rule("90");
  EXPECT_EQ(Learn(), 4u);
  EXPECT_EQ(visit_minutes("R"), 90);
}

TEST(LedgerWorld, IsKnownAgainWhenTheFileIsOpenedAgain) {
  std::string pattern = (std::filesystem::temp_directory_path() / "wijkboek-XXXXXX").string();
  std::string folder = mkdtemp(pattern.data());
  Scene scene;
  scene.Enrol("P", 1).Enrol("Q", 1).HasKiosk("kiosk", "C").HasKiosk("A", "C");
  scene.HasKiosk("B", "C");
  scene.Tell("09:30 nobody in C; 17:00 device A lost; #b 17:00 device B lost; 18:00 K voids #b");
  scene.Heard("A", scene.At(0, "11:00")).Heard("kiosk", scene.At(0, "12:30"));
  VectorLog log;
  Append(scene, log);
  ASSERT_TRUE(Ledger::Open(folder + "/derived.db", log).value()->CatchUp(scene.later()).ok());
  // From here on every partition is folded by the second ledger, with what it loaded.
  scene.Tell("+4 09:00 P in C; +4 09:00 Q in C");
  for (std::size_t i = scene.events().size() - 2; i < scene.events().size(); ++i) {
    log.Append(scene.events()[i]);
  }
  std::unique_ptr<Ledger> ledger = Ledger::Open(folder + "/derived.db", log).value();
  EXPECT_EQ(ledger->CatchUp(scene.later())->partitions, 2u);
  FoldedLog fresh = FoldAll(scene.events(), scene.later(), scene.notices());
  EXPECT_EQ(DescribeAttendance(*ledger, scene.day()),
            DescribeAttendance(*fresh.ledger, scene.day()));
  EXPECT_EQ(ledger->Fingerprint().value(), fresh.ledger->Fingerprint().value());
  std::filesystem::remove_all(folder);
}

// Two kiosks that say every ten minutes for half a year that they are there.
TEST(LedgerWorld, WhatKiosksSayStaysSmall) {
  std::string pattern = (std::filesystem::temp_directory_path() / "wijkboek-XXXXXX").string();
  std::string folder = mkdtemp(pattern.data());
  std::string path = folder + "/derived.db";
  Scene scene;
  scene.Enrol("P", 10).HasKiosk("kiosk", "C").HasKiosk("L", "C");
  VectorLog log;
  Append(scene, log);
  for (int day = 0; day < 180; ++day) {
    for (int tenth = 0; tenth < 24; ++tenth) {
      for (const char* kiosk : {"kiosk", "L"}) {
        v1::LogEntry heard = Heard(scene, kiosk, day, "00:00");
        std::int64_t t_ms = heard.heard_through().server_ms() + tenth * kHourMs;
        heard.mutable_heard_through()->set_server_ms(t_ms);
        heard.mutable_heard_through()->set_seq(static_cast<std::uint64_t>(day + 1));
        scene.AddNotice(heard);
        log.Append(heard);
      }
    }
  }
  auto fork = [&] {
    scene.Tell("+179 23:00 device kiosk forked");
    v1::LogEntry forked = scene.notices().back();
    forked.mutable_lifecycle()->set_epoch(1);
    forked.mutable_lifecycle()->set_seq(7);
    return forked;
  }();
  std::int64_t now_ms = scene.At(180, "00:00");
  ASSERT_TRUE(Ledger::Open(path, log).value()->CatchUp(now_ms).ok());
  auto rows = [&](absl::string_view table) {
    absl::StatusOr<Database> file = Database::Open(path, {.application_id = kLedgerApplicationId,
                                                          .migrations = &kLedgerSchema,
                                                          .migration_count = 1,
                                                          .durability = Durability::kRebuildable});
    EXPECT_TRUE(file.ok()) << file.status();
    Statement count = file->Prepare(absl::StrCat("SELECT count(*) FROM ", table));
    EXPECT_TRUE(count.Step().value());
    return count.Int(0);
  };
  EXPECT_LE(rows("heard"), 2 * (35 + 24));
  EXPECT_EQ(rows("waiting"), 0);
  // What is kept says the same as all of it.
  log.Append(fork);
  std::unique_ptr<Ledger> ledger = Ledger::Open(path, log).value();
  ASSERT_TRUE(ledger->CatchUp(now_ms).ok());
  std::unique_ptr<Ledger> fresh = Ledger::Open(":memory:", log).value();
  ASSERT_TRUE(fresh->CatchUp(now_ms).ok());
  EXPECT_EQ(ledger->Fingerprint().value(), fresh->Fingerprint().value());
  ledger.reset();
  // P waits for one kiosk in twelve sessions or so.
  EXPECT_EQ(rows("waiting"), 1);
  std::filesystem::remove_all(folder);
}

TEST(LedgerWorld, AFileOfAnEarlierVersionIsBuiltAgain) {
  std::string pattern = (std::filesystem::temp_directory_path() / "wijkboek-XXXXXX").string();
  std::string folder = mkdtemp(pattern.data());
  std::string path = folder + "/derived.db";
  Scene scene;
  scene.Enrol("P", 1).HasKiosk("kiosk", "C").Heard("kiosk", scene.later());
  VectorLog log;
  Append(scene, log);
  ASSERT_TRUE(Ledger::Open(path, log).value()->CatchUp(scene.later()).ok());
  {
    absl::StatusOr<Database> file = Database::Open(path, {.application_id = kLedgerApplicationId,
                                                          .migrations = &kLedgerSchema,
                                                          .migration_count = 1,
                                                          .durability = Durability::kRebuildable});
    ASSERT_TRUE(file.ok()) << file.status();
    // As an earlier program would have left it, without what it did not know.
    ASSERT_TRUE(file->Execute(absl::StrCat("DELETE FROM record; PRAGMA application_id=",
                                           kLedgerApplicationId - 1))
                    .ok());
  }
  std::unique_ptr<Ledger> ledger = Ledger::Open(path, log).value();
  ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
  EXPECT_EQ(FirstOf(*ledger, "P"), AttendanceStatus::kAbsent);
  std::filesystem::remove_all(folder);
}

// A log that grows while it is read, between one call and the next.
class GrowingLog final : public EventLog {
 public:
  GrowingLog(VectorLog& log, bool grows_after_notices, std::function<void()> grow)
      : log_(log), grows_after_notices_(grows_after_notices), grow_(std::move(grow)) {}

  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override {
    absl::StatusOr<std::vector<LogEvent>> events = log_.ReadAfter(position, limit);
    if (!grows_after_notices_) Grow();
    return events;
  }
  absl::StatusOr<LogEvent> Read(std::uint64_t position) const override {
    return log_.Read(position);
  }
  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                             std::size_t limit) const override {
    absl::StatusOr<std::vector<v1::LogEntry>> notices = log_.ReadNoticesAfter(position, limit);
    if (grows_after_notices_) Grow();
    return notices;
  }

 private:
  void Grow() const {
    if (grow_) std::exchange(grow_, nullptr)();
  }

  VectorLog& log_;
  bool grows_after_notices_;
  mutable std::function<void()> grow_;
};

TEST(LedgerWorld, NoWordIsTakenBeforeTheEventsItVouchesFor) {
  for (bool grows_after_notices : {false, true}) {
    Scene scene;
    scene.Enrol("P", 1).HasKiosk("kiosk", "C");
    VectorLog log;
    Append(scene, log);
    scene.Tell("08:55 P in C; 12:00 P out C");
    GrowingLog growing(log, grows_after_notices, [&] {
      for (std::size_t i = scene.events().size() - 2; i < scene.events().size(); ++i) {
        log.Append(scene.events()[i]);
      }
      log.Append(Heard(scene, "kiosk", 0, "12:30"));
    });
    std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", growing).value();
    ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
    EXPECT_NE(FirstOf(*ledger, "P"), AttendanceStatus::kAbsent) << grows_after_notices;
    ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
    EXPECT_EQ(FirstOf(*ledger, "P"), AttendanceStatus::kPresent);
  }
}

TEST(LedgerWorld, AnUnknownKindIsSetAsideOnceThoughItIsADoubtAboutWhomItNames) {
  Scene scene;
  scene.Enrol("P", 1).HasKiosk("kiosk", "C").Heard("kiosk", scene.later());
  scene.Tell("09:30 P learns C");
  FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  EXPECT_EQ(FirstOf(*folded.ledger, "P"), AttendanceStatus::kUnclear);
  EXPECT_EQ(folded.ledger->SetAside()->size(), 1u);
}

}  // namespace
}  // namespace wijkboek
