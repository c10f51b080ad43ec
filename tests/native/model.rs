//! What the sections of a DREAM tree say: modules, deltas, sprint, meetings, people, gaps and deadlines, written
//! well and written badly. On the sample and on a real tree: counts made by hand, with the sentence that proves them.

use crate::fixture::{folder, plan, read, repository, shared};
use planarium::dialect::dream;
use planarium::files::{Limits, archive};
use planarium::plan::{Decision, Delta, GapSource, Module, Plan, json};
use serde_json::{Value, json};

/// A module as `name < origin | modifiers | owners (flags) | gaps`.
fn module(module: &Module) -> String {
    let owners = module.owners.iter().map(|owner| {
        let flags = [(owner.is_shared, "shared"), (owner.is_inherited, "inherited")];
        let flags: Vec<&str> = flags.iter().filter(|(is, _)| *is).map(|(_, flag)| *flag).collect();
        [&owner.name.text, flags.join(" ").as_str()].join(" ").trim().to_owned()
    });
    let texts = |stated: &[planarium::plan::Stated]| {
        stated.iter().map(|stated| stated.text.clone()).collect::<Vec<_>>().join(", ")
    };
    format!(
        "{} < {} | {} | {} | {}",
        module.name,
        module.origin.as_deref().unwrap_or("—"),
        texts(&module.modified_by),
        owners.collect::<Vec<_>>().join(", "),
        texts(&module.knowledge_gaps)
    )
}

/// A delta as `plan date status: module/scope…`.
fn delta(delta: &Delta) -> String {
    let date = delta.date.as_ref().map_or("—".to_owned(), ToString::to_string);
    let ongoing = if delta.ongoing { " ongoing" } else { "" };
    let changes = delta.changes.iter().map(|change| {
        let details = "+".repeat(change.details.len());
        format!("{}{details}", change.module.as_deref().unwrap_or(change.scope.name()))
    });
    format!(
        "{} {date}{ongoing} {}: {}",
        delta.plan.as_ref().map_or("—", |plan| plan.id.as_str()),
        delta.status.base.name(),
        changes.collect::<Vec<_>>().join(" ")
    )
}

/// A decision as `verb plan, plan [waits]`.
fn decision(decision: &Decision) -> String {
    let ids = |targets: &[planarium::plan::Target]| {
        let ids =
            targets.iter().map(|target| format!("{}{}", target.id, if target.resolved { "" } else { "?" }));
        ids.collect::<Vec<_>>().join(", ")
    };
    let details = "+".repeat(decision.rationale.len());
    let waits = if decision.waits_for.is_empty() {
        String::new()
    } else {
        format!(" [{}]", ids(&decision.waits_for))
    };
    format!("{}{details} {}{waits}", decision.verb, ids(&decision.plans)).trim().to_owned()
}

fn shown<'a, T: 'a>(values: impl IntoIterator<Item = &'a T>, show: impl Fn(&T) -> String) -> Vec<String> {
    values.into_iter().map(show).collect()
}

/// The problems as `line text…`, of every file.
fn problems(plan: &Plan) -> Vec<String> {
    let short = |text: &str| text.split(' ').take(4).collect::<Vec<_>>().join(" ");
    shown(&plan.problems, |problem| format!("{} {}", problem.place.line, short(&problem.text)))
}

const PLANS: &str = "
//- SP01_records/_overview.md
//- SP01_records/p00_skeleton/_overview.md
//- SP02_auth/_overview.md
//- _completed/PP03_move/_overview.md
";

/// A tree with these plans and this root.
fn with_root(root: &str) -> Plan {
    plan(&format!("{PLANS}//- _overview.md\n{root}"))
}

#[test]
fn the_module_index_is_read_in_both_versions_and_however_it_is_bent() {
    let plan = with_root(
        "# Root

## Module Index

| Module | Origin Plan | Modified By | Primary Owner |
|---|---|---|---|
| records | SP01_records | SP02, PP03_move _(CUT)_ | Nina Volkov + James Osei (shared) |
| **auth** | [SP02](SP02_auth/_overview.md) | — ⚠️ knowledge debt | Lisa (inherited) |
| `old` | (pre-existing) | SP99 | — |
| 7 | SP01/ |
| | SP01 | | |
| auth | SP01 | — | Raj |

Text between.

## Module Index (v4.05)

- in a list:

  | Owner | Knowledge Gaps | Spec File | Extra | Modified By | Origin Plan | Module |
  |---|---|---|---|---|---|---|
  | TBD | nobody knows | `SP01_records/modules/late.md` | odd | SP01 | SP02 | late |

| Wrong | Table |
|---|---|
| a | b |
",
    );
    assert_eq!(
        shown(&plan.modules, module),
        [
            "7 < SP01_records |  |  | ",
            "auth < SP02_auth |  | Lisa inherited | ",
            "late < SP02_auth | SP01_records |  | nobody knows",
            "old < — | SP99 |  | ",
            "records < SP01_records | SP02_auth, PP03_move | Nina Volkov shared, James Osei shared | ",
        ]
    );
    assert_eq!(problems(&plan), ["11 This row of the", "12 The Module Index lists", "24 This table of the"]);
    let row = |name: &str| {
        let module = plan.modules.iter().find(|module| module.name == name).unwrap();
        module.index.clone().unwrap()
    };
    assert_eq!(row("records").modified_by[1].note.as_deref(), Some("CUT"));
    assert_eq!((row("records").place.line, row("auth").notes), (7, vec!["⚠️ knowledge debt".to_owned()]));
    assert_eq!(row("old").notes, ["pre-existing"]);
    assert!(!row("old").modified_by[0].plan.resolved);
    assert_eq!(row("late").notes, ["Extra: odd"]);
    assert_eq!(row("late").spec.as_deref(), Some("SP01_records/modules/late.md"));
    let gaps = shown(&plan.gaps, |gap| {
        format!("{} {} {:?}", gap.text, gap.of.as_deref().unwrap_or("—"), gap.source)
    });
    assert_eq!(gaps, ["knowledge debt auth Index", "nobody knows late Index"]);
}

#[test]
fn the_index_and_the_specs_make_one_module() {
    let plan = with_root(
        "## Module Index
| Module | Origin Plan | Modified By | Owner |
|---|---|---|---|
| records | SP01 | PP03 | Nina |
//- SP01_records/modules/records.md
---
module: records
last_updated: \"Sep 30 2025\"
modified_by_plans: [SP02]
---
//- SP02_auth/modules/records.md
---
module: records
last_updated: 2025-02-30
---
//- SP02_auth/modules/5.md
---
module: 5
last_updated: 20250930
---
",
    );
    assert_eq!(shown(&plan.modules, module)[1], "records < SP01_records | SP02_auth, PP03_move | Nina | ");
    let model: Value = serde_json::from_str(&json::model(&plan)).unwrap();
    assert_eq!(model["modules"][1]["last_updated"], "2025-09-30");
    assert_eq!(model["modules"][0]["last_updated"], Value::Null);
    assert_eq!(plan.modules.get(0).unwrap().last_updated.as_deref(), Some("20250930"), "kept as written");
    assert_eq!(problems(&plan), ["3 \"20250930\" is no date", "3 \"2025-02-30\" is no date"]);
}

#[test]
fn deltas_are_read_however_their_headings_are_written() {
    let plan = with_root(
        "## Module Index
| Module |
|---|
| records |

## State Deltas

_Newest first._

- floating: no plan

### ✅ SP01_records — Sep 2025
- records: one
  - nested
- new_one: new module — born here
- All modules: headers
- All HTTP modules: routes
- Infrastructure: tables
- **PP03 impact**: invalidated
- No state changes
- records, auth_x: both

### 🚫 PP03_move — 2025-Q3 [CUT]
Prose of its own.
### 🔄 SP01_records/p00 — ongoing
### SP02 — 2025-09-30
### Sep 2025 — SP02_auth (DONE)
### ✅ SP77_gone — Feb 31 2025
### ✅ SP02_auth
| a | b |
|---|---|
| c | d |

## State Deltas
### SP02_auth – October 2, 2025
- x
//- _state_deltas_archive.md
# State Deltas Archive
## 2024
### ✅ SP02_auth — Q4 2024
- [x] records: ticked
",
    );
    assert_eq!(
        shown(&plan.deltas, delta),
        [
            "— — unknown: none",
            "SP01_records 2025-09 done: records+ new_one all all none none none records auth_x",
            "PP03_move 2025-Q3 cut: none",
            "SP01_records/p00_skeleton — ongoing wip: ",
            "SP02_auth 2025-09-30 unknown: ",
            "SP02_auth 2025-09 unknown: ",
            "SP77_gone — done: ",
            "SP02_auth — done: ",
            "SP02_auth 2025-10-02 unknown: none",
            "SP02_auth 2024-Q4 done: records",
        ]
    );
    assert_eq!(
        problems(&plan),
        ["10 This change stands under", "28 \"Feb 31 2025\" is", "30 A table among the"]
    );
    let new_one = plan.modules.iter().find(|module| module.name == "new_one").unwrap();
    assert_eq!(new_one.origin.as_deref(), Some("SP01_records"), "born in a delta");
    let model: Value = serde_json::from_str(&json::model(&plan)).unwrap();
    assert_eq!(
        model["deltas"][2],
        json!({ "plan": "PP03_move", "date": "2025-Q3", "ongoing": false, "status": "cut", "path": "_overview.md",
                "line": 23, "changes": [{ "module": null, "scope": "none", "text": "Prose of its own.", "line": 24 }] })
    );
    assert_eq!(model["deltas"][1]["changes"][0]["text"], "one\nnested");
    assert_eq!(
        model["deltas"][1]["changes"][2],
        json!({ "module": null, "scope": "all", "text": "All modules: headers", "line": 16 })
    );
}

#[test]
fn the_sprint_is_bullets_or_a_table() {
    let plan = with_root(
        "## Current Sprint
- 🔄 SP01_records/p00 — build it (Lisa, Raj)
  - more
- ⏳ [BLOCKED:law] SP02: wait (not a name)
- tidy up
## Current Sprint
| Plan | Phase | Status | Next Action | Owner |
|---|---|---|---|---|
| SP01 | p00_skeleton | ⏳ [TODO] | Build | Nina |
| SP02_auth | p09_gone | DONE | Close | — |

| Odd |
|---|
| x |
",
    );
    let items = shown(&plan.sprint, |item| {
        let plan = item.plan.as_ref().map_or("—", |plan| plan.id.as_str());
        format!(
            "{} {plan} {} | {} | {}",
            item.place.line,
            item.status.base.name(),
            item.text,
            item.people.join(", ")
        )
    });
    assert_eq!(
        items,
        [
            "2 SP01_records/p00_skeleton wip | build it\nmore | Lisa, Raj",
            "4 SP02_auth blocked | wait (not a name) | ",
            "5 — unknown | tidy up | ",
            "9 SP01_records/p00_skeleton todo | Build | Nina",
            "10 SP02_auth done | Close | ",
        ]
    );
    assert_eq!(problems(&plan), ["12 This table of the"]);
}

#[test]
fn notes_give_decisions_requirements_and_dates() {
    let plan = plan(&format!(
        "{PLANS}//- exploration/meeting_2025_04_03_law.md
# Law and order — 2025-04-03
## Attendees
- Sarah Kim
- Dr. Amara Okafor (chair)
- Lisa, Raj
- 42
## Decisions
- ✅ CREATE: SP01_records/ (System Plan, Heavy)
  - Reason: because
- 🚫 CUT (exploration): old_idea.md — no money
- 🚧 BLOCK: SP01_records/p00_skeleton — waiting on PP03
- UNBLOCK: SP02_auth
- ❌ REJECTED: everything else
- ✅ CREATE: SP50_missing/ (System Plan)
- NOTE: SP01's p00_skeleton is done
- STATUS CHECK: 15 plans
- IMPACT ASSESSMENT:
  - records: HIGH — joins
  - auth: NONE
- Constraint: All must log (Sarah Kim requirement)
- Nina Volkov assigned as audit trail owner
- no verb at all
//- exploration/old_idea.md
# Old idea
//- exploration/q.md
---
date: 2025-Q9
expires: Jun 2025
---
## Requirements
- It must be fast (requested by Lisa)
"
    ));
    assert_eq!(
        shown(&plan.decisions, decision),
        [
            "create+ SP01_records",
            "cut exploration/old_idea",
            "block SP01_records/p00_skeleton [PP03_move]",
            "unblock SP02_auth",
            "rejected",
            "create SP50_missing?",
            "note SP01_records, SP01_records/p00_skeleton",
            "status_check",
            "impact_assessment++",
            "constraint",
            "assign",
            "other",
        ]
    );
    assert_eq!(plan.decisions.get(1).unwrap().qualifier.as_deref(), Some("exploration"));
    let assessed = shown(&plan.decisions.get(8).unwrap().assessments, |found| {
        format!("{} {} {:?}", found.module, found.level, found.why)
    });
    assert_eq!(assessed, ["records high Some(\"joins\")", "auth none None"]);
    let assignment = plan.decisions.get(10).unwrap().assignment.as_ref().unwrap();
    assert_eq!((assignment.person.as_str(), assignment.role.as_str()), ("Nina Volkov", "audit trail owner"));
    let notes = shown(&plan.notes, |note| {
        let date =
            |date: &Option<planarium::plan::Date>| date.as_ref().map_or("—".to_owned(), ToString::to_string);
        format!("{} | {} | {} | {}", note.title, date(&note.date), date(&note.expires), note.attendees.len())
    });
    assert_eq!(
        notes,
        ["Law and order | 2025-04-03 | 2025-04-17 | 5", "Old idea | — | — | 0", "q | — | 2025-06 | 0"]
    );
    let asked = shown(&plan.requirements, |found| {
        format!("{} / {}", found.text, found.asker.as_deref().unwrap_or("—"))
    });
    assert_eq!(asked, ["All must log / Sarah Kim", "It must be fast / Lisa"]);
    assert_eq!(problems(&plan), ["6 \"42\" does not look", "2 \"2025-Q9\" is no date"]);
}

#[test]
fn people_are_one_when_the_tree_says_so() {
    let plan = with_root(
        "## Current Sprint
- SP01 — x (Lisa)
- SP02 — y (Kim)
## Module Index
| Module | Primary Owner |
|---|---|
| a | Dr. Okafor |
| b | Zed |
## Cast
| Role | Name | Active |
|---|---|---|
| CMO | **Dr. Amara Okafor** | Full period |
| Engineer | Lisa Dominguez | Jan 2025 – Aug 2025 (departs) |
| Security | Sarah Kim | Mar 2025 – onward |
| Ops | Peter Kim | since forever |
",
    );
    let people = shown(&plan.people, |person| {
        let date =
            |date: &Option<planarium::plan::Date>| date.as_ref().map_or("—".to_owned(), ToString::to_string);
        format!(
            "{} {:?} {}–{} {}",
            person.name,
            person.aliases,
            date(&person.from),
            date(&person.to),
            person.mentions.len()
        )
    });
    assert_eq!(
        people,
        [
            "Dr. Amara Okafor [\"Dr. Okafor\"] —–— 2",
            // Two people are called Kim, so it is neither.
            "Kim [] —–— 1",
            "Lisa Dominguez [\"Lisa\"] 2025-01–2025-08 2",
            "Peter Kim [] —–— 1",
            "Sarah Kim [] 2025-03–— 1",
            "Zed [] —–— 1",
        ]
    );
    assert_eq!(plan.modules.get(0).unwrap().owners[0].name.text, "Dr. Amara Okafor");
    assert_eq!(plan.sprint.get(0).unwrap().people, ["Lisa Dominguez"]);
    assert_eq!(problems(&plan), ["15 \"since forever\" is no"]);
}

#[test]
fn gaps_and_deadlines_are_found_where_they_are_written() {
    let plan = plan(
        "
//- _overview.md
## Current Sprint
- SP01 — x (Raj Patel)
## State Deltas
### SP01_records — Sep 2025
- ⚠️ Knowledge debt: one reader
//- SP01_records/_overview.md
---
start_at: 2025-05-05
emergency_declared_at: 2025-10-08T09:00:00Z
knowledge_gaps: [in front, 2]
---
(3-week hard deadline). We have 30 days to remediate.
Target Date: 2 weeks from 2025-05-05.
//- SP01_records/02_architecture.md
See Raj; ask Raj. Ask Siri.
//- SP01_records/modules/records.md
⚠️ KNOWLEDGE GAP: why
//- exploration/n.md
# N — 2026-05-18
_14-day expiry: Jun 1._
//- exploration/m.md
# M — 2026-03-15
Expires 2026-03-29 like any note.
//- guide.md
⚠️ KNOWLEDGE GAP: how to write one. We have 3 days to remediate.
",
    );
    let gaps = shown(&plan.gaps, |gap| {
        format!(
            "{}:{} {} / {} / {:?}",
            gap.place.path,
            gap.place.line,
            gap.text,
            gap.of.as_deref().unwrap_or("—"),
            gap.source
        )
    });
    assert_eq!(
        gaps,
        [
            "SP01_records/02_architecture.md:1 See Raj; ask Raj. Ask Siri. / SP01_records / Ask",
            "SP01_records/_overview.md:4 2 / SP01_records / Frontmatter",
            "SP01_records/_overview.md:4 in front / SP01_records / Frontmatter",
            "SP01_records/modules/records.md:1 why / records / Body",
            "_overview.md:5 one reader / SP01_records / Delta",
        ]
    );
    assert_eq!(plan.gaps.get(0).unwrap().ask.as_deref(), Some("Raj Patel"));
    assert_eq!(plan.people.get(0).unwrap().aliases, ["Raj"]);
    let due = shown(&plan.deadlines, |found| {
        let date = found.date.as_ref().map_or("—".to_owned(), ToString::to_string);
        format!("{} {} {date}", found.of.as_deref().unwrap_or("—"), found.written)
    });
    assert_eq!(
        due,
        [
            "SP01_records 3-week hard deadline 2025-10-29",
            "SP01_records 30 days to remediate 2025-11-07",
            "SP01_records Target Date: 2 weeks from 2025-05-05 2025-05-19",
            "exploration/m Expires 2026-03-29 2026-03-29",
            "exploration/n 14-day expiry 2026-06-01",
        ]
    );
    let expiries =
        shown(&plan.notes, |note| note.expires.as_ref().map_or("—".to_owned(), ToString::to_string));
    assert_eq!(expiries, ["2026-03-29", "2026-06-01"]);
}

#[test]
fn an_ambiguous_reference_is_said() {
    let plan = plan(
        "\n//- SP01_a/_overview.md\n//- SP01_b/_overview.md\n//- SP02_c/_overview.md\n---\ndepends_on: [SP01, SP1]\n---\n",
    );
    assert_eq!(problems(&plan), ["2 SP01 could mean several"]);
}

fn sample() -> Plan {
    read(folder(&repository().join("public/sample/medflow/.agent_plan/day_dream")), &dream::DIALECT).plan()
}

/// The bullets of a section of a file, counted by lines alone.
fn bullets(text: &str, section: &str) -> usize {
    let body = text.split_once(&format!("\n## {section}\n")).unwrap().1;
    let body = body.split("\n## ").next().unwrap();
    body.lines().filter(|line| line.starts_with("- ")).count()
}

#[test]
fn the_sample_has_what_was_counted_by_hand() {
    let plan = sample();
    let root = repository().join("public/sample/medflow/.agent_plan/day_dream");
    let overview = std::fs::read_to_string(root.join("_overview.md")).unwrap();
    // `| Modules tracked | 20 |`, `| State Delta entries | 17 |`, `| Total plans created | 20 |`.
    let indexed = plan.modules.iter().filter(|module| module.index.is_some()).count();
    assert_eq!((indexed, plan.modules.len(), plan.deltas.len(), plan.plan_rows.len()), (20, 20, 17, 20));
    assert_eq!(plan.deltas.iter().map(|delta| delta.changes.len()).sum::<usize>(), 46);
    assert_eq!(bullets(&overview, "State Deltas"), 46);
    let statuses = |base: &str| plan.plan_rows.iter().filter(|row| row.status.base.name() == base).count();
    assert_eq!(["done", "cut", "wip", "todo"].map(statuses), [13, 3, 3, 1]);
    assert!(plan.plan_rows.iter().all(|row| row.plan.resolved));
    assert_eq!(
        (plan.sprint.len(), plan.sprint.get(0).unwrap().people.join("")),
        (4, "Lisa Dominguez".to_owned())
    );
    assert_eq!(
        (plan.reading_order.len(), plan.integration_map.len()),
        (7, 16),
        "the drawing has 13 lines, and three bullets follow"
    );
    // 5 + 6 + 4 + 6 + 3 + 5 decisions in the six meetings that have a list of them, as their lines say.
    assert_eq!(plan.notes.len(), 10);
    let mut counted = 0;
    for note in &plan.notes {
        let path = &plan.item(&note.of).unwrap().place.path;
        let text = std::fs::read_to_string(root.join(path)).unwrap();
        if text.contains("\n## Decisions\n") {
            let expected = bullets(&text, "Decisions");
            counted += expected;
            let found = plan.decisions.iter().filter(|decision| decision.place.path == *path).count();
            assert_eq!(found, expected, "{path}");
        }
    }
    assert_eq!((plan.decisions.len(), counted), (29, 29));
    let creates = plan.decisions.iter().filter(|decision| decision.verb == "create");
    // Three at the kickoff, three in April, PP07, three in July, SP15.
    assert_eq!(creates.filter(|decision| decision.plans[0].resolved).count(), 11);
    // The ten rows of the Cast; nobody else is named.
    assert_eq!(plan.people.len(), 10);
    let raj = plan.people.iter().find(|person| person.name == "Raj Patel").unwrap();
    // `| **Raj Patel** | Lead Platform Architect | Jan 2025 – Aug 2025 (departs) |`
    assert_eq!(
        (raj.from.as_ref().unwrap().to_string(), raj.to.as_ref().unwrap().to_string()),
        ("2025-01".to_owned(), "2025-08".to_owned())
    );
    // `Constraint: All modules must emit audit events from Day 1 (Sarah Kim requirement)`, below `## Constraints`
    // `The audit event store must be encrypted at rest (Sarah Kim requirement)`, and in the summary of PP13 "Nobody's
    // `_overview.md` owned the encryption requirement".
    let asked: Vec<_> =
        plan.requirements.iter().map(|asked| (asked.asker.as_deref(), asked.is_disowned)).collect();
    assert_eq!(asked, [(None, true), (Some("Sarah Kim"), false), (Some("Sarah Kim"), false)]);
    let owners = |at: usize| {
        plan.requirements.get(at).unwrap().owners.iter().map(|owner| owner.text.as_str()).collect::<Vec<_>>()
    };
    assert!(owners(0).contains(&"PP13_compliance_emergency/p00_critical_fixes/01_enable_dynamo_encryption"));
    // "audit_trail: DynamoDB encryption at rest enabled", among the State Deltas of PP13.
    assert!(owners(1).contains(&"PP13_compliance_emergency"), "{:?}", owners(1));
    // "MODIFY: SP01_patient_records — all read endpoints must emit audit events", "Nina Volkov assigned as audit
    // trail owner".
    for owner in ["audit_trail", "PP06_hipaa_audit_trail", "SP01_patient_records", "Nina Volkov"] {
        assert!(owners(2).contains(&owner), "{:?}", owners(2));
    }
    // "We have 30 days to remediate", said on 2025-10-08; "Target Date: 6 weeks from 2025-05-05."
    let due: Vec<String> =
        shown(&plan.deadlines, |found| format!("{} {}", found.written, found.date.as_ref().unwrap()));
    for expected in [
        "30 days to remediate 2025-11-07",
        "Target Date: 6 weeks from 2025-05-05 2025-06-16",
        "14-day expiry 2026-06-01",
    ] {
        assert!(due.iter().any(|due| due == expected), "{due:?}");
    }
    let asks: Vec<_> = plan.gaps.iter().filter(|gap| gap.source == GapSource::Ask).collect();
    assert_eq!(asks.len(), 6, "six notes in SP04's architecture ask Raj: {asks:#?}");
    assert!(asks.iter().all(|gap| gap.ask.as_deref() == Some("Raj Patel")));
}

#[test]
fn the_adhd_tree_has_what_was_counted_by_hand() {
    let Some(zip) = shared("trees/adhd-framework-2026-02-13.zip") else { return };
    let files = archive::open(std::fs::read(zip).unwrap(), &Limits::default()).unwrap();
    let roots = planarium::dialect::roots(&files);
    let plan = read(files.rooted(&roots[0].path), roots[0].dialect).plan();
    // `### 🔄 SP01_dream_v405_implementation — Feb 2026` and six bullets, of which two begin with a module.
    assert_eq!(
        shown(&plan.deltas, delta),
        ["SP01_dream_v405_implementation 2026-02 wip: none none none none instruction_core dream_mcp"]
    );
    // `| dream_mcp | SP01 | SP01 | …` and `| instruction_core | (pre-existing) | SP01 | … | Auto-sync behavior unverified |`
    assert_eq!(
        shown(&plan.modules, module),
        [
            "dream_mcp < SP01_dream_v405_implementation | SP01_dream_v405_implementation |  | ",
            "instruction_core < — | SP01_dream_v405_implementation |  | Confirm whether instruction_core refresh auto-syncs .github/skills/ → data/skills/, Auto-sync behavior unverified",
        ]
    );
    // Five rows of the Current Sprint, four of the Plans table, four numbers of the Reading Order.
    assert_eq!((plan.sprint.len(), plan.plan_rows.len(), plan.reading_order.len()), (5, 4, 4));
    assert!(plan.sprint.iter().take(4).all(|item| item.plan.as_ref().unwrap().resolved));
    assert_eq!((plan.decisions.len(), plan.people.len(), plan.gaps.len()), (0, 0, 5));
}

#[test]
fn the_json_has_the_fields_that_are_promised() {
    let model: Value = serde_json::from_str(&json::model(&sample())).unwrap();
    for (list, fields) in [
        ("modules", "name origin modified_by owners specs last_updated knowledge_gaps"),
        ("deltas", "plan date ongoing status path line changes"),
        ("people", "name aliases role from to"),
        ("decisions", "verb plan title value rationale date text path line"),
        ("gaps", "text of path line"),
        ("requirements", "text asker date owners path line"),
        ("deadlines", "of date written path line"),
    ] {
        let values = model[list].as_array().unwrap();
        assert!(!values.is_empty(), "{list}");
        for value in values {
            let mut found: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
            let mut expected: Vec<&str> = fields.split(' ').collect();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{list}");
        }
        let places: Vec<_> = values
            .iter()
            .filter_map(|value| Some((value.get("path")?.as_str()?, value["line"].as_u64()?)))
            .collect();
        assert!(places.is_sorted(), "{list} are not in order of path and line");
    }
    let audit =
        model["modules"].as_array().unwrap().iter().find(|module| module["name"] == "audit_trail").unwrap();
    assert_eq!(
        (&audit["origin"], &audit["owners"]),
        (&json!("SP02_auth_hipaa"), &json!(["Nina Volkov", "James Osei"]))
    );
}

/// Something of everything that sections hold.
const RICH: &str = "# R — é
## Current Sprint
- 🔄 SP01/p00 — x (Lisa)
| Plan | Status | Owner |
|---|---|---|
| SP02 | ✅ | Raj |
## Plans
| # | Name | Status |
|---|---|---|
| SP01 | records | 🚫 [CUT] |
## Module Index
| Module | Origin Plan | Modified By | Primary Owner |
|---|---|---|---|
| a_b | SP01 | SP02, PP03 _(CUT)_ — ⚠️ knowledge debt | Nina + Raj (shared) |
## State Deltas
### ✅ PP03_move — Sep 30, 2025 [CUT]
- a_b: A → B
  - nested ⚠️ Knowledge debt: ask Dr. Okafor
- All modules: é
## Attendees
- Dr. Amara Okafor (chair)
## Decisions
- 🚧 BLOCK (é): SP01/p00 — waiting on PP03's
  - a_b: HIGH — é
- Constraint: x (Sarah Kim requirement)
- Raj assigned as a_b owner
## Cast
| Name | Role | Active |
|---|---|---|
| Raj Patel | é | Jan 2025 – Aug 2025 (departs) |
```
 ask Raj
```
<!-- ask Raj: é --> 3-week hard deadline: Jun 1. 30 days to é. Target Date: 2 weeks from 2025-05-05. Expires 2026-03-29
";

#[test]
fn no_truncation_and_no_flipped_byte_of_a_section_panics() {
    let run = |bytes: &[u8]| {
        let mut builder = planarium::files::FilesBuilder::new(Limits::default());
        for path in ["SP01_records/p00_x/_overview.md", "SP02_auth/_overview.md", "PP03_move/_overview.md"] {
            builder.add(path, Vec::new());
        }
        for path in ["_overview.md", "_state_deltas_archive.md", "exploration/m_2025_01_10.md"] {
            builder.add(path, bytes.to_vec());
        }
        let plan = read(builder.finish(), &dream::DIALECT).plan();
        assert!(json::model(&plan).ends_with("}\n"));
    };
    for at in 0..RICH.len() {
        run(&RICH.as_bytes()[..at]);
        let mut flipped = RICH.as_bytes().to_vec();
        flipped[at] ^= 1 << (at % 8);
        run(&flipped);
    }
}
