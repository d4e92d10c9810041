//! Complication and comorbidity lists (CC and MCC).

use icd10cm::Code;
use rustc_hash::FxHashSet;

/// The CC and MCC lists of one MS-DRG version (appendices G and H).
#[derive(Debug, Clone)]
pub struct Severities {
    /// MS-DRG version.
    pub version: u16,
    cc: FxHashSet<Code>,
    mcc: FxHashSet<Code>,
}

impl Severities {
    /// Reads the text of appendices F to J: G is the CC list, H the MCC list; each row begins with a code.
    ///
    /// # Errors
    /// One line saying what is wrong with the file.
    pub fn parse(bytes: &[u8], version: u16) -> Result<Self, String> {
        let text = String::from_utf8_lossy(bytes);
        let (mut cc, mut mcc) = (FxHashSet::default(), FxHashSet::default());
        let mut part = ' ';
        for line in text.lines() {
            if let Some(at) = line.find("Appendix ") {
                let letter = line[at + 9..].chars().next().unwrap_or(' ');
                if line.starts_with('|') || line.trim_start().starts_with("Appendix") {
                    part = letter;
                }
            }
            let Some(code) = line
                .split_whitespace()
                .next()
                .and_then(|w| Code::parse(w).ok())
            else {
                continue;
            };
            match part {
                'G' => cc.insert(code),
                'H' => mcc.insert(code),
                _ => continue,
            };
        }
        if cc.is_empty() || mcc.is_empty() {
            return Err(
                "the CC and MCC lists could not be found: expected appendices G and H".to_owned(),
            );
        }
        Ok(Self { version, cc, mcc })
    }

    /// Whether a code is a complication or comorbidity.
    #[must_use]
    pub fn is_cc(&self, code: Code) -> bool {
        self.cc.contains(&code)
    }

    /// Whether it is a major one.
    #[must_use]
    pub fn is_mcc(&self, code: Code) -> bool {
        self.mcc.contains(&code)
    }

    /// How many codes the CC and the MCC list hold.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.cc.len(), self.mcc.len())
    }
}
