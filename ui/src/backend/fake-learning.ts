import type { LearningDto } from '../bindings/LearningDto';
import type { ThresholdDto } from '../bindings/ThresholdDto';
import type { Backend } from './backend';

/** Thresholds and learned counts of the demonstration. */
export function fakeLearning(
  later: <T>(make: () => T) => Promise<T>,
): Pick<Backend, 'thresholdList' | 'thresholdSet' | 'learningList' | 'learningSwitch' | 'learningReset'> {
  const thresholds: ThresholdDto[] = [
    { setting: 'inpatient', value: 0.3, fitted: 0.3 },
    { setting: 'outpatient', value: 0.5, fitted: 0.5 },
  ];
  let learning: LearningDto = {
    on: true,
    rows: [
      { words: 'copd exacerbation', code: 'J44.1', accepted: 5, rejected: 0, shift: 1.25 },
      { words: 'weak', code: 'R53.1', accepted: 0, rejected: 3, shift: -0.92 },
    ],
  };
  return {
    thresholdList: () => later(() => structuredClone(thresholds)),
    thresholdSet: (setting, value) => later(() => {
      for (const one of thresholds) if (one.setting === setting) one.value = value ?? one.fitted;
      return structuredClone(thresholds);
    }),
    learningList: () => later(() => structuredClone(learning)),
    learningSwitch: (on) => later(() => structuredClone((learning = { ...learning, on }))),
    learningReset: () => later(() => structuredClone((learning = { ...learning, rows: [] }))),
  };
}
