//! What is said when another version of the site is there: that it waits, and what using it means.

use crate::html::{Html, all, el, text, when};
use crate::parts::in_part;
use crate::widgets::{asked, effect, fill, handle};
use crate::workspace::{News, Workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;

in_part!(
    offline,
    fn draw_in_part(workspace: Workspace, news: News) -> Html {
        drawn(workspace, news)
    }
);

/// Where it is said; empty most of the time.
pub fn notice(workspace: Workspace) -> Html {
    effect(move || {
        let news = workspace.offline.with(|offline| offline.news);
        // Only what has heard of another version has anything to say, and it lies in the same part.
        if news != News::Nothing {
            spawn_local(async move {
                if let Ok(html) = draw_in_part(workspace, news).await {
                    fill("version", html);
                }
            });
        }
    });
    handle("version", &["click"], move |event| match asked(event) {
        Some((act, _)) if act == "use-version" => workspace.apply_version(),
        Some((act, _)) if act == "later" => {
            workspace.offline.update(|offline| offline.news = News::Nothing);
            fill("version", Html::default());
        }
        _ => {}
    });
    el("div", &[("id", "version"), ("class", "version"), ("role", "status")], &[])
}

fn drawn(workspace: Workspace, news: News) -> Html {
    let button = |class, act, words| {
        el("button", &[("type", "button"), ("class", class), ("data-act", act)], &[text(words)])
    };
    let is_stuck = news == News::Stuck;
    let said = if is_stuck {
        "The new version does not take over: close every tab of this site, and open it again."
    } else {
        "A new version is ready."
    };
    let then = "What is open came from your disk: keep it on this device first, or open it again afterwards.";
    all([
        el("span", &[], &[text(said)]),
        when(!is_stuck && workspace.is_from_hand(), || el("span", &[("class", "hint")], &[text(then)])),
        when(!is_stuck, || button("button primary", "use-version", "Reload with it")),
        button("button", "later", "Later"),
    ])
}
