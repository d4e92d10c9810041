//! The commands the page may call: one file a noun, one line a command.

use tauri::{Builder, Wry};

mod app;
mod audit;
mod book_window;
mod codebook;
mod codeset;
mod command;
mod comment;
mod decision;
mod encounter;
mod exchange;
mod host;
mod model;
mod people;
mod run;
mod safe;
mod settings;
mod signing;
mod suggestion;
mod training;

pub use host::Host;

/// Adds every command to the window, and the use cases behind them.
pub fn register(builder: Builder<Wry>, host: Host) -> Builder<Wry> {
    host.warm();
    builder
        .manage(host)
        .on_window_event(book_window::on_event)
        .invoke_handler(tauri::generate_handler![
            app::version,
            book_window::book_window_open,
            book_window::book_window_close,
            book_window::book_window_say,
            book_window::window_zoom,
            settings::app_status,
            settings::set_person,
            encounter::encounter_list,
            encounter::encounter_page,
            encounter::encounter_open,
            encounter::encounter_create,
            encounter::encounter_import_samples,
            exchange::encounter_export,
            exchange::import_preview,
            exchange::import_files,
            exchange::import_give,
            exchange::import_forget,
            safe::safe_status,
            safe::safe_unlock,
            safe::safe_lock,
            safe::safe_passphrase_set,
            safe::safe_passphrase_remove,
            safe::safe_key_change,
            safe::safe_recovery_key,
            safe::encounter_erase,
            safe::safe_backup_save,
            safe::safe_restore_aside,
            safe::ledger_verify,
            people::person_list,
            people::person_save,
            people::session_status,
            people::session_sign_in,
            people::session_lock,
            people::session_resume,
            people::session_confirm,
            people::session_lock_after,
            signing::sign_summary,
            signing::sign,
            signing::amend,
            signing::query_check,
            signing::query_save,
            signing::query_state,
            signing::query_list,
            comment::comment_list,
            comment::comment_add,
            comment::comment_withdraw,
            audit::audit_list,
            audit::audit_sample,
            audit::audit_open,
            audit::audit_get,
            audit::audit_act,
            audit::audit_hand_over,
            audit::audit_corrections,
            audit::audit_scores,
            run::run_start,
            run::encounter_rework,
            model::model_settings,
            model::model_reset,
            model::model_endpoint_save,
            model::model_endpoint_remove,
            model::model_endpoint_test,
            model::model_choose,
            model::model_preview,
            model::model_consent,
            model::model_consent_withdraw,
            model::model_run,
            model::model_cancel,
            suggestion::threshold_list,
            suggestion::threshold_set,
            suggestion::learning_list,
            suggestion::learning_switch,
            suggestion::learning_reset,
            decision::decide,
            decision::decide_undo,
            decision::decide_redo,
            decision::decision_path,
            training::training_packs,
            training::training_exercise,
            training::training_hint,
            training::training_submit,
            training::training_review_due,
            training::training_review,
            training::training_mint_release,
            training::training_dashboard,
            training::training_guide,
            training::training_exam_begin,
            training::training_exam_leave,
            training::training_exams,
            training::training_replay_save,
            training::training_replay_open,
            training::training_csv_save,
            training::author_packs,
            training::author_from_chart,
            training::author_check,
            training::author_save,
            training::author_remove,
            codeset::codeset_install,
            codeset::codeset_learn,
            codeset::codeset_learnt,
            codebook::lookup,
            codebook::index_main_terms,
            codebook::index_entry,
            codebook::tabular_entry,
            codebook::guideline_list,
            codebook::guideline,
            codebook::code_difference,
            codebook::code_history,
            codebook::synonym_list,
            codebook::synonym_add,
            codebook::synonym_enable,
            codebook::synonym_remove,
            codebook::favourite_list,
            codebook::favourite_put,
            codebook::favourite_remove,
            codebook::favourite_save,
            codebook::favourite_import,
        ])
}
