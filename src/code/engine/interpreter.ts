import { callMethod, callValue } from './calls';
import { Interpreter } from './engine';
import { assign, evaluate } from './evaluate';
import { readExternal } from '../libraries/externals';
import { readHandle } from '../libraries/handles';
import { recordUnsureRequest } from '../libraries/unsure-requests';

/** The parts of the evaluation, put together. */
export const INTERPRETER: Interpreter = {
  evaluate,
  assign,
  callValue,
  callMethod,
  recordUnsureRequest,
  readOutside: (place, atom, key) => {
    if (atom.kind === 'external') return readExternal(place, atom, key);
    return atom.kind === 'client' || atom.kind === 'handle' ? readHandle(place, atom, key) : new Set();
  },
};
