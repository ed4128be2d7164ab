import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromJson, toJson, type DescMethodStreaming, type DescMethodUnary, type JsonValue, type Message } from '@bufbuild/protobuf';
import { Code, ConnectError, type Transport } from '@connectrpc/connect';
import { types } from '../../../common/page/browser/browser.ts';
import { AccessService } from '../generated/wijkboek/v1/access_pb.ts';
import { OfficeService } from '../generated/wijkboek/v1/office_pb.ts';
import { OfficePageService } from '../generated/wijkboek/v1/office_page_pb.ts';
import type { ExportReportResponse } from '../generated/wijkboek/v1/reports_pb.ts';
import { transportOf } from '../fake/routes.ts';
import { freshWorld, type World } from '../fake/world.ts';

// Serves the built page as the server will, and answers its calls for some invented people. What it is called for stands in `calls`.

const dist = fileURLToPath(new URL('../dist', import.meta.url));
export const contentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const services = [AccessService, OfficePageService, OfficeService];
const http: Partial<Record<Code, number>> = {
  [Code.Unauthenticated]: 401,
  [Code.PermissionDenied]: 403,
  [Code.NotFound]: 404,
  [Code.AlreadyExists]: 409,
  [Code.ResourceExhausted]: 429,
  [Code.InvalidArgument]: 400,
  [Code.FailedPrecondition]: 400,
  [Code.Unimplemented]: 501,
};
const words = (code: Code) => Code[code].replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

export interface FakeServer {
  address: string;
  world: World;
  calls: { method: string; request: JsonValue }[];
  // Set: every call is cut off.
  gone: boolean;
  close(): Promise<void>;
}

async function body(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
  return text;
}

async function* once(message: Message): AsyncIterable<Message> {
  yield await Promise.resolve(message);
}

async function answer(transport: Transport, method: DescMethodUnary, json: JsonValue): Promise<JsonValue> {
  const { message } = await transport.unary(method, undefined, undefined, undefined, fromJson(method.input, json));
  return toJson(method.output, message);
}

export async function startFakeServer(port = 0): Promise<FakeServer> {
  const world = freshWorld();
  const transport = transportOf(world);

  async function call(path: string, request: IncomingMessage, response: ServerResponse) {
    const [, service = '', name = ''] = path.split('/');
    const method = services.find((one) => one.typeName === service)?.methods.find((one) => one.name === name);
    const json = JSON.parse((await body(request)) || '{}') as JsonValue;
    fake.calls.push({ method: name, request: json });
    if (fake.gone) {
      response.destroy();
      return;
    }
    try {
      // A file comes as it is, while it is made.
      if (method?.methodKind === 'server_streaming') {
        const streaming = method as DescMethodStreaming;
        const { message } = await transport.stream(streaming, undefined, undefined, undefined, once(fromJson(streaming.input, json)));
        const pieces: Uint8Array[] = [];
        for await (const piece of message) pieces.push((piece as ExportReportResponse).content);
        response.writeHead(200, { 'content-type': 'application/octet-stream' });
        for (const piece of pieces) response.write(piece);
        response.end();
        return;
      }
      if (method?.methodKind !== 'unary') throw new ConnectError('no such method', Code.Unimplemented);
      const text = JSON.stringify(await answer(transport, method as DescMethodUnary, json));
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    } catch (error) {
      const { code, rawMessage } = ConnectError.from(error);
      response.writeHead(http[code] ?? 500, { 'content-type': 'application/json' }).end(JSON.stringify({ code: words(code), message: rawMessage }));
    }
  }

  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (request.method === 'POST') {
      void call(path, request, response);
      return;
    }
    const file = join(dist, path === '/' ? 'index.html' : path);
    if (!file.startsWith(dist) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-store',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const fake: FakeServer = {
    address: `http://127.0.0.1:${address.port}/`,
    world,
    calls: [],
    gone: false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}
