/** Whether every single case is to be tried (`npm run test:exhaustive`), also where another one stands for it. */
export const IS_EXHAUSTIVE = process.env['EXHAUSTIVE'] === 'true';
