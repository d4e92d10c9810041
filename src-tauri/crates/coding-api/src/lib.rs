//! What a person can do: use cases, wire types, error codes.
//!
//! Everything here is synchronous; a caller with a window runs it on a blocking thread. The functions a person
//! can call are named as the commands are ([`encounter_open`], [`decide`], …); [`answer`] holds the same for
//! other programs, with offsets in code points.
#![forbid(unsafe_code)]

pub mod answer;
mod app;
mod auditing;
mod bag;
mod clock;
mod codebook;
pub mod codeset;
mod comments;
mod convert;
mod decision;
pub mod demo;
mod document;
pub mod dto;
mod encounter;
mod error;
pub mod evaluation;
pub mod export;
mod facts;
mod fault;
mod favourites;
mod home;
mod import;
mod learning;
pub mod model;
pub mod note;
mod people;
mod querying;
mod rework;
mod run;
mod safe;
mod sample;
mod settings;
mod signing;
mod suggestion;
mod synonyms;
mod threshold;
pub mod training;
mod walk;

pub use app::App;
pub use auditing::{
    audit_act, audit_corrections, audit_get, audit_hand_over, audit_list, audit_open, audit_sample,
    audit_scores,
};
pub use codebook::{
    code_difference, code_history, guideline, guideline_list, index_entry, index_find,
    index_main_terms, lookup, tabular_entry,
};
pub use comments::{comment_add, comment_list, comment_withdraw};
pub use decision::{decide, decide_redo, decide_undo};
pub use encounter::{encounter_create, encounter_list, encounter_open, encounter_page};
pub use error::{ApiError, ErrorCode};
pub use fault::hush_faults;
pub use favourites::{
    favourite_export, favourite_import, favourite_list, favourite_put, favourite_remove,
    favourite_save,
};
pub use home::home;
pub use import::{Stated, import_files, import_forget, import_give, import_preview};
pub use learning::{Learning, learning_list, learning_rebuild, learning_reset, learning_switch};
pub use people::{
    person_list, person_save, session_confirm, session_lock, session_lock_after, session_resume,
    session_sign_in, session_status,
};
pub use querying::{query_check, query_list, query_save, query_state};
pub use rework::encounter_rework;
pub use run::{run_start, run_start_with};
pub use safe::{
    encounter_erase, is_locked, safe_backup, safe_backup_save, safe_key_change, safe_lock,
    safe_passphrase_remove, safe_passphrase_set, safe_recover, safe_recovery_key, safe_restore,
    safe_restore_aside, safe_status, safe_unlock,
};
pub use sample::{encounter_import_samples, sample_charts};
pub use settings::{app_status, set_person, warm};
pub use signing::{amend, sign, sign_summary};
pub use synonyms::{synonym_add, synonym_enable, synonym_import, synonym_list, synonym_remove};
pub use threshold::{threshold_list, threshold_set};
pub use walk::decision_path;
