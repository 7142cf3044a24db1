import type { Finding } from '../output/doctor.ts';

export const ok = (name: string, text: string): Finding => ({ name, state: 'ok', text });
export const note = (name: string, text: string): Finding => ({ name, state: 'note', text });
export const failed = (name: string, text: string, mend?: string): Finding => ({ name, state: 'failed', text, mend });
