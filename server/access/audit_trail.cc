#include "server/access/audit_trail.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/crypto.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::uint32_t kAuditRowsMax = 500;
constexpr std::uint32_t kAuditRowsUsual = 100;

struct AuditedRow {
  std::int64_t number = 0;
  AuditEntry entry;
  Hash chain;
};

// Lengths before texts, so that no two rows are the same bytes.
Hash AuditChainOf(const Hash& before, std::int64_t number, const AuditEntry& entry) {
  std::string bytes(before.bytes());
  AppendUint64(bytes, static_cast<std::uint64_t>(number));
  AppendUint64(bytes, static_cast<std::uint64_t>(entry.at_ms));
  for (const std::string& text :
       {entry.account, entry.method, entry.about, entry.result, entry.token.ToString()}) {
    AppendUint64(bytes, text.size());
    bytes.append(text);
  }
  return Sha256(bytes);
}

constexpr absl::string_view kAuditColumns =
    "SELECT number, at_ms, account, method, about, result, token, chain FROM audit ";

AuditedRow AuditedRowFrom(const Statement& row) {
  return {.number = row.Int(0),
          .entry = {.at_ms = row.Int(1),
                    .account = row.String(2),
                    .method = row.String(3),
                    .about = row.String(4),
                    .result = row.String(5),
                    .token = Id::FromBytesOrZero(row.Bytes(6))},
          .chain = Hash::FromBytesOrZero(row.Bytes(7))};
}

absl::StatusOr<AuditedRow> LastAuditedRow(Database& database) {
  Statement last = database.Prepare(absl::StrCat(kAuditColumns, "ORDER BY number DESC LIMIT 1"));
  ASSIGN_OR_RETURN(const bool is_there, last.Step());
  return is_there ? AuditedRowFrom(last) : AuditedRow();
}

}  // namespace

absl::Status AuditTrail::Write(const AuditEntry& entry) {
  std::lock_guard<std::mutex> lock(store_.mutex());
  Database& database = store_.database();
  return database.Transaction([&]() -> absl::Status {
    ASSIGN_OR_RETURN(const AuditedRow last, LastAuditedRow(database));
    const std::int64_t number = last.number + 1;
    Statement insert = database.Prepare("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    return insert
        .Bind(number, entry.at_ms, Statement::Text(entry.account), Statement::Text(entry.method),
              Statement::Text(entry.about), Statement::Text(entry.result), entry.token.bytes(),
              AuditChainOf(last.chain, number, entry).bytes())
        .Run();
  });
}

absl::StatusOr<v1::ListAuditResponse> AuditTrail::List(const v1::ListAuditRequest& request) {
  if (request.limit() > kAuditRowsMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("at most ", kAuditRowsMax, " rows can be asked for at once"));
  }
  const std::int64_t before = request.before() == 0 ? std::numeric_limits<std::int64_t>::max()
                                                    : static_cast<std::int64_t>(request.before());
  const std::uint32_t limit = request.limit() == 0 ? kAuditRowsUsual : request.limit();
  const std::string account = absl::AsciiStrToLower(request.account());
  std::lock_guard<std::mutex> lock(store_.mutex());
  // Two statements, so that each has its index.
  Statement select = store_.database().Prepare(
      absl::StrCat(kAuditColumns, account.empty() ? "WHERE ?1 = '' AND" : "WHERE account = ?1 AND",
                   " number < ?2 ORDER BY number DESC LIMIT ?3"));
  select.Bind(Statement::Text(account), before, limit);
  v1::ListAuditResponse response;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return response;
    const AuditedRow row = AuditedRowFrom(select);
    v1::AuditRow* out = response.add_rows();
    out->set_number(static_cast<std::uint64_t>(row.number));
    out->set_at_ms(row.entry.at_ms);
    out->set_account(row.entry.account);
    out->set_method(row.entry.method);
    out->set_about(row.entry.about);
    out->set_result(row.entry.result);
    if (!row.entry.token.IsZero()) out->set_token(row.entry.token.hex());
    out->set_chain(row.chain.hex());
  }
}

absl::Status AuditTrail::Verify() {
  std::lock_guard<std::mutex> lock(store_.mutex());
  Statement select = store_.database().Prepare(absl::StrCat(kAuditColumns, "ORDER BY number"));
  AuditedRow before;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    AuditedRow row = AuditedRowFrom(select);
    if (row.number != before.number + 1 ||
        row.chain != AuditChainOf(before.chain, row.number, row.entry)) {
      return absl::DataLossError(
          absl::StrCat("the trail breaks at row ", row.number, ": it was changed, or one is gone"));
    }
    before = std::move(row);
  }
}

}  // namespace wijkboek
