import { dropOtherTexts, findNames, isAlwaysNamed, listEntryKeys, mayHoldMore } from './parameters';
import { parsePartiql } from './partiql';
import { findTableParameters, NAMED_BY_ARN, RESOURCE_IS_OPTIONAL } from './table-parameters';
import { dropUndefined } from '../../values/json-values';
import { CodeCall, NamedResource, UnknownInCode } from '../code-calls';
import { hasForCertain } from '../engine/certain-fields';
import { collectElements, findObjects, FoundObjects, getField, readField, readNamedField } from '../engine/contents';
import { ANSWER, RequestSite } from '../engine/engine';
import { collectValues, dropNothing, filterValue, listObjects, ObjectAtom, Value } from '../engine/values';
import { findPlace } from '../ir';

const WITH_INDEX = ['Query', 'Scan', 'SearchVectors'];

/** The number of names from which a call is of none of them in all likelihood: values were mixed that belong to other calls. */
const MANY_NAMES = 20;

/** The number of items of a transaction that are read. */
const MANY_ITEMS = 100;

/** Reads what one request says: its table and index, the parts of a transaction, the verbs of statements. */
export class RequestReader {
  public readonly calls: CodeCall[] = [];
  public readonly unknown: UnknownInCode[] = [];
  private readonly input: FoundObjects;

  constructor(private readonly site: RequestSite) {
    this.input = findObjects(site.input.atoms);
    this.readOperation();
  }

  private readOperation(): void {
    const { operation, table } = this.site;
    switch (operation) {
      case 'TransactWriteItems': return this.readTransaction(['ConditionCheck', 'Delete', 'Put', 'Update']);
      case 'TransactGetItems': return this.readTransaction(['Get']);
      case 'BatchGetItem': case 'BatchWriteItem':
        if (table) return this.readTableRequest();
        return this.readBatch();
      case 'ExecuteStatement': return this.readPartiql(this.getParameter('Statement'));
      case 'BatchExecuteStatement': return this.readStatementList('Statements');
      case 'ExecuteTransaction': return this.readStatementList('TransactStatements');
      default: return this.readTableRequest();
    }
  }

  private reportUnknown(kind: string, reason: string): void {
    this.unknown.push({ kind, at: findPlace(this.site.at), reason });
  }

  private addCall({ likely = false, ...call }: Pick<CodeCall, 'part' | 'resource' | 'index'> & { readonly likely?: boolean }): void {
    const { service, operation, at, otherCredentials, unsure, via } = this.site;
    this.calls.push(dropUndefined({
      service,
      operation,
      ...call,
      at: findPlace(at),
      sure: !unsure && !likely,
      otherCredentials: otherCredentials.size > 0 && !otherCredentials.has(false),
      via,
    }));
  }

  /** An object without the parameter is another value that was mixed in, if others have the parameter. */
  private getParameter(name: string): Value {
    const { objects } = this.input;
    const named = collectValues(objects, (object) => readNamedField(object, name));
    if (named.size > 0) return named;
    return collectValues(objects, (object) => readField(object, name));
  }

  private readTableRequest(): void {
    const { operation, table, service } = this.site;
    const parameters = findTableParameters(operation);
    if (!parameters) return this.addCall({});
    const value = table?.atoms ?? collectValues(parameters, (name) => this.getParameter(name));
    const indexes = this.readIndexNames();
    const isNamed = table !== undefined || parameters.some((name) => this.input.objects.some((object) => readNamedField(object, name).size > 0));
    const resources = this.readNames(value, service === 'kms' ? 'key' : 'table');
    // what is given under keys that aren't known need not be the table
    const isGuess = !isNamed && resources.length > 1;
    for (const resource of resources) for (const index of indexes) this.addCall({ resource, ...index, likely: index.likely ?? isGuess });
  }

  /** Reads the names that a value may be. A name that isn't known is undefined, and reported. */
  private readNames(value: Value, kind: 'table' | 'key' | 'index'): (NamedResource | undefined)[] {
    const { operation } = this.site;
    const { names: texts, why } = findNames(value);
    const names = kind === 'key' ? texts : dropOtherTexts(texts);
    if (names.length > MANY_NAMES) {
      this.reportUnknown(kind, `the ${kind} of ${operation} may be any of ${names.length} names`);
      return [undefined];
    }
    if (why === undefined) return [...names];
    const resource = NAMED_BY_ARN.includes(operation) ? 'table' : kind;
    const reason = this.input.open && value.size === 0 ? 'its parameters are not followed' : why;
    if (!RESOURCE_IS_OPTIONAL.includes(operation)) this.reportUnknown(resource, `the ${resource} of ${operation}: ${reason}`);
    return [...names, undefined];
  }

  /** An index that is named only under a condition may be missing. */
  private readIndexNames(): { readonly index?: NamedResource; readonly likely?: boolean }[] {
    const { objects, open } = this.input;
    if (!WITH_INDEX.includes(this.site.operation)) return [{}];
    const value = this.getParameter('IndexName');
    if (dropNothing(value).size > 0) {
      const isAlwaysThere = isAlwaysNamed(value) && objects.every((object) => hasForCertain(object, 'IndexName'));
      const named = this.readNames(value, 'index').map((index) => ({ index }));
      if (isAlwaysThere) return named;
      return [...named, { likely: objects.every((object) => readField(object, 'IndexName').size > 0) }];
    }
    if (open || objects.some((object) => mayHoldMore(object))) this.reportUnknown('index', `the index of ${this.site.operation}: its parameters are not followed`);
    return [{}];
  }

  private readTransaction(parts: readonly string[]): void {
    const { objects: all, open: isOpen } = findObjects(collectElements(this.getParameter('TransactItems')));
    const [items, open] = [all.slice(0, MANY_ITEMS), isOpen || all.length > MANY_ITEMS];
    const found = items.flatMap((item) => parts.map((part) => ({ part, ...findObjects(readNamedField(item, part)) })));
    for (const { part, objects } of found) for (const request of objects) this.addTransactionPart(part, request);
    // an item under a key that isn't known may be of any part
    const hidden = new Set(items.flatMap((item) => listObjects(item.contents.atoms)).filter((request) => getField(request, 'TableName').size > 0));
    for (const request of hidden) for (const part of parts) this.addTransactionPart(part, request, true);
    const isHidden = found.some((each) => each.open) || items.some((item) => mayHoldMore(item));
    const isEmpty = hidden.size === 0 && found.every((each) => each.objects.length === 0);
    if (isHidden || open || isEmpty || this.input.open) this.reportUnknown('parts', `the parts of ${this.site.operation} are not all followed`);
    if (isEmpty) this.addCall({});
  }

  private addTransactionPart(part: string, request: ObjectAtom, likely = false): void {
    for (const resource of this.readNames(readField(request, 'TableName'), 'table')) this.addCall({ part, resource, likely });
  }

  private readBatch(): void {
    const given = this.getParameter('RequestItems');
    // what an answer leaves unprocessed is of the same tables
    const items = filterValue(given, (atom) => atom.kind !== 'unknown' || atom.why !== ANSWER);
    if (items.size === 0 && given.size > 0) return;
    const { objects, open } = findObjects(items);
    const keys = objects.flatMap((object) => listEntryKeys(object));
    const isHidden = open || objects.some((object) => mayHoldMore(object));
    if (isHidden || keys.length === 0) this.reportUnknown('table', `the tables of ${this.site.operation} are not all followed`);
    // the keys of something that isn't followed need not be tables
    if (keys.length === 0 || (isHidden && this.site.unsure)) return this.addCall({});
    for (const resource of this.readNames(new Set(keys), 'table')) this.addCall({ resource });
  }

  private readStatementList(name: string): void {
    const { objects, open } = findObjects(collectElements(this.getParameter(name)));
    if (open || objects.length === 0) this.reportUnknown('parts', `the statements of ${this.site.operation} are not all followed`);
    this.readPartiql(collectValues(objects, (object) => readField(object, 'Statement')));
  }

  private readPartiql(statements: Value): void {
    const parsed = [...statements].map(parsePartiql);
    if (parsed.every(({ verb }) => verb === undefined)) this.reportUnknown('parts', `the statement of ${this.site.operation} is not followed`);
    for (const { verb, table, index } of parsed) {
      if (verb === undefined) this.reportUnknown('parts', `the statement of ${this.site.operation} is not followed`);
      const [resource] = this.readNames(table, 'table');
      const call = { part: verb, resource };
      if (index.size === 0) this.addCall(call);
      else for (const named of this.readNames(index, 'index')) this.addCall({ ...call, index: named });
    }
  }
}
