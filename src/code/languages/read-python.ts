import { parsePython } from './parsers';
import { PythonExpressions } from './python-expressions';
import { mayJump } from './python-flow';
import { boundNames } from './python-names';
import { PythonNode } from './python-tree';
import { toList } from '../../values/json-values';
import { Expression, Module, Return, SourceFile } from '../ir';

/** Reads a Python file. */
export function readPython(file: SourceFile): Module {
  return new PythonReader(file).toModule(parsePython(file.text));
}

/** Turns the syntax tree of tree-sitter into the common form. */
class PythonReader extends PythonExpressions {
  public toModule(root: PythonNode): Module {
    return { file: this.file, names: boundNames(root), body: this.toBlock(root) };
  }

  protected toBlock(node: PythonNode): Expression {
    return this.makeSequence(this.readInOrder(node.namedChildren, mayJump, (each) => this.toStatement(each)), node.startIndex);
  }

  private toStatement(node: PythonNode): Expression {
    const offset = node.startIndex;
    switch (node.type) {
      case 'expression_statement': return this.makeSequence(this.toExpressions(node).map((each) => this.markUnused(each)), offset);
      case 'return_statement': return this.makeNode<Return>({ kind: 'return', value: this.toReturned(node) }, offset);
      case 'function_definition': return this.makeVariable(this.getNodeName(node), this.toFunction(node), offset);
      case 'class_definition': return this.makeVariable(this.getNodeName(node), this.toClass(node), offset);
      case 'decorated_definition': return this.toDecorated(node);
      case 'import_statement': return this.makeSequence(node.childrenForFieldName('name').map((each) => this.toImport(each)), offset);
      case 'import_from_statement': return this.toImportFrom(node);
      case 'for_statement': return this.toFor(node);
      case 'with_clause': return this.makeSequence(node.namedChildren.map((each) => this.toEntered(each.childForFieldName('value') ?? each.namedChildren[0])), offset);
      case 'try_statement': return this.toTry(node);
      case 'delete_statement': return this.makeSequence(node.namedChildren.flatMap((each) => this.toDeleted(each)), offset);
      case 'match_statement': return this.toMatch(node);
      case 'with_statement': case 'finally_clause': case 'block': case 'module': return this.toBlock(node);
      case 'if_statement': return this.inBranch(() => this.makeSequence(this.listReached(node).map((each) => this.toStatement(each)), offset));
      case 'elif_clause': case 'else_clause': case 'while_statement': case 'except_clause': case 'except_group_clause': case 'case_clause':
        return this.inBranch(() => this.toBlock(node));
      case 'as_pattern': return this.toCaught(node);
      case 'raise_statement': return this.toRaise(node);
      case 'assert_statement': case 'print_statement': case 'exec_statement':
        return this.makeEffects(this.toExpressions(node), offset);
      case 'case_pattern': return this.toCasePattern(node);
      case 'global_statement': case 'nonlocal_statement': case 'pass_statement': case 'break_statement': case 'continue_statement':
      case 'future_import_statement': case 'type_alias_statement': case 'comment': return this.makeNothing(offset);
      default: return this.toExpression(node);
    }
  }

  /**
   * Lambda imports every module, so that none is the main one. What is for type checkers does not run.
   *
   * @see https://docs.python.org/3/library/typing.html#typing.TYPE_CHECKING
   */
  private listReached(node: PythonNode): PythonNode[] {
    const runsNever = /^(__name__\s*==\s*['"]__main__['"]|(\w+\.)?TYPE_CHECKING)$/.test(this.getChild(node, 'condition').text);
    return node.namedChildren.filter((each) => !runsNever || each.type !== 'block');
  }

  private toReturned(node: PythonNode): Expression {
    const values = this.toExpressions(node);
    if (values.length === 0) return this.makeNothing(node.startIndex);
    return this.makeSequence(values, node.startIndex);
  }

  private toMatch(node: PythonNode): Expression {
    const around = this.subjects;
    this.subjects = node.childrenForFieldName('subject').map((each) => this.toExpression(each));
    const steps = this.toBlock(node);
    this.subjects = around;
    return steps;
  }

  private toRaise(node: PythonNode): Expression {
    const [error, ...others] = this.toExpressions(node);
    if (!error) return this.makeNothing(node.startIndex);
    const thrown = this.makeAssignment({ kind: 'property', member: this.makeThrown(node.startIndex) }, error);
    return this.makeSequence([thrown, ...others], node.startIndex);
  }

  private toTry(node: PythonNode): Expression {
    const steps = node.namedChildren.map((each) => each.type === 'block' ? this.inAttempt(each.endIndex, () => this.toBlock(each)) : this.toStatement(each));
    return this.makeSequence(steps, node.startIndex);
  }

  /** `del params['IndexName']` */
  private toDeleted(node: PythonNode): Expression[] {
    if (['expression_list', 'tuple', 'parenthesized_expression'].includes(node.type)) return node.namedChildren.flatMap((each) => this.toDeleted(each));
    if (node.type !== 'subscript' && node.type !== 'attribute') return [];
    return [this.makeAssignment(this.toTarget(node), this.makeMissing(node.startIndex))];
  }

  private toFor(node: PythonNode): Expression {
    const loop = this.toLoop(node, this.inBranch(() => this.toStatement(this.getChild(node, 'body'))));
    const otherwise = node.childForFieldName('alternative');
    return this.makeSequence([loop, ...toList(otherwise ?? undefined).map((each) => this.toStatement(each))], node.startIndex);
  }

  /** `import a.b` binds `a` and loads `a.b`; `import a.b as c` binds `a.b`. */
  private toImport(node: PythonNode): Expression {
    const offset = node.startIndex;
    if (node.type === 'aliased_import') return this.makeVariable(this.getChild(node, 'alias').text, this.makeImport(this.getNodeName(node), offset));
    const [first] = node.text.split('.');
    return this.makeSequence([this.makeImport(node.text, offset), this.makeVariable(first, this.makeImport(first, offset))], offset);
  }

  private toImportFrom(node: PythonNode): Expression {
    const module = this.getChild(node, 'module_name').text.replace(/\s/g, '');
    if (node.namedChildren.some(({ type }) => type === 'wildcard_import')) return this.makeImport(`${module}.*`, node.startIndex);
    return this.makeSequence(node.childrenForFieldName('name').map((each) => {
      const name = each.childForFieldName('name')?.text ?? each.text;
      const alias = each.childForFieldName('alias')?.text ?? name;
      return this.makeVariable(alias, this.makeMember(this.makeImport(module, each.startIndex), name));
    }), node.startIndex);
  }
}
