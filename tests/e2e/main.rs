//! The real program with its real window, driven from outside: `make e2e`.
#![cfg(target_os = "linux")]

mod driver;
mod home;
mod keys;
mod window;

mod opens;
