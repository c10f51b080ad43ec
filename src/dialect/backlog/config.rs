//! What the `config.yml` of a backlog says: its name, its statuses in their order, what its tasks are called.

use crate::document::{MapEntry, Value, yaml};
use crate::files::Files;
use crate::plan::{BaseStatus, Place, Problem, Stated, Status, StatusOrigin};

/// The settings of a backlog.
pub(super) struct Config {
    /// What the project is called.
    pub(super) name: Option<String>,
    /// The statuses, in the order in which a task goes through them.
    pub(super) statuses: Vec<Stated>,
    /// What may stand before the number of a task, in small letters.
    pub(super) prefixes: Vec<String>,
    /// What is wrong with them.
    pub(super) problems: Vec<Problem>,
}

/// The statuses of a backlog that lists none.
const USUAL: [&str; 3] = ["To Do", "In Progress", "Done"];
/// Where the settings may stand.
const PATHS: [&str; 3] = ["config.yml", "config.yaml", "backlog.config.yml"];

impl Config {
    /// The settings of the backlog with these files.
    pub(super) fn of(files: &Files) -> Config {
        let found = PATHS.iter().find_map(|path| Some((*path, files.get(path)?)));
        let path = found.map_or("config.yml", |(path, _)| path);
        let at = |line: u32| Place { path: path.to_owned(), line };
        let mut problems = Vec::new();
        let fields: Vec<MapEntry> = match found.map(|(_, entry)| files.text(entry)) {
            Some(Ok(text)) => {
                let (fields, wrong) = yaml::read(&text.text, 0..text.text.len());
                problems.extend(
                    wrong.into_iter().map(|wrong| Problem { place: at(wrong.line), text: wrong.text }),
                );
                fields
            }
            Some(Err(problem)) => {
                problems.push(Problem { place: at(1), text: problem.to_string() });
                Vec::new()
            }
            None => {
                let text = format!(
                    "The backlog has no config.yml, so its statuses are taken to be {}.",
                    USUAL.join(", ")
                );
                problems.push(Problem { place: at(1), text });
                Vec::new()
            }
        };
        let text = |key: &str| {
            let entry = fields.iter().find(|entry| entry.key == key)?;
            entry.value.value.as_text().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let mut statuses: Vec<Stated> = Vec::new();
        let listed = fields.iter().find(|entry| entry.key == "statuses");
        let mut found_statuses: Vec<(&str, u32)> = Vec::new();
        for node in listed.and_then(|entry| entry.value.value.as_list()).unwrap_or_default() {
            // Some list names with colours: `- name: To Do`.
            let named = match &node.value {
                Value::Map(entries) => {
                    let is_name =
                        |entry: &&MapEntry| matches!(entry.key.as_str(), "name" | "title" | "id" | "status");
                    entries.iter().find(is_name).and_then(|entry| entry.value.value.as_text())
                }
                value => value.as_text(),
            };
            found_statuses.extend(named.map(|named| (named, node.line)));
        }
        // `To Do, In Progress, Done` as one text is a list too.
        if let Some((text, line)) = listed.and_then(|entry| Some((entry.value.value.as_text()?, entry.line)))
        {
            // What has brackets is a list that is not closed, and numbers are no names.
            let is_named =
                |status: &&str| status.contains(char::is_alphabetic) && !status.contains(['[', ']']);
            found_statuses.extend(text.split(',').filter(is_named).map(|status| (status, line)));
        }
        for (written, line) in found_statuses {
            let written = written.trim();
            if !written.is_empty() && !statuses.iter().any(|known| known.text.eq_ignore_ascii_case(written)) {
                statuses.push(Stated { text: written.to_owned(), place: at(line) });
            }
        }
        if statuses.is_empty() {
            if found.is_some() {
                let text =
                    format!("The settings list no statuses, so they are taken to be {}.", USUAL.join(", "));
                problems.push(Problem { place: at(1), text });
            }
            statuses.extend(USUAL.map(|status| Stated { text: status.to_owned(), place: at(1) }));
        }
        let mut prefixes = vec!["task".to_owned()];
        prefixes.extend(text("task_prefix").map(|prefix| prefix.trim_end_matches('-').to_lowercase()));
        Config { name: text("project_name"), statuses, prefixes, problems }
    }

    /// What a status of the list means: what its words say, else its place says. Nothing for one that is not listed.
    pub(super) fn base_of(&self, written: &str) -> Option<BaseStatus> {
        let at = self.statuses.iter().position(|known| known.text.eq_ignore_ascii_case(written.trim()))?;
        match Status::parse(written, StatusOrigin::Frontmatter, 1).base {
            BaseStatus::Unknown if at == 0 => Some(BaseStatus::Todo),
            BaseStatus::Unknown if at + 1 == self.statuses.len() => Some(BaseStatus::Done),
            BaseStatus::Unknown => Some(BaseStatus::Wip),
            base => Some(base),
        }
    }
}
