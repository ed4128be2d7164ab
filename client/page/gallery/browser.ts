import { fileURLToPath } from 'node:url';

export { launch, serveFolder, type Served } from '../../../common/page/browser/browser.ts';

export const galleryFolder = fileURLToPath(new URL('./dist', import.meta.url));
