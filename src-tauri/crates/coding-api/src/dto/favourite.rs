//! Favourite codes and the sticky notes on them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A code that a person keeps at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FavouriteDto {
    /// The code, with its dot.
    pub code: String,
    /// Its official title in the release; none where the release does not have it.
    pub title: Option<String>,
    /// Whether it can be reported as it stands, in the release.
    pub billable: bool,
    /// Words of the person's own; empty where there are none.
    pub note: String,
    /// When it was added, RFC 3339 in UTC.
    pub added: String,
}

/// A person's favourites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FavouriteListDto {
    /// The release that titles are of.
    pub release: String,
    /// In the order of the Tabular List; those that are not in the release stand last.
    pub rows: Vec<FavouriteDto>,
}

/// What became of an import of favourites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FavouritesImportedDto {
    /// How many codes were added.
    pub added: u32,
    /// How many codes that had no note have one now.
    pub noted: u32,
    /// How many were there already as the file has them.
    pub same: u32,
    /// Codes on which the file has another note; one's own stayed.
    pub differing: Vec<String>,
    /// Codes of the file that are not in the release; they are kept and marked.
    pub absent: Vec<String>,
    /// Rows that could not be read, one line each.
    pub problems: Vec<String>,
    /// All favourites now.
    pub list: FavouriteListDto,
}
