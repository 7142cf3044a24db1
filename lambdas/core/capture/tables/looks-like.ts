/** The first bytes, as characters, of files that are not text, with a description. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'it is a zip archive or an Excel workbook; save the sheet as CSV'],
  ['\xd0\xcf\x11\xe0', 'it is an old Excel workbook; save the sheet as CSV'],
  ['PAR1\x15', 'it is a Parquet file; name it .parquet, or say that its format is parquet'],
  ['ARROW1\0', 'it is an Arrow or Feather file; write it as Parquet'],
  ['Obj\x01', 'it is an Avro file; write it as Parquet'],
  ['SQLite format 3\0', 'it is a SQLite database; write the table as CSV'],
  ['\x28\xb5\x2f\xfd', 'it is compressed with zstd; compress it with gzip instead'],
  ['BZh91AY', 'it is compressed with bzip2; compress it with gzip instead'],
  ['\xfd7zXZ\0', 'it is compressed with xz; compress it with gzip instead'],
  ['\x04"M\x18', 'it is compressed with LZ4; compress it with gzip instead'],
  ['%PDF-', 'it is a PDF document'],
];

const MARKUP = /^\s*<(?:!doctype|html|\?xml|error>)/i;

/** The reason to reject a text that begins with these bytes, with what it is instead. null if it may be a table. */
export function whatItLooksLike(start: Uint8Array): string | null {
  const head = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, 256)).toString('latin1');
  for (const [beginning, what] of BEGINNINGS) if (head.startsWith(beginning)) return what;
  if (MARKUP.test(head)) return 'it is HTML or XML; perhaps a page came in place of the file';
  // A single zero is a damaged record. In UTF-16, every other byte is zero.
  const zeros = head.split('\0').length - 1;
  if (zeros >= 2 && zeros * 4 >= head.length) {
    return (
      'it has bytes of zero, as UTF-16 without a byte order mark has ("encoding" can say utf-16le or utf-16be), and UTF-32 ' +
      '(write it as UTF-8)'
    );
  }
  return null;
}
