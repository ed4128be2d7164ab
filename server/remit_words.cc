#include "server/remit_words.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status.h"
#include "server/fact_fields.h"
#include "server/find_thing.h"

namespace wijkboek {

absl::StatusOr<Remit> ReadRemit(const v1::Remit& written, const Reference& reference,
                                const SecretKey& lookup_key) {
  Remit remit;
  for (const std::string& text : written.centres()) {
    const auto centre = FindThing(reference.Centres(), "centre", text, lookup_key);
    if (!centre.ok()) return WithContext(centre.status(), "remit.centres");
    remit.centres.insert(centre->id);
  }
  for (const std::string& text : written.municipalities()) {
    absl::Status code = CheckMunicipality(text);
    if (text.empty()) code = absl::InvalidArgumentError("write GM and four digits");
    if (!code.ok()) return WithContext(code, "remit.municipalities");
    remit.municipalities.insert(text);
  }
  for (const std::string& text : written.programmes()) {
    const auto programme = FindThing(reference.Programmes(), "programme", text, lookup_key);
    if (!programme.ok()) return WithContext(programme.status(), "remit.programmes");
    remit.programmes.insert(programme->id);
  }
  return remit;
}

std::string RemitText(const Remit& remit, const Reference& reference) {
  std::vector<std::string> parts;
  std::vector<std::string> names;
  const auto take = [&] {
    if (!names.empty()) parts.push_back(absl::StrJoin(names, ", "));
    names.clear();
  };
  for (const Id& id : remit.centres) {
    const Centre* centre = reference.FindCentre(id);
    names.push_back(centre == nullptr ? id.hex().substr(0, 8) : centre->name);
  }
  take();
  names.assign(remit.municipalities.begin(), remit.municipalities.end());
  take();
  for (const Id& id : remit.programmes) {
    const Programme* programme = reference.FindProgramme(id);
    names.push_back(programme == nullptr ? id.hex().substr(0, 8) : programme->name);
  }
  take();
  return absl::StrJoin(parts, " · ");
}

}  // namespace wijkboek
