/** Increments `counter` in a folder store by compare-and-swap: `increment-worker.ts <folder> <times>`. */
import { FolderStore } from '../../../lambdas/adapters/local/folder-store.ts';
import { PreconditionFailedError } from '../../../lambdas/core/ports.ts';

const [folder, times] = process.argv.slice(2);
const store = new FolderStore(folder);
for (let done = 0; done < Number(times); ) {
  const stored = await store.get('counter');
  const next = new TextEncoder().encode(String(1 + Number(new TextDecoder().decode(stored?.bytes))));
  try {
    await store.put('counter', next, stored === null ? { ifNoneMatch: '*' } : { ifMatch: stored.etag });
    done++;
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
  }
}
