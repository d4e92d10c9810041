//! The classroom.

use coding_api::dto::{
    AttemptDto, DashboardDto, DeckDto, DraftDto, DraftedDto, ExamDto, ExerciseDto, ExportedDto,
    GuidanceDto, OwnPackDto, PackDto, PackHeadDto, ReplayDto, ScoredDto,
};
use coding_api::training;

use super::command::commands;

commands! {
    /// All packs of exercises.
    training_packs() -> Vec<PackDto> = |app| training::training_packs(app);
    /// What a learner sees of an exercise.
    training_exercise(id: String, mode: String) -> ExerciseDto =
        |app| training::training_exercise(app, &id, &mode);
    /// A hint.
    training_hint(id: String, number: usize) -> String =
        |app| training::training_hint(app, &id, number);
    /// The steps of a guided exercise, for the answer so far.
    training_guide(attempt: AttemptDto) -> Vec<GuidanceDto> =
        |app| training::training_guide(app, &attempt);
    /// Scores an answer and keeps the attempt.
    training_submit(attempt: AttemptDto) -> ScoredDto =
        |app| training::training_submit(app, &attempt);
    /// Begins an examination.
    training_exam_begin(exercise: String) -> ExamDto =
        |app| training::training_exam_begin(app, &exercise);
    /// Leaves an examination without an answer.
    training_exam_leave(exam: String) -> () = |app| training::training_exam_leave(app, &exam);
    /// One's own examinations that did not end as they should.
    training_exams() -> Vec<ExamDto> = |app| training::training_exams(app);
    /// Writes the ways of an answer into a new file of the downloads folder.
    training_replay_save(replay: ReplayDto) -> ExportedDto =
        |app| training::training_replay_save(app, &replay);
    /// Reads the ways of a file.
    training_replay_open(text: String) -> ReplayDto =
        |app| training::training_replay_open(app, &text);
    /// The cards due today.
    training_review_due() -> DeckDto = |app| training::training_review_due(app);
    /// Records how well a card was known.
    training_review(card: String, grade: String) -> u32 =
        |app| training::training_review(app, &card, &grade);
    /// Mints cards of what changed between two releases.
    training_mint_release(older: String, newer: String) -> usize =
        |app| training::training_mint_release(app, &older, &newer);
    /// The trainer's tables.
    training_dashboard() -> DashboardDto = |app| training::training_dashboard(app);
    /// Writes all attempts as CSV into a new file of the downloads folder.
    training_csv_save() -> ExportedDto = |app| training::training_csv_save(app);
    /// One's own packs, to be changed.
    author_packs() -> Vec<OwnPackDto> = |app| training::author_packs(app);
    /// A draft of an exercise made of a coded chart.
    author_from_chart(encounter: String) -> DraftedDto =
        |app| training::author_from_chart(app, &encounter);
    /// What is wrong with a draft.
    author_check(head: PackHeadDto, draft: DraftDto) -> Vec<String> =
        |app| training::author_check(app, &head, &draft);
    /// Keeps an exercise in a pack's file.
    author_save(head: PackHeadDto, draft: DraftDto, reviewed: bool) -> OwnPackDto =
        |app| training::author_save(app, &head, &draft, reviewed);
    /// Takes an exercise out of a pack of one's own.
    author_remove(pack: String, exercise: String) -> Vec<OwnPackDto> =
        |app| training::author_remove(app, &pack, &exercise);
}
