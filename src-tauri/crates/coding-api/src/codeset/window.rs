//! Installing a release in the window, and learning from it: how far it is, and one at a time.

use std::path::PathBuf;
use std::sync::Mutex;

use coding_model::Duty;

use super::{FetchProgress, InstallRequest, InstallStep};
use crate::dto::{InstallProgressDto, InstalledDto, LearntDto};
use crate::{ApiError, App, people};

/// Told how far an installation or a training is.
pub type InstallWatch<'a> = &'a mut (dyn FnMut(InstallProgressDto) + Send);

/// Held by whoever installs or learns.
#[derive(Default)]
pub(crate) struct Installing(Mutex<()>);

/// Does something to the code sets, unless something else is being done to them.
fn alone<T>(
    app: &App,
    attempted: &str,
    act: impl FnOnce() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    app.store(|store| people::require(store, Duty::Administrator, attempted))?;
    let busy = || {
        ApiError::input(format!(
            "{attempted}: another release is being installed or learnt from; wait for it"
        ))
    };
    let _held = match app.installing.0.try_lock() {
        Ok(held) => held,
        Err(std::sync::TryLockError::Poisoned(held)) => held.into_inner(),
        Err(std::sync::TryLockError::WouldBlock) => return Err(busy()),
    };
    act()
}

/// Installs a release: of a folder, zip or XML file, or fetched from where it is published where none is named.
///
/// # Errors
/// As [`super::Library::install`]; where people have accounts and this one is no administrator; where the program runs
/// offline and nothing is named. What was installed before is untouched then.
pub fn codeset_install(
    app: &App,
    from: Option<PathBuf>,
    watch: InstallWatch<'_>,
) -> Result<InstalledDto, ApiError> {
    let attempted = "installing a release";
    if from.is_none() && (app.model.is_offline() || crate::model::is_offline()) {
        return Err(ApiError::input(format!(
            "{attempted}: the program runs with --offline; name the folder or zip of the official files instead"
        )));
    }
    alone(app, attempted, || {
        let request = InstallRequest {
            release: None,
            from,
        };
        let installed = app
            .library()
            .install(&request, &mut |step| watch(told(&step)))?;
        Ok(InstalledDto {
            release: installed.manifest.release,
            billable: installed.billable,
            notices: installed.notices,
        })
    })
}

/// Trains the model of an installed release, where it has none. Charts can be coded meanwhile.
///
/// # Errors
/// As [`super::Library::learn`]; where people have accounts and this one is no administrator.
pub fn codeset_learn(
    app: &App,
    release: &str,
    watch: InstallWatch<'_>,
) -> Result<LearntDto, ApiError> {
    alone(app, "learning from a release", || {
        let model = app.library().learn(release, &mut |step| {
            watch(InstallProgressDto {
                step: "learn".to_owned(),
                text: format!(
                    "which words mean the same: {} of {}",
                    step.epoch, step.epochs
                ),
                share: Some(step.epoch as f64 / step.epochs.max(1) as f64),
            });
        })?;
        Ok(LearntDto {
            release: release.to_owned(),
            model: Some(model.name()),
            problem: String::new(),
        })
    })
}

/// What was learnt from each installed release, newest first.
#[must_use]
pub fn codeset_learnt(app: &App) -> Vec<LearntDto> {
    let (manifests, _) = app.library().manifests();
    manifests
        .into_iter()
        .map(|manifest| {
            let found = app
                .library()
                .open(&manifest.release)
                .and_then(|edition| edition.model());
            let (model, problem) = match found {
                Ok(model) => (model.map(|m| m.name()), String::new()),
                Err(error) => (None, error.message),
            };
            LearntDto {
                release: manifest.release,
                model,
                problem,
            }
        })
        .collect()
}

fn told(step: &InstallStep) -> InstallProgressDto {
    let share = |done: u64, all: u64| (all > 0).then(|| (done as f64 / all as f64).clamp(0.0, 1.0));
    let (step, text, share) = match step {
        InstallStep::Compile(parts) => ("compile", format!("{parts} parts"), None),
        InstallStep::Prepare => ("prepare", "search and dictionary".to_owned(), None),
        InstallStep::Fetch(fetch) => match fetch {
            FetchProgress::Listing { url } => ("fetch", format!("looking in {url}"), None),
            FetchProgress::Downloading { received, total } => (
                "fetch",
                format!("{:.1} MB", *received as f64 / 1e6),
                total.and_then(|total| share(*received, total)),
            ),
            FetchProgress::FallingBack { reason } => ("fetch", reason.clone(), None),
            FetchProgress::Package { name, version } => {
                ("fetch", format!("the package {name} {version}"), None)
            }
            FetchProgress::Unpacking { done, total } => (
                "fetch",
                format!("unpacking {done} of {total}"),
                share(*done as u64, *total as u64),
            ),
        },
    };
    InstallProgressDto {
        step: step.to_owned(),
        text,
        share,
    }
}
