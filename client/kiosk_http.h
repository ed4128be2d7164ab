// KioskService's methods in a dispatch table.
#ifndef WIJKBOEK_CLIENT_KIOSK_HTTP_H_
#define WIJKBOEK_CLIENT_KIOSK_HTTP_H_

#include "client/kiosk_service.h"
#include "common/connect/dispatch.h"

namespace wijkboek {

// `service` must outlive the table.
DispatchTable KioskDispatch(KioskService& service);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_KIOSK_HTTP_H_
