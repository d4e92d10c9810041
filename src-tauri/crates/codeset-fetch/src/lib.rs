//! Brings a code set release onto this machine.
