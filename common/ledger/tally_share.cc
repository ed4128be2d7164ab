#include "common/ledger/tally_share.h"

#include <google/protobuf/io/coded_stream.h>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace wijkboek {
namespace {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr std::size_t kVarintBytesMax = 10;

void AppendVarint(std::string& bytes, std::uint64_t value) {
  std::uint8_t buffer[kVarintBytesMax];
  const std::uint8_t* end = CodedOutputStream::WriteVarint64ToArray(value, buffer);
  bytes.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(end - buffer));
}

bool InOneRun(const TallyPart& one, const TallyPart& other) {
  return one.enrolment == other.enrolment && one.tally.cohort == other.tally.cohort &&
         one.tally.centre == other.tally.centre;
}

// Which numbers are not zero, as bits, and then those.
void AppendNumbers(std::string& bytes, const DayTally& tally) {
  std::uint64_t which = 0;
  std::uint64_t bit = 1;
  DayTally::ForEachNumber(tally, [&](const std::int64_t& number) {
    if (number != 0) which |= bit;
    bit <<= 1;
  });
  AppendVarint(bytes, which);
  DayTally::ForEachNumber(tally, [&](const std::int64_t& number) {
    if (number != 0) AppendVarint(bytes, static_cast<std::uint64_t>(number));
  });
}

bool ReadId(CodedInputStream& in, Id& id) {
  char bytes[Id::kSize];
  if (!in.ReadRaw(bytes, Id::kSize)) return false;
  id = Id::FromBytesOrZero(absl::string_view(bytes, Id::kSize));
  return true;
}

bool ReadNumbers(CodedInputStream& in, DayTally& tally) {
  std::uint64_t which = 0;
  bool whole = in.ReadVarint64(&which);
  DayTally::ForEachNumber(tally, [&](std::int64_t& number) {
    number = 0;
    std::uint64_t value = 0;
    if ((which & 1) != 0 && (whole = whole && in.ReadVarint64(&value))) {
      number = static_cast<std::int64_t>(value);
    }
    which >>= 1;
  });
  return whole;
}

}  // namespace

// One run for all days of an enrolment at a centre: whose it is, how many days, and each day as its
// distance to the one before it.
std::string EncodeShare(const std::vector<TallyPart>& parts) {
  std::string bytes;
  for (auto run = parts.begin(); run != parts.end();) {
    auto end = run;
    while (end != parts.end() && InOneRun(*run, *end)) ++end;
    for (const Id* id : {&run->enrolment, &run->tally.cohort, &run->tally.centre}) {
      bytes.append(id->bytes().data(), Id::kSize);
    }
    AppendVarint(bytes, static_cast<std::uint64_t>(end - run));
    CivilDay before = std::numeric_limits<CivilDay>::min();
    for (; run != end; ++run) {
      AppendVarint(bytes, static_cast<std::uint64_t>(std::int64_t{run->tally.day} - before));
      AppendNumbers(bytes, run->tally);
      before = run->tally.day;
    }
  }
  return bytes;
}

void ForEachPart(absl::string_view share, absl::FunctionRef<void(const TallyPart&)> visit) {
  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(share.data()),
                      static_cast<int>(share.size()));
  TallyPart part;
  while (ReadId(in, part.enrolment) && ReadId(in, part.tally.cohort) &&
         ReadId(in, part.tally.centre)) {
    std::uint64_t days = 0;
    if (!in.ReadVarint64(&days)) return;
    std::int64_t day = std::numeric_limits<CivilDay>::min();
    for (; days > 0; --days) {
      std::uint64_t distance = 0;
      if (!in.ReadVarint64(&distance) || !ReadNumbers(in, part.tally)) return;
      day += static_cast<std::int64_t>(distance);
      part.tally.day = static_cast<CivilDay>(day);
      visit(part);
    }
  }
}

}  // namespace wijkboek
