//! Which records are found, and in which order: BM25 over words whose weight says where they stand.
//!
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; weights of fields are
//! added before the frequency saturates, as in its section 3.4 (BM25F).

use super::Ground;
use super::fields::Test;
use super::query::{How, Query, Sought, Words};
use super::records::Kind;
use super::words;
use crate::plan::ItemKind;

/// How fast a word that is repeated counts less.
const K1: f32 = 1.2;
/// How much long records are held against their length.
const B: f32 = 0.75;
/// What a word counts that only begins as asked for.
const BEGINNING: f32 = 0.3;
/// What a name counts that is only spelled nearly so, per letter that differs.
const NEARLY: f32 = 0.25;

/// What a plan, a module or a person counts more than anything else.
const MEANT: f32 = 1.25;

/// A record that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The record.
    pub record: u32,
    /// How well it fits; 0 where no word was asked for.
    pub score: f32,
}

/// For every record what it is worth; nothing where it does not fit.
type Scores = Vec<Option<f32>>;

/// The records that a query finds, in order of their numbers.
pub fn found(ground: Ground<'_>, query: &Query) -> Vec<Ranked> {
    let Some(sought) = &query.sought else { return Vec::new() };
    let mut found: Vec<Ranked> = Vec::new();
    for (record, score) in (0..).zip(scores(ground, sought)) {
        found.extend(score.map(|score| Ranked { record, score }));
    }
    found
}

/// The best `most` of what was found, the best first; those that fit equally well in the order of the tree.
pub fn best(ground: Ground<'_>, mut found: Vec<Ranked>, most: usize) -> Vec<Ranked> {
    let is_part = (1..found.len()).contains(&most);
    if is_part {
        // What speaks for a record is looked up only where it can matter: nothing speaks for one by more than `MEANT`.
        let least = least(&found, most);
        found.retain(|ranked| ranked.score * MEANT >= least);
    }
    found.iter_mut().for_each(|ranked| ranked.score *= prior(ground, ranked.record));
    let kind = |ranked: &Ranked| ground.records.get(ranked.record).map(|record| record.kind);
    let order = |a: &Ranked, b: &Ranked| b.score.total_cmp(&a.score).then_with(|| kind(a).cmp(&kind(b)));
    if !is_part {
        crate::order::sort_by(&mut found, order);
        found.truncate(most);
        return found;
    }
    // Of thousands that fit nearly all are no better than the last of those that are kept.
    let mut kept: Vec<Ranked> = Vec::new();
    for ranked in found {
        if kept.len() == most {
            if kept.last().is_some_and(|last| order(&ranked, last).is_ge()) {
                continue;
            }
            kept.pop();
        }
        let place = kept.partition_point(|other| order(other, &ranked).is_le());
        kept.insert(place, ranked);
    }
    kept
}

/// The score of the last of the best `most`.
fn least(found: &[Ranked], most: usize) -> f32 {
    let mut all: Vec<f32> = found.iter().map(|ranked| ranked.score).collect();
    let (_, least, _) = all.select_nth_unstable_by(most - 1, |a, b| b.total_cmp(a));
    *least
}

/// The records that a query finds, the best first.
pub fn rank(ground: Ground<'_>, query: &Query) -> Vec<Ranked> {
    best(ground, found(ground, query), usize::MAX)
}

/// What speaks for a record before anything is asked: who looks for a name most often means the plan, the module or
/// the person that goes by it.
fn prior(ground: Ground<'_>, record: u32) -> f32 {
    let Some(record) = ground.records.get(record) else { return 1.0 };
    let item = record.item.and_then(|at| ground.inquiry.plan.items.get(at));
    let is_meant = match record.kind {
        Kind::Module(_) | Kind::Person(_) => true,
        Kind::File(_) => item.is_some_and(|item| item.kind == ItemKind::Plan),
        _ => false,
    };
    if is_meant { MEANT } else { 1.0 }
}

fn scores(ground: Ground<'_>, sought: &Sought) -> Scores {
    let index = &ground.records.index;
    match sought {
        Sought::All(parts) => {
            // What must not be there only takes away, whatever stands before it.
            let mut parts = parts.iter().map(|part| scores(ground, part));
            let mut all = parts.next().unwrap_or_default();
            for part in parts {
                for (sum, score) in all.iter_mut().zip(part) {
                    *sum = sum.zip(score).map(|(sum, score)| sum + score);
                }
            }
            all
        }
        Sought::Any(parts) => {
            let mut any: Scores = vec![None; index.len()];
            for part in parts {
                for (sum, score) in any.iter_mut().zip(scores(ground, part)) {
                    *sum = match (*sum, score) {
                        (Some(sum), Some(score)) => Some(sum + score),
                        (sum, score) => sum.or(score),
                    };
                }
            }
            any
        }
        Sought::Not(part) => {
            let found = scores(ground, part);
            let is_left = |(at, score): (usize, Option<f32>)| {
                (score.is_none() && u32::try_from(at).is_ok_and(|at| index.has(at))).then_some(0.0)
            };
            found.into_iter().enumerate().map(is_left).collect()
        }
        Sought::Field { name, values } => {
            let tests: Vec<Test<'_>> = values.iter().map(|value| Test::new(ground, name, value)).collect();
            let mut passed: Scores = vec![None; index.len()];
            for (at, record) in ground.records.iter() {
                if tests.iter().any(|test| test.passes(record))
                    && let Some(slot) = passed.get_mut(at as usize)
                {
                    *slot = Some(0.0);
                }
            }
            passed
        }
        Sought::Words(words) => of_words(ground, words),
    }
}

/// Words one behind the other; a single one most often.
fn of_words(ground: Ground<'_>, sought: &Words) -> Scores {
    let index = &ground.records.index;
    let mut scores: Scores = vec![None; index.len()];
    let all = words::of(&sought.text);
    // The whole of a name stands where its first part does.
    let mut singles: Vec<&str> = Vec::new();
    let mut last_place = None;
    let mut whole = None;
    for (word, place) in &all {
        if last_place == Some(*place) {
            whole = singles.pop();
        }
        last_place = Some(*place);
        singles.push(word);
    }
    if let ([single], None) = (singles.as_slice(), whole) {
        add_word(ground, single, sought.how, &mut scores);
        return scores;
    }
    if let Some(whole) = whole.filter(|_| singles.len() + 1 == all.len()) {
        add_word(ground, whole, sought.how, &mut scores);
    }
    // The last word of a phrase may be typed half.
    let terms: Vec<Option<u32>> = singles.iter().map(|word| index.terms().find(word)).collect();
    let known: Vec<u32> = terms.iter().flatten().copied().collect();
    let endings = match (sought.how, singles.split_last()) {
        (How::Beginning, Some((last, before))) if known.len() >= before.len() => {
            let mut endings = index.terms().begin_with(last);
            // A phrase is looked for once per ending; the commonest are enough for what is still being typed.
            if endings.len() > MAX_ENDINGS {
                crate::order::sort_by(&mut endings, |a, b| (index.count(*b), a).cmp(&(index.count(*a), b)));
                endings.truncate(MAX_ENDINGS);
            }
            endings
        }
        _ => terms.last().copied().flatten().into_iter().collect(),
    };
    let before: Vec<u32> = terms.iter().rev().skip(1).rev().flatten().copied().collect();
    if before.len() + 1 < singles.len() {
        return scores;
    }
    let mut found: Vec<u32> = vec![0; index.len()];
    for ending in endings {
        let phrase: Vec<u32> = before.iter().copied().chain([ending]).collect();
        index.phrases(&phrase, &mut |posting| add(&mut found, posting.record, posting.weight));
    }
    add_scores(ground, &found, 1.0, &mut scores);
    scores
}

/// How many ways a half typed last word of a phrase may go on.
const MAX_ENDINGS: usize = 50;

fn add_word(ground: Ground<'_>, word: &str, how: How, scores: &mut Scores) {
    let index = &ground.records.index;
    let exact = index.terms().find(word);
    if let Some(term) = exact.filter(|_| how != How::Nearly) {
        let mut weights: Vec<u32> = vec![0; index.len()];
        index.weigh(term, &mut weights);
        add_scores(ground, &weights, 1.0, scores);
    }
    if how == How::Beginning {
        let terms: Vec<u32> =
            index.terms().begin_with(word).into_iter().filter(|term| Some(*term) != exact).collect();
        let mut weights: Vec<u32> = vec![0; index.len()];
        index.weigh_any(&terms, &mut weights);
        // Who has the very word is not helped by others that only begin so.
        for (weight, score) in weights.iter_mut().zip(scores.iter()) {
            if score.is_some() {
                *weight = 0;
            }
        }
        add_scores(ground, &weights, BEGINNING, scores);
    }
    // A name that nothing is called is mistyped.
    let letters = word.chars().count();
    if how == How::Nearly || (letters > 3 && scores.iter().all(Option::is_none)) {
        let most = if letters > 5 { 2 } else { 1 };
        for differ in 0..=most {
            let near = index.terms().like(word, most);
            let terms: Vec<u32> =
                near.iter().filter(|(_, far)| *far == differ).map(|(term, _)| *term).collect();
            let mut weights: Vec<u32> = vec![0; index.len()];
            index.weigh_any(&terms, &mut weights);
            let mut found: Scores = vec![None; index.len()];
            add_scores(ground, &weights, NEARLY / (differ + 1) as f32, &mut found);
            for (score, near) in scores.iter_mut().zip(found) {
                *score = score.or(near);
            }
        }
    }
}

fn add(weights: &mut [u32], record: u32, weight: u32) {
    if let Some(sum) = weights.get_mut(record as usize) {
        *sum = sum.saturating_add(weight);
    }
}

/// Adds what words are worth, by how much they count in each record.
fn add_scores(ground: Ground<'_>, weights: &[u32], factor: f32, scores: &mut Scores) {
    let index = &ground.records.index;
    let is_found =
        |(at, weight): &(usize, &u32)| **weight > 0 && u32::try_from(*at).is_ok_and(|at| index.has(at));
    let count = weights.iter().enumerate().filter(is_found).count();
    let rarity = rarity(index.live(), count);
    let average = index.average_length().max(1.0);
    for (at, weight) in weights.iter().enumerate().filter(is_found) {
        let length = u32::try_from(at).map_or(0, |at| index.length(at)) as f32;
        let weight = *weight as f32;
        let score = rarity * weight * (K1 + 1.0) / (weight + K1 * (1.0 - B + B * length / average));
        if let Some(slot) = scores.get_mut(at) {
            *slot = Some(slot.unwrap_or(0.0) + factor * score);
        }
    }
}

/// How much a word tells that stands in so many of all records. Rounded, because machines compute logarithms
/// differently in their last digits, and the order must be the same on all.
fn rarity(all: usize, holding: usize) -> f32 {
    let (all, holding) = (all as f64, holding as f64);
    let rarity = (1.0 + (all - holding + 0.5).max(0.0) / (holding + 0.5)).ln();
    ((rarity * 4096.0).round() / 4096.0) as f32
}
