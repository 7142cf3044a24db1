import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { formatPath, MonitorFileError, type MonitorFileProblem } from '../../../lambdas/core/monitor/problems.ts';

/** The smallest monitor files that can be used, one for each problem type. */
export const MINIMAL = {
  binary: 'model: m\nproblem: binary-classification\ncapture: { uri: data, prediction: { score: 0 } }\n',
  multiclass: 'model: m\nproblem: multiclass-classification\ncapture: { uri: data, prediction: { label: 0 } }\n',
  regression: 'model: m\nproblem: regression\ncapture: { uri: data, prediction: { value: 0 } }\n',
} as const;

export function problemsOf(text: string, file = 'monitors/m.yaml'): readonly MonitorFileProblem[] {
  try {
    parseMonitor(text, file);
  } catch (error) {
    if (error instanceof MonitorFileError) return error.problems;
    throw error;
  }
  return [];
}

/** `line:column path message`, with the suggestion where there is one. */
export function briefly(text: string): string[] {
  return problemsOf(text).map(({ line, column, path, message, suggestion }) =>
    [
      `${line}:${column}`,
      ...(path.length > 0 ? [formatPath(path)] : []),
      message,
      ...(suggestion ? [`(${suggestion}?)`] : []),
    ].join(' '),
  );
}
