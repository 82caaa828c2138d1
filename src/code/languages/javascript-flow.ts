import type * as acorn from 'acorn';
import { toList } from '../../values/json-values';

type Statement = acorn.Statement | acorn.ModuleDeclaration | null | undefined;

/** Tells whether a statement always returns or throws. */
export function alwaysLeaves(node: Statement): boolean {
  switch (node?.type) {
    case 'ReturnStatement': case 'ThrowStatement': return true;
    case 'BlockStatement': return node.body.some(alwaysLeaves);
    case 'LabeledStatement': return alwaysLeaves(node.body) && !hasJump(node.body);
    case 'IfStatement': return alwaysLeaves(node.consequent) && alwaysLeaves(node.alternate);
    case 'TryStatement': return alwaysLeaves(node.finalizer) || (alwaysLeaves(node.block) && (!node.handler || alwaysLeaves(node.handler.body)));
    case 'SwitchStatement': return node.cases.some(({ test }) => !test) && alwaysLeaves(node.cases.at(-1)?.consequent.at(-1)) && !hasJump(node);
    case 'ForStatement': return !node.test && !hasJump(node.body);
    case 'WhileStatement': return node.test.type === 'Literal' && node.test.value === true && !hasJump(node.body);
    default: return false;
  }
}

/** Tells whether a statement may leave the statements that it is one of: what comes after it may not run. */
export function mayLeave(node: Statement): boolean {
  return hasStatement(node, ['ReturnStatement', 'BreakStatement', 'ContinueStatement']);
}

function hasJump(node: Statement): boolean {
  return hasStatement(node, ['BreakStatement']);
}

function hasStatement(node: Statement, types: readonly string[]): boolean {
  if (!node) return false;
  return types.includes(node.type) || listInner(node).some((each) => hasStatement(each, types));
}

function listInner(node: NonNullable<Statement>): Statement[] {
  switch (node.type) {
    case 'BlockStatement': return node.body;
    case 'IfStatement': return [node.consequent, node.alternate];
    case 'LabeledStatement': case 'ForStatement': case 'ForInStatement': case 'ForOfStatement': case 'WhileStatement': case 'DoWhileStatement': return [node.body];
    case 'SwitchStatement': return node.cases.flatMap(({ consequent }) => consequent);
    case 'TryStatement': return [node.block, ...toList(node.handler?.body), node.finalizer];
    default: return [];
  }
}
