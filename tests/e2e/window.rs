//! What a person does at the window, and what they see.
#![allow(
    dead_code,
    reason = "a vocabulary: not every scenario uses every word of it"
)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde_json::Value;

use crate::driver::{Driver, Setup};
use crate::home::Home;
use crate::keys;

/// Longer than anything the program does while a person waits.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

/// The open window of one test.
pub struct Window {
    home: Home,
    setup: Setup,
    client: Client,
    // ends last: the client speaks through it
    driver: Driver,
}

impl Window {
    /// Starts the program on a data folder and waits for its page.
    pub async fn open(home: Home) -> Self {
        Self::open_with(home, Setup::default()).await
    }

    /// As [`Window::open`], with more than a data folder.
    pub async fn open_with(home: Home, setup: Setup) -> Self {
        let driver = Driver::start(home.path(), &setup);
        let client = driver.open().await;
        Self {
            home,
            setup,
            client,
            driver,
        }
    }

    /// Ends the program as a crash would, and starts it again on the same data folder.
    pub async fn restart(&mut self) {
        self.driver = Driver::start(self.home.path(), &self.setup);
        self.client = self.driver.open().await;
    }

    /// As [`Window::restart`], set up in another way from then on.
    pub async fn restart_with(&mut self, setup: Setup) {
        self.setup = setup;
        self.restart().await;
    }

    /// Closes the window as a person does, and starts the program again.
    pub async fn close_and_reopen(&mut self) {
        self.client.clone().close().await.unwrap();
        self.restart().await;
    }

    /// The data folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The window's title.
    pub async fn title(&self) -> String {
        self.client.title().await.unwrap()
    }

    /// The name by which the driver knows the window that is spoken to.
    pub async fn handle(&self) -> WindowHandle {
        self.client.window().await.unwrap()
    }

    /// Waits until there is a window beside the given one.
    pub async fn other(&self, known: &WindowHandle) -> WindowHandle {
        let begun = Instant::now();
        loop {
            let all = self.client.windows().await.unwrap();
            if let Some(other) = all.into_iter().find(|one| one != known) {
                return other;
            }
            if begun.elapsed() > PATIENCE {
                self.fail("no second window was opened").await;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// How many windows there are now.
    pub async fn windows(&self) -> usize {
        self.client.windows().await.unwrap().len()
    }

    /// Speaks to a window from now on.
    pub async fn turn_to(&self, handle: &WindowHandle) {
        self.client.switch_to_window(handle.clone()).await.unwrap();
    }

    /// Presses keys where the focus is, one chord after another: `j`, `Ctrl+Enter`, `ArrowDown`.
    pub async fn press(&self, chords: &str) {
        for name in chords.split_whitespace() {
            let (modifiers, key) = keys::chord(name);
            let mut actions = KeyActions::new("keyboard".to_owned());
            for &value in modifiers.iter().chain([&key]) {
                actions = actions.then(KeyAction::Down { value });
            }
            for &value in [&key].into_iter().chain(modifiers.iter().rev()) {
                actions = actions.then(KeyAction::Up { value });
            }
            if let Err(error) = self.client.perform_actions(actions).await {
                self.fail(&format!("could not press {name}: {error}")).await;
            }
        }
    }

    /// Presses a chord that closes the window spoken to, which may be gone before the driver answers.
    pub async fn press_to_close(&self, chord: &str) {
        let (modifiers, key) = keys::chord(chord);
        let mut actions = KeyActions::new("keyboard".to_owned());
        for &value in modifiers.iter().chain([&key]) {
            actions = actions.then(KeyAction::Down { value });
        }
        drop(self.client.perform_actions(actions).await);
    }

    /// Types a text where the focus is, pressing Enter for a line feed.
    pub async fn type_text(&self, text: &str) {
        let keys: Vec<char> = text
            .chars()
            .map(|c| if c == '\n' { '\u{e007}' } else { c })
            .collect();
        // the driver waits for ever for the end of a long request
        for some in keys.chunks(60) {
            let mut actions = KeyActions::new("keyboard".to_owned());
            for &value in some {
                actions = actions
                    .then(KeyAction::Down { value })
                    .then(KeyAction::Up { value });
            }
            if let Err(error) = self.client.perform_actions(actions).await {
                self.fail(&format!("could not type: {error}")).await;
            }
        }
    }

    /// Waits until an element is there and visible.
    pub async fn wait_for(&self, css: &str) -> Element {
        let begun = Instant::now();
        loop {
            if let Ok(element) = self.client.find(Locator::Css(css)).await
                && element.is_displayed().await.unwrap_or(false)
            {
                return element;
            }
            if begun.elapsed() > PATIENCE {
                self.fail(&format!("{css} did not appear")).await;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until no element fits.
    pub async fn wait_gone(&self, css: &str) {
        let begun = Instant::now();
        while self.count(css).await > 0 {
            if begun.elapsed() > PATIENCE {
                self.fail(&format!("{css} did not go away")).await;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until an element's text, cut off or not, has a part.
    pub async fn wait_for_text(&self, css: &str, part: &str) {
        self.wait_long_for_text(css, part, PATIENCE).await;
    }

    /// As [`Window::wait_for_text`], for work of others that may take longer.
    pub async fn wait_long_for_text(&self, css: &str, part: &str, patience: Duration) {
        let begun = Instant::now();
        loop {
            // between two drawings the element may be another one
            if let Ok(element) = self.client.find(Locator::Css(css)).await
                && let Ok(Some(text)) = element.prop("textContent").await
                && text.contains(part)
            {
                return;
            }
            if begun.elapsed() > patience {
                self.fail(&format!("{css} did not come to say {part:?}"))
                    .await;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The visible text of an element, which is waited for.
    pub async fn text_of(&self, css: &str) -> String {
        self.wait_for(css).await.text().await.unwrap()
    }

    /// An attribute of an element, which is waited for; empty where it has none.
    pub async fn attr(&self, css: &str, name: &str) -> String {
        let element = self.wait_for(css).await;
        element.attr(name).await.unwrap().unwrap_or_default()
    }

    /// An attribute of all elements that fit now.
    pub async fn attrs(&self, css: &str, name: &str) -> Vec<String> {
        let mut values = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await.unwrap() {
            values.extend(element.attr(name).await.unwrap_or_default());
        }
        values
    }

    /// The visible texts of all elements that fit now.
    pub async fn texts_of(&self, css: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await.unwrap() {
            texts.push(element.text().await.unwrap_or_default());
        }
        texts
    }

    /// How many elements fit now.
    pub async fn count(&self, css: &str) -> usize {
        self.client
            .find_all(Locator::Css(css))
            .await
            .map_or(0, |all| all.len())
    }

    /// Clicks an element, which is waited for.
    pub async fn click(&self, css: &str) {
        if let Err(error) = self.wait_for(css).await.click().await {
            self.fail(&format!("could not click {css}: {error}")).await;
        }
    }

    /// Replaces what a field holds.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.wait_for(css).await;
        field.clear().await.unwrap();
        // the driver drops a line feed: a person presses Enter
        field
            .send_keys(&text.replace('\n', "\u{e007}"))
            .await
            .unwrap();
    }

    /// Gives a file to a field for files, as its dialog does; the field itself may be out of sight.
    pub async fn give_file(&self, css: &str, file: &Path) {
        let field = match self.client.find(Locator::Css(css)).await {
            Ok(field) => field,
            Err(error) => self.fail(&format!("there is no {css}: {error}")).await,
        };
        if let Err(error) = field.send_keys(&file.display().to_string()).await {
            self.fail(&format!("{css} did not take the file: {error}"))
                .await;
        }
    }

    /// Chooses the option of a list that has this value.
    pub async fn choose(&self, css: &str, value: &str) {
        let list = self.wait_for(css).await;
        if let Err(error) = list.select_by_value(value).await {
            self.fail(&format!("could not choose {value} in {css}: {error}"))
                .await;
        }
    }

    /// Runs a script of the test's in the page; its last argument takes the answer.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute_async(script, vec![]).await.unwrap()
    }

    /// Keeps what is to be seen under `tests/screenshots`, for a person to look at.
    pub async fn screenshot(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screenshots");
        fs::create_dir_all(&folder).unwrap();
        // the picture is of the last frame shown: let what has changed be drawn
        self.run(
            "const done = arguments[arguments.length - 1];
             setTimeout(done, 500);
             requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));",
        )
        .await;
        let png = self.client.screenshot().await.unwrap();
        fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }

    /// Ends the test with a picture of the window as it was.
    async fn fail(&self, message: &str) -> ! {
        let test = std::thread::current()
            .name()
            .unwrap_or("test")
            .replace("::", "-");
        self.screenshot(&format!("failed-{test}")).await;
        panic!("{message}; see tests/screenshots/failed-{test}.png")
    }
}
