import { writeFileSync } from 'fs';
import { listSilentFailures } from './outcomes';
import { SILENT_FAILURES_FILE } from '../../catalogue/silent-failures';
import '../support/quiet';

writeFileSync(SILENT_FAILURES_FILE, `${JSON.stringify(listSilentFailures(), undefined, 2)}\n`);
