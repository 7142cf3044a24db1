/** Stands in for the two uses of openssl on pages, because not every machine has the program. */
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [command, ...rest] = process.argv.slice(2);
const [, , key] = rest;
if (command === 'rand' && rest.join(' ') === '-base64 32') console.log(randomBytes(32).toString('base64'));
else if (command === 'dgst' && rest.join(' ') === `-sha256 -hmac ${key}`) {
  console.log(`SHA2-256(stdin)= ${createHmac('sha256', key).update(readFileSync(0)).digest('hex')}`);
} else throw new RangeError(`the stand-in for openssl has no ${command} ${rest.join(' ')}`);
