//! Present on admission.

use serde::{Deserialize, Serialize};

/// Present on admission indicator (UB-04; Official Guidelines, appendix I, FY2026).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Poa {
    /// Present.
    Y,
    /// Not present.
    N,
    /// Documentation does not say.
    U,
    /// Provider cannot tell.
    W,
    /// Exempt from reporting: left blank, or "1" on older claims.
    Exempt,
}

impl Poa {
    /// Reads `Y`, `N`, `U`, `W` or `exempt`, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "y" => Some(Self::Y),
            "n" => Some(Self::N),
            "u" => Some(Self::U),
            "w" => Some(Self::W),
            "exempt" | "1" => Some(Self::Exempt),
            _ => None,
        }
    }

    /// Its letter; "exempt" where the code is exempt from reporting.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Y => "Y",
            Self::N => "N",
            Self::U => "U",
            Self::W => "W",
            Self::Exempt => "exempt",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indicator_is_read_as_it_is_written() {
        for one in [Poa::Y, Poa::N, Poa::U, Poa::W, Poa::Exempt] {
            assert_eq!(Poa::parse(one.name()), Some(one));
        }
        assert_eq!(Poa::parse("X"), None);
    }
}
