//! What a person can do: use cases, wire types, error codes.
