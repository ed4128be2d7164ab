#include "tests/reconcile/week_pieces.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kPresence[] = {
    // A whole day, with a break.
    R"(+%d @%k 08:55 %P in C; +%d @%k 12:05 %P out C
       +%d 12:58 %P in C; +%d 16:01 %P out C)",
    "+%d @%k 09:12 %P in C; +%d 11:40 %P out C",
    "+%d @%k 08:58 %P in C",
    "+%d 08:58 %P in C tile; +%e 09:01 %P in C; +%e 16:02 %P out C coach",
    R"(+%d @%k 08:55 %P in C; +%d @%k 08:56 %P in C
       +%d 12:05 %P out C; +%d 12:06 %P out C)",
    "+%d 22:30 %P in C; +%e 06:00 %P in C; +%e 06:45 %P out C",
    "+%d @%k 20:30 %P in C; +%e 03:00 %P in C tile; +%e 07:45 %P out C",
    "+%d 22:30 %P in C; +%e 06:45 %P out C",
    "+%d @%k 12:00 %P out C",
    R"(+%d @%k 09:00 %P in C; +%d @dk 10:00 %P in D
       +%d @%k 12:00 %P out C; +%d @dk 13:00 %P out D)",
    "+%d @dk 08:55 %P in D; +%d @dk 16:00 %P out D",
    "+%d @ek 09:00 %P in E; +%e @%k 09:00 %P in C",
    // Corrected: seen, never, by two who differ, beside what it had not seen, senseless.
    "#c%n +%d @%k 09:00 %P in C; +%d 17:30 K corrects %P C 09:00 12:30 #c%n",
    "#c%n +%d @%k 09:00 %P in C; +%d 17:30 K corrects %P C never #c%n",
    R"(#c%n +%d @%k 09:00 %P in C; +%d 17:30 K corrects %P C 09:00 12:30 #c%n
       +%d @dk 17:40 L corrects %P C 09:00 11:00 #c%n)",
    R"(+%d @%k 10:00 %P in C; +%d @%k 12:00 %P out C
       +%d @dk 17:00 L corrects %P C 11:00 13:00)",
    "#c%n +%d 09:00 %P in C; +%d 17:30 K corrects %P C 12:00 09:00 #c%n",
    // Practice, no certain time, taken back, taken back again.
    "practice +%d @%k 10:00 %P in C",
    "unsure +%d @%k 10:00 %P in C; +%d @%k 12:00 %P out C",
    "unsure +%d 09:30 K marks %P 09:00 absent",
    "#v%n +%d @%k 09:00 %P in C; +%d 09:05 %P voids #v%n",
    R"(#v%n +%d @%k 09:00 %P in C; #w%n +%d 09:05 K voids #v%n
       +%d @dk 09:30 L voids #w%n; +%d @%k 12:00 %P out C)",
    // What this program does not know.
    "+%d @%k 10:00 %P learns C",
    "+%d @%k 10:30 %P learns C alone",
    "+%d @%k 10:00 %P garbles C",
    // Nobody's, and said later whose.
    "+%d @%k 09:05 nobody in C",
    R"(+%d @%k 08:50 %P in C; unsure +%d @%k 10:00 nobody in C
       +%d @%k 12:05 %P out C; +%e @%k 09:00 %P in C)",
    "unsure +%d @dk 10:00 badge X%n in D; +%e @dk 09:00 %P in D; +%f @dk 09:00 %P out D",
    "+%d @%k 09:05 badge X%n in C; +%d @%k 12:00 badge X%n out C",
    R"(+%d @%k 09:05 badge X%n in C; +%d @%k 12:00 badge X%n out C
       +%f 09:00 office badges %P X%n)",
    "+%d @%k 10:00 %W in C; +%d @%k 11:00 %W out C",
    // A cup of coffee after the last day.
    R"(07:05 office enrols B%n course%n C; +%d 17:00 office ends B%n course%n %d
       +%d @%k 09:00 B%n in C; +%d @%k 10:00 B%n out C
       +%e @%k 10:00 B%n in C; +%e @%k 11:00 B%n out C
       +%f 10:00 K path B%n aftercare; +%f 10:30 K path B%n talk 20)",
    "+%d @%k 10:00 %P start %R v%n; +%d 11:00 %P end - v%n C; +%d 12:05 %P out C",
};

constexpr absl::string_view kNeighbourhood[] = {
    "+%d @%k 10:00 %P start %R v%n; +%d 11:00 %P end %R v%n",
    "+%d @%k 12:10 %P log %R 10:00 11:00; +%d @dk 13:00 %P log %R 10:03 11:30 by K",
    "+%d @dk 14:00 %P log %R 13:20 15:00 by K; +%d @%k 15:10 %P log %R 13:00 15:00",
    "+%d @%k 12:10 %P log %R 10:00 11:00; +%d @dk 12:30 %P+%Q log %R 10:00 11:00 by K",
    "+%d 15:10 %P log %S 14:00 15:00; +%d @dk 15:30 %P+%Q log %S 14:00 15:00 by L",
    "+%d @%k 11:00 %P start %R v%n",
    "+%d 09:00 %P plan %R v%n 10:00 11:00; +%d @%k 10:01 %P start %R v%n",
    "+%d @%k 20:00 %P log %R 08:00 18:30",
    "+%d 11:30 %P log %S 07:30 16:00",
    "+%d @%k 10:00 %P log %R 18:00 19:00",
    "+%d 10:30 %P log %S 17:00 18:00; +%d 19:00 %P end %S",
    "+%d @%k 12:00 %P log %R 11:00 11:00",
    "+%d 12:00 %P log %S 10:30 10:15",
    "+%d @%k 12:00 %P log %R 10:00 11:00; +%d @%k 12:05 %P log %S 10:20 11:20",
    "+%d 12:00 %P log %R 10:00 11:00; +%d @%k 12:20 %P log %R 10:10 11:10",
    R"(#x%n +%d 12:00 %P log %R 10:00 11:00; #y%n +%d @%k 12:20 %P log %R 10:10 11:10
       +%d 18:00 K splits #x%n #y%n)",
    R"(#x%n +%d 12:00 %P log %R 10:00 11:00; #y%n +%d @%k 12:20 %P log %R 10:10 11:10
       +%d 18:00 K joins #x%n #y%n)",
    "#x%n +%d @%k 12:00 %P log %R 10:00 11:00; +%d @dk 18:00 %R denies-visit #x%n",
    "#x%n +%d 15:00 %P+%Q log %S 13:30 14:30; +%d 18:00 %S denies-visit #x%n",
    "+%d @%k 11:00 %P end %R",
    "+%d @%k 12:00 %P log %R 10:00 11:00 by K; +%d @dk 10:30 %P in D",
    R"(#x%n +%d @%k 12:00 %P log %R 10:00 11:00
       +%d 18:00 K corrects-visit %P %R 10:00 11:30 #x%n)",
    "#x%n +%d @%k 12:00 %P log %R 10:00 11:00; +%d 18:00 K corrects-visit %P %R never #x%n",
    "+%d @%k 12:30 %P log %R 09:10 11:50 by K",
    R"(+%d 08:50 %P in C; +%d @%k 10:00 %P start %R v%n; +%d 11:00 %P end %R v%n C
       +%d 16:00 %P out C)",
    // Help.
    "+%d @%k 15:00 %P gave %Q 30 taal%n; +%d @dk 15:30 %Q got %P 40 taal%n",
    "+%d @%k 15:00 %P gave %Q 30 taal%n",
    "+%d @%k 15:00 %P gave %Q 30 fiets%n",
    "#h%n +%d @%k 15:00 %P gave %Q 30 taal%n; +%d @dk 16:00 %Q denies-help #h%n",
    "#h%n +%d @dk 15:00 %Q got %P 45 fiets%n; +%d @%k 16:00 %P denies-help #h%n",
    "+%d @%k 15:00 %P gave %Q 30 taal%n; +%d @%k 15:10 %Q gave %P 30 taal%n",
    "+%d @%k 15:00 %P gave %P 20 taal%n",
    "+%d 15:00 K says %P gave %Q 30 taal%n; +%d @%k 15:20 %P gave %Q 35 taal%n",
    "#h%n +%d @%k 15:00 %P gave %Q 30 taal%n; +%d 16:00 %Q confirms-help #h%n",
    "+%d @%k 10:00 %Q got %P 30 taal%n at C",
    // Pairs.
    "+%d 09:00 office pairs %P mentors %Q %d %f",
    "+%d 09:00 office pairs %P helps %Q %d",
    "#p%n +%d 09:00 office pairs %P equals %Q %d; +%e 09:00 K parts %f #p%n",
    "#p%n +%e 09:00 office pairs %P equals %Q %e; +%f 09:00 K parts %d #p%n",
};

constexpr absl::string_view kSession[] = {
    "+%d @%k 09:30 K marks %P 09:00 present",
    "+%d @%k 09:30 K marks %P 09:00 late",
    "+%d @%k 09:30 K marks %P 09:00 excused",
    "+%d @%k 09:30 K marks %P 09:00 absent",
    "+%d @%k 08:00 K marks %P 09:00 absent",
    "+%d @dk 09:30 K marks %P 09:00 absent; +%d @%k 09:05 %P in C; +%d 12:00 %P out C",
    "+%d 09:30 K marks %P 09:00 absent; +%d @dk 11:00 L marks %P 09:00 present",
    "#m%n +%d 09:30 K marks %P 09:00 absent; +%d 10:00 K marks %P 09:00 excused #m%n",
    "+%d @%k 09:05 nobody in C; +%d @dk 10:30 K marks %P 09:00 absent",
    // Excuses.
    "+%d @%k 08:00 %P excuses %P at 09:00",
    "+%d 08:30 K excuses %P from %d to %e",
    "#s%n +%d 08:30 K excuses %P since %d; +%e 18:00 K says-better %P %e #s%n",
    "+%d 14:00 K excuses %P at 09:00 called 08:30",
    "+%d 14:00 K excuses %P at 09:00",
    "+%e 10:00 K excuses %P at -1/09:00",
    "+%d 14:00 K says-better %P %e",
    // Contests, and who may settle them.
    "#q%n +%d @%k 18:00 %P contests 09:00; +%d @dk 18:30 L settles %P 09:00 present #q%n",
    "+%d @%k 18:00 %P contests day",
    R"(#m%n +%d 09:30 K marks %P 09:00 absent; #q%n +%d 18:00 %P contests 09:00
       +%d 18:30 K settles %P 09:00 absent #m%n #q%n)",
    "+%d @%k 18:00 %P contests 13:00",
    // Sightings.
    "+%d @%k 10:00 K sees %P C; +%d @%k 10:20 K sees %P C; +%d 11:30 K sees %P C",
    "07:00 office duty M instructor; +%d @%k 10:00 M sees %P C",
    "+%d @%k 10:00 K sees %P C phone",
    R"(+%d @%k 08:55 %P in C; +%d 09:30 K sees %P C; +%d 10:30 K sees %P C
       +%d 11:30 K sees %P C; +%d 12:05 %P out C)",
    // Sign-offs.
    "+%d @dk 16:30 K signs 09:00 %P=absent; +%d @w 09:05 %P in C; +%d @w 12:00 %P out C",
    "+%d @%k 08:55 %P in C; +%d @%k 12:05 %P out C; +%d 16:30 K signs 09:00 %P=present",
    // Sessions.
    "+%d 08:00 office moves %P 09:00 D 10:00 12:00; +%d @dk 10:05 %P in D; +%d @dk 12:00 %P out D",
    "+%d 08:00 office cancels %P 13:00",
    R"(+%d @kiosk 08:00 K cancels %P 09:00
       +%d @dk 08:10 L moves %P 09:00 C 10:00 12:00)",
    R"(+%d 07:10 office plans %P night%n C 22:00 1/06:00
       +%d @%k 21:55 %P in C; +%e @%k 06:05 %P out C)",
    "07:10 office own-times %P 10:00 11:00; +%d @%k 09:58 %P in C; +%d @%k 11:03 %P out C",
    "+%f 20:00 office plans %P late%n C -1/18:00 -1/19:00",
    "07:00 office enrols %P talk%n D; +%d 07:10 office plans talk%n talk%n D 10:00 15:00",
    "07:10 office plans %P far%n E 10:00 12:00",
    // Rules.
    "07:00 office rule visits_count no; +%d @%k 12:30 %P log %R 09:10 11:50 by K",
    R"(07:00 office rule hours_from presence; +%d @%k 07:30 %P in C
       +%d @%k 12:30 %P out C)",
    "07:00 office rule late_weight 50; +%d @%k 09:30 %P in C; +%d @%k 12:00 %P out C",
    "07:00 office rule no_show_unit session",
    "07:00 office rule visit_default 60; +%d @%k 10:00 %P start %R v%n",
    R"(07:00 office opens %P G%n; 07:01 office rules G%n visit_max 60
       +%d @%k 12:00 %P log %R 10:00 11:30)",
    R"(07:00 office opens %P G%n; 07:00 office opens %Q G%n
       07:01 office rules G%n help_agreement 0
       +%d @%k 15:00 %P gave %Q 30 taal%n; +%d 15:30 %Q got %P 40 taal%n)",
};

constexpr absl::string_view kPeople[] = {
    // Cases.
    "+%e 18:30 K hears %A %d %e in ti interpreter",
    "+%e 18:30 K hears %P %d %e",
    R"(+%e 18:30 K hears %A %d %e in nl; +%e 18:50 S sends %A %d %e
       +%f 19:00 S accounts %A %d %e warning)",
    "+%e 18:30 K hears %A %d %e; +%e 18:50 S sends %A %d %e",
    "+%f 18:30 K hears %A %d %e; +%f 18:50 S sends %A %d %e; +%f 18:55 S accounts %A %d %e other",
    R"(+%e 18:30 K hears %A %d %e; +%e 18:50 S sends %A %d %e
       +%f 19:00 S accounts %A %d %e sanction; +%f @dk 19:10 T accounts %A %d %e accepted)",
    R"(+%e 18:30 K hears %A %d %e; +%e 18:50 S sends %A %d %e
       +%d @w 09:00 %A in C; +%d @w 12:00 %A out C; +%e @w 09:00 %A in C; +%e @w 12:00 %A out C)",
    R"(+%e 18:30 K hears %A %d %e; #s%n +%e 18:50 S sends %A %d %e
       +%d @w 09:00 %A in C; +%d @w 12:00 %A out C
       +%f 19:00 S acknowledges %A %d %e undone #s%n)",
    R"(+%e 18:30 K hears %A %d %e; #s%n +%e 18:50 S sends %A %d %e
       +%f 19:00 S accounts %A %d %e sanction; #i%n +%d @w 09:00 %A in C
       +%f 19:30 S acknowledges %A %d %e #s%n; +%f 20:00 K takes-back #i%n)",
    "+%e 18:50 S sends %A %d %e",
    "+%f 18:50 S sends %P %d %e",
    "+%f @%k 18:50 S sends %A %e %f",
    R"(#s%n +%e 18:50 S sends %P %d %e; #i%n +%d @w 10:00 %P in C; #j%n +%e @w 10:00 %P in C
       +%f 19:30 S acknowledges %P %d %e undone #s%n; +%f 20:00 K takes-back #i%n #j%n)",
    "+%f 19:00 S accounts %A %e %f other",
    "+%f 18:30 K hears %A %d %e; +%f 19:00 S accounts %A %d %e accepted",
    "+%f 18:30 K hears %P %d %e; +%f 19:00 S accounts %P %d %e warning",
    "+%f 18:30 K hears %A",
    "+%d @%k 09:00 %A in C; +%d @%k 12:00 %A out C; +%e @%k 18:30 K hears %A %d %e",
    // The path.
    R"(+%d @%k 17:00 K path %P invited 09:00; +%d 17:01 K path %A invited 09:00
       +%d 08:00 K path %P invited)",
    "+%d 08:00 K path %P invited 09:00; +%d 08:01 %P excuses %P at 09:00",
    "+%d @%k 10:00 K path %A referred in; +%d 10:01 K path %A talk 30; +%d 10:02 K path %A asked",
    "+%d @%k 10:00 K path %A assessed test%n; +%d 10:01 K path %A ladder",
    "+%d 10:00 K path %A goal g%n",
    "+%d 10:00 K path %A goal g%n; +%e @%k 10:00 K path %A met g%n",
    R"(+%d 10:00 K path %A goal g%n; #g%n +%e 10:00 K path %A met g%n
       +%f 10:00 K path %A unmet g%n #g%n)",
    R"(+%d 10:00 K path %P goal g%n; +%e 10:00 K path %P met g%n
       +%e @dk 11:00 L path %P unmet g%n)",
    R"(+%d 10:00 K path %A placement s%n %d; +%e 10:00 K path %A review s%n
       +%e @dk 11:00 L path %A review s%n)",
    "+%d 10:00 K path %A placement s%n %d %f",
    "+%d 10:00 K path %P placement s%n %d; +%f 10:00 K path %P end s%n %e",
    "+%f @%k 10:00 K path %P met nothing%n",
    "+%d 10:00 K path %A phase F%n; +%e 10:00 K path %A phase H%n",
    "07:05 office enrols B%n course%n C; +%d 10:00 K path B%n phase F%n",
    R"(+%d 10:00 K path %A milestone; +%e 10:00 K path %A exit; +%f 10:00 K path %A aftercare
       +%d 10:01 K path %A answers entry; +%e 10:01 K path %A answers exit)",
    // Who is who.
    "+%d 10:00 K groups %W+%P; +%d @%k 10:30 %W in C; +%d 11:00 %W out C",
    "#g%n +%d 10:00 K groups %W+%P; +%e 10:00 L groups %W %P #g%n",
    "+%d 10:00 K groups %W+%P; +%d @dk 11:00 L groups %W+%Q",
    // Whoever said something of others turns out to be somebody else.
    R"(#m%n +%d 09:30 %W marks %Q 09:00 absent; #q%n +%d 10:00 %Q contests 09:00
       +%d 11:00 %P settles %Q 09:00 present #m%n #q%n; +%e 10:00 K groups %W+%P)",
    "+%d 10:00 K words %P nl; +%d @dk 11:00 L words %P ti",
    R"(07:00 office badges %P Z%n; 07:01 office badges %Q Z%n
       +%d @%k 09:05 badge Z%n in C; +%d @%k 12:00 badge Z%n out C)",
};

}  // namespace

absl::Span<const absl::string_view> PresencePieces() { return kPresence; }
absl::Span<const absl::string_view> NeighbourhoodPieces() { return kNeighbourhood; }
absl::Span<const absl::string_view> SessionPieces() { return kSession; }
absl::Span<const absl::string_view> PeoplePieces() { return kPeople; }

}  // namespace wijkboek
