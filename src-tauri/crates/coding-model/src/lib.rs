//! The nouns of the trade: encounter, document, mention, evidence, suggestion, decision.
