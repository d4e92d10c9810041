//! Which diagnoses count toward a hierarchical condition category.

use icd10cm::Code;
use rustc_hash::FxHashMap;

/// Diagnosis to HCC, for the payment models of one year.
#[derive(Debug, Clone)]
pub struct HccMap {
    /// Payment year.
    pub year: u16,
    rows: FxHashMap<Code, Vec<(u16, u16)>>,
    models: Vec<String>,
}

impl HccMap {
    /// Reads a table with the columns `diagnosis_code,cc,model_name`.
    ///
    /// # Errors
    /// One line saying what is wrong with the file.
    pub fn parse(bytes: &[u8], year: u16) -> Result<Self, String> {
        let text = String::from_utf8_lossy(bytes);
        let mut map = Self {
            year,
            rows: FxHashMap::default(),
            models: Vec::new(),
        };
        for line in text.lines() {
            let mut cells = line.split(',');
            let (Some(code), Some(cc), Some(model)) = (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let (Ok(code), Ok(cc)) = (Code::parse(code), cc.trim().parse::<u16>()) else {
                continue;
            };
            let model = model.trim();
            let number = match map.models.iter().position(|m| m == model) {
                Some(number) => number,
                None => {
                    map.models.push(model.to_owned());
                    map.models.len() - 1
                }
            };
            map.rows.entry(code).or_default().push((cc, number as u16));
        }
        if map.rows.is_empty() {
            return Err(
                "the HCC mapping holds no rows: expected `diagnosis_code,cc,model_name`".to_owned(),
            );
        }
        Ok(map)
    }

    /// Categories of a code in the newest CMS-HCC model of the table (V28), or in any where it has none.
    #[must_use]
    pub fn category(&self, code: Code) -> Option<u16> {
        let rows = self.rows.get(&code)?;
        let newest = rows.iter().find(|(_, m)| {
            self.models
                .get(usize::from(*m))
                .is_some_and(|m| m.contains("V28"))
        });
        newest.map(|(cc, _)| *cc)
    }

    /// How many diagnoses count in some model.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.len()
    }
}
