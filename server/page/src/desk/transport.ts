import { createConnectTransport } from '@connectrpc/connect-web';

// The server that the page came from; the session is a cookie that only the server reads. A large report takes its time.
export const transport = createConnectTransport({ baseUrl: location.origin, useBinaryFormat: false, defaultTimeoutMs: 120_000 });
