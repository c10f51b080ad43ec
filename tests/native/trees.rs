//! Whole trees: the sample, the real ones beside the checkout, and single documents. What is expected was
//! counted by hand or is counted here another way, from paths and lines alone.

use crate::fixture::{folder, repository, shared};
use planarium::article::{Article, Content};
use planarium::dialect::{Reading, roots};
use planarium::files::{Files, FilesBuilder, Limits, archive};
use planarium::links::Links;
use planarium::outline::Outline;
use planarium::plan::{ItemKind, Names, Plan, RelationKind};
use std::collections::{BTreeMap, BTreeSet};

/// Opens what was loaded at its only root, and reads it.
fn open(files: &Files) -> Reading {
    let roots = roots(files);
    assert_eq!(roots.len(), 1, "{roots:?}");
    Reading::new(files.rooted(&roots[0].path), roots[0].shown(), roots[0].dialect).finish()
}

/// Makes everything of a tree that the page would show: no panic, and every file is there.
fn show_all(reading: &Reading) -> Plan {
    let plan = reading.plan();
    let names = Names::of(&plan);
    let outline = Outline::of(&plan, reading.files().iter().map(|entry| entry.path().as_str()));
    for entry in reading.files() {
        let path = entry.path();
        assert!(outline.index_of(path.as_str()).is_some(), "{path} is not in the tree");
        let links = Links { files: reading.files(), plan: &plan, names: &names, document: path.clone() };
        let article = Article::of(&links).unwrap_or_else(|why| panic!("{path}: {why}"));
        if let Content::Document(document) = article.content {
            assert!(!document.rendered.html.contains("<script"), "{path}");
        }
    }
    plan
}

/// How many items of each kind that this convention has.
fn kinds(plan: &Plan) -> BTreeMap<&'static str, usize> {
    let others = [ItemKind::Epic, ItemKind::Story, ItemKind::Section, ItemKind::Milestone];
    assert!(!plan.items.iter().any(|item| others.contains(&item.kind)));
    let kinds = ItemKind::ALL.into_iter().filter(|kind| !others.contains(kind));
    kinds.map(|kind| (kind.name(), plan.of_kind(kind).count())).collect()
}

/// How many items of each kind there should be, from the paths alone: a second, simpler reading of the
/// convention for trees without plans in plans.
fn kinds_by_path<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeMap<&'static str, usize> {
    let is_phase = |name: &str| name.starts_with('p') && name[1..].starts_with(|c: char| c.is_ascii_digit());
    let paths: Vec<Vec<&str>> = paths.map(|path| path.split('/').collect()).collect();
    let plans: BTreeSet<&[&str]> = paths
        .iter()
        .filter(|path| !path.contains(&"_templates") && path[0] != "exploration")
        .filter_map(|path| {
            let outside = path.iter().position(|name| !matches!(*name, "_completed" | "_archive"))?;
            let is_numbered = (path[outside].starts_with("SP") || path[outside].starts_with("PP"))
                && path.len() > outside + 1;
            let is_plan = is_numbered || (path.len() == outside + 2 && path[outside + 1] == "_overview.md");
            is_plan.then_some(&path[..=outside])
        })
        .collect();
    let is_in_plan = |path: &[&str]| plans.iter().any(|plan| path.starts_with(plan));
    let phases: BTreeSet<&[&str]> = paths
        .iter()
        .filter(|path| is_in_plan(path))
        .flat_map(|path| (1..path.len()).map(move |end| &path[..end]))
        .filter(|folder| is_phase(folder[folder.len() - 1]))
        .collect();
    let mut counts = BTreeMap::from([("plan", plans.len()), ("phase", phases.len())]);
    counts.extend(["task", "module", "document", "exploration"].map(|kind| (kind, 0)));
    for path in &paths {
        let (name, folder) = path.split_last().unwrap();
        let is_own = matches!(*name, "_overview.md" | "plan.yaml");
        if (is_own && (plans.contains(folder) || phases.contains(folder)))
            || !(name.ends_with(".md") || *name == "plan.yaml")
        {
            continue;
        }
        let kind = match folder.last() {
            _ if path[0] == "exploration" => "exploration",
            Some(&"modules") if !path.contains(&"_templates") => "module",
            _ if phases.contains(folder) => "task",
            _ => "document",
        };
        *counts.get_mut(kind).unwrap() += 1;
    }
    counts
}

fn paths(files: &Files) -> impl Iterator<Item = &str> {
    files.iter().map(|entry| entry.path().as_str())
}

/// The Plans table of the root at the last stage of MedFlow, as its seed states it.
const MEDFLOW: [(&str, &str); 20] = [
    ("SP01_patient_records", "DONE"),
    ("SP02_auth_hipaa", "DONE"),
    ("SP03_scheduling", "DONE"),
    ("SP04_telemedicine", "DONE"),
    ("SP05_billing", "DONE"),
    ("PP06_hipaa_audit_trail", "DONE"),
    ("PP07_nosql_migration", "CUT"),
    ("PP08_polyglot_persistence", "DONE"),
    ("SP09_insurance_integration", "DONE"),
    ("SP10_pharmacy_mgmt", "DONE"),
    ("SP11_analytics_dashboard", "CUT"),
    ("SP12_mobile_app", "CUT"),
    ("PP13_compliance_emergency", "DONE"),
    ("PP14_audit_remediation", "DONE"),
    ("SP15_ai_risk_scorer", "DONE"),
    ("PP16_api_gateway_refactor", "DONE"),
    ("PP17_module_ownership_reconciliation", "WIP"),
    ("SP18_reporting_engine", "WIP"),
    ("PP19_perf_optimization", "WIP"),
    ("SP20_patient_portal", "TODO"),
];

#[test]
fn the_plans_of_the_sample_are_those_of_its_seed() {
    let Some(seed) = shared("seeds/medflow_dream_v4.03.md") else { return };
    let seed = std::fs::read_to_string(seed).unwrap();
    let table = seed.rsplit_once("\n## Plans\n").expect("the seed has a Plans table").1;
    let rows: Vec<(String, String)> = table
        .lines()
        .skip_while(|line| !line.starts_with("|--"))
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let status = cells[4].split_once('[').unwrap().1.trim_end_matches(']');
            (format!("{}_{}", cells[1], cells[2]), status.to_owned())
        })
        .collect();
    assert_eq!(rows, MEDFLOW.map(|(id, status)| (id.to_owned(), status.to_owned())));
}

fn sample() -> Reading {
    open(&folder(&repository().join("public/sample/medflow")))
}

#[test]
fn the_sample_holds_the_plans_of_its_story() {
    let reading = sample();
    assert_eq!((reading.root(), reading.dialect().name), (".agent_plan/day_dream", "dream"));
    let plan = show_all(&reading);
    let found: BTreeMap<&str, String> = plan
        .of_kind(ItemKind::Plan)
        .filter(|item| !item.id.contains('@'))
        .map(|item| (item.id.as_str(), item.status.base.name().to_uppercase()))
        .collect();
    let expected: BTreeMap<&str, String> = MEDFLOW.map(|(id, status)| (id, status.to_owned())).into();
    assert_eq!(found, expected);
    // The story left two plans in two places; the one outside the archive is meant.
    let twice: Vec<(&str, &str)> = plan
        .of_kind(ItemKind::Plan)
        .filter_map(|item| item.id.split_once('@'))
        .inspect(|(id, _)| assert!(!plan.item(id).unwrap().archived, "{id}"))
        .collect();
    assert_eq!(
        twice,
        [
            ("SP09_insurance_integration", "_completed/SP09_insurance_integration/_overview.md"),
            ("SP15_ai_risk_scorer", "_completed/SP15_ai_risk_scorer/_overview.md")
        ]
    );
    // Every plan says its status itself, and the root's table says the same.
    for item in plan.of_kind(ItemKind::Plan) {
        assert_eq!(item.status.from.name(), "frontmatter", "{}", item.id);
    }
}

#[test]
fn the_sample_has_as_many_of_each_kind_as_its_paths_say() {
    let reading = sample();
    let plan = reading.plan();
    assert_eq!(kinds(&plan), kinds_by_path(paths(reading.files())));
    assert_eq!(kinds(&plan)["plan"], 22, "20 plans, two of them in two places");
    assert_eq!(plan.problems, [], "the sample is written well");
    assert_eq!(
        plan.modules.len(),
        20,
        "{:?}",
        plan.modules.iter().map(|module| &module.name).collect::<Vec<_>>()
    );
}

#[test]
fn what_the_sample_needs_is_there() {
    let plan = sample().plan();
    let needs: Vec<_> = plan
        .relations
        .iter()
        .filter(|relation| {
            matches!(relation.kind, RelationKind::DependsOn | RelationKind::Blocks | RelationKind::Modifies)
        })
        .collect();
    assert!(needs.len() > 40, "only {} relations", needs.len());
    let gone: Vec<_> = needs.iter().filter(|relation| !relation.resolved).collect();
    assert!(gone.is_empty(), "{gone:#?}");
}

#[test]
fn the_sample_is_sound_text() {
    for (path, place) in crate::fixture::walk(&repository().join("public/sample")) {
        let text = std::fs::read_to_string(place).unwrap_or_else(|error| panic!("{path}: {error}"));
        // UTF-8 read as Windows-1252 and written again, which is what happened to the seed.
        for broken in ["â€", "âœ", "ðŸ", "Ã©", "\u{fffd}"] {
            assert!(!text.contains(broken), "{path} holds {broken}");
        }
    }
}

/// A status of the adhd tree, and the line that proves it.
struct Proof {
    id: &'static str,
    status: &'static str,
    from: &'static str,
    path: &'static str,
    line: u32,
    begins: &'static str,
}

const fn proof(
    id: &'static str,
    status: &'static str,
    from: &'static str,
    path: &'static str,
    line: u32,
    begins: &'static str,
) -> Proof {
    Proof { id, status, from, path, line, begins }
}

#[test]
fn the_adhd_tree_opens_as_counted_by_hand() {
    let Some(zip) = shared("trees/adhd-framework-2026-02-13.zip") else { return };
    let reading = open(&archive::open(std::fs::read(zip).unwrap(), &Limits::default()).unwrap());
    assert_eq!(reading.root(), ".agent_plan/day_dream");
    let plan = show_all(&reading);
    assert_eq!(reading.files().len(), 127, "125 Markdown files and 2 plan.yaml");
    assert_eq!(kinds(&plan), kinds_by_path(paths(reading.files())));
    // SP01, PP02, PP03, module-lifecycle, and dream-upgrade in the archive; 8 + 1 + 3 + 2 phases;
    // 20 tasks in SP01, 1 in PP02, 6 in module-lifecycle, 6 in dream-upgrade.
    let counts = kinds(&plan);
    assert_eq!((counts["plan"], counts["phase"], counts["task"], counts["module"]), (5, 14, 33, 2));
    // The files less the overviews of 5 plans and 13 phases, the 2 plan.yaml, 33 tasks and 2 module specs.
    assert_eq!(counts["document"], 127 - 5 - 13 - 2 - 33 - 2);

    let proofs = [
        proof(
            "SP01_dream_v405_implementation",
            "wip",
            "frontmatter",
            "SP01_dream_v405_implementation/_overview.md",
            5,
            "status: WIP",
        ),
        proof(
            "PP02_context_injection_restructure",
            "done",
            "frontmatter",
            "PP02_context_injection_restructure/_overview.md",
            5,
            "status: DONE",
        ),
        proof(
            "PP03_dream_sop_skills",
            "todo",
            "frontmatter",
            "PP03_dream_sop_skills/_overview.md",
            5,
            "status: TODO",
        ),
        // No status in the overview: the plan.yaml beside it says it.
        proof("module-lifecycle", "todo", "frontmatter", "module-lifecycle/plan.yaml", 3, "status: TODO"),
        proof("dream-upgrade", "done", "frontmatter", "_archive/dream-upgrade/plan.yaml", 3, "status: DONE"),
        // The phase has a folder and a task, and no overview.
        proof(
            "PP02_context_injection_restructure/p00_usage_audit",
            "done",
            "parent_table",
            "PP02_context_injection_restructure/_overview.md",
            26,
            "| p00_usage_audit/ | Plan | ✅ [DONE] |",
        ),
        proof(
            "SP01_dream_v405_implementation/p03_dream_mcp_skeleton",
            "done",
            "frontmatter",
            "SP01_dream_v405_implementation/p03_dream_mcp_skeleton/_overview.md",
            5,
            "status: DONE",
        ),
        proof(
            "SP01_dream_v405_implementation/p04_parsing_and_simple_commands",
            "todo",
            "frontmatter",
            "SP01_dream_v405_implementation/p04_parsing_and_simple_commands/_overview.md",
            5,
            "status: TODO",
        ),
        proof(
            "dream-upgrade/p0-fix-blueprint-system",
            "done",
            "parent_table",
            "_archive/dream-upgrade/_overview.md",
            17,
            "| [p0-fix-blueprint-system/](",
        ),
        proof(
            "dream-upgrade/p0-fix-blueprint-system/fix-estimation",
            "done",
            "parent_table",
            "_archive/dream-upgrade/p0-fix-blueprint-system/_overview.md",
            15,
            "| [fix-estimation.md](",
        ),
        proof(
            "module-lifecycle/p00_prerequisites/02_reverse_dep_lookup",
            "todo",
            "parent_table",
            "module-lifecycle/p00_prerequisites/_overview.md",
            15,
            "| [02_reverse_dep_lookup.md](",
        ),
        proof(
            "module-lifecycle/module_structure",
            "wip",
            "parent_table",
            "module-lifecycle/_overview.md",
            21,
            "| [module_structure.md](",
        ),
    ];
    for proof in proofs {
        let status = &crate::fixture::item(&plan, proof.id).status;
        assert_eq!(
            (status.base.name(), status.from.name(), status.line),
            (proof.status, proof.from, proof.line),
            "{}",
            proof.id
        );
        let text = reading.files().text(reading.files().get(proof.path).unwrap()).unwrap().text;
        let line = text.lines().nth(proof.line as usize - 1).unwrap();
        assert!(line.starts_with(proof.begins), "{}:{}: {line}", proof.path, proof.line);
    }
    // By hand: PP02's and 4 of SP01's phases are done, 2 in the archive; 4 of SP01 and 3 of module-lifecycle to do.
    let phases: Vec<&str> = plan.of_kind(ItemKind::Phase).map(|item| item.status.base.name()).collect();
    let of = |status: &str| phases.iter().filter(|found| **found == status).count();
    assert_eq!((of("done"), of("todo")), (7, 7));
    // Its one task whose file and parent say nothing.
    let silent: Vec<&str> = plan
        .of_kind(ItemKind::Task)
        .filter(|item| item.status.from.name() == "none")
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(silent, ["PP02_context_injection_restructure/p00_usage_audit/01_usage_audit_matrix"]);
    // Two origins were written from memory; every dependency is there.
    let unresolved: Vec<String> =
        plan.relations.iter().filter(|relation| !relation.resolved).map(crate::fixture::shown).collect();
    assert_eq!(
        unresolved,
        [
            "PP02_context_injection_restructure → discussion/context_injection_files_taxonomy?",
            "PP03_dream_sop_skills → discussion/dream_routing_sop_skills?"
        ]
    );
}

#[test]
fn the_backlog_tree_opens_and_every_document_is_an_item() {
    let Some(zip) = shared("trees/backlog-md-2026-02.zip") else { return };
    let reading = open(&archive::open(std::fs::read(zip).unwrap(), &Limits::default()).unwrap());
    assert_eq!((reading.root(), reading.dialect().name), ("backlog", "backlog"));
    let plan = show_all(&reading);
    let documents: BTreeSet<&str> = paths(reading.files()).filter(|path| path.ends_with(".md")).collect();
    let items: BTreeSet<&str> = plan.items.iter().map(|item| item.place.path.as_str()).collect();
    assert_eq!((documents.len(), plan.items.len()), (462, 462));
    assert_eq!(items, documents);
    let blocks = documents.iter().filter(|path| {
        let text = reading.files().text(reading.files().get(path).unwrap()).unwrap().text;
        text.starts_with("---\n") || text.starts_with("---\r\n")
    });
    assert_eq!(blocks.count(), 453);
    let spoiled: BTreeSet<&str> = plan.problems.iter().map(|problem| problem.place.path.as_str()).collect();
    assert_eq!(spoiled.len(), 21, "{spoiled:?}");
    // A block that is no YAML keeps its other fields, so its item still has its id and status.
    for item in plan.items.iter().filter(|item| spoiled.contains(item.place.path.as_str())) {
        assert!(
            item.field("id").is_some() && item.status.from.name() == "frontmatter",
            "{}",
            item.place.path
        );
    }
}

#[test]
fn the_seeds_open_as_single_documents() {
    let Some(seeds) = shared("seeds") else { return };
    let seeds = crate::fixture::walk(&seeds);
    assert_eq!(seeds.len(), 3);
    for (name, place) in seeds {
        let mut builder = FilesBuilder::new(Limits::default());
        builder.add(&name, std::fs::read(place).unwrap());
        let reading = open(&builder.finish());
        let tells_history = name.starts_with("medflow");
        let dialect = if tells_history { "story" } else { "work_plan" };
        assert_eq!((reading.root(), reading.dialect().name), (".", dialect), "{name}");
        let plan = show_all(&reading);
        assert!(plan.items.len() > 1, "{name}");
        let item = plan.items.iter().find(|item| item.place.path == name && item.id == stem(&name)).unwrap();
        assert!(item.title != item.name() && !item.title.is_empty(), "{name} is called {:?}", item.title);
    }
}

/// The name of a file without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
