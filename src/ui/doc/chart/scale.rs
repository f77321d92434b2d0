//! From numbers to places on a drawing. Pure, so that it can be tested without one.

/// Thousandths of a drawing's width or height: what the drawings count in.
pub const FULL: i64 = 1000;

/// A round value at or below which an axis of shares may begin, in percent: the lowest share rounded down to a ten, and never
/// so high that the line has no room.
pub fn floor_of(shares: impl Iterator<Item = i64>) -> i64 {
    (shares.min().unwrap_or(0).clamp(0, 100) / 10 * 10).min(80)
}

/// A round value at or above the greatest count, for an axis that begins at zero: 1, 2 or 5 times a power of ten.
pub fn ceiling_of(counts: impl Iterator<Item = i64>) -> i64 {
    let most = counts.max().unwrap_or(0).max(1);
    let mut ten = 1;
    loop {
        if let Some(round) = [1, 2, 5].into_iter().map(|n| n * ten).find(|round| *round >= most) {
            return round;
        }
        ten *= 10;
    }
}

/// Where the `n`-th of so many points stands, from the left edge to the right one. A single point stands at the right.
pub fn across(n: usize, of: usize) -> i64 {
    let last = of.saturating_sub(1);
    if last == 0 { FULL } else { whole(n) * FULL / whole(last) }
}

/// How far from the top a value stands on an axis from `low` to `high`.
pub fn down(value: i64, low: i64, high: i64) -> i64 {
    let span = (high - low).max(1);
    FULL - (value.clamp(low, high) - low) * FULL / span
}

/// Whole percents of parts, which add up to a hundred where there is anything: what rounding leaves over goes to the parts
/// that lost most by it.
pub fn percents(parts: &[i64]) -> Vec<i64> {
    let all: i64 = parts.iter().sum();
    if all <= 0 {
        return vec![0; parts.len()];
    }
    let mut whole: Vec<i64> = parts.iter().map(|part| part * 100 / all).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse((parts[*n] * 100 % all, parts[*n])));
    let left = 100 - whole.iter().sum::<i64>();
    for n in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        whole[n] += 1;
    }
    whole
}

/// A line through values at equal distances, as the path of an SVG drawing.
pub fn path(values: &[i64], low: i64, high: i64) -> String {
    let mut text = String::new();
    for (n, value) in values.iter().enumerate() {
        text.push(if n == 0 { 'M' } else { 'L' });
        text.push_str(&[across(n, values.len()).to_string(), " ".into(), down(*value, low, high).to_string()].concat());
    }
    if values.len() == 1 {
        // One day alone is a short stroke at its end.
        text = ["M980 ", &down(values[0], low, high).to_string(), "L1000 ", &down(values[0], low, high).to_string()]
            .concat();
    }
    text
}

/// "1,204": counts as people read them.
pub fn grouped(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = if count < 0 { "−".to_owned() } else { String::new() };
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / FULL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_begin_and_end_at_round_values() {
        assert_eq!(
            [vec![93, 97], vec![61], vec![7], vec![], vec![100]].map(|v| floor_of(v.into_iter())),
            [80, 60, 0, 0, 80]
        );
        let ceilings = [vec![], vec![1], vec![3], vec![7], vec![10], vec![11], vec![499], vec![501]];
        assert_eq!(ceilings.map(|v| ceiling_of(v.into_iter())), [1, 1, 5, 10, 10, 20, 500, 1000]);
    }

    #[test]
    fn points_stand_from_edge_to_edge() {
        assert_eq!([across(0, 5), across(2, 5), across(4, 5), across(0, 1)], [0, 500, 1000, 1000]);
        assert_eq!([down(80, 80, 100), down(90, 80, 100), down(100, 80, 100)], [1000, 500, 0]);
        assert_eq!([down(70, 80, 100), down(120, 80, 100), down(5, 5, 5)], [1000, 0, 1000], "kept inside");
    }

    #[test]
    fn shares_add_up_to_a_hundred() {
        assert_eq!(percents(&[1, 1, 1]), [34, 33, 33]);
        assert_eq!(percents(&[0, 0]), [0, 0]);
        assert_eq!(percents(&[997, 2, 1]), [100, 0, 0]);
        for parts in [[3, 7, 11, 1], [1, 0, 0, 0], [1234, 77, 3, 9]] {
            assert_eq!(percents(&parts).iter().sum::<i64>(), 100, "{parts:?}");
        }
    }

    #[test]
    fn a_line_is_drawn_through_every_value() {
        assert_eq!(path(&[80, 90, 100], 80, 100), "M0 1000L500 500L1000 0");
        assert_eq!(path(&[90], 80, 100), "M980 500L1000 500");
        assert_eq!(path(&[], 80, 100), "");
        assert_eq!([0, 999, 1204, 1_000_000, -1500].map(grouped), ["0", "999", "1,204", "1,000,000", "−1,500"]);
    }
}
