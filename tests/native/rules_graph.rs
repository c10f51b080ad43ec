//! Rules over relations, modules, children and what is said side by side: odd shapes, and trees that are real.

use crate::fixture;
use crate::rules::findings;
use planarium::findings::Finding;

/// `path:line message` of every finding of a rule.
fn messages(findings: &[Finding], rule: &str) -> Vec<String> {
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule
        .map(|finding| format!("{}:{} {}", finding.place.path, finding.place.line, finding.message))
        .collect()
}

#[test]
#[ignore = "prints"]
fn print() {
    use planarium::findings::{Scene, Settings};
    use planarium::plan::{Date, Names};
    let path = std::env::var("TREE").unwrap();
    let files = fixture::folder(std::path::Path::new(&path));
    let reading = fixture::read(files, &planarium::dialect::dream::DIALECT);
    let t = std::time::Instant::now();
    let plan = reading.plan();
    println!("plan {:?}", t.elapsed());
    let names = Names::of(&plan);
    let t = std::time::Instant::now();
    let scene = Scene::of(&plan, &reading, &names, Date::parse("2026-06-15").unwrap());
    println!("scene {:?}", t.elapsed());
    for rule in planarium::rules::ALL {
        if let planarium::rules::Check::Tree(check) = rule.check {
            let mut found = Vec::new();
            let t = std::time::Instant::now();
            check(&scene, &mut found);
            println!("{} {} {:?}", rule.id, found.len(), t.elapsed());
        }
    }
    let found = planarium::rules::Checking::all(&scene, &Settings::default());
    if found.len() < 400 {
        for f in &found {
            println!(
                "{} {}:{} {} | {}",
                f.rule,
                f.place.path,
                f.place.line,
                f.message,
                f.evidence.iter().map(|p| format!("{}:{}", p.path, p.line)).collect::<Vec<_>>().join(" ")
            );
        }
    }
}
