/** A tree of tree-sitter, as far as it is used. It has to be deleted. */
export interface Tree {
  readonly rootNode: { readonly hasError: boolean };
  walk(): Cursor;
  delete(): void;
}

interface Cursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

/** What the grammar has a name for. Comments are among it. */
export class PythonNode {
  constructor(
    public readonly type: string,
    public readonly startIndex: number,
    public readonly endIndex: number,
    public readonly namedChildren: readonly PythonNode[],
    /** The keywords and signs between the named parts. */
    public readonly tokens: readonly string[],
    private readonly field: string | null,
    private readonly source: string,
  ) {}

  public get text(): string {
    return this.source.slice(this.startIndex, this.endIndex);
  }

  /** A part by its field in the grammar. */
  public childForFieldName(name: string): PythonNode | null {
    return this.namedChildren.find(({ field }) => field === name) ?? null;
  }

  public childrenForFieldName(name: string): PythonNode[] {
    return this.namedChildren.filter(({ field }) => field === name);
  }
}

/** Copies a tree out of the memory of WebAssembly: asking there once for every node costs less than asking again and again. */
export function copyTree(tree: Tree, source: string): PythonNode {
  const cursor = tree.walk();
  try {
    return copyNode(cursor, source);
  } finally {
    cursor.delete();
  }
}

function copyNode(cursor: Cursor, source: string): PythonNode {
  const { nodeType, startIndex, endIndex, currentFieldName } = cursor;
  const [children, tokens]: [PythonNode[], string[]] = [[], []];
  if (cursor.gotoFirstChild()) {
    do {
      if (cursor.nodeIsNamed) children.push(copyNode(cursor, source));
      else tokens.push(cursor.nodeType);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return new PythonNode(nodeType, startIndex, endIndex, children, tokens, currentFieldName, source);
}
