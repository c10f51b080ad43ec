//! What the folders and files of a tree are, by their names alone.

use super::super::items::{folder_of, name_of};
use crate::files::{Descent, Files};
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
    match folder.as_bytes() {
        [year @ .., b'-', b'Q', b'1'..=b'4'] => year.len() == 4 && year.iter().all(u8::is_ascii_digit),
        _ => false,
    }
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
    if !path.split('/').any(is_archive) {
        return path.strip_suffix(".md").unwrap_or(path).to_owned();
    }
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

/// The folders of a tree, each behind the one that it lies in.
#[derive(Debug)]
pub(super) struct Folders {
    all: Vec<Folder>,
    /// For every file its folder, by its place in `all`.
    of_files: Vec<usize>,
}

/// A folder, and what is known of it by its name and the names in it.
#[derive(Debug, Default)]
pub(super) struct Folder {
    pub(super) path: String,
    /// The folder that it lies in, by its place; the root lies in itself.
    pub(super) above: usize,
    /// What it is, when it is a plan or a phase.
    pub(super) kind: Option<ItemKind>,
    /// The innermost plan or phase that it is or lies in, and the outermost.
    nearest: Option<usize>,
    top: Option<usize>,
    /// The first file in it, at any depth.
    pub(super) first_file: usize,
    pub(super) overview: Option<usize>,
    pub(super) legacy: Option<usize>,
    /// Whether it lies in an archive or is one.
    pub(super) is_archived: bool,
    /// Whether it holds scaffolds, or lies in such a folder.
    pub(super) is_template: bool,
    /// Whether it is the folder of notes, at any depth, or lies in one.
    is_exploration: bool,
}

impl Folders {
    /// Finds the folders that are plans and phases. The files of a folder come one after the other.
    pub(super) fn of(files: &Files) -> Folders {
        let mut folders = Folders { all: vec![Folder::default()], of_files: Vec::with_capacity(files.len()) };
        let mut descent = Descent::from_root(0);
        for (index, entry) in files.iter().enumerate() {
            let path = entry.path().as_str();
            let place = descent.enter(folder_of(path), &mut |path, above| {
                let folder = folder(path, above, folders.all.get(above), index);
                folders.all.push(folder);
                folders.all.len() - 1
            });
            if let Some(folder) = folders.all.get_mut(place) {
                match name_of(path) {
                    "_overview.md" => folder.overview = Some(index),
                    "plan.yaml" => folder.legacy = Some(index),
                    _ => {}
                }
            }
            folders.of_files.push(place);
        }
        for place in 1..folders.all.len() {
            let Some(folder) = folders.all.get(place) else { continue };
            let kind = folders.kind(folder);
            let above = folders.all.get(folder.above);
            let (nearest, top) = above.map(|above| (above.nearest, above.top)).unwrap_or_default();
            if let Some(folder) = folders.all.get_mut(place) {
                folder.kind = kind;
                let own = kind.map(|_| place);
                (folder.nearest, folder.top) = (own.or(nearest), top.or(own));
            }
        }
        folders
    }

    /// What a folder is; what it lies in is known.
    fn kind(&self, folder: &Folder) -> Option<ItemKind> {
        let name = name_of(&folder.path);
        if folder.is_template || folder.is_exploration || is_archive(name) {
            return None;
        }
        let mut above = self.all.get(folder.above)?;
        while is_archive(name_of(&above.path)) {
            above = self.all.get(above.above)?;
        }
        let has_overview = folder.overview.or(folder.legacy).is_some();
        match (above.path.is_empty(), above.kind.is_some()) {
            (true, _) if is_numbered_plan(name) || has_overview => Some(ItemKind::Plan),
            (_, true) if is_phase(name) => Some(ItemKind::Phase),
            (_, true) if has_overview => Some(ItemKind::Plan),
            (_, false) if is_numbered_plan(name) => Some(ItemKind::Plan),
            _ => None,
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The folder at a place.
    pub(super) fn get(&self, place: usize) -> Option<&Folder> {
        self.all.get(place)
    }

    /// The innermost plan or phase that a folder is or lies in.
    pub(super) fn nearest(&self, place: usize) -> Option<usize> {
        self.all.get(place)?.nearest
    }

    /// The outermost plan that a folder is or lies in.
    pub(super) fn top(&self, place: usize) -> Option<usize> {
        self.all.get(place)?.top
    }

    /// The folder of a file, by the place of the file, with the place of the folder.
    pub(super) fn of_file(&self, index: usize) -> Option<(usize, &Folder)> {
        let place = *self.of_files.get(index)?;
        Some((place, self.all.get(place)?))
    }
}

fn folder(path: &str, above: usize, parent: Option<&Folder>, first_file: usize) -> Folder {
    let name = name_of(path);
    Folder {
        path: path.to_owned(),
        above,
        first_file,
        is_archived: is_archive(name) || parent.is_some_and(|parent| parent.is_archived),
        is_template: name == "_templates" || parent.is_some_and(|parent| parent.is_template),
        is_exploration: name == "exploration" || parent.is_some_and(|parent| parent.is_exploration),
        ..Folder::default()
    }
}

/// What a document is, by where it lies.
pub(super) fn kind_of_document(path: &str, folder: &Folder) -> ItemKind {
    if path.starts_with("exploration/") {
        return ItemKind::Exploration;
    }
    if name_of(&folder.path) == "modules" && !folder.is_template {
        return ItemKind::Module;
    }
    if folder.kind == Some(ItemKind::Phase) && !name_of(path).starts_with('_') {
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
