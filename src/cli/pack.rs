//! `planarium pack PATH -o FILE.html`: the viewer and a tree in one file, which opens without a server.

use super::{Failure, Source, load, lock, lookup, print};
use crate::counted::counted;
use crate::dialect::{Reading, beside};
use crate::excerpt::{Choice, Excerpt};
use crate::files::Files;
use crate::files::single::{self, Packed};
use crate::plan::{Names, StatedDay};
use crate::review::{self, Review};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// What the viewer in one file is called.
const VIEWER: &str = "viewer.html";

/// What to pack, and what to say about it.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// File to write.
    #[arg(short, long, value_name = "FILE.html")]
    output: PathBuf,
    /// The built viewer in one file, or the folder it lies in; else beside the program, else in ./dist.
    #[arg(long, value_name = "FILE")]
    viewer: Option<PathBuf>,
    /// Title of the tree, instead of its own.
    #[arg(long)]
    title: Option<String>,
    /// Only this plan (its id, such as SP01 or SP01_name), those that it names, those that name it, and the documents at the root.
    #[arg(long, value_name = "ID")]
    plan: Option<String>,
    /// Leave out this folder or file, by its path below the root; may be given several times.
    #[arg(long, value_name = "DIR")]
    without: Vec<String>,
    /// Leave out pictures.
    #[arg(long)]
    without_pictures: bool,
    /// Write `Person 1` instead of each name that the tree tells as somebody's, and leave out addresses of mail.
    #[arg(long)]
    without_names: bool,
    /// A review (`NAME.review.json`) that is there when the file is opened; may be given several times, and they are merged.
    #[arg(long, value_name = "FILE")]
    review: Vec<PathBuf>,
    /// Leave out what people said, which a packed file that is packed again would keep.
    #[arg(long, conflicts_with = "review")]
    without_review: bool,
    /// Day it is shown as of; the newest of which it tells when left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let viewer = viewer(arguments.viewer.as_deref())?;
    if let Some(day) = arguments.as_of.as_deref().filter(|day| StatedDay::parse(day).is_none()) {
        return Err(Failure(format!("--as-of {day} is no day; write it as YYYY-MM-DD")));
    }
    let reading = load::tree(&arguments.source)?;
    let root = match reading.root() {
        "." => "",
        root => root,
    };
    let name = fs::canonicalize(&arguments.source.path).unwrap_or_else(|_| arguments.source.path.clone());
    let name = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // What is packed again keeps what was said about it, its pending edits included.
    let before = load::said(&arguments.source)?;
    let kept = |key: &str| before.get(key).and_then(|value| value.as_str()).map(str::to_owned);
    let or_kept = |given: &Option<String>, key: &str| given.clone().or_else(|| kept(key)).unwrap_or_default();
    // That several are read side by side is not found again by itself.
    let is_beside = reading.dialect().name == beside::DIALECT.name;
    let dialect = Some(beside::DIALECT.name.to_owned()).filter(|_| is_beside);
    let excerpt = excerpt(arguments, &reading)?;
    let edits = excerpt.edits(&or_kept(&None, "edits"));
    let (review, unsaid) = reviews(arguments, kept("review"))?.of_copy(&excerpt);
    let [left_out, part_of] = Packed::said_of(excerpt.files.left_out());
    let said = [
        ("name", excerpt.text(&kept("name").unwrap_or(name))),
        ("title", excerpt.text(&or_kept(&arguments.title, "title"))),
        ("root", root.to_owned()),
        ("dialect", dialect.unwrap_or_else(|| or_kept(&arguments.source.choice.dialect, "dialect"))),
        ("as_of", or_kept(&arguments.as_of, "as_of")),
        ("repository", or_kept(&None, "repository")),
        ("commit", or_kept(&None, "commit")),
        ("branch", or_kept(&None, "branch")),
        ("time", or_kept(&None, "time")),
        ("path", or_kept(&None, "path")),
        ("edits", edits),
        left_out,
        part_of,
        ("review", review),
    ];
    let packed = Packed::of(&excerpt.files, root);
    let page = match &arguments.source.choice.passphrase_file {
        Some(file) => {
            let sealed = lock::seal(&packed.pieces(&said), &lock::passphrase(file)?)?;
            single::fill_locked(&viewer, &sealed)
        }
        None => packed.fill(&viewer, &said),
    };
    let page = page.ok_or_else(|| not_built("it has no room for a tree"))?;
    let shown = arguments.output.display();
    fs::write(&arguments.output, &page).map_err(|error| format!("cannot write {shown}: {error}"))?;
    let count = excerpt.files.len() - packed.left_out.len();
    let of = excerpt.files.left_out().total().map(|total| format!(" of {total}")).unwrap_or_default();
    print(&format!("{shown}: {}{of}, {} bytes\n", counted(count, "file"), page.len()));
    if arguments.without_names {
        let people = counted(excerpt.people, "name");
        print(&format!("  {people} left out; names that the tree does not tell as somebody's stay\n"));
    }
    if unsaid > 0 {
        print(&format!(
            "  not in it: {}, which {} not of this part\n",
            counted(unsaid, "entry of the review"),
            if unsaid == 1 { "is" } else { "are" }
        ));
    }
    for problem in &packed.left_out {
        print(&format!("  not in it: {problem}\n"));
    }
    Ok(())
}

/// What people said: what the file that is packed again holds, and what is added to it.
fn reviews(arguments: &Arguments, kept: Option<String>) -> Result<Review, Failure> {
    let mut whole = Review::default();
    if arguments.without_review {
        return Ok(whole);
    }
    if arguments.without_names && !arguments.review.is_empty() {
        return Err(Failure(
            "--review does not go with --without-names: a review names those who wrote it".to_owned(),
        ));
    }
    let mut add = |bytes: &[u8]| -> Result<(), String> {
        let read = review::read(bytes)?;
        if whole.title.is_empty() {
            whole.title = read.review.title;
            whole.fingerprint = read.review.fingerprint;
        }
        whole.entries = review::merge(&whole.entries, &read.review.entries);
        read.left_out.iter().for_each(|why| print(&format!("  {why}\n")));
        Ok(())
    };
    // One that was damaged by hand must not keep the tree from being packed.
    if let Some(Err(why)) = kept.map(|kept| add(kept.as_bytes())) {
        print(&format!("  not in it: the review of the packed file. {why}\n"));
    }
    for file in &arguments.review {
        let shown = file.display();
        let bytes = fs::read(file).map_err(|error| format!("--review {shown}: {error}"))?;
        add(&bytes).map_err(|why| format!("--review {shown}: {why}"))?;
    }
    Ok(whole)
}

/// What of the tree is packed.
fn excerpt(arguments: &Arguments, reading: &Reading) -> Result<Excerpt, Failure> {
    let plan = reading.plan();
    let wanted = match &arguments.plan {
        Some(written) => {
            let index = lookup::plan(&plan, &Names::of(&plan), written)?;
            plan.items.get(index).map(|item| item.id.clone())
        }
        None => None,
    };
    for path in &arguments.without {
        let plain = path.trim_start_matches("./").trim_matches('/');
        if reading.files().get(plain).is_none() && !reading.files().is_folder(plain) {
            return Err(Failure(format!(
                "--without {path}: there is no such folder or file below {}",
                reading.root()
            )));
        }
    }
    let choice = Choice {
        plan: wanted,
        without: arguments.without.clone(),
        without_pictures: arguments.without_pictures,
        without_names: arguments.without_names,
    };
    let again =
        |files: &Files| Reading::new(files.clone(), reading.root(), reading.dialect()).finish().plan();
    let excerpt = Excerpt::of(reading.files(), &plan, &choice, &again);
    if excerpt.files.is_empty() { Err(Failure("nothing is left to pack".to_owned())) } else { Ok(excerpt) }
}

/// The viewer in one file, without a tree.
fn viewer(given: Option<&Path>) -> Result<String, Failure> {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.to_path_buf()));
    let candidates = match given {
        Some(place) if place.is_dir() => vec![place.join(VIEWER)],
        Some(place) => vec![place.to_path_buf()],
        None => beside
            .into_iter()
            .flat_map(|folder| [folder.join(VIEWER), folder.join("dist").join(VIEWER)])
            .chain([Path::new("dist").join(VIEWER)])
            .collect(),
    };
    let found = candidates.iter().find(|file| file.is_file()).ok_or_else(|| not_built("it was not found"))?;
    let viewer =
        fs::read_to_string(found).map_err(|error| format!("cannot read {}: {error}", found.display()))?;
    if single::slot(&viewer).is_some() {
        return Err(Failure(format!(
            "{} holds a tree already; name an empty viewer with --viewer",
            found.display()
        )));
    }
    Ok(viewer)
}

fn not_built(why: &str) -> Failure {
    Failure(format!(
        "the built viewer in one file, {VIEWER}: {why}; build it with `trunk build --release`, or name it with --viewer FILE"
    ))
}
