import type { LearningDto } from '../bindings/LearningDto';
import type { ThresholdDto } from '../bindings/ThresholdDto';
import type { Session } from './session.svelte';

/** Charts seen without a stay are coded by the rules of outpatient visits. */
export const settingOf = (setting: string): string => (setting === 'inpatient' ? 'inpatient' : 'outpatient');

/** From which confidence codes are suggested, and what was learned from decisions. */
export class LearningController {
  thresholds = $state.raw<ThresholdDto[]>([]);
  learning = $state.raw<LearningDto | null>(null);
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly session: Session) {}

  async loadThresholds(): Promise<void> {
    this.thresholds = (await this.session.attempt(this.session.backend.thresholdList())) ?? this.thresholds;
  }

  async loadLearning(): Promise<void> {
    this.learning = (await this.session.attempt(this.session.backend.learningList())) ?? this.learning;
  }

  threshold(setting: string): ThresholdDto | null {
    return this.thresholds.find((one) => one.setting === settingOf(setting)) ?? null;
  }

  /** Shows the value at once and keeps it when the slider has come to rest. Null for the fitted one. */
  setThreshold(setting: string, value: number | null): void {
    const name = settingOf(setting);
    this.thresholds = this.thresholds.map((one) => (one.setting === name ? { ...one, value: value ?? one.fitted } : one));
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => void this.session.attempt(this.session.backend.thresholdSet(name, value)), 250);
  }

  async switchLearning(on: boolean): Promise<void> {
    this.learning = (await this.session.attempt(this.session.backend.learningSwitch(on))) ?? this.learning;
  }

  async forget(): Promise<void> {
    this.learning = (await this.session.attempt(this.session.backend.learningReset())) ?? this.learning;
  }
}
