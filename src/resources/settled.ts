import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The memoized answers for objects, by the question. */
type Facts = Map<object, Map<string, unknown>>;

/** There are facts while nothing changes that they rest on. */
let facts: Facts | undefined;

const AT_VALIDATION = new WeakMap<Stage, { facts: Facts }>();

/** Runs what changes neither tables nor keys: what is `remembered` meanwhile is found out once. */
export function whileSettled<T>(work: () => T, known: Facts = new Map()): T {
  const outer = facts;
  facts = known;
  try {
    return work();
  } finally {
    facts = outer;
  }
}

/**
 * Adds a validation, during which nothing changes any more: all those of a stage remember the same facts, which the validation of the
 * stage itself makes them forget. Whoever validates constructs below it by hand, and changes the app in between, validates the stage, too.
 */
export function validateSettled(scope: IConstruct, validate: () => string[]): void {
  const stage = Stage.of(scope)!;
  const known = AT_VALIDATION.get(stage) ?? { facts: new Map() };
  if (!AT_VALIDATION.has(stage)) {
    AT_VALIDATION.set(stage, known);
    // a stage is validated before what is in it
    stage.node.addValidation({
      validate: () => {
        known.facts = new Map();
        return [];
      },
    });
  }
  scope.node.addValidation({ validate: () => whileSettled(validate, known.facts) });
}

/** The answer to a question about an object: found out once while nothing changes, and each time otherwise. */
export function remembered<T>(subject: object, question: string, findOut: () => T): T {
  if (!facts) return findOut();
  let answers = facts.get(subject);
  if (!answers) facts.set(subject, answers = new Map());
  if (!answers.has(question)) answers.set(question, findOut());
  return answers.get(question) as T;
}
