import { type Clients, clientsOf } from '../../smoke/aws/clients.ts';

/** The answers of services, by the name of the command; each may depend on the command's input. */
export type Answers = Readonly<Record<string, object | ((input: Record<string, unknown>) => object)>>;

/** Clients that answer without a network, their clock, and a record of what they were sent. */
export function answering(answers: Answers) {
  const clients = clientsOf({ region: 'eu-west-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
  const sent: { command: string; input: Record<string, unknown> }[] = [];
  let now = 0;
  const send = async (request: { readonly input: Record<string, unknown> }) => {
    const { input } = request;
    const command = request.constructor.name.replace(/Command$/, '');
    sent.push({ command, input });
    const answer = answers[command] ?? {};
    const output = typeof answer === 'function' ? answer(input) : answer;
    if (output instanceof Error) throw output;
    return output;
  };
  for (const client of Object.values(clients)) Object.assign(client, { send });
  const time = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  return { account: { clients: clients as Clients, time }, sent };
}
