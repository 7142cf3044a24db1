import type * as z from 'zod';

/** What a schema describes, as a command prints it with `--json`. */
export type Printed<Schema extends z.ZodType> = DeepReadonly<z.infer<Schema>>;

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;
