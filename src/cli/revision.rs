//! `REV:PATH` on the command line: the files of a commit, read by the same code as in the page, from the disk.

use super::Failure;
use super::load::LEFT_OUT;
use crate::files::{Files, Limits};
use crate::git::{Checkout, Repository, Revision, Store};
use std::borrow::Cow;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};

/// How deep folders of names may lie in each other.
const MOST_LEVELS: usize = 32;

/// A `.git` folder on the disk. What several work trees share lies elsewhere than what each has of its own, and objects may
/// be those of other repositories.
struct Disk {
    own: PathBuf,
    shared: PathBuf,
    /// Folders of objects, its own first.
    objects: Vec<PathBuf>,
}

/// A repository on the disk, and the folder that its paths are relative to.
pub(super) struct Found {
    /// The repository.
    pub repository: Repository,
    /// Where its files lie; nothing for one without.
    pub top: PathBuf,
}

/// The repository that a folder lies in; nothing when it lies in none.
pub(super) fn around(folder: &Path) -> Result<Option<Found>, Failure> {
    let folder =
        fs::canonicalize(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for top in folder.ancestors() {
        let git = top.join(".git");
        // A file in its place says where it is.
        let git = match fs::read_to_string(&git) {
            Ok(written) => match written.trim().strip_prefix("gitdir:") {
                Some(place) => top.join(place.trim()),
                None => continue,
            },
            Err(_) => git,
        };
        // One without files of its own is such a folder itself.
        let git = if !git.is_dir() && top.join("HEAD").is_file() && top.join("objects").is_dir() {
            top.to_owned()
        } else {
            git
        };
        if git.join("HEAD").is_file() {
            let repository = Repository::open(Box::new(Disk::open(git)))
                .map_err(|problem| format!("{}: {problem}", top.display()))?;
            return Ok(Some(Found { repository, top: top.to_owned() }));
        }
    }
    Ok(None)
}

/// The files that `REV:PATH` names; nothing when it has no such form.
pub(super) fn files(written: &Path, limits: &Limits) -> Result<Option<Files>, Failure> {
    let Some(text) = written.to_str() else { return Ok(None) };
    let Some(Revision { commit, path }) = Revision::parse(text) else { return Ok(None) };
    let here = std::env::current_dir().map_err(|error| format!("cannot tell the current folder: {error}"))?;
    let Some(found) = around(&here)? else {
        return Err(Failure(format!(
            "cannot read {text}: there is no such file, and the current folder lies in no git repository"
        )));
    };
    let path = below_top(path, &here, &found.top)
        .ok_or_else(|| format!("{text}: the path leads out of the repository"))?;
    let id = found.repository.revision(commit)?;
    let read = Checkout::all(&found.repository, id, &path, limits, &LEFT_OUT);
    match read {
        Ok(files) => Ok(Some(files)),
        Err(problem) => {
            let known =
                found.repository.problems().first().map(|why| format!(" ({why})")).unwrap_or_default();
            Err(Failure(format!("{text}: {problem}{known}")))
        }
    }
}

/// A path as git reads it: from the top of the repository, or from the current folder when it begins with `./` or `../`.
fn below_top(path: &str, here: &Path, top: &Path) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    if path == "." || path == ".." || path.starts_with("./") || path.starts_with("../") {
        let here = fs::canonicalize(here).ok()?;
        let below = here.strip_prefix(top).ok()?;
        names.extend(below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()));
    }
    for part in Path::new(path).components() {
        match part {
            Component::Normal(name) => names.push(name.to_string_lossy().into_owned()),
            Component::CurDir => {}
            Component::ParentDir => {
                names.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(names.join("/"))
}

impl Disk {
    fn open(own: PathBuf) -> Disk {
        let shared = match fs::read_to_string(own.join("commondir")) {
            Ok(place) => own.join(place.trim()),
            Err(_) => own.clone(),
        };
        let mut objects = vec![shared.join("objects")];
        let mut at = 0;
        while let Some(folder) = objects.get(at).cloned() {
            at += 1;
            let others = fs::read_to_string(folder.join("info/alternates")).unwrap_or_default();
            for other in others.lines().map(|line| folder.join(line.trim())) {
                if !objects.contains(&other) && objects.len() < MOST_LEVELS && other.is_dir() {
                    objects.push(other);
                }
            }
        }
        Disk { own, shared, objects }
    }

    /// Where a file may lie, the first place first.
    fn places(&self, path: &str) -> Vec<PathBuf> {
        match path.strip_prefix("objects/") {
            Some(rest) => self.objects.iter().map(|folder| folder.join(rest)).collect(),
            None => vec![self.own.join(path), self.shared.join(path)],
        }
    }

    fn open_file(&self, path: &str) -> Option<fs::File> {
        self.places(path)
            .into_iter()
            .find(|place| place.is_file())
            .and_then(|place| fs::File::open(place).ok())
    }
}

impl Store for Disk {
    fn below(&self, folder: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for place in self.places(folder) {
            let mut waiting = vec![(place, folder.to_owned(), 0)];
            while let Some((place, path, level)) = waiting.pop() {
                for entry in fs::read_dir(place).into_iter().flatten().flatten() {
                    let path = format!("{path}/{}", entry.file_name().to_string_lossy());
                    match entry.file_type() {
                        Ok(kind) if kind.is_dir() && level < MOST_LEVELS => {
                            waiting.push((entry.path(), path, level + 1))
                        }
                        Ok(kind) if kind.is_file() => found.push(path),
                        _ => {}
                    }
                }
            }
        }
        crate::order::sort(&mut found);
        found.dedup();
        found
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open_file(path)?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    fn size(&self, path: &str) -> Option<u64> {
        self.open_file(path)?.metadata().ok().map(|about| about.len())
    }

    fn part(&self, path: &str, start: u64, length: usize) -> Option<Cow<'_, [u8]>> {
        let mut file = self.open_file(path)?;
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut bytes = Vec::new();
        file.take(length as u64).read_to_end(&mut bytes).ok()?;
        Some(Cow::Owned(bytes))
    }

    fn elsewhere(&self) -> Option<String> {
        // Those that are there have been found.
        let others = fs::read_to_string(self.shared.join("objects/info/alternates")).ok()?;
        let others = others.lines().map(str::trim).filter(|line| !line.is_empty());
        others.map(str::to_owned).find(|line| !self.shared.join("objects").join(line).is_dir())
    }
}
