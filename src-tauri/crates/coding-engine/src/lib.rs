//! How a note becomes suggestions: tasks, agents, pipeline, grounding.
