#include "server/device_change.h"

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

using Request = v1::ChangeDeviceRequest;

bool IsDescription(Request::Change change) {
  return change == Request::CHANGE_CARRIED || change == Request::CHANGE_FIXED;
}

absl::Status SetSince(const Request& request, std::int64_t now_ms, v1::Event& event) {
  if (request.since().empty()) return absl::OkStatus();
  if (IsDescription(request.change())) {
    return absl::InvalidArgumentError(
        "what kind of device it is holds for all times: leave out since when");
  }
  ASSIGN_OR_RETURN(const v1::CivilTime since, ParseCivilTime(request.since()));
  if (InstantOf(since) > now_ms) {
    return absl::InvalidArgumentError(
        absl::StrCat(request.since(), " lies in the future: say it when it has happened"));
  }
  *event.mutable_stated_start() = since;
  return absl::OkStatus();
}

absl::Status SetReplacement(const ChangedDevice& device, v1::KioskReplaced& body) {
  if (!device.replaced_by) {
    return absl::InvalidArgumentError("say which kiosk stands in its place");
  }
  if (*device.replaced_by == device.device) {
    return absl::InvalidArgumentError("a kiosk can't stand in its own place");
  }
  body.set_by_kiosk_id(device.replaced_by->ToString());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<EventDraft> PlanDeviceChange(const Request& request, const ChangedDevice& device,
                                            const OfficeRecord& record, std::int64_t now_ms) {
  EventDraft draft;
  v1::Event& event = draft.event;
  event.mutable_actor()->set_method(v1::METHOD_OFFICE);
  event.set_centre_id(device.centre.ToString());
  const std::string id = device.device.ToString();
  if (device.replaced_by && request.change() != Request::CHANGE_REPLACED) {
    return absl::InvalidArgumentError("only what is replaced has another kiosk in its place");
  }
  switch (request.change()) {
    case Request::CHANGE_PARKED:
      event.set_kind(v1::EVENT_KIND_KIOSK_PARKED);
      event.mutable_kiosk_parked()->set_kiosk_id(id);
      break;
    case Request::CHANGE_LOST:
      event.set_kind(v1::EVENT_KIND_KIOSK_DECLARED_LOST);
      event.mutable_kiosk_declared_lost()->set_kiosk_id(id);
      break;
    case Request::CHANGE_FOUND:
      event.set_kind(v1::EVENT_KIND_KIOSK_FOUND);
      event.mutable_kiosk_found()->set_kiosk_id(id);
      break;
    case Request::CHANGE_REPLACED:
      event.set_kind(v1::EVENT_KIND_KIOSK_REPLACED);
      event.mutable_kiosk_replaced()->set_kiosk_id(id);
      RETURN_IF_ERROR(SetReplacement(device, *event.mutable_kiosk_replaced()));
      break;
    case Request::CHANGE_CARRIED:
    case Request::CHANGE_FIXED: {
      event.set_kind(v1::EVENT_KIND_KIOSK_DESCRIBED);
      event.mutable_kiosk_described()->set_kiosk_id(id);
      event.mutable_kiosk_described()->set_carried(request.change() == Request::CHANGE_CARRIED);
      const auto said = record.carried.find(device.device);
      if (said != record.carried.end()) event.add_seen(said->second.event.ToString());
      break;
    }
    default:
      return absl::InvalidArgumentError(
          "say what became of it: lost, found, parked, replaced, carried or fixed");
  }
  RETURN_IF_ERROR(SetSince(request, now_ms, event));
  return draft;
}

}  // namespace wijkboek
