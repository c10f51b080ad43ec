//! The fields that hold dates, by what they say.

/// When something began, the most telling first.
pub(super) const STARTS: &[&str] =
    &["start_at", "started_at", "started", "start_date", "created_date", "created_at"];
/// When it ended.
pub(super) const ENDS: &[&str] = &["completed_at", "completed_date", "completed", "closed_at", "finished_at"];
/// When its words were last true.
pub(super) const UPDATES: &[&str] = &["last_updated", "updated_date", "updated_at"];
