import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';

/**
 * Replaces `@smithy/core/checksum` and `@aws-sdk/checksums/sha` in the bundles, with which the AWS SDK signs requests and verifies
 * data. They include a JavaScript version of each hash, which Node does not need.
 */
type Data = string | ArrayBuffer | ArrayBufferView;

/** A hash or, with a secret, its HMAC, with the interface of the SDK's `Checksum`. */
function hashOf(algorithm: string, digestLength: number) {
  return class {
    readonly digestLength = digestLength;
    readonly #secret: Data | undefined;
    #hash: Hash | Hmac;

    constructor(secret?: Data) {
      this.#secret = secret;
      this.#hash = this.#start();
    }

    update(data: Data): void {
      this.#hash.update(bytesOf(data));
    }

    async digest(): Promise<Uint8Array> {
      // A hash accepts more data after its digest was read; an HMAC does not.
      const digest = 'copy' in this.#hash ? this.#hash.copy().digest() : this.#hash.digest();
      return new Uint8Array(digest.buffer, digest.byteOffset, digest.byteLength);
    }

    reset(): void {
      this.#hash = this.#start();
    }

    #start(): Hash | Hmac {
      return this.#secret === undefined ? createHash(algorithm) : createHmac(algorithm, bytesOf(this.#secret));
    }
  };
}

function bytesOf(data: Data): string | Uint8Array {
  if (typeof data === 'string') return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}

export const Md5 = hashOf('md5', 16);
export const Sha1 = hashOf('sha1', 20);
export const Sha256 = hashOf('sha256', 32);
export const Sha512 = hashOf('sha512', 64);

export class Crc32 {
  readonly digestLength = 4;
  #value = 0;

  update(data: Data): void {
    this.#value = crc32(bytesOf(data), this.#value);
  }

  digestSync(): number {
    return this.#value >>> 0;
  }

  async digest(): Promise<Uint8Array> {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, this.digestSync(), false);
    return bytes;
  }

  reset(): void {
    this.#value = 0;
  }
}

type Checksum = { update(data: Data): void; digest(): Promise<Uint8Array> };

/** Further names under which the SDK exports it. */
export { Crc32 as Crc32Js, Crc32 as Crc32Node };

/** Hashes a stream that is not being read yet. */
export async function readableStreamHasher(hash: new () => Checksum, stream: Readable): Promise<Uint8Array> {
  if (stream.readableFlowing !== null) throw new Error('cannot hash a stream that is flowing already');
  const hashed = new hash();
  for await (const chunk of stream) hashed.update(chunk);
  return hashed.digest();
}
