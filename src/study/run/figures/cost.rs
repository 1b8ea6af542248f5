//! What it costs, and what it costs per outcome.

use super::courses;
use crate::figure::Figure;
use crate::figure::data::Data;
use crate::figure::layout::{figure, single};
use crate::figure::palette::GREEN;

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = "Cost";
    let mut small = [
        single(data, "public_cost", "Public cost"),
        single(data, "coproduction_cost", "of which co-production"),
        single(data, "cost_per_outcome", "Cost per outcome"),
        single(data, "hours_freed", "Professional hours freed"),
    ];
    small[2].unit = "EUR/month per citizen, divided by outcome";
    small[3].reference = Some(0.0);
    small[3].series[0].colour = GREEN;
    let caption = format!(
        "Public spending on the programmes; cost per outcome falls when money achieves more. Hours freed below \
         zero mean that co-production takes more staff time than citizens give. {}.",
        courses(data, &["public_cost", "cost_per_outcome", "hours_freed"]),
    );
    Figure {
        name: "cost",
        title: title.to_owned(),
        svg: figure(data, &format!("{title}. {caption}"), None, &small, 2),
        caption,
    }
}
