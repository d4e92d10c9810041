//! Whether a model can be reached and answers in the asked form. Nothing of a chart is in the question.

use serde_json::json;

use crate::model::{Prompt, Reply};
use crate::template::Template;

const TEMPLATE: Template = Template::new("probe", 1, include_str!("../../prompts/probe/1.md"));

/// The question.
#[must_use]
pub fn prompt() -> Prompt {
    let schema = super::record(json!({"ready": {"type": "boolean"}}));
    TEMPLATE.fill(&[], schema, 64)
}

/// Whether the answer is of the asked form, whatever it says.
#[must_use]
pub fn is_formed(reply: &Reply) -> bool {
    crate::json::read(&reply.text)
        .is_some_and(|read| read.value.get("ready").is_some_and(|v| v.is_boolean()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_counts_and_nothing_else() {
        let check = |text: &str, formed: bool| {
            let reply = Reply {
                text: text.to_owned(),
                truncated: false,
            };
            assert_eq!(is_formed(&reply), formed, "{text}");
        };
        check("{\"ready\": true}", true);
        check("{\"ready\": false}", true);
        check("ready!", false);
        check("{\"ready\": \"yes\"}", false);
        assert!(prompt().user.contains("Nothing of any chart"));
    }
}
