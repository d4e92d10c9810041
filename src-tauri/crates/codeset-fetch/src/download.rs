//! Downloading one file over HTTP, resumed where an earlier attempt broke off.

use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::header::{self, HeaderMap};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt;

use crate::error::FetchError;

/// No release is longer.
const LONGEST_FILE: u64 = 256 * 1024 * 1024;
/// No folder's listing is longer.
const LONGEST_LISTING: usize = 4 * 1024 * 1024;
/// A broken connection is taken up again so often.
const ATTEMPTS: u32 = 4;

/// How long to wait for a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Until it is connected.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub read: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
        }
    }
}

/// A client that follows redirects to https only, or, for an address of this machine, within it.
pub fn client(address: &str, patience: Patience) -> Result<Client, FetchError> {
    let untrusted = || FetchError::Untrusted {
        url: address.to_owned(),
    };
    let url = Url::parse(address).map_err(|_| untrusted())?;
    if !trusted(&url) {
        return Err(untrusted());
    }
    Client::builder()
        .connect_timeout(patience.connect)
        .read_timeout(patience.read)
        .redirect(redirect::Policy::custom(|attempt| {
            if attempt.previous().len() > 5 || !trusted(attempt.url()) {
                attempt.stop()
            } else {
                attempt.follow()
            }
        }))
        .user_agent(concat!("codetrail/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|e| FetchError::network(address, e))
}

fn trusted(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]")),
        _ => false,
    }
}

/// The text at an address, such as a folder's listing.
pub async fn text(client: &Client, url: &str) -> Result<String, FetchError> {
    let mut response = client
        .get(url)
        .send()
        .await
        .map_err(|e| FetchError::network(url, e))?;
    refuse_unless(&response, url, StatusCode::OK)?;
    let mut body = Vec::new();
    while let Some(piece) = response
        .chunk()
        .await
        .map_err(|e| FetchError::network(url, e))?
    {
        body.extend_from_slice(&piece);
        if body.len() > LONGEST_LISTING {
            return Err(FetchError::Endless {
                url: url.to_owned(),
                limit: LONGEST_LISTING as u64,
            });
        }
    }
    Ok(String::from_utf8_lossy(&body).into_owned())
}

/// Downloads a file to `to`. What has arrived is kept beside it (`.part`), with the mark that the
/// host gave the file (`.mark`), and taken up again by a later call, unless the file has changed
/// since. `received` hears how many bytes are there and how many there will be.
pub async fn file(
    client: &Client,
    url: &str,
    to: &Path,
    received: &mut (dyn FnMut(u64, Option<u64>) + Send),
) -> Result<(), FetchError> {
    let mut attempt = 1;
    loop {
        match piece(client, url, to, received).await {
            Err(FetchError::Unreachable { .. })
                if attempt < ATTEMPTS && beside(to, ".part").exists() =>
            {
                tokio::time::sleep(Duration::from_millis(200 << attempt)).await;
                attempt += 1;
            }
            outcome => return outcome,
        }
    }
}

async fn piece(
    client: &Client,
    url: &str,
    to: &Path,
    received: &mut (dyn FnMut(u64, Option<u64>) + Send),
) -> Result<(), FetchError> {
    let part = beside(to, ".part");
    let mark = beside(to, ".mark");

    let kept = fs::metadata(&part).await.map_or(0, |m| m.len());
    let known = fs::read_to_string(&mark).await.ok();
    let mut request = client.get(url);
    let resuming = match known.as_deref() {
        Some(known) if kept > 0 && !known.is_empty() => {
            request = request
                .header(header::RANGE, format!("bytes={kept}-"))
                .header(header::IF_RANGE, known);
            true
        }
        _ => false,
    };

    let mut response = request
        .send()
        .await
        .map_err(|e| FetchError::network(url, e))?;
    let mut have = 0;
    if resuming
        && response.status() == StatusCode::PARTIAL_CONTENT
        && range_start(response.headers()) == Some(kept)
    {
        have = kept;
    } else if resuming && response.status() != StatusCode::OK {
        // what was kept does not go on here: begin again
        discard(&part).await;
        discard(&mark).await;
        response = client
            .get(url)
            .send()
            .await
            .map_err(|e| FetchError::network(url, e))?;
    }
    if have == 0 {
        refuse_unless(&response, url, StatusCode::OK)?;
        fs::write(&mark, validator(response.headers()))
            .await
            .map_err(FetchError::disk("write", &mark))?;
    }

    let total = response.content_length().map(|rest| rest + have);
    let too_long = || FetchError::Endless {
        url: url.to_owned(),
        limit: LONGEST_FILE,
    };
    if total.is_some_and(|total| total > LONGEST_FILE) {
        return Err(too_long());
    }
    let mut out = if have > 0 {
        OpenOptions::new().append(true).open(&part).await
    } else {
        File::create(&part).await
    }
    .map_err(FetchError::disk("write", &part))?;

    received(have, total);
    loop {
        let arrived = response.chunk().await;
        let Some(bytes) = arrived.map_err(|e| FetchError::network(url, e))? else {
            break;
        };
        out.write_all(&bytes)
            .await
            .map_err(FetchError::disk("write", &part))?;
        have += bytes.len() as u64;
        if have > LONGEST_FILE {
            return Err(too_long());
        }
        received(have, total);
    }
    out.sync_all()
        .await
        .map_err(FetchError::disk("write", &part))?;
    drop(out);
    fs::rename(&part, to)
        .await
        .map_err(FetchError::disk("write", to))?;
    discard(&mark).await;
    Ok(())
}

/// The mark by which the host would know that the file has changed: a strong entity tag, or else
/// the date. Empty where it gives neither; then nothing is resumed.
fn validator(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    text(header::ETAG)
        .filter(|tag| tag.starts_with('"'))
        .or_else(|| text(header::LAST_MODIFIED))
        .unwrap_or_default()
        .to_owned()
}

/// The first byte of a `Content-Range: bytes 100-199/200`.
fn range_start(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(header::CONTENT_RANGE)?.to_str().ok()?;
    let (start, _) = range.strip_prefix("bytes ")?.split_once('-')?;
    start.trim().parse().ok()
}

fn refuse_unless(response: &Response, url: &str, wanted: StatusCode) -> Result<(), FetchError> {
    if response.status() == wanted {
        Ok(())
    } else {
        Err(FetchError::Refused {
            url: url.to_owned(),
            status: response.status().as_u16(),
        })
    }
}

async fn discard(path: &Path) {
    // a file that cannot be removed is written over by what follows, or fails there
    let _ = fs::remove_file(path).await;
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
