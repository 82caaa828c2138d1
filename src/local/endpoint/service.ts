import { Permission, Place } from './permission';

/** A request as a service gets it. */
export interface Request extends Place {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, any>>;
  /** The JSON that the parameters were read from. */
  readonly text?: string;
  /** The space whose tables it is for: requests of different spaces don't see each other's items. */
  readonly space?: string;
}

/** An answer: a body that becomes JSON, or a text that is sent as it is. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly text?: string;
}

/** A service behind the endpoint. */
export interface Service {
  /** The permissions that a request needs; throws `NotModelled`. */
  permissionsOf(request: Request): Permission[];
  answer(request: Request, caller: RequestCaller): Promise<Answer> | Answer;
}

/** Who makes a request, for services that answer by that. */
export interface RequestCaller {
  readonly arn: string;
  readonly account: string;
}

/** An error of a service, in the form that its SDK knows. SDKs don't try again after these. */
export class ServiceError extends Error {
  public constructor(public readonly type: string, message: string) {
    super(message);
  }
}
