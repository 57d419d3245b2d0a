//! What has a number and a caption: figures, tables, charts.

use std::fmt::Write as _;

use super::{Setter, Tables, escape};
use crate::draft::body::{Block, BlockKind, Float};
use crate::output::chart;
use crate::site::{Plot, Target};
use crate::words::address::escape_path;

impl Setter<'_> {
    /// A figure or a numbered table.
    pub(super) fn add_float(&mut self, it: &Float, out: &mut String) {
        let kind = it.kind.name();
        let class = if it.chart.is_some() { "chart" } else { kind };
        writeln!(out, "<figure class=\"{class}\" id=\"{}\">", escape(&it.id)).ok();
        if let Some(image) = it.image {
            self.add_image(image, &it.alt, out);
            out.push('\n');
        }
        let is_table = |block: &&Block| matches!(block.kind, BlockKind::Table(_));
        let tables: Vec<&Block> = it.blocks.iter().filter(is_table).collect();
        let caption: Vec<&Block> = it.blocks.iter().filter(|it| !is_table(it)).collect();
        let number = self.tables.language.numbered(kind, it.number);
        if let Some(plot) = it.chart.and_then(|it| self.tables.plots.get(it as usize)?.as_ref()) {
            self.add_chart(plot, &number, out);
        }
        for table in tables {
            self.numbered = Some(number.clone());
            self.add_block(table, out);
        }
        write!(out, "<figcaption><span class=\"number\">{}</span> ", escape(&number)).ok();
        for (index, block) in caption.iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            let text = self.lead(block);
            out.push_str(&text);
        }
        if let Some(credit) = &it.credit {
            write!(out, " <span class=\"credit\">{}</span>", escape(credit)).ok();
        }
        out.push_str("</figcaption>\n</figure>\n");
    }

    /// A chart: what it shows, the picture, and its figures to read and to take away.
    fn add_chart(&self, plot: &Plot, number: &str, out: &mut String) {
        let Tables { language, links, root, .. } = self.tables;
        let (title, unit) = (escape(&plot.chart.title), escape(&plot.chart.unit));
        write!(out, "<p class=\"chart-title\">{title}</p>\n<p class=\"chart-unit\">{unit}</p>\n").ok();
        out.push_str(&chart::pictures(plot, language));
        write!(
            out,
            "<details class=\"chart-data\">\n<summary>{}</summary>\n",
            escape(language.word("chart_table"))
        )
        .ok();
        out.push_str(&chart::table(plot, language, number));
        if let Some(Target::File(path)) = links.get(plot.chart.data as usize) {
            let name = path.rsplit('/').next().unwrap_or(path);
            let href = format!("{root}{}", escape_path(path));
            let words = escape(language.word("chart_csv"));
            writeln!(out, "<p><a href=\"{}\" download>{words} ({})</a></p>", escape(&href), escape(name))
                .ok();
        }
        out.push_str("</details>\n");
    }
}
