//! Reading a tree from the disk.

use super::{Failure, Source, lock, revision};
use crate::dialect::{self, Reading, Root, beside};
use crate::files::{Files, FilesBuilder, Limits, SkipReason, TreePath, archive, records, single};
use std::fs;
use std::path::Path;

/// Folders that hold no plans and may be huge.
pub(super) const LEFT_OUT: [&str; 3] = [".git", "node_modules", "target"];

/// Everything below `path`: a folder, a zip, one document, or what `REV:PATH` names in a git repository.
pub(super) fn files(source: &Source) -> Result<Files, Failure> {
    let path = source.path.as_path();
    let shown = path.display();
    let limits = Limits::raised(source.choice.limits);
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) => {
            let found = revision::files(path, &limits)?;
            return found.ok_or_else(|| Failure(format!("cannot read {shown}: {error}")));
        }
    };
    if about.is_dir() {
        return folder(path, limits);
    }
    let bytes = fs::read(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
        return archive::open(bytes, &limits).map_err(|error| Failure(format!("{shown}: {error}")));
    }
    if let Some(slot) = std::str::from_utf8(&bytes).ok().and_then(single::slot) {
        return packed(slot, source, &limits).map_err(|Failure(why)| Failure(format!("{shown}: {why}")));
    }
    let mut builder = FilesBuilder::new(limits);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    builder.add(&name, bytes);
    Ok(builder.finish())
}

/// What is said in a file that `pack` made; nothing in any other.
pub(super) fn said(source: &Source) -> Result<serde_json::Value, Failure> {
    let page = if source.path.is_file() { fs::read_to_string(&source.path).ok() } else { None };
    let Some(slot) = page.as_deref().and_then(single::slot) else { return Ok(serde_json::Value::Null) };
    if single::locked(slot).is_some() {
        let pieces = unlocked(slot, source)?;
        let said = pieces.into_iter().filter(|(name, _)| name != single::ZIP);
        let said = said.map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned().into()));
        return Ok(serde_json::Value::Object(said.collect()));
    }
    Ok(serde_json::from_str(slot).unwrap_or_default())
}

/// What a locked slot holds, piece by piece.
fn unlocked(slot: &str, source: &Source) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let Some(file) = &source.choice.passphrase_file else {
        return Err(Failure(
            "it is locked with a passphrase; name the file that holds it with --passphrase-file FILE"
                .to_owned(),
        ));
    };
    let content = lock::open(&single::sealed(slot)?, &lock::passphrase(file)?)?;
    let pieces = records::read(&content).ok_or(single::Broken::Changed)?;
    Ok(pieces.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect())
}

/// The tree in a file that `pack` made.
fn packed(slot: &str, source: &Source, limits: &Limits) -> Result<Files, Failure> {
    if single::locked(slot).is_some() {
        let zip = unlocked(slot, source)?.into_iter().find(|(name, _)| name == single::ZIP);
        let (_, zip) = zip.ok_or(single::Broken::Changed)?;
        return Ok(archive::open(zip, limits)?);
    }
    let fields: serde_json::Value = serde_json::from_str(slot).map_err(|_| single::Broken::Letters)?;
    let field = |name: &str| fields.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    Ok(archive::open(single::archive(field)?, limits)?.leaving_out(single::left_out(field)))
}

/// Reads a folder and everything below it. Symbolic links are not followed: they may lead out of it.
fn folder(root: &Path, limits: Limits) -> Result<Files, Failure> {
    let mut builder = FilesBuilder::new(limits);
    let mut pending = vec![(root.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = pending.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if prefix.is_empty() => {
                return Err(Failure(format!("cannot read {}: {error}", folder.display())));
            }
            Err(error) => {
                builder.skip(&prefix, SkipReason::Unreadable(error.to_string()));
                continue;
            }
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && LEFT_OUT.contains(&name.as_str()) => {
                    builder.skip(&path, SkipReason::Unreadable("a folder of tools, not of plans".to_owned()));
                }
                Ok(kind) if kind.is_dir() => pending.push((entry.path(), format!("{path}/"))),
                Ok(kind) if kind.is_file() => match fs::read(entry.path()) {
                    Ok(bytes) => match entry.metadata() {
                        Ok(about) if is_executable(&about) => builder.add_executable(&path, bytes),
                        _ => builder.add(&path, bytes),
                    },
                    Err(error) => builder.skip(&path, SkipReason::Unreadable(error.to_string())),
                },
                Ok(_) => builder.skip(
                    &path,
                    SkipReason::Unreadable("a symbolic link or device, which is not followed".to_owned()),
                ),
                Err(error) => builder.skip(&path, SkipReason::Unreadable(error.to_string())),
            }
        }
    }
    Ok(builder.finish())
}

#[cfg(unix)]
fn is_executable(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    false
}

/// The tree that a command is about, read to its end.
pub(super) fn tree(source: &Source) -> Result<Reading, Failure> {
    let files = files(source)?;
    let said = said(source)?;
    let text = |name: &str| said.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let mut source = source.clone();
    source.choice.root = source.choice.root.or_else(|| text("root"));
    source.choice.dialect = source.choice.dialect.or_else(|| text("dialect"));
    let root = choose(&files, &source)?;
    let below = files.rooted(&root.path);
    Ok(Reading::new(below, root.shown(), root.dialect).finish())
}

/// The root that was asked for, or the only one there is.
fn choose(files: &Files, source: &Source) -> Result<Root, Failure> {
    let dialect = match &source.choice.dialect {
        Some(name) => Some(dialect::by_name(name).ok_or_else(|| {
            let known: Vec<&str> = dialect::ALL.iter().map(|dialect| dialect.name).collect();
            format!("there is no dialect {name}; there are: {}", known.join(", "))
        })?),
        None => None,
    };
    let mut found = dialect::roots(files);
    let mut root = if let Some(path) = &source.choice.root {
        let path = match path.trim_matches('/') {
            "" | "." => TreePath::root(),
            path => TreePath::parse(path).map_err(|refusal| format!("--root {path}: {refusal}"))?,
        };
        if !path.is_root() && !files.is_folder(path.as_str()) {
            return Err(Failure(format!("there is no folder {path} in {}", source.path.display())));
        }
        dialect::root_at(path, files, &found)
    } else if dialect.is_some_and(|dialect| dialect.name == beside::DIALECT.name) {
        beside::around(files, &found)
    } else if found.len() > 1 {
        let folders: Vec<&str> = found.iter().map(Root::shown).collect();
        return Err(Failure(format!(
            "{} possible roots: {}; choose one with --root DIR, or the folder that holds them to read them side by side",
            found.len(),
            folders.join(", ")
        )));
    } else {
        found.pop().ok_or("nothing to read")?
    };
    if let Some(dialect) = dialect {
        root.dialect = dialect;
    }
    Ok(root)
}
