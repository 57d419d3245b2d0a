//! The tests of the whole program, in one binary: it links once.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]
#![allow(clippy::disallowed_methods, reason = "tests make and read files of their own")]
#![allow(clippy::print_stdout, reason = "tests say what they counted")]
#![allow(clippy::too_many_lines, reason = "a list of cases is read from top to bottom")]

#[cfg(feature = "watch")]
mod as_published;
mod bibliographies;
mod canaries;
mod cards;
mod charts;
mod cli;
mod data;
mod dice;
mod evidence;
mod feeds;
mod golden;
mod highwire;
mod hosting;
mod hostile_text;
mod mutations;
mod output_laws;
#[cfg(feature = "pdf")]
mod paper;
#[cfg(feature = "pdf")]
mod paper_hostile;
mod pictures;
mod pixels;
mod positions;
mod publish_kill;
mod records;

mod small_site;
mod tags;
mod tidy;
mod twins;
mod versions;
#[cfg(feature = "pdf")]
mod typesetting;
#[cfg(feature = "watch")]
mod live;
#[cfg(feature = "watch")]
mod remembering;
#[cfg(feature = "watch")]
mod resting;
#[cfg(feature = "watch")]
mod saves;
#[cfg(feature = "watch")]
mod serve;
#[cfg(feature = "watch")]
mod serve_hostile;
#[cfg(feature = "watch")]
mod serve_odd;
#[cfg(feature = "watch")]
mod serve_program;
#[cfg(feature = "watch")]
mod served;
#[cfg(feature = "watch")]
mod surroundings;
#[cfg(feature = "watch")]
mod watch;
#[cfg(feature = "watch")]
mod watched;
