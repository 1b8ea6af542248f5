//! Who takes part and who benefits: rich and poor.

use super::courses;
use crate::figure::Figure;
use crate::figure::data::Data;
use crate::figure::layout::{figure, single};
use crate::figure::palette::VERMILLION;

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = "Equity of participation and outcome";
    let mut small = [
        single(data, "equity_gap", "Equity gap: richest − poorest quarter"),
        single(data, "equity_ratio", "Equity ratio: richest ÷ poorest quarter"),
        single(data, "participation_gini", "Gini of participation"),
        single(data, "outcome_gini", "Gini of outcome"),
    ];
    small[0].unit = "share of citizens who take part";
    small[0].reference = Some(0.0);
    small[1].unit = "ratio of participation, 1 is equal";
    small[1].reference = Some(1.0);
    small[2].unit = "of hours given, 0 is equal";
    small[3].unit = "of unmet need between neighbourhoods, 0 is equal";
    small[3].series[0].colour = VERMILLION;
    let caption = format!(
        "Above: participation in the richest quarter of citizens against the poorest; dashed lines mark \
         equality. Below: how unequally hours are given and unmet need is spread. {}.",
        courses(data, &["equity_gap", "outcome_gini"]),
    );
    Figure {
        name: "equity",
        title: title.to_owned(),
        svg: figure(data, &format!("{title}. {caption}"), None, &small, 2),
        caption,
    }
}
