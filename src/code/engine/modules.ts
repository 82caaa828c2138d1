import { getField } from './contents';
import { Engine, Place } from './engine';
import { writeField } from './properties';
import { Atom, collectValues, dropNothing, listObjects, ObjectAtom, only, Value } from './values';
import { Module } from '../ir';
import { checkLibrary } from '../libraries/check-library';

/** Imports a module by all names that the specifier may be. */
export function importModule(place: Place, specifiers: Value): Value {
  const { engine, at } = place;
  return collectValues(dropNothing(specifiers), (specifier) => {
    if (specifier.kind === 'text') return importByName(place, specifier.text);
    engine.noteOpen('module', at, 'the name of the module that is loaded is computed');
    return only(engine.store.getUnknown('a module whose name is computed'));
  });
}

function importByName(place: Place, specifier: string): Value {
  const { engine, at } = place;
  const wildcard = specifier.endsWith('.*') && at.file.language === 'python';
  const resolution = engine.chooseModule(engine.modules.resolveModule(at.file, wildcard ? specifier.slice(0, -2) : specifier));
  if (resolution.kind === 'problem') {
    engine.noteOpen('module', at, resolution.reason);
    return only(engine.store.getUnknown(`the module ${specifier}`));
  }
  if (resolution.kind === 'external') {
    checkLibrary(place, resolution);
    const { name, path } = resolution;
    if (BUILTIN_MODULES.includes(name)) return only(engine.store.getBuiltin([name.replace('node:', ''), path].filter(Boolean).join('.')));
    return only(engine.store.getExternal(name, path));
  }
  const loaded = [...resolution.before, resolution.module].map((each) => loadModule(engine, each));
  const exported = loaded[loaded.length - 1];
  // each package has the next one as an attribute
  const names = specifier.split('.').slice(-loaded.length);
  for (let index = 1; index < loaded.length; index++) {
    for (const each of listObjects(loaded[index - 1])) writeField(engine, each, engine.store.getText(names[index]), loaded[index]);
  }
  if (wildcard) engine.store.getObject(`wildcards ${at.file.path}`, 'plain').copied.addValue(exported);
  return exported;
}

/** Modules that are evaluated like parts of the language. */
const BUILTIN_MODULES = ['os', 'process', 'node:process'];

/** Finds a name among the wildcard imports of a file. */
export function findByWildcard(engine: Engine, path: string, name: string): Value {
  return collectValues(listObjects(engine.store.getObject(`wildcards ${path}`, 'plain').copied.atoms), (each) => getField(each, name));
}

/** Evaluates the body of a module, once a pass; gives what it exports. */
export function loadModule(engine: Engine, given: Module): Value {
  const module = engine.choosePart(given);
  const { file, names } = module;
  const exported = engine.store.getObject(`exports ${file.path}`, 'exports');
  const activation = engine.findActivation(`module ${file.path}`, { loading: true, runsAlways: true });
  activation.receiver.addAtom(exported);
  const own = file.language === 'python' ? names : [...names, 'exports', 'module'];
  const scope = engine.findScope(`module ${file.path}`, own, file, activation);
  if (engine.evaluated.get(activation.id) !== engine.pass) {
    engine.evaluated.set(activation.id, engine.pass);
    const place: Place = { engine, at: module.body, scope };
    if (file.language === 'javascript') startCommonJs(place, exported);
    engine.interpreter.evaluate(engine, module.body, scope);
  }
  if (file.language === 'python') return exportNames(engine, module, exported);
  return new Set<Atom>([exported, ...getField(engine.store.getObject(`module ${exported.id}`, 'plain'), 'exports')]);
}

/** `module.exports` and `exports`, which are the same until something is assigned to the former. */
function startCommonJs({ engine, scope }: Place, exported: ObjectAtom): void {
  const { store } = engine;
  const module = store.getObject(`module ${exported.id}`, 'plain');
  writeField(engine, module, store.getText('exports'), only(exported));
  scope.findCell('exports')?.addAtom(exported);
  scope.findCell('module')?.addAtom(module);
}

/** Every name of a Python module is an attribute of it. */
function exportNames(engine: Engine, { file, names }: Module, exported: ObjectAtom): Value {
  const scope = engine.scopes.get(`module ${file.path}`);
  for (const name of names) {
    const value = scope?.findCell(name);
    if (value) exported.fields.set(name, { key: engine.store.getText(name), value });
  }
  exported.copied.addValue(engine.store.getObject(`wildcards ${file.path}`, 'plain').copied.atoms);
  return only(exported);
}
