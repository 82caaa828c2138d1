import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Account } from './account';
import { Run } from './running';
import { PolicyDocument } from '../../src/policy/evaluate';
import { Assembly } from '../../src/policy/read-assembly';
import { nameOf } from '../proof/quickstart';

const ORDER = { customerId: 'c', productId: 'p', note: 'a note' };

/** MiniStack decides on KMS requests without the encryption context. A policy that compares it allows nothing there. */
const UNKNOWN_KEY = /^kms:EncryptionContext:/;

/**
 * Invokes the Writer and the Reader by MiniStack's Lambda, which runs them with credentials of their roles, and reads in the logs of the
 * Consumer that the table's stream invoked it.
 */
export async function invokeQuickstart(account: Account, assembly: Assembly): Promise<Run[]> {
  const names = Object.fromEntries(assembly.functions.map((record) => [nameOf(record), record]));
  const restore = await withoutUnknownKeys(account, assembly);
  try {
    const written = await invoke(account, names.Writer.name, ORDER);
    const read = await invoke(account, names.Reader.name, { customerId: ORDER.customerId, orderId: written.payload.orderId });
    const listed = await invoke(account, names.Reader.name, { status: 'PLACED' });
    return [
      { function: 'Writer, invoked by MiniStack', problems: written.problems },
      {
        function: 'Reader, invoked by MiniStack',
        problems: [
          ...read.problems,
          ...listed.problems,
          ...(read.payload.note === ORDER.note ? [] : [`it read the note ${read.payload.note}`]),
        ],
      },
      {
        function: 'Consumer, invoked by the table\'s stream',
        problems: await hasLogged(account, names.Consumer.logGroups[0], written.payload.orderId) ? [] : ['it logs no change of the order'],
      },
    ];
  } finally {
    await restore();
  }
}

async function invoke(account: Account, name: string, event: object): Promise<{ payload: any; problems: string[] }> {
  const { Payload, FunctionError } = await new LambdaClient(account.config).send(new InvokeCommand({
    FunctionName: name, Payload: JSON.stringify(event),
  }));
  const payload = JSON.parse(Buffer.from(Payload!).toString());
  return { payload, problems: FunctionError ? [`${FunctionError}: ${JSON.stringify(payload).slice(0, 300)}`] : [] };
}

/** Waits until a function's log says something. */
async function hasLogged(account: Account, logGroupName: string, text: string): Promise<boolean> {
  const client = new CloudWatchLogsClient(account.config);
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName }));
    if (events.some(({ message = '' }) => message.includes(text))) return true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return false;
}

/** Takes the conditions that MiniStack can't decide on from the policies of the functions' roles; what it returns puts them back. */
async function withoutUnknownKeys(account: Account, { functions, roles }: Assembly): Promise<() => Promise<void>> {
  const client = new IAMClient(account.config);
  const changed: { RoleName: string; PolicyName: string; PolicyDocument: string }[] = [];
  for (const { name: RoleName, policies } of roles.filter(({ arn }) => functions.some((fn) => fn.roles.includes(arn)))) {
    for (const { name: PolicyName } of policies) {
      const { PolicyDocument: text } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const document: PolicyDocument = JSON.parse(decodeURIComponent(text!));
      changed.push({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) });
      await client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(dropConditions(document)) }));
    }
  }
  return async () => {
    for (const policy of changed) await client.send(new PutRolePolicyCommand(policy));
  };
}

function dropConditions(document: PolicyDocument): PolicyDocument {
  return {
    ...document,
    Statement: [document.Statement].flat().map(({ Condition = {}, ...statement }) => ({
      ...statement,
      Condition: Object.fromEntries(Object.entries(Condition).map(([operator, block]) =>
        [operator, Object.fromEntries(Object.entries(block).filter(([key]) => !UNKNOWN_KEY.test(key)))] as const)
        .filter(([, block]) => Object.keys(block).length > 0)),
    })),
  };
}
