//! How far something is: reading a status as people write it, and keeping how they wrote it.

/// The six states that everything is sorted into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BaseStatus {
    /// Not started.
    Todo,
    /// In progress.
    Wip,
    /// Complete.
    Done,
    /// Stuck for a reason that will pass.
    Blocked,
    /// Removed from scope.
    Cut,
    /// Not said, or said in words nobody recognises.
    #[default]
    Unknown,
}

impl BaseStatus {
    /// Every state, in the order in which they are shown and counted.
    pub const ALL: [BaseStatus; 6] = [
        BaseStatus::Wip,
        BaseStatus::Blocked,
        BaseStatus::Todo,
        BaseStatus::Done,
        BaseStatus::Cut,
        BaseStatus::Unknown,
    ];

    /// The state's name in JSON, links and attributes.
    pub fn name(self) -> &'static str {
        match self {
            BaseStatus::Todo => "todo",
            BaseStatus::Wip => "wip",
            BaseStatus::Done => "done",
            BaseStatus::Blocked => "blocked",
            BaseStatus::Cut => "cut",
            BaseStatus::Unknown => "unknown",
        }
    }

    /// The state's name for people.
    pub fn label(self) -> &'static str {
        match self {
            BaseStatus::Todo => "To do",
            BaseStatus::Wip => "In work",
            BaseStatus::Done => "Done",
            BaseStatus::Blocked => "Blocked",
            BaseStatus::Cut => "Cut",
            BaseStatus::Unknown => "No status",
        }
    }

    /// Whether there is nothing left to do: done, or cut.
    pub fn is_closed(self) -> bool {
        matches!(self, BaseStatus::Done | BaseStatus::Cut)
    }

    /// Whether there is something left to do.
    pub fn is_open(self) -> bool {
        matches!(self, BaseStatus::Todo | BaseStatus::Wip | BaseStatus::Blocked)
    }

    /// The state called `name`, if there is one.
    pub fn from_name(name: &str) -> Option<BaseStatus> {
        BaseStatus::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Where a status was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusOrigin {
    /// The item's own frontmatter.
    Frontmatter,
    /// The Children table of what it belongs to.
    ParentTable,
    /// The Plans table of the root.
    RootTable,
    /// The note of a listing.
    Listing,
    /// The heading that it stands under.
    Heading,
    /// A line of its text.
    Line,
    /// Nothing says it; its boxes, or what lies below it, tell.
    Derived,
    /// A document gives it a date: how far it was on a day in the past.
    Then,
    /// How far it was on a day in the past follows from what is said of other days.
    ThenDerived,
    /// How far it was on a day in the past nobody can tell.
    ThenUnknown,
    /// Nowhere.
    #[default]
    None,
}

impl StatusOrigin {
    /// The origin's name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            StatusOrigin::Frontmatter => "frontmatter",
            StatusOrigin::ParentTable => "parent_table",
            StatusOrigin::RootTable => "root_table",
            StatusOrigin::Listing => "listing",
            StatusOrigin::Heading => "heading",
            StatusOrigin::Line | StatusOrigin::Then => "line",
            StatusOrigin::Derived | StatusOrigin::ThenDerived => "derived",
            StatusOrigin::None | StatusOrigin::ThenUnknown => "none",
        }
    }

    /// Where the status was found, for people.
    pub fn label(self) -> &'static str {
        match self {
            StatusOrigin::Frontmatter => "its frontmatter",
            StatusOrigin::ParentTable => "the Children table of its parent",
            StatusOrigin::RootTable => "the Plans table of the root",
            StatusOrigin::Listing => "a listing of the tree",
            StatusOrigin::Heading => "its heading",
            StatusOrigin::Line => "a line of its text",
            StatusOrigin::Derived => "its boxes and what lies below it",
            StatusOrigin::Then => "a line that gives its date",
            StatusOrigin::ThenDerived => "what is said of other days",
            StatusOrigin::None | StatusOrigin::ThenUnknown => "nowhere",
        }
    }
}

/// A status: what it means, how it was written, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// What it means.
    pub base: BaseStatus,
    /// The reason of a blocked item, or the plan that invalidated a done one.
    pub detail: Option<String>,
    /// The words of the file.
    pub written: Option<String>,
    /// Where it was found.
    pub from: StatusOrigin,
    /// The line that says it, in the file it was found in; 0 when nothing says it.
    pub line: u32,
}

impl Status {
    /// Reads a status as people write it: `WIP`, `✅ [DONE]`, `[BLOCKED:legal-review]`,
    /// `DONE:invalidated-by:PP08`, `In Progress`, or a mark alone. Words that mean nothing here give
    /// [`BaseStatus::Unknown`] and are kept as written.
    pub fn parse(written: &str, from: StatusOrigin, line: u32) -> Status {
        let written = written.trim();
        if written.is_empty() || matches!(written, "—" | "–" | "-") {
            return Status::default();
        }
        let label = match (written.find('['), written.rfind(']')) {
            (Some(open), Some(close)) if open < close => written.get(open + 1..close).unwrap_or(written),
            _ => written,
        };
        let (word, detail) = match label.split_once(':') {
            Some((word, detail)) => (word, Some(detail.trim())),
            None => (label, None),
        };
        let base = base_of(word).or_else(|| mark_of(written)).unwrap_or_default();
        // A complete item has one detail, the plan that broke it; `DONE:2025-10-01` is as complete as `DONE`.
        let detail = match (base, detail) {
            (BaseStatus::Done, detail) => detail.and_then(|detail| detail.strip_prefix("invalidated-by:")),
            (_, detail) => detail,
        };
        let detail = detail.map(str::trim);
        Status {
            base,
            detail: detail.filter(|detail| !detail.is_empty()).map(str::to_owned),
            written: Some(written.to_owned()),
            from,
            line,
        }
    }

    /// Whether the item was complete, but a later plan broke what it relied on.
    pub fn is_invalidated(&self) -> bool {
        self.base == BaseStatus::Done && self.detail.is_some()
    }
}

/// The state that a word stands for, whatever marks stand around it.
fn base_of(word: &str) -> Option<BaseStatus> {
    let mut letters = String::with_capacity(word.len());
    for character in word.chars() {
        if character.is_alphanumeric() {
            letters.extend(character.to_lowercase());
        }
    }
    Some(match letters.as_str() {
        "todo" | "notstarted" | "planned" | "pending" | "open" | "proposed" | "draft" | "backlog"
        | "ready" => BaseStatus::Todo,
        "wip" | "inprogress" | "active" | "doing" | "started" | "inwork" | "ongoing" | "inreview" => {
            BaseStatus::Wip
        }
        "done" | "complete" | "completed" | "closed" | "finished" | "shipped" => BaseStatus::Done,
        "blocked" | "stuck" | "onhold" | "waiting" => BaseStatus::Blocked,
        "cut" | "cancelled" | "canceled" | "dropped" | "rejected" | "abandoned" | "wontdo" => BaseStatus::Cut,
        _ => return None,
    })
}

/// The state that a mark stands for, when no word says it.
fn mark_of(written: &str) -> Option<BaseStatus> {
    written.chars().find_map(|character| {
        Some(match character {
            '⏳' | '⚪' | '☐' => BaseStatus::Todo,
            '🔄' | '🟡' => BaseStatus::Wip,
            '✅' | '☑' => BaseStatus::Done,
            '🚧' | '⛔' => BaseStatus::Blocked,
            '🚫' | '❌' => BaseStatus::Cut,
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, base: BaseStatus, detail: Option<&str>) {
        let status = Status::parse(written, StatusOrigin::Frontmatter, 1);
        assert_eq!((status.base, status.detail.as_deref()), (base, detail), "{written:?}");
    }

    #[test]
    fn statuses_are_read_as_people_write_them() {
        check("TODO", BaseStatus::Todo, None);
        check("⏳ [TODO]", BaseStatus::Todo, None);
        check("wip", BaseStatus::Wip, None);
        check("🔄 [WIP]", BaseStatus::Wip, None);
        check("In Progress", BaseStatus::Wip, None);
        check("in_progress", BaseStatus::Wip, None);
        check("✅ [DONE]", BaseStatus::Done, None);
        check("✅", BaseStatus::Done, None);
        check("✅ [DONE:invalidated-by:PP08]", BaseStatus::Done, Some("PP08"));
        check("DONE: invalidated-by: PP08", BaseStatus::Done, Some("PP08"));
        check("✅ [DONE:2025-10-01]", BaseStatus::Done, None);
        check("BLOCKED:nosql-migration", BaseStatus::Blocked, Some("nosql-migration"));
        check("🚧 [BLOCKED:join-complexity]", BaseStatus::Blocked, Some("join-complexity"));
        check("BLOCKED", BaseStatus::Blocked, None);
        check("🚫 [CUT]", BaseStatus::Cut, None);
        check("◒ Done", BaseStatus::Done, None);
        check("To Do", BaseStatus::Todo, None);
        check("—", BaseStatus::Unknown, None);
        check("", BaseStatus::Unknown, None);
    }

    #[test]
    fn words_that_mean_nothing_here_are_kept() {
        let status = Status::parse("Simmering", StatusOrigin::Frontmatter, 4);
        assert_eq!(status.base, BaseStatus::Unknown);
        assert_eq!(status.written.as_deref(), Some("Simmering"));
        assert_eq!(status.line, 4);
    }
}
