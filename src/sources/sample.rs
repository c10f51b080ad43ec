//! The built-in sample: MedFlow, a made-up project of eighteen months.

use super::{Loaded, Refusal, Watch, Wishes, url};
use crate::plan::{Date, Publication};

/// What the sample is called.
pub const NAME: &str = "MedFlow (sample)";

/// A stage of the sample's story.
#[derive(Debug)]
pub struct SampleStage {
    /// Its file beside the page.
    pub file: &'static str,
    /// What its story calls it.
    pub title: &'static str,
    /// The day it tells of.
    pub as_of: &'static str,
}

const fn stage(file: &'static str, title: &'static str, as_of: &'static str) -> SampleStage {
    SampleStage { file, title, as_of }
}

/// The stages of the sample, the last one last: what the build writes into `stages.json`.
pub static STAGES: [SampleStage; 8] = [
    stage("sample-1.zip", "Project Kickoff", "2025-02-28"),
    stage("sample-2.zip", "First Expansion", "2025-04-25"),
    stage("sample-3.zip", "Management Sabotage #1", "2025-06-27"),
    stage("sample-4.zip", "Recovery + Growth", "2025-09-22"),
    stage("sample-5.zip", "Near-Catastrophe", "2025-11-03"),
    stage("sample-6.zip", "Management Sabotage #2 + Pivot", "2026-02-06"),
    stage("sample-7.zip", "Stabilization", "2026-03-31"),
    stage("sample.zip", "Current State", "2026-06-15"),
];

/// Opens a stage of the sample, which lies beside the page; the last one when there is none of this file.
pub async fn open(file: &str, watch: &Watch) -> Result<Loaded, Refusal> {
    let [.., last] = &STAGES;
    let stage = STAGES.iter().find(|stage| stage.file == file).unwrap_or(last);
    let address = url::Address::parse(stage.file)?;
    let mut loaded = url::open(&address, watch).await?;
    NAME.clone_into(&mut loaded.name);
    if stage.file != last.file {
        loaded.name = named_as(stage);
    }
    loaded.wishes = Wishes {
        as_of: Some(stage.as_of.to_owned()),
        publication: Publication::Published,
        ..Wishes::default()
    };
    Ok(loaded)
}

/// The stages before the one that is open under a name; none when that is no stage of the sample.
pub fn stages_before(name: &str) -> &'static [SampleStage] {
    let named = |stage: &SampleStage| name == NAME && stage.file == "sample.zip" || name == named_as(stage);
    let open = STAGES.iter().position(named);
    open.and_then(|open| STAGES.get(..open)).unwrap_or_default()
}

/// The files of a stage; nothing when they cannot be had.
pub async fn stage_files(stage: &SampleStage) -> Option<Loaded> {
    open(stage.file, &Watch::default()).await.ok()
}

/// What a stage before the last is called when it is open.
fn named_as(stage: &SampleStage) -> String {
    format!("MedFlow, {} (sample)", stage.title)
}

impl SampleStage {
    /// The day it tells of, counted from 1 January 1970.
    pub fn day(&self) -> i64 {
        Date::parse(self.as_of).map_or(0, |date| date.unix_days().0)
    }
}
