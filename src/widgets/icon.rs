//! Icons of one stroke set (Lucide, ISC licence), inlined.

use crate::html::{Html, el};

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    /// Points to what is folded.
    Chevron,
    /// Closes something.
    Close,
    /// Opens the drawer.
    Menu,
    /// Looks for something.
    Search,
    /// Narrows a list.
    Filter,
    /// Light theme.
    Sun,
    /// Dark theme.
    Moon,
    /// The theme of the system.
    Monitor,
    /// Help.
    Help,
    /// A folder.
    Folder,
    /// A document.
    Document,
    /// A module.
    Module,
    /// A note or meeting.
    Note,
    /// Opens something of one's own.
    Open,
    /// Saves a file.
    Download,
    /// The overview.
    Overview,
    /// The tree.
    Tree,
    /// What was found.
    Findings,
    /// What is pending.
    Changes,
    /// What people said.
    Review,
    /// Columns of cards.
    Board,
    /// A book of records.
    Register,
    /// Folds everything.
    Fold,
    /// Copies something.
    Copy,
    /// Gives something to others.
    Share,
    /// Prints.
    Print,
    /// People.
    People,
    /// Who answers for what.
    Owners,
    /// What happened when.
    Timeline,
    /// Makes larger.
    Plus,
    /// Makes smaller.
    Minus,
    /// Shows all of something.
    Fit,
    /// Two side by side.
    Compare,
    /// What needs what.
    Dependencies,
    /// Who answers for what.
    Ownership,
}

impl IconName {
    fn path(self) -> &'static str {
        match self {
            IconName::Chevron => "m9 18 6-6-6-6",
            IconName::Close => "M18 6 6 18M6 6l12 12",
            IconName::Menu => "M4 6h16M4 12h16M4 18h16",
            IconName::Search => "M19 11a8 8 0 1 1-16 0 8 8 0 0 1 16 0ZM21 21l-4.3-4.3",
            IconName::Filter => "M3 6h18M7 12h10M10 18h4",
            IconName::Sun => {
                "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M6.3 17.7l-1.4 1.4M19.1 4.9l-1.4 1.4"
            }
            IconName::Moon => "M12 3a6 6 0 0 0 9 9 9 9 0 1 1-9-9Z",
            IconName::Monitor => {
                "M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2ZM8 21h8M12 17v4"
            }
            IconName::Help => {
                "M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20ZM9.1 9a3 3 0 0 1 5.8 1c0 2-3 3-3 3M12 17h.01"
            }
            IconName::Folder => {
                "M20 20a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-7.9a2 2 0 0 1-1.7-.9L9.6 3.9A2 2 0 0 0 7.9 3H4a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2Z"
            }
            IconName::Document => {
                "M15 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V7ZM14 2v4a2 2 0 0 0 2 2h4M16 13H8M16 17H8M10 9H8"
            }
            IconName::Module => {
                "M11 21.7a2 2 0 0 0 2 0l7-4a2 2 0 0 0 1-1.7V8a2 2 0 0 0-1-1.7l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.7zM12 22V12M3.3 7l8.7 5 8.7-5"
            }
            IconName::Note => "M7.9 20A9 9 0 1 0 4 16.1L2 22Z",
            IconName::Open => {
                "m6 14 1.5-2.9A2 2 0 0 1 9.2 10H20a2 2 0 0 1 1.9 2.5l-1.5 6a2 2 0 0 1-2 1.5H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h3.9a2 2 0 0 1 1.7.9l.8 1.2a2 2 0 0 0 1.7.9H18a2 2 0 0 1 2 2v2"
            }
            IconName::Download => "M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4M7 10l5 5 5-5M12 15V3",
            IconName::Overview => "M3 3h7v9H3zM14 3h7v5h-7zM14 12h7v9h-7zM3 16h7v5H3z",
            IconName::Tree => "M21 12h-8M21 6H8M21 18h-8M3 6v4c0 1.1.9 2 2 2h3M3 10v6c0 1.1.9 2 2 2h3",
            IconName::Changes => "M12 3v14M5 10h14M5 21h14",
            IconName::Review => "M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z",
            IconName::Findings => "m3 17 2 2 4-4M3 7l2 2 4-4M13 6h8M13 12h8M13 18h8",
            IconName::Register => {
                "M4 19.5v-15A2.5 2.5 0 0 1 6.5 2H19a1 1 0 0 1 1 1v18a1 1 0 0 1-1 1H6.5a1 1 0 0 1 0-5H20M8 7h8M8 11h6"
            }
            IconName::Fold => "m7 20 5-5 5 5M7 4l5 5 5-5",
            IconName::Copy => {
                "M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2ZM4 16a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2"
            }
            IconName::People => {
                "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2M13 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM22 21v-2a4 4 0 0 0-3-3.9M16 3.1a4 4 0 0 1 0 7.8"
            }
            IconName::Owners => "M3 3h18v18H3ZM3 9h18M3 15h18M9 3v18M15 3v18",
            IconName::Board => "M4 4h4v16H4zM10 4h4v10h-4zM16 4h4v6h-4z",
            IconName::Timeline => "M6 5h12M4 12h10M12 19h8M3 2v20",
            IconName::Plus => "M5 12h14M12 5v14",
            IconName::Minus => "M5 12h14",
            IconName::Fit => {
                "M8 3H5a2 2 0 0 0-2 2v3M21 8V5a2 2 0 0 0-2-2h-3M3 16v3a2 2 0 0 0 2 2h3M16 21h3a2 2 0 0 0 2-2v-3"
            }
            IconName::Compare => "M8 3 4 7l4 4M4 7h16M16 21l4-4-4-4M20 17H4",
            IconName::Dependencies => "M3 3h6v6H3zM15 15h6v6h-6zM6 9v6a3 3 0 0 0 3 3h6",
            IconName::Ownership => {
                "M18 21a6 6 0 0 0-12 0M16 10a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Z"
            }
            IconName::Share => "M4 12v8a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-8M16 6l-4-4-4 4M12 2v13",
            IconName::Print => {
                "M6 18H4a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2M6 9V3h12v6M6 14h12v8H6z"
            }
        }
    }
}

/// An icon beside a word. It means nothing by itself, so screen readers pass over it.
pub fn icon(name: IconName) -> Html {
    drawing("icon", "0 0 24 24", name.path())
}

/// A drawing of one path.
pub(super) fn drawing(class: &str, view_box: &str, path: &str) -> Html {
    let attributes =
        [("class", class), ("viewBox", view_box), ("aria-hidden", "true"), ("focusable", "false")];
    el("svg", &attributes, &[el("path", &[("d", path)], &[])])
}
