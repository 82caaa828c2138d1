import { Place } from './engine';
import { NO_VALUE, Value } from './values';
import { Expression, Module } from '../ir';

/**
 * Notes the decorators of libraries that the handler of Python has itself. Lambda calls the handler by its name, so they wrap functions.
 * Other decorators may register a function to be called by the library, as the routes of an app are.
 */
export function noteWrappers(place: Place, { body }: Module, handler: string): void {
  const steps = listTopSteps(body);
  for (const name of steps.flatMap((step) => listNamedDecorators(findBoundValue(step, handler)))) {
    for (const step of steps) for (const atom of readImportedName(place, findBoundValue(step, name.name))) place.engine.wrappers.set(atom, name);
  }
}

function listTopSteps(body: Expression): Expression[] {
  if (body.kind === 'sequence') return body.steps.flatMap(listTopSteps);
  if (body.kind === 'block') return listTopSteps(body.body);
  return [body];
}

function findBoundValue(step: Expression, name: string): Expression | undefined {
  if (step.kind === 'assign' && step.target.kind === 'variable' && step.target.name === name) return step.value;
  return undefined;
}

/** The decorators of a definition that are names. */
function listNamedDecorators(value: Expression | undefined): (Extract<Expression, { kind: 'name' }>)[] {
  if (value?.kind !== 'call' || !value.unused) return [];
  const own = value.callee.kind === 'name' ? [value.callee] : [];
  return [...own, ...value.args.flatMap((each) => listNamedDecorators(each.value))];
}

/** `from library import decorate`, without loading a module of the app. */
function readImportedName(place: Place, value: Expression | undefined): Value {
  const { engine: { interpreter, modules, store } } = place;
  if (value?.kind !== 'member' || value.of.kind !== 'import' || value.of.module.kind !== 'text' || value.key.kind !== 'text') return NO_VALUE;
  const resolution = modules.resolveModule(place.at.file, value.of.module.text);
  if (resolution.kind !== 'external') return NO_VALUE;
  return interpreter.readOutside(place, store.getExternal(resolution.name, resolution.path), store.getText(value.key.text));
}
