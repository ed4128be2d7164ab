#include "common/ledger/record_codec.h"

#include <cstdint>
#include <type_traits>
#include <vector>

namespace wijkboek {
namespace {

// What records are made of besides numbers, text, ids and lists of them.
template <typename T>
inline constexpr bool kHasFields =
    std::is_same_v<T, Interval> || std::is_same_v<T, Testimony> ||
    std::is_same_v<T, SettledValue> || std::is_same_v<T, Settlement> || std::is_same_v<T, CaseAct>;

template <typename Record, typename Visitor>
void Fields(Record& record, Visitor& visit);

// Every record names its fields once, in Fields below; Writer and Reader walk the same list.
class Writer {
 public:
  template <typename T>
  void operator()(const T& value) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      auto bits = static_cast<std::uint64_t>(value);
      for (int shift = 0; shift < 64; shift += 8) {
        out_.push_back(static_cast<char>((bits >> shift) & 0xff));
      }
    } else if constexpr (std::is_same_v<T, std::string>) {
      (*this)(static_cast<std::uint64_t>(value.size()));
      out_.append(value);
    } else if constexpr (kHasFields<T>) {
      Fields(value, *this);
    } else {
      out_.append(value.bytes().data(), value.bytes().size());
    }
  }
  template <typename T>
  void operator()(const std::vector<T>& values) {
    (*this)(static_cast<std::uint64_t>(values.size()));
    for (const T& value : values) (*this)(value);
  }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

class Reader {
 public:
  explicit Reader(absl::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  void operator()(T& value) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      absl::string_view part = Next(8);
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < part.size(); ++i) {
        bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(part[i])) << (8 * i);
      }
      value = static_cast<T>(bits);
    } else if constexpr (std::is_same_v<T, std::string>) {
      std::uint64_t size = 0;
      (*this)(size);
      value = std::string(Next(size));
    } else if constexpr (kHasFields<T>) {
      Fields(value, *this);
    } else {
      value = T::FromBytesOrZero(Next(T::kSize));
    }
  }
  template <typename T>
  void operator()(std::vector<T>& values) {
    std::uint64_t size = 0;
    (*this)(size);
    // A damaged size reads no further than the bytes.
    for (std::uint64_t i = 0; i < size && !bytes_.empty(); ++i) {
      values.emplace_back();
      (*this)(values.back());
    }
  }

 private:
  absl::string_view Next(std::uint64_t size) {
    if (size > bytes_.size()) size = bytes_.size();
    absl::string_view part = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return part;
  }
  absl::string_view bytes_;
};

template <typename Record, typename Visitor>
void Fields(Record& record, Visitor& visit) {
  using Plain = std::remove_const_t<Record>;
  if constexpr (std::is_same_v<Plain, PresenceRecord>) {
    visit(record.person), visit(record.centre), visit(record.span), visit(record.end);
    visit(record.settled), visit(record.to_confirm), visit(record.strength), visit(record.events);
  } else if constexpr (std::is_same_v<Plain, PresenceDay>) {
    visit(record.person), visit(record.day), visit(record.centre), visit(record.settled_ms);
    visit(record.to_confirm_ms), visit(record.never_enrolled);
  } else if constexpr (std::is_same_v<Plain, VisitRecord>) {
    visit(record.household), visit(record.residents), visit(record.participants);
    visit(record.span), visit(record.settled), visit(record.to_confirm);
    visit(record.estimated_end), visit(record.open), visit(record.witnesses);
    visit(record.disputed), visit(record.events);
  } else if constexpr (std::is_same_v<Plain, VisitShareDay>) {
    visit(record.person), visit(record.resident), visit(record.day), visit(record.settled_ms);
    visit(record.to_confirm_ms);
  } else if constexpr (std::is_same_v<Plain, HelpRecord>) {
    visit(record.helper), visit(record.helped), visit(record.day), visit(record.subject);
    visit(record.minutes), visit(record.confirmed), visit(record.denied), visit(record.events);
  } else if constexpr (std::is_same_v<Plain, PairRecord>) {
    visit(record.type), visit(record.first), visit(record.second), visit(record.first_day);
    visit(record.running), visit(record.last_day), visit(record.events);
  } else if constexpr (std::is_same_v<Plain, AttendanceRecord>) {
    visit(record.person), visit(record.session), visit(record.enrolment), visit(record.centre);
    visit(record.day), visit(record.expected), visit(record.status), visit(record.late);
    visit(record.left_early), visit(record.to_confirm), visit(record.is_final);
    visit(record.attended_ms), visit(record.strength), visit(record.by_mark);
    visit(record.contested), visit(record.signed_off), visit(record.changed_since_sign_off);
    visit(record.waited_for), visit(record.lost), visit(record.signs), visit(record.events);
  } else if constexpr (std::is_same_v<Plain, HoursDay>) {
    visit(record.person), visit(record.enrolment), visit(record.day), visit(record.settled_ms);
    visit(record.to_confirm_ms);
  } else if constexpr (std::is_same_v<Plain, SightingDay>) {
    visit(record.person), visit(record.centre), visit(record.day), visit(record.seen_ms);
    visit(record.goal);
  } else if constexpr (std::is_same_v<Plain, Discrepancy>) {
    visit(record.kind), visit(record.persons), visit(record.centre), visit(record.day);
    visit(record.session), visit(record.detail), visit(record.events), visit(record.said);
    visit(record.since_ms), visit(record.suggestion), visit(record.settler);
    visit(record.settlements);
  } else if constexpr (std::is_same_v<Plain, CaseRecord>) {
    visit(record.person), visit(record.enrolment), visit(record.stage), visit(record.days);
    visit(record.sessions), visit(record.formed_ms), visit(record.heard), visit(record.sent);
    visit(record.accounted), visit(record.acknowledged), visit(record.language);
    visit(record.interpreter), visit(record.result), visit(record.sanction_undone);
    visit(record.retraction_open), visit(record.events);
  } else if constexpr (std::is_same_v<Plain, PathRecord>) {
    visit(record.person), visit(record.enrolment), visit(record.type), visit(record.day);
    visit(record.last_day), visit(record.running), visit(record.ref), visit(record.session);
    visit(record.state), visit(record.minutes), visit(record.placement), visit(record.reviews);
    visit(record.inward), visit(record.author), visit(record.events);
  } else if constexpr (std::is_same_v<Plain, Interval>) {
    visit(record.start_ms), visit(record.end_ms);
  } else if constexpr (std::is_same_v<Plain, Testimony>) {
    visit(record.event), visit(record.what), visit(record.author), visit(record.device);
    visit(record.centre), visit(record.at_ms), visit(record.strength);
  } else if constexpr (std::is_same_v<Plain, SettledValue>) {
    visit(record.field), visit(record.number), visit(record.person);
  } else if constexpr (std::is_same_v<Plain, Settlement>) {
    visit(record.said), visit(record.value);
  } else if constexpr (std::is_same_v<Plain, CaseAct>) {
    visit(record.event), visit(record.author), visit(record.at_ms);
  } else {
    visit(record.reason), visit(record.kind), visit(record.persons), visit(record.centre);
    visit(record.earliest_ms), visit(record.latest_ms), visit(record.detail), visit(record.event);
  }
}

template <typename Record>
std::string EncodeFields(const Record& record) {
  Writer writer;
  Fields(record, writer);
  return writer.Take();
}

template <typename Record>
void DecodeFields(absl::string_view bytes, Record& record) {
  Reader reader(bytes);
  Fields(record, reader);
}

}  // namespace

std::string Encode(const PresenceRecord& record) { return EncodeFields(record); }
std::string Encode(const PresenceDay& record) { return EncodeFields(record); }
std::string Encode(const VisitRecord& record) { return EncodeFields(record); }
std::string Encode(const VisitShareDay& record) { return EncodeFields(record); }
std::string Encode(const HelpRecord& record) { return EncodeFields(record); }
std::string Encode(const PairRecord& record) { return EncodeFields(record); }
std::string Encode(const AttendanceRecord& record) { return EncodeFields(record); }
std::string Encode(const HoursDay& record) { return EncodeFields(record); }
std::string Encode(const SightingDay& record) { return EncodeFields(record); }
std::string Encode(const Discrepancy& record) { return EncodeFields(record); }
std::string Encode(const CaseRecord& record) { return EncodeFields(record); }
std::string Encode(const PathRecord& record) { return EncodeFields(record); }
std::string Encode(const SetAsideFact& record) {
  if (record.earliest_ms == record.latest_ms) return EncodeFields(record);
  SetAsideFact unbounded = record;
  unbounded.earliest_ms = 0;
  unbounded.latest_ms = -1;
  return EncodeFields(unbounded);
}

void Decode(absl::string_view bytes, PresenceRecord& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, PresenceDay& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, VisitRecord& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, VisitShareDay& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, HelpRecord& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, PairRecord& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, AttendanceRecord& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, HoursDay& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, SightingDay& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, Discrepancy& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, CaseRecord& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, PathRecord& record) { DecodeFields(bytes, record); }
void Decode(absl::string_view bytes, SetAsideFact& record) { DecodeFields(bytes, record); }

}  // namespace wijkboek
