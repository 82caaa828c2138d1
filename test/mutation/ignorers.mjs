/** What people read, and no code: reasons, and what messages say. */
const PROSE = ['why', 'expected', 'remedy'];

/** These take messages. */
const THROWING = ['malformed', 'Error'];

export const strykerPlugins = [
  ignorer('messages', 'a text for people', (path) => (path.isStringLiteral() || path.isTemplateLiteral()) && path.findParent(isMessage)),
  ignorer('data', 'data, which tests compare row by row with what AWS documents', (path) => path.isClassProperty({ static: true })
    || (path.isStringLiteral() && path.parentPath.isArrayExpression() && !path.getFunctionParent() && path.parent.elements.length > 2)),
];

function ignorer(name, reason, ignores) {
  return { kind: 'Ignore', name, value: { shouldIgnore: (path) => ignores(path) ? reason : undefined } };
}

function isMessage(path) {
  if (path.isCallExpression() || path.isNewExpression()) return THROWING.includes(path.node.callee.name);
  if (!path.isObjectProperty()) return false;
  const { name } = path.node.key;
  return PROSE.includes(name) || (name === 'value' && path.parent.properties.some(({ key }) => key?.name === 'remedy'));
}
