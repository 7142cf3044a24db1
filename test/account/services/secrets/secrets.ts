import type { Place } from '../../template/identity.ts';

interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly text: string;
  /** Of a customer-managed key. */
  readonly kmsKey: string | undefined;
}

/** The secrets of the account. The template makes none. */
export class Secrets {
  readonly #place: Pick<Place, 'region' | 'account'>;
  readonly #secrets = new Map<string, Secret>();

  constructor(place: Pick<Place, 'region' | 'account'>) {
    this.#place = place;
  }

  /** Creates a secret, or gives it another text. @returns ARN */
  put(name: string, text: string, { kmsKey }: { readonly kmsKey?: string } = {}): string {
    const arn = this.arnOf(name);
    this.#secrets.set(name, { name, arn, text, kmsKey });
    return arn;
  }

  /** @param id Name or ARN */
  find(id: string): Secret | undefined {
    return [...this.#secrets.values()].find(({ name, arn }) => name === id || arn === id);
  }

  /** Six characters follow the name. */
  arnOf(name: string): string {
    if (name.startsWith('arn:')) return name;
    return `arn:aws:secretsmanager:${this.#place.region}:${this.#place.account}:secret:${name}-a1B2c3`;
  }
}
