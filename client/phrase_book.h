// Which phrases of the page native speakers have recorded: the latest recording of each, in each
// language. In memory alone, read from the log.
#ifndef WIJKBOEK_CLIENT_PHRASE_BOOK_H_
#define WIJKBOEK_CLIENT_PHRASE_BOOK_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "client/event_table.h"
#include "common/reconcile/edit.h"

namespace wijkboek {

struct PhraseName {
  // BCP 47.
  std::string language;
  std::string phrase;

  friend auto operator<=>(const PhraseName&, const PhraseName&) = default;
};

// Thread-safe.
class PhraseBook {
 public:
  // The event that holds the sound.
  using Phrases = std::map<PhraseName, Hash>;

  explicit PhraseBook(Store& store) : log_(store) {}

  // With what is in the log by now. Practice is never heard.
  absl::StatusOr<Phrases> CatchUp();

 private:
  struct Recording {
    EditStamp stamp;
    Hash event;
  };

  StoreEventLog log_;
  std::mutex mutex_;
  std::uint64_t position_ = 0;
  std::map<PhraseName, Recording> recordings_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_PHRASE_BOOK_H_
