//! What the keeper of this machine allows.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A policy, put together of all files that there are: what one forbids, none allows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Who forbids models altogether.
    pub forbidden: Option<String>,
    /// The hosts that may be called, where a file names them.
    pub hosts: Option<Vec<String>>,
    /// Whether what says whose chart it is must be taken out.
    pub deidentify: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    models: Models,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Models {
    allowed: bool,
    hosts: Option<Vec<String>>,
    #[serde(default)]
    deidentify: bool,
}

impl Policy {
    /// Reads the machine's file and the one in the home folder. A file that cannot be read forbids: whoever wrote it
    /// wanted to hold something back.
    #[must_use]
    pub fn read(home: &Path) -> Self {
        let mut policy = Self::default();
        for path in machine().into_iter().chain([home.join("policy.toml")]) {
            policy.add(&path);
        }
        policy
    }

    fn add(&mut self, path: &Path) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return,
            Err(e) => {
                self.forbid(path, &format!(", which cannot be read ({}),", e.kind()));
                return;
            }
        };
        let Ok(PolicyFile { models }) = toml::from_str::<PolicyFile>(&text) else {
            self.forbid(path, ", which is not understood,");
            return;
        };
        if !models.allowed {
            self.forbid(path, "");
        }
        self.deidentify |= models.deidentify;
        if let Some(hosts) = models.hosts {
            self.hosts = Some(match self.hosts.take() {
                None => hosts,
                Some(mut both) => {
                    both.retain(|h| hosts.iter().any(|other| other.eq_ignore_ascii_case(h)));
                    both
                }
            });
        }
    }

    fn forbid(&mut self, path: &Path, how: &str) {
        self.forbidden
            .get_or_insert_with(|| format!("the policy {}{how}", path.display()));
    }
}

/// The file that only the keeper of the machine can write.
fn machine() -> Option<PathBuf> {
    if cfg!(windows) {
        let data = std::env::var_os("ProgramData")?;
        return Some(PathBuf::from(data).join("Codetrail").join("policy.toml"));
    }
    Some(PathBuf::from("/etc/codetrail/policy.toml"))
}

/// Whether the environment says that nothing may go out.
pub(crate) fn is_offline() -> bool {
    std::env::var("CODETRAIL_OFFLINE").is_ok_and(|v| !matches!(v.trim(), "" | "0" | "false"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str]) -> Policy {
        let folder = tempfile::tempdir().unwrap();
        let mut policy = Policy::default();
        for (i, text) in texts.iter().enumerate() {
            let path = folder.path().join(format!("{i}.toml"));
            std::fs::write(&path, text).unwrap();
            policy.add(&path);
        }
        policy.add(&folder.path().join("absent.toml"));
        policy
    }

    #[test]
    fn what_one_file_forbids_none_allows() {
        assert_eq!(check(&[]), Policy::default());
        assert!(check(&["[models]\nallowed = true\n"]).forbidden.is_none());
        let both = ["[models]\nallowed = false\n", "[models]\nallowed = true\n"];
        assert!(check(&both).forbidden.is_some());
        let hosts = [
            "[models]\nallowed = true\nhosts = [\"a\", \"b\"]\n",
            "[models]\nallowed = true\nhosts = [\"B\", \"c\"]\ndeidentify = true\n",
        ];
        let policy = check(&hosts);
        assert_eq!(policy.hosts, Some(vec!["b".to_owned()]));
        assert!(policy.deidentify);
    }

    #[test]
    fn a_file_that_is_not_understood_forbids() {
        for text in [
            "nonsense",
            "",
            "[models]\n",
            "[models]\nallowed = true\nhost = [\"a\"]\n",
        ] {
            assert!(check(&[text]).forbidden.is_some(), "{text}");
        }
    }
}
