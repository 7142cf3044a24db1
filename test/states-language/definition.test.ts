import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { DefinitionError } from '../../lambdas/states-language/errors.ts';
import { parseDefinition } from '../../lambdas/states-language/parse-definition.ts';
import { LAMBDA, single } from './virtual-host.ts';

const END = { Type: 'Succeed' };
const task = (more: object) => single({ Type: 'Task', Resource: LAMBDA, End: true, ...more });
const retry = (...Retry: object[]) => task({ Retry });
const map = (processor: object, more: object = {}) => {
  const inner = { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } };
  return single({ Type: 'Map', ItemProcessor: { ...inner, ...processor }, End: true, ...more });
};
const READER = {
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig: { InputType: 'JSON' },
  Arguments: { Bucket: 'bucket', Key: 'key' },
};
const distributedState = (inner: string, more: object = {}, config: object = {}) => ({
  Type: 'Map',
  Label: 'Parts',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD', ...config },
    StartAt: inner,
    States: { [inner]: { Type: 'Pass', End: true, ...more } },
  },
  End: true,
});
const distributed = (more: object, config: object = {}) =>
  single({ ...distributedState('Inner', {}, config), ...more });

function parse(definition: object) {
  return parseDefinition(JSON.stringify({ QueryLanguage: 'JSONata', ...definition }));
}

describe('a definition', () => {
  it('with everything that is supported is taken, here and by the validator', () => {
    const definition = {
      QueryLanguage: 'JSONata',
      Comment: 'all',
      Version: '1.0',
      StartAt: 'Pass',
      TimeoutSeconds: 60,
      States: {
        Pass: { Type: 'Pass', Comment: 'c', QueryLanguage: 'JSONata', Assign: { v: 1 }, Output: {}, Next: 'Task' },
        Task: {
          Type: 'Task',
          Resource: `${LAMBDA}.waitForTaskToken`,
          Arguments: { Payload: { token: '{% $states.context.Task.Token %}' } },
          TimeoutSeconds: 9,
          HeartbeatSeconds: 3,
          Assign: { r: '{% $states.result %}' },
          Retry: [
            {
              ErrorEquals: ['A', 'States.Timeout'],
              IntervalSeconds: 2,
              MaxAttempts: 0,
              BackoffRate: 1.5,
              MaxDelaySeconds: 5,
              JitterStrategy: 'FULL',
            },
            { ErrorEquals: ['States.ALL'] },
          ],
          Catch: [
            { ErrorEquals: ['States.ALL'], Assign: { e: '{% $states.errorOutput %}' }, Output: {}, Next: 'Fail' },
          ],
          Next: 'Choice',
        },
        Choice: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $v = 1 %}', Assign: { w: 1 }, Output: '{% $w %}', Next: 'Wait' }],
          Default: 'Fail',
        },
        Wait: { Type: 'Wait', Seconds: '{% $v %}', Next: 'Map' },
        Map: {
          Type: 'Map',
          Items: '{% [1] %}',
          ItemSelector: { i: '{% $states.context.Map.Item.Index %}' },
          MaxConcurrency: 1,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'INLINE' },
            StartAt: 'Inner',
            States: { Inner: { Type: 'Pass', Output: '{% $v %}', End: true } },
          },
          Next: 'Distributed',
        },
        Distributed: {
          Type: 'Map',
          Label: 'Parts-1',
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'JSON' },
            Arguments: { Bucket: 'bucket', Key: '{% $states.input.key %}' },
          },
          ItemSelector: { part: '{% $states.context.Map.Item.Value.part %}' },
          MaxConcurrency: '{% $v %}',
          ToleratedFailureCount: 1,
          ToleratedFailurePercentage: 2,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Child',
            States: { Child: { Type: 'Pass', End: true } },
          },
          Next: 'Parallel',
        },
        Parallel: {
          Type: 'Parallel',
          Arguments: {},
          Branches: [{ StartAt: 'Branch', States: { Branch: { Type: 'Succeed', Output: {} } } }],
          End: true,
        },
        Fail: { Type: 'Fail', Error: 'E', Cause: '{% "c" %}' },
      },
    };
    expect(validate(definition).errorsText()).toBe('');
    expect([...parseDefinition(JSON.stringify(definition)).states.keys()]).toEqual(Object.keys(definition.States));
  });

  it.each([
    'lambda:invoke',
    'lambda:invoke.waitForTaskToken',
    'sagemaker:createTrainingJob.sync',
    'sagemaker:createTransformJob.sync',
    'sagemaker:createModel',
    'aws-sdk:sagemaker:describeEndpoint',
  ])('may call %s', (resource) => {
    expect(() => parse(task({ Resource: `arn:aws:states:::${resource}` }))).not.toThrow();
  });

  const refused: [string, object, RegExp][] = [
    ['JSONPath', { QueryLanguage: 'JSONPath', ...single(END) }, /QueryLanguage/],
    ['no query language, which is JSONPath', { QueryLanguage: undefined, ...single(END) }, /QueryLanguage.*missing/],
    ['JSONPath in one state', single({ ...END, QueryLanguage: 'JSONPath' }), /QueryLanguage/],
    ['a JSONPath field', single({ Type: 'Pass', ResultPath: '$.a', End: true }), /ResultPath is not supported/],
    ['a JSONPath key', task({ Arguments: { deep: [{ 'a.$': '$.b' }] } }), /deep\[0\].*JSONPath/],
    ['an unknown field of the machine', { ...single(END), Timeout: 1 }, /field Timeout/],
    ['an unknown type', single({ Type: 'Loop' }), /Type Loop is not supported/],
    ['another mode of a map', map({ ProcessorConfig: { Mode: 'EXPRESS' } }), /Mode.*INLINE or DISTRIBUTED/],
    ['an execution type', map({ ProcessorConfig: { Mode: 'INLINE', ExecutionType: 'STANDARD' } }), /ExecutionType/],
    ['tolerated failures', map({}, { ToleratedFailureCount: 1 }), /ToleratedFailureCount.*Distributed/],
    ['an item reader', map({}, { ItemReader: {} }), /ItemReader.*Distributed/],
    ['a label of an inline map', map({}, { Label: 'A' }), /Label.*Distributed/],
    ['express executions', distributed({}, { ExecutionType: 'EXPRESS' }), /ExecutionType.*STANDARD/],
    ['executions of no type', distributed({}, { ExecutionType: undefined }), /ExecutionType.*STANDARD/],
    ['a distributed map without label', distributed({ Label: undefined }), /Label/],
    ['a long label', distributed({ Label: 'x'.repeat(41) }), /Label.*40/],
    ['a label that no ARN can have', distributed({ Label: 'a b' }), /Label/],
    ['a share above all', distributed({ ToleratedFailurePercentage: 101 }), /ToleratedFailurePercentage.*0 to 100/],
    ['half a percent', distributed({ ToleratedFailurePercentage: 0.5 }), /ToleratedFailurePercentage.*whole/],
    ['half a failure', distributed({ ToleratedFailureCount: 0.5 }), /ToleratedFailureCount/],
    ['a result writer', distributed({ ResultWriter: {} }), /ResultWriter is not supported/],
    ['batches', distributed({ ItemBatcher: {} }), /ItemBatcher is not supported/],
    [
      'another reader',
      distributed({ ItemReader: { ...READER, Resource: 'arn:aws:states:::s3:listObjectsV2' } }),
      /getObject/,
    ],
    ['items of CSV', distributed({ ItemReader: { ...READER, ReaderConfig: { InputType: 'CSV' } } }), /InputType.*JSON/],
    ['a reader without key', distributed({ ItemReader: { ...READER, Arguments: { Bucket: 'b' } } }), /Key/],
    ['two sources of items', distributed({ ItemReader: READER, Items: [] }), /Items/],
    [
      'one label twice',
      {
        StartAt: 'A',
        States: {
          A: { ...distributedState('B'), End: undefined, Next: 'C' },
          C: distributedState('D'),
        },
      },
      /Label.*unique/,
    ],
    [
      'a distributed map in a map',
      map({ StartAt: 'Distributed', States: { Distributed: distributedState('Child') } }),
      /Mode.*inside another Map/,
    ],
    [
      'an execution that reads a variable of its parent',
      {
        StartAt: 'Set',
        States: {
          Set: { Type: 'Pass', Assign: { v: 1 }, Next: 'Only' },
          Only: { ...distributedState('Child', { Output: '{% $v %}' }) },
        },
      },
      /\$v/,
    ],
    [
      'an execution’s input from a variable',
      {
        StartAt: 'Set',
        States: {
          Set: { Type: 'Pass', Assign: { v: 1 }, Next: 'Only' },
          Only: { ...distributedState('Child'), ItemSelector: '{% $v %}' },
        },
      },
      /ItemSelector.*\$v/,
    ],
    ['a map without processor', single({ Type: 'Map', End: true }), /ItemProcessor/],
    ['credentials', task({ Credentials: {} }), /Credentials/],
    ['a function’s own ARN', task({ Resource: 'arn:aws:lambda:us-east-1:1:function:f' }), /Resource/],
    ['an integration that does not exist', task({ Resource: 'arn:aws:states:::lambda:invoke.sync' }), /Resource/],
    ['a job by the SDK', task({ Resource: 'arn:aws:states:::aws-sdk:sagemaker:createModel.sync' }), /Resource/],
    ['a timestamp', single({ Type: 'Wait', Timestamp: '2026-01-10T00:00:00Z', End: true }), /Timestamp/],
    ['a wait without length', single({ Type: 'Wait', End: true }), /Seconds/],
    ['half a second', single({ Type: 'Wait', Seconds: 0.5, End: true }), /Seconds/],
    ['a state without successor', single({ Type: 'Pass' }), /exactly one of Next and "End"/],
    ['a state with two', single({ Type: 'Pass', Next: 'Only', End: true }), /exactly one of Next and "End"/],
    ['a missing first state', { StartAt: 'None', States: { Only: END } }, /no state None/],
    ['a missing next state', single({ Type: 'Pass', Next: 'None' }), /no state None/],
    ['a missing state of a catcher', task({ Catch: [{ ErrorEquals: ['A'], Next: 'None' }] }), /no state None/],
    [
      'a state that no other state leads to',
      { StartAt: 'Only', States: { Only: END, Lost: END } },
      /Lost: no other state/,
    ],
    ['no states', { StartAt: 'Only', States: {} }, /at least one state/],
    ['one name twice', map({ StartAt: 'Only', States: { Only: END } }), /second state Only/],
    ['a long name', { StartAt: 'x'.repeat(81), States: { ['x'.repeat(81)]: END } }, /80 characters/],
    ['a syntax error', single({ ...END, Output: '{% 1 + %}' }), /Only\.Output: the JSONata expression 1 \+ is wrong/],
    ['an expression left open', single({ ...END, Output: '{% 1' }), /starts with \{%/],
    ['blanks around an expression', single({ ...END, Output: ' {% 1 %}' }), /nothing around it/],
    ['a misspelt variable', single({ ...END, Output: '{% $typo %}' }), /\$typo/],
    ['$eval', single({ ...END, Output: '{% $eval("1") %}' }), /\$eval/],
    ['$$', single({ ...END, Output: '{% $$.a %}' }), /\$\$/],
    [
      'a misspelt field of $states',
      single({ ...END, Output: '{% $states.inputs %}' }),
      /\$states\.inputs.*input, context/,
    ],
    ['the result before there is one', task({ Arguments: '{% $states.result %}' }), /\$states\.result/],
    ['the result of a state without', single({ ...END, Output: '{% $states.result %}' }), /\$states\.result/],
    ['the error outside a catcher', task({ Output: '{% $states.errorOutput %}' }), /\$states\.errorOutput/],
    ['a variable named states', single({ Type: 'Pass', Assign: { states: 1 }, End: true }), /Assign/],
    ['a variable that is no name', single({ Type: 'Pass', Assign: { 'a-b': 1 }, End: true }), /Assign/],
    ['an Assign that is no object', single({ Type: 'Pass', Assign: '{% {} %}', End: true }), /Assign/],
    [
      'an inner state that assigns an outer variable',
      map({ StartAt: 'I', States: { I: { Type: 'Pass', Assign: { v: 2 }, End: true } } }, { Assign: { v: 1 } }),
      /\$v is a variable of the outer states/,
    ],
    [
      'an outer state that reads an inner variable',
      map({ StartAt: 'I', States: { I: { Type: 'Pass', Assign: { v: 2 }, End: true } } }, { Output: '{% $v %}' }),
      /\$v/,
    ],
    ['States.ALL in company', retry({ ErrorEquals: ['A', 'States.ALL'] }), /must stand alone/],
    ['States.ALL before others', retry({ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }), /must come last/],
    ['an error name that does not exist', retry({ ErrorEquals: ['States.Everything'] }), /ErrorEquals/],
    ['catching what always ends the execution', retry({ ErrorEquals: ['States.Runtime'] }), /ErrorEquals/],
    ['no error names', retry({ ErrorEquals: [] }), /ErrorEquals/],
    ['a rate that shrinks', retry({ ErrorEquals: ['A'], BackoffRate: 0.5 }), /BackoffRate/],
    ['a bound below the interval', retry({ ErrorEquals: ['A'], IntervalSeconds: 9, MaxDelaySeconds: 5 }), /MaxDelay/],
    ['an unknown jitter', retry({ ErrorEquals: ['A'], JitterStrategy: 'HALF' }), /JitterStrategy/],
    ['a choice without rules', single({ Type: 'Choice', Choices: [] }), /Choices/],
    [
      'a JSONPath rule',
      single({ Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'Only' }] }),
      /Variable/,
    ],
    [
      'a condition that is a text',
      single({ Type: 'Choice', Choices: [{ Condition: 'a', Next: 'Only' }] }),
      /Condition/,
    ],
  ];
  it.each(refused)('is refused with %s', (_, definition, message) => {
    expect(() => parse(definition)).toThrow(DefinitionError);
    expect(() => parse(definition)).toThrow(message);
  });

  it.each(refused.filter(([name]) => ['a missing next state', 'no states', 'an unknown type'].includes(name)))(
    'is refused by the validator too with %s',
    (_, definition) => {
      expect(validate({ QueryLanguage: 'JSONata', ...definition }).isValid).toBe(false);
    },
  );

  it('is refused when it is not JSON, or not an object', () => {
    expect(() => parseDefinition('{')).toThrow(/not JSON/);
    expect(() => parseDefinition('[]')).toThrow(/this is an object/);
  });
});
