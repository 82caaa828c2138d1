import { PythonNode } from './python-tree';

/** Statements whose names belong to another scope. */
const SCOPES = ['function_definition', 'class_definition', 'lambda'];

/** The names that statements bind in the scope that they are in. */
export function boundNames(node: PythonNode): string[] {
  return [...new Set(node.namedChildren.flatMap(listNames))];
}

function listNames(node: PythonNode): string[] {
  switch (node.type) {
    case 'function_definition': case 'class_definition': return [node.childForFieldName('name')?.text ?? ''];
    case 'assignment': case 'augmented_assignment': case 'for_statement': case 'for_in_clause':
      return [...patternNames(node.childForFieldName('left')), ...listInnerNames(node)];
    case 'named_expression': return [...patternNames(node.childForFieldName('name')), ...listInnerNames(node)];
    case 'as_pattern_target': return node.namedChildren.flatMap(patternNames);
    case 'case_pattern': return patternNames(node);
    case 'import_statement': case 'import_from_statement': return node.childrenForFieldName('name')
      .map((each) => each.childForFieldName('alias')?.text ?? each.text.split('.')[0]);
    default: return listInnerNames(node);
  }
}

function listInnerNames(node: PythonNode): string[] {
  return node.namedChildren.filter(({ type }) => type !== 'lambda').flatMap(listNames);
}

export function patternNames(node: PythonNode | null): string[] {
  if (!node) return [];
  if (node.type === 'identifier') return [node.text];
  if (['attribute', 'subscript', 'call', ...SCOPES].includes(node.type)) return [];
  return node.namedChildren.flatMap(patternNames);
}

/** Names in a function that belong to the module or to the function around. */
export function outerNames(node: PythonNode): string[] {
  if (node.type === 'global_statement' || node.type === 'nonlocal_statement') return node.namedChildren.map(({ text }) => text);
  if (SCOPES.includes(node.type)) return [];
  return node.namedChildren.flatMap(outerNames);
}

/** The text of a string literal, as far as escapes matter in names. */
export function decodeString(text: string): string {
  return text.replace(/\\(["'\\])/g, '$1').replace(/\\\n/g, '');
}
