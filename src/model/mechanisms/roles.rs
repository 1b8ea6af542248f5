//! M28: roles in which citizens shape the service as well as deliver it.
//!
//! Of participants' hours the share `s` goes into framing and shaping the service in place of delivering it: `s_i` where they
//! are co-initiators, `s_d` where they are co-designers, and none where they are co-implementors or only informed. Of their
//! input (M18) `1 - s` is left, and what an implemented proposal moves the fit (M20) is `1 + g s` times as large. The influence
//! that a role carries is told in M17.
//!
//! Sources, L-01, S-01, S-02. Bites in citizens' input (M18) and in the fit of the service (M20).

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::model::design::Role;

/// What a role makes of participants' hours (M28).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RolesParameters {
    pub co_initiator_shaping: f64,
    pub co_designer_shaping: f64,
    pub shaping_gain: f64,
}

/// Share of participants' hours that goes into shaping the service.
const fn shaping(role: Role, parameters: &Parameters) -> f64 {
    if !parameters.mechanisms.roles {
        return 0.0;
    }
    match role {
        Role::CoInitiator => parameters.roles.co_initiator_shaping,
        Role::CoDesigner => parameters.roles.co_designer_shaping,
        Role::CoImplementor | Role::Informed => 0.0,
    }
}

/// Share of citizens' input that shaping the service leaves for delivering it (M18).
pub(in crate::model) const fn input_kept(role: Role, parameters: &Parameters) -> f64 {
    1.0 - shaping(role, parameters)
}

/// How much more an implemented proposal moves the fit of the service than where citizens only deliver it (M20).
pub(in crate::model) const fn learning(role: Role, parameters: &Parameters) -> f64 {
    1.0 + parameters.roles.shaping_gain * shaping(role, parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    const ROLES: [Role; 4] = [
        Role::CoInitiator,
        Role::CoDesigner,
        Role::CoImplementor,
        Role::Informed,
    ];

    #[test]
    fn the_earlier_the_role_the_more_is_shaped_and_the_less_delivered() {
        let parameters = reference_parameters();
        let expected = [(0.7, 2.5), (0.8, 2.0), (1.0, 1.0), (1.0, 1.0)];
        for (role, (kept, gain)) in ROLES.into_iter().zip(expected) {
            let found = (input_kept(role, &parameters), learning(role, &parameters));
            let close = (found.0 - kept).abs() < 1e-12 && (found.1 - gain).abs() < 1e-12;
            assert!(close, "{role:?}: {found:?}");
        }
    }

    #[test]
    fn switched_off_all_roles_deliver_alike() {
        let mut parameters = reference_parameters();
        parameters.mechanisms.roles = false;
        for role in ROLES {
            let found = input_kept(role, &parameters) + learning(role, &parameters);
            assert!((found - 2.0).abs() < 1e-12, "{role:?}: {found}");
        }
    }
}
