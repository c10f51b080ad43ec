//! A plan: whether it can go on, what it needs and what hangs on it, what it changed, who decided it, what it holds,
//! and its overview.

use super::contents::{contents, crumbs, link, page_header};
use super::day::as_of;
use super::doc::{article, section_of_document};
use super::entries::{
    aside, chain, entry, finding, follow_heading, gap, here, joined, line, list, listing, module_link, named,
    named_with_status, place, places, reached, reached_entry, reasons, section, status_of, tag,
};
use super::later::later;
use super::past::{known, not_there};
use super::{Drawn, View, missing, near, scope, shown, work};
use crate::address::Address;
use crate::answers::closure::{Closure, Verdict};
use crate::answers::gaps::gaps;
use crate::answers::impact::{Evidence, Impact, Outcome, Reached, ReachedModule, Supposed};
use crate::answers::resume::{self, Resume};
use crate::answers::status;
use crate::answers::{Inquiry, is_open};
use crate::counted::counted;
use crate::findings::Finding;
use crate::html::{Html, all, el, text, when};
use crate::plan::{
    BaseStatus, Change, Date, Deadline, Decision, Delta, Dependency, Item, ItemKind, Place, RelationKind,
};
use crate::widgets::{bar, live_markup, markup, status_with};
use crate::workspace::{Report, Tree, Workspace, use_workspace};
use leptos::prelude::*;
use std::sync::Arc;

/// Places of one gate that are shown.
const MOST_PLACES: usize = 4;

/// `#/plan/ID`.
pub const VIEW: View = View {
    name: "plan",
    rail: None,
    title: |tree, address| {
        tree.plan.item(&address.subject).map_or_else(|| address.subject.clone(), |item| item.title.clone())
    },
    draw: later!(answers, || {
        let workspace = use_workspace();
        let id = workspace.subject();
        shown(move || draw(workspace, &id.get()))
    }),
};

fn draw(workspace: Workspace, id: &str) -> Drawn {
    let tree = workspace.tree.get().ok_or_else(|| missing("No tree is open."))?;
    let index = tree.plan.index_of(id);
    let (index, item) =
        index.and_then(|index| Some((index, tree.plan.items.get(index)?))).ok_or_else(|| {
            let was = |known: &Arc<Tree>| known.plan.index_of(id).is_some();
            let is_known = workspace.past.known.with(|known| known.as_ref().is_some_and(was));
            let nothing = || missing(format!("There is no plan {id} in this {}.", scope(&tree.files)));
            not_there(workspace, is_known, id).unwrap_or_else(nothing)
        })?;
    let path = item.folder.clone().unwrap_or_else(|| item.place.path.clone());
    if work::is_told(item) {
        return Ok(draw_told(workspace, &tree, index));
    }
    let node = tree.outline.index_of(&path);
    let body = if tree.files.get(&item.place.path).is_some() {
        article(workspace, item.place.path.clone())
    } else {
        let why = "This plan has no _overview.md, so nothing says what it is for.";
        markup(el("p", &[("class", "empty")], &[text(why)]))
    };
    let table = markup(contents(&tree, node, "What it holds"));
    let of_day = Arc::clone(&tree);
    // For another day only what depends on it is drawn again, not the document that is being read.
    let head = live_markup(move || head(workspace, &of_day, index, &path));
    let of_day = Arc::clone(&tree);
    let answers = live_markup(move || answers(&of_day, &workspace.day.get().date, index));
    let of_day = Arc::clone(&tree);
    // Whether the rules find an error is known when they are through, and not asked after every slice.
    let is_checked = Memo::new(move |_| workspace.checked.get().is_some_and(|checked| checked.is_complete()));
    let gates = live_markup(move || {
        let report = is_checked.get().then(|| workspace.report.get());
        closure(&of_day, &workspace.day.get().date, index, report.as_deref())
    });
    let found = live_markup(move || found(&tree, index, &workspace.report.get().findings));
    follow_heading(workspace);
    near::keep(workspace, Some(id.to_owned()));
    let near = markup(near::frame());
    Ok(view! { <div class="plan">{head}{near}<div class="columns">{gates}{answers}{found}</div>{table}{body}</div> }
        .into_any())
}

/// The page of a plan that is told in a document, or of a part of one.
fn draw_told(workspace: Workspace, tree: &Arc<Tree>, index: usize) -> AnyView {
    let Some(item) = tree.plan.items.get(index) else { return markup(Html::default()) };
    let is_part = item.is_part();
    let of_day = Arc::clone(tree);
    let path = item.place.path.clone();
    let head = live_markup(move || head(workspace, &of_day, index, &path));
    let of_day = Arc::clone(tree);
    let card = live_markup(move || when(!is_part, || resume_card(workspace, &of_day, index)));
    let schedule = when(!is_part, || work::schedule(tree, item));
    let table = markup(all([work::parts_table(tree, index), schedule]));
    let of_day = Arc::clone(tree);
    let answers = live_markup(move || {
        let day = workspace.day.get().date;
        let item = of_day.plan.items.get(index);
        let whole =
            when(!is_part, || item.map(|item| work::document_sections(&of_day, item)).unwrap_or_default());
        all([work::sections(&of_day.inquiry(&day), &of_day, index), answers(&of_day, &day, index), whole])
    });
    let of_findings = Arc::clone(tree);
    let found = live_markup(move || found(&of_findings, index, &workspace.report.get().findings));
    let body = match item.work().lines.filter(|_| is_part) {
        Some(lines) => section_of_document(workspace, item.place.path.clone(), lines),
        None => article(workspace, item.place.path.clone()),
    };
    let more = markup(when(is_part, || work::in_document(item)));
    follow_heading(workspace);
    view! {
        <div class="plan told">
            {head}{card}{table}<div class="columns">{answers}{found}</div>{body}{more}
        </div>
    }
    .into_any()
}

fn resume_card(workspace: Workspace, tree: &Tree, index: usize) -> Html {
    let mut resume = Resume::of(&tree.inquiry(&workspace.day.get().date));
    work::resume::with_commits(workspace, &mut resume);
    let item = tree.plan.items.get(index);
    let own = resume.plans.iter().find(|one| item.is_some_and(|item| item.id == one.plan.id));
    own.map(|one| work::resume::card(tree, one, false)).unwrap_or_default()
}

fn head(workspace: Workspace, tree: &Tree, index: usize, path: &str) -> Html {
    let Some(item) = tree.plan.items.get(index) else { return Html::default() };
    let day = workspace.day.get().date;
    let shown = if item.is_part() { &item.id } else { path };
    let node = tree.outline.index_of(shown).and_then(|node| tree.outline.node(node));
    let counts = node.map(|node| node.counts).unwrap_or_default();
    let facts = el(
        "p",
        &[("class", "facts")],
        &[
            status_of(&item.status),
            when(item.archived, || tag("archived")),
            when(status::is_emergency(item), || tag("emergency")),
            item.priority.as_deref().filter(|_| work::is_told(item)).map(tag).unwrap_or_default(),
            bar(counts),
            when(counts.total() > 0, || text(&bar::words(counts))),
            when(workspace.fixed().is_none(), || {
                el(
                    "button",
                    &[("type", "button"), ("class", "button"), ("data-act", "edit")],
                    &[text("Edit")],
                )
            }),
        ],
    );
    let far = when(work::is_told(item), || work::answer(tree, item));
    // Of a whole document its boxes and hours are the answer; what stops its phases stands with them.
    let is_document = work::is_told(item) && !item.is_part();
    let state = when(!is_document, || answer(&tree.inquiry(&day), tree, index, item));
    let answer = el("p", &[("class", "answer")], &[state, far]);
    let crumbs = if item.is_part() { work::crumbs(tree, item) } else { crumbs(path) };
    let title = match &item.number {
        Some(number) => format!("{number} {}", item.title),
        None => item.title.clone(),
    };
    page_header(crumbs, &title, all([answer, facts, known(workspace, &item.id), as_of(workspace)]))
}

/// Where the plan stands among the others, in one sentence whose numbers lead to what they count.
fn answer(inquiry: &Inquiry<'_>, tree: &Tree, index: usize, item: &Item) -> Html {
    let here = |section: &str, words: &str| here(VIEW.name, &item.id, section, words);
    let waiting = || inquiry.ties.dependencies.needed_by(index).filter_map(|edge| inquiry.item(edge.from));
    let count = waiting().count();
    let waiting = when(count > 0, || {
        let noun = if waiting().all(|item| item.kind == ItemKind::Plan) { "plan" } else { "item" };
        let wait = if count == 1 { " waits for it" } else { " wait for it" };
        all([text("; "), here("needed-by", &counted(count, noun)), text(wait)])
    });
    let waits = if work::is_told(item) { resume::waits(inquiry, index) } else { Vec::new() };
    let state = match status::blocked(inquiry, index, item) {
        _ if is_open(item) && !waits.is_empty() => {
            let place = if waits.iter().all(|wait| wait.by == item.id && wait.item.is_some()) {
                "needs"
            } else {
                "waits"
            };
            here(place, &format!("It waits for {}", counted(waits.len(), "thing")))
        }
        Some(blocked) => match blocked.needs.as_slice() {
            [] => all([here("blocked", "It says that it is blocked")]),
            [need] => all([here("blocked", "It cannot go on"), text(" without "), named(tree, &need.id)]),
            many => {
                here("blocked", &format!("It cannot go on: {} of what it needs are not done", many.len()))
            }
        },
        None if is_open(item) => text("Nothing stops it"),
        None => text(match item.archived {
            true => "It is over and in the archive",
            false => "It is over",
        }),
    };
    all([state, waiting, text(".")])
}

/// What the tree says about the plan as of a day.
fn answers(tree: &Tree, day: &Date, index: usize) -> Html {
    let inquiry = tree.inquiry(day);
    let Some(item) = tree.plan.items.get(index) else { return Html::default() };
    let blocked = status::blocked(&inquiry, index, item)
        .map(|blocked| section("blocked", "Why it cannot go on", reasons(tree, &blocked)));
    let impact = Impact::of_item(&inquiry, index);
    let within = |id: &str| tree.plan.is_within(id, &item.id);
    let deltas: Vec<&Delta> = tree
        .plan
        .deltas
        .iter()
        .filter(|delta| delta.plan.as_ref().is_some_and(|plan| within(&plan.id)))
        .collect();
    let decisions: Vec<&Decision> = tree
        .plan
        .decisions
        .iter()
        .filter(|decision| decision.plans.iter().chain(&decision.waits_for).any(|plan| within(&plan.id)))
        // What is still open has a place of its own there.
        .filter(|decision| !decision.is_open || !work::is_told(item))
        .collect();
    let gaps: Vec<_> =
        gaps(&inquiry).into_iter().filter(|gap| gap.of.as_deref().is_some_and(within)).collect();
    let deadlines: Vec<&Deadline> =
        tree.plan.deadlines.iter().filter(|deadline| deadline.of.as_deref().is_some_and(within)).collect();
    // What waits for all that an item lies in waits for the item too, though nothing names it.
    let is_direct = |id: &str| {
        let mut edges = inquiry.ties.dependencies.needed_by(index);
        edges.any(|edge| inquiry.item(edge.from).is_some_and(|item| item.id == id))
    };
    let for_wholes =
        impact.direct.iter().filter(|reached| work::is_told(item) && !is_direct(&reached.subject.id));
    let waiting: Vec<Reached> = for_wholes.chain(&impact.transitive).cloned().collect();
    all([
        blocked.unwrap_or_default(),
        needs(&inquiry, tree, index),
        needed_by(&inquiry, tree, index),
        listing("deadlines", "Deadlines", &deadlines, |it| self::deadline(day, it)),
        listing("gaps", "What nobody knows", &gaps, |it| gap(tree, it)),
        listing("modules", "Modules it made or changed", &impact.modules, |it| {
            touched(tree, &impact.evidence, it)
        }),
        listing("deltas", "What it changed", &deltas, |it| delta(it)),
        origin(tree, item, &decisions),
        reached("impact", "What waits for it through others", tree, &waiting, &impact.evidence),
        reached(
            "doubt",
            "Done, and may not hold any more if it changes",
            tree,
            &impact.may_invalidate,
            &impact.evidence,
        ),
        what_if(&inquiry, tree, index),
    ])
}

/// Whether the plan can be closed: every gate of the convention, with what decides it.
fn closure(tree: &Tree, day: &Date, index: usize, report: Option<&Report>) -> Html {
    let findings = report.map(|report| report.findings.as_slice());
    let Some(closure) = Closure::of(&tree.inquiry(day), index, findings) else { return Html::default() };
    let gates = closure.gates.iter().map(|gate| {
        let (verdict, mark) = match gate.verdict {
            Verdict::Met => ("met", BaseStatus::Done),
            Verdict::Open => ("open", BaseStatus::Todo),
            Verdict::NotApplicable => ("not asked for", BaseStatus::Unknown),
        };
        let said = [
            status_with(mark, verdict),
            text(" "),
            el("span", &[("class", "label")], &[text(gate.asks)]),
            line([text(&gate.why), places(gate.places.iter().take(MOST_PLACES))]),
        ];
        el("li", &[("data-verdict", verdict)], &[el("div", &[], &said)])
    });
    let open = closure.open().count();
    let title = match tree.plan.items.get(index).map(|item| item.status.base) {
        Some(BaseStatus::Done) if open == 0 => "It is closed".to_owned(),
        Some(BaseStatus::Done) => format!("It says that it is done; {} open", is(open)),
        _ if closure.can_be_closed => "It can be closed".to_owned(),
        _ => format!("It cannot be closed yet; {} open", is(open)),
    };
    section("closure", &title, el("ul", &[("class", "entries gates")], &[all(gates)]))
}

fn is(gates: usize) -> String {
    format!("{} {}", counted(gates, "gate"), if gates == 1 { "is" } else { "are" })
}

/// Whether an id is that of a plan or of something in it.
fn is_within(id: &str, plan: &str) -> bool {
    id.strip_prefix(plan).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn dependency(tree: &Tree, other: usize, edge: &Dependency) -> Html {
    let other = tree.plan.items.get(other).map(|item| item.id.as_str()).unwrap_or_default();
    let relations = edge.relations.iter().filter_map(|relation| tree.plan.relations.get(*relation));
    let stated = relations.enumerate().map(|(at, relation)| {
        let field = el("code", &[], &[text(relation.kind.name())]);
        all([when(at > 0, || text(" · ")), field, place(&relation.place)])
    });
    entry([named_with_status(tree, other), line(stated)], Html::default())
}

fn needs(inquiry: &Inquiry<'_>, tree: &Tree, index: usize) -> Html {
    let unknown = inquiry.ties.needs_nothing_known(index).iter();
    let unknown: Vec<(&str, &Place)> = unknown
        .filter_map(|relation| tree.plan.relations.get(*relation))
        .map(|relation| (relation.to.as_str(), &relation.place))
        .collect();
    let known = inquiry.ties.dependencies.needs(index);
    let title = format!("Needs ({})", known.len() + unknown.len());
    when(known.len() + unknown.len() > 0, || {
        let unknown = when(!unknown.is_empty(), || {
            list(&unknown, |(name, stated)| entry([named(tree, name)], place(stated)))
        });
        let known = when(!known.is_empty(), || list(known, |edge| dependency(tree, edge.to, edge)));
        section("needs", &title, all([known, unknown]))
    })
}

fn needed_by(inquiry: &Inquiry<'_>, tree: &Tree, index: usize) -> Html {
    let waiting: Vec<&Dependency> = inquiry.ties.dependencies.needed_by(index).collect();
    listing("needed-by", "Needed by", &waiting, |edge| dependency(tree, edge.from, edge))
}

fn deadline(day: &Date, deadline: &Deadline) -> Html {
    let date = match &deadline.date {
        Some(date) if date < day => format!("{date}, past"),
        Some(date) => date.to_string(),
        None => "no day can be told".to_owned(),
    };
    entry([text(&deadline.written), aside([text(&date)])], place(&deadline.place))
}

/// A module that the plan made or changed, and the lines that say so.
pub fn touched(tree: &Tree, evidence: &Evidence, module: &ReachedModule) -> Html {
    let steps = evidence.chain(module.last);
    let made = steps.last().is_some_and(|step| step.kind == RelationKind::Origin.name());
    entry([module_link(&module.name), tag(if made { "made" } else { "changed" })], chain(tree, &steps))
}

fn delta(delta: &Delta) -> Html {
    let date = match &delta.date {
        _ if delta.ongoing => "goes on".to_owned(),
        Some(date) => date.to_string(),
        None => "no date".to_owned(),
    };
    let changes = delta.changes.iter().map(|change| self::change(delta, change));
    entry([text(&date), status_of(&delta.status), all(changes)], place(&delta.place))
}

fn change(delta: &Delta, change: &Change) -> Html {
    let stated = Place { path: delta.place.path.clone(), line: change.line };
    let module = change.module.as_deref().map(|module| all([module_link(module), text(": ")]));
    let details = change.details.iter().map(|detail| all([text(" · "), text(&detail.text)]));
    line([module.unwrap_or_default(), text(&change.text), all(details), place(&stated)])
}

/// Where the plan came from, and what meetings decided about it.
fn origin(tree: &Tree, item: &Item, decisions: &[&Decision]) -> Html {
    let origins = tree.plan.relations_from(&item.id).filter(|relation| relation.kind == RelationKind::Origin);
    let origins = origins.map(|relation| {
        el("p", &[], &[text("Came out of "), named(tree, &relation.to), place(&relation.place)])
    });
    let origins = all(origins);
    when(origins != Html::default() || !decisions.is_empty(), || {
        let decided = when(!decisions.is_empty(), || list(decisions, |it| decision(it)));
        let title = match decisions.len() {
            0 => "Where it came from".to_owned(),
            count => format!("What was decided ({count})"),
        };
        section("decisions", &title, all([origins, decided]))
    })
}

/// A decision with its reasons.
pub fn decision(decision: &Decision) -> Html {
    // In a table of decisions everything is one; only what is open still says so.
    let verb = when(decision.verb != "decide", || {
        el("span", &[("class", "verb")], &[text(&decision.verb.replace('_', " "))])
    });
    let date = decision.date.as_ref().map(|date| aside([text(&date.to_string())])).unwrap_or_default();
    let reasons = decision.rationale.iter().map(|reason| line([text(&reason.text)]));
    let said = el("span", &[("dir", "auto")], &[text(&decision.text)]);
    entry([verb, text(" "), said, date, all(reasons)], place(&decision.place))
}

/// What would follow if things were otherwise; folded, because it is a thought and nothing that the tree says.
pub(super) fn what_if(inquiry: &Inquiry<'_>, tree: &Tree, index: usize) -> Html {
    let suppositions = Supposed::ALL.map(|supposed| {
        let outcome = Outcome::of(inquiry, index, supposed);
        when(!outcome.is_nothing(), || supposition(tree, &outcome))
    });
    let suppositions = all(suppositions);
    when(suppositions != Html::default(), || {
        let hint = "Hypothetical: nothing in the tree says so, and nothing is changed.";
        let hint = el("p", &[("class", "hint")], &[text(hint)]);
        section("what-if", "What if", all([hint, suppositions]))
    })
}

fn supposition(tree: &Tree, outcome: &Outcome) -> Html {
    let words = match outcome.supposed {
        Supposed::Finish => "If it were finished",
        Supposed::Slip => "If it took longer",
        Supposed::Cut => "If it were cut",
    };
    let evidence = &outcome.evidence;
    let follows = |what: &str, reached: &[Reached]| {
        when(!reached.is_empty(), || {
            let what = el("h3", &[], &[text(&format!("{what} ({})", reached.len()))]);
            all([what, list(reached, |it| reached_entry(tree, it, evidence))])
        })
    };
    let modules = when(!outcome.modules.is_empty(), || {
        let names = joined(outcome.modules.iter().map(|module| module_link(&module.name)));
        line([text("Left without the plan that makes them: "), names])
    });
    let deadlines = outcome
        .deadlines
        .iter()
        .map(|deadline| line([text("At risk: "), text(&deadline.written), place(&deadline.place)]));
    let summary = el("summary", &[], &[text(words)]);
    let parts = [
        summary,
        follows("Could start", &outcome.becomes_ready),
        follows("Could go on", &outcome.goes_on),
        follows("Would be blocked", &outcome.becomes_blocked),
        follows("Would wait for what never comes", &outcome.orphaned),
        follows("Would be later", &outcome.delayed),
        modules,
        all(deadlines),
    ];
    el("details", &[("class", "supposition"), ("name", "what-if")], &parts)
}

/// What the rules found in the plan's files, or about it.
fn found(tree: &Tree, index: usize, findings: &[Finding]) -> Html {
    let Some(item) = tree.plan.items.get(index) else { return Html::default() };
    let folder = item.folder.as_deref().unwrap_or(&item.place.path);
    let own: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.ignored.is_none())
        .filter(|found| {
            let is_own = !item.is_part() && is_within(&found.place.path, folder);
            is_own || found.items.iter().any(|id| tree.plan.is_within(id, &item.id))
        })
        .collect();
    let all_of_it = Address::view("findings").with("plan", &item.id);
    let title = format!("What breaks the rules ({})", own.len());
    when(!own.is_empty(), || {
        let more = el("p", &[], &[link(&all_of_it, "All of them in the findings")]);
        section("findings", &title, all([list(&own, |it| finding(it)), more]))
    })
}
