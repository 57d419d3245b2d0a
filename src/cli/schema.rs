//! `brief schema`: the JSON Schema of a file, for editors that complete and check.

use clap::{Args, ValueEnum};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;

use super::Ended;
use super::terminal::Terminal;
use crate::draft::front_matter::Written;
use crate::draft::people::PeopleFile;
use crate::settings::SettingsFile;

/// Arguments of `brief schema`.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Which file
    #[arg(value_enum)]
    of: Which,
}

/// A file that has a schema.
#[derive(ValueEnum, Clone, Copy, Debug)]
enum Which {
    /// What stands between the lines `---` of a brief.
    FrontMatter,
    /// `brief.toml`.
    Settings,
    /// `briefings/people.yaml`.
    People,
}

/// Prints a schema (JSON Schema, draft 2020-12).
pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> anyhow::Result<Ended> {
    let generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    let schema = match arguments.of {
        Which::FrontMatter => generator.into_root_schema_for::<Written>(),
        Which::Settings => generator.into_root_schema_for::<SettingsFile>(),
        Which::People => generator.into_root_schema_for::<PeopleFile>(),
    };
    terminal.give(&(serde_json::to_string_pretty(&schema)? + "\n"));
    Ok(Ended::Well)
}
