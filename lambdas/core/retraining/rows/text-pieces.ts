/** Texts are encoded together once they have so many UTF-16 units. */
const PIECE_LENGTH = 1 << 16;

/** A long text in UTF-8, put together from short ones without being held as one string, which V8 would not allow beyond 512 MB. */
export class TextPieces {
  readonly #encoder = new TextEncoder();
  readonly #pieces: Uint8Array[] = [];
  #text = '';
  #bytes = 0;

  append(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE_LENGTH) this.#encode();
  }

  /** Everything so far; starts over. */
  take(): Uint8Array {
    this.#encode();
    const whole = new Uint8Array(this.#bytes);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.#pieces.length = 0;
    this.#bytes = 0;
    return whole;
  }

  #encode(): void {
    const piece = this.#encoder.encode(this.#text);
    this.#text = '';
    this.#pieces.push(piece);
    this.#bytes += piece.length;
  }
}
