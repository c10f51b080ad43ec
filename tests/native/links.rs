//! Where links, mentions and code spans lead, and what leads to a document.

use crate::fixture::{self, reading};
use planarium::address::Address;
use planarium::article::{Article, Content};
use planarium::dialect::Reading;
use planarium::document::markdown::{Linker, Picture, Target};
use planarium::files::TreePath;
use planarium::links::{Backlinks, Links};
use planarium::plan::Names;

const TREE: &str = "
//- _overview.md
# Root
//- README.md
# Readme
//- SP01_records/_overview.md
---
origin: exploration/kickoff.md
depends_on: [PP02]
---
# Records
//- SP01_records/03_a b.md
# Spaces
//- SP01_records/100%.md
# Percent
//- SP01_records/c#d.md
# Sharp
//- SP01_records/modules/patient_records.md
---
module: patient_records
modified_by_plans: [PP02_audit]
---
# Module
//- SP01_records/p00_x/_overview.md
# Phase
//- SP01_records/p00_x/01_task.md
# Task
//- SP01_records/assets/er.png
//- SP03_bare/01_a.md
# A plan without an overview
//- _completed/PP02_audit/_overview.md
# Audit
//- exploration/kickoff.md
# Kickoff
//- scripts/run.sh
echo
";

/// Runs `with` with the links of a document of [`TREE`].
fn with<T>(document: &str, with: impl FnOnce(&Links) -> T) -> T {
    let reading = reading(TREE);
    let plan = reading.plan();
    let names = Names::of(&plan);
    let document = TreePath::parse(document).unwrap();
    assert!(reading.files().get(document.as_str()).is_some(), "{document} is in the fixture");
    with(&Links { files: reading.files(), plan: &plan, names: &names, document })
}

fn link(document: &str, destination: &str) -> String {
    match with(document, |links| links.link(destination)) {
        Target::Inside { href } => href,
        Target::Outside { host, .. } => format!("outside at {host}"),
        Target::Broken { why } => format!("broken: {why}"),
        Target::Refused => "refused".to_owned(),
    }
}

#[test]
fn relative_links_lead_to_files_folders_and_headings() {
    let from = "SP01_records/p00_x/01_task.md";
    for (destination, expected) in [
        ("../03_a%20b.md", "#/doc/SP01_records/03_a%20b.md"),
        ("../03_a b.md", "#/doc/SP01_records/03_a%20b.md"),
        ("../100%25.md", "#/doc/SP01_records/100%25.md"),
        ("../c%23d.md", "#/doc/SP01_records/c%23d.md"),
        ("./../../README.md", "#/doc/README.md"),
        ("/README.md", "#/doc/README.md"),
        ("..\\..\\README.md", "#/doc/README.md"),
        ("../../scripts/run.sh", "#/doc/scripts/run.sh"),
        // Headings, also those of people who write other letters.
        ("../../README.md#set-up", "#/doc/README.md:set-up"),
        ("#here", "#/doc/SP01_records/p00_x/01_task.md:here"),
        ("../../README.md#", "#/doc/README.md"),
        ("../../README.md#%C3%BCber-uns", "#/doc/README.md:%C3%BCber-uns"),
        ("../../README.md#über-uns", "#/doc/README.md:%C3%BCber-uns"),
        // A plan has a page of its own; its headings are those of its overview.
        ("../_overview.md", "#/plan/SP01_records"),
        ("..", "#/plan/SP01_records"),
        ("../", "#/plan/SP01_records"),
        ("../_overview.md#children", "#/doc/SP01_records/_overview.md:children"),
        ("..#children", "#/doc/SP01_records/_overview.md:children"),
        ("../../_completed/PP02_audit/", "#/plan/PP02_audit"),
        ("../../SP03_bare", "#/plan/SP03_bare"),
        // A phase is its overview, any other folder its place in the tree.
        (".", "#/doc/SP01_records/p00_x/_overview.md"),
        ("../modules", "#/tree/SP01_records/modules"),
        ("../../exploration/", "#/tree/exploration"),
    ] {
        assert_eq!(link(from, destination), expected, "{destination}");
    }
}

#[test]
fn what_is_not_there_is_broken_and_says_so() {
    for (destination, part) in [
        ("nowhere.md", "nowhere.md"),
        ("../../../README.md", "../../../README.md"),
        ("../../../../../etc/passwd", "passwd"),
        ("%2e%2e/%2e%2e/%2e%2e/README.md", "README.md"),
        ("../readme.md", "../readme.md"),
        ("SP01", "SP01"),
    ] {
        let found = link("SP01_records/p00_x/01_task.md", destination);
        assert!(found.starts_with("broken: ") && found.contains(part), "{destination}: {found}");
    }
}

#[test]
fn outside_and_refused() {
    for (destination, expected) in [
        ("https://example.com/a?b#c", "outside at example.com"),
        ("//example.com/x", "outside at example.com"),
        ("mailto:a@example.com", "outside at your mail program"),
        ("javascript:alert(1)", "refused"),
        ("JAVA\tSCRIPT:alert(1)", "refused"),
        ("data:text/html,x", "refused"),
        ("file:///etc/passwd", "refused"),
    ] {
        assert_eq!(link("README.md", destination), expected, "{destination}");
    }
}

#[test]
fn no_link_inside_is_anything_but_a_place_of_the_app() {
    for destination in ["..", "#x:y?z", "README.md#a%0ab", "SP01_records/c%23d.md#\"><b>"] {
        let href = link("README.md", destination);
        if href.starts_with("#/") {
            assert!(!href.contains(['"', '<', '>', ' ', '\n']), "{href}");
            assert_eq!(Address::parse(&href).href(), href);
        }
    }
}

#[test]
fn pictures_come_from_the_tree_or_not_at_all() {
    let image = |destination: &str| with("SP01_records/_overview.md", |links| links.image(destination));
    assert!(
        matches!(image("assets/er.png"), Picture::Inside { path } if path == "SP01_records/assets/er.png")
    );
    assert!(
        matches!(image("https://example.com/x.png"), Picture::Outside { host, .. } if host == "example.com")
    );
    assert!(matches!(image("javascript:x"), Picture::Refused));
    assert!(matches!(image("mailto:x@y.z"), Picture::Refused));
    assert!(matches!(image("data:image/png;base64,AAAA"), Picture::Refused));
    assert!(matches!(image("assets/none.png"), Picture::Broken { why } if why.contains("assets/none.png")));
    assert!(matches!(image("assets"), Picture::Broken { .. }), "a folder is no picture");
    assert!(matches!(image("../../x.png"), Picture::Broken { .. }));
}

#[test]
fn mentions_are_names_that_cannot_be_words() {
    let mention = |word: &str| with("README.md", |links| links.mention(word));
    let to = |href: &str| Some(href.to_owned());
    assert_eq!(mention("SP01_records"), to("#/plan/SP01_records"));
    assert_eq!(mention("PP02"), to("#/plan/PP02_audit"));
    assert_eq!(mention("patient_records"), to("#/module/patient_records"));
    assert_eq!(mention("SP01_records/p00_x"), to("#/doc/SP01_records/p00_x/_overview.md"));
    for word in ["README", "SP1", "SP0", "SP01_rec", "SP99_none", "records", "PP02_audit2"] {
        assert_eq!(mention(word), None, "{word}");
    }
}

#[test]
fn code_spans_that_are_a_path_or_an_id() {
    let code = |span: &str| with("SP01_records/p00_x/01_task.md", |links| links.code(span));
    for (span, expected) in [
        ("SP01_records", "#/plan/SP01_records"),
        ("SP01", "#/plan/SP01_records"),
        ("patient_records", "#/module/patient_records"),
        // From the document, else from the root.
        ("_overview.md", "#/doc/SP01_records/p00_x/_overview.md"),
        ("../modules/patient_records.md", "#/doc/SP01_records/modules/patient_records.md"),
        ("exploration/kickoff.md", "#/doc/exploration/kickoff.md"),
        ("exploration/", "#/tree/exploration"),
        ("scripts/run.sh", "#/doc/scripts/run.sh"),
        (" README.md ", "#/doc/README.md"),
    ] {
        assert_eq!(code(span).as_deref(), Some(expected), "{span}");
    }
    // Words, commands, what is talked about rather than meant, and what is not there.
    for span in [
        "run",
        "exploration",
        "scripts/none.sh",
        "a.b()",
        "cat README.md",
        "/",
        ".",
        "..",
        "../..",
        "https://x.org/",
    ] {
        assert_eq!(code(span), None, "{span}");
    }
}

/// What leads to a document, as `path:line`.
fn backlinks(reading: &Reading, path: &str) -> Vec<String> {
    let plan = reading.plan();
    let names = Names::of(&plan);
    let backlinks = Backlinks::of(reading, &plan, &names);
    backlinks.to(path).iter().map(|link| format!("{}:{}", link.path, link.line)).collect()
}

#[test]
fn backlinks_come_from_links_code_spans_and_frontmatter() {
    let reading = reading(
        "
//- SP01_a/_overview.md
---
depends_on:
  - PP02
---
# A

See [it](../PP02_b/_overview.md), again [it](../PP02_b/), and [myself](_overview.md).

```
[not](../PP02_b/_overview.md) `PP02_b`
```

[one heading](../PP02_b/03_x.md#top) and ![no document](../PP02_b/x.png)
//- SP01_a/modules/store.md
---
module: store
modified_by_plans: [PP02_b]
---
//- PP02_b/_overview.md
# B

The spec is `store.md`, `modules/store.md` or `SP01_a/modules/store.md`.
//- PP02_b/03_x.md
Reads `PP02_b` and [gone](gone.md) and [out](https://example.com/PP02_b).
//- PP02_b/x.png
",
    );
    assert_eq!(
        backlinks(&reading, "PP02_b/_overview.md"),
        ["PP02_b/03_x.md:1", "SP01_a/_overview.md:3", "SP01_a/_overview.md:7", "SP01_a/modules/store.md:3"]
    );
    assert_eq!(backlinks(&reading, "PP02_b/03_x.md"), ["SP01_a/_overview.md:13"]);
    assert_eq!(backlinks(&reading, "SP01_a/modules/store.md"), ["PP02_b/_overview.md:3"]);
    assert_eq!(
        backlinks(&reading, "SP01_a/_overview.md"),
        [] as [&str; 0],
        "a document is no news to itself"
    );
}

/// The article of a document of the fixture.
fn article(document: &str) -> Result<Article, String> {
    with(document, Article::of)
}

#[test]
fn frontmatter_becomes_fields_that_lead_somewhere() {
    let Content::Document(document) = article("SP01_records/_overview.md").unwrap().content else {
        panic!("an overview is a document");
    };
    let shown: Vec<String> = document
        .fields
        .iter()
        .map(|field| {
            let values: Vec<String> = field
                .values
                .iter()
                .map(|value| format!("{} → {}", value.text, value.href.as_deref().unwrap_or("nowhere")))
                .collect();
            format!("{}:{} {}", field.line, field.name, values.join(", "))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2:origin exploration/kickoff.md → #/doc/exploration/kickoff.md",
            "3:depends_on PP02 → #/plan/PP02_audit"
        ]
    );
    assert_eq!(document.raw_frontmatter, "origin: exploration/kickoff.md\ndepends_on: [PP02]\n");
    assert!(document.rendered.html.contains("Records"));
}

#[test]
fn files_are_shown_as_what_they_are() {
    assert!(
        matches!(article("scripts/run.sh").unwrap().content, Content::Source(language) if language == "sh")
    );
    assert!(matches!(article("SP01_records/assets/er.png").unwrap().content, Content::Picture("image/png")));
    assert_eq!(article("README.md").unwrap().source.as_ref(), "# Readme\n");
    let mut builder = planarium::files::FilesBuilder::new(planarium::files::Limits::default());
    builder.add("a.md", vec![0; 100]);
    builder.add("b.md", b"# A house with a caf\xff in it\n".to_vec());
    let files = builder.finish();
    let reading = fixture::read(files.clone(), &planarium::dialect::plain::DIALECT);
    let plan = reading.plan();
    let names = Names::of(&plan);
    let of = |path: &str| {
        let document = TreePath::parse(path).unwrap();
        Article::of(&Links { files: &files, plan: &plan, names: &names, document })
    };
    assert!(matches!(of("a.md").unwrap().content, Content::Binary));
    let notices = of("b.md").unwrap().notices;
    assert!(matches!(&notices[..], [notice] if notice.contains("UTF-8")), "{notices:?}");
    assert!(of("none.md").unwrap_err().contains("none.md"));
}
