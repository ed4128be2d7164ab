// What coaches settle of sessions, marks and contests, and of what only needs a nod.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/reconcile/scene_words.h"
#include "tests/reconcile/settled_example.h"

namespace wijkboek {
namespace {

const SettledExample kSeen[] = {
    {"present, and nobody knows when they came and went",
     "#s 10:00 K sees P C; 17:00 J judges P seen_without_check_in accept at 09:00 #s",
     R"(P 09:00 present, final
        P 13:00 absent, final
        settled seen_without_check_in P: accept by J)"},
    {"late", "#s 10:00 K sees P C; 17:00 J judges P seen_without_check_in status late at 09:00 #s",
     R"(P 09:00 present, late, final
        P 13:00 absent, final
        settled seen_without_check_in P: late by J)"},
    {"absence changes nothing while what was seen stands",
     "#s 10:00 K sees P C; 17:00 J judges P seen_without_check_in status absent at 09:00 #s",
     R"(P 09:00 present, to confirm, final
        P 13:00 absent, final
        settled seen_without_check_in P: absent by J)"},
    {"said of another session",
     "#s 10:00 K sees P C; "
     "17:00 J judges P seen_without_check_in accept at 13:00 #s",
     R"(P 09:00 present, to confirm, final
        P 13:00 absent, final
        doubt seen_without_check_in P)"},
    {"seen once more",
     "#s 10:00 K sees P C; "
     "17:00 J judges P seen_without_check_in accept at 09:00 #s; @B 11:00 L sees P C",
     R"(P 09:00 present, to confirm, final
        P 13:00 absent, final
        doubt seen_without_check_in P)"},
};

const SettledExample kAccepted[] = {
    {"two places at once",
     "#a 09:00 P in C; #b 10:00 P in D; #c 12:00 P out C; #d 13:00 P out D; "
     "17:00 K judges P two_places_at_once accept #a #b #c #d",
     R"(P at C 09:00-12:00 out: 60 min
        P at D 10:00-13:00 out: 180 min
        P 09:00 present, 60 min, final
        P 13:00 absent, final
        settled two_places_at_once P: accept by K)"},
    {"at the centre during a visit",
     "#in 10:30 P in C; 12:00 P out C; #v 13:00 P log R 10:00 11:00; "
     "17:00 K judges P at_centre_during_visit accept #in #v",
     R"(P at C 10:30-12:00 out: 60 min
        P 09:00 present, late, 120 min, final
        P 13:00 absent, final
        settled at_centre_during_visit P: accept by K)"},
    {"a correction that a kiosk contradicts: absence is not final",
     "@A 12:00 K corrects P C 09:00 10:00; @B 09:30 P in C; @B 11:30 P out C",
     R"(P at C 09:00-10:00 corrected: 60 min
        P at C 09:30-11:30 out: 90 min
        P 09:00 present, left early, 150 min, final
        P 13:00 absent
        doubt correction_contradicted P)"},
    {"until somebody says that it stands",
     "@A #c 12:00 K corrects P C 09:00 10:00; @B #x 09:30 P in C; @B #y 11:30 P out C; "
     "17:00 K judges P correction_contradicted accept #c #x #y",
     R"(P at C 09:00-10:00 corrected: 60 min
        P at C 09:30-11:30 out: 90 min
        P 09:00 present, left early, 150 min, final
        P 13:00 absent, final
        settled correction_contradicted P: accept by K)"},
    {"two corrections: absence is not final",
     "#a 09:00 P in C; @A 12:00 K corrects P C 09:00 11:00 #a; "
     "@B 12:10 L corrects P C 09:00 11:30 #a",
     R"(P at C 09:00-11:30 corrected: 150 min
        P 09:00 present, left early, 150 min, final
        P 13:00 absent
        doubt concurrent_correction P)"},
    {"until somebody says that what holds stands",
     "#a 09:00 P in C; @A #k 12:00 K corrects P C 09:00 11:00 #a; "
     "@B #l 12:10 L corrects P C 09:00 11:30 #a; 17:00 J judges P concurrent_correction accept #k "
     "#l",
     R"(P at C 09:00-11:30 corrected: 150 min
        P 09:00 present, left early, 150 min, final
        P 13:00 absent, final
        settled concurrent_correction P: accept by J)"},
};

const SettledExample kMarks[] = {
    {"marked absent against a presence: it stands as it is",
     "@A #m 09:30 K marks P 09:00 absent; #in 09:05 P in C; #out 12:00 P out C; "
     "17:00 J judges P mark_against_presence accept at 09:00 #m #in #out",
     R"(P at C 09:05-12:00 out: 175 min
        P 09:00 present, 175 min, final
        P 13:00 absent, final
        settled mark_against_presence P: accept by J)"},
    {"the mark was wrong",
     "@A #m 09:30 K marks P 09:00 absent; #in 09:05 P in C; #out 12:00 P out C; "
     "17:00 J judges P mark_against_presence status present at 09:00 #m #in #out",
     R"(P at C 09:05-12:00 out: 175 min
        P 09:00 present, 175 min, final
        P 13:00 absent, final
        settled mark_against_presence P: present by J)"},
    {"the mark was right: present all the same while the taps stand",
     "@A #m 09:30 K marks P 09:00 absent; #in 09:05 P in C; #out 12:00 P out C; "
     "17:00 J judges P mark_against_presence status absent at 09:00 #m #in #out",
     R"(P at C 09:05-12:00 out: 175 min
        P 09:00 present, 175 min, final
        P 13:00 absent, final
        settled mark_against_presence P: absent by J)"},
    {"who made the mark does not settle it",
     "@A #m 09:30 K marks P 09:00 absent; #in 09:05 P in C; #out 12:00 P out C; "
     "17:00 K judges P mark_against_presence accept at 09:00 #m #in #out",
     R"(P at C 09:05-12:00 out: 175 min
        P 09:00 present, 175 min, final
        P 13:00 absent, final
        doubt mark_against_presence P)"},
    {"another tap opens it again",
     "@A #m 09:30 K marks P 09:00 absent; #in 09:05 P in C; #out 12:00 P out C; "
     "17:00 J judges P mark_against_presence accept at 09:00 #m #in #out; @B 11:00 P in C",
     R"(P at C 09:05-12:00 out: 175 min
        P 09:00 present, 175 min, final
        P 13:00 absent, final
        doubt mark_against_presence P)"},
    {"two marks: what holds now stands",
     "@A #k 09:30 K marks P 09:00 absent; @B #l 09:40 L marks P 09:00 present; "
     "17:00 J judges P concurrent_mark accept at 09:00 #k #l",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final
        settled concurrent_mark P: accept by J)"},
    {"or something else",
     "@A #k 09:30 K marks P 09:00 absent; @B #l 09:40 L marks P 09:00 present; "
     "17:00 J judges P concurrent_mark status excused at 09:00 #k #l",
     R"(P 09:00 excused, by mark, final
        P 13:00 absent, final
        settled concurrent_mark P: excused by J)"},
    {"but neither of the two who made them decides",
     "@A #k 09:30 K marks P 09:00 absent; @B #l 09:40 L marks P 09:00 present; "
     "17:00 K judges P concurrent_mark status absent at 09:00 #k #l",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final
        doubt concurrent_mark P)"},
    {"nor by a word",
     "@A #k 09:30 K marks P 09:00 absent; @B #l 09:40 L marks P 09:00 present; "
     "17:00 L judges P concurrent_mark accept at 09:00 #k #l",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final
        doubt concurrent_mark P)"},
    {"a third mark that nobody had seen",
     "@A #k 09:30 K marks P 09:00 absent; @B #l 09:40 L marks P 09:00 present; "
     "17:00 J judges P concurrent_mark status absent at 09:00 #k #l; @C 09:50 M marks P 09:00 "
     "excused",
     R"(P 09:00 excused, by mark, final
        P 13:00 absent, final
        doubt concurrent_mark P
        settled concurrent_mark P: absent by J)"},
};

const SettledExample kContests[] = {
    {"somebody else says that it stands",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "17:00 J judges P attendance_contested accept at 09:00 #c #m",
     R"(P 09:00 absent, by mark, final
        P 13:00 absent, final
        settled attendance_contested P: accept by J)"},
    {"or what was so",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "17:00 J judges P attendance_contested status present at 09:00 #c #m",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final
        settled attendance_contested P: present by J)"},
    {"who made the mark does not",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "17:00 K judges P attendance_contested accept at 09:00 #c #m",
     R"(P 09:00 unclear, contested, contest
        P 13:00 absent, final
        doubt attendance_contested P)"},
    {"two who differ: it stays open, and both are shown",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "@A 17:00 J judges P attendance_contested status present at 09:00 #c #m; "
     "@B 17:10 L judges P attendance_contested status excused at 09:00 #c #m",
     R"(P 09:00 present, by mark, to confirm, contested
        P 13:00 absent, final
        doubt attendance_contested P: present by J, excused by L
        doubt concurrent_mark P)"},
    {"until somebody decides between them",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "@A #s 17:00 J judges P attendance_contested status present at 09:00 #c #m; "
     "@B #t 17:10 L judges P attendance_contested status excused at 09:00 #c #m; "
     "18:00 M judges P concurrent_mark status excused at 09:00 #s #t",
     R"(P 09:00 excused, by mark, final
        P 13:00 absent, final
        settled attendance_contested P: excused by L
        settled concurrent_mark P: excused by M)"},
    {"contested twice, settled once",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; #d 16:40 P contests 09:00; "
     "17:00 J judges P attendance_contested status present at 09:00 #c #d #m",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final
        settled attendance_contested P: present by J)"},
    {"contested once more when it was settled: somebody else settles that",
     "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; "
     "17:00 J judges P attendance_contested status absent at 09:00 #c #m; "
     "+1 09:00 P contests -1/09:00",
     R"(P 09:00 unclear, contested, contest
        P 13:00 absent, final
        doubt attendance_contested P
        settled attendance_contested P: absent by J)"},
    {"contested, and the coaches differ: one status settles both",
     "@A #k 09:30 K marks P 09:00 absent; @B #l 09:40 L marks P 09:00 excused; "
     "#c 16:30 P contests 09:00; "
     "17:00 J judges P attendance_contested status present at 09:00 #c #k #l",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final
        settled attendance_contested P: present by J
        settled concurrent_mark P: present by J)"},
    {"or first the marks, having seen the contest, and then that",
     "@A #k 09:30 K marks P 09:00 absent; @B #l 09:40 L marks P 09:00 excused; "
     "#c 16:30 P contests 09:00; "
     "#s 17:00 J judges P concurrent_mark status present at 09:00 #c #k #l; "
     "17:10 J judges P attendance_contested accept at 09:00 #c #s",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 absent, final
        settled attendance_contested P: accept by J
        settled concurrent_mark P: present by J)"},
    {"of a whole day, each session by itself",
     "#c 16:30 P contests day; 17:00 J judges P attendance_contested status present at 09:00 #c",
     R"(P 09:00 present, by mark, to confirm, final
        P 13:00 unclear, contested, contest
        doubt attendance_contested P
        settled attendance_contested P: present by J)"},
};

INSTANTIATE_TEST_SUITE_P(Seen, Settling, testing::ValuesIn(kSeen));
INSTANTIATE_TEST_SUITE_P(Accepted, Settling, testing::ValuesIn(kAccepted));
INSTANTIATE_TEST_SUITE_P(Marks, Settling, testing::ValuesIn(kMarks));
INSTANTIATE_TEST_SUITE_P(Contests, Settling, testing::ValuesIn(kContests));

// Whoever says it twice, by day and by session, is answered once.
TEST(ContestsTest, AreOneDiscrepancyOfEachSession) {
  Scene scene = Told(
      "#m 09:30 K marks P 09:00 absent; #c 16:30 P contests 09:00; #d 16:40 P contests day; "
      "#e 16:50 P contests 13:00");
  const std::vector<Discrepancy> open =
      Get(FoldAll(scene.events(), scene.later(), scene.notices()).ledger->Discrepancies());
  ASSERT_THAT(open, testing::SizeIs(2));
  std::vector<std::vector<Hash>> rests_on = {open[0].events, open[1].events};
  EXPECT_THAT(rests_on, testing::UnorderedElementsAre(
                            testing::UnorderedElementsAre(scene.Named("#m"), scene.Named("#c"),
                                                          scene.Named("#d")),
                            testing::UnorderedElementsAre(scene.Named("#d"), scene.Named("#e"))));
  scene.Tell("17:00 J judges P attendance_contested accept at 09:00 #m #c #d");
  EXPECT_THAT(Get(FoldAll(scene.events(), scene.later(), scene.notices()).ledger->Discrepancies()),
              testing::SizeIs(1));
  EXPECT_THAT(
      Get(FoldAll(scene.events(), scene.later(), scene.notices()).ledger->SettledDiscrepancies({})),
      testing::SizeIs(1))
      << "also once it is settled";
}

}  // namespace
}  // namespace wijkboek
