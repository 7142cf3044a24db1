/** An error of a client as its package declares it: a class of thirteen lines, alike but for names. */
const CLASS =
  /^export class (\w+) extends __BaseException \{\n {4}static shapeId = ("[^"]+");\n {4}name = ("[^"]+");\n {4}\$fault = ("[^"]+");\n((?: {4}\$?\w+(?: = [^;]+)?;\n)*) {4}constructor\(opts\) \{\n {8}super\(\{\n {12}name: \3,\n {12}\$fault: \4,\n {12}\.\.\.opts,?\n {8}\}\);\n {8}Object\.setPrototypeOf\(this, \1\.prototype\);\n((?: {8}this\.\w+ = opts\.\w+;\n)*) {4}\}\n\}$/gm;

/** What all these classes have in common. */
const DECLARE = `const declare = (shapeId, name, fault, members = []) => {
  const Declared = class extends __BaseException {
    static shapeId = shapeId;
    name = name;
    $fault = fault;
    constructor(opts) {
      super({ name, $fault: fault, ...opts });
      Object.setPrototypeOf(this, Declared.prototype);
      for (const member of members) this[member] = opts[member];
    }
  };
  return Object.defineProperty(Declared, 'name', { value: name });
};`;

/**
 * Writes the errors of a client's `models/errors.js` with one class for all, because their repeated code is 27 to 44 KB of
 * a bundle. A class with other members than those of its service's answer stays as it is.
 */
export function compactErrors(source: string): string {
  const compact = source.replace(CLASS, (whole, type, shapeId, name, fault, fields: string, assigned: string) => {
    const declared = fields.split('\n').flatMap((line) => line.trim().replace(/;$/, '') || []);
    const members = [...assigned.matchAll(/this\.(\w+) = opts\.(\w+);/g)];
    const isPlain =
      JSON.stringify(type) === name &&
      members.every(([, to, from]) => to === from) &&
      declared.join() === members.map(([, to]) => to).join();
    if (!isPlain) return whole;
    const rest = members.length === 0 ? '' : `, ${JSON.stringify(declared)}`;
    return `export const ${type} = declare(${shapeId}, ${name}, ${fault}${rest});`;
  });
  const [first, ...lines] = compact.split('\n');
  return [first, DECLARE, ...lines].join('\n');
}
