//! What can be done from anywhere, as a table: menu, palette, keyboard help and `docs/commands.md` are made from it.
//!
//! What a command does stands in the app, under its id; nothing here knows the page.

/// Something that can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// Its name in the page and in storage.
    pub id: &'static str,
    /// What it does, as an order.
    pub title: &'static str,
    /// The keys that do it, one behind the other; empty when there are none. `Mod` is Ctrl, or Cmd on a Mac.
    pub keys: &'static str,
    /// When it can be done.
    pub when: When,
}

/// When a command can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// While a tree is open.
    Open,
}

const fn always(id: &'static str, keys: &'static str, title: &'static str) -> Command {
    Command { id, title, keys, when: When::Always }
}

const fn open(id: &'static str, keys: &'static str, title: &'static str) -> Command {
    Command { id, title, keys, when: When::Open }
}

/// Every command, in the order in which they are offered.
pub static ALL: &[Command] = &[
    always("palette", "Mod K", "Do something, or go somewhere"),
    open("go:search", "s", "Search everything"),
    open("filter", "/", "Filter everything"),
    open("tree", "t", "Go to the tree"),
    open("go:overview", "g o", "Go to the overview"),
    open("go:tree", "g t", "Go to the table of the tree"),
    open("go:timeline", "g i", "Go to the timeline"),
    open("go:compare", "g d", "Compare two trees"),
    open("go:dependencies", "g n", "Go to the dependencies"),
    open("go:ownership", "g w", "Go to who answers for what"),
    open("go:findings", "g f", "Go to the findings"),
    open("go:register", "g r", "Go to the register"),
    open("go:person", "g p", "Go to the people"),
    open("go:changes", "g c", "Go to the pending changes"),
    open("go:review", "g v", "Go to the review"),
    open("edit", "e", "Edit what you read"),
    open("comment", "c", "Comment on what you read"),
    open("go:rules", "", "Read what the rules ask for"),
    open("add-dependency", "", "Add a dependency to the plan that is chosen in the graph"),
    open("fold", "", "Fold the whole tree"),
    open("unfold", "", "Unfold the whole tree"),
    open("unfilter", "", "Take every filter away"),
    open("keep", "", "Keep this tree on this device"),
    open("share", "", "Share: a link, or one HTML file"),
    open("copy-link", "", "Copy a link to this place"),
    open("today", "", "Show everything as of today"),
    always("start", "", "Open another tree"),
    always("theme", "", "Change the theme"),
    always("print", "", "Print this page"),
    always("keys", "", "Switch the one-letter keys off or on"),
    always("help", "?", "Show what the keys do"),
];

/// Keys that belong to a part of the page, for the help: keys, where, what they do.
pub static IN_PLACE: &[(&str, &str)] = &[
    ("↑ ↓", "in the tree and in lists: up and down"),
    ("→ ←", "in the tree: unfold and go in, fold and go out"),
    ("Enter", "in the tree: open"),
    ("F2", "in the tree: change the status"),
    ("Home End", "in the tree: first and last"),
    ("*", "in the tree: unfold everything beside it"),
    ("a … z", "in the tree and in graphs: the next name that begins so"),
    ("+ − 0", "in graphs and the timeline: larger, smaller, all of it"),
    ("n p", "in a comparison or a review: the next change, the one before"),
    ("a", "in a review: agree with the change"),
    ("Mod Z", "undo a pending edit; with Shift, make it again"),
    ("Alt ←", "back to where you were"),
    ("Esc", "close what is open"),
];

/// The command with an id.
pub fn by_id(id: &str) -> Option<&'static Command> {
    ALL.iter().find(|command| command.id == id)
}

/// The command that a key does, after the key before it.
pub fn by_keys(before: &str, key: &str) -> Option<&'static Command> {
    let does = |keys: &str| ALL.iter().find(|command| command.keys == keys);
    does(&format!("{before} {key}")).or_else(|| does(key))
}

/// The table of all commands for the docs, as Markdown.
pub fn docs() -> String {
    let mut text = String::from(
        "# Commands and keys\n\nMade from `src/commands.rs`. The palette (`Mod K`: Ctrl, or Cmd on a Mac) finds every command, view, plan, module, person and \
         document by its name; the keys of one letter can be switched off there.\n\n| keys | does |\n|---|---|\n",
    );
    for command in ALL {
        let keys = if command.keys.is_empty() { String::new() } else { format!("`{}`", command.keys) };
        text.push_str(&format!("| {keys} | {} |\n", command.title));
    }
    text.push_str("\n## In a part of the page\n\n| keys | do |\n|---|---|\n");
    for (keys, does) in IN_PLACE {
        text.push_str(&format!("| `{keys}` | {does} |\n"));
    }
    text
}

/// What being short is worth at most: less than what lies between two ways to answer.
pub const BREVITY: u32 = 1_000;

/// How well a title answers what is typed; nothing when it does not. Best is what stands in it as typed, and begins a word
/// there; else every letter typed stands in it in this order, better where it begins a word. `typed` and `title` are folded.
pub fn fits(typed: &str, title: &str) -> Option<u32> {
    if typed.is_empty() {
        return Some(0);
    }
    // Of two that fit alike the shorter says less that was not asked for.
    let brevity = BREVITY - u32::try_from(title.len()).unwrap_or(u32::MAX).min(BREVITY);
    let begins = |at: usize| {
        title
            .get(..at)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|letter| !letter.is_alphanumeric())
    };
    let class = title.match_indices(typed).map(|(at, _)| match at {
        0 => 50_000,
        at if begins(at) => 40_000,
        _ => 30_000,
    });
    if let Some(class) = class.max() {
        return Some(class + brevity);
    }
    let mut score = 0;
    let mut letters = title.char_indices();
    for wanted in typed.chars().filter(|letter| !letter.is_whitespace()) {
        let (at, _) = letters.find(|(_, letter)| *letter == wanted)?;
        score += if begins(at) { 3_000 / 16 } else { 0 };
    }
    Some(score.min(20_000) + brevity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_and_keys_are_unique() {
        let ids: BTreeSet<&str> = ALL.iter().map(|command| command.id).collect();
        assert_eq!(ids.len(), ALL.len());
        let keys: Vec<&str> =
            ALL.iter().map(|command| command.keys).filter(|keys| !keys.is_empty()).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
        // A key that begins another would never let it come to its end.
        for one in &keys {
            assert!(!keys.iter().any(|other| other.starts_with(&format!("{one} "))), "{one}");
        }
    }

    #[test]
    fn keys_do_what_the_table_says() {
        let id = |before, key| by_keys(before, key).map(|command| command.id);
        assert_eq!(id("", "?"), Some("help"));
        assert_eq!(id("g", "o"), Some("go:overview"));
        assert_eq!(id("", "o"), None);
        assert_eq!(id("x", "t"), Some("tree"));
        assert_eq!(id("g", "t"), Some("go:tree"));
    }

    #[test]
    fn what_begins_words_fits_best() {
        assert!(fits("aud", "audit trail") > fits("aud", "fraud"));
        assert!(fits("audit", "audit trail") > fits("audit", "the audit"));
        assert!(fits("adtr", "audit trail").is_some());
        assert!(fits("audit", "audit trail") > fits("audit", "remediation of the audit"));
        assert_eq!(fits("xyz", "audit trail"), None);
        assert!(fits("pp08", "pp08 polyglot persistence").is_some());
    }
}
