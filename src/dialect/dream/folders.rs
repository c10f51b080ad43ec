//! What the folders and files of a tree are, by their names alone.

use super::super::Reading;
use super::super::items::{folder_of, name_of};
use crate::named::Named;
use crate::plan::ItemKind;
use crate::plan::names::short_id;

/// Whether a folder is named as a numbered plan: `SP01_name` or `PP02_name`.
pub fn is_numbered_plan(folder: &str) -> bool {
    short_id(folder).is_some()
}

/// Whether a folder is an archive: `_completed`, `_archive`, or a quarter such as `2025-Q4`.
pub fn is_archive(folder: &str) -> bool {
    matches!(folder, "_completed" | "_archive") || is_quarter(folder)
}

fn is_quarter(folder: &str) -> bool {
    folder.split_once("-Q").is_some_and(|(year, quarter)| {
        year.len() == 4
            && year.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(quarter, "1" | "2" | "3" | "4")
    })
}

/// Whether a folder is named as a phase: `p00_name`, `p2-name`.
pub(super) fn is_phase(folder: &str) -> bool {
    let Some(rest) = folder.strip_prefix('p') else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && rest.get(digits..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', '-', '.']))
}

pub(super) fn is_overview(name: &str) -> bool {
    name == "_overview.md" || name == "plan.yaml"
}

/// The id of what lies at `path`: the path without archive folders and without the file's ending.
pub(super) fn id_of(path: &str) -> String {
    let mut id = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !is_archive(segment)) {
        if !id.is_empty() {
            id.push('/');
        }
        id.push_str(segment);
    }
    if id.ends_with(".md") {
        id.truncate(id.len() - 3);
    }
    id
}

/// The files of a folder that may speak for it.
#[derive(Default)]
struct Overviews {
    overview: Option<usize>,
    legacy: Option<usize>,
}

/// A folder that is a plan or a phase.
pub(super) struct Container {
    pub(super) kind: ItemKind,
    pub(super) overview: Option<usize>,
    pub(super) legacy: Option<usize>,
}

/// Finds the folders that are plans and phases. `folders` holds every folder of the tree.
pub(super) fn containers(reading: &Reading) -> Named<Container> {
    let mut folders: Named<Overviews> = Named::default();
    let files = reading.files();
    let mut last = "";
    for (index, entry) in files.iter().enumerate() {
        let path = entry.path().as_str();
        let folder = folder_of(path);
        if folder != last {
            let mut above = folder;
            while !above.is_empty() && folders.get(above).is_none() {
                folders.insert(above, Overviews::default());
                above = folder_of(above);
            }
            last = folder;
        }
        match name_of(path) {
            "_overview.md" => folders.change(folder, |folder| folder.overview = Some(index)),
            "plan.yaml" => folders.change(folder, |folder| folder.legacy = Some(index)),
            _ => {}
        }
    }
    let mut found: Named<Container> = Named::default();
    for (folder, Overviews { overview, legacy }) in folders.iter() {
        if folder.is_empty()
            || folder.split('/').any(|segment| matches!(segment, "_templates" | "exploration"))
        {
            continue;
        }
        let name = name_of(folder);
        let has_overview = overview.or(*legacy).is_some();
        let mut above = folder_of(folder);
        while !above.is_empty() && is_archive(name_of(above)) {
            above = folder_of(above);
        }
        let is_in_plan = found.get(above).is_some();
        let kind = match (above.is_empty(), is_in_plan) {
            _ if is_archive(name) => None,
            (true, _) if is_numbered_plan(name) || has_overview => Some(ItemKind::Plan),
            (_, true) if is_phase(name) => Some(ItemKind::Phase),
            (_, true) if has_overview => Some(ItemKind::Plan),
            _ if is_numbered_plan(name) && !is_in_plan => Some(ItemKind::Plan),
            _ => None,
        };
        if let Some(kind) = kind {
            found.insert(folder, Container { kind, overview: *overview, legacy: *legacy });
        }
    }
    found
}

/// What a document is, by where it lies.
pub(super) fn kind_of_document(path: &str, containers: &Named<Container>) -> ItemKind {
    let folder = folder_of(path);
    let mut segments = folder.split('/');
    let first = segments.next().unwrap_or_default();
    if first == "exploration" {
        return ItemKind::Exploration;
    }
    if name_of(folder) == "modules" && !folder.split('/').any(|segment| segment == "_templates") {
        return ItemKind::Module;
    }
    let is_in_phase = containers.get(folder).is_some_and(|container| container.kind == ItemKind::Phase);
    if is_in_phase && !name_of(path).starts_with('_') {
        return ItemKind::Task;
    }
    ItemKind::Document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_known_by_their_names() {
        for name in ["SP01_patient_records", "PP123_x"] {
            assert!(is_numbered_plan(name), "{name}");
        }
        for name in ["SP_x", "sp01_x", "p00_x", "module-lifecycle", "SP01"] {
            assert!(!is_numbered_plan(name), "{name}");
        }
        for name in ["p00_walking_skeleton", "p0-fix", "p1", "p00.5_x"] {
            assert!(is_phase(name), "{name}");
        }
        for name in ["people", "pp00_x", "p_x", "p00x"] {
            assert!(!is_phase(name), "{name}");
        }
        for name in ["_completed", "_archive", "2025-Q4"] {
            assert!(is_archive(name), "{name}");
        }
        for name in ["completed", "2025-Q5", "2025-Q", "225-Q1"] {
            assert!(!is_archive(name), "{name}");
        }
    }

    #[test]
    fn archiving_does_not_change_an_id() {
        assert_eq!(id_of("SP01_x/p00_y/01_z.md"), "SP01_x/p00_y/01_z");
        assert_eq!(id_of("_completed/2025-Q3/SP01_x/p00_y/01_z.md"), "SP01_x/p00_y/01_z");
        assert_eq!(id_of("_completed/SP01_x"), "SP01_x");
        assert_eq!(id_of("exploration/_archive/note.md"), "exploration/note");
    }
}
