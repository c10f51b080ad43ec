//! Links that carry something: what goes in comes out, whatever it is; what is cut, hostile or of another version says so;
//! links that older versions made keep working (`tests/fixtures/links`).

use crate::fixture::repository;
use planarium::address::Address;
use planarium::cli::lock;
use planarium::edit::pending::{Line, Made};
use planarium::edit::{Change, Edit, carried};
use planarium::files::sealed::{self, Lock};
use planarium::files::{Files, FilesBuilder, Limits, checksum_of, parcel, records, single};
use planarium::share::letter::{self, Kind, Letter, MAX_BYTES, SETTING, Sent, Unreadable};
use planarium::share::mark::{Mark, Same};
use planarium::share::tree::{NoRoom, Parcel};
use proptest::prelude::*;
use std::fs;

/// The passphrase of the fixtures.
const PASSPHRASE: &str = "correct horse battery staple";

fn letter() -> impl Strategy<Value = Letter> {
    let name = prop_oneof![
        Just(letter::EDITS.to_owned()),
        Just(letter::COMMENTS.to_owned()),
        Just(letter::LIST_FILTER.to_owned()),
        Just(letter::PLACE.to_owned()),
        "[a-z]{1,9}",
    ];
    let piece = (name, proptest::collection::vec(any::<u8>(), 0..400));
    ("[0-9a-f]{16}", ".{0,20}", proptest::collection::vec(piece, 0..5))
        .prop_map(|(fingerprint, title, pieces)| Letter { of: Mark::of(&fingerprint, &title), pieces })
}

fn place() -> impl Strategy<Value = Address> {
    let query = proptest::collection::vec(("[a-z]{1,7}", ".{1,12}"), 0..5);
    ("[a-z]{1,8}", "[^/]{0,9}(/[^/]{1,9}){0,3}", proptest::option::of(".{1,9}"), query).prop_map(
        |(view, subject, heading, query)| {
            let query = query.into_iter().filter(|(key, _)| key != SETTING);
            Address { view, subject, heading, query: query.collect() }
        },
    )
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (".{1,9}", ".{0,30}").prop_map(|(key, value)| Change::SetField { key, value }),
        (any::<u32>(), any::<bool>()).prop_map(|(line, done)| Change::SetBox { line, done }),
        (any::<u32>(), ".{0,40}", ".{0,40}").prop_map(|(line, old, new)| Change::Replace { line, old, new }),
        (".{1,9}", proptest::collection::vec(".{0,9}", 0..4))
            .prop_map(|(key, values)| Change::SetList { key, values }),
        ".{0,300}".prop_map(|text| Change::Create { text }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_thousand_states_come_back_from_their_links(
        place in place(), letter in letter(), edits in proptest::collection::vec((".{0,20}", ".{1,20}", change()), 0..4),
        noise in "[)>.,\\s\"]{0,3}",
    ) {
        let made: Vec<Made> = edits.into_iter().map(|(title, path, change)| Made {
            title,
            lines: vec![Line { edit: Edit::new(&path, change), was: None, is_off: false }],
        }).collect();
        let letter = letter.with("x-edits", carried::written(&made).into_bytes());
        let link = place.clone().with(SETTING, &letter.written()).href();
        // What the text around a link leaves at its end changes nothing.
        let opened = Address::parse(&format!("{link}{noise}"));
        prop_assert_eq!(opened.clone().with(SETTING, ""), place);
        let Some(Ok(Sent::Open(found))) = letter::of_address(&opened) else {
            return Err(TestCaseError::fail(format!("{:?}", letter::of_address(&opened))));
        };
        prop_assert_eq!(found.text("x-edits").and_then(carried::read), Some(made));
        prop_assert_eq!(&found, &letter);
        prop_assert_eq!(letter.written().len(), letter::length(letter.body().len()));
    }

    #[test]
    fn nothing_that_comes_panics_or_is_taken_for_a_letter(setting in "[0-9]{0,3}[otk]?[.]?[0-9]{0,5}[.]?[A-Za-z0-9_-]{0,80}") {
        prop_assert!(!matches!(letter::read(&setting), Ok(Sent::Open(_))));
    }
}

fn files(entries: &[(&str, &[u8])]) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    entries.iter().for_each(|(path, bytes)| builder.add(path, bytes.to_vec()));
    builder.finish()
}

#[test]
fn a_link_cut_anywhere_says_so() {
    let mark = Mark::of("0123456789abcdef", "T");
    let whole = Letter::of(mark).with(letter::EDITS, b"[]".to_vec()).written();
    assert!(matches!(letter::read(&whole), Ok(Sent::Open(_))));
    for end in 0..whole.len() {
        let found = letter::read(&whole[..end]);
        assert!(matches!(found, Err(Unreadable::CutOff { .. })), "{end}: {found:?}");
    }
    // A changed character anywhere in the body is noticed.
    let begin = whole.rfind('.').unwrap() + 1;
    for at in begin..whole.len() {
        let other = if &whole[at..=at] == "A" { "B" } else { "A" };
        let changed = format!("{}{other}{}", &whole[..at], &whole[at + 1..]);
        assert_eq!(letter::read(&changed), Err(Unreadable::Changed), "{at}");
    }
    // Broken into lines it is whole.
    let (one, two) = whole.split_at(20);
    assert!(matches!(letter::read(&format!("{one}\r\n {two}")), Ok(Sent::Open(_))));
}

#[test]
fn limits_hold_at_one_less_and_one_more() {
    let mark = Mark::of("0", "");
    let long = |count: usize| letter::read(&"1".repeat(count));
    assert_eq!((long(MAX_BYTES), long(MAX_BYTES + 1)), (Err(Unreadable::Newer), Err(Unreadable::TooLong)));
    // What unfolds to more than a parcel may hold is none, however small it is packed.
    let bomb = |bytes: usize| {
        let mut body = mark.bytes().to_vec();
        let head = [&[1, b'x'][..], &leb(bytes - 2 - leb(bytes).len())].concat();
        body.extend(parcel::deflated(&[head, vec![0; bytes - 2 - leb(bytes).len()]].concat()));
        let body = [&checksum_of(&body).to_be_bytes()[..], &body].concat();
        Letter::of_body(&body).is_ok()
    };
    let most = parcel::MAX_TEXT_BYTES;
    assert_eq!((bomb(most - 1), bomb(most), bomb(most + 1)), (true, true, false));
    // A tree of one byte too many does not go in.
    let large = |bytes: u64| {
        let parcel = Parcel {
            files: files(&[("a.md", &vec![b'a'; usize::try_from(bytes).unwrap()])]),
            ..Parcel::default()
        };
        parcel.written().err()
    };
    let most = parcel::MAX_TEXT_BYTES as u64;
    assert_eq!((large(most), large(most + 1)), (None, Some(NoRoom::Large { bytes: most + 1 })));
}

fn leb(number: usize) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), number);
    while rest >= 0x80 {
        out.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
    out
}

#[test]
fn a_tree_in_a_link_goes_through_the_same_gate_as_any_other() {
    let mut piece = Vec::new();
    for (name, bytes) in [
        ("=name", &b"n"[..]),
        ("-../out.md", b"x"),
        ("-/abs.md", b"x"),
        ("-a.md", b"one"),
        ("-a.md", b"two"),
        ("x./b//c.sh", b"run"),
    ] {
        planarium::files::records::write(&mut piece, name, bytes);
    }
    let parcel = Parcel::read(&piece, Limits::default()).unwrap();
    let paths: Vec<&str> = parcel.files.iter().map(|entry| entry.path().as_str()).collect();
    assert_eq!((parcel.name.as_str(), paths), ("n", vec!["a.md", "b/c.sh"]));
    assert_eq!(parcel.files.skipped().len(), 3);
    assert!(parcel.files.get("b/c.sh").unwrap().is_executable());
    let bytes = parcel.files.read(parcel.files.get("a.md").unwrap()).unwrap();
    assert_eq!(&*bytes, b"one");
    assert!(Parcel::read(b"\x01?\x00", Limits::default()).is_none());
    assert!(Parcel::read(b"\x09", Limits::default()).is_none());
}

#[test]
fn a_mark_tells_a_changed_tree_from_another() {
    let mark = Mark::of("0123456789abcdef", "T");
    assert_eq!(mark.against(&mark), Same::Exactly);
    assert_eq!(mark.against(&Mark::of("0123456789abcdee", "T")), Same::Changed);
    assert_eq!(mark.against(&Mark::of("0123456789abcdee", "U")), Same::Other);
    assert_eq!(Mark::read(&mark.bytes()), Some((mark, &[][..])));
}

/// The longest documents of the sample: the hardest case that it has.
fn documents(count: usize) -> Files {
    let sample = repository().join("public/sample/medflow");
    let all = crate::fixture::walk(&sample).into_iter().filter(|(path, _)| path.ends_with(".md"));
    let mut all: Vec<(String, Vec<u8>)> = all.map(|(path, place)| (path, fs::read(place).unwrap())).collect();
    all.sort_by_key(|(path, bytes)| (std::cmp::Reverse(bytes.len()), path.clone()));
    let chosen = all.iter().take(count);
    let entries: Vec<(&str, &[u8])> = chosen.map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    assert_eq!(entries.len(), count);
    files(&entries)
}

#[test]
fn a_tree_of_twenty_documents_fits_into_a_link_of_32_kb() {
    let files = documents(20);
    let parcel = Parcel {
        name: "plan".to_owned(),
        title: "MedFlow".to_owned(),
        files: files.clone(),
        ..Parcel::default()
    };
    let letter =
        Letter::of(Mark::of(&files.fingerprint(), "MedFlow")).with(letter::TREE, parcel.written().unwrap());
    let link = Address::view("overview").with(SETTING, &letter.written()).href();
    println!("20 documents of {} bytes are a link of {} characters", files.total_bytes(), link.len());
    assert!(files.total_bytes() > 30_000, "these are no real documents");
    assert!(link.len() <= 32_000, "{}", link.len());
    // Locked it is hardly longer.
    let locked = letter::length(letter.body().len() + sealed::EXTRA_BYTES);
    assert!(locked <= 32_000, "{locked}");
    let Some(Ok(Sent::Open(found))) = letter::of_address(&Address::parse(&link)) else {
        panic!("it does not come back")
    };
    let found = Parcel::read(found.piece(letter::TREE).unwrap(), Limits::default()).unwrap();
    assert_eq!(found.files.fingerprint(), files.fingerprint());
    assert_eq!((found.name.as_str(), found.title.as_str()), ("plan", "MedFlow"));
    assert_eq!(letter::kind(Address::parse(&link).setting(SETTING).unwrap()), Some(Kind::Tree));
}

#[test]
fn what_is_locked_opens_with_its_passphrase_alone() {
    let lock = Lock { iterations: 1_000, ..Lock::new([1; 16], [2; 12]) };
    let sealed = lock::seal_with(b"a plan", PASSPHRASE, lock).unwrap();
    assert_eq!(sealed.len(), 6 + sealed::EXTRA_BYTES);
    assert_eq!(lock::open(&sealed, &format!(" {PASSPHRASE}\n")).as_deref(), Ok(&b"a plan"[..]));
    assert!(lock::open(&sealed, "another").unwrap_err().contains("passphrase"));
    // Nothing of it can be changed, its header included.
    for at in 0..sealed.len() {
        let mut other = sealed.clone();
        other[at] ^= 1;
        assert!(lock::open(&other, PASSPHRASE).is_err(), "{at}");
    }
    // No two boxes are alike.
    let (one, two) = (lock::seal(b"x", PASSPHRASE).unwrap(), lock::seal(b"x", PASSPHRASE).unwrap());
    let (one, two) = (Lock::read(&one).unwrap().0, Lock::read(&two).unwrap().0);
    assert!(one.salt != two.salt && one.nonce != two.nonce);
    assert_eq!(one.iterations, sealed::ITERATIONS);
}

/// A link of a fixture, and what it has to say.
fn fixture_link(name: &str) -> Address {
    let place = repository().join("tests/fixtures/links").join(name);
    let text = fs::read_to_string(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
    Address::parse(text.trim())
}

#[test]
fn links_that_were_made_once_keep_working() {
    // Version 0: an address, and edits in a setting of their own.
    let old = fixture_link("0-place.txt");
    assert_eq!((old.view.as_str(), old.subject.as_str()), ("plan", "PP06_hipaa_audit_trail"));
    assert_eq!((old.setting("asof"), letter::of_address(&old)), (Some("2025-11-30"), None));
    let old = fixture_link("0-edits.txt");
    let steps = old.setting("edits").and_then(parcel::unpack).and_then(|text| carried::read(&text)).unwrap();
    assert_eq!((old.view.as_str(), steps.len(), steps[0].lines.len()), ("changes", 1, 1));

    let open = |name: &str| match letter::of_address(&fixture_link(name)) {
        Some(Ok(Sent::Open(letter))) => letter,
        other => panic!("{name}: {other:?}"),
    };
    let mark = Mark::of("0123456789abcdef", "A small plan");
    assert_eq!(open("1-place.txt"), Letter::of(mark));
    let edits = open("1-edits.txt");
    assert_eq!(edits.of.against(&mark), Same::Exactly);
    assert_eq!(edits.text(letter::EDITS).and_then(carried::read), Some(steps));
    // A comment on a list item, and the words that it is about.
    let comments = open("1-comments.txt");
    let review = comments.text(letter::COMMENTS).and_then(parcel::unpack).unwrap();
    assert!(review.contains("Which step is that?") && review.contains("Nina Volkov"), "{review}");
    let tree = open("1-tree.txt");
    let parcel = Parcel::read(tree.piece(letter::TREE).unwrap(), Limits::default()).unwrap();
    assert_eq!((parcel.name.as_str(), parcel.as_of.as_str(), parcel.files.len()), ("small", "2026-01-31", 2));
    let Some(Ok(Sent::Locked(sealed))) = letter::of_address(&fixture_link("1-locked.txt")) else {
        panic!("it is locked")
    };
    let body = lock::open(&sealed, PASSPHRASE).unwrap();
    let locked = Letter::of_body(&body).unwrap();
    assert_eq!(
        (locked.text(letter::PLACE), locked.piece(letter::TREE)),
        (Some("#/overview"), tree.piece(letter::TREE))
    );
    // What a browser has locked, and what the command line has locked for a page.
    let Some(Ok(Sent::Locked(sealed))) = letter::of_address(&fixture_link("1-locked-by-the-page.txt")) else {
        panic!("it is locked")
    };
    let theirs = Letter::of_body(&lock::open(&sealed, PASSPHRASE).unwrap()).unwrap();
    let parcel = Parcel::read(theirs.piece(letter::TREE).unwrap(), Limits::default()).unwrap();
    assert!(parcel.files.get("_overview.md").is_some() && theirs.text(letter::PLACE).is_some());
    let slot = repository().join("tests/fixtures/links/slot-locked-by-the-command.json");
    let sealed = single::sealed(fs::read_to_string(slot).unwrap().trim()).unwrap();
    let content = lock::open(&sealed, PASSPHRASE).unwrap();
    assert!(records::read(&content).unwrap().contains(&("title", &b"A secret title"[..])));
    let unknown = open("1-unknown.txt");
    assert_eq!(unknown.unknown(), ["hologram"]);

    assert_eq!(letter::of_address(&fixture_link("2-newer.txt")), Some(Err(Unreadable::Newer)));
    assert!(matches!(
        letter::of_address(&fixture_link("1-cut.txt")),
        Some(Err(Unreadable::CutOff { written: Some(_), .. }))
    ));
    assert_eq!(letter::of_address(&fixture_link("1-changed.txt")), Some(Err(Unreadable::Changed)));
}

#[test]
fn answers_about_the_sample_are_markdown_with_their_places() {
    use planarium::answers::Ties;
    use planarium::answers::status::Standing;
    use planarium::plan::Date;
    use planarium::share::report;
    let sample = repository().join("public/sample/medflow/.agent_plan/day_dream");
    let all: Vec<(String, Vec<u8>)> = crate::fixture::walk(&sample)
        .into_iter()
        .map(|(path, place)| (path, fs::read(place).unwrap()))
        .collect();
    let entries: Vec<(&str, &[u8])> =
        all.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let reading =
        planarium::dialect::Reading::new(files(&entries), ".", &planarium::dialect::dream::DIALECT).finish();
    let plan = reading.plan();
    let ties = Ties::of(&plan);
    let day = Date::parse("2026-01-31").unwrap();
    let inquiry = ties.inquiry(&plan, &day);
    let status = report::status("Med*Flow*", &day, &Standing::of(&inquiry));
    assert!(status.starts_with("# Med\\*Flow\\*\n\nAs of 2026-01-31: "), "{status}");
    for heading in ["## In work", "## Done last", "## What nobody knows"] {
        assert!(status.contains(heading), "{heading} is not in\n{status}");
    }
    let mut places = 0;
    for (index, item) in plan.items.iter().enumerate() {
        let text = report::plan(&inquiry, index, Some(&[])).unwrap();
        assert!(text.starts_with("# ") && text.contains(&format!("`{}`", item.id)), "{text}");
        // Every place is a line that there is.
        for place in text.split('`').skip(1).step_by(2).filter(|place| place.contains(".md:")) {
            let (path, line) = place.rsplit_once(':').unwrap();
            let bytes = reading.files().read(reading.files().get(path).unwrap()).unwrap();
            let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
            assert!((1..=lines).contains(&line.parse().unwrap()), "{place}");
            places += 1;
        }
    }
    assert!(places > 500, "{places}");
}

#[test]
fn a_part_in_a_link_says_that_it_is_one() {
    use planarium::files::LeftOut;
    let left_out = LeftOut::of(vec!["SP02_secret".to_owned()], 7);
    let part = Parcel {
        files: files(&[("_overview.md", b"# A\nSP02_secret\n")]).leaving_out(left_out.clone()),
        ..Parcel::default()
    };
    let read = Parcel::read(&part.written().unwrap(), Limits::default()).unwrap();
    assert_eq!((read.files.left_out(), read.files.left_out().total()), (&left_out, Some(7)));
    let whole = Parcel { files: files(&[("_overview.md", b"# A\n")]), ..Parcel::default() };
    let read = Parcel::read(&whole.written().unwrap(), Limits::default()).unwrap();
    assert_eq!(read.files.left_out().total(), None);
}
