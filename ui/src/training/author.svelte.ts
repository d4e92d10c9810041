import type { DraftDto } from '../bindings/DraftDto';
import type { EncounterRowDto } from '../bindings/EncounterRowDto';
import type { OwnPackDto } from '../bindings/OwnPackDto';
import type { PackHeadDto } from '../bindings/PackHeadDto';
import type { ReplacedDto } from '../bindings/ReplacedDto';
import type { Session } from '../settings/session.svelte';
import { focusPane } from '../shared/panes';
import { blank, headOf } from './draft';

/** How long typing rests before a draft is checked, in milliseconds. */
const REST = 500;

/** What a trainer writes: a draft, what is wrong with it, and the pack it goes into. */
export class AuthorController {
  packs = $state.raw<OwnPackDto[]>([]);
  /** Charts with codes, of which an exercise can be made. */
  charts = $state.raw<EncounterRowDto[]>([]);
  head = $state<PackHeadDto>(headOf('', []));
  draft = $state<DraftDto | null>(null);
  /** What stands in the way of keeping the draft; null while it is not known. */
  faults = $state.raw<string[] | null>(null);
  /** What was taken out of a chart's text, and the codes that were left out. */
  replaced = $state.raw<ReplacedDto[]>([]);
  leftOut = $state.raw<string[]>([]);
  /** Whether the text of a chart was read. */
  reviewed = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(
    readonly session: Session,
    readonly kept: () => Promise<void>,
  ) {}

  async load(): Promise<void> {
    const packs = await this.session.attempt(this.session.backend.authorPacks());
    if (packs) this.packs = packs;
    const charts = await this.session.attempt(this.session.backend.encounterList());
    if (charts) this.charts = charts.filter((one) => one.assigned > 0);
  }

  #open(draft: DraftDto, head: PackHeadDto): void {
    this.draft = draft;
    this.head = head;
    this.replaced = [];
    this.leftOut = [];
    this.reviewed = false;
    this.faults = null;
    this.changed();
    focusPane('training');
  }

  /** A draft with nothing in it, for the pack last worked on. */
  fresh(): void {
    const release = this.session.releases[0]?.name ?? '';
    const head = this.head.id ? { ...this.head } : headOf(release, this.packs);
    this.#open(blank(), head);
  }

  /** An exercise of one's own, to be changed. */
  edit(pack: OwnPackDto, draft: DraftDto): void {
    this.#open($state.snapshot(draft), { ...pack.head });
  }

  /** A draft of a coded chart, without what identifies. */
  async fromChart(id: string): Promise<void> {
    if (!id) return;
    const made = await this.session.attempt(this.session.backend.authorFromChart(id));
    if (!made) return;
    const head = headOf(made.release, this.packs);
    this.#open(made.draft, head);
    this.replaced = made.replaced;
    this.leftOut = made.leftOut;
  }

  /** The draft was changed: it is checked once typing rests. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.check(), REST);
  }

  async check(): Promise<void> {
    if (!this.draft) return;
    const asked = ++this.#asked;
    const faults = await this.session.attempt(this.session.backend.authorCheck($state.snapshot(this.head), $state.snapshot(this.draft)));
    if (asked === this.#asked) this.faults = faults;
  }

  /** Keeps the draft in its pack's file, once nothing is wrong with it. */
  async save(): Promise<void> {
    if (!this.draft) return;
    clearTimeout(this.#timer);
    const pack = await this.session.attempt(this.session.backend.authorSave($state.snapshot(this.head), $state.snapshot(this.draft), this.reviewed));
    if (!pack) return this.check();
    this.session.toasts.say(`Kept in the pack ${pack.head.id}, which has ${pack.exercises.length} ${pack.exercises.length === 1 ? 'exercise' : 'exercises'} now.`);
    this.draft = null;
    // before the lists are read again: who goes on at once stays in what they begin
    focusPane('training');
    await this.load();
    await this.kept();
  }

  async remove(pack: string, exercise: string): Promise<void> {
    const packs = await this.session.attempt(this.session.backend.authorRemove(pack, exercise));
    if (!packs) return;
    this.packs = packs;
    if (this.draft?.id === exercise) this.draft = null;
    await this.kept();
  }

  close(): void {
    this.draft = null;
    focusPane('training');
  }
}
