import type { FileMetaData } from 'hyparquet';

/** Units per millisecond of Arrow's durations, by the unit's number in Arrow's schema: seconds to nanoseconds. */
const PER_MILLISECOND = [1e-3, 1, 1e3, 1e6];
/** The number of the type Duration in Arrow's schema. */
const DURATION = 18;

/** The indexes of members in the tables of Arrow's flatbuffers (Schema.fbs, Message.fbs). */
const MESSAGE_HEADER = 2;
const SCHEMA_FIELDS = 1;
const FIELD = { name: 0, typeType: 2, type: 3 };
const DURATION_UNIT = 0;
const DEFAULT_UNIT = 1;

/**
 * The columns that hold durations, with their units per millisecond. Parquet has no duration type: pyarrow, pandas and
 * polars write 64-bit integers, and the type into Arrow's schema in the metadata. Empty if that schema cannot be read.
 */
export function findArrowDurations({
  key_value_metadata,
}: Pick<FileMetaData, 'key_value_metadata'>): Map<string, number> {
  const encoded = key_value_metadata?.find(({ key }) => key === 'ARROW:schema')?.value;
  if (encoded === undefined) return new Map();
  try {
    return readDurations(Buffer.from(encoded, 'base64'));
  } catch (error) {
    if (error instanceof RangeError) return new Map();
    throw error;
  }
}

/** Throws RangeError if an offset points outside the bytes. */
function readDurations(bytes: Buffer): Map<string, number> {
  const found = new Map<string, number>();
  // Newer messages have a marker before their length.
  const start = bytes.readInt32LE(0) === -1 ? 8 : 4;
  const message = start + bytes.readInt32LE(start);
  const schema = follow(bytes, message, MESSAGE_HEADER);
  const fields = schema === null ? null : follow(bytes, schema, SCHEMA_FIELDS);
  if (fields === null) return found;
  const count = bytes.readInt32LE(fields);
  for (let i = 0; i < count; i++) {
    const at = fields + 4 + 4 * i;
    const field = at + bytes.readInt32LE(at);
    const typeType = place(bytes, field, FIELD.typeType);
    if (typeType === null || bytes.readUInt8(typeType) !== DURATION) continue;
    const [name, type] = [follow(bytes, field, FIELD.name), follow(bytes, field, FIELD.type)];
    if (name === null || type === null) continue;
    const unitAt = place(bytes, type, DURATION_UNIT);
    const unit = PER_MILLISECOND[unitAt === null ? DEFAULT_UNIT : bytes.readInt16LE(unitAt)];
    if (unit !== undefined) found.set(bytes.toString('utf8', name + 4, name + 4 + bytes.readInt32LE(name)), unit);
  }
  return found;
}

/** The offset of a member of a table. null if it is left out. */
function place(bytes: Buffer, table: number, member: number): number | null {
  const layout = table - bytes.readInt32LE(table);
  const at = 4 + 2 * member;
  if (at >= bytes.readUInt16LE(layout)) return null;
  const offset = bytes.readUInt16LE(layout + at);
  return offset === 0 ? null : table + offset;
}

/** The offset that a member of a table points to. */
function follow(bytes: Buffer, table: number, member: number): number | null {
  const at = place(bytes, table, member);
  return at === null ? null : at + bytes.readInt32LE(at);
}
