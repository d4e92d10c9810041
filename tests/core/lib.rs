//! Tests over the whole house that need no window.
