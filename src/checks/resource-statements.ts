import { getConstructPath } from '../policy/assembly-resources';
import { listTableKeyArns } from '../policy/find-table-key';
import { ConditionEntry, ParsedStatement, PolicyDocument } from '../policy/policy-document';
import { Assembly, Origin } from '../policy/read-assembly';
import { readPolicy } from '../policy/read-policy';
import { toList } from '../values/json-values';

/** A statement of the policy of a table, a stream or a key. */
export interface ResourceStatement {
  readonly kind: 'table' | 'stream' | 'key';
  /** The construct path of the table or key. */
  readonly path: string;
  readonly origin: Origin;
  readonly account: string;
  /** The resources that the policy belongs to, as patterns of ARNs. */
  readonly arns: readonly string[];
  /** The number of the statement in the policy, from 0. */
  readonly index: number;
  readonly parsed: ParsedStatement;
  /** The conditions that can't be read before deployment, which are among those of the statement. */
  readonly unknownConditions: readonly ConditionEntry[];
  /** False if a resource of the statement is known only at deployment. */
  readonly knowsResources: boolean;
  /** True if the statement allows everybody but the principals in `NotPrincipal`. Its principal is then `*`. */
  readonly allowsOthers: boolean;
}

type Holder = Omit<ResourceStatement, 'index' | 'parsed' | 'unknownConditions' | 'knowsResources' | 'allowsOthers'>;

/** Lists the known statements of the policies of tables, streams and the keys of tables. */
export function listResourceStatements(assembly: Assembly): ResourceStatement[] {
  const { tables, keys } = assembly;
  const tableKeys = new Set(tables.flatMap((table) => listTableKeyArns(table, assembly)));
  return [
    ...tables.flatMap(({ arn, account, origin, policy, streamPolicy }) => {
      const owner = { account, origin, path: getConstructPath(origin) };
      return [
        ...readHeldStatements({ ...owner, kind: 'table', arns: [arn, `${arn}/index/*`] }, policy),
        ...readHeldStatements({ ...owner, kind: 'stream', arns: [`${arn}/stream/*`] }, streamPolicy),
      ];
    }),
    ...keys.filter(({ arn }) => tableKeys.has(arn)).flatMap(({ arn, account, origin, policy }) =>
      readHeldStatements({ account, origin, path: getConstructPath(origin), kind: 'key', arns: [arn] }, policy)),
  ];
}

function readHeldStatements(holder: Holder, document: PolicyDocument | undefined): ResourceStatement[] {
  return toList(document?.Statement).flatMap((written, index) => {
    const allowsOthers = written?.Effect === 'Allow' && written.NotPrincipal !== undefined;
    const statement = allowsOthers ? { ...written, NotPrincipal: undefined, Principal: '*' } : written;
    return readPolicy({ ...document, Statement: [statement] }, 'resource', holder.path).flatMap(({ parsed, unknown, unknownConditions }) => {
      const knowsResources = !unknown.some(({ element }) => /Resource$/.test(element));
      return toList(parsed).map((each) => ({ ...each, conditions: [...each.conditions, ...unknownConditions] }))
        .map((each) => ({ ...holder, index, parsed: each, unknownConditions, knowsResources, allowsOthers }));
    });
  });
}
