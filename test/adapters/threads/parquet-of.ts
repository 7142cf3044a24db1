import { parquetWriteBuffer } from 'hyparquet-writer';

/** A file of a hundred rows with a time and a number. */
export function parquetOf(seed: number): Uint8Array {
  const rows = Array.from({ length: 100 }, (_, i) => i);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 't', data: rows.map(() => '2026-11-23T10:00:00Z'), type: 'STRING' },
        { name: 'a', data: rows.map((i) => (i * 7 + seed) / 3), type: 'DOUBLE' },
      ],
    }),
  );
}
