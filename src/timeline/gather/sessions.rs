//! What logs of work date: sessions, and what was counted on a day.

use super::super::kind::Kind;
use super::super::{Mark, Time};
use super::{Gathering, dated};
use crate::counted::counted;

pub(super) fn gather(gathering: &mut Gathering<'_>) {
    let plan = gathering.plan;
    for session in &plan.sessions {
        let (time, when) = match (&session.date, &session.until) {
            (Some(from), Some(to)) if from != to => {
                (Some(Time::span(from.unix_days(), to.unix_days())), format!("{from} – {to}"))
            }
            (date, _) => dated(date.as_ref()),
        };
        let done = session.done.iter().filter(|done| done.done).count();
        let done = if done == 0 { String::new() } else { format!(", {} done", counted(done, "thing")) };
        let focus = session.focus.as_ref().map(|focus| format!(": {}", focus.text)).unwrap_or_default();
        let mut plans: Vec<usize> = Vec::new();
        let about = session.items.iter().filter(|target| target.resolved).map(|target| target.id.as_str());
        for id in std::iter::once(session.of.as_str()).chain(about) {
            let lane = gathering.plan_named(id).filter(|lane| !plans.contains(lane));
            plans.extend(lane);
        }
        let text = format!("{}{focus}{done}", session.title);
        let mark = Mark::new(Kind::Session, time, when, text, session.place.clone());
        gathering.add(mark.labelled(session.title.clone()).of_plans(plans).with_status(session.status));
    }
    for metric in &plan.metrics {
        let (time, when) = dated(metric.date.as_ref());
        // What is counted without a day is no event.
        if time.is_some() {
            let text = format!("{}: {}", metric.metric, metric.value);
            gathering.add(Mark::new(Kind::Metric, time, when, text, metric.place.clone()));
        }
    }
}
