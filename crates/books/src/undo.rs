//! Undo: every undoable change has an inverse, and a reason why not when something later leans on it.
