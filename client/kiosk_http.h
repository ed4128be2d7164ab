// The kiosk's services in a dispatch table.
#ifndef WIJKBOEK_CLIENT_KIOSK_HTTP_H_
#define WIJKBOEK_CLIENT_KIOSK_HTTP_H_

#include "client/kiosk_service.h"
#include "client/page_service.h"
#include "common/connect/dispatch.h"

namespace wijkboek {

// The services must outlive the table.
DispatchTable KioskDispatch(KioskService& service);
// Adds the page's.
void AddPageDispatch(PageService& service, DispatchTable& table);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_KIOSK_HTTP_H_
