//! Labels that do not overlap and are not cut.

/// A cluster of labels that touch: its members, their common height and the sum of the tops they ask for.
struct Cluster {
    members: usize,
    height: f64,
    wanted: f64,
}

impl Cluster {
    fn top(&self, (low, high): (f64, f64)) -> f64 {
        (self.wanted / self.members as f64)
            .min(high - self.height)
            .max(low)
    }
}

/// Centres of labels of the given heights, as near to the wanted centres as they can be without overlapping.
///
/// Labels stay between `bounds` as long as they fit there; the order of the wanted centres is kept.
pub(crate) fn spread(wanted: &[f64], heights: &[f64], bounds: (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
    let mut clusters: Vec<Cluster> = Vec::new();
    for index in &order {
        let mut cluster = Cluster {
            members: 1,
            height: heights[*index],
            wanted: wanted[*index] - 0.5 * heights[*index],
        };
        while let Some(above) = clusters.last()
            && above.top(bounds) + above.height > cluster.top(bounds)
        {
            cluster = Cluster {
                members: above.members + cluster.members,
                height: above.height + cluster.height,
                wanted: above.wanted + cluster.wanted - above.height * cluster.members as f64,
            };
            clusters.pop();
        }
        clusters.push(cluster);
    }
    let mut centres = vec![0.0; wanted.len()];
    let mut labels = order.iter();
    for cluster in &clusters {
        let mut top = cluster.top(bounds);
        for index in labels.by_ref().take(cluster.members) {
            centres[*index] = top + 0.5 * heights[*index];
            top += heights[*index];
        }
    }
    centres
}

/// Width of a text, estimated on the safe side for the wider of the usual sans serif fonts.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|letter| match letter {
            'i' | 'j' | 'l' | '.' | ',' | '\'' | ' ' | '\u{a0}' | ':' | ';' | '|' | 'I' => 0.33,
            'f' | 't' | 'r' | '(' | ')' | '-' => 0.43,
            'm' | 'w' | 'M' | 'W' | '%' => 0.95,
            'A'..='Z' => 0.72,
            _ => 0.62,
        })
        .sum();
    ems * size
}

/// Breaks a text at spaces into lines of at most `width`; a longer word is cut with an ellipsis.
pub(crate) fn wrap(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let word = shortened(word, size, width);
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), size) <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// The same in at most so many lines: what is left over is cut with an ellipsis.
pub(crate) fn wrap_at_most(text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
    let mut lines = wrap(text, size, width);
    if lines.len() > most.max(1) {
        lines.truncate(most.max(1));
        if let Some(last) = lines.last_mut() {
            *last = shortened(&format!("{last} …"), size, width);
        }
    }
    lines
}

/// The text, cut with an ellipsis where it is wider than `width`.
pub(crate) fn shortened(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if text_width(&format!("{short}{letter}…"), size) > width {
            break;
        }
        short.push(letter);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_that_do_not_touch_stay_where_they_are() {
        let centres = spread(&[50.0, 10.0, 90.0], &[14.0; 3], (0.0, 100.0));
        assert_eq!(centres, [50.0, 10.0, 90.0]);
    }

    #[test]
    fn equal_labels_stand_around_their_common_place() {
        let centres = spread(&[50.0, 50.0], &[10.0, 10.0], (0.0, 100.0));
        assert_eq!(centres, [45.0, 55.0]);
        let centres = spread(&[2.0, 3.0], &[10.0, 20.0], (0.0, 100.0));
        assert_eq!(centres, [5.0, 20.0], "the upper bound of the picture holds");
    }

    #[test]
    fn long_texts_are_broken_and_long_words_cut() {
        let lines = wrap("co-implementors of the programme", 12.0, 130.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| text_width(line, 12.0) <= 130.0));
        assert_eq!(lines.join(" "), "co-implementors of the programme");
        assert!(shortened(&"x".repeat(99), 12.0, 60.0).ends_with('…'));
        let endless = "more of the same ".repeat(60);
        let cut = wrap_at_most(&endless, 12.0, 130.0, 3);
        assert!(
            cut.len() == 3 && cut[2].ends_with('…') && cut.iter().all(|line| text_width(line, 12.0) <= 130.0)
        );
        assert_eq!(wrap_at_most("two words", 12.0, 130.0, 3), ["two words"]);
    }

    proptest! {
        #[test]
        fn labels_never_overlap(
            labels in prop::collection::vec((-50.0..350.0_f64, 10.0..40.0_f64), 1..7)
        ) {
            let (wanted, heights): (Vec<f64>, Vec<f64>) = labels.into_iter().unzip();
            let centres = spread(&wanted, &heights, (0.0, 300.0));
            for one in 0..centres.len() {
                let half = 0.5 * heights[one];
                prop_assert!(centres[one] - half >= -1e-9 && centres[one] + half <= 300.0 + 1e-9);
                for other in 0..one {
                    let distance = (centres[one] - centres[other]).abs();
                    prop_assert!(distance >= half + 0.5 * heights[other] - 1e-9);
                    if wanted[one] < wanted[other] {
                        prop_assert!(centres[one] < centres[other]);
                    }
                }
            }
        }
    }
}
