//! A server that plays what it is told, over real sockets of this machine.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use coding_llm::{Endpoint, Provider};

/// What is done with one request.
#[derive(Clone)]
pub enum Play {
    /// The text as a model's answer, streamed in the provider's form.
    Answer(String),
    /// The same, cut off by the limit of tokens.
    CutOff(String),
    /// A status with headers and a body.
    Status(u16, &'static str, String),
    /// These bytes as they are, then the connection is closed.
    Raw(Vec<u8>),
    /// Waits so long, then answers.
    Slow(Duration, String),
    /// Accepts, and never says anything.
    Silent,
    /// Part of an answer, then the connection breaks.
    Broken(String),
    /// Closes the connection at once.
    Hangup,
}

/// One request as it arrived.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Path with query.
    pub path: String,
    /// Headers, as sent.
    pub head: String,
    /// Body.
    pub body: String,
}

type Script = dyn Fn(usize, &Seen) -> Play + Send + Sync;

/// A running server.
pub struct Server {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    /// Connections opened by clients.
    pub connections: Arc<AtomicUsize>,
    /// Requests whose client went away before the answer.
    pub abandoned: Arc<AtomicUsize>,
    /// The most requests that were in work at once.
    pub most: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Starts one that plays by number and content of the request.
    pub fn start(
        provider: Provider,
        script: impl Fn(usize, &Seen) -> Play + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self {
            port,
            seen: Arc::default(),
            connections: Arc::default(),
            abandoned: Arc::default(),
            most: Arc::default(),
            stop: Arc::default(),
        };
        let script: Arc<Script> = Arc::new(script);
        let now = Arc::new(AtomicUsize::new(0));
        let (seen, connections, abandoned, most, stop) = (
            Arc::clone(&server.seen),
            Arc::clone(&server.connections),
            Arc::clone(&server.abandoned),
            Arc::clone(&server.most),
            Arc::clone(&server.stop),
        );
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                connections.fetch_add(1, Ordering::SeqCst);
                let (script, seen, abandoned, most, now) = (
                    Arc::clone(&script),
                    Arc::clone(&seen),
                    Arc::clone(&abandoned),
                    Arc::clone(&most),
                    Arc::clone(&now),
                );
                thread::spawn(move || {
                    serve(stream, provider, &*script, &seen, &abandoned, &most, &now);
                });
            }
        });
        server
    }

    /// One that answers every request with the same.
    pub fn always(provider: Provider, play: Play) -> Self {
        Self::start(provider, move |_, _| play.clone())
    }

    pub fn endpoint(&self, provider: Provider) -> Endpoint {
        let url = format!("http://127.0.0.1:{}", self.port);
        let mut endpoint = Endpoint::new(provider, &url, "scripted");
        endpoint.limits.idle_s = 5;
        endpoint.limits.total_s = 10;
        endpoint
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn serve(
    mut stream: TcpStream,
    provider: Provider,
    script: &Script,
    seen: &Mutex<Vec<Seen>>,
    abandoned: &AtomicUsize,
    most: &AtomicUsize,
    now: &AtomicUsize,
) {
    while let Some(request) = request(&mut stream) {
        let number = {
            let mut seen = seen.lock().unwrap();
            seen.push(request.clone());
            seen.len() - 1
        };
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let stays = play(&mut stream, provider, script(number, &request), abandoned);
        now.fetch_sub(1, Ordering::SeqCst);
        if !stays {
            return;
        }
    }
}

/// The next request; none where the client has gone.
fn request(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length: usize = head
                .lines()
                .find_map(|l| {
                    let (name, value) = l.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length")
                        .then(|| value.trim().parse().ok())?
                })
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                let body = String::from_utf8_lossy(&bytes[end + 4..end + 4 + length]);
                return Some(Seen {
                    path: head.split(' ').nth(1).unwrap_or("").to_owned(),
                    body: body.into_owned(),
                    head,
                });
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(&buffer[..n]),
        }
    }
}

/// Plays; whether the connection stays open.
fn play(stream: &mut TcpStream, provider: Provider, play: Play, abandoned: &AtomicUsize) -> bool {
    let respond = |stream: &mut TcpStream, body: &str| {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).is_ok() && stream.write_all(body.as_bytes()).is_ok()
    };
    match play {
        Play::Answer(text) => respond(stream, &streamed(provider, &text, false)),
        Play::CutOff(text) => respond(stream, &streamed(provider, &text, true)),
        Play::Status(status, headers, body) => {
            let head = format!(
                "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(head.as_bytes()).is_ok()
        }
        Play::Raw(bytes) => {
            let _ = stream.write_all(&bytes);
            false
        }
        Play::Slow(time, text) => {
            if gone(stream, time) {
                abandoned.fetch_add(1, Ordering::SeqCst);
                return false;
            }
            respond(stream, &streamed(provider, &text, false))
        }
        Play::Silent => {
            if gone(stream, Duration::from_secs(60)) {
                abandoned.fetch_add(1, Ordering::SeqCst);
            }
            false
        }
        Play::Broken(text) => {
            let body = streamed(provider, &text, false);
            let head = "HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\n";
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(&body.as_bytes()[..body.len() / 2]);
            false
        }
        Play::Hangup => false,
    }
}

/// Waits, and tells whether the client closed the connection meanwhile.
fn gone(stream: &mut TcpStream, time: Duration) -> bool {
    stream.set_read_timeout(Some(time)).unwrap();
    let left = matches!(stream.read(&mut [0; 1]), Ok(0));
    stream.set_read_timeout(None).unwrap();
    left
}

/// A text as the provider streams it, in pieces of a few characters.
pub fn streamed(provider: Provider, text: &str, cut: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let pieces: Vec<String> = chars.chunks(7).map(|c| c.iter().collect()).collect();
    let mut out = String::new();
    let quoted = |s: &str| serde_json::to_string(s).unwrap();
    match provider {
        Provider::OpenAi | Provider::Azure => {
            for piece in &pieces {
                out.push_str(&format!(
                    "data: {{\"choices\":[{{\"delta\":{{\"content\":{}}}}}]}}\n\n",
                    quoted(piece)
                ));
            }
            let reason = if cut { "length" } else { "stop" };
            out.push_str(&format!(
                "data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"{reason}\"}}]}}\n\n\
                 data: {{\"choices\":[],\"usage\":{{\"prompt_tokens\":10,\"completion_tokens\":5}}}}\n\ndata: [DONE]\n\n"
            ));
        }
        Provider::Anthropic => {
            out.push_str("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":10}}}\n\n");
            for piece in &pieces {
                out.push_str(&format!(
                    "data: {{\"type\":\"content_block_delta\",\"delta\":{{\"partial_json\":{}}}}}\n\n",
                    quoted(piece)
                ));
            }
            let reason = if cut { "max_tokens" } else { "tool_use" };
            out.push_str(&format!(
                "data: {{\"type\":\"message_delta\",\"delta\":{{\"stop_reason\":\"{reason}\"}},\"usage\":{{\"output_tokens\":5}}}}\n\n\
                 data: {{\"type\":\"message_stop\"}}\n\n"
            ));
        }
        Provider::Ollama => {
            for piece in &pieces {
                out.push_str(&format!(
                    "{{\"message\":{{\"content\":{}}},\"done\":false}}\n",
                    quoted(piece)
                ));
            }
            let reason = if cut { "length" } else { "stop" };
            out.push_str(&format!(
                "{{\"done\":true,\"done_reason\":\"{reason}\",\"prompt_eval_count\":10,\"eval_count\":5}}\n"
            ));
        }
    }
    out
}
