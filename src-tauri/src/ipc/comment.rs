//! Comments on codes and on charts.

use coding_api::dto::CommentDto;

use super::command::commands;

commands! {
    /// The comments of a chart.
    comment_list(encounter: String) -> Vec<CommentDto> =
        |app| coding_api::comment_list(app, &encounter);
    /// Notes something about a code of a chart, or about the chart.
    comment_add(encounter: String, code: Option<String>, text: String) -> Vec<CommentDto> =
        |app| coding_api::comment_add(app, &encounter, code.as_deref(), &text);
    /// Takes one's own comment back.
    comment_withdraw(encounter: String, comment: String) -> Vec<CommentDto> =
        |app| coding_api::comment_withdraw(app, &encounter, &comment);
}
