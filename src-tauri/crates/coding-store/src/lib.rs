//! What survives a restart: encrypted SQLite, append-only ledger.
