//! `safe`: passphrase, key, recovery key, backup.

use std::path::Path;

use coding_api::{
    App, safe_backup, safe_key_change, safe_passphrase_remove, safe_passphrase_set, safe_recover,
    safe_recovery_key, safe_restore, safe_status,
};

use crate::arguments::{Key, PassphraseAct, Safe};
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::secret;

pub fn run(home: &Path, asked: &Safe, output: &mut Output) -> Result<Done, Failure> {
    match asked {
        Safe::Status(json) => {
            let status = safe_status(&App::new(home));
            if json.json {
                output.json(&serde_json::json!({
                    "format": coding_api::answer::FORMAT,
                    "key": status.key,
                    "protection": status.protection,
                    "recovery_key": status.recovery_key,
                    "locked": status.locked,
                }))?;
                return Ok(Done::Clean);
            }
            if status.key == "none" {
                output.line("There is no database yet.")?;
            } else {
                output.wrapped("", "", &status.protection)?;
                let made = if status.recovery_key { "A" } else { "No" };
                output.line(&format!("{made} recovery key was made."))?;
            }
        }
        Safe::Passphrase(PassphraseAct::Set) => {
            let app = secret::app(home)?;
            let locked = safe_status(&app).key == "passphrase";
            let new = secret::new(locked, "New passphrase")?;
            output.wrapped("", "", &safe_passphrase_set(&app, &new)?.protection)?;
        }
        Safe::Passphrase(PassphraseAct::Remove) => {
            let status = safe_passphrase_remove(&secret::app(home)?)?;
            output.wrapped("", "", &status.protection)?;
        }
        Safe::Key(Key::Change) => {
            safe_key_change(&secret::app(home)?)?;
            output.wrapped(
                "",
                "",
                "The database is encrypted with a new key. A recovery key made before opens nothing any more; copies \
                 made before open with the old key.",
            )?;
        }
        Safe::RecoveryKey => {
            let words = safe_recovery_key(&secret::app(home)?)?;
            output.line(&words)?;
            output.wrapped(
                "",
                "",
                "Write it down and keep it away from this computer: it opens the database without the passphrase, and it \
                 is not shown again.",
            )?;
        }
        Safe::Recover => {
            let recovery = secret::given("Recovery key")?;
            let new = secret::new(true, "New passphrase")?;
            let status = safe_recover(&App::new(home), &recovery, &new)?;
            output.wrapped("", "", &status.protection)?;
        }
        Safe::Backup(to) => {
            let app = secret::app(home)?;
            let passphrase = if safe_status(&app).key == "passphrase" {
                None
            } else {
                Some(secret::new(false, "Passphrase of the backup")?)
            };
            let head = safe_backup(&app, &to.file, passphrase.as_deref())?;
            output.line(&format!(
                "{} holds the ledger up to {head}",
                to.file.display()
            ))?;
        }
        Safe::Restore(from) => {
            let passphrase = secret::given("Passphrase of the backup")?;
            let head = safe_restore(&App::new(home), &from.file, &passphrase)?;
            output.line(&format!("Restored and verified up to {head}"))?;
        }
    }
    Ok(Done::Clean)
}
