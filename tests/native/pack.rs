//! A tree in one HTML file: what goes in comes out, natively as in the page, and what was broken by hand is told.

use crate::cli::{Scratch, prints, refuses, text};
use crate::fixture;
use planarium::files::single::{self, Broken, Packed};
use planarium::files::{Files, FilesBuilder, Limits, archive};
use proptest::prelude::*;
use serde_json::Value;

/// A viewer as the build makes it, as far as packing is concerned.
pub const VIEWER: &str = "<!DOCTYPE html>\n<html><head><script type=\"application/json\" id=\"planarium-tree\"></script>\n<script>program</script></head></html>\n";

fn files(members: &[(String, Vec<u8>)]) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, bytes) in members {
        builder.add(path, bytes.clone());
    }
    builder.finish()
}

/// The fields of a slot, and the archive in it.
fn opened(page: &str) -> (Value, Result<Vec<u8>, Broken>) {
    let fields: Value = serde_json::from_str(single::slot(page).unwrap()).unwrap();
    let archive = single::archive(|name| fields[name].as_str().map(str::to_owned));
    (fields, archive)
}

proptest! {
    #[test]
    fn a_tree_and_what_is_said_of_it_come_out_as_they_went_in(
        members in proptest::collection::btree_map("[a-z]{1,9}\\.md", any::<Vec<u8>>(), 1..5),
        title in "\\PC*|.*</script><!--.*",
    ) {
        let files = files(&members.into_iter().collect::<Vec<_>>());
        let page = Packed::of(&files, "a/b").fill(VIEWER, &[("title", title.clone()), ("as_of", String::new())]).unwrap();
        let (before, after) = VIEWER.split_once("></script>").unwrap();
        prop_assert!(page.starts_with(before) && page.ends_with(after));
        let (fields, packed) = opened(&page);
        prop_assert_eq!(fields["title"].as_str().unwrap_or_default(), title);
        prop_assert_eq!(fields.get("as_of"), None);
        let again = archive::open(packed.unwrap(), &Limits::default()).unwrap();
        prop_assert!(again.iter().all(|entry| entry.path().as_str().starts_with("a/b/")));
        let below = again.rooted(&planarium::files::TreePath::parse("a/b").unwrap());
        prop_assert_eq!(below.fingerprint(), files.fingerprint());
    }

    /// Whatever is changed in the letters of the archive is noticed.
    #[test]
    fn a_changed_letter_is_noticed(at in any::<prop::sample::Index>(), letter in "[A-Za-z0-9+/= ]") {
        let members = [("a.md".to_owned(), b"# A\n".repeat(40))];
        let page = Packed::of(&files(&members), "").fill(VIEWER, &[]).unwrap();
        let begin = page.find("\"zip\":\"").unwrap() + 7;
        let end = page[begin..].find('"').unwrap() + begin;
        let place = begin + at.index(end - begin);
        prop_assume!(page[place..=place] != letter);
        let mut broken = page.clone();
        broken.replace_range(place..=place, &letter);
        prop_assert!(opened(&broken).1.is_err());
        let mut cut = page;
        cut.remove(place);
        prop_assert!(opened(&cut).1.is_err());
    }
}

#[test]
fn other_versions_and_viewers_without_a_slot_are_told() {
    let page = Packed::of(&files(&[("a.md".to_owned(), Vec::new())]), "").fill(VIEWER, &[]).unwrap();
    let newer = page.replace("\"version\":\"1\"", "\"version\":\"2\"");
    assert_eq!(opened(&newer).1, Err(Broken::Version));
    assert_eq!(single::slot(VIEWER), None);
    assert_eq!(Packed::of(&Files::default(), "").fill("<html></html>", &[]), None);
}

#[test]
fn the_command_packs_what_it_can_read_again() {
    let scratch = Scratch::new();
    let tree = fixture::repository().join("public/sample/medflow");
    let (viewer, out, twice) = (
        scratch.write("viewer.html", VIEWER.as_bytes()),
        scratch.0.join("plan.html"),
        scratch.0.join("twice.html"),
    );
    let (tree, viewer, out, twice) = (text(&tree), text(&viewer), text(&out), text(&twice));
    let said = prints(&["pack", tree, "-o", out, "--viewer", viewer, "--title", "A </script> & B"]);
    let page = std::fs::read_to_string(out).unwrap();
    assert!(said.contains(&format!("{} bytes", page.len())), "{said}");
    let model = |path: &str| prints(&["model", path, "--json"]);
    assert_eq!(model(out), model(tree));

    // Packed again nothing is lost of what is said in it, and it is the same file. The page says the same in this order.
    let said = [
        ("name", "my plans"),
        ("title", "T"),
        ("root", "deep/down"),
        ("dialect", "plain"),
        ("as_of", "2026-01-02"),
        ("edits", "[]"),
    ];
    let said = said.map(|(name, value)| (name, value.to_owned()));
    let whole = Packed::of(&files(&[("a.md".to_owned(), b"# A\n".to_vec())]), "deep/down")
        .fill(VIEWER, &said)
        .unwrap();
    let edited = scratch.write("edited.html", whole.as_bytes());
    prints(&["pack", text(&edited), "-o", twice, "--viewer", viewer]);
    assert_eq!(std::fs::read_to_string(twice).unwrap(), whole);

    // A packed file is a source as any other, and no viewer any more.
    prints(&["pack", out, "-o", twice, "--viewer", viewer]);
    assert_eq!(model(twice), model(tree));
    refuses(&["pack", tree, "-o", twice, "--viewer", out], &["holds a tree already"]);
    refuses(&["pack", tree, "-o", twice, "--viewer", tree], &["trunk build", "--viewer"]);
    refuses(&["pack", tree, "-o", twice, "--viewer", viewer, "--as-of", "soon"], &["no day"]);

    let broken =
        scratch.write("broken.html", page.replacen("\"zip\":\"UEsD", "\"zip\":\"UEsE", 1).as_bytes());
    refuses(&["model", text(&broken)], &["changed after it was packed"]);
}

#[test]
fn what_is_locked_opens_with_the_file_of_its_passphrase_alone() {
    let scratch = Scratch::new();
    let tree = fixture::repository().join("public/sample/medflow/SP03_clinical_workflow");
    let tree = if tree.is_dir() { tree } else { fixture::repository().join("public/sample/medflow") };
    let viewer = scratch.write("viewer.html", VIEWER.as_bytes());
    let phrase = scratch.write("phrase.txt", "four words nobody joins\r\n".as_bytes());
    let wrong = scratch.write("wrong.txt", b"four words");
    let empty = scratch.write("empty.txt", b" \n");
    let (out, twice) = (scratch.0.join("plan.html"), scratch.0.join("twice.html"));
    let (tree, viewer, phrase, out, twice) =
        (text(&tree), text(&viewer), text(&phrase), text(&out), text(&twice));
    prints(&[
        "pack",
        tree,
        "-o",
        out,
        "--viewer",
        viewer,
        "--passphrase-file",
        phrase,
        "--title",
        "Secret title",
    ]);
    let page = std::fs::read_to_string(out).unwrap();
    assert!(!page.contains("Secret title") && !page.contains("\"zip\""), "it gives something away");
    let slot = single::slot(&page).unwrap();
    assert!(single::locked(slot).is_some());
    let sealed = single::sealed(slot).unwrap();
    assert_eq!(planarium::files::sealed::Lock::read(&sealed).unwrap().0.iterations, 600_000);

    refuses(&["model", out, "--json"], &["locked with a passphrase", "--passphrase-file"]);
    refuses(&["model", out, "--json", "--passphrase-file", text(&wrong)], &["passphrase is another"]);
    refuses(&["model", out, "--json", "--passphrase-file", text(&empty)], &["holds no passphrase"]);
    let model = |path: &str, more: &[&str]| prints(&[&["model", path, "--json"], more].concat());
    let opened = model(out, &["--passphrase-file", phrase]);
    assert_eq!(opened, model(tree, &[]));
    // Packed again it is locked again, with a box of its own, and keeps what was said in it.
    prints(&["pack", out, "-o", twice, "--viewer", viewer, "--passphrase-file", phrase]);
    let again = std::fs::read_to_string(twice).unwrap();
    assert_ne!(again, page);
    let content = planarium::cli::lock::open(
        &single::sealed(single::slot(&again).unwrap()).unwrap(),
        "four words nobody joins",
    )
    .unwrap();
    let pieces = planarium::files::records::read(&content).unwrap();
    assert!(pieces.contains(&("title", &b"Secret title"[..])));

    let letters =
        scratch.write("letters.html", page.replacen("\"locked\":\"", "\"locked\":\"-", 1).as_bytes());
    refuses(&["model", text(&letters), "--passphrase-file", phrase], &["cut off or was edited by hand"]);
}

/// A review of one comment on a document.
fn review_on(path: &str, id: &str) -> String {
    format!(
        "{{\"kind\":\"planarium-review\",\"schema\":1,\"tree\":{{\"title\":\"T\",\"fingerprint\":\"f\"}},\"entries\":[{{\"author\":\"Nina </script>\",\"id\":\"{id}\",\"revision\":1,\"at\":\"2026-06-15T08:00:00Z\",\"is\":\"comment\",\"text\":\"said <of> {id}\",\"anchor\":{{\"path\":\"{path}\",\"kind\":\"document\"}}}}]}}"
    )
}

#[test]
fn what_people_said_goes_with_the_file_and_stays_when_it_is_packed_again() {
    let scratch = Scratch::new();
    let tree = fixture::repository().join("public/sample/medflow");
    let viewer = scratch.write("viewer.html", VIEWER.as_bytes());
    let one = scratch.write("one.review.json", review_on("_overview.md", "1").as_bytes());
    let other = scratch.write(
        "other.review.json",
        review_on("PP17_module_ownership_reconciliation/_overview.md", "2").as_bytes(),
    );
    let broken = scratch.write("broken.review.json", b"{\"kind\":");
    let phrase = scratch.write("phrase.txt", b"four words nobody joins");
    let out = |name: &str| scratch.0.join(name);
    let (file, twice, locked, part, bare) =
        (out("plan.html"), out("twice.html"), out("locked.html"), out("part.html"), out("bare.html"));
    let (tree, viewer) = (text(&tree), text(&viewer));
    let pack = |from: &str, to: &std::path::Path, more: &[&str]| {
        prints(&[&["pack", from, "-o", text(to), "--viewer", viewer], more].concat())
    };
    let said = |path: &std::path::Path| {
        let page = std::fs::read_to_string(path).unwrap();
        let slot: Value = serde_json::from_str(single::slot(&page).unwrap()).unwrap();
        let review = slot["review"]
            .as_str()
            .map(|written| planarium::review::read(written.as_bytes()).unwrap().review);
        review.map(|review| review.entries.iter().map(|entry| entry.key.id.clone()).collect::<Vec<_>>())
    };
    pack(tree, &file, &["--review", text(&one), "--review", text(&other)]);
    assert_eq!(said(&file), Some(vec!["1".to_owned(), "2".to_owned()]));
    // It is no part of the tree, and cannot end the slot that it stands in.
    assert_eq!(prints(&["model", text(&file), "--json"]), prints(&["model", tree, "--json"]));
    // Packed again it is the same file; with the same comments once more, too.
    pack(text(&file), &twice, &["--review", text(&one)]);
    assert_eq!(std::fs::read_to_string(&twice).unwrap(), std::fs::read_to_string(&file).unwrap());
    pack(text(&file), &bare, &["--without-review"]);
    assert_eq!(said(&bare), None);
    // A part takes along what is about it; without names nobody is named by a review either.
    let told = pack(text(&file), &part, &["--without", "PP17_module_ownership_reconciliation"]);
    assert_eq!(
        (said(&part), told.contains("not in it: 1 entry of the review")),
        (Some(vec!["1".to_owned()]), true),
        "{told}"
    );
    pack(text(&file), &part, &["--without-names"]);
    assert_eq!(said(&part), None);
    refuses(
        &["pack", tree, "-o", text(&part), "--viewer", viewer, "--without-names", "--review", text(&one)],
        &["--without-names"],
    );
    refuses(
        &["pack", tree, "-o", text(&part), "--viewer", viewer, "--review", text(&broken)],
        &["broken.review.json", "no review"],
    );
    // Under a passphrase nothing of it can be read, and it is there again with it.
    pack(text(&file), &locked, &["--passphrase-file", text(&phrase)]);
    let page = std::fs::read_to_string(&locked).unwrap();
    // With signs that the letters of what is locked never hold, or they might stand there by chance.
    for word in ["planarium-review", "Nina ", "said ", "\"anchor\""] {
        assert!(!page.contains(word), "{word} can be read in the locked file");
    }
    pack(text(&locked), &twice, &["--passphrase-file", text(&phrase)]);
    let content = planarium::cli::lock::open(
        &single::sealed(single::slot(&std::fs::read_to_string(&twice).unwrap()).unwrap()).unwrap(),
        "four words nobody joins",
    )
    .unwrap();
    let pieces = planarium::files::records::read(&content).unwrap();
    let review = pieces
        .iter()
        .find(|(name, _)| *name == "review")
        .map(|(_, bytes)| planarium::review::read(bytes).unwrap());
    assert_eq!(review.map(|read| read.review.entries.len()), Some(2));
}
