import { Language } from './languages';
import { runPrograms } from './run-programs';
import { CodeReading } from '../../../src/code/code-calls';
import { callsIn, FORMS, inForm, readJavaScript, readPython } from '../support';

/** A program beside what it asks of DynamoDB, and what is said about it. */
export interface Comparison {
  readonly program: string;
  readonly asked: readonly string[];
  readonly found: readonly string[];
  readonly state: CodeReading['state'];
  /** Requests that are missing although all calls are said to be known. */
  readonly missing: readonly string[];
}

export function comparePrograms(language: Language, programs: readonly string[], form?: (typeof FORMS)[number]): Comparison[] {
  const asked = runPrograms(language, programs);
  return programs.map((program, index) => compareProgram(language, program, asked[index], form));
}

function compareProgram(language: Language, program: string, asked: readonly string[], form?: (typeof FORMS)[number]): Comparison {
  const sources = { [language.file]: program };
  const reading = language.name === 'python' ? readPython(sources) : readJavaScript(form ? inForm(sources, form) : sources);
  const found = callsIn(reading).map((call) => call.replace(' (likely)', ''));
  const missing = reading.state === 'complete' ? asked.filter((each) => !found.includes(each)) : [];
  return { program, asked, found, state: reading.state, missing };
}
