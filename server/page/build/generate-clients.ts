import { generateClients } from '../../../common/page/build/clients.ts';
import { page } from './sources.ts';

generateClients(page, [
  'access',
  'office_page',
  'office',
  'cases',
  'common',
  'presence',
  'programme',
  'reports',
  'roster',
  'sealed',
  'settling',
  'sync',
  'visits',
]);
