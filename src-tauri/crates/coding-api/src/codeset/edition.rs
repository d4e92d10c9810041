//! One installed release, opened: its codebook and its search by mapping their caches, made anew where a cache
//! does not fit.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use coding_engine::search::{self, Search, Synonyms, Training};
use coding_engine::{Dictionary, Engine, Lexicon};
use icd10cm::{BookKind, Codebook, Guidelines, Part, PartSource, Problem, Release, SourceFile};
use mapped::{File, FileWriter};

use super::manifest::{Manifest, PARTS, PartFile, sha256};
use super::model::{self, TrainedModel, TrainingStep};
use super::sentences::{self, EmbeddingStep, SentenceModel};
use super::{guidelines, lists, starter};
use crate::ApiError;
use crate::synonyms::file::{self, Stamp};

/// Name of the codebook's cache in a release's folder.
const CODEBOOK: &str = "codebook.map";
/// Name of the search's cache.
const SEARCH: &str = "search.map";
/// Name of the cache of phrases that notes are matched against.
const DICTIONARY: &str = "dictionary.map";

/// An installed release, ready to be asked.
pub struct Edition {
    folder: PathBuf,
    manifest: Manifest,
    codebook: Arc<Codebook>,
    search: Once<Arc<Search>>,
    engine: Once<Arc<Engine>>,
    lists: OnceLock<Arc<coding_rules::Library>>,
    guidelines: OnceLock<Option<Arc<Guidelines>>>,
    synonyms: Mutex<Option<(Stamp, Arc<Synonyms>)>>,
}

impl Edition {
    /// Opens the release in a folder.
    pub(crate) fn open(folder: &Path) -> Result<Self, ApiError> {
        let manifest = Manifest::read(folder)?;
        let sound =
            |book: &Codebook| book.release() == &manifest.release() && book.billable_count() > 0;
        let codebook = cached(
            &folder.join(CODEBOOK),
            &stamp(&manifest),
            |file| Codebook::read(file).ok().filter(sound),
            || rebuild(folder, &manifest),
            Codebook::write,
        )?;
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
            codebook: Arc::new(codebook),
            search: Once::default(),
            engine: Once::default(),
            lists: OnceLock::new(),
            guidelines: OnceLock::new(),
            synonyms: Mutex::default(),
        })
    }

    /// What is installed.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The classification.
    #[must_use]
    pub fn codebook(&self) -> &Arc<Codebook> {
        &self.codebook
    }

    /// Name of the release.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.manifest.release
    }

    /// What finds entries by words, and by nearness in meaning where a model was trained; opened when first asked for.
    pub(crate) fn search(&self) -> Result<Arc<Search>, ApiError> {
        self.search.get(|| {
            let mut search = self.search_by_words()?;
            // a model that cannot be used costs what it would add; `model show` says why
            let stamp = self.search_stamp();
            if let Some((model, embedder)) = self.trained().ok().flatten() {
                let book = &self.codebook;
                let near = model::nearness(&self.folder, &stamp, &model, &embedder, book, &search)?;
                search = search.with_nearness(near);
            }
            let sentences = |home| sentences::nearness(home, &self.folder, &stamp);
            if let Some(near) = self.home().and_then(sentences) {
                search = search.with_sentences(near);
            }
            Ok(Arc::new(search))
        })
    }

    fn search_stamp(&self) -> String {
        format!("{} | search {}", stamp(&self.manifest), search::FORMAT)
    }

    fn search_by_words(&self) -> Result<Search, ApiError> {
        cached(
            &self.folder.join(SEARCH),
            &self.search_stamp(),
            |file| Search::read(file).ok().filter(|s| !s.is_empty()),
            || Ok(Search::build(&self.codebook, lexicon())),
            Search::write,
        )
    }

    /// A release lies in the home folder's folder of code sets.
    fn home(&self) -> Option<&Path> {
        self.folder.parent().and_then(Path::parent)
    }

    fn trained(&self) -> Result<Option<(TrainedModel, search::Embedder)>, ApiError> {
        match self.home() {
            Some(home) => model::read(&model::folder(home, self.name()), &self.manifest),
            None => Ok(None),
        }
    }

    /// The model trained on the release; none where there is none.
    ///
    /// # Errors
    /// Where there is one that cannot be used: damaged, or made of other files than those installed.
    pub fn model(&self) -> Result<Option<TrainedModel>, ApiError> {
        Ok(self.trained()?.map(|(model, _)| model))
    }

    /// The sentence encoder that look-ups use in the place of the trained model, and whether the release's vectors by it
    /// are there; none where none was chosen.
    ///
    /// # Errors
    /// Where there is one that cannot be used.
    pub fn sentence_model(&self) -> Result<Option<(SentenceModel, bool)>, ApiError> {
        let Some(model) = self.home().map_or(Ok(None), sentences::model)? else {
            return Ok(None);
        };
        let made = sentences::are_made(&self.folder, &self.search_stamp(), &model);
        Ok(Some((model, made)))
    }

    /// Takes the sentence encoder of a folder (`config.json`, `tokenizer.json`, `model.safetensors`) into use for
    /// look-ups: its files are copied into the home folder, and the release's entries become vectors. Editions opened
    /// from then on use it.
    ///
    /// # Errors
    /// Where the folder's files are of no encoder that is read, and where the disk says no.
    pub fn use_sentence_model(
        &self,
        folder: &Path,
        progress: &mut dyn FnMut(EmbeddingStep),
    ) -> Result<SentenceModel, ApiError> {
        let home = self.home().unwrap_or(&self.folder);
        let (model, encoder) = sentences::take(home, folder)?;
        let (search, stamp) = (self.search_by_words()?, self.search_stamp());
        let (place, book) = (&self.folder, &self.codebook);
        sentences::embed(place, &stamp, &model, &encoder, book, &search, progress)?;
        Ok(model)
    }

    /// Look-ups use the trained model again; answers whether another was in use. Vectors that were made stay until they
    /// are made anew.
    ///
    /// # Errors
    /// Where the disk says no.
    pub fn reset_sentence_model(&self) -> Result<bool, ApiError> {
        self.home().map_or(Ok(false), sentences::reset)
    }

    /// Trains a model on the release's own entries, in the place of one that is there; the same release, tables and
    /// seed give the same files. Editions opened from then on use it.
    ///
    /// # Errors
    /// Where the disk says no.
    pub fn train_model(
        &self,
        seed: u64,
        progress: &mut dyn FnMut(TrainingStep),
    ) -> Result<TrainedModel, ApiError> {
        let home = self.home().unwrap_or(&self.folder);
        let training = Training {
            seed,
            ..Training::default()
        };
        let search = self.search_by_words()?;
        let folder = model::folder(home, self.name());
        let (book, manifest) = (&self.codebook, &self.manifest);
        let model = model::train(&folder, manifest, book, &search, training, progress)?;
        // the vectors of the entries too, so that the first look-up does not wait for them
        if let Some((model, embedder)) = model::read(&folder, manifest)? {
            let stamp = self.search_stamp();
            model::nearness(&self.folder, &stamp, &model, &embedder, book, &search)?;
        }
        Ok(model)
    }

    /// A person's synonyms over the search's own, read again when their file changes; `None` where there is none.
    pub(crate) fn synonyms(&self) -> Result<Option<Arc<Synonyms>>, ApiError> {
        let Some(home) = self.home() else {
            return Ok(None);
        };
        let stamp = file::stamp(home);
        if stamp.is_none() {
            return Ok(None);
        }
        let search = self.search()?;
        let mut known = self.synonyms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, synonyms)) = known.as_ref()
            && *at == stamp
        {
            return Ok(Some(Arc::clone(synonyms)));
        }
        let kept = file::read(home);
        let used = kept.own.iter().filter(|(_, on)| *on);
        let own: Vec<file::Pair> = used.map(|(pair, _)| pair.clone()).collect();
        let synonyms = Arc::new(search.with_synonyms(&own, &kept.off));
        *known = Some((stamp, Arc::clone(&synonyms)));
        Ok(Some(synonyms))
    }

    /// What codes notes; made when first asked for.
    pub(crate) fn engine(&self) -> Result<Arc<Engine>, ApiError> {
        self.engine.get(|| {
            let dictionary = cached(
                &self.folder.join(DICTIONARY),
                &format!("{} | dictionary 4", stamp(&self.manifest)),
                |file| Dictionary::read(file).ok().filter(|d| !d.is_empty()),
                || Ok(Engine::dictionary(&self.codebook, lexicon())),
                Dictionary::write,
            )?;
            let codebook = Codebook::clone(&self.codebook);
            let search = self.search()?;
            let engine = Engine::searching(codebook, lexicon(), dictionary, search);
            // a run names of these what took part in it
            let mut engine = engine;
            if let Some(model) = self.model().ok().flatten() {
                engine = engine.with_trained(model.name());
            }
            let sentences = self.sentence_model().ok().flatten();
            if let Some((model, true)) = sentences {
                engine = engine.with_encoder(model.name());
            }
            Ok(Arc::new(engine))
        })
    }

    /// The companion lists that rules read.
    pub(crate) fn lists(&self) -> Arc<coding_rules::Library> {
        Arc::clone(
            self.lists
                .get_or_init(|| Arc::new(lists::read(&self.folder, &self.manifest))),
        )
    }

    /// The Official Guidelines in its folder; read when first asked for.
    pub(crate) fn guidelines(&self) -> Option<Arc<Guidelines>> {
        self.guidelines
            .get_or_init(|| guidelines::read(&self.folder, &self.manifest))
            .clone()
    }

    /// The parts with their source and number of entries; parts that are not there are left out.
    #[must_use]
    pub fn parts(&self) -> Vec<(Part, PartSource, usize)> {
        let tabular = self
            .codebook
            .entries()
            .filter(|e| e.code().is_some())
            .count();
        let books = BookKind::ALL.into_iter().filter_map(|kind| {
            let book = self.codebook.book(kind);
            Some((kind.part(), book.source()?, book.len()))
        });
        std::iter::once((Part::Tabular, self.codebook.tabular_source(), tabular))
            .chain(books)
            .collect()
    }
}

/// A value made when it is first asked for; a failure is tried again the next time.
struct Once<T>(Mutex<Option<T>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Clone> Once<T> {
    fn get(&self, make: impl FnOnce() -> Result<T, ApiError>) -> Result<T, ApiError> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match made.as_ref() {
            Some(value) => Ok(value.clone()),
            None => Ok(made.insert(make()?).clone()),
        }
    }
}

/// The tables of clinical language that the project carries.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::carried().0)
}

/// What a cache must be stamped with to be used: program, format, sources, and the state of what makes it.
pub(crate) fn stamp(manifest: &Manifest) -> String {
    let mut files: Vec<String> = manifest
        .files
        .iter()
        .map(|f| format!("{}:{}", f.part.name(), f.sha256))
        .collect();
    files.sort();
    format!(
        "codetrail {} | codebook {} | {} {} | {} | made from {}",
        env!("CARGO_PKG_VERSION"),
        Codebook::format(),
        manifest.release,
        manifest.effective,
        files.join(" "),
        env!("CODETRAIL_MADE_FROM"),
    )
}

/// Compiles official files and, for absent parts, the starter book.
pub(crate) fn compile(
    release: Release,
    official: &[(Part, Vec<u8>)],
) -> Result<(Codebook, Vec<Problem>), ApiError> {
    let mut carried = Vec::new();
    for part in Part::ALL {
        if !official.iter().any(|(p, _)| *p == part)
            && let Some(xml) = starter::xml(part)?
        {
            carried.push((part, xml));
        }
    }
    let mut files = sources(official, PartSource::Official);
    files.extend(sources(&carried, PartSource::Starter));
    Ok(Codebook::compile(release, &files))
}

fn sources(parts: &[(Part, Vec<u8>)], origin: PartSource) -> Vec<SourceFile<'_>> {
    parts
        .iter()
        .map(|(part, bytes)| SourceFile {
            part: *part,
            origin,
            bytes,
        })
        .collect()
}

/// Writes the codebook's cache.
pub(crate) fn write(
    codebook: &Codebook,
    folder: &Path,
    manifest: &Manifest,
) -> Result<(), ApiError> {
    let path = folder.join(CODEBOOK);
    let mut file = FileWriter::default();
    codebook.write(&mut file);
    file.write(&path, &stamp(manifest)).map_err(|e| {
        ApiError::outside(format!(
            "writing the cache {}: {e}; check the disk and the folder's permissions",
            path.display()
        ))
    })
}

/// What a cache holds; where it is missing, stale or damaged it is made anew and written.
pub(super) fn cached<T>(
    path: &Path,
    stamp: &str,
    read: impl FnOnce(&File) -> Option<T>,
    make: impl FnOnce() -> Result<T, ApiError>,
    write: impl FnOnce(&T, &mut FileWriter),
) -> Result<T, ApiError> {
    if let Some(value) = File::open_stamped(path, stamp)
        .ok()
        .and_then(|file| read(&file))
    {
        return Ok(value);
    }
    let value = make()?;
    let mut file = FileWriter::default();
    write(&value, &mut file);
    // a folder that cannot be written to costs the time of making it at every start, and nothing else
    let _ = file.write(path, stamp);
    Ok(value)
}

/// The official files of an installed release, checked against the hashes in its manifest.
pub(crate) fn read_parts(
    folder: &Path,
    manifest: &Manifest,
) -> Result<Vec<(Part, Vec<u8>)>, ApiError> {
    let read = |file: &PartFile| {
        let path: PathBuf = folder.join(PARTS).join(&file.name);
        let changed = |found: &str| {
            ApiError::outside(format!(
                "reading {} of the installed release {}: {found}; install the release again",
                path.display(),
                manifest.release
            ))
        };
        let bytes = fs::read(&path).map_err(|e| changed(&e.to_string()))?;
        if sha256(&bytes) == file.sha256 {
            Ok((file.part, bytes))
        } else {
            Err(changed("it is not the file that was installed"))
        }
    };
    manifest.files.iter().map(read).collect()
}

fn rebuild(folder: &Path, manifest: &Manifest) -> Result<Codebook, ApiError> {
    let parts = read_parts(folder, manifest)?;
    compile(manifest.release(), &parts).map(|(codebook, _)| codebook)
}
