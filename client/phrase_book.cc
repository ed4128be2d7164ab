#include "client/phrase_book.h"

#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kChunk = 500;
// Field 4 of Event, a varint: its kind, when it is a phrase's. Of a hundred thousand events a few
// hold these bytes; only they are parsed.
constexpr absl::string_view kKindBytes = "\x20\xd9\x01";
static_assert(v1::EVENT_KIND_PHRASE_RECORDED == 0xd9 - 0x80 + (0x01 << 7));
static_assert(v1::Event::kKindFieldNumber == 0x20 >> 3);

}  // namespace

absl::StatusOr<PhraseBook::Phrases> PhraseBook::CatchUp() {
  std::lock_guard<std::mutex> lock(mutex_);
  while (true) {
    ASSIGN_OR_RETURN(std::vector<LogEvent> events, log_.ReadAfter(position_, kChunk));
    for (LogEvent& each : events) {
      position_ = each.position;
      if (!absl::StrContains(each.bytes, kKindBytes)) continue;
      ASSIGN_OR_RETURN(const StoredEvent event, ReadEvent(std::move(each.bytes), each.previous));
      if (event.event.kind() != v1::EVENT_KIND_PHRASE_RECORDED || event.event.practice()) continue;
      const v1::PhraseRecorded& body = event.event.phrase_recorded();
      const EditStamp stamp = StampOf(event.key, event.event);
      auto [known, is_new] = recordings_.try_emplace(
          {.language = body.language(), .phrase = body.phrase()}, Recording{stamp, event.key.hash});
      if (!is_new && known->second.stamp < stamp) known->second = {stamp, event.key.hash};
    }
    if (events.size() < kChunk) break;
  }
  Phrases phrases;
  for (const auto& [name, recording] : recordings_) phrases.emplace(name, recording.event);
  return phrases;
}

}  // namespace wijkboek
