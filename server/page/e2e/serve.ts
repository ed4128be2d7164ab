// The built page before the server in memory, to look at: npm-run serve:fake. Vite reads the generated clients, whose enums Node alone does not.
import { createServer } from 'vite';

const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom', logLevel: 'error' });
const { startFakeServer } = (await vite.ssrLoadModule('/e2e/fake-server.ts')) as typeof import('./fake-server.ts');
const { right } = (await vite.ssrLoadModule('/fake/world.ts')) as typeof import('../fake/world.ts');
const server = await startFakeServer(Number(process.env['PORT'] ?? 8450));
console.log(`${server.address}  ${right.name} / ${right.password} / ${right.code}`);
