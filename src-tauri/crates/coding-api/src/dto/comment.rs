//! Comments on codes and on charts.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person noted about a code of a chart, or about the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CommentDto {
    /// Identifier.
    pub id: String,
    /// The code it is about, with its dot; none where it is about the chart.
    pub code: Option<String>,
    /// The words; empty for a bookmark without any.
    pub text: String,
    /// Who.
    pub person: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Whether it is one's own, and can be taken back.
    pub own: bool,
}
