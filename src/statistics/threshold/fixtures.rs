//! What `numpy`, `scipy` and `statsmodels` make of the same tables: `tests/fixtures/threshold.py`.

#[derive(serde::Deserialize)]
pub(super) struct Oracle {
    pub(super) levels: Vec<f64>,
    pub(super) i_splines: Vec<Vec<f64>>,
    pub(super) knots_tried: Vec<f64>,
    pub(super) tables: Vec<Table>,
}

#[derive(serde::Deserialize)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<f64>>,
    #[serde(rename = "rss_I_splines")]
    pub(super) rss_splines: f64,
    pub(super) rss_smooth: f64,
    pub(super) rss_hinged: f64,
    pub(super) statistic: f64,
    pub(super) knot: f64,
    pub(super) p_value: f64,
    pub(super) p_value_of_hinge_fit: f64,
    pub(super) knot_interval_95: [f64; 2],
}

pub(super) fn oracle() -> Oracle {
    serde_json::from_str(include_str!("../../../tests/fixtures/threshold.json"))
        .expect("the script writes what is read here")
}
