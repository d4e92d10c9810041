import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWindow } from '@tauri-apps/api/window';
import type { InstallProgressDto } from '../bindings/InstallProgressDto';
import type { BookMessageDto } from '../bindings/BookMessageDto';
import type { ModelProgressDto } from '../bindings/ModelProgressDto';
import type { Backend } from './backend';
import type { Windows } from './windows';

/** The one door to the host. */
export const tauri: Backend = {
  appStatus: () => invoke('app_status'),
  setPerson: (name) => invoke('set_person', { name }),
  encounterList: () => invoke('encounter_list'),
  encounterPage: (after, limit) => invoke('encounter_page', { after, limit }),
  encounterOpen: (id) => invoke('encounter_open', { id }),
  encounterCreate: (encounter) => invoke('encounter_create', { encounter }),
  encounterImportSamples: () => invoke('encounter_import_samples'),
  codesetInstall: (from, onprogress) => {
    const progress = new Channel<InstallProgressDto>(onprogress);
    return invoke('codeset_install', { from, progress });
  },
  codesetLearn: (release, onprogress) => {
    const progress = new Channel<InstallProgressDto>(onprogress);
    return invoke('codeset_learn', { release, progress });
  },
  codesetLearnt: () => invoke('codeset_learnt'),
  importPreview: (paths) => invoke('import_preview', { paths }),
  importFiles: (paths) => invoke('import_files', { paths }),
  importGive: (name, bytes) => invoke('import_give', bytes, { headers: { name: encodeURIComponent(name) } }),
  importForget: () => invoke('import_forget'),
  safeStatus: () => invoke('safe_status'),
  safeUnlock: (passphrase) => invoke('safe_unlock', { passphrase }),
  safeLock: () => invoke('safe_lock'),
  safePassphraseSet: (passphrase) => invoke('safe_passphrase_set', { passphrase }),
  safePassphraseRemove: () => invoke('safe_passphrase_remove'),
  safeKeyChange: () => invoke('safe_key_change'),
  safeRecoveryKey: () => invoke('safe_recovery_key'),
  safeBackupSave: (passphrase) => invoke('safe_backup_save', { passphrase }),
  safeRestoreAside: (from, passphrase) => invoke('safe_restore_aside', { from, passphrase }),
  ledgerVerify: () => invoke('ledger_verify'),
  encounterErase: (encounter) => invoke('encounter_erase', { encounter }),
  encounterExport: (encounter, format, comments, code) => invoke('encounter_export', { encounter, format, code, comments }),
  personList: () => invoke('person_list'),
  personSave: (person) => invoke('person_save', { person }),
  sessionStatus: () => invoke('session_status'),
  sessionSignIn: (person, passphrase) => invoke('session_sign_in', { person, passphrase }),
  sessionLock: () => invoke('session_lock'),
  sessionResume: () => invoke('session_resume'),
  sessionConfirm: (passphrase) => invoke('session_confirm', { passphrase }),
  sessionLockAfter: (minutes) => invoke('session_lock_after', { minutes }),
  signSummary: (encounter) => invoke('sign_summary', { encounter }),
  sign: (signature) => invoke('sign', { signature }),
  amend: (encounter, reason) => invoke('amend', { encounter, reason }),
  queryCheck: (query) => invoke('query_check', { query }),
  querySave: (query) => invoke('query_save', { query }),
  queryState: (encounter, id, state, answer) => invoke('query_state', { encounter, id, state, answer }),
  queryList: (encounter) => invoke('query_list', { encounter }),
  commentList: (encounter) => invoke('comment_list', { encounter }),
  commentAdd: (encounter, code, text) => invoke('comment_add', { encounter, code, text }),
  commentWithdraw: (encounter, comment) => invoke('comment_withdraw', { encounter, comment }),
  auditList: () => invoke('audit_list'),
  auditSample: (sample) => invoke('audit_sample', { sample }),
  auditOpen: (audit) => invoke('audit_open', { audit }),
  auditGet: (encounter, audit) => invoke('audit_get', { encounter, audit }),
  auditAct: (act) => invoke('audit_act', { act }),
  auditHandOver: (encounter, audit, to, words) => invoke('audit_hand_over', { encounter, audit, to, words }),
  auditCorrections: (encounter) => invoke('audit_corrections', { encounter }),
  auditScores: () => invoke('audit_scores'),
  runStart: (encounter) => invoke('run_start', { encounter }),
  modelSettings: () => invoke('model_settings'),
  modelReset: () => invoke('model_reset'),
  modelEndpointSave: (endpoint) => invoke('model_endpoint_save', { endpoint }),
  modelEndpointRemove: (endpoint) => invoke('model_endpoint_remove', { endpoint }),
  modelEndpointTest: (endpoint, confirmed) => invoke('model_endpoint_test', { endpoint, confirmed }),
  modelChoose: (choice) => invoke('model_choose', { choice }),
  modelPreview: (endpoint, encounter, deidentify) => invoke('model_preview', { endpoint, encounter, deidentify }),
  modelConsent: (endpoint, deidentified) => invoke('model_consent', { endpoint, deidentified }),
  modelConsentWithdraw: (endpoint) => invoke('model_consent_withdraw', { endpoint }),
  modelRun: (encounter, onprogress) => {
    const progress = new Channel<ModelProgressDto>(onprogress);
    return invoke('model_run', { encounter, progress });
  },
  encounterRework: (encounter, reading, onprogress) => {
    const progress = new Channel<ModelProgressDto>(onprogress);
    return invoke('encounter_rework', { encounter, reading, progress });
  },
  modelCancel: (encounter) => invoke('model_cancel', { encounter }),
  thresholdList: () => invoke('threshold_list'),
  thresholdSet: (setting, value) => invoke('threshold_set', { setting, value }),
  learningList: () => invoke('learning_list'),
  learningSwitch: (on) => invoke('learning_switch', { on }),
  learningReset: () => invoke('learning_reset'),
  decide: (decision) => invoke('decide', { decision }),
  decideUndo: (encounter) => invoke('decide_undo', { encounter }),
  decideRedo: (encounter) => invoke('decide_redo', { encounter }),
  decisionPath: (encounter, decision) => invoke('decision_path', { encounter, decision }),
  lookup: (release, query, limit, encounter) => invoke('lookup', { release, query, limit, encounter }),
  indexMainTerms: (release, book, prefix, limit) =>
    invoke('index_main_terms', { release, book, prefix, limit }),
  indexEntry: (release, at) => invoke('index_entry', { release, at }),
  tabularEntry: (release, code) => invoke('tabular_entry', { release, code }),
  guidelineList: (release, code, words) => invoke('guideline_list', { release, code, words }),
  guideline: (release, number) => invoke('guideline', { release, number }),
  codeDifference: (one, other, query) => invoke('code_difference', { one, other, query }),
  synonymList: (release, words, limit) => invoke('synonym_list', { release, words, limit }),
  synonymAdd: (release, short, expansion) => invoke('synonym_add', { release, short, expansion }),
  synonymEnable: (release, short, expansion, enabled) =>
    invoke('synonym_enable', { release, short, expansion, enabled }),
  synonymRemove: (release, short, expansion) => invoke('synonym_remove', { release, short, expansion }),
  favouriteList: (release) => invoke('favourite_list', { release }),
  favouritePut: (release, code, note) => invoke('favourite_put', { release, code, note: note ?? null }),
  favouriteRemove: (release, code) => invoke('favourite_remove', { release, code }),
  favouriteSave: () => invoke('favourite_save'),
  favouriteImport: (release, text) => invoke('favourite_import', { release, text }),
  codeHistory: (code) => invoke('code_history', { code }),
  trainingPacks: () => invoke('training_packs'),
  trainingExercise: (id, mode) => invoke('training_exercise', { id, mode }),
  trainingHint: (id, number) => invoke('training_hint', { id, number }),
  trainingSubmit: (attempt) => invoke('training_submit', { attempt }),
  trainingReviewDue: () => invoke('training_review_due'),
  trainingReview: (card, grade) => invoke('training_review', { card, grade }),
  trainingMintRelease: (older, newer) => invoke('training_mint_release', { older, newer }),
  trainingDashboard: () => invoke('training_dashboard'),
  trainingGuide: (attempt) => invoke('training_guide', { attempt }),
  trainingExamBegin: (exercise) => invoke('training_exam_begin', { exercise }),
  trainingExamLeave: (exam) => invoke('training_exam_leave', { exam }),
  trainingExams: () => invoke('training_exams'),
  trainingReplaySave: (replay) => invoke('training_replay_save', { replay }),
  trainingReplayOpen: (text) => invoke('training_replay_open', { text }),
  trainingCsvSave: () => invoke('training_csv_save'),
  authorPacks: () => invoke('author_packs'),
  authorFromChart: (encounter) => invoke('author_from_chart', { encounter }),
  authorCheck: (head, draft) => invoke('author_check', { head, draft }),
  authorSave: (head, draft, reviewed) => invoke('author_save', { head, draft, reviewed }),
  authorRemove: (pack, exercise) => invoke('author_remove', { pack, exercise }),
};

/** The other window, reached through the host. */
export const tauriWindows = (): Windows => {
  const label = getCurrentWindow().label;
  return {
    role: label === 'book' ? 'book' : 'main',
    openBook: () => invoke('book_window_open'),
    closeBook: () => invoke('book_window_close'),
    say: (message) => invoke('book_window_say', { message }),
    zoom: (factor) => invoke('window_zoom', { factor }),
    hear: (listener) => void listen<BookMessageDto>('book-said', (event) => listener(event.payload), { target: { kind: 'WebviewWindow', label } }),
  };
};
