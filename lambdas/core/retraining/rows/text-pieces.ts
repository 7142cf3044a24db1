/** Number of UTF-16 units after which collected texts are encoded together. */
const PIECE_LENGTH = 1 << 16;

/** Builds a long UTF-8 text from short ones. It never holds the whole as one string, which V8 limits to 512 MB. */
export class TextPieces {
  readonly #encoder = new TextEncoder();
  readonly #pieces: Uint8Array[] = [];
  #text = '';
  #bytes = 0;

  append(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE_LENGTH) this.#encode();
  }

  /** Returns everything added so far and starts over. */
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
