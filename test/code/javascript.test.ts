import { JAVASCRIPT_FORMS, NEAR_MISSES } from './javascript-forms';
import { callsIn, FORMS, inForm, readJavaScript } from './support';

describe.each(FORMS)('JavaScript $name', (form) => {
  test.each(JAVASCRIPT_FORMS)('makes the calls of $title', ({ code, calls }) => {
    const reading = readJavaScript(inForm(code, form));

    expect([callsIn(reading), reading.state, reading.unknown]).toEqual([[...calls].sort(), 'complete', []]);
  });

  test.each(NEAR_MISSES)('makes no calls by $title', ({ code }) => {
    const reading = readJavaScript(inForm(code, form));

    expect([callsIn(reading), reading.state, reading.unknown]).toEqual([[], 'complete', []]);
  });
});
