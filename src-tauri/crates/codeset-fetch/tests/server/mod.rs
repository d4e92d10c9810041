//! A host on this machine that answers as it is told.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What the host says to one request.
#[derive(Clone)]
pub enum Answer {
    /// 200 with a body, and whether the host marks and resumes it.
    Whole(Vec<u8>),
    /// 200 that states the whole length and breaks off after so many bytes; a range is honoured.
    Cut(Vec<u8>, usize),
    /// An entity tag that differs on every request: nothing may be resumed.
    Changing(Vec<u8>),
    /// A bare status.
    Status(u16),
    /// 302 to an address.
    Redirect(String),
    /// Silence.
    Silence,
}

/// A request as the host heard it: the path, and the first byte asked for.
pub type Heard = Arc<Mutex<Vec<(String, Option<usize>)>>>;

/// Starts a host; `answer` is asked with the path and how often it was asked for before.
pub async fn start(answer: impl Fn(&str, usize) -> Answer + Send + 'static) -> (String, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let heard = Heard::default();
    let log = heard.clone();
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            while !request.windows(4).any(|w| w == b"\r\n\r\n") {
                match socket.read(&mut buffer).await {
                    Ok(0) | Err(_) => break,
                    Ok(read) => request.extend_from_slice(&buffer[..read]),
                }
            }
            let request = String::from_utf8(request).unwrap();
            let Some(path) = request.split(' ').nth(1).map(str::to_owned) else {
                continue;
            };
            let from = request
                .lines()
                .find_map(|l| {
                    l.to_lowercase()
                        .strip_prefix("range: bytes=")
                        .map(str::to_owned)
                })
                .map(|l| l.trim_end_matches('-').parse::<usize>().unwrap());
            let before = {
                let mut log = log.lock().unwrap();
                let before = log.iter().filter(|(p, _)| *p == path).count();
                log.push((path.clone(), from));
                before
            };
            match answer(&path, before) {
                Answer::Whole(body) => {
                    respond(&mut socket, &body, "\"v1\"", from, usize::MAX).await
                }
                Answer::Cut(body, after) => {
                    respond(&mut socket, &body, "\"v1\"", from, after).await;
                }
                Answer::Changing(body) => {
                    let tag = format!("\"v{before}\"");
                    let cut = if before == 0 {
                        body.len() / 2
                    } else {
                        usize::MAX
                    };
                    // the tag asked for is never the one there is: the whole, from the start
                    respond(&mut socket, &body, &tag, None, cut).await;
                }
                Answer::Status(status) => {
                    let text = format!(
                        "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    );
                    let _ = socket.write_all(text.as_bytes()).await;
                }
                Answer::Redirect(to) => {
                    let text = format!(
                        "HTTP/1.1 302 X\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    );
                    let _ = socket.write_all(text.as_bytes()).await;
                }
                Answer::Silence => {
                    tokio::spawn(async move {
                        let mut rest = Vec::new();
                        let _ = socket.read_to_end(&mut rest).await;
                    });
                }
            }
        }
    });
    (address, heard)
}

async fn respond(
    socket: &mut tokio::net::TcpStream,
    body: &[u8],
    tag: &str,
    from: Option<usize>,
    cut: usize,
) {
    let start = from.unwrap_or(0);
    let rest = &body[start..];
    let (status, range) = match from {
        Some(start) => (
            206,
            format!(
                "content-range: bytes {start}-{}/{}\r\n",
                body.len() - 1,
                body.len()
            ),
        ),
        None => (200, String::new()),
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\netag: {tag}\r\n{range}connection: close\r\n\r\n",
        rest.len()
    );
    let _ = socket.write_all(head.as_bytes()).await;
    let _ = socket.write_all(&rest[..rest.len().min(cut)]).await;
    let _ = socket.shutdown().await;
}
