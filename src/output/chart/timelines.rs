//! Parallel timelines: one axis of years, a lane for each case, and every event where it belongs.
//!
//! The list that follows says the same in words, so the picture is hidden from those who listen.

use super::canvas::{Canvas, Shape};
use super::scale::{Scale, years};
use super::text::{self, Anchor, LEADING};
use crate::words::Edtf;

/// How wide the picture is.
const WIDTH: f64 = 1160.0;

/// How wide the years are.
const YEARS: f64 = 52.0;

/// From the line of a lane to its words.
const LEADER: f64 = 46.0;

/// What is shorter, in years, is a moment: about three weeks.
const MOMENT: f64 = 0.06;

/// More lines of a title are left to the list.
const LINES_MAX: usize = 3;

/// An event in its lane.
pub struct Event {
    /// Its lane, from 0.
    pub lane: usize,
    /// The case that the lane is for; `None` for what happened elsewhere.
    pub case: Option<usize>,
    /// When.
    pub date: Edtf,
    /// A few words.
    pub title: String,
}

impl Event {
    /// From when to when it may lie; an open side reaches a year further.
    fn extent(&self) -> (f64, f64) {
        match self.date.extent() {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => (from, from + 1.0),
            (None, Some(to)) => (to - 1.0, to),
            (None, None) => (0.0, 0.0),
        }
    }

    /// Whether a side is not known to the day: it is marked so, open, or as wide as a year.
    fn is_vague(&self) -> (bool, bool) {
        let side = |it: Option<crate::words::EdtfDate>| {
            it.is_none_or(|it| it.approximate || it.uncertain || it.month.is_none())
        };
        (side(self.date.start), side(self.date.end))
    }

    /// Class and shape.
    fn looks(&self) -> (String, Shape) {
        match self.case {
            Some(case) => (format!("case-{}", case + 1), Shape::of(case)),
            None => ("elsewhere".to_owned(), Shape::Dash),
        }
    }
}

/// The picture of some events in so many lanes; nothing for none.
pub fn picture(lanes: usize, events: &[Event]) -> String {
    let extents: Vec<(f64, f64)> = events.iter().map(Event::extent).collect();
    let first = extents.iter().map(|it| it.0).fold(f64::INFINITY, f64::min).floor();
    let last = extents.iter().map(|it| it.1).fold(f64::NEG_INFINITY, f64::max).ceil();
    if lanes == 0 || events.is_empty() || first >= last {
        return String::new();
    }
    let lane = (WIDTH - YEARS) / lanes as f64;
    let words: Vec<Vec<String>> = events.iter().map(|it| title(&it.title, lane - LEADER - 24.0)).collect();
    let size = |index: usize| words[index].len() as f64 * LEADING + 3.5;
    let need = (0..lanes).map(|lane| {
        events.iter().enumerate().filter(|it| it.1.lane == lane).map(|it| size(it.0)).sum::<f64>()
    });
    let need = need.fold(0.0, f64::max);
    let height = (need * 1.9).max((last - first) * 30.0_f64.min(900.0 / (last - first))).max(120.0);
    let mut canvas = Canvas::new(WIDTH, height + 22.0);
    let time = Scale::exact(first, last).on(10.0, height + 10.0);
    let shown: Vec<(i64, f64)> = years(first as i64, last as i64, height, 26.0)
        .into_iter()
        .map(|it| (it, time.at(it as f64).round()))
        .collect();
    // Short of the lanes: a line through them would strike out the words that had to move.
    canvas.levels("p-grid", shown.iter().map(|(_, y)| ((0.0, *y), YEARS - 8.0)));
    for (year, y) in shown.iter().filter(|it| (it.0 as f64) < last) {
        canvas.text("p-tick", Anchor::Start, (0.0, y + 15.0), &year.to_string());
    }
    for number in 0..lanes {
        let x = (YEARS + lane * number as f64 + 8.0).round();
        let mut own: Vec<usize> = (0..events.len()).filter(|it| events[*it].lane == number).collect();
        let middle = |it: usize| (time.at(extents[it].0) + time.at(extents[it].1)) / 2.0;
        own.sort_by(|a, b| middle(*a).total_cmp(&middle(*b)));
        canvas.line("p-axis", (x, 10.0), (x, (height + 10.0).round()));
        let wanted: Vec<(f64, f64)> = own.iter().map(|it| (middle(*it), size(*it))).collect();
        let places = text::apart(&wanted, (4.0, height + 18.0));
        let Some(class) = own.first().map(|it| events[*it].looks().0) else { continue };
        canvas.shifted(&class, x, |canvas| {
            let leaders = own
                .iter()
                .zip(&places)
                .map(|(index, place)| ((9.0, middle(*index).round()), (LEADER - 5.0, place.round())));
            canvas.threads("p-leader", leaders);
            marks(canvas, own.iter().map(|it| &events[*it]), &time);
            canvas.shifted("words", LEADER, |canvas| {
                for (index, place) in own.iter().zip(&places) {
                    let base = place - (words[*index].len() as f64 - 1.0) / 2.0 * LEADING + 4.5;
                    for (nth, line) in words[*index].iter().enumerate() {
                        canvas.text("", Anchor::Start, (0.0, (base + nth as f64 * LEADING).round()), line);
                    }
                }
            });
        });
    }
    canvas.hidden("plot lanes")
}

/// The lines of a title.
fn title(text: &str, most: f64) -> Vec<String> {
    let mut lines = text::wrapped(text, most);
    if lines.len() > LINES_MAX {
        lines.truncate(LINES_MAX);
        lines[LINES_MAX - 1].push('…');
    }
    lines
}

/// A moment is a shape; what lasted is a bar. A side that is not known to the day fades out in three steps.
fn marks<'e>(canvas: &mut Canvas, events: impl Iterator<Item = &'e Event>, time: &Scale) {
    // Bars, and each step of fading, by where they begin and how long they are.
    let mut bars: [Vec<(f64, f64)>; 4] = Default::default();
    let mut moments: Vec<(Shape, f64)> = Vec::new();
    for event in events {
        let (from, to) = event.extent();
        let (vague_from, vague_to) = event.is_vague();
        let middle = (time.at(from) + time.at(to)) / 2.0;
        if to - from < MOMENT && !vague_from && !vague_to {
            moments.push((event.looks().1, middle.round()));
            continue;
        }
        // What is known about a moment is where it may lie: never less than can be seen.
        let half = ((time.at(to) - time.at(from)) / 2.0).max(7.0);
        let (mut top, mut bottom) = ((middle - half).round(), (middle + half).round());
        let part = ((half * 0.7).min(15.0) / 3.0).round();
        for step in (1..=3).rev() {
            if vague_from {
                bars[step].push((top, part));
                top += part;
            }
            if vague_to {
                bottom -= part;
                bars[step].push((bottom, part));
            }
        }
        bars[0].push((top, (bottom - top).max(1.0)));
    }
    for (step, bars) in bars.iter().enumerate().filter(|it| !it.1.is_empty()) {
        let class = if step == 0 { "p-span".to_owned() } else { format!("p-span feather-{step}") };
        canvas.bars(&class, 6.0, bars);
    }
    moments.into_iter().for_each(|(shape, y)| canvas.mark(shape, (0.0, y)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(lane: usize, date: &str, title: &str) -> Event {
        let date = Edtf::parse(date).unwrap();
        Event { lane, case: Some(lane), date, title: title.into() }
    }

    /// The places of the words of events, from the picture itself.
    fn bases(svg: &str) -> Vec<f64> {
        let words = svg.split("<text y=\"").skip(1);
        words.map(|it| it.split('"').next().unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn words_never_overlap_and_keep_the_order_of_time() {
        let events: Vec<Event> =
            (1..=28).map(|day| event(0, &format!("2019-02-{day:02}"), &format!("e{day}"))).collect();
        let bases = bases(&picture(2, &events));
        assert_eq!(bases.len(), 28);
        assert!(bases.windows(2).all(|it| it[1] - it[0] >= LEADING), "{bases:?}");
    }

    #[test]
    fn moments_are_shapes_and_the_rest_are_spans() {
        let one = |date: &str| picture(1, &[event(0, date, "e"), event(0, "2010-01-01", "a")]);
        // How many bars there are of a kind.
        let count = |svg: &str, class: &str| {
            let path = svg.split(&format!("class=\"{class}\" d=\"")).nth(1);
            path.map_or(0, |it| it.split('"').next().unwrap().matches('M').count())
        };
        assert_eq!(count(&one("2019-02-03"), "p-span"), 0);
        assert_eq!(count(&one("2019-02-03/2019-09-01"), "p-span"), 1);
        for (date, ends) in
            [("2019-02-03/2019-09-01", 0), ("2019", 2), ("2019-02-03/..", 1), ("2019-02-03~", 2)]
        {
            for step in 1..=3 {
                assert_eq!(count(&one(date), &format!("p-span feather-{step}")), ends, "{date} {step}");
            }
        }
        assert!(picture(1, &[]).is_empty());
    }
}
