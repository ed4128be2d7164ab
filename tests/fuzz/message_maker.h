// Messages made of a fuzzer's bytes, by their descriptors: fields that exist, with values that are
// plausible, at the edge, or nonsense. Bytes alone hardly ever make a message that gets anywhere.
#ifndef WIJKBOEK_TESTS_FUZZ_MESSAGE_MAKER_H_
#define WIJKBOEK_TESTS_FUZZ_MESSAGE_MAKER_H_

#include <string>

#include "common/ids.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/fuzz_bytes.h"
#include "wijkboek/v1/event.pb.h"

namespace wijkboek {

// One of sixteen, so that messages name each other's people and sessions.
Id PooledId(FuzzBytes& bytes);
// Adds fields to the message, and to those in it.
void FillMessage(FuzzBytes& bytes, google::protobuf::Message& message);
// A few bytes are changed, removed, added, or the end is cut off.
void Damage(FuzzBytes& bytes, std::string& text);
// A fact: persons, times and a body, mostly of its kind.
v1::Event MakeEvent(FuzzBytes& bytes);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_FUZZ_MESSAGE_MAKER_H_
