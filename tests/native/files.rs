//! Archives as they come: real trees, and every hostile one of the list. Nothing may panic, nothing may
//! escape the tree, and one bad member must not spoil the others.

use planarium::files::{
    ArchiveError, Damage, Files, FilesBuilder, Limits, LooksLike, SkipReason, TreePath, archive, write,
};
use proptest::prelude::*;
use std::path::PathBuf;

/// One member of a zip under construction. Whatever is set differs from an honest member.
struct Member<'a> {
    name: &'a [u8],
    content: &'a [u8],
    method: u16,
    flags: u16,
    made_by: u16,
    attributes: u32,
    /// Overrides of what the directory claims.
    size: Option<u32>,
    packed: Option<u32>,
    crc: Option<u32>,
    offset: Option<u32>,
    local_name: Option<&'a [u8]>,
    extra: &'a [u8],
    /// Sizes and checksum behind the data, zeros in the member's header.
    has_descriptor: bool,
}

fn member<'a>(name: &'a str, content: &'a [u8]) -> Member<'a> {
    Member {
        name: name.as_bytes(),
        content,
        method: 8,
        flags: 0,
        made_by: 20,
        attributes: 0,
        size: None,
        packed: None,
        crc: None,
        offset: None,
        local_name: None,
        extra: &[],
        has_descriptor: false,
    }
}

fn zip_of(members: &[Member]) -> Vec<u8> {
    zip_with(&[], members, &[])
}

/// A zip with bytes before it that its offsets do not know of, and a comment.
fn zip_with(before: &[u8], members: &[Member], comment: &[u8]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for m in members {
        let data = if m.method == 8 {
            miniz_oxide::deflate::compress_to_vec(m.content, 6)
        } else {
            m.content.to_vec()
        };
        let (crc, packed, size) = (
            m.crc.unwrap_or(crc32fast::hash(m.content)),
            m.packed.unwrap_or(data.len() as u32),
            m.size.unwrap_or(m.content.len() as u32),
        );
        let offset = m.offset.unwrap_or(out.len() as u32);
        let flags = m.flags | if m.has_descriptor { 8 } else { 0 };
        let local_name = m.local_name.unwrap_or(m.name);
        let u16s = |to: &mut Vec<u8>, values: &[u16]| values.iter().for_each(|v| to.extend(v.to_le_bytes()));
        let u32s = |to: &mut Vec<u8>, values: &[u32]| values.iter().for_each(|v| to.extend(v.to_le_bytes()));

        out.extend(b"PK\x03\x04");
        u16s(&mut out, &[20, flags, m.method, 0, 33]);
        u32s(&mut out, &if m.has_descriptor { [0; 3] } else { [crc, packed, size] });
        u16s(&mut out, &[local_name.len() as u16, 0]);
        out.extend(local_name);
        out.extend(&data);
        if m.has_descriptor {
            out.extend(b"PK\x07\x08");
            u32s(&mut out, &[crc, packed, size]);
        }

        directory.extend(b"PK\x01\x02");
        u16s(&mut directory, &[m.made_by, 20, flags, m.method, 0, 33]);
        u32s(&mut directory, &[crc, packed, size]);
        u16s(&mut directory, &[m.name.len() as u16, m.extra.len() as u16, 0, 0, 0]);
        u32s(&mut directory, &[m.attributes, offset]);
        directory.extend(m.name);
        directory.extend(m.extra);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    for count in [members.len() as u16; 2] {
        out.extend(count.to_le_bytes());
    }
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend((comment.len() as u16).to_le_bytes());
    out.extend(comment);
    [before, &out].concat()
}

/// What is in a tree, one line each: files with their content or damage, then reports.
fn print(files: &Files) -> String {
    let mut lines = Vec::new();
    for entry in files {
        lines.push(match files.read(entry) {
            Ok(bytes) if bytes.len() > 40 => format!("{} [{} bytes]", entry.path(), bytes.len()),
            Ok(bytes) => format!("{} = {}", entry.path(), String::from_utf8_lossy(&bytes)),
            Err(problem) => format!("{} ! {}", entry.path(), problem.damage),
        });
    }
    lines.extend(files.skipped().iter().map(|skipped| format!("- {skipped}")));
    lines.extend(files.notes().iter().map(|note| format!("* {note}")));
    lines.join("\n")
}

fn opened(bytes: Vec<u8>) -> String {
    match archive::open(bytes, &Limits::default()) {
        Ok(files) => print(&files),
        Err(error) => format!("ERROR {error}"),
    }
}

const GOOD: &[u8] = b"# Good";

#[test]
fn hostile_archives() {
    let good = || member("good.md", GOOD);
    let named = |name: &'static str| vec![member(name, b"x"), good()];
    let with = |change: fn(&mut Member)| {
        let mut bad = member("bad.md", b"bad bad bad bad bad bad bad bad");
        change(&mut bad);
        vec![bad, good()]
    };
    let zeros = vec![0; 11 * 1024 * 1024];
    let inner = zip_of(&[good()]);
    let deep = "d/".repeat(128) + "x";
    let long = "l".repeat(4097);
    let unicode_path = {
        let mut field = vec![0x75, 0x70, 11, 0, 1];
        field.extend(crc32fast::hash(b"bad.md").to_le_bytes());
        field.extend("gr\u{fc}n.m".as_bytes());
        field[2] = (field.len() - 4) as u8;
        field
    };
    let zip64 = [&[1, 0, 16, 0][..], &31_u64.to_le_bytes(), &8_u64.to_le_bytes()].concat();
    let left_out = |name: &str, reason: &str| format!("good.md = # Good\n- `{name}` was left out: {reason}.");
    let damaged = |damage: &str| format!("bad.md ! {damage}\ngood.md = # Good");
    let noted = |first: &str, note: &str| format!("{first}\n* {note}");

    let table: Vec<(&str, Vec<Member>, String)> = vec![
        ("climbing", named("../up.md"), left_out("../up.md", "its path climbs with `..`")),
        ("climbing inside", named("a/../../up.md"), left_out("a/../../up.md", "its path climbs with `..`")),
        (
            "absolute",
            named("/etc/passwd"),
            left_out("/etc/passwd", "its path is absolute, and only paths inside the tree are read"),
        ),
        ("drive", named("C:\\x.md"), left_out("C:\\x.md", "its path starts with a drive letter")),
        ("NUL", named("a\0.md"), left_out("a\\u{0}.md", "its path holds a NUL byte")),
        ("no name", named(""), left_out("", "it has no name")),
        (
            "too deep",
            vec![member(&deep, b"x"), good()],
            left_out(&format!("{}…", &deep[..256]), "its path has 129 levels, more than the limit of 128"),
        ),
        (
            "too long",
            vec![member(&long, b"x"), good()],
            left_out(&format!("{}…", &long[..256]), "its path has 4097 bytes, more than the limit of 4096"),
        ),
        (
            "not in normal form",
            vec![member("./a", b"1"), member("b//c", b"2"), member("d\\e", b"3"), good()],
            "a = 1\nb/c = 2\nd/e = 3\ngood.md = # Good\n* `a` is written `./a` in the source.\n\
             * `b/c` is written `b//c` in the source.\n* `d/e` is written `d\\e` in the source."
                .to_owned(),
        ),
        (
            "duplicates",
            vec![member("a", b"first"), member("a", b"second"), member("./a", b"third")],
            "a = first\n- `./a` was left out: the same path is there twice, and the first one is kept.\n\
             - `a` was left out: the same path is there twice, and the first one is kept."
                .to_owned(),
        ),
        (
            "case and form",
            vec![member("A.md", b"1"), member("a.md", b"2"), member("\u{fc}", b"3"), member("u\u{308}", b"4")],
            "A.md = 1\na.md = 2\nu\u{308} = 4\n\u{fc} = 3\n\
             * `a.md` and `A.md` differ in case only; some disks can keep only one of them.\n\
             * `\u{fc}` and `u\u{308}` look the same but are spelled with other Unicode characters; some disks can keep only one of them."
                .to_owned(),
        ),
        ("folders are no files", vec![member("dir/", b""), good()], "good.md = # Good".to_owned()),
        (
            "a folder with data",
            vec![member("dir/", b"data"), good()],
            left_out("dir/", "its name is a folder's, but it holds data"),
        ),
        (
            "symbolic link",
            with(|bad| (bad.made_by, bad.attributes) = (3 << 8 | 20, 0o120_777 << 16)),
            left_out("bad.md", "it is a symbolic link, and links are not followed"),
        ),
        (
            "encrypted",
            with(|bad| bad.flags = 1),
            left_out("bad.md", "it is encrypted; pack it without a password"),
        ),
        (
            "bzip2",
            with(|bad| bad.method = 12),
            left_out("bad.md", "it is packed with method 12 (bzip2); pack it with deflate"),
        ),
        (
            "method nobody knows",
            with(|bad| bad.method = 777),
            left_out("bad.md", "it is packed with method 777; pack it with deflate"),
        ),
        (
            "claims too much for one file",
            with(|bad| (bad.method, bad.size) = (0, Some(64 * 1024 * 1024 + 1))),
            left_out("bad.md", "31 bytes would become 67108865, more than the limit of 200 to 1"),
        ),
        (
            "bomb",
            vec![member("bomb", &zeros), good()],
            left_out(
                "bomb",
                &format!(
                    "{} bytes would become 11534336, more than the limit of 200 to 1",
                    miniz_oxide::deflate::compress_to_vec(&zeros, 6).len()
                ),
            ),
        ),
        (
            "bomb with a small claim",
            vec![Member { name: b"bad.md", size: Some(1000), ..member("", &zeros) }, good()],
            damaged("it unpacks to more than the 1000 bytes it claims"),
        ),
        ("claims less", with(|bad| bad.size = Some(30)), damaged("it unpacks to more than the 30 bytes it claims")),
        ("claims more", with(|bad| bad.size = Some(32)), damaged("it unpacks to 31 bytes and claims 32")),
        (
            "claims 4 GiB less one",
            with(|bad| bad.size = Some(u32::MAX - 1)),
            left_out("bad.md", "8 bytes would become 4294967294, more than the limit of 200 to 1"),
        ),
        (
            "stored and claims less",
            with(|bad| (bad.method, bad.size) = (0, Some(5))),
            damaged("it unpacks to more than the 5 bytes it claims"),
        ),
        ("wrong checksum", with(|bad| bad.crc = Some(1)), damaged("its checksum is 4082d664 and should be 00000001")),
        ("broken stream", with(|bad| bad.packed = Some(4)), damaged("its packed data is damaged")),
        ("beyond the end", with(|bad| bad.packed = Some(99999)), damaged("the archive ends in the middle of it")),
        ("into the next", with(|bad| bad.packed = Some(20)), damaged("its data runs into another part of the archive")),
        (
            "no member there",
            with(|bad| bad.offset = Some(7)),
            damaged("the archive has no member where its directory says"),
        ),
        (
            "two names",
            with(|bad| bad.local_name = Some(b"dab.md")),
            damaged("the archive gives it two different names"),
        ),
        (
            "data descriptor",
            with(|bad| bad.has_descriptor = true),
            "bad.md = bad bad bad bad bad bad bad bad\ngood.md = # Good".to_owned(),
        ),
        (
            "zip64",
            vec![
                Member {
                    size: Some(u32::MAX),
                    packed: Some(u32::MAX),
                    extra: &zip64,
                    ..member("bad.md", b"bad bad bad bad bad bad bad bad")
                },
                good(),
            ],
            "bad.md = bad bad bad bad bad bad bad bad\ngood.md = # Good".to_owned(),
        ),
        (
            "old code page",
            vec![Member { name: b"gr\x81n.md", ..member("", b"x") }],
            noted(
                "gr\u{fc}n.md = x",
                "`gr\u{fc}n.md`: the name is not UTF-8 and was read as code page 437; letters may be wrong.",
            ),
        ),
        (
            "Unicode path",
            vec![Member { extra: &unicode_path, ..member("bad.md", b"x") }],
            "gr\u{fc}n.m = x".to_owned(),
        ),
        (
            "direction and line breaks",
            named("\u{202e}dm.x\n/.."),
            left_out("\\u{202e}dm.x\\n/..", "its path climbs with `..`"),
        ),
        (
            "an archive in the archive",
            vec![Member { method: 0, ..member("in.zip", &inner) }],
            "in.zip [120 bytes]".to_owned(),
        ),
        (
            "all encrypted",
            vec![Member { flags: 1, ..good() }],
            "ERROR All files of the zip archive (1) are encrypted. Pack it without a password.".to_owned(),
        ),
        (
            "encrypted beside a bad name",
            vec![Member { flags: 1, ..good() }, member("../x", b"x")],
            "- `good.md` was left out: it is encrypted; pack it without a password.\n\
             - `../x` was left out: its path climbs with `..`."
                .to_owned(),
        ),
        (
            "overlapping",
            ["a", "b", "c"].map(|name| Member { local_name: Some(b"a"), offset: Some(0), ..member(name, b"x") }).into(),
            "ERROR 2 files of the zip archive share their bytes with others, like `b`: this is how zip bombs are \
             made. Pack the folder again with another tool."
                .to_owned(),
        ),
    ];
    for (case, members, expected) in table {
        assert_eq!(opened(zip_of(&members)), expected, "{case}");
    }
}

#[test]
fn archives_with_something_around_them() {
    let members = [member("a.md", b"A"), member("b.md", b"B")];
    let plain = zip_of(&members);
    let all = "a.md = A\nb.md = B";
    assert_eq!(opened(plain.clone()), all);
    assert_eq!(opened(zip_with(b"MZ some program\n", &members, b"")), all, "junk the offsets do not know of");
    assert_eq!(opened(zip_with(b"", &members, b"a comment")), all);
    assert_eq!(
        opened(zip_with(b"", &members, b"PK\x05\x06 in the comment, and more than a record of it")),
        all
    );
    assert_eq!(opened([&plain[..], &[b'\n'; 70_000]].concat()), all, "junk behind");
    let commented = zip_with(b"", &members, b"a comment");
    assert_eq!(opened(commented[..commented.len() - 3].to_vec()), all, "a comment cut short");
    assert_eq!(
        opened([&plain[..], b"PK\x05\x06 and twenty bytes more of junk"].concat()),
        all,
        "a false end"
    );
    assert_eq!(opened(zip_of(&[])), "", "an empty archive is an empty tree");

    let nested = zip_of(&[member("x.md", b"x"), Member { method: 0, ..member("in.zip", &plain) }]);
    let inner_end = nested.windows(4).position(|four| four == b"PK\x05\x06").unwrap() + 22;
    assert!(opened(nested[..inner_end].to_vec()).contains("cut off"), "not the tree of the inner archive");
}

#[test]
fn what_is_no_archive_is_named() {
    for (bytes, guess) in [
        (&b""[..], Some(LooksLike::Empty)),
        (b"<!DOCTYPE html><p>Sign in", Some(LooksLike::Html)),
        (b"\n<HTML>", Some(LooksLike::Html)),
        (b"\x1f\x8b\x08", Some(LooksLike::Gzip)),
        (b"7z\xbc\xaf\x27\x1c", Some(LooksLike::SevenZip)),
        (b"Rar!\x1a\x07", Some(LooksLike::Rar)),
        (b"[\"a.md\"]", Some(LooksLike::Json)),
        (b"# Plan", None),
    ] {
        let error = archive::open(bytes.to_vec(), &Limits::default()).unwrap_err();
        assert_eq!(error, ArchiveError::NotAZip { looks_like: guess }, "{bytes:?}");
    }
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    assert_eq!(
        opened(tar),
        "ERROR This is not a zip archive but a tar archive. Unpack it, then open the folder or pack it as .zip."
    );
    let plain = zip_of(&[member("a.md", b"A")]);
    assert_eq!(archive::open(plain[..20].to_vec(), &Limits::default()).unwrap_err(), ArchiveError::Truncated);
}

#[test]
fn limits_hold_exactly() {
    let three = [member("a", b"12345"), member("b", b"12345"), member("c", b"12345")];
    let bytes = zip_of(&three);
    let size = bytes.len() as u64;
    let open = |limits: Limits| archive::open(bytes.clone(), &limits);
    let base = Limits::default();
    for (limit, fits) in [(size - 1, false), (size, true), (size + 1, true)] {
        assert_eq!(open(Limits { archive_bytes: limit, ..base.clone() }).is_ok(), fits, "archive {limit}");
    }
    for (limit, fits) in [(2, false), (3, true), (4, true)] {
        assert_eq!(open(Limits { entries: limit, ..base.clone() }).is_ok(), fits, "entries {limit}");
    }
    for (limit, fits) in [(14, false), (15, true), (16, true)] {
        assert_eq!(open(Limits { total_bytes: limit, ..base.clone() }).is_ok(), fits, "total {limit}");
    }
    for (limit, count) in [(4, 0), (5, 3), (6, 3)] {
        assert_eq!(
            open(Limits { entry_bytes: limit, ..base.clone() }).unwrap().len(),
            count,
            "entry {limit}"
        );
    }
    let zeros = [0; 4000];
    let bytes = zip_of(&[member("z", &zeros)]);
    let packed = miniz_oxide::deflate::compress_to_vec(&zeros, 6).len() as u64;
    let ratio = 4000_u64.div_ceil(packed);
    for (ratio, ratio_free_bytes, count) in
        [(ratio - 1, 3999, 0), (ratio - 1, 4000, 1), (ratio, 3999, 1), (ratio + 1, 3999, 1)]
    {
        let limits = Limits { ratio, ratio_free_bytes, ..base.clone() };
        assert_eq!(archive::open(bytes.clone(), &limits).unwrap().len(), count, "ratio {ratio}");
    }
    let build = |limits: Limits| {
        let mut builder = FilesBuilder::new(limits);
        ["a", "b", "c"].iter().for_each(|name| builder.add(name, b"12345".to_vec()));
        builder.finish().len()
    };
    for (limit, count) in [(14, 2), (15, 3), (16, 3)] {
        assert_eq!(build(Limits { total_bytes: limit, ..base.clone() }), count, "folder total {limit}");
    }
    for (limit, count) in [(2, 2), (3, 3), (4, 3)] {
        assert_eq!(build(Limits { entries: limit, ..base.clone() }), count, "folder entries {limit}");
    }
    for (limit, count) in [(4, 0), (5, 3), (6, 3)] {
        assert_eq!(build(Limits { entry_bytes: limit, ..base.clone() }), count, "folder entry {limit}");
    }
}

#[test]
fn many_entries_need_zip64_and_too_many_are_refused() {
    let names: Vec<String> = (0..70_000).map(|i| format!("{}/{i}.md", i % 300)).collect();
    let bytes = write::zip(names.iter().map(|name| (name.as_str(), &b"x"[..])));
    let files = archive::open(bytes.clone(), &Limits::default()).unwrap();
    assert_eq!(files.len(), 70_000);
    assert_eq!(files.under(&TreePath::parse("7").unwrap()).len(), 234);
    let error = archive::open(bytes, &Limits { entries: 69_999, ..Limits::default() }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The zip archive has more than the limit of 69999 entries. Pack only the folder of the plans."
    );
}

#[test]
fn a_damaged_directory_keeps_what_stands_before() {
    let mut bytes = zip_of(&[member("a.md", b"A"), member("b.md", b"B")]);
    let second = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    bytes[second] = b'X';
    assert_eq!(
        opened(bytes),
        "a.md = A\n- `(the rest)` was left out: the archive's directory is damaged after 1 of 2 entries; pack it again."
    );
}

#[test]
fn folders_are_slices_of_the_order() {
    let mut builder = FilesBuilder::new(Limits::default());
    for path in ["b", "a-b/x", "a/b/c", "a/b.md", "a.md", "a/z", "ab/y"] {
        builder.add(path, path.as_bytes().to_vec());
    }
    builder.skip("locked.md", SkipReason::Unreadable("the browser gave no access".to_owned()));
    let files = builder.finish();
    let paths = |files: &Files| files.iter().map(|entry| entry.path().to_string()).collect::<Vec<_>>();
    assert_eq!(paths(&files), ["a/b/c", "a/b.md", "a/z", "a-b/x", "a.md", "ab/y", "b"]);
    let folder = TreePath::parse("a").unwrap();
    assert_eq!(files.under(&folder).len(), 3);
    assert_eq!(files.under(&TreePath::root()).len(), 7);
    assert!(files.is_folder("a") && files.is_folder("a/b") && files.is_folder(""));
    assert!(!files.is_folder("b") && !files.is_folder("a/z") && !files.is_folder("nowhere"));
    assert_eq!(files.index_of("a/z"), Some(2));
    assert!(files.get("a/nothing").is_none());
    let below = files.rooted(&folder);
    assert_eq!(paths(&below), ["b/c", "b.md", "z"]);
    assert_eq!(below.text(below.get("b.md").unwrap()).unwrap().text, "a/b.md");
    assert_eq!(below.total_bytes(), 5 + 6 + 3);
    assert_eq!(below.skipped().len(), 1);
    assert_ne!(below.fingerprint(), files.fingerprint());
    assert_eq!(files.fingerprint().len(), 16);
}

#[test]
fn every_prefix_and_every_flip_of_a_small_archive() {
    let text = b"a plan, a plan, a plan";
    let bytes = zip_of(&[
        member("a/one.md", text),
        Member { method: 0, ..member("two.md", text) },
        Member { has_descriptor: true, ..member("three.md", text) },
    ]);
    for end in 0..bytes.len() {
        opened(bytes[..end].to_vec());
    }
    let mut spoiled = 0;
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            let Ok(files) = archive::open(flipped, &Limits::default()) else {
                spoiled += 1;
                continue;
            };
            // Whatever can be read is what was packed: a flip is an error or without effect.
            for entry in &files {
                if let Ok(read) = files.read(entry) {
                    assert!(&*read == text || read.is_empty(), "byte {at} bit {bit}");
                }
            }
        }
    }
    // Only flips in the end record (and in the first signature of the directory) take the whole archive.
    assert!(spoiled <= 8 * 26, "{spoiled} flips");
}

#[test]
fn shared_trees_open_and_every_file_reads() {
    let shared = std::env::var_os("PLANARIUM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let Ok(trees) = std::fs::read_dir(shared.join("trees")) else {
        println!("skipped: no trees at {}", shared.display());
        return;
    };
    for tree in trees {
        let tree = tree.unwrap().path();
        if tree.extension().is_none_or(|extension| extension != "zip") {
            continue;
        }
        let files = archive::open(std::fs::read(&tree).unwrap(), &Limits::default()).unwrap();
        assert!(!files.is_empty(), "{}", tree.display());
        assert_eq!(files.skipped(), [], "{}", tree.display());
        for entry in &files {
            files.text(entry).unwrap_or_else(|problem| panic!("{problem}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_archives_read_back(
        contents in proptest::collection::btree_map("[a-cü]{1,3}(/[a-c .]{0,2}x){0,2}", "(ab|\\PC){0,200}", 0..12),
    ) {
        let packed = write::zip(contents.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
        let files = archive::open(packed.clone(), &Limits::default()).unwrap();
        prop_assert_eq!(files.len(), contents.len());
        for (path, text) in &contents {
            let entry = files.get(path).unwrap();
            prop_assert_eq!(&*files.read(entry).unwrap(), text.as_bytes());
        }
        let again = write::zip(contents.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
        prop_assert_eq!(packed, again);
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        opened([b"PK\x03\x04", &bytes[..]].concat());
        opened(bytes);
    }

    #[test]
    fn random_changes_never_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = zip_of(&[member("a/one.md", b"a plan, a plan"), Member { has_descriptor: true, ..member("b", b"b") }]);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        opened(bytes);
    }

    #[test]
    fn random_streams_never_panic(packed in proptest::collection::vec(any::<u8>(), 0..300), size in 0_u32..5000) {
        // Claimed to be deflated: a stored member whose method is changed in both places.
        let mut bytes = zip_of(&[Member { method: 0, size: Some(size), ..member("b", &packed) }]);
        let directory = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
        bytes[8] = 8;
        bytes[directory + 10] = 8;
        if let Ok(files) = archive::open(bytes, &Limits::default()) {
            for entry in &files {
                let _ = files.read(entry);
            }
        }
    }

    #[test]
    fn references_never_leave_the_tree(file in "[a-c/.]{0,9}", reference in "(\\.\\./|%2e|[a-c]|/|\\\\|%|\\PC){0,8}") {
        if let Ok(file) = TreePath::parse(&file)
            && let Some(path) = file.resolve(&reference)
        {
            prop_assert_eq!(TreePath::parse(path.as_str()), Ok(path.clone()));
            prop_assert!(path.segments().all(|segment| segment != ".." && segment != "."));
        }
    }
}

#[test]
fn damage_names_the_file_and_the_way_out() {
    let bytes = zip_of(&[Member { crc: Some(1), ..member("plans/PP01.md", GOOD) }]);
    let files = archive::open(bytes, &Limits::default()).unwrap();
    let problem = files.read(files.entry(0).unwrap()).unwrap_err();
    assert!(matches!(problem.damage, Damage::Checksum { claimed: 1, .. }));
    let text = problem.to_string();
    assert!(text.starts_with("`plans/PP01.md` cannot be read: its checksum is "), "{text}");
    assert!(text.ends_with("pack or download the archive again."), "{text}");
}
