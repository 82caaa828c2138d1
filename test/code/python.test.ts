import { PYTHON_FORMS, PYTHON_NEAR_MISSES, PYTHON_OPEN_FORMS } from './python-forms';
import { callsIn, readPython } from './support';

test.each(PYTHON_FORMS)('Python makes the calls of $title', ({ code, calls }) => {
  const reading = readPython(code);

  expect([callsIn(reading), reading.state, reading.unknown]).toEqual([[...calls].sort(), 'complete', []]);
});

test.each(PYTHON_OPEN_FORMS)('Python makes the calls of $title, and may make others', ({ code, calls }) => {
  const reading = readPython(code);

  expect([callsIn(reading), reading.state]).toEqual([[...calls].sort(), 'open']);
});

test.each(PYTHON_NEAR_MISSES)('Python makes no calls by $title', ({ code }) => {
  const reading = readPython(code);

  expect([callsIn(reading), reading.state, reading.unknown]).toEqual([[], 'complete', []]);
});
