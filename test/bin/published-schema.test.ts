import { PassThrough } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { wholeProgram } from '../../bin/commands/program.ts';
import { type CommandLineProcess, terminalOf } from '../../bin/commands/terminal.ts';
import { OUTPUTS } from '../../bin/output/registry.ts';
import { schemaFiles } from '../../bin/write-schemas.ts';
import { run } from './fake-process.ts';
import { closed, faultsIn, publishedFor } from './published-schema.ts';
import { openRetrainedShop } from './retrained-shop.ts';
import { DAYS, morningAfter, openShop } from './shop.ts';

/** Every command that takes --json, old names too. */
async function commandsWithJson(): Promise<string[]> {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough(), env: {} } as unknown as CommandLineProcess;
  const program = await wholeProgram({ terminal: terminalOf(streams), process: streams, outcome: { code: 0 } });
  return program.commands
    .flatMap((command) => [
      [command, command.name()] as const,
      ...command.commands.map((child) => [child, `${command.name()} ${child.name()}`] as const),
    ])
    .filter(([command]) => command.options.some(({ long }) => long === '--json'))
    .map(([, name]) => name);
}

describe('the schemas of what --json prints', () => {
  it('are there for every command that takes --json', async () => {
    const commands = await commandsWithJson();
    expect(commands.length).toBeGreaterThan(15);
    expect(commands.filter((name) => publishedFor(name.split(' ')) === undefined)).toEqual([]);
  });

  it.each(Object.keys(OUTPUTS))('say of %s what it is, and describe it strictly', (name) => {
    const schema = JSON.parse(schemaFiles().get(`output/${name}.schema.json`)!);
    expect([typeof schema.title, typeof schema.description]).toEqual(['string', 'string']);
    expect(faultsIn({ unknown: 1 }, name)).not.toEqual([]);
  });

  it('allow fields of later versions, which this version does not write', () => {
    const schemas = [...schemaFiles()].filter(([path]) => path !== 'monitor.schema.json');
    expect(schemas.length).toBe(Object.keys(OUTPUTS).length + 1);
    for (const [path, text] of schemas) {
      expect([path, text.includes('"additionalProperties": false')]).toEqual([path, false]);
      expect(JSON.stringify(closed(JSON.parse(text)))).toContain('"additionalProperties":false');
    }
    const printed = [{ name: 'psi', kind: 'drift method', title: '', text: [], parts: [], added: 1 }];
    const validate = new Ajv2020({ strictTuples: false }).compile(
      JSON.parse(schemaFiles().get('output/explain.schema.json')!),
    );
    expect(validate(printed)).toBe(true);
    expect(faultsIn(printed, 'explain')).toEqual([expect.stringContaining('"additionalProperty":"added"')]);
  });
});

describe('what commands print with --json', () => {
  const at = ['--as-of', morningAfter('2026-03-05')];

  it('is as published, from the first file to a retraining', async () => {
    // A deployment would wait a minute.
    const shop = openRetrainedShop({ promote: ', approval: never' });
    const print = async (...command: string[]) => {
      const { code, stdout } = await shop.run([...command, '--json']);
      expect([command, code]).toEqual([command, command[0] === 'retrain' && command[1] !== 'list' ? 1 : 0]);
      const printed = JSON.parse(stdout);
      expect([command, faultsIn(printed, publishedFor(command)!)]).toEqual([command, []]);
      return printed;
    };
    await print('validate', 'returns', '--data');
    await print('baseline', 'returns');
    await print('doctor', 'returns');
    await print('backtest', 'returns', '--from', DAYS[0], '--to', DAYS[2], '--bad', DAYS[0], '--suggest', '1');
    const [{ incidents }] = await print('check', 'returns', '--window', DAYS[0], '--kind', 'accuracy', ...at);
    await print('check', 'returns', '--window', DAYS[1], ...at);
    await print('acknowledge', 'returns', incidents[0].id, '--until', 'P1D', ...at);
    await print('resolve', 'returns', incidents[0].id, ...at);
    const [{ retrainings }] = await print('status', 'returns');
    expect(retrainings[0].end).toBe('not-deployed');
    await print('retrain', 'list', 'returns');
    // Its cooldown has not passed.
    await print('retrain', 'returns', ...at);
    await print('explain', 'roc_auc');
  });

  it('is as published of files', async () => {
    const shop = openShop();
    const [a, b] = [
      shop.write('a.csv', 'x,kind,n\n1,a,"1,5"\n2,b,"2,5"\n'),
      shop.write('b.csv', 'x,kind,y\n1,a,1\n2,c,2\n3,"'),
    ];
    const commands = [
      ['compare', a, b],
      [
        'evaluate',
        `${shop.folder}/training.csv`,
        '--problem',
        'binary-classification',
        '--label',
        'returned',
        '--score',
        'p',
      ],
      [
        'evaluate',
        `${shop.folder}/training.csv`,
        '--problem',
        'regression',
        '--label',
        'returned',
        '--prediction',
        'p',
      ],
    ];
    for (const command of commands) {
      const { stdout } = await run([...command, '--json']);
      expect(faultsIn(JSON.parse(stdout), publishedFor(command)!)).toEqual([]);
    }
  });

  it('is as published of a file that is not valid', async () => {
    const shop = openShop();
    shop.write('monitors/returns.yaml', 'model: returns\nproblem: regresion\ncapture: 7\n');
    const { code, stdout } = await shop.run(['validate', '--json']);
    expect(code).toBe(1);
    expect(faultsIn(JSON.parse(stdout), 'validate')).toEqual([]);
  });
});
