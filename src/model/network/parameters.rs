//! Shape of the network of everyday ties.

#![expect(missing_docs, reason = "the register says what each parameter is")]

use serde::{Deserialize, Serialize};

/// Shape of the network of everyday ties.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkShape {
    pub degree: f64,
    pub rewire: f64,
    pub bridge: f64,
    pub homophily: f64,
    pub sociability: f64,
    pub across_municipalities: f64,
}
