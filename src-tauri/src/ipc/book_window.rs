//! The book in a window of its own, in step with the first.
//!
//! The two windows speak through the host, in [`BookMessageDto`]s alone: names of releases, numbers of
//! entries and codes. Neither can send the other anything else.

use coding_api::ApiError;
use coding_api::dto::BookMessageDto;
use tauri::{
    AppHandle, Emitter as _, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window,
    WindowEvent,
};

const MAIN: &str = "main";
const BOOK: &str = "book";
/// Name of the event under which a window hears the other.
const SAID: &str = "book-said";

/// Opens the book's window, or brings it to the front.
#[tauri::command]
pub async fn book_window_open(app: AppHandle) -> Result<(), ApiError> {
    let opened = match app.get_webview_window(BOOK) {
        Some(window) => window.unminimize().and_then(|()| window.set_focus()),
        None => WebviewWindowBuilder::new(&app, BOOK, WebviewUrl::default())
            .title("Codetrail: the book")
            .inner_size(1100.0, 860.0)
            .min_inner_size(720.0, 480.0)
            .disable_drag_drop_handler()
            .build()
            .map(drop),
    };
    opened.map_err(|error| {
        ApiError::outside(format!(
            "opening the book in a window of its own: {error}; use it beside the chart instead"
        ))
    })
}

/// Closes the book's window; the first one learns of it as of any other way to close it.
#[tauri::command]
pub async fn book_window_close(app: AppHandle) -> Result<(), ApiError> {
    let closed = app
        .get_webview_window(BOOK)
        .map_or(Ok(()), |window| window.close());
    closed.map_err(|error| {
        ApiError::outside(format!(
            "closing the book's window: {error}; close it by its frame"
        ))
    })
}

/// Tells the other window something. Where there is none, nobody hears it.
#[tauri::command]
pub async fn book_window_say(
    window: WebviewWindow,
    message: BookMessageDto,
) -> Result<(), ApiError> {
    let message = message.checked()?;
    let other = if window.label() == BOOK { MAIN } else { BOOK };
    tell(window.app_handle(), other, &message);
    Ok(())
}

/// Shows everything in the window larger or smaller; 1 is as designed, and what is asked for beyond a quarter or four
/// times that is brought back to it.
#[tauri::command]
pub async fn window_zoom(window: WebviewWindow, factor: f64) -> Result<(), ApiError> {
    window.set_zoom(factor.clamp(0.25, 4.0)).map_err(|error| {
        ApiError::outside(format!(
            "changing the size of the window's contents: {error}; it stays as it is"
        ))
    })
}

/// The book's window ends with the first one, and the first one learns when the book's was closed.
pub fn on_event(window: &Window, event: &WindowEvent) {
    if !matches!(event, WindowEvent::Destroyed) {
        return;
    }
    let app = window.app_handle();
    if window.label() == BOOK {
        tell(app, MAIN, &BookMessageDto::Closed);
    } else if let Some(book) = app.get_webview_window(BOOK) {
        // the program ends with its last window
        drop(book.destroy());
    }
}

fn tell(app: &AppHandle, label: &str, message: &BookMessageDto) {
    // a window that is just being closed need not hear it
    drop(app.emit_to(label, SAID, message));
}
