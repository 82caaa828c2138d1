import { AsyncLocalStorage } from 'async_hooks';
import http from 'http';
import https from 'https';
import { syncBuiltinESMExports } from 'module';
import { isAwsHost } from '../../policy/partitions';
import { CALLER_HEADER, EXPECTED_HEADER } from '../endpoint/endpoint';

/** Who acts in a piece of work, and in all that it starts. */
export interface Acting {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The call of a test that expects denials. */
  readonly expects?: string;
}

const acting = new AsyncLocalStorage<Acting>();
/** The endpoints that requests of this process name their callers to: `127.0.0.1:4566`. */
const endpoints = new Set<string>();
let nobody = '';
let installed = false;

/** Does something as somebody. Parallel calls don't disturb each other, even if they share a client. */
export function actAs<T>(who: Acting, act: () => T): T {
  return acting.run(who, act);
}

/** Has requests to an endpoint say who acts, and `process.env` say what the environment of that is. */
export function nameCallersTo(url: string, nobodysName: string): void {
  endpoints.add(new URL(url).host);
  nobody = nobodysName;
  if (installed) return;
  installed = true;
  nameCallers();
  redirectOldSdk();
  layerEnvironment();
}

export function stopNamingCallersTo(url: string): void {
  endpoints.delete(new URL(url).host);
}

/** A method that Node.js calls before it writes the headers of a request. SDKs take `http.request` when they are loaded, which is too early. */
interface WithImplicitHeader {
  _implicitHeader(this: http.ClientRequest): void;
}

function nameCallers(): void {
  const prototype = http.ClientRequest.prototype as unknown as WithImplicitHeader;
  const original = prototype._implicitHeader;
  prototype._implicitHeader = function () {
    if (endpoints.has(String(this.getHeader('host')))) {
      const who = acting.getStore();
      this.setHeader(CALLER_HEADER, who?.name ?? nobody);
      if (who?.expects) this.setHeader(EXPECTED_HEADER, who.expects);
    }
    original.call(this);
  };
}

/** Version 2 of the SDK for JavaScript doesn't know the variables for endpoints: what it sends to AWS goes to the endpoint. */
function redirectOldSdk(): void {
  const original = https.request;
  const redirected = (...args: any[]) => {
    const [options] = args;
    const host: unknown = options?.hostname ?? options?.host;
    const [endpoint] = endpoints;
    if (typeof host !== 'string' || !isAwsHost(host) || endpoint === undefined) return (original as any)(...args);
    const { hostname, port } = new URL(`http://${endpoint}`);
    const headers = { ...options.headers, host: endpoint };
    return (http.request as any)({ ...options, protocol: 'http:', hostname, host: hostname, port, headers, agent: undefined }, ...args.slice(1));
  };
  https.request = redirected as typeof https.request;
  syncBuiltinESMExports();
}

function layerEnvironment(): void {
  const own = process.env;
  const valueOf = (name: string | symbol) => {
    if (typeof name !== 'string') return undefined;
    return acting.getStore()?.environment[name] ?? own[name];
  };
  process.env = new Proxy(own, {
    get: (_target, name) => valueOf(name),
    has: (_target, name) => valueOf(name) !== undefined || Reflect.has(own, name),
    ownKeys: () => [...new Set([...Reflect.ownKeys(own), ...Object.keys(acting.getStore()?.environment ?? {})])],
    getOwnPropertyDescriptor: (_target, name) => valueOf(name) === undefined
      ? undefined : { value: valueOf(name), enumerable: true, configurable: true, writable: true },
    set: (_target, name, value) => Reflect.set(own, name, value),
    deleteProperty: (_target, name) => Reflect.deleteProperty(own, name),
  });
}
