//! What a query keeps of a tree: its laws over whole trees, what it means for each kind of thing, and that nothing that is
//! typed breaks anything.

use crate::fixture;
use crate::search::Sought;
use planarium::dialect::Reading;
use planarium::search::Kept;
use planarium::timeline::{Grouping, Lanes, Selection, Timeline};
use proptest::prelude::*;
use std::sync::LazyLock;

/// The timeline of a tree that queries are put to.
fn timeline(tree: &Sought) -> Timeline {
    Timeline::of(&tree.ties.inquiry(&tree.plan, &tree.day), &tree.findings)
}

/// The story of MedFlow as it is shipped.
static MEDFLOW: LazyLock<Sought> = LazyLock::new(|| Sought::of(medflow(), "2025-12-01"));

fn medflow() -> Reading {
    let folder = fixture::repository().join("public/sample/medflow/.agent_plan/day_dream");
    fixture::read(fixture::folder(&folder), &planarium::dialect::dream::DIALECT)
}

/// Everything that is kept, kind by kind.
fn lists(kept: &Kept) -> [(&'static str, &Vec<bool>); 7] {
    [
        ("items", &kept.items),
        ("modules", &kept.modules),
        ("people", &kept.people),
        ("decisions", &kept.decisions),
        ("requirements", &kept.requirements),
        ("gaps", &kept.gaps),
        ("findings", &kept.findings),
    ]
}

const PARTS: [&str; 24] = [
    "status:blocked",
    "status:done,wip",
    "owner:nina",
    "person:raj",
    "kind:task",
    "kind:plan",
    "kind:decision",
    "gap:*",
    "is:archived",
    "is:open",
    "has:findings",
    "module:audit_trail",
    "needs:SP02_auth_hipaa",
    "plan:PP06",
    "rule:drift",
    "in:exploration",
    "date:2025",
    "changed:2025",
    "magnitude:heavy",
    "audit",
    "\"audit trail\"",
    "hipaa*",
    "nothinglikeit",
    "severity:error",
];

#[test]
fn an_empty_query_keeps_everything() {
    for query in ["", " ", "()", "-", "OR", "|", "\"\"", "NOT", "AND OR", "*"] {
        let kept = MEDFLOW.kept(query);
        for (kind, list) in lists(&kept) {
            assert!(list.iter().all(|kept| *kept), "{query:?} {kind}");
        }
        assert!(lists(&kept).iter().any(|(_, list)| !list.is_empty()));
    }
}

#[test]
fn or_is_the_union_and_is_the_meeting_and_not_the_complement_of_every_kind() {
    let marks = timeline(&MEDFLOW);
    let marks_of = |kept: &Kept| Selection::default().under(&marks, &MEDFLOW.plan, kept).marks.unwrap();
    for a in PARTS {
        let (own, not) = (MEDFLOW.kept(a), MEDFLOW.kept(&format!("-{a} ")));
        // A word that is typed to its end is another than its beginning.
        let own = if own == MEDFLOW.kept(&format!("{a} ")) { own } else { MEDFLOW.kept(&format!("{a} ")) };
        for ((kind, own), (_, not)) in lists(&own).into_iter().zip(lists(&not)) {
            assert!(own.iter().zip(not).all(|(own, not)| own != not), "-{a} {kind}");
        }
        assert!(marks_of(&own).iter().zip(marks_of(&not).iter()).all(|(own, not)| own != not), "-{a} marks");
        for b in PARTS.into_iter().skip(1).step_by(5) {
            let other = MEDFLOW.kept(&format!("{b} "));
            let (any, all) = (MEDFLOW.kept(&format!("{a} OR {b} ")), MEDFLOW.kept(&format!("{a} {b} ")));
            for ((((kind, own), (_, other)), (_, any)), (_, all)) in
                lists(&own).into_iter().zip(lists(&other)).zip(lists(&any)).zip(lists(&all))
            {
                for (at, own) in own.iter().enumerate() {
                    assert_eq!(any[at], *own || other[at], "{a} OR {b}: {kind} {at}");
                    assert_eq!(all[at], *own && other[at], "{a} {b}: {kind} {at}");
                }
            }
        }
    }
}

/// How many of each kind a query keeps.
fn counts(query: &str) -> Vec<(&'static str, usize)> {
    lists(&MEDFLOW.kept(query))
        .into_iter()
        .map(|(kind, list)| (kind, list.iter().filter(|kept| **kept).count()))
        .collect()
}

#[test]
fn a_query_means_something_for_every_kind() {
    let plan = &MEDFLOW.plan;
    // Modules are kept by who answers for them, not by who owns a plan that changed them.
    let kept = MEDFLOW.kept("owner:nina");
    for (module, is_kept) in plan.modules.iter().zip(&kept.modules) {
        let is_owned = module.owners.iter().any(|owner| owner.name.text.to_lowercase().contains("nina"));
        assert_eq!(*is_kept, is_owned, "{}", module.name);
    }
    assert!(kept.modules.contains(&true));
    // Findings are kept by their own rule, not by that of a neighbour.
    for rule in MEDFLOW.findings.iter().map(|finding| finding.rule) {
        let kept = MEDFLOW.kept(&format!("rule:{rule} "));
        for (finding, is_kept) in MEDFLOW.findings.iter().zip(&kept.findings) {
            assert_eq!(*is_kept, finding.rule == rule, "{rule}");
        }
    }
    // A module that a plan touches is kept by that plan, and what is written in its folder.
    let kept = MEDFLOW.kept("plan:PP08_polyglot_persistence ");
    assert!(kept.modules.contains(&true) && kept.modules.contains(&false));
    assert!(kept.gaps.len() == plan.gaps.len() && kept.items.contains(&true));
    // What is done keeps marks of what is done, and hides others.
    let timeline = timeline(&MEDFLOW);
    for query in ["status:done ", "kind:decision ", "module:audit_trail ", "owner:nina "] {
        let selection = Selection::default().under(&timeline, plan, &MEDFLOW.kept(query));
        let lanes = Lanes::of(&timeline, Grouping::Plan, &selection);
        assert!(
            !lanes.all.is_empty() && lanes.all.len() < timeline.marks.len(),
            "{query} {}",
            lanes.all.len()
        );
    }
    println!("{:?}", counts("status:done "));
}

#[test]
fn a_field_that_nothing_has_is_named_and_the_rest_is_kept() {
    let kept = MEDFLOW.kept("statsu:done kind:plan");
    assert_eq!(kept.items, MEDFLOW.kept("kind:plan").items);
    assert_eq!(kept.remarks.len(), 1);
    assert!(
        kept.remarks[0].contains("“statsu”") && kept.remarks[0].contains("status, plan"),
        "{:?}",
        kept.remarks
    );
    // Alone it leaves everything, and says so; so does its contrary.
    for query in ["nofield:x", "-nofield:x", "(nofield:x OR nofield:y)"] {
        let kept = MEDFLOW.kept(query);
        assert!(kept.items.iter().all(|kept| *kept) && kept.remarks.len() == 1, "{query} {:?}", kept.remarks);
    }
    // A field of frontmatter is known wherever it stands.
    assert!(MEDFLOW.kept("magnitude:heavy").remarks.is_empty());
}

#[test]
fn long_and_broken_queries_say_what_was_left_out() {
    let kept = MEDFLOW.kept(&"audit OR ".repeat(1_200));
    assert!(!kept.remarks.is_empty());
    assert!(kept.items.contains(&true));
    assert_eq!(MEDFLOW.kept("\"audit trail").items, MEDFLOW.kept("\"audit trail\"").items);
    assert_eq!(MEDFLOW.kept("owner:\"Nina").modules, MEDFLOW.kept("owner:\"nina\"").modules);
    let nothing = MEDFLOW.kept("kind:plan kind:task");
    assert!(nothing.items.iter().all(|kept| !kept));
}

/// Letters are compared as the search compares them.
#[test]
fn letters_of_every_script_filter() {
    let tree = Sought::of(
        fixture::reading(
            "
//- _overview.md
# Port

## Knowledge Gaps
- İskele derinliği bilinmiyor (SP01_iskele)
//- SP01_iskele/_overview.md
---
status: BLOCKED:kalıp
owner: Žofie Çelik
---
# İSKELE
//- SP02_計画書/_overview.md
---
status: WIP
---
# 計画書を読む
//- SP03_gesher/_overview.md
---
status: DONE
owner: נועה לוי
---
# גֶּשֶׁר
",
        ),
        "2025-06-01",
    );
    let items = |query: &str| -> Vec<&str> {
        let kept = tree.kept(query).items;
        let plans = tree.plan.items.iter().zip(kept).filter(|(_, is_kept)| *is_kept);
        plans.map(|(item, _)| item.id.as_str()).collect()
    };
    assert_eq!(items("kind:plan iskele "), ["SP01_iskele"]);
    assert_eq!(items("kind:plan ISKELE "), ["SP01_iskele"]);
    assert_eq!(items("owner:zofie"), ["SP01_iskele"]);
    assert_eq!(items("owner:CELIK"), ["SP01_iskele"]);
    assert_eq!(items("owner:נועה"), ["SP03_gesher"]);
    assert_eq!(items("kind:plan 計画"), ["SP02_計画書"]);
    assert_eq!(items("kind:plan גשר"), ["SP03_gesher"]);
}

/// Queries made of what people type, and of anything.
fn any_query() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        proptest::sample::select(PARTS.to_vec()).prop_map(str::to_owned),
        proptest::sample::select(vec!["(", ")", "OR", "-", "NOT", "|", "\"", "*", "~", ":", "gap:", "is:"])
            .prop_map(str::to_owned),
        ".{0,8}",
    ];
    proptest::collection::vec(part, 0..7).prop_map(|parts| parts.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is typed keeps something of everything that there is, and the same each time.
    #[test]
    fn anything_is_a_query(query in any_query()) {
        let kept = MEDFLOW.kept(&query);
        prop_assert_eq!(kept.items.len(), MEDFLOW.plan.items.len());
        prop_assert_eq!(kept.findings.len(), MEDFLOW.findings.len());
        prop_assert!(MEDFLOW.kept(&query) == kept);
    }
}
