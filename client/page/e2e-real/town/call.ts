import { request } from 'node:http';

export interface Answer {
  status: number;
  // The answer's message, or what was refused and why.
  body: unknown;
}

// One call of a daemon's service from outside its page, each by a connection of its own: one that is kept may be closed by the daemon just when
// it is used again.
export function callDaemon(address: string, method: string, message: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${address}/wijkboek.v1.${method}`,
      { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.once('error', reject);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text || '{}') as unknown }));
      },
    );
    asked.once('error', reject);
    asked.end(JSON.stringify(message));
  });
}
