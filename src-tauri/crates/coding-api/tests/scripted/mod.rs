//! A server that answers every question with the same words, over real sockets of this machine.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A running server.
pub struct Server {
    pub url: String,
    connected: Arc<AtomicUsize>,
    seen: Arc<Mutex<String>>,
}

impl Server {
    /// One that answers.
    pub fn start(answer: &str) -> Self {
        let message = serde_json::json!({
            "choices": [{"message": {"content": answer}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 300, "completion_tokens": 20},
        });
        Self::with(Some(message.to_string()))
    }

    /// One that accepts, and never says anything.
    pub fn silent() -> Self {
        Self::with(None)
    }

    fn with(body: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            connected: Arc::default(),
            seen: Arc::default(),
        };
        let (connected, seen) = (Arc::clone(&server.connected), Arc::clone(&server.seen));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { continue };
                connected.fetch_add(1, Ordering::SeqCst);
                let (body, seen) = (body.clone(), Arc::clone(&seen));
                thread::spawn(move || serve(stream, body.as_deref(), &seen));
            }
        });
        server
    }

    /// Connections that were opened.
    pub fn connections(&self) -> usize {
        self.connected.load(Ordering::SeqCst)
    }

    /// Everything that was sent.
    pub fn seen(&self) -> String {
        self.seen.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, body: Option<&str>, seen: &Mutex<String>) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(n) => bytes.extend_from_slice(&buffer[..n]),
        }
        if is_whole(&String::from_utf8_lossy(&bytes)) {
            break;
        }
    }
    seen.lock()
        .unwrap()
        .push_str(&String::from_utf8_lossy(&bytes));
    let Some(body) = body else {
        // until the client goes away
        while stream.read(&mut buffer).is_ok_and(|n| n > 0) {}
        return;
    };
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
}

fn is_whole(text: &str) -> bool {
    text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
        let head = head.to_lowercase();
        let length = head.split("content-length: ").nth(1);
        let length = length.and_then(|l| l.split("\r\n").next());
        length.is_some_and(|l| l.parse::<usize>().is_ok_and(|l| body.len() >= l))
    })
}
