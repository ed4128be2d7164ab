// The built page before the server in memory, to look at: npm-run serve:fake
import { right } from '../fake/world.ts';
import { startFakeServer } from './fake-server.ts';

const server = await startFakeServer(Number(process.env['PORT'] ?? 8450));
console.log(`${server.address}  ${right.name} / ${right.password} / ${right.code}`);
