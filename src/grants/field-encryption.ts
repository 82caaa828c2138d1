import { Token } from 'aws-cdk-lib';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { ClientProfile } from '../features/client-profile';
import { EncryptionMode, EncryptionScheme } from '../features/encryption-mode';
import { planFieldKey } from '../plan/plan-field-key';
import { PlannedPermission } from '../plan/planned-permission';
import { fail, Problem } from '../problems/problem';
import { checkShape, expectChoice, expectInstance, expectOptions, expectValue, optional } from '../problems/shape';
import { resolveKeyTargets } from '../resources/key-targets';
import { KEY } from '../resources/shapes';
import { isRecord } from '../values/json-values';

/** Options for the key that a client encrypts fields with. */
export interface FieldEncryptionOptions {
  /**
   * The operations of the function: it encrypts fields, decrypts them, or both.
   *
   * @default EncryptionMode.READ_WRITE
   */
  readonly mode?: EncryptionMode;

  /**
   * The encryption context that the client sends to KMS. Every request must contain these pairs.
   *
   * It is an error to grant an access with an empty context, an empty key or value, or a value that isn't a string.
   *
   * @default - requests with any encryption context, or none
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
   */
  readonly encryptionContext?: { [key: string]: string };
}

const FIELD_ENCRYPTION_OPTIONS = expectOptions({
  mode: optional(expectChoice(Object.values(EncryptionMode), 'an EncryptionMode')),
  encryptionContext: optional(expectValue(isTextRecord, { expected: 'an object of texts', remedy: "write { purpose: 'order-note' }, for example" })),
});

function isTextRecord(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((each) => typeof each === 'string');
}

/**
 * The key that a client encrypts fields with before it sends them to DynamoDB.
 *
 * This key differs from the key of the table, though one key may have both purposes. The function calls KMS itself, so the
 * permissions apply to direct calls, without `kms:ViaService`.
 */
export class FieldEncryption {
  /**
   * Envelope encryption: the client gets a data key from KMS and encrypts with it. The AWS Encryption SDK and the AWS Database
   * Encryption SDK do this. Encrypting needs `kms:GenerateDataKey`, decrypting needs `kms:Decrypt`.
   *
   * @param key the KMS key, owned or imported; for an alias with an unknown key, any key with this alias
   * @see https://docs.aws.amazon.com/database-encryption-sdk/latest/devguide/use-kms-keyring.html
   * @example
   * const fieldEncryption = FieldEncryption.envelope(noteKey, {
   *   mode: EncryptionMode.READ_ONLY,
   *   encryptionContext: { purpose: 'order-note' },
   * });
   */
  public static envelope(key: IKeyRef, options: FieldEncryptionOptions = {}): FieldEncryption {
    return new FieldEncryption('envelope', key, options);
  }

  /**
   * Direct encryption: KMS itself encrypts values of up to 4,096 bytes. Encrypting needs `kms:Encrypt`, decrypting needs
   * `kms:Decrypt`.
   *
   * @param key the KMS key, owned or imported; for an alias with an unknown key, any key with this alias
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
   * @example
   * const fieldEncryption = FieldEncryption.direct(noteKey);
   */
  public static direct(key: IKeyRef, options: FieldEncryptionOptions = {}): FieldEncryption {
    return new FieldEncryption('direct', key, options);
  }

  /**
   * Field encryption of a client library: envelope or direct, depending on the version of its profile.
   *
   * Throws an error if the library of the profile encrypts no fields.
   *
   * @param profile the library, for example `ClientProfile.pydynox()`
   * @param key the KMS key, owned or imported; for an alias with an unknown key, any key with this alias
   * @example
   * const fieldEncryption = FieldEncryption.forClient(ClientProfile.pydynox(), noteKey);
   */
  public static forClient(profile: ClientProfile, key: IKeyRef, options: FieldEncryptionOptions = {}): FieldEncryption {
    checkShape('FieldEncryption.forClient', 'profile', profile, expectInstance(ClientProfile, 'a ClientProfile', 'ClientProfile.pydynox()'));
    const scheme = profile._fieldEncryption ?? fail('FieldEncryption.forClient', {
      id: 'clientEncryptsNothing',
      value: `the library ${profile.library} encrypts no fields`,
      expected: 'the profile of a library that encrypts fields, such as ClientProfile.pydynox()',
      remedy: 'use FieldEncryption.envelope or FieldEncryption.direct if the function itself encrypts fields',
    });
    return new FieldEncryption(scheme, key, options);
  }

  private constructor(
    private readonly scheme: EncryptionScheme,
    /** @internal */
    public readonly _key: IKeyRef,
    private readonly options: FieldEncryptionOptions,
  ) {}

  /** @internal */
  public _planPermissions(otherRegions: readonly string[] = []): PlannedPermission[] {
    const regions = [...new Set([this._key.env.region, ...[...otherRegions].sort()])];
    const { mode = EncryptionMode.READ_WRITE, encryptionContext = {} } = this.options;
    return planFieldKey(this.scheme, mode, encryptionContext, resolveKeyTargets(this._key, regions));
  }

  /** @internal */
  public get _isReadOnly(): boolean {
    return this.options.mode === EncryptionMode.READ_ONLY;
  }

  /** @internal */
  public _findProblem(): Problem | undefined {
    const form = KEY('the key of fieldEncryption', this._key) ?? FIELD_ENCRYPTION_OPTIONS('the options object of fieldEncryption', this.options);
    const context = this.options?.encryptionContext;
    if (form || context === undefined) return form;
    const pairs = Object.entries(context);
    // IAM ignores the case of condition keys
    const names = new Set(pairs.map(([key]) => key.toLowerCase()));
    const sound = pairs.length > 0 && names.size === pairs.length && pairs.every(([key, value]) =>
      key !== '' && value !== '' && (Token.isUnresolved(value) || !value.includes('*')));
    if (sound) return undefined;
    return {
      id: 'encryptionContext',
      value: `encryptionContext is ${JSON.stringify(context)}`,
      expected: 'pairs of texts that are not empty and have no *, with keys that differ in more than case',
      remedy: 'write the pairs that the client sends to KMS, or leave encryptionContext out',
    };
  }
}
