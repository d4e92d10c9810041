//! The commands, one file each.

mod audit;
mod check;
mod code;
mod codeset;
mod dataset;
mod demo;
mod difference;
mod encounter;
mod eval;
mod exercise;
mod export;
mod favourite;
mod guideline;
mod import;
mod index;
mod learning;
mod ledger;
mod lookup;
mod model;
mod person;
mod safe;
mod shown;
mod sign;
mod stream;
mod suggest;
mod synonym;
mod tokenizer;
mod trail;

use std::path::PathBuf;
use std::sync::Arc;

use coding_api::codeset::{Edition, Library};
use coding_api::note::Facts;

use crate::arguments::{
    Arguments, Codeset, Command, Dataset, Ledger, Model, Patient, Tokenizer, Which,
};
use crate::failure::{Done, Failure};
use crate::output::Output;

/// Does what is asked.
pub fn run(arguments: Arguments, output: &mut Output) -> Result<Done, Failure> {
    let home: PathBuf = coding_api::home(arguments.home)?;
    let library = Library::new(&home);
    match arguments.command {
        Command::Suggest(asked) => suggest::run(&home, &library, asked, output),
        Command::Lookup(asked) => lookup::run(&library, &asked, output),
        Command::Index(asked) => index::run(&library, &asked, output),
        Command::Code(asked) => code::run(&library, &asked, output),
        Command::Codeset(Codeset::Install(asked)) => codeset::install(&library, asked, output),
        Command::Codeset(Codeset::List(asked)) => codeset::list(&library, &asked, output),
        Command::Codeset(Codeset::Codes(asked)) => codeset::codes(&library, &asked, output),
        Command::Guideline(asked) => guideline::run(&library, &asked, output),
        Command::Codeset(Codeset::Diff(asked)) => difference::run(&library, &asked, output),
        Command::Check(asked) => check::run(&library, &asked, output),
        Command::Eval(asked) => eval::run(&home, &library, &asked, output),
        Command::Export(asked) => export::run(&home, &asked, output),
        Command::Import(asked) => import::run(&home, &asked, output),
        Command::Encounter(asked) => encounter::run(&home, &asked, output),
        Command::Person(asked) => person::run(&home, &asked, output),
        Command::Sign(asked) => sign::run(&home, &asked, output),
        Command::Audit(asked) => audit::run(&home, &asked, output),
        Command::Safe(asked) => safe::run(&home, &asked, output),
        Command::Ledger(Ledger::Head(asked)) => ledger::head(&home, &asked, output),
        Command::Ledger(Ledger::Verify(asked)) => ledger::verify(&home, &asked, output),
        Command::Synonym(asked) => synonym::run(&home, &asked, output),
        Command::Favourite(asked) => favourite::run(&home, &library, &asked, output),
        Command::Exercise(asked) => exercise::run(&home, &library, &asked, output),
        Command::Trail(asked) => trail::run(&home, &asked, output),
        Command::Tokenizer(Tokenizer::Build(asked)) => tokenizer::build(&library, &asked, output),
        Command::Tokenizer(Tokenizer::Check(asked)) => tokenizer::check(&library, &asked, output),
        Command::Model(Model::Train(asked)) => model::train(&library, &asked, output),
        Command::Model(Model::Show(asked)) => model::show(&library, &asked, output),
        Command::Model(Model::Use(asked)) => model::take(&library, &asked, output),
        Command::Model(Model::Reset(asked)) => model::reset(&library, &asked, output),
        Command::Dataset(Dataset::Export(asked)) => dataset::export(&home, asked, output),
        Command::Dataset(Dataset::Validate(asked)) => dataset::validate(&library, &asked, output),
        Command::Dataset(Dataset::OptIn(asked)) => dataset::opt_in(&home, &asked, output),
        Command::Learning(asked) => learning::run(&home, &asked, output),
        Command::Demo(asked) => demo::run(&home, &asked, output),
    }
}

/// The release that is asked for, and what to say about it.
fn edition(library: &Library, which: &Which) -> Result<(Arc<Edition>, Option<String>), Failure> {
    let facts = Facts::parse(None, which.date.as_deref(), None, None)?;
    let selection = library.select(which.release.as_deref(), facts.date)?;
    Ok((selection.edition, selection.notice))
}

/// The facts given on the command line.
fn facts(which: &Which, patient: &Patient) -> Result<Facts, Failure> {
    Ok(Facts::parse(
        patient.setting.as_deref(),
        which.date.as_deref(),
        patient.sex.as_deref(),
        patient.age,
    )?)
}
