//! Times in words.

/// What takes less is over before a sentence on it is read.
pub(super) const WORTH_TELLING_SECONDS: f64 = 2.0;

/// A time in words.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 90.0 => format!("{seconds:.0} seconds"),
        seconds if seconds < 5_400.0 => format!("{:.0} minutes", seconds / 60.0),
        seconds => format!("{:.0} hours", seconds / 3_600.0),
    }
}
