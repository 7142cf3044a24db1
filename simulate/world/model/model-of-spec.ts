import type { AnswerModel } from './answer-model.ts';
import { binaryModel } from './binary-model.ts';
import { multiclassModel } from './multiclass-model.ts';
import { regressionModel } from './regression-model.ts';
import type { ModelSpec } from './spec.ts';

/** @throws RangeError for a value that the metric cannot have */
export function answerModel(spec: ModelSpec): AnswerModel {
  switch (spec.problem) {
    case 'binary-classification':
      return binaryModel(spec);
    case 'multiclass-classification':
      return multiclassModel(spec);
    case 'regression':
      return regressionModel(spec);
  }
}
