#include "client/acknowledgement_table.h"

#include "common/status.h"

namespace wijkboek {
namespace {

absl::StatusOr<v1::Acknowledgement> Parse(absl::string_view bytes) {
  v1::Acknowledgement acknowledgement;
  if (!acknowledgement.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("a stored acknowledgement can't be read");
  }
  return acknowledgement;
}

}  // namespace

absl::Status InsertAcknowledgement(Connection& connection,
                                   const v1::Acknowledgement& acknowledgement) {
  return connection
      .Use("INSERT OR IGNORE INTO acknowledgement (epoch, seq, bytes) VALUES (?1, ?2, ?3)")
      .Bind(acknowledgement.event().epoch(), acknowledgement.event().seq(),
            acknowledgement.SerializeAsString())
      .Run();
}

absl::StatusOr<std::optional<v1::Acknowledgement>> LastAcknowledgement(Connection& connection,
                                                                       Epoch epoch) {
  Statement& statement = connection.Use(
      "SELECT bytes FROM acknowledgement WHERE epoch = ?1 ORDER BY seq DESC LIMIT 1");
  ASSIGN_OR_RETURN(bool row, statement.Bind(epoch).Step());
  if (!row) return std::nullopt;
  absl::StatusOr<v1::Acknowledgement> acknowledgement = Parse(statement.Bytes(0));
  statement.Reset();
  if (!acknowledgement.ok()) return acknowledgement.status();
  return *acknowledgement;
}

absl::StatusOr<std::vector<v1::Acknowledgement>> AcknowledgementsFor(Connection& connection,
                                                                     Epoch epoch,
                                                                     std::uint64_t after,
                                                                     std::uint64_t through) {
  std::vector<v1::Acknowledgement> found;
  Statement& statement = connection.Use(
      "SELECT bytes FROM acknowledgement WHERE epoch = ?1 AND seq > ?2 AND seq <= "
      "coalesce((SELECT min(seq) FROM acknowledgement WHERE epoch = ?1 AND seq >= ?3), ?3) "
      "ORDER BY seq");
  statement.Bind(epoch, after, through);
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement.Step());
    if (!row) return found;
    absl::StatusOr<v1::Acknowledgement> acknowledgement = Parse(statement.Bytes(0));
    if (!acknowledgement.ok()) {
      statement.Reset();
      return acknowledgement.status();
    }
    found.push_back(*std::move(acknowledgement));
  }
}

}  // namespace wijkboek
