export const HOSTILE = [
  '__proto__',
  'constructor',
  '',
  'a.b',
  '"quoted"',
  'two\nlines',
  '\ud800',
  'toString',
  '\u202e',
];
export const NONE_UNUSABLE = {
  missingActual: 0,
  unknownActual: 0,
  missingPrediction: 0,
  unknownPrediction: 0,
  missingScore: 0,
};
