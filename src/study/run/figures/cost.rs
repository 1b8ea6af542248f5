//! What it costs, and what it costs per outcome.

use super::courses;
use crate::figure::Figure;
use crate::figure::data::Data;
use crate::figure::layout::{figure, single};
use crate::figure::palette::GREEN;
use crate::words::{say, words};

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = say!("Cost");
    let mut small = [
        single(data, "public_cost", words!("Public cost").text()),
        single(data, "coproduction_cost", words!("of which co-production").text()),
        single(data, "cost_per_outcome", words!("Cost per outcome").text()),
        single(data, "hours_freed", words!("Professional hours freed").text()),
    ];
    small[2].unit = words!("EUR/month per citizen, divided by outcome").text();
    small[3].reference = Some(0.0);
    small[3].series[0].colour = GREEN;
    let caption = say!(
        "Public spending on the programmes; cost per outcome falls when money achieves more. Hours freed below \
         zero mean that co-production takes more staff time than citizens give. {}.",
        courses(data, &["public_cost", "cost_per_outcome", "hours_freed"]),
    );
    Figure {
        name: "cost",
        svg: figure(data, &format!("{title}. {caption}"), None, &small, 2),
        title,
        caption,
    }
}
