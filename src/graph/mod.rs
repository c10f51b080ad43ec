//! Graphs of a plan as positioned pictures: who needs whom, who answers for what.

pub mod layout;
