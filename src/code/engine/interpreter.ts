import { callMethod, callValue } from './calls';
import { Interpreter } from './engine';
import { assignTarget, evaluateExpression } from './evaluate';
import { NO_VALUE } from './values';
import { readExternal } from '../libraries/externals';
import { readHandle } from '../libraries/handles';
import { recordUnsureRequest } from '../libraries/unsure-requests';

/** The parts of the evaluation, put together. */
export const INTERPRETER: Interpreter = {
  evaluate: evaluateExpression,
  assign: assignTarget,
  callValue,
  callMethod,
  recordUnsureRequest,
  readOutside: (place, atom, key) => {
    if (atom.kind === 'external') return readExternal(place, atom, key);
    if (atom.kind === 'client' || atom.kind === 'handle') return readHandle(place, atom, key);
    return NO_VALUE;
  },
};
