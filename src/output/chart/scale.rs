//! Scales: where a figure stands, and which round numbers the axis names.

/// Figures on a stretch of the picture.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    /// The figure at the start.
    low: f64,
    /// The figure at the end.
    high: f64,
    /// Where they stand.
    pub span: (f64, f64),
    /// Round numbers on it, with their digits.
    pub ticks: Vec<(f64, String)>,
}

impl Scale {
    /// A scale that holds all figures, with about `count` steps. It begins at nought if `from_zero`, or
    /// if the figures come near enough to it.
    pub fn of(figures: impl IntoIterator<Item = f64>, from_zero: bool, count: usize) -> Scale {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for it in figures {
            (low, high) = (low.min(it), high.max(it));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if from_zero || (low >= 0.0 && low < high * 0.6) || low == high {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if low == high {
            high = low + 1.0;
        }
        let step = round_step((high - low) / count.max(1) as f64);
        let (first, last) = ((low / step + 1e-9).floor() as i64, (high / step - 1e-9).ceil() as i64);
        let decimals = (-step.log10().floor()).max(0.0) as usize;
        // A quarter of a hundred has one decimal more than its size tells.
        let decimals =
            if (step * 10f64.powi(decimals as i32)).fract().abs() > 1e-6 { decimals + 1 } else { decimals };
        let ticks = (first..=last).map(|it| {
            let at = it as f64 * step;
            (at, format!("{at:.decimals$}"))
        });
        Scale { low: first as f64 * step, high: last as f64 * step, span: (0.0, 1.0), ticks: ticks.collect() }
    }

    /// A scale from one figure to another, as they are.
    pub fn exact(low: f64, high: f64) -> Scale {
        let high = if low == high { low + 1.0 } else { high };
        Scale { low, high, span: (0.0, 1.0), ticks: Vec::new() }
    }

    /// The same on a stretch of the picture.
    pub fn on(mut self, from: f64, to: f64) -> Scale {
        self.span = (from, to);
        self
    }

    /// Where a figure stands.
    pub fn at(&self, figure: f64) -> f64 {
        let part = (figure - self.low) / (self.high - self.low);
        self.span.0 + part * (self.span.1 - self.span.0)
    }
}

/// 1, 2, 2.5 or 5 times a power of ten, not smaller than a step.
fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let parts = [1.0, 2.0, 2.5, 5.0, 10.0];
    parts.into_iter().map(|it| it * power).find(|it| *it >= step * 0.999).unwrap_or(power * 10.0)
}

/// Years to name between two, so that each has `room` of the picture: every one, every second, fifth …
pub(super) fn years(first: i64, last: i64, length: f64, room: f64) -> Vec<i64> {
    let fits = |step: &i64| length / ((last - first).max(1) as f64) * *step as f64 >= room;
    let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(fits).unwrap_or(200);
    (first..=last).filter(|it| it.rem_euclid(step) == 0 || step == 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(figures: &[f64], from_zero: bool) -> Vec<String> {
        Scale::of(figures.iter().copied(), from_zero, 4).ticks.into_iter().map(|it| it.1).collect()
    }

    #[test]
    fn axes_name_round_numbers() {
        assert_eq!(ticks(&[89.2, 240.1], false), ["0", "100", "200", "300"]);
        assert_eq!(ticks(&[0.0, 4.0], true), ["0", "1", "2", "3", "4"]);
        assert_eq!(ticks(&[0.1, 0.9], true), ["0.00", "0.25", "0.50", "0.75", "1.00"]);
        assert_eq!(ticks(&[95.0, 99.0], false), ["95", "96", "97", "98", "99"]);
        assert_eq!(ticks(&[-2.0, 3.0], true), ["-2", "0", "2", "4"]);
        assert_eq!(ticks(&[], true).len(), 5);
        assert_eq!(ticks(&[7.0], false).first().map(String::as_str), Some("0"));
    }

    #[test]
    fn figures_stand_in_proportion() {
        let scale = Scale::of([0.0, 10.0], true, 5).on(100.0, 0.0);
        assert_eq!((scale.at(0.0), scale.at(5.0), scale.at(10.0)), (100.0, 50.0, 0.0));
        assert_eq!(years(2012, 2024, 600.0, 34.0).len(), 13);
        assert_eq!(years(2012, 2024, 200.0, 34.0), [2015, 2020]);
    }
}
