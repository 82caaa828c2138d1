import { invoke, newIntegApp, newIntegTest } from './integ-app';
import { DataProtectionStack } from '../../examples/data-protection/data-protection-stack';

const app = newIntegApp();
const stack = new DataProtectionStack(app, 'IntegDataProtection');

// backups, exports and restored tables would stay behind
invoke(newIntegTest(app, stack), stack, 'Guard', {}, 'false');
