import { createConnectTransport } from '@connectrpc/connect-web';

// The daemon on the same machine, by the Connect protocol. A commit waits for the disk; longer than this, the daemon is being started again.
export const transport = createConnectTransport({ baseUrl: location.origin, useBinaryFormat: false, defaultTimeoutMs: 10000 });
