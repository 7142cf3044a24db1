import { describeObjectStore } from '../../adapters/object-store-contract.ts';
import { MemoryStore } from './memory-store.ts';

describeObjectStore(async () => new MemoryStore());
