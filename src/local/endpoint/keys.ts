import { createCipheriv, createDecipheriv, randomBytes } from 'crypto';
import { arn, Context, NotModelled, Permission, Place } from './permission';
import { Answer, Request, Service, ServiceError } from './service';
import { parseOrRefuse } from './wire';

/** The lengths in bytes of what AES-GCM adds to a ciphertext. */
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** How KMS answers a request for a key, by operation. */
const OPERATIONS: Readonly<Record<string, (keys: Keys, request: Request) => unknown>> = {
  DescribeKey: (keys, request) => ({
    KeyMetadata: { KeyId: keys.findKey(request).split('/')[1], Arn: keys.findKey(request), Enabled: true },
  }),
  Encrypt: (keys, request) => {
    const { Plaintext, EncryptionContext } = request.parameters;
    return { KeyId: keys.findKey(request), CiphertextBlob: keys.encrypt(keys.findKey(request), Plaintext, EncryptionContext) };
  },
  GenerateDataKey: (keys, request) => {
    const { KeySpec, NumberOfBytes, EncryptionContext } = request.parameters;
    const Plaintext = randomBytes(NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32)).toString('base64');
    return {
      KeyId: keys.findKey(request), Plaintext, CiphertextBlob: keys.encrypt(keys.findKey(request), Plaintext, EncryptionContext),
    };
  },
  Decrypt: (keys, request) => {
    const { CiphertextBlob, EncryptionContext } = request.parameters;
    return { KeyId: keys.findKey(request), Plaintext: keys.decrypt(CiphertextBlob, EncryptionContext) };
  },
};

/**
 * As much of KMS as clients of DynamoDB use: symmetric keys that live as long as the process.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export class Keys implements Service {
  private readonly material = new Map<string, Buffer>();
  private readonly aliases = new Map<string, string>();

  /** Makes a key, and returns its ARN. */
  public createKey(place: Place, id: string): string {
    const key = arn('kms', place, `key/${id}`);
    this.material.set(key, randomBytes(32));
    return key;
  }

  public addAlias(place: Place, alias: string, key: string): void {
    this.aliases.set(arn('kms', place, alias), key);
  }

  /** The condition keys of a key itself, whoever uses it. */
  public getKeyContext(key: string): Context {
    const aliases = [...this.aliases].filter(([, aliased]) => aliased === key).map(([alias]) => alias.split(':')[5]);
    if (aliases.length === 0) return {};
    return { 'kms:ResourceAliases': aliases };
  }

  public permissionsOf(request: Request): Permission[] {
    const { operation, account, parameters: { KeyId, EncryptionContext = {} } } = request;
    if (!(operation in OPERATIONS)) throw new NotModelled(`the operation ${operation}`);
    const key = this.findKey(request);
    const alias = /alias\/.*/.exec(KeyId ?? '')?.[0];
    const pairs = Object.entries<string>(EncryptionContext);
    return [{
      action: `kms:${operation}`,
      resource: key,
      context: {
        'kms:CallerAccount': account,
        ...alias && { 'kms:RequestAlias': alias },
        ...pairs.length > 0 && { 'kms:EncryptionContextKeys': pairs.map(([name]) => name) },
        ...Object.fromEntries(pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
        ...this.getKeyContext(key),
      },
    }];
  }

  public answer(request: Request): Answer {
    return { body: OPERATIONS[request.operation](this, request) };
  }

  /** The ARN of the key that a request is about; of a ciphertext, the key that made it. */
  public findKey({ parameters: { KeyId, CiphertextBlob }, ...place }: Request): string {
    const named = KeyId ?? unpacked(CiphertextBlob).key;
    const full = named.startsWith('arn:') ? named : arn('kms', place, named.startsWith('alias/') ? named : `key/${named}`);
    return this.aliases.get(full) ?? full;
  }

  /** @internal */
  public encrypt(key: string, plaintext: string, context?: Record<string, string>): string {
    const iv = randomBytes(IV_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', this.getMaterial(key), iv).setAAD(canonical(context));
    const text = Buffer.concat([cipher.update(plaintext, 'base64'), cipher.final()]);
    const parts = { key, iv: iv.toString('base64'), text: text.toString('base64'), tag: cipher.getAuthTag().toString('base64') };
    return Buffer.from(JSON.stringify(parts)).toString('base64');
  }

  /** @internal */
  public decrypt(blob: string, context?: Record<string, string>): string {
    const { key, iv, text, tag } = unpacked(blob);
    const refusal = new ServiceError('InvalidCiphertextException', 'the ciphertext was made under another key or encryption context');
    const material = this.material.get(key);
    if (!material) throw refusal;
    const decipher = createDecipheriv('aes-256-gcm', material, Buffer.from(iv, 'base64'))
      .setAAD(canonical(context)).setAuthTag(Buffer.from(tag, 'base64'));
    try {
      return Buffer.concat([decipher.update(text, 'base64'), decipher.final()]).toString('base64');
    } catch (error) {
      throw /authenticate/.test((error as Error).message) ? refusal : error;
    }
  }

  private getMaterial(key: string): Buffer {
    const material = this.material.get(key);
    if (!material) throw new ServiceError('NotFoundException', `Key '${key}' does not exist`);
    return material;
  }
}

function unpacked(blob: string): { key: string; iv: string; text: string; tag: string } {
  const refusal = new ServiceError('InvalidCiphertextException', 'no ciphertext of this endpoint');
  const parts = parseOrRefuse(Buffer.from(blob, 'base64').toString('utf8'), refusal);
  const hasLength = (part: string, length: number) => Buffer.from(String(parts?.[part]), 'base64').length === length;
  if (typeof parts?.key !== 'string' || typeof parts.text !== 'string' || !hasLength('iv', IV_LENGTH) || !hasLength('tag', TAG_LENGTH)) throw refusal;
  return parts;
}

function canonical(context: Record<string, string> = {}): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => a < b ? -1 : 1)));
}
