//! Documents that are versions of one plan: which belong together, and each as a tree of its own, so that two of them
//! can be compared.

use crate::dialect::Reading;
use crate::files::{FilesBuilder, Limits};
use crate::named::Named;
use crate::order;
use crate::plan::version::{compare, of_path};
use crate::plan::{ItemKind, Plan, Version, Versions};

/// The versions of the plans of a tree; those that another one has taken the place of are archived.
pub(super) fn recognise(plan: &mut Plan) -> Vec<Versions> {
    let mut groups: Named<Vec<Version>> = Named::default();
    for item in plan.of_kind(ItemKind::Plan).filter(|item| item.folder.is_none()) {
        let Some((base, number)) = of_path(&item.place.path) else { continue };
        let version = Version {
            number,
            item: item.id.clone(),
            path: item.place.path.clone(),
            date: item.work().updated.clone(),
        };
        groups.change(&base.to_lowercase(), |versions| versions.push(version));
    }
    // A document without a number beside numbered ones is the one that holds, or was the first; its date says which.
    for item in plan
        .of_kind(ItemKind::Plan)
        .filter(|item| item.folder.is_none() && of_path(&item.place.path).is_none())
    {
        let base = item.place.path.to_lowercase();
        if groups.get(&base).is_some() {
            let (path, date) = (item.place.path.clone(), item.work().updated.clone());
            let version = Version { number: String::new(), item: item.id.clone(), path, date };
            groups.change(&base, |versions| versions.push(version));
        }
    }
    let mut found = Vec::new();
    for (name, versions) in groups.iter().filter(|(_, versions)| versions.len() > 1) {
        let mut versions = versions.clone();
        order::sort_by(&mut versions, |a, b| {
            match (a.number.is_empty(), b.number.is_empty(), &a.date, &b.date) {
                (false, false, ..) => compare(&a.number, &b.number),
                (.., Some(one), Some(other)) => one.cmp(other),
                (one, other, ..) => one.cmp(&other),
            }
        });
        found.push(Versions { name: name.to_owned(), versions });
    }
    let superseded = found
        .iter()
        .flat_map(|group| group.versions.split_last().map(|(_, older)| older).unwrap_or_default());
    let paths: Vec<String> = superseded.map(|version| version.path.clone()).collect();
    if !paths.is_empty() {
        for item in plan.items.iter_mut().filter(|item| paths.contains(&item.place.path)) {
            item.archived = true;
        }
    }
    found
}

/// One document as a tree of its own, under a name that all versions share, so that what is the same in two of them has
/// the same id: a side of a comparison. Nothing when the tree has no such file.
pub fn side(reading: &Reading, path: &str) -> Option<Reading> {
    let files = reading.files();
    let bytes = files.read(files.get(path)?).ok()?;
    let name = of_path(path).map_or_else(|| path.to_owned(), |(base, _)| base);
    let name = name.rsplit('/').next().unwrap_or(&name).to_lowercase();
    let mut builder = FilesBuilder::new(Limits::default());
    builder.add(&name, bytes.into_owned());
    Some(Reading::new(builder.finish(), path, reading.dialect()).finish())
}
