import { create, toJsonString, type DescMessage, type DescMethodStreaming, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import { Code, ConnectError, type StreamResponse, type Transport } from '@connectrpc/connect';
import { errorFromJson } from '@connectrpc/connect/protocol-connect';
import { createConnectTransport } from '@connectrpc/connect-web';

// The server that the page came from; the session is a cookie that only the server reads. A large report takes its time.
const calls = createConnectTransport({ baseUrl: location.origin, useBinaryFormat: false, defaultTimeoutMs: 120_000 });

// What comes in many messages is a file, sent as it is while it is made. One that breaks off is an error, and no file.
async function* pieces<O extends DescMessage>(method: DescMethodStreaming<DescMessage, O>, body: ReadableStream<Uint8Array>): AsyncIterable<MessageShape<O>> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    // Every such method answers with messages that hold content alone.
    const piece: object = { content: value };
    yield create(method.output, piece as MessageInitShape<O>);
  }
}

async function stream<I extends DescMessage, O extends DescMessage>(
  method: DescMethodStreaming<I, O>,
  signal: AbortSignal | undefined,
  _timeoutMs: number | undefined,
  _header: HeadersInit | undefined,
  input: AsyncIterable<MessageInitShape<I>>,
): Promise<StreamResponse<I, O>> {
  let request = create(method.input);
  for await (const one of input) request = create(method.input, one);
  const answer = await fetch(`${location.origin}/${method.parent.typeName}/${method.name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: toJsonString(method.input, request),
    signal: signal ?? null,
  });
  if (!answer.ok || !answer.body) {
    throw errorFromJson(await answer.json(), answer.headers, new ConnectError(`HTTP ${answer.status}`, Code.Unknown));
  }
  return { stream: true, service: method.parent, method, header: answer.headers, trailer: new Headers(), message: pieces(method, answer.body) };
}

export const transport: Transport = { unary: (...call) => calls.unary(...call), stream };
