//! The starter book that the project carries, for parts whose official file is not installed.

use icd10cm::Part;

use crate::ApiError;

/// The XML of a starter part; `None` for the Tabular List, which the project does not carry.
pub(crate) fn xml(part: Part) -> Result<Option<Vec<u8>>, ApiError> {
    let packed: &[u8] = match part {
        Part::Tabular => return Ok(None),
        Part::Index => include_bytes!("../../../../../assets/starter/starter-index.xml.zst"),
        Part::ExternalCause => {
            include_bytes!("../../../../../assets/starter/starter-eindex.xml.zst")
        }
        Part::Neoplasm => include_bytes!("../../../../../assets/starter/starter-neoplasm.xml.zst"),
        Part::Drug => include_bytes!("../../../../../assets/starter/starter-drug.xml.zst"),
    };
    zstd::decode_all(packed).map(Some).map_err(|e| {
        ApiError::outside(format!(
            "unpacking the starter {}: {e}; this copy of the program is damaged, install it again",
            part.name()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codeset::manifest::sha256;

    #[test]
    fn the_carried_files_are_the_ones_named_and_are_recognized() {
        for part in Part::ALL {
            let Some(xml) = xml(part).unwrap() else {
                assert_eq!(part, Part::Tabular);
                continue;
            };
            assert_eq!(icd10cm::recognize(&xml), Some(part));
        }
        let sums = include_str!("../../../../../assets/starter/SHA256SUMS");
        let index = include_bytes!("../../../../../assets/starter/starter-index.xml.zst");
        assert!(
            sums.contains(&sha256(index)),
            "SHA256SUMS names the carried index"
        );
    }
}
