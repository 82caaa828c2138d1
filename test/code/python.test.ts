import { PYTHON_FORMS, PYTHON_NEAR_MISSES } from './python-forms';
import { callsIn, readPython } from './support';

test.each(PYTHON_FORMS)('Python makes the calls of $title', ({ code, calls }) => {
  const reading = readPython(code);

  expect([callsIn(reading), reading.state, reading.unknown]).toEqual([[...calls].sort(), 'complete', []]);
});

test.each(PYTHON_NEAR_MISSES)('Python makes no calls by $title', ({ code }) => {
  const reading = readPython(code);

  expect([callsIn(reading), reading.state, reading.unknown]).toEqual([[], 'complete', []]);
});
