import { Language, Node, Parser, Query } from '@vscode/tree-sitter-wasm';

/** The types that are made, and the members that are taken of a type: those that its initializer sets, and static ones. */
const NAMES = `
  (object_creation_expression type: (identifier) @type)
  (object_creation_expression type: (identifier) @type
    initializer: (initializer_expression (assignment_expression left: (identifier) @member)))
  (member_access_expression expression: (identifier) @type name: (identifier) @member (#match? @type "^[A-Z]"))`;

/** A type by its name in C#, and a member of it. */
export interface Name {
  readonly type: string;
  readonly member: string | undefined;
}

/** C# as its grammar has it. */
export interface CSharp {
  readonly syntaxErrors: readonly string[];
  readonly names: readonly Name[];
}

export type Parse = (source: string) => CSharp;

/** What parses C#. */
export async function csharp(): Promise<Parse> {
  await Parser.init();
  const language = await Language.load(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm'));
  const parser = new Parser();
  parser.setLanguage(language);
  const query = new Query(language, NAMES);
  return (source) => {
    const { rootNode } = parser.parse(source)!;
    return {
      syntaxErrors: errorsIn(rootNode).map(saying),
      names: query.matches(rootNode).map(({ captures: [type, member] }) => ({ type: type.node.text, member: member?.node.text })),
    };
  };
}

function errorsIn(node: Node): Node[] {
  if (!node.hasError) return [];
  return node.isError || node.isMissing ? [node] : node.children.flatMap((child) => errorsIn(child!));
}

function saying({ startPosition: { row }, isMissing, type, text }: Node): string {
  return `line ${row + 1}: ${isMissing ? `no ${type}` : text.split('\n')[0]}`;
}
