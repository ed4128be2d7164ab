// What lies in the stores' files: read from a copy, as somebody would who finds the disk. Only
// while the program does not run.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_STORES_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_STORES_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "common/event.h"

namespace wijkboek {

using Hashes = std::multiset<std::string>;

// Hashes (lower case hex) of all events in a server's log, the office's own among them.
Hashes ServerEvents(const std::string& data_folder);

// One event in a kiosk's store.
struct KioskEvent {
  std::string hash;
  v1::Event event;
};
// A kiosk's own log, in the order in which it was captured.
std::vector<KioskEvent> KioskLog(const std::string& store_folder);
// What it captured and what it pulled.
std::vector<KioskEvent> KioskHolds(const std::string& store_folder);
Hashes HashesOf(const std::vector<KioskEvent>& events);

// Hashes that occur more than once.
std::set<std::string> Doubled(const Hashes& hashes);
// Those of `needed` that are not in `held`.
std::set<std::string> Missing(const std::set<std::string>& needed, const Hashes& held);

// The first column of what a query finds in a store, from a copy. Nothing at all where there is no
// such file.
std::vector<std::string> FindInStore(const std::string& path, const std::string& sql);
// Runs a statement on a store's file itself.
void ChangeDatabase(const std::string& path, const std::string& sql);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_STORES_H_
