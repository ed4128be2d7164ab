import { generateClients } from '../../../common/page/build/clients.ts';
import { page } from './sources.ts';

generateClients(page, ['kiosk', 'kiosk_page', 'cases', 'common', 'presence', 'programme', 'sealed', 'settling', 'visits']);
