import { callsIn, readJavaScript, unknownIn } from './support';

/** A library that calls itself with ever more values. It is as long as libraries are. */
const LIBRARY = `
var letters="${'abcdefghij'.repeat(1000)}";
function deepen(target,source,depth){for(var key in source){var value=source[key];if(value&&typeof value==="object"){target[key]=target[key]||{};
target[key+"Copy"]=deepen({parent:target,depth:depth+key},value,depth+"."+key);deepen(source,target,key+depth);deepen(value,{target,key},depth)}else{target[depth+key]=value;
target.last={target,source,key,previous:target.last};deepen(target.last,{...source,...target},key)}}return deepen(deepen({a:target,b:source},{b:target,a:source},depth),source,depth+"x")}
var tree=deepen({a:{b:{c:{}}}},{a:{b:{d:{e:{}}}},f:{g:{}}},"");`;

const APP = `
import{DynamoDBClient as C,GetItemCommand as G}from"@aws-sdk/client-dynamodb";
var c=new C({}),o=async e=>c.send(new G({TableName:process.env.ORDERS,Key:{id:e.id}}));`;

describe('a library in a minified bundle that takes too many steps', () => {
  test('is left out, so that the calls of the app are found', () => {
    const reading = readJavaScript(`${LIBRARY}${APP}export{o as handler};`);

    expect(callsIn(reading)).toEqual(['GetItem ${ORDERS}']);
    expect(unknownIn(reading)).toEqual(['language 1: parts of the minified bundle are taken for libraries, and are not followed']);
  });

  test('is followed if it is as short as code of the app', () => {
    const short = LIBRARY.replace(/var letters.*/, '');

    expect(unknownIn(readJavaScript(`${short}${APP}export{o as handler};`))).toContain('budget: the code has more ways to go than are followed');
  });

  test('is left out with what its statements do', () => {
    const statements = 'var all={};Object.assign(all,{wrap:e=>deepen({},e)});deepen.all=deepen(all,tree);';
    const reading = readJavaScript(`${LIBRARY}${statements}${APP}export var handler=all.wrap(o);`);

    expect([callsIn(reading), unknownIn(reading)]).toEqual([['GetItem ${ORDERS}'], ['language 1: parts of the minified bundle are taken for libraries, and are not followed']]);
  });

  test('is left out if the exports come before it', () => {
    const exported = 'var add=(e,t)=>{for(var r in t)Object.defineProperty(e,r,{get:t[r],enumerable:!0})};var all={};add(all,{handler:()=>o});module.exports=all;';

    expect(callsIn(readJavaScript(`${exported}${LIBRARY}${APP}`))).toEqual(['GetItem ${ORDERS}']);
  });

  test('may still call the functions that it gets', () => {
    const reading = readJavaScript(`${LIBRARY}${APP}export var handler=deepen({},o);`);

    expect(callsIn(reading)).toEqual(['GetItem ${ORDERS}']);
  });

  test('is followed if it writes requests itself', () => {
    const asked = LIBRARY.replace('return deepen', 'source.IndexName=target.index;return deepen');
    const reading = readJavaScript(`${asked}${APP}export{o as handler};`);

    expect(unknownIn(reading)).toContain('budget: the code has more ways to go than are followed');
  });
});

/** As many characters as classes of libraries have. */
const LONG = 'if(1);'.repeat(1400);
/** A class that is given a store, as long as classes of the app are. */
const SERVICE = `class S{constructor(e){this.store=e}async place(e){${'if(1)'.repeat(100)}return this.store.read(e.id)}}`;
const STORE = `
import{DynamoDB as C}from"@aws-sdk/client-dynamodb";
class T{constructor(){this.c=new C({})}read(e){return this.c.getItem({TableName:"orders",Key:{id:e}})}remove(e){return this.c.deleteItem({TableName:"orders",Key:{id:e}})}}`;

describe('a class beside it that is given what makes requests', () => {
  test('is followed if the app makes it', () => {
    const reading = readJavaScript(`${LIBRARY}${STORE}${SERVICE}var m=()=>new S(new T);export var handler=e=>m().place(e);`);

    expect(callsIn(reading)).toEqual(['GetItem orders']);
  });

  test('may make all requests if it is as long as a library', () => {
    const reading = readJavaScript(`${LIBRARY}${STORE}${SERVICE.replace('if(1)', LONG)}var m=()=>new S(new T);export var handler=e=>m().place(e);`);

    expect(callsIn(reading)).toEqual(['DeleteItem orders', 'GetItem orders']);
  });
});

describe('a class of the library whose instance is exported', () => {
  const LOGGER = `class L{constructor(e){this.e=e}info(e){${LIBRARY.replace('var tree=', 'return ')}}handle(e){${LONG}return this.e(e)}}`;

  test('is left out', () => {
    const reading = readJavaScript(`${LIBRARY}${LOGGER}${APP.replace('c.send', 'l.info(e)||c.send')}var l=new L;export{l as logger,o as handler};`);

    expect([callsIn(reading), unknownIn(reading)]).toEqual([['GetItem ${ORDERS}'], ['language 1: parts of the minified bundle are taken for libraries, and are not followed']]);
  });

  test('may still call the functions that it gets', () => {
    const reading = readJavaScript(`${LIBRARY}${LOGGER}${APP}var l=new L(o);export var handler=l.handle;`);

    expect(callsIn(reading)).toContain('GetItem ${ORDERS}');
  });
});

test('a bundle of more modules than most have does not take one module for another', () => {
  const modules = Array.from({ length: 450 }, (_, index) => `var m${index}=w((e,t)=>{t.exports={read:()=>${index}}});m${index}();`).join('');
  const reading = readJavaScript(`var w=(e,t)=>()=>(t||e((t={exports:{}}).exports,t),t.exports);${modules}
    var a=w((e,t)=>{var{DynamoDB:C}=require("@aws-sdk/client-dynamodb"),c=new C;t.exports={read:i=>c.getItem({TableName:"orders",Key:{i}})}});
    var b=w((e,t)=>{var{DynamoDB:C}=require("@aws-sdk/client-dynamodb"),c=new C;t.exports={read:i=>c.deleteItem({TableName:"customers",Key:{i}})}});
    var orders=a(),customers=b();export const handler=async e=>orders.read(e.id)&&customers.name;`);

  expect(callsIn(reading)).toEqual(['GetItem orders']);
});

test('short helpers beside it are followed', () => {
  const reading = readJavaScript(`${LIBRARY}${APP.replace('process.env.ORDERS', 'n("ORDERS")')}var n=e=>process.env[e];export{o as handler};`);

  expect(callsIn(reading)).toEqual(['GetItem ${ORDERS}']);
});

test.each([
  ['a class', `class V{table=process.env.ORDERS;check(){${LONG}}}`, 'new V().table'],
  ['a function', `function V(){${LONG}return process.env.ORDERS}`, 'V()'],
])('%s that reads variables is followed beside it, though it is long', (_, code, table) => {
  const reading = readJavaScript(`${LIBRARY}${code}${APP.replace('process.env.ORDERS', table)}export{o as handler};`);

  expect(callsIn(reading)).toEqual(['GetItem ${ORDERS}']);
});

test('a bundle that takes few steps is followed whole', () => {
  expect(readJavaScript(`${APP}export{o as handler};`).state).toBe('complete');
});

test('the end of the budget is told although a variable may be missing', () => {
  const reading = readJavaScript(`const settings = {}; if (Date.now()) settings.table = process.env.ORDERS;
    export const handler = () => settings.table; settings.IndexName = 1; ${LIBRARY.replace('return deepen', 'source.IndexName=target.index;return deepen')}`);

  expect(unknownIn(reading)).toContain('budget: the code has more ways to go than are followed');
});

test('a method that is called without its object finds the other methods of its class', () => {
  const reading = readJavaScript(`
    import { DynamoDB } from '@aws-sdk/client-dynamodb';
    const client = new DynamoDB();
    class Lambda {
      async handler(event) { return this.load(event.id); }
      load(id) { return client.getItem({ TableName: 'orders', Key: { id } }); }
    }
    export const handler = new Lambda().handler;`);

  expect(callsIn(reading)).toEqual(['GetItem orders']);
});

test('a tracer that is not followed gives back its client by the name of its method', () => {
  const reading = readJavaScript(`
    import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
    const client = globalThis.tracers[0].captureAWSv3Client(new DynamoDBClient({}));
    export const handler = () => client.send(new GetItemCommand({ TableName: 'orders' }));`);

  expect(callsIn(reading)).toEqual(['GetItem orders']);
});

test('the keys of something that is not followed are no tables', () => {
  const reading = readJavaScript(`
    import { get } from 'axios';
    export const handler = async ({ client }) => client.batchGet({ RequestItems: { ...await get('/tables'), Items: [] } });`);

  expect(callsIn(reading)).toEqual(['BatchGetItem (likely)']);
});

describe('a mapper in a minified bundle that takes too many steps', () => {
  const request = 'var d=async(e,t)=>e.send(new G({TableName:t.table})),h=async e=>(d(c,e),o(e));export{h as handler};';

  test('hides requests to tables that are not known, with a reason', () => {
    const reading = readJavaScript(`${LIBRARY}class ElectroError extends Error{}${APP}${request}`);

    expect(callsIn(reading)).toEqual(['GetItem ${ORDERS}']);
    expect(unknownIn(reading)).toContain('library: ElectroDB is in the minified bundle: its requests are not told from its other code');
  });

  test('is told from a bundle without a mapper, whose requests are shown', () => {
    expect(callsIn(readJavaScript(`${LIBRARY}${APP}${request}`))).toEqual(['GetItem', 'GetItem ${ORDERS}']);
  });
});

test('what is assigned to a left out function is its own', () => {
  const other = LIBRARY.replaceAll('deepen', 'widen').replace('tree', 'other');
  const reading = readJavaScript(`${LIBRARY}${other}${APP}deepen.read=()=>o({});widen.read=()=>c.send(new G({TableName:"others"}));export var handler=()=>deepen.read();`);

  expect(callsIn(reading)).toContain('GetItem ${ORDERS}');
});

test('a short class is left out with its parent', () => {
  const classes = `class A{constructor(o){this.o=o;${'this.o.x=o;'.repeat(40)}}}class B extends A{}B.make=e=>new B({e,next:B.make,...e});var made=B.make({a:B.make({}),b:()=>B.make({})});`;
  const reading = readJavaScript(`${LIBRARY}${classes}${APP}export var handler=async e=>{made.parse(e);return o(e)};`);

  expect(callsIn(reading)).toEqual(['GetItem ${ORDERS}']);
});

/** A long handler that names no SDK, because it gets its stores. */
const HANDLER = `async function handle(stores,event){${'console.log(event.id);'.repeat(20)}return stores.orders().read(event)}var stores={orders:()=>({read:o})};`;

test.each([
  ['ES modules', 'export{handler};'],
  ['CommonJS', 'module.exports={handler};'],
  ['CommonJS of esbuild', 'var all={};var add=(e,t)=>{for(var r in t)Object.defineProperty(e,r,{get:t[r],enumerable:!0})};add(all,{handler:()=>handler});module.exports=all;'],
])('a handler that gets its stores by `bind` is followed beside a library that is left out: %s', (_, exports) => {
  const reading = readJavaScript({ 'index.mjs': `${LIBRARY}${APP}${HANDLER}var handler=handle.bind(null,stores);${exports}` });

  expect(callsIn(reading)).toEqual(['GetItem ${ORDERS}']);
});

test('a long function that nothing exports and that names no request is left out', () => {
  const reading = readJavaScript(`${LIBRARY}${APP}${HANDLER}var other=handle.bind(null,stores);var handler=async e=>{${'console.log(e);'.repeat(40)}};export{handler};`);

  expect(callsIn(reading)).toEqual([]);
  expect(reading.state).toBe('open');
});

test('a long library that reads a variable is left out', () => {
  const library = `${LIBRARY.replace('for(var key', `${'source.value=1;'.repeat(1500)}if(process.env.NODE_ENV)depth=1;for(var key`)}`;

  expect(callsIn(readJavaScript(`${library}${APP}export{o as handler};`))).toEqual(['GetItem ${ORDERS}']);
});
