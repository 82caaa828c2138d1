import { fieldOf } from './contents';
import { Engine, Place } from './engine';
import { writeField } from './properties';
import { ObjectAtom, only, union, Value, NO_VALUE, Atom } from './values';
import { Module } from '../ir';
import { checkLibrary } from '../libraries/known-libraries';

/** What a module exports, by the names that it may be imported by. */
export function importModule(place: Place, specifiers: Value): Value {
  const { engine, at } = place;
  return union(...[...specifiers].map((specifier) => {
    if (specifier.kind === 'text') return importByName(place, specifier.text);
    engine.open('module', at, 'the name of the module that is loaded is computed');
    return only(engine.store.unknown('a module whose name is computed'));
  }));
}

function importByName(place: Place, specifier: string): Value {
  const { engine, at } = place;
  const wildcard = specifier.endsWith('.*') && at.file.language === 'python';
  const resolution = engine.modules.resolve(at.file, wildcard ? specifier.slice(0, -2) : specifier);
  if (resolution.kind === 'problem') {
    engine.open('module', at, resolution.reason);
    return only(engine.store.unknown(`the module ${specifier}`));
  }
  if (resolution.kind === 'external') {
    checkLibrary(place, resolution);
    const { name, path } = resolution;
    if (BUILTIN_MODULES.includes(name)) return only(engine.store.builtin([name.replace('node:', ''), ...path ? [path] : []].join('.')));
    return only(engine.store.external(name, path));
  }
  for (const before of resolution.before) loadModule(engine, before);
  const exported = loadModule(engine, resolution.module);
  const parent = resolution.before.at(-1);
  if (parent) for (const each of loadModule(engine, parent)) if (each.kind === 'object') writeField(engine, each, engine.store.text(specifier.split('.').at(-1)!), exported);
  if (wildcard) engine.store.object(`wildcards ${at.file.path}`, 'plain').copied.add(exported);
  return exported;
}

/** Modules that are evaluated like parts of the language. */
const BUILTIN_MODULES = ['os', 'process', 'node:process'];

/** What a wildcard import of a file gives a name. */
export function findByWildcard(engine: Engine, path: string, name: string): Value {
  return union(...[...engine.store.object(`wildcards ${path}`, 'plain').copied.atoms].map((each) => each.kind === 'object' ? fieldOf(each, name) : NO_VALUE));
}

/** Evaluates the body of a module, once a pass; gives what it exports. */
export function loadModule(engine: Engine, module: Module): Value {
  const { file, names } = module;
  const exported = engine.store.object(`exports ${file.path}`, 'exports');
  const activation = engine.activation(`module ${file.path}`, { args: NO_VALUE, loading: true });
  activation.receiver.add(exported);
  const own = file.language === 'python' ? names : [...names, 'exports', 'module'];
  const scope = engine.scope(`module ${file.path}`, own, file, activation);
  if (engine.evaluated.get(activation.id) !== engine.pass) {
    engine.evaluated.set(activation.id, engine.pass);
    const place: Place = { engine, at: module.body, scope };
    if (file.language === 'javascript') startCommonJs(place, exported);
    engine.interpreter.evaluate(engine, module.body, scope);
  }
  return file.language === 'python' ? pythonModule(engine, module, exported) : javaScriptModule(engine, file.path, exported);
}

/** `module.exports` and `exports`, which are the same until something is assigned to the former. */
function startCommonJs({ engine, scope }: Place, exported: ObjectAtom): void {
  const { store } = engine;
  const module = store.object(`module ${exported.id}`, 'plain');
  writeField(engine, module, store.text('exports'), only(exported));
  scope.find('exports')?.add(exported);
  scope.find('module')?.add(module);
}

function javaScriptModule(engine: Engine, path: string, exported: ObjectAtom): Value {
  void path;
  return new Set<Atom>([exported, ...fieldOf(engine.store.object(`module ${exported.id}`, 'plain'), 'exports')]);
}

/** Every name of a Python module is an attribute of it. */
function pythonModule(engine: Engine, { file, names }: Module, exported: ObjectAtom): Value {
  const scope = engine.scopes.get(`module ${file.path}`);
  for (const name of names) {
    const value = scope?.find(name);
    if (value) exported.fields.set(name, { key: engine.store.text(name), value });
  }
  exported.copied.add(engine.store.object(`wildcards ${file.path}`, 'plain').copied.atoms);
  return only(exported);
}
