//! Stopping a run from another thread.

use std::sync::Arc;

use tokio::sync::watch;

/// A flag that is put up once. Calls in the air end at once, and their connections are closed.
#[derive(Debug, Clone)]
pub struct Cancel(Arc<watch::Sender<bool>>);

impl Default for Cancel {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Cancel {
    /// Puts it up.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether it is up.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once it is up.
    pub(crate) async fn cancelled(&self) {
        let mut watch = self.0.subscribe();
        // the sender lives as long as this does, so waiting ends with the flag only
        let _ = watch.wait_for(|up| *up).await;
    }
}
