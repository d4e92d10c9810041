//! The sample charts that the project carries.

use coding_model::{AuthorRole, Document, DocumentId, Encounter, EncounterId, Setting, Sex};
use coding_store::Store;
use icd10cm::Date;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::dto::EncounterRowDto;
use crate::{ApiError, App, clock, encounter, people, settings};

/// Setting: whether the sample charts were opened once unasked.
const WELCOMED: &str = "sample-charts";

macro_rules! carried {
    ($($name:literal),* $(,)?) => {
        &[$(include_str!(concat!("../../../../assets/charts/", $name, ".json"))),*]
    };
}

const CARRIED: &[&str] = carried![
    "01-primary-care-follow-up",
    "02-emergency-overdose",
    "03-inpatient-sepsis-pneumonia",
    "04-emergency-ankle-fracture",
    "05-oncology-chemotherapy",
    "06-obstetrics-repeat-cesarean",
    "07-newborn-late-preterm",
    "08-psychiatry-mania",
    "09-nephrology-dialysis",
    "10-cardiology-heart-failure",
    "11-pulmonary-fibrosis",
    "12-wound-care-foot-ulcer",
    "13-paediatrics-well-child",
    "14-neurology-stroke-sequelae",
    "15-ophthalmology-glaucoma",
    "16-messy-gi-bleed",
];

#[derive(Deserialize)]
struct Chart {
    id: String,
    title: String,
    setting: Setting,
    sex: Option<Sex>,
    age: Option<u16>,
    admitted: Option<Date>,
    date: Option<Date>,
    documents: Vec<Page>,
}

#[derive(Deserialize)]
struct Page {
    id: String,
    title: String,
    kind: String,
    author: String,
    author_role: String,
    date: String,
    text: String,
}

/// The sample charts as encounters; the same identifiers every time, so that none is stored twice.
///
/// # Errors
/// Where this copy of the program is damaged.
pub fn sample_charts() -> Result<Vec<Encounter>, ApiError> {
    CARRIED.iter().map(|text| chart(text)).collect()
}

/// Stores the sample charts that are not stored yet.
///
/// # Errors
/// Where nothing can be written.
pub fn encounter_import_samples(app: &App) -> Result<Vec<EncounterRowDto>, ApiError> {
    app.store(|store| {
        people::require_one(store, encounter::ADDING, "adding the sample charts")?;
        import(store).map(|_| ())
    })?;
    encounter::encounter_list(app)
}

/// Stores the sample charts in a database that has no encounter and was not offered them before. Where people have
/// accounts nobody has signed in yet whose charts they would be, and nothing is stored.
pub(crate) fn welcome(store: &mut Store) -> Result<(), ApiError> {
    let writable = *store.mode() == coding_store::Mode::ReadWrite;
    let offered = store.encounter_count()? > 0 || store.setting(WELCOMED)?.is_some();
    if !writable || offered || !store.people()?.is_empty() {
        return Ok(());
    }
    import(store)?;
    Ok(store.put_setting(WELCOMED, "opened")?)
}

pub(crate) fn import(store: &mut Store) -> Result<Vec<EncounterId>, ApiError> {
    let stored: Vec<EncounterId> = store.encounters()?.iter().map(|e| e.id).collect();
    let charts = sample_charts()?;
    let ids = charts.iter().map(|c| c.id).collect();
    let new: Vec<Encounter> = charts
        .into_iter()
        .filter(|c| !stored.contains(&c.id))
        .collect();
    if !new.is_empty() {
        let person = settings::person(store)?;
        store.save_encounters(&new, &clock::now(), &person)?;
    }
    Ok(ids)
}

fn chart(text: &str) -> Result<Encounter, ApiError> {
    let damaged = |found: &str| {
        ApiError::outside(format!(
            "reading a sample chart: {found}; this copy of the program is damaged, install it again"
        ))
    };
    let chart: Chart = serde_json::from_str(text).map_err(|e| damaged(&e.to_string()))?;
    let no_id = || damaged("no identifier can be made");
    let page = |page: Page| {
        Ok(Document {
            id: DocumentId::parse(&uuid_of(&[&chart.id, &page.id])).ok_or_else(no_id)?,
            title: page.title,
            kind: page.kind,
            author: page.author,
            author_role: AuthorRole::of(&page.author_role),
            date: page.date,
            text: page.text,
        })
    };
    Ok(Encounter {
        id: EncounterId::parse(&uuid_of(&[&chart.id])).ok_or_else(no_id)?,
        documents: chart
            .documents
            .into_iter()
            .map(page)
            .collect::<Result<_, ApiError>>()?,
        title: chart.title,
        setting: chart.setting,
        admitted: chart.admitted,
        date: chart.date,
        sex: chart.sex,
        age: chart.age,
    })
}

/// A name-based identifier (UUID version 8: the digest is SHA-256).
fn uuid_of(name: &[&str]) -> String {
    let digest = Sha256::digest(format!("codetrail sample chart {}", name.join("/")));
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes)
        .into_uuid()
        .hyphenated()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_charts_are_read_with_stable_and_different_identifiers() {
        let charts = sample_charts().unwrap();
        assert_eq!(charts.len(), CARRIED.len());
        assert_eq!(charts, sample_charts().unwrap());
        let ids: std::collections::HashSet<_> = charts.iter().map(|c| c.id).collect();
        assert_eq!(ids.len(), charts.len());
        assert!(
            charts
                .iter()
                .all(|c| !c.documents.is_empty() && c.date.is_some())
        );
    }
}
