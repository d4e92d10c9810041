import type { InstalledDto } from '../bindings/InstalledDto';
import type { InstallProgressDto } from '../bindings/InstallProgressDto';
import type { LearntDto } from '../bindings/LearntDto';
import type { ApiError } from '../bindings/ApiError';
import type { AuditActDto } from '../bindings/AuditActDto';
import type { AuditDto } from '../bindings/AuditDto';
import type { AuditOpenDto } from '../bindings/AuditOpenDto';
import type { AuditRowDto } from '../bindings/AuditRowDto';
import type { PersonDto } from '../bindings/PersonDto';
import type { PersonInDto } from '../bindings/PersonInDto';
import type { QueryDto } from '../bindings/QueryDto';
import type { QueryInDto } from '../bindings/QueryInDto';
import type { QueryProblemDto } from '../bindings/QueryProblemDto';
import type { SampledDto } from '../bindings/SampledDto';
import type { SampleInDto } from '../bindings/SampleInDto';
import type { ScoresDto } from '../bindings/ScoresDto';
import type { SessionDto } from '../bindings/SessionDto';
import type { SignDto } from '../bindings/SignDto';
import type { SignSummaryDto } from '../bindings/SignSummaryDto';
import type { BookDto } from '../bindings/BookDto';
import type { CommentDto } from '../bindings/CommentDto';
import type { CodeHistoryDto } from '../bindings/CodeHistoryDto';
import type { DecideDto } from '../bindings/DecideDto';
import type { DecidedDto } from '../bindings/DecidedDto';
import type { DifferenceDto } from '../bindings/DifferenceDto';
import type { DifferenceQueryDto } from '../bindings/DifferenceQueryDto';
import type { EncounterDto } from '../bindings/EncounterDto';
import type { EncounterRowDto } from '../bindings/EncounterRowDto';
import type { GuidelineDto } from '../bindings/GuidelineDto';
import type { GuidelineListDto } from '../bindings/GuidelineListDto';
import type { ExportedDto } from '../bindings/ExportedDto';
import type { ImportedDto } from '../bindings/ImportedDto';
import type { ImportPreviewDto } from '../bindings/ImportPreviewDto';
import type { IndexEntryDto } from '../bindings/IndexEntryDto';
import type { IndexLineDto } from '../bindings/IndexLineDto';
import type { LedgerDto } from '../bindings/LedgerDto';
import type { LearningDto } from '../bindings/LearningDto';
import type { LookupDto } from '../bindings/LookupDto';
import type { EndpointInDto } from '../bindings/EndpointInDto';
import type { ModelChoiceDto } from '../bindings/ModelChoiceDto';
import type { ModelPreviewDto } from '../bindings/ModelPreviewDto';
import type { ModelProgressDto } from '../bindings/ModelProgressDto';
import type { ModelSettingsDto } from '../bindings/ModelSettingsDto';
import type { ModelTestedDto } from '../bindings/ModelTestedDto';
import type { ReadingDto } from '../bindings/ReadingDto';
import type { NewEncounterDto } from '../bindings/NewEncounterDto';
import type { NodeRef } from '../bindings/NodeRef';
import type { RunDto } from '../bindings/RunDto';
import type { SafeDto } from '../bindings/SafeDto';
import type { FavouriteListDto } from '../bindings/FavouriteListDto';
import type { FavouritesImportedDto } from '../bindings/FavouritesImportedDto';
import type { StatusDto } from '../bindings/StatusDto';
import type { SynonymListDto } from '../bindings/SynonymListDto';
import type { TabularDto } from '../bindings/TabularDto';
import type { ThresholdDto } from '../bindings/ThresholdDto';
import type { WalkDto } from '../bindings/WalkDto';
import type { AttemptDto } from '../bindings/AttemptDto';
import type { DashboardDto } from '../bindings/DashboardDto';
import type { DeckDto } from '../bindings/DeckDto';
import type { ExerciseDto } from '../bindings/ExerciseDto';
import type { DraftDto } from '../bindings/DraftDto';
import type { DraftedDto } from '../bindings/DraftedDto';
import type { ExamDto } from '../bindings/ExamDto';
import type { GuidanceDto } from '../bindings/GuidanceDto';
import type { OwnPackDto } from '../bindings/OwnPackDto';
import type { PackHeadDto } from '../bindings/PackHeadDto';
import type { ReplayDto } from '../bindings/ReplayDto';
import type { PackDto } from '../bindings/PackDto';
import type { ScoredDto } from '../bindings/ScoredDto';

/** Everything the window can ask of the host. Each call rejects with an `ApiError`. */
export interface Backend {
  appStatus(): Promise<StatusDto>;
  setPerson(name: string): Promise<StatusDto>;
  encounterList(): Promise<EncounterRowDto[]>;
  /** A page of the queue behind a number, 0 for the first, and the number to ask behind for the next one. */
  encounterPage(after: number, limit: number): Promise<[EncounterRowDto[], number | null]>;
  encounterOpen(id: string): Promise<EncounterDto>;
  encounterCreate(encounter: NewEncounterDto): Promise<EncounterDto>;
  encounterImportSamples(): Promise<EncounterRowDto[]>;
  /** Installs a release of a file or folder; of null it is fetched from where it is published. */
  codesetInstall(from: string | null, onprogress: (progress: InstallProgressDto) => void): Promise<InstalledDto>;
  /** Trains the model of a release that has none. */
  codesetLearn(release: string, onprogress: (progress: InstallProgressDto) => void): Promise<LearntDto>;
  codesetLearnt(): Promise<LearntDto[]>;
  /** What files, folders and archives hold; stores nothing. */
  importPreview(paths: string[]): Promise<ImportPreviewDto>;
  importFiles(paths: string[]): Promise<ImportedDto>;
  /** Takes a file that was picked or dropped; answers with what stands for it among the paths. */
  importGive(name: string, bytes: Uint8Array): Promise<string>;
  /** Forgets the files that were picked or dropped. */
  importForget(): Promise<null>;
  safeStatus(): Promise<SafeDto>;
  safeUnlock(passphrase: string): Promise<SafeDto>;
  safeLock(): Promise<SafeDto>;
  safePassphraseSet(passphrase: string): Promise<SafeDto>;
  safePassphraseRemove(): Promise<SafeDto>;
  safeKeyChange(): Promise<SafeDto>;
  /** The recovery key, which is given this once. */
  safeRecoveryKey(): Promise<string>;
  /** Writes a verified backup into the downloads folder; the passphrase where the database has none. */
  safeBackupSave(passphrase: string | null): Promise<ExportedDto>;
  /** Puts a backup in the place of the database; the folder where that was set aside. */
  safeRestoreAside(from: string, passphrase: string): Promise<string>;
  ledgerVerify(): Promise<LedgerDto>;
  /** Erases a chart's content for good. */
  encounterErase(encounter: string): Promise<null>;
  /** Writes a chart, or one of its codes, as 'fhir', 'csv', 'html', 'pdf' or 'json' into the downloads folder; comments are left out unless asked for. */
  encounterExport(encounter: string, format: string, comments: boolean, code?: string): Promise<ExportedDto>;
  /** Who has an account, those who left too. */
  personList(): Promise<PersonDto[]>;
  personSave(person: PersonInDto): Promise<PersonDto[]>;
  sessionStatus(): Promise<SessionDto>;
  sessionSignIn(person: string, passphrase: string): Promise<SessionDto>;
  sessionLock(): Promise<SessionDto>;
  /** Goes on after locking, where there is no passphrase to give. */
  sessionResume(): Promise<SessionDto>;
  /** Proves again who one is, for what answered with the error 'confirm'. */
  sessionConfirm(passphrase: string): Promise<null>;
  sessionLockAfter(minutes: number): Promise<SessionDto>;
  signSummary(encounter: string): Promise<SignSummaryDto>;
  sign(signature: SignDto): Promise<SignSummaryDto>;
  amend(encounter: string, reason: string): Promise<SignSummaryDto>;
  queryCheck(query: QueryInDto): Promise<QueryProblemDto[]>;
  querySave(query: QueryInDto): Promise<QueryDto[]>;
  queryState(encounter: string, id: string, state: string, answer: string): Promise<QueryDto[]>;
  queryList(encounter: string): Promise<QueryDto[]>;
  commentList(encounter: string): Promise<CommentDto[]>;
  /** Notes something about a code, or about the chart; without words it marks the code. */
  commentAdd(encounter: string, code: string | null, text: string): Promise<CommentDto[]>;
  commentWithdraw(encounter: string, comment: string): Promise<CommentDto[]>;
  auditList(): Promise<AuditRowDto[]>;
  auditSample(sample: SampleInDto): Promise<SampledDto[]>;
  auditOpen(audit: AuditOpenDto): Promise<AuditDto>;
  auditGet(encounter: string, audit: string): Promise<AuditDto>;
  auditAct(act: AuditActDto): Promise<AuditDto>;
  /** Gives an audit to another auditor by account or name, null for oneself. */
  auditHandOver(encounter: string, audit: string, to: string | null, words: string): Promise<AuditRowDto[]>;
  /** The audits of a chart that were returned, newest first. */
  auditCorrections(encounter: string): Promise<AuditDto[]>;
  auditScores(): Promise<ScoresDto>;
  runStart(encounter: string): Promise<RunDto>;
  /** Endpoints, agents, whether names and dates are replaced, and why a model may not be asked at all. */
  modelSettings(): Promise<ModelSettingsDto>;
  /** Begins anew where what is set cannot be read; that is set aside. */
  modelReset(): Promise<ModelSettingsDto>;
  modelEndpointSave(endpoint: EndpointInDto): Promise<ModelSettingsDto>;
  modelEndpointRemove(endpoint: string): Promise<ModelSettingsDto>;
  /** Asks an endpoint whether it answers; for a host outside, a person has seen the question and confirmed it. */
  modelEndpointTest(endpoint: string, confirmed: boolean): Promise<ModelTestedDto>;
  modelChoose(choice: ModelChoiceDto): Promise<ModelSettingsDto>;
  /** Exactly what would be sent, for a chart or for a test. Nothing is sent. */
  modelPreview(endpoint: string, encounter: string | null, deidentify: boolean): Promise<ModelPreviewDto>;
  modelConsent(endpoint: string, deidentified: boolean): Promise<ModelSettingsDto>;
  modelConsentWithdraw(endpoint: string): Promise<ModelSettingsDto>;
  /** Codes a chart with the model that is set; rejects with 'consent' where a person must look and say yes first. */
  modelRun(encounter: string, onprogress: (progress: ModelProgressDto) => void): Promise<RunDto>;
  /** Codes again what depends on the decisions and on what is said of words, and nothing else. */
  encounterRework(encounter: string, reading: ReadingDto | null, onprogress: (progress: ModelProgressDto) => void): Promise<RunDto>;
  /** Stops a run that is under way; false where none is. */
  modelCancel(encounter: string): Promise<boolean>;
  /** From which confidence a code is suggested, in inpatient and in outpatient charts. */
  thresholdList(): Promise<ThresholdDto[]>;
  /** Null for the fitted one. */
  thresholdSet(setting: string, value: number | null): Promise<ThresholdDto[]>;
  learningList(): Promise<LearningDto>;
  learningSwitch(on: boolean): Promise<LearningDto>;
  learningReset(): Promise<LearningDto>;
  decide(decision: DecideDto): Promise<DecidedDto>;
  decideUndo(encounter: string): Promise<DecidedDto>;
  decideRedo(encounter: string): Promise<DecidedDto>;
  /** The way of a decision through the book, hop by hop, with what was on offer. */
  decisionPath(encounter: string, decision: string): Promise<WalkDto>;
  lookup(release: string, query: string, limit: number, encounter?: string): Promise<LookupDto>;
  /** The main terms in alphabetical order, from the first that starts with `prefix`. */
  indexMainTerms(release: string, book: BookDto, prefix: string, limit: number): Promise<IndexLineDto[]>;
  indexEntry(release: string, at: NodeRef): Promise<IndexEntryDto>;
  tabularEntry(release: string, code: string): Promise<TabularDto>;
  /** All guidelines in order; with a code those that bear on it, nearest first; with words those that hold them all. */
  guidelineList(release: string, code?: string, words?: string): Promise<GuidelineListDto>;
  /** One guideline by its number, "I.C.9.a.1". */
  guideline(release: string, number: string): Promise<GuidelineDto>;
  /** A page of what changed between two releases, whichever is named first. */
  codeDifference(one: string, other: string, query: DifferenceQueryDto): Promise<DifferenceDto>;
  /** Rows of the synonym layer whose short form or expansion begins with the words, one's own first. */
  synonymList(release: string, words: string, limit: number): Promise<SynonymListDto>;
  /** Adds a row of one's own; answers, as the next two do, with the rows of its short form. */
  synonymAdd(release: string, short: string, expansion: string): Promise<SynonymListDto>;
  synonymEnable(release: string, short: string, expansion: string, enabled: boolean): Promise<SynonymListDto>;
  synonymRemove(release: string, short: string, expansion: string): Promise<SynonymListDto>;
  /** One's favourite codes with their sticky notes, titles as the release has them. */
  favouriteList(release: string): Promise<FavouriteListDto>;
  /** Keeps a code as a favourite, or changes its note; without one the note that is there stays. */
  favouritePut(release: string, code: string, note?: string): Promise<FavouriteListDto>;
  favouriteRemove(release: string, code: string): Promise<FavouriteListDto>;
  /** Writes them into a file in the folder for downloads. */
  favouriteSave(): Promise<ExportedDto>;
  /** Adds those of a file's text. */
  favouriteImport(release: string, text: string): Promise<FavouritesImportedDto>;
  /** A code through all installed releases. */
  codeHistory(code: string): Promise<CodeHistoryDto>;
  trainingPacks(): Promise<PackDto[]>;
  /** What a learner sees of an exercise; mode is 'guided', 'unguided' or 'exam'. */
  trainingExercise(id: string, mode: string): Promise<ExerciseDto>;
  trainingHint(id: string, number: number): Promise<string>;
  /** Scores an answer and keeps the attempt. */
  trainingSubmit(attempt: AttemptDto): Promise<ScoredDto>;
  trainingReviewDue(): Promise<DeckDto>;
  /** Records how well a card was known ('again', 'hard', 'good', 'easy'); days until it comes back. */
  trainingReview(card: string, grade: string): Promise<number>;
  trainingMintRelease(older: string, newer: string): Promise<number>;
  trainingDashboard(): Promise<DashboardDto>;
  /** The steps of a guided exercise for the answer so far; nothing is kept. */
  trainingGuide(attempt: AttemptDto): Promise<GuidanceDto[]>;
  /** Begins an examination, which is on record from then on. */
  trainingExamBegin(exercise: string): Promise<ExamDto>;
  trainingExamLeave(exam: string): Promise<null>;
  /** One's own examinations that did not end as they should. */
  trainingExams(): Promise<ExamDto[]>;
  /** Writes the ways of an answer into the downloads folder. */
  trainingReplaySave(replay: ReplayDto): Promise<ExportedDto>;
  trainingReplayOpen(text: string): Promise<ReplayDto>;
  /** Writes all attempts as CSV into the downloads folder. */
  trainingCsvSave(): Promise<ExportedDto>;
  /** One's own packs, as drafts. */
  authorPacks(): Promise<OwnPackDto[]>;
  /** A draft made of a coded chart, without what identifies; nothing is kept. */
  authorFromChart(encounter: string): Promise<DraftedDto>;
  /** What is wrong with a draft. */
  authorCheck(head: PackHeadDto, draft: DraftDto): Promise<string[]>;
  authorSave(head: PackHeadDto, draft: DraftDto, reviewed: boolean): Promise<OwnPackDto>;
  authorRemove(pack: string, exercise: string): Promise<OwnPackDto[]>;
}

/** What a rejected call carries, whatever was thrown. */
export function asApiError(thrown: unknown): ApiError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return thrown as ApiError;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'outside', message };
}
