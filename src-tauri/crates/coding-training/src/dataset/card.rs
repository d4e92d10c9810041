//! The data card: what is in a data set, where it comes from, what it may be used for.

use serde::{Deserialize, Serialize};

use super::FORMAT;

/// How much of what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardCounts {
    /// Trajectories in each part: train, validation, test.
    pub trajectories: [usize; 3],
    /// Of all these, synthetic ones.
    pub synthetic: usize,
    /// Of all these, encounters.
    pub encounters: usize,
    /// Preferences.
    pub preferences: usize,
    /// Steps of all trajectories.
    pub steps: usize,
    /// Encounters that were opted in but gave no trajectory: nothing decided, or of another release.
    pub passed_over: usize,
    /// Encounters that were not opted in; nothing of them is here.
    pub not_opted_in: usize,
}

/// What a data set says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Format.
    pub format: u32,
    /// Release of the classification.
    pub release: String,
    /// Whose Tabular List and index were walked: official, starter.
    pub sources: Vec<(String, String)>,
    /// Program and version that wrote it.
    pub made_by: String,
    /// When, RFC 3339 in UTC.
    pub made_at: String,
    /// Licence it may be used under.
    pub license: String,
    /// Seed of what is synthetic.
    pub seed: u64,
    /// Counts.
    pub counts: CardCounts,
    /// Identifiers taken out of encounters' texts, by kind.
    pub removed: Vec<(String, usize)>,
}

impl Card {
    /// The card as Markdown, with the head that data set hubs read.
    #[must_use]
    pub fn markdown(&self) -> String {
        let c = &self.counts;
        let [train, validation, test] = c.trajectories;
        let total = train + validation + test;
        let sources: Vec<String> = self
            .sources
            .iter()
            .map(|(part, source)| format!("- {part}: {source}"))
            .collect();
        let removed = if self.removed.is_empty() {
            "Nothing was found to take out.".to_owned()
        } else {
            let rows: Vec<String> = self
                .removed
                .iter()
                .map(|(kind, n)| format!("| {kind} | {n} |"))
                .collect();
            format!("| kind | taken out |\n|---|---|\n{}", rows.join("\n"))
        };
        format!(
            "---\nlicense: {license}\nlanguage: en\ntask_categories: [text-generation]\ntags: [icd-10-cm, clinical-coding, tool-use]\n\
             configs:\n- config_name: default\n  data_files:\n  - {{split: train, path: train.jsonl}}\n  - {{split: validation, path: validation.jsonl}}\n  - {{split: test, path: test.jsonl}}\n---\n\n\
             # Walks through ICD-10-CM {release}\n\n\
             {total} trajectories ({train} train, {validation} validation, {test} test) of {steps} steps; {preferences} preferences. \
             {synthetic} are synthetic; {encounters} are recorded decisions of encounters that were opted in, each by name. \
             {not_opted_in} encounters were not opted in, and nothing of them is here; {passed_over} were opted in and gave nothing (nothing decided, or another release).\n\n\
             ## Form\n\n\
             A line is a chat: the system's and user's messages, then for each step an assistant's message with one tool call and a tool's message with what the book shows, and at the end the codes in sequence, one a line. \
             `tools.json` holds the tools' schemas. A line of `preferences.jsonl` has a prompt with an accepted and a rejected answer and the reason. Format {FORMAT}.\n\n\
             ## Provenance\n\n\
             Release {release}, walked in:\n\n{sources}\n\n\
             Written by {made_by} at {made_at}. Synthetic walks were drawn with seed {seed} from the lines of these books: the sentence is made of the index path (and, where the path ends at a stem, of the full title), so that its language is the book's and not a clinician's. \
             Splits are by the hash of the encounter, and by the code for what is synthetic: no encounter and no synthetic code is in two parts.\n\n\
             ## De-identification\n\n\
             Texts of encounters had names, dates, great ages, addresses, telephone and other numbers replaced by placeholders, found by shape and by the words around them. No such method finds everything: have a person look before passing the files on. Free text of reviewers is left out, and so are the encounters' names and days.\n\n\
             {removed}\n\n\
             ## Limits\n\n\
             Synthetic walks state what the index states; they hold no negation, no uncertainty and no conflicting documents. A recorded decision is one person's. Nothing here says how often a condition occurs.\n",
            license = self.license,
            release = self.release,
            steps = c.steps,
            preferences = c.preferences,
            synthetic = c.synthetic,
            encounters = c.encounters,
            not_opted_in = c.not_opted_in,
            passed_over = c.passed_over,
            sources = sources.join("\n"),
            made_by = self.made_by,
            made_at = self.made_at,
            seed = self.seed,
        )
    }
}
