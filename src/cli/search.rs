//! `planarium search PATH QUERY`: what fits a query, the best first, each with its line and heading.

use super::columns::at;
use super::day::AsOf;
use super::status::one_line;
use super::{Failure, Source, load, print};
use crate::answers::{self, Ties};
use crate::counted::counted;
use crate::findings::Settings;
use crate::plan::Names;
use crate::rules;
use crate::search::{self, Ground, Hit, Indexing, Results, Texts};
use clap::Args;

/// The tree and the query.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// What to look for: words, "phrases", beginnings*, names~, field:value, -not, OR, ( ). `search --fields PATH ""` lists the
    /// fields.
    query: String,
    /// How many hits to print.
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    /// List the fields that a query may ask for, and nothing else.
    #[arg(long)]
    fields: bool,
    #[command(flatten)]
    as_of: AsOf,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.fields {
        let rows: Vec<[String; 3]> = search::fields::FIELDS
            .iter()
            .map(|field| [field.name.to_owned(), field.example.to_owned(), field.help.to_owned()])
            .collect();
        let last = "Every other name is a field of frontmatter: magnitude:heavy.\n";
        print(&format!("{}\n{last}", super::columns::columns(&rows)));
        return Ok(());
    }
    let day = arguments.as_of.day()?;
    let reading = load::tree(&arguments.source)?;
    let plan = reading.plan();
    let (ties, names) = (Ties::of(&plan), Names::of(&plan));
    let findings = rules::check(&reading, &plan, &day.date, &Settings::of_tree(reading.files()));
    let mut records = Indexing::new(&reading, &plan).finish(&reading, &plan);
    records.set_findings(&plan, &findings);
    let inquiry = ties.inquiry(&plan, &day.date);
    let ground = Ground { inquiry, names: &names, findings: &findings, records: &records };
    let results =
        search::search(ground, reading.files(), &mut Texts::default(), &arguments.query, arguments.most);
    if arguments.json {
        print(&answers::json(&results, Some(&day.date)));
        return Ok(());
    }
    print(&told(&results));
    Ok(())
}

/// Hits for people, those of one plan together, in the order of the best of each.
fn told(results: &Results) -> String {
    let mut text = match results.count {
        0 => format!("Nothing fits {}.\n", results.query),
        count if count > results.hits.len() => {
            format!("{} fit; the first {}:\n", counted(count, "place"), results.hits.len())
        }
        1 => "1 place fits:\n".to_owned(),
        count => format!("{} fit:\n", counted(count, "place")),
    };
    results.remarks.iter().for_each(|remark| text.push_str(&format!("{remark}\n")));
    for (plan, hits) in search::grouped(&results.hits) {
        text.push_str(&format!("\n{}\n", plan.unwrap_or("Outside any plan")));
        for hit in hits {
            text.push_str(&line(hit));
        }
    }
    text
}

fn line(hit: &Hit) -> String {
    let heading =
        hit.heading.as_deref().map(|heading| format!(" · {}", one_line(heading))).unwrap_or_default();
    format!(
        "  {} ({})\n    {}{heading}\n    {}\n",
        one_line(&hit.title),
        hit.kind,
        at(&hit.place),
        one_line(&hit.text)
    )
}
