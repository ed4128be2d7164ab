// Writes what no call of the office makes into the log of a server that is not running.
#ifndef WIJKBOEK_TESTS_SERVER_WRITE_APART_H_
#define WIJKBOEK_TESTS_SERVER_WRITE_APART_H_

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "common/clock.h"
#include "common/random.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/office_log.h"
#include "server/writer.h"

namespace wijkboek {

// `make` is given the key from which the office's ids are made.
inline void WriteApart(const std::string& data_folder,
                       const std::function<std::vector<EventDraft>(const SecretKey&)>& make) {
  SystemRandom random;
  SystemClock clock;
  const auto keys = KeyVault::Open(data_folder + "/keys.db", random);
  ASSERT_TRUE(keys.ok()) << keys.status();
  LogStore log(data_folder + "/ledger.db");
  const auto writer = Writer::Open(data_folder + "/ledger.db", log, **keys, clock, random);
  ASSERT_TRUE(writer.ok()) << writer.status();
  const auto office = OfficeLog::Open(**writer, **keys, clock, random, "test");
  ASSERT_TRUE(office.ok()) << office.status();
  const auto written = (*office)->Append(make((*keys)->lookup_key()));
  ASSERT_TRUE(written.ok()) << written.status();
  (*writer)->Stop();
  log.CloseReaders();
}

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_SERVER_WRITE_APART_H_
