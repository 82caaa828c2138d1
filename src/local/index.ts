export { connect } from './client/connect';
export { LocalAccess } from './client/local-access';
export { ClientConfig, LocalClient } from './client/local-client';
export { StreamRecord } from './client/stream-records';
export { Mode, RunOptions } from './run-options';
export { DeniedPermission, FunctionSummary, LocalSummary } from './summary/local-summary';
