import type { InstallProgressDto } from '../bindings/InstallProgressDto';
import type { LearntDto } from '../bindings/LearntDto';
import type { Session } from '../settings/session.svelte';

/** Releases: installing one, and learning from it while charts are coded. */
export class InstallController {
  /** A folder, zip or XML file; empty fetches the release in force from where it is published. */
  path = $state('');
  /** Whether to learn from the release once it is there. */
  learning = $state(true);
  /** What is being done; null while nothing is. */
  progress = $state.raw<InstallProgressDto | null>(null);
  /** The release that is learnt from, behind whatever else is done. */
  learns = $state.raw<{ release: string; progress: InstallProgressDto | null } | null>(null);
  /** What was learnt from each release; null while it is not known. */
  learnt = $state.raw<LearntDto[] | null>(null);
  /** What an installation said. */
  notices = $state.raw<string[]>([]);

  constructor(
    readonly session: Session,
    readonly oninstalled: () => Promise<void>,
  ) {}

  get busy(): boolean {
    return this.progress !== null || this.learns !== null;
  }

  async load(): Promise<void> {
    const learnt = await this.session.attempt(this.session.backend.codesetLearnt());
    if (learnt) this.learnt = learnt;
  }

  of(release: string): LearntDto | null {
    return this.learnt?.find((one) => one.release === release) ?? null;
  }

  /** Installs a release, then learns from it in the background where that was not turned off. */
  async install(): Promise<void> {
    if (this.busy) return;
    this.notices = [];
    this.progress = { step: 'fetch', text: '', share: null };
    // what is told late, after the answer, is of nothing any more
    let over = false;
    const installed = await this.session.attempt(this.session.backend.codesetInstall(this.path.trim() || null, (told) => {
      if (!over) this.progress = told;
    }));
    over = true;
    this.progress = null;
    if (!installed) return;
    this.path = '';
    this.notices = installed.notices;
    this.session.toasts.say(`${installed.release} is installed: ${installed.billable.toLocaleString('en-US')} billable codes.`);
    await this.oninstalled();
    if (this.learning) void this.learn(installed.release);
    else await this.load();
  }

  /** Learns from a release; charts can be read and coded meanwhile. */
  async learn(release: string): Promise<void> {
    if (this.busy) return;
    this.learns = { release, progress: null };
    let over = false;
    const learnt = await this.session.attempt(this.session.backend.codesetLearn(release, (progress) => {
      if (!over) this.learns = { release, progress };
    }));
    over = true;
    this.learns = null;
    if (learnt) this.session.toasts.say(`Look-ups of ${release} also find what shares no words now.`);
    await this.load();
  }
}
