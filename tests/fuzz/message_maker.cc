#include "tests/fuzz/message_maker.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace wijkboek {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kDepthMax = 4;
constexpr std::int64_t kHourMs = 60 * 60 * 1000;
// 2026-03-03 at 09:20, where the tests' clocks stand.
constexpr std::int64_t kNowMs = 1'772'526'000'000;
constexpr std::int64_t kToday = 20515;

constexpr std::array<absl::string_view, 16> kWords = {
    "",       "2026-03-03", "2026-02-30", "09:30", "2026-03-03T09:30",    "GM0363",  "north",
    "spring", "Amina",      "1234",       "0041",  "mon-fri 09:00-17:00", "mon wed", "nl",
    "-1",     "\xff\xfe"};

// Those whom the tests' kiosk knows (tests/client/kiosk_service_fixture.h), and strangers.
constexpr std::array<unsigned char, 16> kPool = {101, 102, 103, 106, 70, 50, 30, 203,
                                                 1,   2,   3,   4,   5,  6,  7,  8};

std::int64_t MakeInteger(FuzzBytes& bytes) {
  switch (bytes.Below(8)) {
    case 0:
      return bytes.Byte();
    case 1:
      return kToday - 128 + bytes.Byte();
    case 2:
      return kNowMs + (bytes.Byte() - 128) * (kHourMs / 4);
    case 3:
      return -static_cast<std::int64_t>(bytes.Byte());
    case 4:
      return std::numeric_limits<std::int64_t>::max() - bytes.Byte();
    case 5:
      return std::numeric_limits<std::int64_t>::min() + bytes.Byte();
    case 6:
      return static_cast<std::int64_t>(bytes.Byte()) * 60;
    default:
      return static_cast<std::int64_t>(bytes.Number());
  }
}

std::string MakeText(FuzzBytes& bytes, absl::string_view name) {
  const bool is_id = absl::EndsWith(name, "_id") || absl::EndsWith(name, "_ids");
  const bool is_hash = absl::StrContains(name, "hash") || name == "seen";
  const std::uint32_t choice = bytes.Below(8);
  if ((is_id || is_hash) && choice != 0) {
    std::string text = PooledId(bytes).ToString();
    if (is_hash) text += text;
    return text;
  }
  if (choice < 3) return std::string(bytes.Take(bytes.Byte()));
  if (choice < 5) return PooledId(bytes).hex();
  return std::string(kWords[bytes.Below(kWords.size())]);
}

// A program never writes text that is no UTF-8, and no reader takes it.
void MakeAscii(std::string& text) {
  for (char& c : text) c = static_cast<char>(c & 0x7f);
}

int MakeEnum(FuzzBytes& bytes, const EnumDescriptor& type) {
  const std::uint32_t choice = bytes.Below(static_cast<std::size_t>(type.value_count()) + 1);
  if (choice == static_cast<std::uint32_t>(type.value_count())) return 999;
  return type.value(static_cast<int>(choice))->number();
}

void Fill(FuzzBytes& bytes, int depth, Message& message);

void SetField(FuzzBytes& bytes, int depth, const FieldDescriptor& field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  // Maps are rare here, and their entries are no messages of their own.
  if (field.is_map()) return;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32: {
      const auto value = static_cast<std::int32_t>(MakeInteger(bytes));
      return many ? reflection.AddInt32(&message, &field, value)
                  : reflection.SetInt32(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      const std::int64_t value = MakeInteger(bytes);
      return many ? reflection.AddInt64(&message, &field, value)
                  : reflection.SetInt64(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_UINT32: {
      const auto value = static_cast<std::uint32_t>(MakeInteger(bytes));
      return many ? reflection.AddUInt32(&message, &field, value)
                  : reflection.SetUInt32(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      const auto value = static_cast<std::uint64_t>(MakeInteger(bytes));
      return many ? reflection.AddUInt64(&message, &field, value)
                  : reflection.SetUInt64(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const auto value = static_cast<double>(MakeInteger(bytes));
      return many ? reflection.AddDouble(&message, &field, value)
                  : reflection.SetDouble(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_FLOAT: {
      const auto value = static_cast<float>(MakeInteger(bytes));
      return many ? reflection.AddFloat(&message, &field, value)
                  : reflection.SetFloat(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool value = bytes.Coin();
      return many ? reflection.AddBool(&message, &field, value)
                  : reflection.SetBool(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int value = MakeEnum(bytes, *field.enum_type());
      return many ? reflection.AddEnumValue(&message, &field, value)
                  : reflection.SetEnumValue(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string value = MakeText(bytes, field.name());
      if (field.type() == FieldDescriptor::TYPE_STRING) MakeAscii(value);
      return many ? reflection.AddString(&message, &field, std::move(value))
                  : reflection.SetString(&message, &field, std::move(value));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message& inner = many ? *reflection.AddMessage(&message, &field)
                            : *reflection.MutableMessage(&message, &field);
      return Fill(bytes, depth + 1, inner);
    }
  }
}

void Fill(FuzzBytes& bytes, int depth, Message& message) {
  const auto count = static_cast<std::size_t>(message.GetDescriptor()->field_count());
  if (depth > kDepthMax || count == 0) return;
  const std::uint32_t fields = bytes.Below(std::min<std::size_t>(count, 6) + 1);
  for (std::uint32_t i = 0; i < fields && !bytes.empty(); ++i) {
    const FieldDescriptor& field =
        *message.GetDescriptor()->field(static_cast<int>(bytes.Below(count)));
    SetField(bytes, depth, field, message);
  }
}

void SetBody(FuzzBytes& bytes, v1::Event& event) {
  const auto& bodies = *v1::Event::descriptor()->FindOneofByName("body");
  const FieldDescriptor& body =
      *bodies.field(static_cast<int>(bytes.Below(static_cast<std::size_t>(bodies.field_count()))));
  Message& message = *event.GetReflection()->MutableMessage(&event, &body);
  Fill(bytes, 1, message);
  event.set_kind(static_cast<v1::EventKind>(body.number()));
}

}  // namespace

Id PooledId(FuzzBytes& bytes) {
  Id id;
  id.data()[0] = kPool[bytes.Below(kPool.size())];
  return id;
}

void FillMessage(FuzzBytes& bytes, Message& message) { Fill(bytes, 0, message); }

void Damage(FuzzBytes& bytes, std::string& text) {
  const std::uint32_t edits = 1 + bytes.Below(4);
  for (std::uint32_t i = 0; i < edits && !text.empty(); ++i) {
    const std::size_t place = bytes.Below(text.size());
    switch (bytes.Below(4)) {
      case 0:
        text[place] = static_cast<char>(bytes.Byte());
        break;
      case 1:
        text.erase(place, 1 + bytes.Below(8));
        break;
      case 2:
        text.insert(place, std::string(bytes.Take(bytes.Below(16))));
        break;
      default:
        text.resize(place);
    }
  }
}

v1::Event MakeEvent(FuzzBytes& bytes) {
  v1::Event event;
  const std::uint8_t choices = bytes.Byte();
  if ((choices & 1) == 0) SetBody(bytes, event);
  for (int i = 0; i < (choices >> 1 & 3); ++i) {
    v1::PersonRef& person = *event.add_persons();
    person.set_person_id(PooledId(bytes).ToString());
    person.set_role(static_cast<v1::PersonRole>(MakeEnum(bytes, *v1::PersonRole_descriptor())));
  }
  if ((choices & 8) != 0) event.set_session_id(PooledId(bytes).ToString());
  if ((choices & 16) != 0) event.set_centre_id(PooledId(bytes).ToString());
  if ((choices & 32) != 0) Fill(bytes, 0, event);
  event.mutable_captured()->set_wall_ms(kNowMs + (bytes.Byte() - 128) * (kHourMs / 4));
  return event;
}

}  // namespace wijkboek
