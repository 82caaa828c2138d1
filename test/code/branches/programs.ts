import * as fc from 'fast-check';
import { Language } from './languages';

/** How many conditions a program has at most: it runs once for every combination. */
export const MANY_CONDITIONS = 4;

const MANY_STATEMENTS = 5;

/** Writes programs whose requests name a table and an index only under conditions, in many ways. */
export function programs(language: Language): fc.Arbitrary<string> {
  return fc.gen().map((generate) => new ProgramWriter(language, (options) => generate(fc.nat, { max: options - 1 })).write());
}

/** Writes one program. Every choice is a number below the count of its options. */
class ProgramWriter {
  private readonly definitions: string[] = [];
  private names: string[] = [];
  private objects: string[] = [];
  private lists: string[] = [];
  private globals: readonly string[] = [];
  private conditions = 0;
  private last = 0;
  private depth = 0;

  constructor(private readonly language: Language, private readonly draw: (options: number) => number) {}

  public write(): string {
    const { language } = this;
    const before = this.pick(0, 0, 1, 2);
    const module = Array.from({ length: before }).flatMap(() => this.writeConstant());
    this.globals = [...this.names, ...this.objects, ...this.lists];
    const body = [...language.useGlobals(this.globals), ...this.writeStatements(MANY_STATEMENTS), this.writeRequest()];
    return [...language.start, ...this.definitions, ...module, ...language.handler(body), ''].join('\n');
  }

  /** Something that the module declares, and that one invocation leaves to the next. */
  private writeConstant(): string[] {
    const { language } = this;
    return this.pick(
      () => this.declare('name', this.pick(undefined, this.writeText())),
      () => this.declare('input', language.object([['TableName', language.text('T')], ...this.pick([], [['IndexName', this.writeText()] as const])])),
      () => this.declare('object', language.object(this.pick([], [['IndexName', this.writeText()] as const]))),
      () => this.declare('list', language.list([])),
    )();
  }

  private pick<T>(...options: readonly T[]): T {
    return options[this.draw(options.length)];
  }

  private makeName(kind: string): string {
    return `${kind}${++this.last}`;
  }

  private get test(): string {
    return this.language.test(this.conditions < MANY_CONDITIONS ? this.conditions++ : this.draw(MANY_CONDITIONS));
  }

  /** Writes something that may hold others of its kind, but not without end. */
  private nest<T>(deep: () => T, flat: () => T): T {
    if (this.depth > 3) return flat();
    this.depth++;
    const written = deep();
    this.depth--;
    return written;
  }

  /** Names that are declared within are gone afterwards. */
  private within<T>(write: () => T): T {
    const around = [this.names, this.objects, this.lists];
    [this.names, this.objects, this.lists] = around.map((each) => [...each]);
    const written = write();
    [this.names, this.objects, this.lists] = around;
    return written;
  }

  // names of indexes

  private writeText(): string {
    return this.language.text(this.pick('byA', 'byB', 'byC'));
  }

  private writeName(): string {
    const { language } = this;
    return this.nest(() => this.pick(
      () => this.writeText(),
      () => this.writeText(),
      () => language.none,
      () => language.choose(this.test, this.writeName(), this.writeName()),
      () => language.fallBack(this.writeName(), this.writeName()),
      () => this.pick(...this.names, this.writeText()),
      () => this.pick(...this.names, this.writeText()),
      () => this.callNameHelper(),
      () => language.readMissing(this.pick(...this.objects, language.object([])), 'IndexName', this.pick(undefined, this.writeText())),
      () => language.readMissing(this.writeObject(), 'IndexName'),
    )(), () => this.writeText());
  }

  private callNameHelper(): string {
    const name = this.makeName('findName');
    const [body, param] = this.within(() => {
      [this.names, this.objects, this.lists] = [['given'], [], []];
      const fallback = this.pick(undefined, this.writeText());
      const written = this.writeHelperBody(() => this.writeName());
      return [written, fallback === undefined ? 'given' : this.language.optional('given', fallback)];
    });
    this.definitions.push(...this.language.define(name, ['event', param], body));
    const isGiven = param === 'given' && this.language.name === 'python' ? true : this.draw(2) === 0;
    return `${name}(event${isGiven ? `, ${this.writeName()}` : ''})`;
  }

  /** A function that returns something always or only sometimes, early or late. */
  private writeHelperBody(writeValue: () => string): string[] {
    const { language } = this;
    return this.pick(
      () => [language.leave(writeValue())],
      () => [...language.if(this.test, [language.leave(writeValue())])],
      () => [...language.if(this.test, [language.leave(writeValue())], [language.leave(writeValue())])],
      () => [...language.if(this.test, [language.leave(writeValue())]), language.leave(writeValue())],
      () => [...this.writeStatements(2), language.leave(writeValue())],
      () => [...language.attempt([...language.fail(this.test), language.leave(writeValue())], this.pick([], [language.leave(writeValue())]))],
      () => [...language.forEach('each', language.list([this.writeText(), this.writeText()]), language.if(this.test, [language.leave('each')]))],
      () => [...language.forEach('each', language.list([]), [language.leave(writeValue())])],
    )();
  }

  // parameters of requests

  private writeObject(): string {
    const { language } = this;
    const flat = () => language.object([['IndexName', this.writeText()]]);
    return this.nest(() => this.pick(
      flat,
      () => language.object([['IndexName', this.writeName()]]),
      () => language.object([['Limit', '1']]),
      () => language.object([]),
      () => language.merge(this.writeObject(), this.writeObject()),
      () => language.object([['IndexName', this.writeName()]], [this.writeObject()]),
      () => language.choose(this.test, this.writeObject(), this.writeObject()),
      () => this.pick(...this.objects, flat()),
      () => this.pick(...this.objects, flat()),
      () => this.callObjectHelper(),
      () => this.createStore(),
      () => language.first(this.pick(...this.lists, language.list([this.writeObject()]))),
      () => language.takeLast(this.pick(...this.lists, language.list([this.writeObject()]))),
    )(), flat);
  }

  private callObjectHelper(): string {
    const name = this.makeName('makeInput');
    const body = this.within(() => {
      [this.names, this.objects, this.lists] = [[], ['given'], []];
      return this.writeHelperBody(() => this.pick('given', this.writeObject()));
    });
    this.definitions.push(...this.language.define(name, ['event', 'given'], body));
    return this.language.fallBack(`${name}(event, ${this.writeObject()})`, this.language.object([]));
  }

  private createStore(): string {
    const name = this.makeName('Store');
    const keep = () => this.language.keep(this.pick('name', this.writeText()));
    const body = this.within(() => {
      [this.names, this.objects, this.lists] = [['name'], [], []];
      return this.pick<() => readonly string[]>(
        () => [keep()],
      () => this.language.if(this.test, [keep()]),
      () => [...this.language.if(this.test, [this.language.leave()]), keep()],
      )();
    });
    this.definitions.push(...this.language.store(name, body));
    return `${this.language.create(name, 'event', this.writeName())}.makeInput()`;
  }

  /** Requests name a table always, at least by what they begin with. */
  private writeInput(): string {
    const table = this.language.object([['TableName', this.pick(this.language.text('T'), this.language.choose(this.test, '\'T\'', '\'U\''))]]);
    return this.language.merge(table, this.writeObject());
  }

  private writeRequest(): string {
    const operation = this.pick('Query' as const, 'Scan' as const);
    const whole = this.objects.filter((name) => name.startsWith('input'));
    return this.language.send(operation, this.pick(this.writeInput(), ...whole, ...whole));
  }

  // statements

  private writeStatements(many: number): string[] {
    return Array.from({ length: this.draw(many + 1) }).flatMap(() => this.nest(() => this.writeStatement(), () => []));
  }

  private writeBlock(): string[] {
    return this.within(() => this.writeStatements(2));
  }

  private writeStatement(): readonly string[] {
    const { language } = this;
    return this.pick<() => readonly string[]>(
      () => this.declare('name', this.pick(undefined, this.writeName())),
    () => this.declare('input', this.writeInput()),
    () => this.declare('object', this.writeObject()),
    () => this.declare('list', language.list(this.pick([], [this.writeObject()], [this.writeObject(), this.writeObject()]))),
    () => this.lists.slice(0, 1).flatMap((list) => this.declare('list', language.mapAll(list, this.writeObject()))),
    () => this.omitIndex(),
    () => language.cases([this.writeCase(), this.writeCase()], this.writeBlock()),
    () => language.once(this.writeBlock(), this.test, this.writeBlock()),
    () => this.callChanger(),
    () => this.names.slice(0, 1).map(() => language.assign(this.pick(...this.names), this.writeName())),
    () => this.changeObject(),
    () => this.changeObject(),
    () => this.changeObject(),
    () => language.if(this.test, this.writeBlock()),
    () => language.if(this.test, this.writeBlock(), this.writeBlock()),
    () => language.attempt(this.writeAttempt(), this.writeBlock(), this.pick(undefined, this.writeBlock())),
    () => this.writeLoop(),
    () => this.writeClosure(),
    () => [this.writeRequest()],
    () => language.if(this.test, [language.leave()]),
    )();
  }

  private writeCase(): [test: string, body: readonly string[], breaks: boolean] {
    return [this.test, this.writeBlock(), this.pick(true, false)];
  }

  private writeAttempt(): string[] {
    return [...this.writeBlock(), ...this.language.fail(this.test), ...this.writeBlock()];
  }

  private declare(kind: 'name' | 'input' | 'object' | 'list', value: string | undefined): string[] {
    const name = this.makeName(kind);
    const known = { name: this.names, list: this.lists, input: this.objects, object: this.objects }[kind];
    known.push(name);
    return [this.language.declare(name, value)];
  }

  private changeObject(): string[] {
    const { language, objects } = this;
    if (objects.length === 0) return [];
    const object = this.pick(...objects);
    const list = this.pick(undefined, ...this.lists);
    return [this.pick(
      () => language.write(object, 'IndexName', this.writeName()),
      () => language.remove(object, 'IndexName'),
      () => language.writeMissing(object, 'IndexName', this.writeName()),
      () => language.copyInto(object, this.writeObject()),
      () => language.assign(object, language.merge(object, this.writeObject())),
      () => language.assign(object, object.startsWith('input') ? this.writeInput() : this.writeObject()),
      () => list === undefined ? language.write(object, 'Limit', '1') : language.push(list, object),
    )()];
  }

  private omitIndex(): string[] {
    const name = this.makeName('object');
    const line = this.language.omitIndex(name, this.writeObject());
    this.objects.push(name);
    return [line];
  }

  /** Calls a function that changes what it is given. */
  private callChanger(): string[] {
    const { language, objects } = this;
    if (objects.length === 0) return [];
    const name = this.makeName('changeInput');
    const body = this.within(() => {
      [this.names, this.objects, this.lists] = [[], ['given'], []];
      return this.writeStatements(3);
    });
    this.definitions.push(...language.define(name, ['event', 'given'], body));
    return [language.call(name, 'event', this.pick(...objects))];
  }

  private writeLoop(): readonly string[] {
    const { language } = this;
    const each = this.makeName('each');
    // the body may add to the list that it goes over
    const lists = this.lists.map((name) => language.take(name));
    const list = this.pick(...lists, language.list([this.writeObject(), this.writeObject()]), language.list([]));
    const request = language.send('Query', language.merge(language.object([['TableName', language.text('T')]]), each));
    return language.forEach(each, list, this.within(() => {
      this.objects.push(each);
      return [...this.writeStatements(2), ...this.pick([], [request])];
    }));
  }

  private writeClosure(): readonly string[] {
    const { language } = this;
    const name = this.makeName('change');
    const call = language.name === 'javascript' ? `${name}();` : `${name}()`;
    const around = new Set([...this.names, ...this.objects]);
    const body = this.within(() => this.writeStatements(3));
    const changes = [...around].filter((each) => body.some((line) => new RegExp(`^\\s*${each} = `).test(line)));
    const opened = language.useGlobals(changes.filter((each) => this.globals.includes(each)));
    const closure = language.closure(name, [...opened, ...body], changes.filter((each) => !this.globals.includes(each)));
    return [...closure, ...this.pick<readonly string[]>([call], language.if(this.test, [call]), [call, ...this.writeStatements(1), call])];
  }
}
