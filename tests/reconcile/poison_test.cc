// Nothing that an authenticated device sends may stop the fold.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "common/crypto.h"
#include "common/draft.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/week.h"

namespace wijkboek {
namespace {

class Rubbish {
 public:
  explicit Rubbish(std::uint64_t seed) : random_(seed) {}

  v1::Event Next() {
    v1::Event event;
    event.set_device_id(IdNamed(absl::StrCat("d", Pick(3))).ToString());
    event.set_epoch(Pick(2));
    event.set_seq(Pick(2) == 0 ? Number() | 1 : ++seq_);
    const google::protobuf::Descriptor* descriptor = event.GetDescriptor();
    Fill(event, 0);
    event.set_device_id(IdNamed(absl::StrCat("d", Pick(3))).ToString());
    if (event.seq() == 0) event.set_seq(1);
    int kind =
        descriptor
            ->field(static_cast<int>(Pick(static_cast<std::uint64_t>(descriptor->field_count()))))
            ->number();
    // Mostly a kind that goes with its body.
    if (event.body_case() != v1::Event::BODY_NOT_SET && Pick(10) != 0) {
      kind = static_cast<int>(event.body_case());
    }
    event.set_kind(static_cast<v1::EventKind>(kind));
    event.set_practice(Pick(20) == 0);
    return event;
  }

 private:
  std::uint64_t Pick(std::uint64_t below) { return random_() % below; }
  std::uint64_t Number() {
    constexpr std::uint64_t kEdges[] = {0,
                                        1,
                                        2,
                                        86399,
                                        86400,
                                        0x7fffffff,
                                        0x80000000,
                                        0xffffffff,
                                        0x7fffffffffffffff,
                                        0x8000000000000000,
                                        0xffffffffffffffff};
    switch (Pick(4)) {
      case 0:
        return kEdges[Pick(std::size(kEdges))];
      case 1:
        return 20'000 + Pick(100);
      case 2:
        return 1'772'000'000'000 + Pick(1'000'000'000);
      default:
        return Pick(40'000);
    }
  }
  std::string Text() {
    switch (Pick(5)) {
      case 0:
        return "";
      case 1:
        return std::string(Pick(40), 'x');
      case 2:
        return Hash::FromBytesOrZero(last_).ToString();
      default:
        return IdNamed(absl::StrCat("n", Pick(6))).ToString();
    }
  }

  void Fill(google::protobuf::Message& message, int depth) {
    const google::protobuf::Descriptor* descriptor = message.GetDescriptor();
    const google::protobuf::Reflection* reflection = message.GetReflection();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const google::protobuf::FieldDescriptor* field = descriptor->field(i);
      if (field->containing_oneof() != nullptr && Pick(20) != 0) continue;
      int times = field->is_repeated() ? static_cast<int>(Pick(4)) : static_cast<int>(Pick(2));
      for (int n = 0; n < times; ++n) SetOne(message, *reflection, field, depth);
    }
    if (depth == 0) {
      // One body of those that are folded.
      constexpr int kFolded[] = {100, 101, 102, 108, 120, 121, 122, 123, 124, 125,
                                 126, 127, 130, 131, 132, 140, 141, 143, 145, 146,
                                 147, 148, 149, 162, 163, 164, 178, 200, 211, 212};
      SetOne(message, *reflection, descriptor->FindFieldByNumber(kFolded[Pick(std::size(kFolded))]),
             depth);
    }
  }

  void SetOne(google::protobuf::Message& message, const google::protobuf::Reflection& reflection,
              const google::protobuf::FieldDescriptor* field, int depth) {
    using Field = google::protobuf::FieldDescriptor;
    bool repeated = field->is_repeated();
    switch (field->cpp_type()) {
      case Field::CPPTYPE_INT32: {
        auto value = static_cast<std::int32_t>(Number());
        repeated ? reflection.AddInt32(&message, field, value)
                 : reflection.SetInt32(&message, field, value);
        return;
      }
      case Field::CPPTYPE_INT64: {
        auto value = static_cast<std::int64_t>(Number());
        repeated ? reflection.AddInt64(&message, field, value)
                 : reflection.SetInt64(&message, field, value);
        return;
      }
      case Field::CPPTYPE_UINT32: {
        auto value = static_cast<std::uint32_t>(Number());
        repeated ? reflection.AddUInt32(&message, field, value)
                 : reflection.SetUInt32(&message, field, value);
        return;
      }
      case Field::CPPTYPE_UINT64: {
        repeated ? reflection.AddUInt64(&message, field, Number())
                 : reflection.SetUInt64(&message, field, Number());
        return;
      }
      case Field::CPPTYPE_BOOL: {
        repeated ? reflection.AddBool(&message, field, Pick(2) == 0)
                 : reflection.SetBool(&message, field, Pick(2) == 0);
        return;
      }
      case Field::CPPTYPE_ENUM: {
        auto value = static_cast<int>(Pick(10));
        repeated ? reflection.AddEnumValue(&message, field, value)
                 : reflection.SetEnumValue(&message, field, value);
        return;
      }
      case Field::CPPTYPE_STRING: {
        std::string value = field->type() == Field::TYPE_STRING ? "text" : Text();
        if (field->name() == "seen" && !hashes_.empty()) value = hashes_[Pick(hashes_.size())];
        repeated ? reflection.AddString(&message, field, value)
                 : reflection.SetString(&message, field, value);
        return;
      }
      case Field::CPPTYPE_MESSAGE: {
        if (depth > 3) return;
        Fill(repeated ? *reflection.AddMessage(&message, field)
                      : *reflection.MutableMessage(&message, field),
             depth + 1);
        return;
      }
      default:
        return;
    }
  }

 public:
  void Know(const Hash& hash) { hashes_.push_back(hash.ToString()); }

 private:
  std::mt19937_64 random_;
  std::uint64_t seq_ = 0;
  std::string last_;
  std::vector<std::string> hashes_;
};

TEST(Poison, RandomEventsNeitherStopNorDivideTheFold) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    std::vector<StoredEvent> events = GenerateWeek({.seed = seed, .events = 60});
    Rubbish rubbish(seed);
    for (const StoredEvent& event : events) rubbish.Know(event.key.hash);
    for (int i = 0; i < 150; ++i) {
      events.push_back(WriteEvent(rubbish.Next(), Hash()));
      rubbish.Know(events.back().key.hash);
    }
    std::int64_t now_ms = WeekNow({});
    Hash fingerprint = FoldAll(events, now_ms).ledger->Fingerprint().value();
    std::mt19937_64 random(seed);
    std::shuffle(events.begin(), events.end(), random);
    ASSERT_EQ(FoldAll(events, now_ms).ledger->Fingerprint().value(), fingerprint)
        << "seed " << seed;
  }
}

TEST(Poison, WhatMakesNoSenseIsShown) {
  Scene scene;
  v1::Event newer = scene.New(static_cast<v1::EventKind>(999), scene.At(0, "09:00"));
  scene.Add(newer);
  v1::Event mismatch = scene.New(v1::EVENT_KIND_CHECKED_IN, scene.At(0, "09:01"));
  mismatch.mutable_checked_out();
  scene.Add(mismatch);
  v1::Event nobody = scene.New(v1::EVENT_KIND_CHECKED_IN, scene.At(0, "09:02"));
  nobody.mutable_checked_in();
  scene.Add(nobody);
  v1::Event nowhere = nobody;
  AddPerson(nowhere, IdNamed("P"), v1::PERSON_ROLE_PARTICIPANT);
  scene.Add(nowhere);
  v1::Event help = scene.New(v1::EVENT_KIND_BUDDY_HELP_LOGGED, scene.At(0, "09:03"));
  help.mutable_buddy_help_logged()->set_minutes(5000);
  AddPerson(help, IdNamed("P"), v1::PERSON_ROLE_HELPER);
  AddPerson(help, IdNamed("Q"), v1::PERSON_ROLE_HELPED);
  scene.Add(help);
  scene.Tell("10:00 P log R 10:00 +0/09:00; 11:00 P log R 0/10:00 90/10:00");
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  EXPECT_EQ(folded.ledger->SetAside()->size(), 6u) << Describe(*folded.ledger, scene.day());
}

TEST(Poison, LongChainsOfVoidsAreBoundedWork) {
  Scene scene;
  scene.Tell("#a 09:00 P in C; 12:00 P out C");
  Hash target = scene.Named("#a");
  for (int i = 0; i < 3001; ++i) {
    v1::Event event = scene.New(v1::EVENT_KIND_EVENT_VOIDED, scene.At(0, "13:00") + i);
    event.mutable_event_voided();
    event.add_seen(target.ToString());
    target = scene.Add(std::move(event)).key.hash;
  }
  EXPECT_EQ(scene.Outcome(), "aside checked_in: voided\ndoubt check_out_without_check_in P");
}

// Somebody's void of everything that anybody did; its own partition and thousands of others hold
// it.
TEST(Poison, AVoidThatNamesThousandsIsBoundedWork) {
  Scene scene;
  v1::Event event = scene.New(v1::EVENT_KIND_EVENT_VOIDED, scene.At(0, "20:00"), "hostile");
  event.mutable_event_voided();
  for (int i = 0; i < 1000; ++i) {
    std::string who = absl::StrCat("person ", i);
    for (const char* act : {"in", "out"}) {
      bool is_in = act[0] == 'i';
      v1::Event tap = scene.New(is_in ? v1::EVENT_KIND_CHECKED_IN : v1::EVENT_KIND_CHECKED_OUT,
                                scene.At(0, is_in ? "09:00" : "12:00") + i);
      is_in ? (void)tap.mutable_checked_in() : (void)tap.mutable_checked_out();
      tap.set_centre_id(IdNamed("C").ToString());
      AddPerson(tap, IdNamed(who), v1::PERSON_ROLE_PARTICIPANT);
      event.add_seen(scene.Add(std::move(tap)).key.hash.ToString());
    }
  }
  for (int i = 0; i < 8000; ++i) event.add_seen(Sha256(absl::StrCat("nothing ", i)).ToString());
  scene.Add(std::move(event));
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  EXPECT_EQ(folded.ledger->SetAside()->size(), 2000u);
  EXPECT_TRUE(folded.ledger->PresenceDays({})->empty());
}

TEST(Poison, ThousandsOfCheckInsAtOnceAreBoundedWork) {
  Scene scene;
  for (int i = 0; i < 20000; ++i) {
    v1::Event event = scene.New(v1::EVENT_KIND_CHECKED_IN, scene.At(0, "20:00") + i);
    event.mutable_checked_in();
    event.set_centre_id(IdNamed(absl::StrCat("far away", i % 50)).ToString());
    AddPerson(event, IdNamed("P"), v1::PERSON_ROLE_PARTICIPANT);
    scene.Add(std::move(event));
  }
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  EXPECT_EQ(folded.ledger->Presences(IdNamed("P"), {})->size(), 20000u);
}

}  // namespace
}  // namespace wijkboek
