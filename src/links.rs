//! Where the links and names in a document lead: to a place in the app, outside, or nowhere.

use crate::address::{self, Address};
use crate::dialect::Reading;
use crate::document::markdown::{Linker, Picture, Target};
use crate::document::{SafeUrl, safe_url};
use crate::files::{Files, TreePath};
use crate::named::Named;
use crate::order;
use crate::plan::names::is_short_id;
use crate::plan::{ItemKind, Names, Plan, Referent, RelationKind};

/// Resolves what stands in one document of a tree.
#[derive(Debug)]
pub struct Links<'a> {
    /// The files of the tree.
    pub files: &'a Files,
    /// Its plan.
    pub plan: &'a Plan,
    /// What its plans and modules are called.
    pub names: &'a Names,
    /// The document.
    pub document: TreePath,
}

impl Links<'_> {
    /// The file or folder that a relative reference in the document means.
    fn resolve(&self, reference: &str) -> Option<TreePath> {
        let path = self.document.resolve(reference)?;
        let exists =
            path.is_root() || self.files.get(path.as_str()).is_some() || self.files.is_folder(path.as_str());
        exists.then_some(path)
    }

    /// The place of the app that shows a file or folder.
    fn place(&self, path: &TreePath, heading: Option<&str>) -> Address {
        let path = path.as_str();
        match self.plan.item_at(path) {
            Some(item) if item.kind == ItemKind::Plan && heading.is_none() => Address::of("plan", &item.id),
            Some(item) if item.folder.as_deref() == Some(path) => {
                Address::document(&item.place.path, heading)
            }
            _ if self.files.get(path).is_some() => Address::document(path, heading),
            _ => Address::of("tree", path),
        }
    }

    /// The place of the app that a relative reference leads to, if it is there.
    fn relative(&self, reference: &str) -> Option<Address> {
        let (path, heading) = reference.split_once('#').unwrap_or((reference, ""));
        // Written as people write it or as a browser copies it, the heading is the same one.
        let heading = Some(heading).filter(|heading| !heading.is_empty()).map(address::decode);
        let heading = heading.as_deref();
        if path.is_empty() {
            return Some(Address::document(self.document.as_str(), heading));
        }
        Some(self.place(&self.resolve(path)?, heading))
    }

    /// Why what a reference means is not there.
    fn absent(&self, reference: &str, what: &str) -> String {
        let path = self.document.resolve(reference);
        if path.is_some_and(|path| self.files.left_out().holds(path.as_str())) {
            return format!("{reference} is not in this copy, which is a part of the tree.");
        }
        format!("There is no {what} beside this document.")
    }

    /// The place of the app that a code span leads to, when the whole of it is a known name or path.
    fn named(&self, whole_span: &str) -> Option<Address> {
        let span = whole_span.trim();
        if let Some(referent) = self.names.find(span) {
            return self.referent(referent);
        }
        // `..` and `./` are talked about more often than meant.
        let looks_like_a_path = span.contains(['/', '.']) && span.contains(char::is_alphanumeric);
        if !looks_like_a_path || span.contains(char::is_whitespace) {
            return None;
        }
        let below_root = span.strip_prefix(self.plan.root.as_str());
        let below_root = below_root.and_then(|rest| rest.strip_prefix('/')).unwrap_or(span);
        let exists =
            |path: &TreePath| self.files.get(path.as_str()).is_some() || self.files.is_folder(path.as_str());
        let from_root = || TreePath::parse(below_root.trim_end_matches('/')).ok().filter(exists);
        let path = self.resolve(span).or_else(from_root).filter(|path| !path.is_root())?;
        Some(self.place(&path, None))
    }

    /// The place of the app that shows what a name refers to.
    fn referent(&self, referent: Referent) -> Option<Address> {
        Some(match referent {
            Referent::Module(module) => Address::of("module", &self.plan.modules.get(module)?.name),
            Referent::Item(item) => {
                let item = self.plan.items.get(item)?;
                match item.kind {
                    _ if item.has_page() => Address::of("plan", &item.id),
                    _ => Address::document(&item.place.path, None),
                }
            }
        })
    }
}

impl Linker for Links<'_> {
    fn link(&self, destination: &str) -> Target {
        match safe_url(destination) {
            None => Target::Refused,
            Some(SafeUrl::Web { href, host }) => Target::Outside { href, host },
            Some(SafeUrl::Mail { href }) => Target::Outside { href, host: "your mail program".to_owned() },
            Some(SafeUrl::Relative { path: reference }) => match self.relative(&reference) {
                Some(address) => Target::Inside { href: address.href() },
                None => {
                    let path = reference.split_once('#').map_or(reference.as_str(), |(path, _)| path);
                    Target::Broken { why: self.absent(path, path) }
                }
            },
        }
    }

    fn heading(&self, slug: &str) -> Option<String> {
        Some(address::document_href(self.document.as_str(), Some(slug).filter(|slug| !slug.is_empty())))
    }

    fn image(&self, destination: &str) -> Picture {
        match safe_url(destination) {
            None | Some(SafeUrl::Mail { .. }) => Picture::Refused,
            Some(SafeUrl::Web { href, host }) => Picture::Outside { href, host },
            Some(SafeUrl::Relative { path: reference }) => match self.resolve(&reference) {
                Some(path) if self.files.get(path.as_str()).is_some() => {
                    Picture::Inside { path: path.as_str().to_owned() }
                }
                _ => Picture::Broken { why: self.absent(&reference, &format!("picture {reference}")) },
            },
        }
    }

    fn mention(&self, word: &str) -> Option<String> {
        // A module called `scheduling` is a word of the language; only names that cannot be one are linked.
        let is_a_name = word.contains('_') || is_short_id(word);
        let referent = is_a_name.then(|| self.names.find(word)).flatten()?;
        Some(self.referent(referent)?.href())
    }

    fn code(&self, whole_span: &str) -> Option<String> {
        Some(self.named(whole_span)?.href())
    }
}
/// A place that refers to a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// The document that refers.
    pub path: String,
    /// Its line.
    pub line: u32,
}

/// Which documents refer to which.
#[derive(Clone, Debug, Default)]
pub struct Backlinks {
    by_target: Named<Vec<Backlink>>,
}

impl Backlinks {
    /// Gathers the references between the documents of a tree that has been read.
    pub fn of(reading: &Reading, plan: &Plan, names: &Names) -> Backlinks {
        let mut backlinks = Backlinks::default();
        let files = reading.files();
        for (index, entry) in files.iter().enumerate() {
            let Some(digest) = reading.digest(index) else { continue };
            let links = Links { files, plan, names, document: entry.path().clone() };
            for reference in &digest.references {
                let place = if reference.is_code {
                    links.named(&reference.target)
                } else {
                    match safe_url(&reference.target) {
                        Some(SafeUrl::Relative { path }) => links.relative(&path),
                        _ => None,
                    }
                };
                let Some(target) = place.and_then(|place| path_of(plan, &place)) else { continue };
                if target != entry.path().as_str() {
                    backlinks.add(&target, entry.path().as_str(), reference.line);
                }
            }
        }
        for relation in &plan.relations {
            // A module spec names the plans that changed it; every other field names where its relation ends.
            let named = match relation.kind {
                RelationKind::Modifies => &relation.from,
                _ => &relation.to,
            };
            let Some(target) = plan.item(named).filter(|_| relation.resolved) else { continue };
            if target.place.path != relation.place.path {
                backlinks.add(&target.place.path, &relation.place.path, relation.place.line);
            }
        }
        for places in backlinks.by_target.values_mut() {
            order::sort(places);
            places.dedup();
        }
        backlinks
    }

    fn add(&mut self, target: &str, path: &str, line: u32) {
        self.by_target.change(target, |places| places.push(Backlink { path: path.to_owned(), line }));
    }

    /// The places that refer to the document at `path`, in order of path and line.
    pub fn to(&self, path: &str) -> &[Backlink] {
        self.by_target.get(path).map_or(&[], Vec::as_slice)
    }
}

/// The file that an address shows; of a part of a document the part, which is in the tree too.
pub fn path_of(plan: &Plan, address: &Address) -> Option<String> {
    match address.view.as_str() {
        "doc" => Some(address.subject.clone()),
        "plan" => {
            let item = plan.item(&address.subject)?;
            Some(if item.is_part() { item.id.clone() } else { item.place.path.clone() })
        }
        "module" => {
            let found = plan.modules.find_by(|module| module.name.as_str().cmp(&address.subject));
            plan.modules.get(found.ok()?)?.specs.first().cloned()
        }
        _ => None,
    }
}
