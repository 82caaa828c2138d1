import { CodeForm, JAVASCRIPT_FORMS, NEAR_MISSES } from '../javascript-forms';
import { PYTHON_FORMS } from '../python-forms';

/** A form of code in one file. */
export interface OneFile {
  readonly file: string;
  readonly code: string;
  /** The calls of the form, as `Query ${ORDERS} byStatus`. */
  readonly calls: readonly string[];
}

/** All forms of one file, by their language and title. */
export const FORMS_BY_FILE: Readonly<Record<string, OneFile>> = Object.fromEntries([
  ...listForms('JavaScript', 'index.js', JAVASCRIPT_FORMS),
  ...listForms('JavaScript without calls', 'index.js', NEAR_MISSES.map((each) => ({ ...each, calls: [] }))),
  ...listForms('Python', 'main.py', PYTHON_FORMS),
]);

function listForms(language: string, file: string, forms: readonly CodeForm[]): [string, OneFile][] {
  return forms.flatMap(({ title, code, calls }): [string, OneFile][] => typeof code === 'string' ? [[`${language}: ${title}`, { file, code: dropUnusedImports(code), calls }]] : []);
}

/** The tool takes every imported command for a call, so that it gets only the imports that the code uses. */
function dropUnusedImports(code: string): string {
  return code.replace(/import \{([^}]*)\} from/g, (_, names: string) => {
    const used = names.split(',').map((name) => name.trim()).filter((name) => code.split(new RegExp(`\\b${name}\\b`)).length > 2);
    return `import { ${used.join(', ')} } from`;
  });
}
