import type { FindingDto } from '../bindings/FindingDto';
import type { SignSummaryDto } from '../bindings/SignSummaryDto';
import type { LedgerController } from '../decision/ledger.svelte';
import type { PeopleController } from '../people/people.svelte';
import type { Session } from '../settings/session.svelte';

/** Signing one chart: what there is to know before, and what was signed. */
export class SigningController {
  summary = $state.raw<SignSummaryDto | null>(null);
  acknowledged = $state(false);
  reason = $state('');
  /** Reasons being written, by rule and codes. */
  reasons = $state<Record<string, string>>({});
  busy = $state(false);
  unread = $state(0);

  constructor(
    readonly session: Session,
    readonly people: PeopleController,
    readonly ledger: LedgerController,
    readonly encounter: string,
    /** Share of the text that was never on screen, now. */
    readonly measure: () => number,
    readonly onchange: (state: string) => void,
  ) {}

  get warned(): boolean {
    return this.unread > 0.02 || (this.summary?.warnings.length ?? 0) > 0;
  }

  get ready(): boolean {
    return this.summary !== null && this.summary.state !== 'signed' && this.summary.blockers.length === 0 && (!this.warned || this.acknowledged) && !this.busy;
  }

  async open(): Promise<void> {
    this.unread = this.measure();
    this.acknowledged = false;
    this.take(await this.session.attempt(this.session.backend.signSummary(this.encounter)));
    if (this.summary) this.session.dialog = 'sign';
  }

  async sign(): Promise<boolean> {
    const { summary } = this;
    if (!this.ready || !summary) return false;
    this.busy = true;
    const signature = { encounter: this.encounter, seen: summary.seen, acknowledged: this.acknowledged, unread: this.unread };
    const told = await this.people.confirmed('Signing', () => this.session.backend.sign(signature));
    this.busy = false;
    if (!told) {
      // what changed meanwhile is shown; nothing was signed
      if (this.session.dialog === 'sign') this.take(await this.session.attempt(this.session.backend.signSummary(this.encounter)));
      return false;
    }
    this.take(told);
    this.session.dialog = null;
    this.session.toasts.say(`Signed ${told.bag.codes.length} ${told.bag.codes.length === 1 ? 'code' : 'codes'}.`);
    return true;
  }

  async amend(): Promise<void> {
    if (this.reason.trim() === '' || this.busy) return;
    this.busy = true;
    const told = await this.people.confirmed('Opening an amendment', () => this.session.backend.amend(this.encounter, this.reason));
    this.busy = false;
    if (!told) return;
    this.reason = '';
    this.take(told);
    this.session.dialog = null;
    this.session.toasts.say('The chart is open again. What was signed stays on record.');
  }

  key = (finding: FindingDto): string => `${finding.rule} ${finding.codes.join()}`;

  async override(finding: FindingDto): Promise<void> {
    const note = (this.reasons[this.key(finding)] ?? '').trim();
    if (note === '') return;
    if (await this.ledger.decide({ act: 'override', rule: finding.rule, order: finding.codes, note })) await this.open();
  }

  /** Shows what is known now. */
  take(told: SignSummaryDto | null): void {
    if (!told) return;
    // a yes was said to the chart as it was shown
    if (told.seen !== this.summary?.seen) this.acknowledged = false;
    this.summary = told;
    this.onchange(told.state);
  }
}
