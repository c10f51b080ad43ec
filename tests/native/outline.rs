//! The tree that people see: order, names, counts, and its rows under folds and filters.

use crate::fixture::{files, reading};
use planarium::files::{FilesBuilder, Limits, SkipReason};
use planarium::outline::{Filter, Node, NodeKind, Outline, Row, listing};
use planarium::plan::{BaseStatus, ItemKind, Plan};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn outline(fixture: &str) -> (Plan, Outline) {
    let reading = reading(fixture);
    let plan = reading.plan();
    let outline = Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str()));
    (plan, outline)
}

/// The nodes as indented lines: `number|label`, a `/` behind folders.
fn shown(outline: &Outline) -> String {
    let mut text = String::new();
    for node in outline.nodes() {
        text.push_str(&"  ".repeat(node.depth as usize));
        text.extend(node.number.iter().flat_map(|number| [number.as_str(), "|"]));
        text.push_str(&node.label);
        text.push_str(if node.kind == NodeKind::Folder { "/\n" } else { "\n" });
    }
    text
}

#[test]
fn the_tree_stands_in_reading_order() {
    let (_, outline) = outline(
        "
//- PP02_audit/_overview.md
//- SP01_records/_overview.md
//- SP01_records/01_executive_summary.md
//- SP01_records/10_late.md
//- SP01_records/2_early.md
//- SP01_records/assets/01_er.asset.md
//- SP01_records/data.json
//- SP01_records/modules/patient_records.md
//- SP01_records/p00_skeleton/01_crud.md
//- SP01_records/p00_skeleton/_overview.md
//- SP01_records/p10_last/_overview.md
//- SP01_records/p2-next/_overview.md
//- SP10_other/01_a.md
//- _completed/2025-Q3/SP03_done/_overview.md
//- _overview.md
//- _templates/task.md
//- _tree.md
//- exploration/audit.md
//- lifecycle/_overview.md
//- loose/a.txt
//- run.sh
",
    );
    // Words begin with a capital; what is a name, as of a module or a file that is no item, stays as it is.
    let expected = "\
Overview
SP01|Records/
  01|Executive summary
  2|Early
  10|Late
  p00|Skeleton/
    01|Crud
  p2|Next/
  p10|Last/
  modules/
    patient_records
  assets/
    01|Er
  data.json
PP02|Audit/
SP10|Other/
  01|A
Lifecycle/
Tree
loose/
  a.txt
run.sh
exploration/
  Audit
_completed/
  2025-Q3/
    SP03|Done/
_templates/
  Task
";
    assert_eq!(shown(&outline), expected, "\n{}", shown(&outline));
}

/// The work of a node by state, as `wip 1, done 2`.
fn counts(node: &Node) -> String {
    let counts = node.counts.iter().filter(|(_, count)| *count > 0);
    counts.map(|(status, count)| format!("{} {count}", status.name())).collect::<Vec<_>>().join(", ")
}

#[test]
fn work_is_counted_once() {
    let (_, outline) = outline(
        "
//- SP01_a/_overview.md
---
status: WIP
---
//- SP01_a/01_summary.md
---
status: DONE
---
//- SP01_a/p00_x/_overview.md
---
status: WIP
---
//- SP01_a/p00_x/01_a.md
---
status: DONE
---
//- SP01_a/p00_x/02_b.md
---
status: BLOCKED:law
---
//- SP01_a/p01_y/_overview.md
---
status: TODO
---
//- SP02_yaml/p00_x/01_a.md
---
status: CUT
---
//- SP02_yaml/plan.yaml
status: WIP
//- SP03_alone/_overview.md
---
status: DONE
---
//- _templates/p00_x/01_a.md
---
status: TODO
---
",
    );
    let of = |path: &str| counts(outline.node(outline.index_of(path).unwrap()).unwrap());
    assert_eq!(of("SP01_a/p00_x"), "blocked 1, done 1", "a phase is as far as its tasks");
    assert_eq!(of("SP01_a/p01_y"), "", "a phase without tasks has nothing below it");
    assert_eq!(of("SP01_a"), "blocked 1, todo 1, done 1", "and is the work itself; a document is none");
    assert_eq!(of("SP02_yaml"), "cut 1", "the file of a plan is the plan, not work below it");
    assert_eq!(of("SP03_alone"), "");
    let total = outline.total();
    assert_eq!((total.total(), total.in_scope()), (5, 4));
    assert_eq!(total.of(BaseStatus::Done), 2);
}

#[test]
fn an_overview_is_shown_as_its_folder() {
    let (plan, outline) = outline(
        "
//- SP01_a/_overview.md
//- SP02_b/plan.yaml
//- SP03_c/_overview.md
//- SP03_c/plan.yaml
//- _overview.md
//- exploration/_overview.md
",
    );
    let paths: Vec<&str> = outline.nodes().iter().map(|node| node.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "_overview.md",
            "SP01_a",
            "SP02_b",
            "SP03_c",
            "SP03_c/plan.yaml",
            "exploration",
            "exploration/_overview.md"
        ]
    );
    for (path, shown) in
        [("SP01_a/_overview.md", "SP01_a"), ("SP02_b/plan.yaml", "SP02_b"), ("SP02_b", "SP02_b")]
    {
        let node = outline.node(outline.index_of(path).unwrap()).unwrap();
        assert_eq!((node.path.as_str(), node.item), (shown, plan.index_of(shown)));
    }
    let beside = outline.node(outline.index_of("SP03_c/plan.yaml").unwrap()).unwrap();
    assert_eq!(beside.item, None, "the overview is the plan, its yaml a file");
    assert_eq!(outline.index_of("none"), None);
}

const FOLDED: &str = "
//- SP01_a/_overview.md
---
status: WIP
---
//- SP01_a/p00_x/01_first.md
---
status: DONE
---
//- SP01_a/p00_x/02_second.md
//- SP02_b/_overview.md
//- SP02_b/01_summary.md
//- _completed/SP03_c/01_first.md
//- _completed/SP03_c/_overview.md
---
status: DONE
---
//- _templates/first.md
";

/// The rows as `path expanded position/set`, an expanded row with `-`, a folded one with `+`.
fn rows(outline: &Outline, open: &[&str], filter: &Filter) -> Vec<String> {
    let open = open.iter().map(|path| (*path).to_owned()).collect();
    outline
        .rows(&open, filter)
        .iter()
        .map(|row| {
            let mark = row.expanded.map_or("", |expanded| if expanded { "- " } else { "+ " });
            format!("{mark}{} {}/{}", outline.node(row.node).unwrap().path, row.position, row.set_size)
        })
        .collect()
}

#[test]
fn folding_shows_what_is_open() {
    let (_, outline) = outline(FOLDED);
    let all = Filter::default();
    assert_eq!(
        rows(&outline, &[], &all),
        ["+ SP01_a 1/4", "+ SP02_b 2/4", "+ _completed 3/4", "+ _templates 4/4"]
    );
    assert_eq!(
        rows(&outline, &["SP01_a", "SP01_a/p00_x", "_completed", "gone"], &all),
        [
            "- SP01_a 1/4",
            "- SP01_a/p00_x 1/1",
            "SP01_a/p00_x/01_first.md 1/2",
            "SP01_a/p00_x/02_second.md 2/2",
            "+ SP02_b 2/4",
            "- _completed 3/4",
            "+ _completed/SP03_c 1/1",
            "+ _templates 4/4",
        ]
    );
    // An open folder in a folded one is not seen.
    assert_eq!(rows(&outline, &["SP01_a/p00_x"], &all).len(), 4);
    assert_eq!(outline.folders_above_level(1), BTreeSet::new());
    assert_eq!(outline.folders_above_level(2).len(), 4);
    assert_eq!(outline.deepest_level(), 3);
}

#[test]
fn filters_find_and_leave_out() {
    let (_, outline) = outline(FOLDED);
    let text = |text: &str| Filter { text: text.to_owned(), ..Filter::default() };
    assert_eq!(
        rows(&outline, &[], &text(" FIRST ")),
        [
            "- SP01_a 1/3",
            "- SP01_a/p00_x 1/1",
            "SP01_a/p00_x/01_first.md 1/1",
            "- _completed 2/3",
            "- _completed/SP03_c 1/1",
            "_completed/SP03_c/01_first.md 1/1",
            "- _templates 3/3",
            "_templates/first.md 1/1",
        ]
    );
    assert_eq!(outline.hits(&text("first")), 3);
    assert_eq!(rows(&outline, &["SP01_a"], &text("nothing like it")), [] as [&str; 0]);
    let active = Filter { hides_archive: true, hides_templates: true, ..Filter::default() };
    assert_eq!(rows(&outline, &[], &active), ["+ SP01_a 1/2", "+ SP02_b 2/2"], "it opens nothing by itself");
    let done = Filter { statuses: vec![BaseStatus::Done], hides_archive: true, ..Filter::default() };
    assert_eq!(
        rows(&outline, &[], &done),
        ["- SP01_a 1/1", "- SP01_a/p00_x 1/1", "SP01_a/p00_x/01_first.md 1/1"]
    );
    // Only work has no status; a document without one is no answer.
    let unknown = Filter { statuses: vec![BaseStatus::Unknown], ..Filter::default() };
    assert_eq!(outline.hits(&unknown), 3, "p00_x, 02_second and SP02_b");
    let kinds = Filter { kinds: vec![ItemKind::Plan], ..Filter::default() };
    assert_eq!(
        rows(&outline, &[], &kinds),
        ["SP01_a 1/3", "SP02_b 2/3", "- _completed 3/3", "_completed/SP03_c 1/1"]
    );
}

#[test]
fn a_listing_is_the_tree_with_its_statuses() {
    let (plan, outline) = outline(FOLDED);
    let open = outline.folders_above_level(u32::MAX);
    let text = listing::print(&plan, &outline, &outline.rows(&open, &Filter::default()));
    let expected = "\
./
├── SP01_a/                                  ← 🔄 [WIP]
│   └── p00_x/
│       ├── 01_first.md                      ← ✅ [DONE]
│       └── 02_second.md
├── SP02_b/                                  ← (no status)
│   └── 01_summary.md
├── _completed/
│   └── SP03_c/                              ← ✅ [DONE]
│       └── 01_first.md
└── _templates/
    └── first.md
";
    assert_eq!(text, expected, "\n{text}");
}

#[test]
fn nesting_of_ten_thousand_levels_is_refused_and_what_is_deep_needs_no_stack() {
    let mut builder = FilesBuilder::new(Limits::default());
    builder.add(&format!("{}a.md", "d/".repeat(10_000)), Vec::new());
    builder.add("SP01_a/_overview.md", Vec::new());
    let files = builder.finish();
    assert_eq!(files.len(), 1);
    assert!(matches!(files.skipped(), [skipped] if matches!(skipped.reason, SkipReason::Path(_))));
    // The outline takes paths as they are; recursion over 2,000 levels would not fit into this stack.
    let small = std::thread::Builder::new().stack_size(256 * 1024);
    let deep = small.spawn(|| {
        let path = format!("{}a.md", "d/".repeat(2_000));
        let outline = Outline::of(&Plan::default(), [path.as_str()].into_iter());
        let rows = outline.rows(&outline.folders_above_level(u32::MAX), &Filter::default());
        (outline.deepest_level(), rows.len())
    });
    assert_eq!(deep.unwrap().join().unwrap(), (2_001, 2_001));
}

// ── laws ────────────────────────────────────────────────────────────────────────────────

/// A tree of folders and files that mean something to the dialect, with statuses in some.
fn trees() -> impl Strategy<Value = String> {
    const FOLDERS: [&str; 9] = [
        "SP01_a",
        "PP02_b",
        "p00_x",
        "p01_y",
        "_completed",
        "2025-Q3",
        "_templates",
        "exploration",
        "modules",
    ];
    const FILES: [&str; 6] = ["_overview.md", "plan.yaml", "01_a.md", "10_b.md", "2_Ä.md", "x.txt"];
    const STATUSES: [&str; 6] = ["", "TODO", "WIP", "DONE", "BLOCKED:law", "CUT"];
    let path = (proptest::collection::vec(0..FOLDERS.len(), 0..5), 0..FILES.len(), 0..STATUSES.len());
    proptest::collection::btree_map(
        path.prop_map(|(folders, file, status)| {
            let mut path: String = folders.iter().flat_map(|folder| [FOLDERS[*folder], "/"]).collect();
            path.push_str(FILES[file]);
            (path, status)
        }),
        0..1,
        0..40,
    )
    .prop_map(|files| {
        let files: BTreeMap<String, usize> = files.into_keys().collect();
        let mut fixture = String::new();
        for (path, status) in files {
            let status = STATUSES[status];
            fixture.push_str(&format!("//- {path}\n"));
            fixture.push_str(&match (status.is_empty(), path.ends_with(".yaml")) {
                (true, _) => String::new(),
                (_, true) => format!("status: {status}\n"),
                (_, false) => format!("---\nstatus: {status}\n---\n"),
            });
        }
        fixture
    })
}

fn filters() -> impl Strategy<Value = Filter> {
    let text =
        prop_oneof![Just(""), Just("a"), Just("sp01"), Just("P0"), Just("ä"), Just(" 10 "), Just("zzz")];
    let statuses = proptest::sample::subsequence(BaseStatus::ALL.to_vec(), 0..3);
    let kinds = proptest::sample::subsequence(ItemKind::ALL.to_vec(), 0..3);
    (text, statuses, kinds, any::<bool>(), any::<bool>()).prop_map(
        |(text, statuses, kinds, hides_archive, hides_templates)| Filter {
            text: text.to_owned(),
            statuses,
            kinds,
            hides_archive,
            hides_templates,
            fits: None,
        },
    )
}

/// Whether a filter asks for this node, said once more and differently.
fn is_hit(filter: &Filter, node: &Node) -> bool {
    let text = filter.text.trim().to_lowercase();
    let named = [Some(&node.label), Some(&node.path), node.number.as_ref()];
    let is_named = named.into_iter().flatten().any(|name| name.to_lowercase().contains(&text));
    let is_work = matches!(node.item_kind, Some(ItemKind::Plan | ItemKind::Phase | ItemKind::Task));
    let has_status = match filter.statuses.contains(&node.status) {
        true => is_work || node.status != BaseStatus::Unknown,
        false => filter.statuses.is_empty(),
    };
    let has_kind = filter.kinds.is_empty() || node.item_kind.is_some_and(|kind| filter.kinds.contains(&kind));
    let is_left_out = (filter.hides_archive && node.archived) || (filter.hides_templates && node.template);
    is_named && has_status && has_kind && !is_left_out
}

/// What holds of the rows of any tree, open set and filter.
fn check_rows(outline: &Outline, open: &BTreeSet<String>, rows: &[Row]) {
    assert!(rows.is_sorted_by(|a, b| a.node < b.node), "rows stand in the order of the tree");
    let shown: BTreeSet<usize> = rows.iter().map(|row| row.node).collect();
    let mut siblings: BTreeMap<Option<usize>, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let node = outline.node(row.node).unwrap();
        siblings.entry(node.parent).or_default().push(row);
        if let Some(parent) = node.parent {
            let above = rows.iter().find(|row| row.node == parent).expect("what is above a row is shown");
            assert_eq!(above.expanded, Some(true), "{} is shown below a folded row", node.path);
        }
        let has_shown_children = shown.range(row.node + 1..node.end).next().is_some();
        assert_eq!(row.expanded == Some(true), has_shown_children, "{}", node.path);
        if node.kind == NodeKind::File {
            assert_eq!(row.expanded, None, "{} is a file", node.path);
        }
    }
    for (parent, rows) in siblings {
        for (index, row) in rows.iter().enumerate() {
            assert_eq!(
                (row.position, row.set_size),
                (index + 1, rows.len()),
                "below {parent:?}, open {open:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_file_is_in_the_tree_once(fixture in trees()) {
        let (plan, outline) = outline(&fixture);
        let mut paths = BTreeSet::new();
        for (index, node) in outline.nodes().iter().enumerate() {
            prop_assert!(paths.insert(node.path.as_str()), "{} is there twice", node.path);
            let parent = node.parent.map(|parent| &outline.nodes()[parent]);
            prop_assert_eq!(node.depth, parent.map_or(0, |parent| parent.depth + 1));
            prop_assert_eq!(node.path.rsplit_once('/').map(|(folder, _)| folder), parent.map(|parent| parent.path.as_str()));
            prop_assert!(node.parent.is_none_or(|above| above < index && index < outline.nodes()[above].end));
            prop_assert!(index < node.end && node.end <= outline.nodes().len());
        }
        for entry in &files(&fixture) {
            let path = entry.path().as_str();
            let node = outline.node(outline.index_of(path).unwrap()).unwrap();
            prop_assert!(node.path == path || plan.item_at(path).is_some_and(|item| item.folder.as_ref() == Some(&node.path)));
        }
        // No item is shown twice.
        let items: Vec<usize> = outline.nodes().iter().filter_map(|node| node.item).collect();
        prop_assert_eq!(items.iter().collect::<BTreeSet<_>>().len(), items.len());
        prop_assert_eq!(items.len(), plan.items.len());
    }

    #[test]
    fn counts_are_the_work_that_has_no_work_below_it(fixture in trees()) {
        let (_, outline) = outline(&fixture);
        let is_work = |node: &Node| node.item_kind.is_some_and(ItemKind::is_work);
        let nodes = outline.nodes();
        let is_leaf = |index: usize| is_work(&nodes[index]) && !nodes[index + 1..nodes[index].end].iter().any(is_work);
        for (index, node) in nodes.iter().enumerate() {
            for status in BaseStatus::ALL {
                let below = (index + 1..node.end).filter(|below| is_leaf(*below) && nodes[*below].status == status);
                prop_assert_eq!(node.counts.of(status) as usize, below.count(), "{} {:?}", &node.path, status);
            }
        }
        let leaves = (0..nodes.len()).filter(|index| is_leaf(*index)).count();
        prop_assert_eq!(outline.total().total() as usize, leaves);
    }

    #[test]
    fn rows_of_any_open_folders_are_a_part_of_all_rows(fixture in trees(), choice in any::<u64>(), filter in filters()) {
        let (_, outline) = outline(&fixture);
        let all = outline.folders_above_level(u32::MAX);
        let open: BTreeSet<String> =
            all.iter().enumerate().filter(|(index, _)| choice >> (index % 64) & 1 == 1).map(|(_, path)| path.clone()).collect();
        let everything = outline.rows(&all, &Filter::default());
        prop_assert_eq!(everything.iter().map(|row| row.node).collect::<Vec<_>>(), (0..outline.nodes().len()).collect::<Vec<_>>());
        check_rows(&outline, &all, &everything);
        check_rows(&outline, &open, &outline.rows(&open, &Filter::default()));
        check_rows(&outline, &open, &outline.rows(&open, &filter));
        check_rows(&outline, &BTreeSet::new(), &outline.rows(&BTreeSet::new(), &filter));
    }

    #[test]
    fn a_filter_shows_its_hits_and_what_is_above_them(fixture in trees(), filter in filters()) {
        let (_, outline) = outline(&fixture);
        let hits: BTreeSet<usize> =
            (0..outline.nodes().len()).filter(|index| is_hit(&filter, outline.node(*index).unwrap())).collect();
        prop_assert_eq!(outline.hits(&filter), hits.len());
        // A filter that only leaves out opens nothing: then everything is opened by hand.
        let open = if filter.opens_folders() { BTreeSet::new() } else { outline.folders_above_level(u32::MAX) };
        let rows: BTreeSet<usize> = outline.rows(&open, &filter).iter().map(|row| row.node).collect();
        let expected: BTreeSet<usize> =
            hits.iter().flat_map(|hit| outline.ancestors(*hit).chain([*hit])).collect();
        prop_assert_eq!(rows, expected, "{:?}", filter);
    }
}
