// The derived file's tables. Never migrated: another version is deleted and built again from the
// log.
#ifndef WIJKBOEK_COMMON_LEDGER_SCHEMA_H_
#define WIJKBOEK_COMMON_LEDGER_SCHEMA_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace wijkboek {

// "WL" and the version of tables and codec together.
inline constexpr std::int32_t kLedgerApplicationId = 0x574c0005;

inline constexpr absl::string_view kLedgerSchema = R"sql(
CREATE TABLE progress (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  position INTEGER NOT NULL,
  -- Of the last notice; counted apart from events.
  notice_position INTEGER NOT NULL,
  now_ms INTEGER NOT NULL,
  -- Kinds of events that the program which made this file knew: what others are was set aside.
  kinds TEXT NOT NULL
) STRICT;
INSERT INTO progress VALUES (1, 0, 0, 0, '');

-- One life of a device's store, and one boot of a device.
CREATE TABLE epoch (
  no INTEGER PRIMARY KEY,
  device BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  UNIQUE (device, epoch)
) STRICT;
CREATE TABLE boot (
  no INTEGER PRIMARY KEY,
  device BLOB NOT NULL,
  boot BLOB NOT NULL,
  UNIQUE (device, boot)
) STRICT;
CREATE TABLE boot_epoch (
  boot_no INTEGER NOT NULL,
  epoch_no INTEGER NOT NULL,
  PRIMARY KEY (boot_no, epoch_no)
) STRICT, WITHOUT ROWID;
-- Samples and steps of a boot's clock.
CREATE TABLE clock (
  boot_no INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (boot_no, position)
) STRICT, WITHOUT ROWID;

-- captured_ms: server time; null while the boot's clock is not known.
CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  epoch_no INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  previous BLOB NOT NULL,
  boot_no INTEGER NOT NULL,
  boottime_ms INTEGER NOT NULL,
  -- Of a clock that network time keeps; else null.
  wall_ms INTEGER,
  captured_ms INTEGER,
  -- It came in under a badge that was not known yet: whose it is depends on its time.
  has_badge INTEGER NOT NULL
) STRICT;
CREATE INDEX event_in_epoch ON event (epoch_no, seq, position);

-- Where reference data stands in the log.
CREATE TABLE reference_event (position INTEGER PRIMARY KEY) STRICT;
CREATE TABLE device_event (position INTEGER PRIMARY KEY) STRICT;
-- Sightings by who saw: whether they count depends on that person's duty.
CREATE TABLE sighting_event (
  author BLOB NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (author, position)
) STRICT, WITHOUT ROWID;
-- Whoever made a fact that does not name them, other than with their own badge at a centre.
CREATE TABLE scribe (person BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
-- Who edits what: `target` is a hash, known here or not yet.
CREATE TABLE mention (
  target BLOB NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (target, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE person_event (
  person BLOB NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;
-- Over all of somebody's: the sum of their hashes (event_sum.h).
CREATE TABLE person_sum (
  person BLOB PRIMARY KEY,
  sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- What came in under a badge that was not known, and what says whose badge it is.
CREATE TABLE badge_event (
  badge BLOB NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (badge, position)
) STRICT, WITHOUT ROWID;
-- resident: the first one that the event names; null when it names none.
CREATE TABLE visit_event (
  visit BLOB NOT NULL,
  position INTEGER NOT NULL,
  resident BLOB,
  PRIMARY KEY (visit, position)
) STRICT, WITHOUT ROWID;

-- The result holds for every moment in (holds_after_ms, holds_until_ms]; null: for ever.
CREATE TABLE partition (
  no INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  fingerprint BLOB,
  holds_after_ms INTEGER,
  holds_until_ms INTEGER
) STRICT;
CREATE INDEX partition_until ON partition (holds_until_ms) WHERE holds_until_ms IS NOT NULL;
CREATE INDEX partition_after ON partition (holds_after_ms) WHERE holds_after_ms IS NOT NULL;
CREATE TABLE member (
  partition_no INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (partition_no, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_position ON member (position);
-- Partitions to fold: households, pairs and single facts (0) before the participants (1) who read their visits.
CREATE TABLE dirty (
  stage INTEGER NOT NULL,
  partition_no INTEGER NOT NULL,
  PRIMARY KEY (stage, partition_no)
) STRICT, WITHOUT ROWID;
-- Participants with facts at a centre: its closing time concerns them.
CREATE TABLE at_centre (
  centre BLOB NOT NULL,
  partition_no INTEGER NOT NULL,
  PRIMARY KEY (centre, partition_no)
) STRICT, WITHOUT ROWID;

-- The last word of a device's epoch on a day of server time (UTC); of old days only some
-- (heard_words.h).
CREATE TABLE heard (
  device BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  day INTEGER NOT NULL,
  server_ms INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (device, epoch, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE lifecycle (
  position INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
-- Whose result may change once this device is heard beyond that server time; the first of several,
-- as the others are found again when it has come.
CREATE TABLE waiting (
  device BLOB NOT NULL,
  through_ms INTEGER NOT NULL,
  partition_no INTEGER NOT NULL,
  PRIMARY KEY (device, through_ms, partition_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_partition ON waiting (partition_no);
-- Facts at a centre that could be anybody's.
CREATE TABLE loose_fact (
  event BLOB PRIMARY KEY,
  centre BLOB NOT NULL,
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL,
  is_uncertain INTEGER NOT NULL,
  is_unowned INTEGER NOT NULL,
  device BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What was folded, in the form of record_codec.h.
CREATE TABLE record (
  partition_no INTEGER NOT NULL,
  type INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (partition_no, type, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_day ON record (type, first_day, last_day);
-- Attendance and hours added up; and what each participant brings into that, by enrolment, in the
-- form of tally_share.h.
CREATE TABLE tally (
  day INTEGER NOT NULL,
  cohort BLOB NOT NULL,
  centre BLOB NOT NULL,
  expected INTEGER NOT NULL,
  present INTEGER NOT NULL,
  excused INTEGER NOT NULL,
  absent_final INTEGER NOT NULL,
  absent_not_final INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  unclear INTEGER NOT NULL,
  unknown INTEGER NOT NULL,
  late INTEGER NOT NULL,
  left_early INTEGER NOT NULL,
  weak INTEGER NOT NULL,
  confirmed INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  settled_ms INTEGER NOT NULL,
  to_confirm_ms INTEGER NOT NULL,
  PRIMARY KEY (day, cohort, centre)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally_share (
  partition_no INTEGER PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE visit_person (
  person BLOB NOT NULL,
  partition_no INTEGER NOT NULL,
  PRIMARY KEY (person, partition_no)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_SCHEMA_H_
