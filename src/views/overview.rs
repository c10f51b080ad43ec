//! The first page of an open tree: what is going on in it, what stands still, what nobody knows, and how it was read.
//! Every number leads to what it counts.

use super::contents::{Columns, contents, link, page_header, table};
use super::day::as_of;
use super::entries::{
    aside, blocked, count_link, entry, follow_heading, gap, joined, joined_first, line, list, listing,
    module_link, named, named_with_status, person_link, place, section, title_beside, with_code,
};
use super::home;
use super::later::later;
use super::stages::stages;
use super::{Drawn, View, missing, near, shown, work};
use crate::address::Address;
use crate::answers::Subject;
use crate::answers::resume::Resume;
use crate::answers::stale::{Spec, WEEKS};
use crate::answers::status::{Changed, Emergency, Over, Sprint, Standing};
use crate::browser::page;
use crate::counted::counted;
use crate::dialect;
use crate::findings::{Finding, Severity};
use crate::html::{Html, all, el, text, when};
use crate::order;
use crate::outline::Node;
use crate::plan::{BaseStatus, Date, ItemKind};
use crate::rules::{self, Rule};
use crate::widgets::{
    IconName, act, bar, handle, live_markup, markup, severity_mark, status_mark, status_with, text_of,
};
use crate::workspace::{Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::fmt::Display;

/// Rows of a table that are shown; what is beyond is counted and can be reached otherwise.
const FIRST_ROWS: usize = 200;

/// `#/overview`.
pub const VIEW: View = View {
    name: "overview",
    rail: Some(("Overview", IconName::Overview)),
    title: |_, _| "Overview".to_owned(),
    draw: later!(answers, || {
        let workspace = use_workspace();
        shown(move || draw(workspace))
    }),
};

fn draw(workspace: Workspace) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let day = workspace.day.get().date;
    let standing = Standing::of(&tree.inquiry(&day));
    let plans = || {
        tree.outline.nodes().iter().filter(|node| node.item_kind == Some(ItemKind::Plan) && !node.template)
    };
    let (archived, active): (Vec<&Node>, Vec<&Node>) = plans().partition(|node| node.archived);
    let has_plans = !(active.is_empty() && archived.is_empty());
    let told = tree.plan.items.iter().filter(|item| !item.is_part() && work::is_told(item)).count();
    let mut resume = Resume::of(&tree.inquiry(&day));
    work::resume::with_commits(workspace, &mut resume);
    let answer = if has_plans { answer(&tree, &standing) } else { answer_without_plans(&tree) };
    let head = all([
        page_header(
            Html::default(),
            &tree.title,
            all([el("p", &[("class", "answer")], &[answer]), as_of(workspace)]),
        ),
        stages(workspace, VIEW.name),
        totals(&tree),
        work::resume::cards(&tree, &resume),
    ]);
    let now = all([
        listing("emergencies", "Emergencies", &standing.emergencies, |it| emergency(&tree, it)),
        listing("sprint", "Current sprint", &standing.sprint, |it| sprint(&tree, it)),
        listing("active", "In work", &standing.active, |it| in_work(&tree, &active, it)),
        listing("blocked", "Blocked", &standing.blocked, |it| blocked(&tree, it)),
        listing("blocked-parts", "Blocked phases and tasks", &standing.blocked_parts, |it| {
            blocked(&tree, it)
        }),
        listing("ready", "Can start now", &standing.ready, |it| ready(&tree, it)),
    ]);
    let mut ended: Vec<&Over> = standing.done.iter().chain(&standing.cut).collect();
    order::sort_by(&mut ended, |a, b| b.date.cmp(&a.date));
    let known = all([
        listing("gaps", "What nobody knows", &standing.gaps, |it| gap(&tree, it)),
        listing("stale", "Stale specs", &standing.stale, |it| stale(&tree, it)),
        listing("deltas", "Latest changes", &standing.deltas, |it| changed(&tree, it)),
        listing("over", "Done and cut", &ended, |it| over(&tree, it)),
        when(has_plans && told == 0, || unstated(&standing)),
    ]);
    let archive = when(!archived.is_empty(), || {
        let summary = format!("Archive: {}", counted(archived.len(), "plan"));
        let summary = el("summary", &[], &[text(&summary)]);
        el("details", &[("class", "archived")], &[summary, plan_table(&tree, &archived, "Archived plans")])
    });
    let lists = if told > 0 {
        all([
            work::phases(&tree),
            when(told > 1 || told < active.len(), || plan_table(&tree, &active, "Plans")),
            archive,
        ])
    } else if has_plans {
        all([plan_table(&tree, &active, "Plans"), archive])
    } else {
        contents(&tree, None, "What it holds")
    };
    follow_heading(workspace);
    near::keep(workspace, None);
    Ok(view! {
        <div class="overview">
            {markup(head)}
            {markup(near::frame())}
            <div class="columns">
                {markup(now)}
                {live_markup(move || findings(&workspace.report.get().findings))}
                {markup(known)}
            </div>
            {markup(lists)}
            {load_report(workspace, &tree)}
        </div>
    }
    .into_any())
}

/// A place on this page.
fn here(section: &str) -> Address {
    Address { heading: Some(section.to_owned()), ..Address::view(VIEW.name) }
}

/// All work of one kind and status, as a list.
fn all_work(kind: Option<ItemKind>, status: BaseStatus) -> Address {
    let kind = kind.map(ItemKind::name).unwrap_or_default();
    Address::view("tree").with("kind", kind).with("status", status.name())
}

/// The tree in one sentence, whose numbers lead to what they count.
fn answer(tree: &Tree, standing: &Standing) -> Html {
    let plan = ItemKind::from_name(standing.unit);
    let said = |count: usize, address: Address, words: &str| {
        (count > 0).then(|| link(&address, &format!("{count} {words}")))
    };
    let blocked = match standing.blocked.as_slice() {
        [only] => match only.needs.as_slice() {
            [need] => Some(all([link(&here("blocked"), "1 blocked"), text(" by "), named(tree, &need.id)])),
            _ => said(1, here("blocked"), "blocked"),
        },
        many => said(many.len(), here("blocked"), "blocked"),
    };
    let now = [
        (!standing.emergencies.is_empty())
            .then(|| count_link(&here("emergencies"), standing.emergencies.len(), "emergency")),
        said(standing.active.len(), here("active"), "in work"),
        blocked,
        said(standing.ready.len(), here("ready"), "can start now"),
    ];
    let over = [
        said(standing.done.len(), all_work(plan, BaseStatus::Done), "done"),
        said(standing.cut.len(), all_work(plan, BaseStatus::Cut), "cut"),
        said(
            standing.counts.of(BaseStatus::Unknown),
            all_work(plan, BaseStatus::Unknown),
            "without a status",
        ),
    ];
    let now = joined(now.into_iter().flatten());
    let over = joined(over.into_iter().flatten());
    let has_both = now != Html::default() && over != Html::default();
    let plans = link(
        &Address::view("tree").with("kind", standing.unit),
        &counted(standing.counts.total(), standing.unit),
    );
    // Where one document is all there is, its boxes and hours say how far all of it is.
    let mut documents = tree.plan.items.iter().filter(|item| !item.is_part() && work::is_told(item));
    let far = documents.next().filter(|_| documents.next().is_none()).map(|item| work::answer(tree, item));
    let said = [plans, text(": "), now, when(has_both, || text("; ")), over, text(".")];
    all(said.into_iter().chain(far))
}

fn answer_without_plans(tree: &Tree) -> Html {
    let with_status = tree.plan.items.iter().filter(|item| item.status.written.is_some()).count();
    let documents = count_link(&Address::view("tree"), tree.plan.items.len(), "document");
    let work = Address::view("tree").with("kind", ItemKind::Task.name());
    let work = when(with_status > 0, || {
        all([text(", "), link(&work, &with_status.to_string()), text(" of them with a status")])
    });
    all([documents, work, text(".")])
}

/// All work of the tree as one line; its legend leads to the work of each status.
fn totals(tree: &Tree) -> Html {
    let counts = tree.outline.total();
    let legend = counts.iter().filter(|(_, count)| *count > 0).map(|(status, count)| {
        let words = format!("{count} {}", status.label().to_lowercase());
        let leads = [("href", &*all_work(None, status).href())];
        el("li", &[], &[el("a", &leads, &[status_with(status, &words)])])
    });
    when(counts.total() > 0, || {
        let what = el("li", &[("class", "hint")], &[text("All work")]);
        let legend = el("ul", &[("class", "legend")], &[what, all(legend)]);
        el("section", &[("class", "totals"), ("aria-label", "All work")], &[bar(counts), legend])
    })
}

fn emergency(tree: &Tree, emergency: &Emergency) -> Html {
    let declared = match &emergency.declared {
        Some(date) => format!("declared {date}"),
        None => "nobody says since when".to_owned(),
    };
    let stops = emergency.stops.iter().map(|id| named(tree, id)).collect::<Vec<_>>();
    let stops = when(!stops.is_empty(), || line([text("Waiting for it: "), joined_first(stops)]));
    entry(
        [named_with_status(tree, &emergency.subject.id), aside([text(&declared)]), stops],
        place(&emergency.stated),
    )
}

fn sprint(tree: &Tree, entry_of: &Sprint) -> Html {
    let subject = entry_of.id.as_deref().map(|id| named(tree, id)).unwrap_or_default();
    let people = joined(entry_of.people.iter().map(|name| person_link(name)));
    let said = all([el("span", &[("dir", "auto")], &[text(&entry_of.text)])]);
    let has_people = !entry_of.people.is_empty();
    entry(
        [
            status_mark(entry_of.status),
            text(" "),
            subject,
            aside([said, when(has_people, || text(" · ")), people]),
        ],
        place(&entry_of.place),
    )
}

/// A plan in work and how far it is.
fn in_work(tree: &Tree, nodes: &[&Node], subject: &Subject) -> Html {
    let item = tree.plan.index_of(&subject.id);
    let node = nodes.iter().find(|node| node.item == item);
    let counts = node.map(|node| node.counts).unwrap_or_default();
    let progress = when(counts.total() > 0, || aside([bar(counts), text(" "), text(&bar::words(counts))]));
    let far = item.and_then(|item| tree.plan.items.get(item)).filter(|item| work::is_told(item));
    let progress = far.map_or(progress, |item| aside([work::answer(tree, item)]));
    entry([named(tree, &subject.id), progress], place(&subject.place))
}

fn ready(tree: &Tree, subject: &Subject) -> Html {
    let title = tree.plan.item(&subject.id).map(title_beside).unwrap_or_default();
    entry([named(tree, &subject.id), when(!title.is_empty(), || aside([text(title)]))], place(&subject.place))
}

fn stale(tree: &Tree, spec: &Spec) -> Html {
    let age = match (&spec.last_updated, spec.age_days) {
        (Some(date), Some(days)) => {
            format!("{}, last updated {date}", counted(usize::try_from(days).unwrap_or(0), "day"))
        }
        _ => "no date says when it was last updated".to_owned(),
    };
    let of = spec.plan.as_deref().map(|id| all([text(" · in "), named(tree, id)]));
    entry([module_link(&spec.module), aside([text(&age), of.unwrap_or_default()])], place(&spec.place))
}

fn changed(tree: &Tree, changed: &Changed) -> Html {
    let when_ = match &changed.date {
        _ if changed.ongoing => "goes on".to_owned(),
        Some(date) => date.to_string(),
        None => "no date".to_owned(),
    };
    let plan = changed.plan.as_deref().map_or_else(|| text("No plan named"), |id| named(tree, id));
    let modules = changed.modules.iter().map(|name| module_link(name)).collect::<Vec<_>>();
    let modules = when(!modules.is_empty(), || line([joined_first(modules)]));
    let count = counted(changed.changes, "change");
    entry([plan, aside([text(&when_), text(" · "), text(&count)]), modules], place(&changed.place))
}

fn over(tree: &Tree, over: &Over) -> Html {
    let date = over.date.as_ref().map_or_else(|| "no date".to_owned(), Date::to_string);
    let broken = over.invalidated_by.as_deref().map(|by| line([text("Invalidated by "), named(tree, by)]));
    let name = [named(tree, &over.subject.id), text(" "), status_mark(over.subject.status)];
    let place = over.stated.as_ref().map(place).unwrap_or_default();
    entry([all(name), aside([text(&date)]), broken.unwrap_or_default()], place)
}

/// What the rules have found so far, by severity and rule.
fn findings(findings: &[Finding]) -> Html {
    let counted_ones = || findings.iter().filter(|finding| finding.ignored.is_none());
    let place = || Address::view("findings");
    let sums = [(Severity::Error, "error"), (Severity::Warning, "warning")].map(|(severity, noun)| {
        let count = counted_ones().filter(|finding| finding.severity == severity).count();
        (count > 0).then(|| count_link(&place().with("severity", severity.name()), count, noun))
    });
    let mut by_rule: Vec<(Severity, usize, &Rule)> = rules::ALL
        .iter()
        .filter_map(|rule| {
            let mut of_rule = counted_ones().filter(|finding| finding.rule == rule.id);
            Some((of_rule.next()?.severity, of_rule.count() + 1, rule))
        })
        .collect();
    order::sort_by(&mut by_rule, |a, b| (a.0, b.1).cmp(&(b.0, a.1)));
    let draw = |(severity, count, rule): &(Severity, usize, &Rule)| {
        let sort = severity_mark(*severity, severity.label());
        let leads = place().with("rule", rule.id);
        entry(
            [
                sort,
                text(" "),
                link(&leads, &format!("{count} {}", rule.id)),
                aside([with_code(rule.summary)]),
            ],
            Html::default(),
        )
    };
    when(!by_rule.is_empty(), || {
        let sums = el("p", &[], &[joined(sums.into_iter().flatten())]);
        section("findings", "What breaks the rules", all([sums, list(&by_rule, draw)]))
    })
}

/// What this page would show if the tree said it, and which field says it.
fn unstated(standing: &Standing) -> Html {
    let teach = |is_there: bool, what: &str, how: &str| {
        when(!is_there, || {
            let what = el("dt", &[], &[text(what)]);
            all([what, el("dd", &[], &[with_code(how)])])
        })
    };
    let dated = format!("None is older than {WEEKS} weeks; the specs of modules say `last_updated`.");
    let lines = all([
        teach(
            !standing.emergencies.is_empty(),
            "Emergencies",
            "`priority: emergency` and `emergency_declared_at` in the frontmatter of a plan declare one.",
        ),
        teach(
            !standing.sprint.is_empty(),
            "Current sprint",
            "The section `## Current Sprint` of the root's _overview.md says who works on what.",
        ),
        teach(!standing.active.is_empty(), "In work", "Plans whose `status` is WIP."),
        teach(
            !(standing.blocked.is_empty() && standing.blocked_parts.is_empty()),
            "Blocked",
            "Plans whose `depends_on` is not done yet, or whose `status` is BLOCKED with a reason.",
        ),
        teach(
            !standing.ready.is_empty(),
            "Can start now",
            "Plans to do of which all that they need is done.",
        ),
        teach(
            !standing.gaps.is_empty(),
            "What nobody knows",
            "`knowledge_gaps` in the frontmatter of plans and of module specs, and ⚠️ KNOWLEDGE GAP in any text.",
        ),
        teach(!standing.stale.is_empty(), "Stale specs", &dated),
        teach(
            !standing.deltas.is_empty(),
            "Latest changes",
            "The section `## State Deltas` of the root's _overview.md says what each plan changed, and when.",
        ),
    ]);
    when(lines != Html::default(), || {
        let lines = el("dl", &[("class", "unstated")], &[lines]);
        section("unstated", "Nothing to show of", lines)
    })
}

fn plan_table(tree: &Tree, plans: &[&Node], caption: &str) -> Html {
    let first = plans.get(..FIRST_ROWS).unwrap_or(plans);
    let rest = plans.len() - first.len();
    let rest = when(rest > 0, || {
        let words = text(&format!("{rest} more are in "));
        el("p", &[("class", "rest")], &[words, link(&Address::view("tree"), "the tree")])
    });
    when(!plans.is_empty(), || all([table("plans", caption, tree, first, Columns::WithDate), rest]))
}

/// How the tree was read, and what can be done with it: at the end, for those who wonder.
fn load_report(workspace: Workspace, tree: &Tree) -> AnyView {
    let progress = text_of(move || {
        let progress = workspace.progress.get();
        if progress.is_complete {
            format!("All {} have been read.", counted(progress.files_total, "document"))
        } else {
            format!("{} of {} documents have been read so far.", progress.files_read, progress.files_total)
        }
    });
    handle("load-report", &["change"], move |event| {
        if page::around(event, "#dialect").is_some() {
            workspace.read_as(&page::value("dialect"));
        }
    });
    view! {
        <section class="report" id="load-report" aria-label="Load report">
            <h2>"How it was read"</h2>
            <p role="status">{progress}</p>
            {markup(home::published(tree))}
            {markup(report(tree))}
            {markup(dialects(tree))}
            <p>
                <button type="button" class="button" on:click=act(move |_| workspace.keep())>"Keep on this device"</button>
                <span class="hint">"Nothing is sent anywhere. A kept tree is listed on the start page, and can be deleted there."</span>
            </p>
        </section>
    }
    .into_any()
}

/// The conventions that a tree can be read in, to overrule what was recognised.
fn dialects(tree: &Tree) -> Html {
    let options = dialect::ALL.into_iter().map(|dialect| {
        let mut attributes = vec![("value", dialect.name)];
        if dialect.name == tree.root.dialect.name {
            attributes.push(("selected", "selected"));
        }
        el("option", &attributes, &[text(dialect.label)])
    });
    let select = el("select", &[("id", "dialect")], &[all(options)]);
    el("p", &[], &[el("label", &[("for", "dialect")], &[text("Read it as ")]), select])
}

/// How the tree was read: what was read, guessed, skipped, and why.
fn report(tree: &Tree) -> Html {
    let files = &tree.files;
    let kinds = ItemKind::ALL.into_iter().filter_map(|kind| {
        let count = tree.plan.of_kind(kind).count();
        (count > 0).then(|| counted(count, kind.noun()))
    });
    let documents = tree.plan.items.iter().filter(|item| files.get(&item.place.path).is_some()).count();
    let others = files.len().saturating_sub(documents);
    let others = (others > 0).then(|| counted(others, "other file"));
    let dialect = tree.plan.dialects.join(", ");
    let root = format!(
        "The tree begins at {} because {}. It is read as: {dialect}.",
        tree.root.shown(),
        tree.root.why
    );
    let remarks = tree.remarks.iter().cloned().chain(files.notes().iter().map(ToString::to_string));
    let skipped = when(!files.skipped().is_empty(), || {
        let summary = el("summary", &[], &[text(&format!("{} skipped", files.skipped().len()))]);
        el("details", &[("open", "open")], &[summary, lines("", files.skipped())])
    });
    all([
        el("p", &[], &[text(&root)]),
        lines("kinds", kinds.chain(others)),
        lines("remarks", remarks),
        skipped,
        problems(tree),
    ])
}

/// What could not be fully understood, each with its place.
fn problems(tree: &Tree) -> Html {
    let problems = &tree.plan.problems;
    let rows = problems.iter().take(FIRST_ROWS).map(|problem| {
        let address = Address::line(&problem.place.path, problem.place.line).with("raw", "1");
        let said = format!("{}:{}", problem.place.path, problem.place.line);
        let place = el("td", &[("class", "place")], &[link(&address, &said)]);
        el("tr", &[], &[place, el("td", &[("dir", "auto")], &[text(&problem.text)])])
    });
    let rest = problems.len().saturating_sub(FIRST_ROWS);
    when(!problems.is_empty(), || {
        let heads = ["Where", "What"].map(|name| el("th", &[("scope", "col")], &[text(name)]));
        let table = el(
            "table",
            &[("class", "problems")],
            &[el("thead", &[], &[el("tr", &[], &heads)]), el("tbody", &[], &[all(rows)])],
        );
        let summary = format!("{} that could not be fully understood", counted(problems.len(), "place"));
        let more = format!("{rest} more; `planarium model` lists all.");
        let more = when(rest > 0, || el("p", &[("class", "rest")], &[text(&more)]));
        let open = if problems.len() <= 20 { "open" } else { "" };
        el("details", &[("open", open)], &[el("summary", &[], &[text(&summary)]), table, more])
    })
}

fn lines(class: &'static str, lines: impl IntoIterator<Item = impl Display>) -> Html {
    let lines: Vec<Html> =
        lines.into_iter().map(|line| el("li", &[("dir", "auto")], &[text(&line.to_string())])).collect();
    when(!lines.is_empty(), || el("ul", &[("class", class)], &[all(lines)]))
}
