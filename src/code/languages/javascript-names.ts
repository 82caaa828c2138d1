import type * as acorn from 'acorn';
import { toList } from '../../values/json-values';

type Statement = acorn.Statement | acorn.ModuleDeclaration;

/** The names that a pattern binds. */
export function findPatternNames(node: acorn.Pattern | null): string[] {
  switch (node?.type) {
    case 'Identifier': return [node.name];
    case 'AssignmentPattern': return findPatternNames(node.left);
    case 'RestElement': return findPatternNames(node.argument);
    case 'ArrayPattern': return node.elements.flatMap(findPatternNames);
    case 'ObjectPattern': return node.properties.flatMap((each) => findPatternNames(each.type === 'RestElement' ? each.argument : each.value));
    default: return [];
  }
}

/** The names that only the block sees. Outside of strict code, the function around sees the functions that a block declares. */
export function blockNames(body: readonly Statement[]): string[] {
  return declaredNames(body.filter(({ type }) => type !== 'FunctionDeclaration'));
}

/** The names that statements declare for the block that they are in: `let`, `const`, classes, functions and imports. */
export function declaredNames(body: readonly Statement[]): string[] {
  return body.flatMap((node): string[] => {
    switch (node.type) {
      case 'VariableDeclaration':
        if (node.kind === 'var') return [];
        return node.declarations.flatMap(({ id }) => findPatternNames(id));
      case 'FunctionDeclaration': case 'ClassDeclaration':
        return [...toList(node.id?.name)];
      case 'ImportDeclaration': return node.specifiers.map(({ local }) => local.name);
      case 'ExportNamedDeclaration':
        return declaredNames(toList(node.declaration ?? undefined));
      case 'ExportDefaultDeclaration':
        if ('id' in node.declaration && node.declaration.id && 'name' in node.declaration.id) return [node.declaration.id.name];
        return [];
      default: return [];
    }
  });
}

/** The names of `var` in statements, however deep in blocks they are. */
export function variableNames(body: readonly (Statement | null | undefined)[]): string[] {
  return body.flatMap((node): string[] => {
    switch (node?.type) {
      case 'VariableDeclaration':
        if (node.kind === 'var') return node.declarations.flatMap(({ id }) => findPatternNames(id));
        return [];
      case 'IfStatement': return variableNames([node.consequent, node.alternate]);
      case 'BlockStatement': return variableNames(node.body);
      case 'ForStatement': return variableNames([node.init?.type === 'VariableDeclaration' ? node.init : null, node.body]);
      case 'ForInStatement': case 'ForOfStatement': return variableNames([node.left.type === 'VariableDeclaration' ? node.left : null, node.body]);
      case 'WhileStatement': case 'DoWhileStatement': case 'LabeledStatement': return variableNames([node.body]);
      case 'SwitchStatement': return variableNames(node.cases.flatMap(({ consequent }) => consequent));
      case 'TryStatement': return variableNames([node.block, node.handler?.body, node.finalizer]);
      // outside of strict code, the function around sees a function that is declared in a block
      case 'FunctionDeclaration': return [...toList(node.id?.name)];
      case 'ExportNamedDeclaration': return variableNames([node.declaration]);
      default: return [];
    }
  });
}
