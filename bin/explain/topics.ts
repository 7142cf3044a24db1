import { DRIFT_METHOD_NAMES, driftMethod, methodSuits } from '../../lambdas/core/drift/methods/registry.ts';
import {
  SIGNIFICANCE_TEST_NAMES,
  significanceTest,
  testSuits,
} from '../../lambdas/core/drift/significance/registry.ts';
import { METRIC_FUNCTION_KEYS, METRICS } from '../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../lambdas/core/performance/types.ts';
import type { Topic } from '../output/explain.ts';
import { defaultOf, describeValues, type MonitorKey, monitorSections, toFlow } from './monitor-keys.ts';
import { RUNBOOK, type RunbookSection } from './runbook.ts';

/** Everything that can be explained. A name may have several topics: `ks` is a drift method and a significance test. */
export function allTopics(): Topic[] {
  return [
    ...Object.entries(RUNBOOK).map(([kind, section]) => alertTopic(kind, section)),
    ...(Object.keys(METRICS) as MetricName[]).map(metricTopic),
    ...DRIFT_METHOD_NAMES.map(methodTopic),
    ...SIGNIFICANCE_TEST_NAMES.map(testTopic),
    ...monitorSections().flatMap(({ name, description, keys }) => [
      ...(name === '' ? [] : [sectionTopic(name, description, keys)]),
      ...keys.map(keyTopic),
    ]),
  ];
}

function alertTopic(name: string, { title, meaning, look, causes, act, end }: RunbookSection): Topic {
  return {
    name,
    kind: 'alert',
    title,
    text: [meaning],
    parts: [
      { heading: 'where to look', lines: look },
      { heading: 'usual causes', lines: causes },
      { heading: 'what to do', lines: act },
      { heading: 'how it ends', lines: [end] },
    ],
  };
}

const BETTER = {
  higher: 'higher is better',
  lower: 'lower is better',
  zero: 'the nearer to zero, the better',
} as const;

function metricTopic(name: MetricName): Topic {
  const definition = METRICS[name];
  const problems = Object.entries(METRIC_FUNCTION_KEYS).filter(([, key]) => definition[key] !== undefined);
  const [least, most] = definition.range;
  return {
    name,
    kind: 'metric',
    title: definition.title,
    text: [`${definition.description}.`.replace(/\.\.$/, '.')],
    parts: [
      { heading: 'values', lines: [`from ${least} to ${most}; ${BETTER[definition.better]}`] },
      { heading: 'problems', lines: problems.map(([problem]) => problem) },
      { heading: 'interval', lines: [definition.interval] },
    ],
  };
}

function methodTopic(name: (typeof DRIFT_METHOD_NAMES)[number]): Topic {
  const { definition, defaultLimit, isAtMostOne } = driftMethod(name);
  const columns = (['number', 'category'] as const).filter((type) => methodSuits(name, type));
  return {
    name,
    kind: 'drift method',
    title: 'distance between the baseline and a window of one column',
    text: [definition],
    parts: [
      { heading: 'columns', lines: columns.map((type) => (type === 'number' ? 'numbers' : 'categories')) },
      { heading: 'values', lines: [isAtMostOne ? 'from 0 to 1' : 'from 0 up'] },
      { heading: 'limit of compare', lines: [String(defaultLimit)] },
    ],
  };
}

function testTopic(name: (typeof SIGNIFICANCE_TEST_NAMES)[number]): Topic {
  const columns = (['number', 'category'] as const).filter((type) => testSuits(name, type));
  return {
    name,
    kind: 'significance test',
    title: 'the probability of such a difference if nothing has changed',
    text: [significanceTest(name).definition],
    parts: [{ heading: 'columns', lines: columns.map((type) => (type === 'number' ? 'numbers' : 'categories')) }],
  };
}

function sectionTopic(name: string, description: string, keys: readonly MonitorKey[]): Topic {
  return {
    name,
    kind: 'key of the monitor file',
    title: description,
    text: [],
    parts: [{ heading: 'keys', lines: keys.map(({ path }) => path) }],
  };
}

function keyTopic({ path, schema, isRequired }: MonitorKey): Topic {
  const standard = defaultOf(schema);
  return {
    name: path,
    kind: 'key of the monitor file',
    title: schema.description ?? '',
    text: [],
    parts: [
      { heading: 'values', lines: [describeValues(schema, toFlow)] },
      ...(standard === undefined ? [] : [{ heading: 'default', lines: [toFlow(standard)] }]),
      ...(isRequired ? [{ heading: 'required', lines: ['in its section'] }] : []),
    ],
  };
}
