//! How many runs a world should get.

/// Runs of each world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunsPerWorld {
    /// The number that would be best if runs could be split.
    pub ideal: f64,
    /// The best whole number.
    pub runs: usize,
}

/// Runs of each world that make the *mean* over worlds most precise for what it costs: next to
/// `R* = √(σ²_E/σ²_W · c_W/c_R)`, with the lower neighbour k where `R*² < k(k + 1)`.
///
/// `share` is what worlds make up of the variance of one run, `σ²_W/(σ²_W + σ²_E)`, and `setup_in_runs` what a world costs before its
/// first run, in costs of a run, `c_W/c_R`. `None` where worlds do not differ (`share` is not above 0, or above 1): one world would do.
/// O'Hagan, Stevenson and Madan, Health Economics 16, 2007.
///
/// # Examples
/// ```
/// // Worlds make up a fifth of the variance, and cost as much as four runs before they can run.
/// assert_eq!(samspil::statistics::runs_per_world_for_mean(0.2, 4.0).unwrap().runs, 4);
/// ```
#[must_use]
pub fn runs_per_world_for_mean(share: f64, setup_in_runs: f64) -> Option<RunsPerWorld> {
    let ratio = ratio_of_chance(share)?;
    let square = ratio * setup_in_runs.max(0.0);
    let ideal = square.sqrt();
    let below = ideal.floor().max(1.0);
    let best = if square < below * (below + 1.0) {
        below
    } else {
        below + 1.0
    };
    Some(RunsPerWorld {
        ideal,
        runs: best as usize,
    })
}

/// Runs of each world that make the *variance between worlds* most precise, of so many runs in all: next to `R* = 1 + σ²_E/σ²_W`, the
/// inverse of `share`, and at least 2.
///
/// The whole number is the one with the least `(2/R²) [(σ²_E + R σ²_W)²/(W − 1) + σ⁴_E/(W (R − 1))]`, `W = total/R`, among those that
/// leave three worlds (normal theory; Sun, Apley and Staum, Operations Research 59, 2011). So two runs will do as soon as worlds carry
/// half of the variance. `None` where `share` is not above 0, or above 1, or fewer than six runs are to be split.
///
/// # Examples
/// ```
/// assert_eq!(samspil::statistics::runs_per_world_for_variance(0.05, 4_000).unwrap().runs, 20);
/// ```
#[must_use]
pub fn runs_per_world_for_variance(share: f64, total_runs: usize) -> Option<RunsPerWorld> {
    let ratio = ratio_of_chance(share)?;
    let variance = |runs: usize| {
        let each = runs as f64;
        let worlds = total_runs as f64 / each;
        let between = (ratio + each) * (ratio + each) / (worlds - 1.0);
        2.0 / (each * each) * (between + ratio * ratio / (worlds * (each - 1.0)))
    };
    let runs = (2..=total_runs / 3).min_by(|one, other| variance(*one).total_cmp(&variance(*other)))?;
    Some(RunsPerWorld {
        ideal: 1.0 + ratio,
        runs,
    })
}

/// `σ²_E/σ²_W`.
fn ratio_of_chance(share: f64) -> Option<f64> {
    (share > 0.0 && share <= 1.0).then(|| (1.0 - share) / share)
}
