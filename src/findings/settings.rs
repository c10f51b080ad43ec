//! `planarium.toml` at the root of a tree: which rules apply to it, and how strictly.
//!
//! ```toml
//! [rules]
//! line-limit = "off"
//! dangling-dependency = "error"
//! ```

use super::Severity;
use crate::files::Files;
use crate::named::Named;
use crate::plan::{Place, Problem};

/// What a tree says of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// It does not apply.
    Off,
    /// It applies with this severity.
    As(Severity),
}

/// What a tree says of the rules.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    rules: Named<(Setting, u32)>,
    /// What was not understood.
    pub problems: Vec<Problem>,
}

impl Settings {
    /// The file that holds them.
    pub const PATH: &str = "planarium.toml";

    /// The settings of a tree: those of its file, else none.
    pub fn of_tree(files: &Files) -> Settings {
        match files.get(Settings::PATH).map(|entry| files.text(entry)) {
            Some(Ok(text)) => Settings::read(&text.text),
            Some(Err(problem)) => {
                let mut settings = Settings::default();
                settings.note(1, format!("The settings cannot be read: {problem}"));
                settings
            }
            None => Settings::default(),
        }
    }

    /// Reads the settings of a tree. What is not understood is a problem and changes nothing.
    pub fn read(text: &str) -> Settings {
        let mut settings = Settings::default();
        let mut section = String::new();
        for (line, text) in (1..).zip(text.lines()) {
            // No id and no setting holds the mark of a comment.
            let text = text.split('#').next().unwrap_or(text).trim();
            if text.is_empty() {
                continue;
            }
            if let Some(name) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
                name.trim().clone_into(&mut section);
                continue;
            }
            // `rules.line-limit = "off"`, before any section, says the same.
            let text = match text.strip_prefix("rules.") {
                Some(rest) if section.is_empty() => rest,
                _ if section == "rules" => text,
                // Other sections belong to other parts of the program.
                _ => continue,
            };
            let Some((rule, setting)) = text.split_once('=') else {
                settings.note(line, format!("\"{text}\" is not understood; write: rule-id = \"off\""));
                continue;
            };
            let setting = match setting.trim().trim_matches(['"', '\'']) {
                "off" => Setting::Off,
                "warning" | "warn" => Setting::As(Severity::Warning),
                "error" => Setting::As(Severity::Error),
                other => {
                    let text = format!("{other} is no setting of a rule; there are off, warning and error.");
                    settings.note(line, text);
                    continue;
                }
            };
            settings.rules.insert(rule.trim().trim_matches(['"', '\'']), (setting, line));
        }
        settings
    }

    fn note(&mut self, line: u32, text: String) {
        self.problems.push(Problem { place: Place { path: Settings::PATH.to_owned(), line }, text });
    }

    /// What is said of a rule.
    pub fn of(&self, rule: &str) -> Option<Setting> {
        self.rules.get(rule).map(|(setting, _)| *setting)
    }

    /// All rules of which something is said, with the line that says it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Setting, u32)> {
        self.rules.iter().map(|(rule, (setting, line))| (rule, *setting, *line))
    }
}
