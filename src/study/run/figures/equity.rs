//! Who takes part and who benefits: rich and poor.

use super::courses;
use crate::figure::Figure;
use crate::figure::data::Data;
use crate::figure::layout::{figure, single};
use crate::figure::palette::VERMILLION;
use crate::words::{say, words};

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = say!("Equity of participation and outcome");
    let mut small = [
        single(
            data,
            "equity_gap",
            words!("Equity gap: richest − poorest quarter").text(),
        ),
        single(
            data,
            "equity_ratio",
            words!("Equity ratio: richest ÷ poorest quarter").text(),
        ),
        single(data, "participation_gini", words!("Gini of participation").text()),
        single(data, "outcome_gini", words!("Gini of outcome").text()),
    ];
    small[0].unit = "share of citizens who take part";
    small[0].reference = Some(0.0);
    small[1].unit = words!("ratio of participation, 1 is equal").text();
    small[1].reference = Some(1.0);
    small[2].unit = words!("of hours given, 0 is equal").text();
    small[3].unit = words!("of unmet need between neighbourhoods, 0 is equal").text();
    small[3].series[0].colour = VERMILLION;
    let caption = say!(
        "Above: participation in the richest quarter of citizens against the poorest; dashed lines mark \
         equality, and the line of the ratio is the ratio of both means. Below: how unequally hours are given and \
         unmet need is spread. {}.",
        courses(data, &["equity_gap", "outcome_gini"]),
    );
    Figure {
        name: "equity",
        svg: figure(data, &format!("{title}. {caption}"), None, &small, 2),
        title,
        caption,
    }
}
