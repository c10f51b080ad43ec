//! The keys of the picture: from mark to mark, from lane to lane, zooming, folding, opening.

use super::stage::{self, MARKS};
use super::{State, beside, perform};
use crate::address::Address;
use crate::browser::page;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// How far a key moves the picture, in px.
const PAN_PX: f64 = 160.0;

/// What a key does while the picture has the keyboard.
pub(super) fn press(state: State, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
    if !page::has_focus(MARKS) || event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let key = event.key();
    let is_done = match (key.as_str(), event.shift_key()) {
        ("ArrowLeft", true) => pan(PAN_PX, 0.0),
        ("ArrowRight", true) => pan(-PAN_PX, 0.0),
        ("ArrowUp", true) => pan(0.0, PAN_PX),
        ("ArrowDown", true) => pan(0.0, -PAN_PX),
        ("ArrowLeft", _) => go(state, |at| at.checked_sub(1)),
        ("ArrowRight", _) => go(state, |at| at.checked_add(1)),
        ("Home", _) => go(state, |_| Some(0)),
        ("End", _) => go(state, |_| Some(usize::MAX)),
        ("ArrowUp", _) => change_lane(state, -1),
        ("ArrowDown", _) => change_lane(state, 1),
        ("PageUp", _) => change_lane(state, -8),
        ("PageDown", _) => change_lane(state, 8),
        ("+" | "=", _) => zoom(state, stage::STEP),
        ("-" | "_", _) => zoom(state, 1.0 / stage::STEP),
        ("0", _) => {
            stage::fit(state);
            true
        }
        ("Enter", _) => open(state),
        (" ", _) => act_on_lane(state, "lane"),
        ("f" | "F", _) => act_on_lane(state, "fold"),
        _ => false,
    };
    if is_done {
        event.prevent_default();
        // Letters mean something else to the rest of the page.
        event.stop_propagation();
    }
}

fn pan(dx: f64, dy: f64) -> bool {
    stage::pan((dx, dy));
    true
}

fn zoom(state: State, factor: f64) -> bool {
    stage::zoom(state, factor, None);
    true
}

/// Goes to another mark of the lane.
fn go(state: State, to: impl Fn(usize) -> Option<usize>) -> bool {
    let Some(scene) = state.scene.get_untracked() else { return false };
    let (lane, next) = match state.active.get_untracked() {
        Some((lane, at)) => (lane, to(at)),
        None => (0, Some(0)),
    };
    let last = scene.lanes.lanes.get(lane).and_then(|lane| lane.marks.len().checked_sub(1));
    let (Some(next), Some(last)) = (next, last) else { return true };
    activate(state, (lane, next.min(last)));
    true
}

/// Goes to the mark of another lane that is nearest in time.
fn change_lane(state: State, by: isize) -> bool {
    let Some(scene) = state.scene.get_untracked() else { return false };
    let lanes = &scene.lanes.lanes;
    let Some(last) = lanes.len().checked_sub(1) else { return true };
    let Some((lane, at)) = state.active.get_untracked() else {
        activate(state, (0, 0));
        return true;
    };
    let time = |lane: usize, at: usize| Some(lanes.get(lane)?.marks.get(at)?.time.first());
    let wanted = time(lane, at).unwrap_or_default();
    let next = lane.saturating_add_signed(by).min(last);
    let count = lanes.get(next).map_or(0, |lane| lane.marks.len());
    let nearest = (0..count).min_by_key(|at| time(next, *at).map_or(i64::MAX, |time| (time - wanted).abs()));
    if next != lane {
        activate(state, (next, nearest.unwrap_or_default()));
    }
    true
}

fn activate(state: State, place: super::Place) {
    state.active.set(Some(place));
    beside::say(state, place);
    stage::reveal(state, place);
}

/// Opens the line of the mark.
fn open(state: State) -> bool {
    let place = state.active.get_untracked();
    let scene = state.scene.get_untracked();
    let mark = place.zip(scene).and_then(|((lane, at), scene)| {
        let placed = scene.lanes.lanes.get(lane)?.marks.get(at)?;
        Some(scene.timeline.marks.get(placed.mark)?.place.clone())
    });
    if let Some(place) = &mark {
        state.workspace.go(&Address::line(&place.path, place.line));
    }
    mark.is_some()
}

fn act_on_lane(state: State, act: &str) -> bool {
    let (Some((lane, _)), Some(scene)) = (state.active.get_untracked(), state.scene.get_untracked()) else {
        return true;
    };
    if let Some(lane) = scene.lanes.lanes.get(lane) {
        perform(state, act, &lane.key);
    }
    true
}
