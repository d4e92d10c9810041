//! WebKit's own WebDriver, with the program under it.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// Under load a debug build takes this long at worst to show its window.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a test asks for besides a data folder.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Arguments of the program.
    pub arguments: Vec<&'static str>,
    /// Environment of the program.
    pub environment: Vec<(&'static str, String)>,
    /// Where what the program writes to standard error goes; to that of the test where there is none.
    pub errors: Option<PathBuf>,
}

/// A running driver. It and everything it started end with it.
pub struct Driver {
    process: Child,
    port: u16,
    arguments: Vec<&'static str>,
}

impl Driver {
    /// Starts a driver whose program will use this data folder.
    pub fn start(home: &Path, setup: &Setup) -> Self {
        // free now, and taken a moment later: good enough on a machine of our own
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("CODETRAIL_HOME", home)
            // what the page itself keeps (size, colours) goes with the data folder too
            .env("XDG_DATA_HOME", home.join("page"))
            .env("CODETRAIL_KEYRING", "off")
            .env("NO_AT_BRIDGE", "1")
            // of a window that is drawn directly and does not change, the driver waits for a picture in vain
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "0")
            .envs(setup.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(match &setup.errors {
                Some(file) => Stdio::from(File::create(file).unwrap()),
                None => Stdio::inherit(),
            })
            .process_group(0)
            .spawn()
            .expect("WebKitWebDriver must be installed; run `make e2e`, which sees to it");
        Self {
            process,
            port,
            arguments: setup.arguments.clone(),
        }
    }

    /// Opens the program's window. The driver needs a moment before it listens.
    pub async fn open(&self) -> Client {
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": env!("CARGO_BIN_EXE_codetrail"), "args": self.arguments }
        });
        let address = format!("http://127.0.0.1:{}", self.port);
        let begun = Instant::now();
        loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities.as_object().cloned().unwrap());
            let connecting = builder.connect(&address);
            let error = match tokio::time::timeout(PATIENCE, connecting).await {
                Ok(Ok(client)) => return client,
                Ok(Err(error)) => error.to_string(),
                Err(_) => "no session came about".to_owned(),
            };
            assert!(
                begun.elapsed() < PATIENCE,
                "the window did not open: {error}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // the whole group: the driver, the program, and WebKit's processes
        let group = format!("kill -9 -{}", self.process.id());
        let _ = Command::new("sh").args(["-c", &group]).status();
        let _ = self.process.wait();
    }
}
