import { Code, ConnectError, createClient, type Client, type Transport } from '@connectrpc/connect';
import { AccessService } from '../../generated/wijkboek/v1/access_pb.ts';
import { OfficeService } from '../../generated/wijkboek/v1/office_pb.ts';
import { OfficePageService } from '../../generated/wijkboek/v1/office_page_pb.ts';

// What the page asks of the server. Tests and the gallery put a server in memory behind it.
export interface Desk {
  access: Client<typeof AccessService>;
  page: Client<typeof OfficePageService>;
  office: Client<typeof OfficeService>;
}

export function deskOver(transport: Transport): Desk {
  return {
    access: createClient(AccessService, transport),
    page: createClient(OfficePageService, transport),
    office: createClient(OfficeService, transport),
  };
}

// Why something was not answered, as far as it makes a difference to whoever waits for it.
export type Trouble =
  | { kind: 'network' }
  | { kind: 'signedOut' }
  | { kind: 'notAllowed' }
  | { kind: 'notFound' }
  | { kind: 'wait'; seconds: number }
  // What was asked does not fit; the server says what to do.
  | { kind: 'said'; text: string }
  | { kind: 'broken' };

export function troubleOf(error: unknown): Trouble {
  const { code, rawMessage } = ConnectError.from(error);
  switch (code) {
    case Code.Unauthenticated:
      return { kind: 'signedOut' };
    case Code.PermissionDenied:
      return { kind: 'notAllowed' };
    case Code.NotFound:
      return { kind: 'notFound' };
    case Code.ResourceExhausted:
      return { kind: 'wait', seconds: Number(/\d+/.exec(rawMessage)?.[0] ?? 60) };
    case Code.InvalidArgument:
    case Code.FailedPrecondition:
    case Code.AlreadyExists:
    case Code.Aborted:
      return { kind: 'said', text: rawMessage };
    case Code.Unavailable:
    case Code.DeadlineExceeded:
    case Code.Canceled:
      return { kind: 'network' };
    default:
      // A browser that gets no answer throws a TypeError, which has no code of the protocol.
      return code === Code.Unknown ? { kind: 'network' } : { kind: 'broken' };
  }
}
