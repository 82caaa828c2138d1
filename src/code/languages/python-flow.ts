import { PythonNode } from './python-tree';

/** Tells whether a statement, or a block of them, always returns or raises. */
export function alwaysReturns(node: PythonNode): boolean {
  switch (node.type) {
    case 'return_statement': case 'raise_statement': return true;
    case 'block': case 'with_statement': return node.namedChildren.some(alwaysReturns);
    case 'else_clause': case 'elif_clause': case 'except_clause': case 'finally_clause': return node.namedChildren.some(alwaysReturns);
    case 'if_statement': return node.namedChildren.some(({ type }) => type === 'else_clause') && listBodies(node).every(alwaysReturns);
    case 'try_statement': return node.namedChildren.some((each) => each.type === 'finally_clause' && alwaysReturns(each)) || listBodies(node).every(alwaysReturns);
    case 'while_statement': return /^while True:/.test(node.text) && !/\bbreak\b/.test(node.text);
    default: return false;
  }
}

/** The bodies of a statement, of which one runs. */
function listBodies(node: PythonNode): PythonNode[] {
  return node.namedChildren.filter(({ type }) => ['block', 'else_clause', 'elif_clause', 'except_clause'].includes(type));
}

const MAY_JUMP = ['if_statement', 'for_statement', 'while_statement', 'try_statement', 'with_statement', 'match_statement', 'return_statement', 'break_statement', 'continue_statement'];

/** Tells whether a statement may leave the statements that it is one of: what comes after it may not run. */
export function mayJump(node: PythonNode): boolean {
  return MAY_JUMP.includes(node.type) && /\b(return|break|continue)\b/.test(node.text);
}
