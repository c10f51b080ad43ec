//! Single views over the fixture, as they stand in the page.

use crate::fixture::{mounted, reading, shown, shown_over, texts, tree, unread};
use leptos::prelude::Set;
use planarium::address::Address;
use planarium::browser::frames;
use planarium::findings::{Finding, Settings};
use planarium::html::{Html, all, el, text};
use planarium::plan::Place;
use planarium::rules::Checked;
use planarium::widgets::markup;
use planarium::workspace::Report;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

const EVIL: [&str; 6] = [
    "<script>window.hacked = 1</script>",
    "\"><img src=x onerror=\"window.hacked = 1\">",
    "' onclick='window.hacked = 1",
    "&lt;b&gt; &amp; &#60;",
    "</section></p><b>",
    "\u{202e}line\u{0}\none\u{200b}",
];

#[wasm_bindgen_test]
async fn what_comes_from_outside_is_text_and_nothing_else() {
    for evil in EVIL {
        let html: Html = el("p", &[("title", evil), ("href", "javascript:window.hacked = 1")], &[text(evil)]);
        mounted(
            move || markup(html),
            async |place| {
                let paragraph = place.query_selector("p").unwrap().unwrap();
                // The parser of HTML has no zero bytes.
                let expected = evil.replace('\u{0}', "");
                let found = paragraph.text_content().unwrap().replace(['\u{0}', '\u{fffd}'], "");
                assert_eq!(found, expected);
                let title = paragraph.get_attribute("title").unwrap().replace(['\u{0}', '\u{fffd}'], "");
                assert_eq!(title, expected);
                assert_eq!(paragraph.get_attribute("href"), None);
                assert_eq!(paragraph.get_attribute_names().length(), 1);
                assert_eq!(texts(place, "script, img, b"), Vec::<String>::new());
            },
        )
        .await;
    }
    let window: wasm_bindgen::JsValue = web_sys::window().unwrap().into();
    assert!(js_sys::Reflect::get(&window, &"hacked".into()).unwrap().is_undefined());
}

#[wasm_bindgen_test]
async fn pieces_stand_in_their_order() {
    let html = all(["one", "two", "three"].map(|word| el("li", &[], &[text(word)])));
    mounted(
        move || markup(el("ul", &[], &[html])),
        async |place| assert_eq!(texts(place, "li"), ["one", "two", "three"]),
    )
    .await;
}

#[wasm_bindgen_test]
async fn the_overview_says_how_far_everything_is() {
    shown(Address::view("overview"), |place| {
        assert_eq!(texts(place, "h1"), ["Lighthouse"]);
        assert_eq!(texts(place, ".answer"), ["4 plans: 1 in work, 1 blocked; 1 done, 1 cut."]);
        assert_eq!(texts(place, "table.plans caption"), ["Plans", "Archived plans"]);
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_plan_says_what_it_is_called_needs_and_holds() {
    shown(Address::of("plan", "SP01_harbour"), |place| {
        assert_eq!(texts(place, "h1"), ["The harbour <b>wall</b>"]);
        assert_eq!(texts(place, "[aria-labelledby=h-needed-by] .name"), ["PP02 Lamp oil"]);
        assert_eq!(texts(place, "b"), Vec::<String>::new());
    })
    .await;
    shown(Address::of("plan", "PP02_lamp_oil"), |place| {
        assert_eq!(texts(place, "[aria-labelledby=h-needs] .name"), ["SP01 Harbour"]);
        assert_eq!(texts(place, "[aria-labelledby=h-needs] [data-broken]"), ["PP77_nowhere"]);
        assert_eq!(texts(place, "script, img"), Vec::<String>::new());
        assert_eq!(texts(place, ".prose kbd"), ["Ctrl"]);
        assert_eq!(texts(place, ".prose a:has(code)"), ["tide_gauge"]);
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_document_is_shown_with_its_frontmatter() {
    shown(Address::document("SP01_harbour/p01_walls/02_mortar.md", None), |place| {
        assert_eq!(texts(place, "h1"), ["Mortar"]);
        assert_eq!(texts(place, ".frontmatter dt"), ["status", "reporter"]);
        assert!(texts(place, ".frontmatter dd").concat().contains("@keeper"));
        assert_eq!(texts(place, ".frontmatter pre"), ["status: \"BLOCKED:no lime\"\nreporter: @keeper\n"]);
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_module_says_who_changed_it() {
    shown(Address::of("module", "tide_gauge"), |place| {
        assert_eq!(texts(place, "h1"), ["tide_gauge"]);
        assert_eq!(texts(place, ".module-facts .name"), ["SP01 Harbour", "PP02 Lamp oil"]);
    })
    .await;
}

#[wasm_bindgen_test]
async fn one_document_follows_another() {
    let address = Address::document("SP01_harbour/p01_walls/02_mortar.md", None);
    shown_over(tree(&reading()), address, async |place, workspace| {
        for (path, title, words) in [
            ("exploration/2025-01-10_meeting.md", "Meeting", "About"),
            ("gone.md", "This cannot be shown", ""),
            ("SP01_harbour/p00_survey/01_soundings.md", "Soundings — “deep” & wide", "measured"),
        ] {
            workspace.address.set(Address::document(path, None));
            frames::next_turn().await;
            frames::next_turn().await;
            assert_eq!(texts(place, "h1"), [title]);
            assert!(texts(place, ".prose").concat().contains(words), "{path}");
        }
    })
    .await;
}

#[wasm_bindgen_test]
async fn findings_come_as_they_are_found_and_are_text() {
    let reading = reading();
    let evil = EVIL.join(" ");
    let finding = |line: u32, message: &str| {
        let place = Place { path: "PP02_lamp_oil/_overview.md".to_owned(), line };
        Finding::new("broken-link", place, message).about(["PP02_lamp_oil"])
    };
    shown_over(tree(&reading), Address::view("findings"), async |place, workspace| {
        let findings = vec![finding(1, &evil)];
        workspace.report.set(Arc::new(Report { findings, settings: Settings::default() }));
        workspace.checked.set(Some(Checked { rules_left: 0, files_left: 12 }));
        frames::next_turn().await;
        assert_eq!(texts(place, ".answer"), ["1 warning in 1 file; 12 files are still to be looked at."]);
        assert_eq!(texts(place, "script, img, b"), Vec::<String>::new());
        let findings = vec![finding(1, "one"), finding(2, "two"), finding(3, "three")];
        workspace.report.set(Arc::new(Report { findings, settings: Settings::default() }));
        workspace.checked.set(Some(Checked::default()));
        frames::next_turn().await;
        assert_eq!(texts(place, ".answer"), ["3 warnings in 1 file."]);
        assert_eq!(texts(place, ".finding-groups li > div > p"), ["one", "two", "three"]);
        workspace.address.set(Address::view("findings").with("q", "TWO"));
        frames::next_turn().await;
        frames::next_turn().await;
        assert_eq!(texts(place, ".finding-groups li > div > p"), ["two"]);
        assert_eq!(texts(place, "#findings-hits"), ["1 matches the filter."]);
    })
    .await;
}

#[wasm_bindgen_test]
async fn what_is_missing_is_told_in_its_place() {
    for (view, subject) in
        [("plan", "gone"), ("module", "gone"), ("doc", "gone.md"), ("tree", "gone"), ("rules", "gone")]
    {
        shown(Address::of(view, subject), |place| {
            assert_eq!(texts(place, "[role=alert] h1"), ["This cannot be shown"]);
            assert!(texts(place, "[role=alert]").concat().contains("gone"), "{view}");
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn a_document_that_is_shown_before_it_is_read_gets_its_title_and_stays() {
    let address = Address::document("SP01_harbour/p01_walls/02_mortar.md", None);
    shown_over(tree(&unread()), address, async |place, workspace| {
        assert_ne!(texts(place, "h1"), ["Mortar"]);
        let prose = place.query_selector(".prose").unwrap().unwrap();
        assert_eq!(prose.get_attribute("data-titled").as_deref(), Some("true"));
        workspace.tree.set(Some(tree(&reading())));
        frames::next_turn().await;
        frames::next_turn().await;
        assert_eq!(texts(place, "h1"), ["Mortar"]);
        assert_eq!(texts(place, ".page-header .status"), ["Blocked"]);
        assert!(place.contains(Some(&prose)), "the text that is being read is not drawn again");
    })
    .await;
}
