//! M23: what co-production costs.
//!
//! Public cost is production, facilitation, contacts and reforms by professionals, outreach, what keeps it easy, digital, playful
//! and embedded with the council, kits, letters, training, rewards (in kind at a part of their worth), set-up, incidents, proposals and carrying them out, projects that citizens voted for
//! and the public share of step goods, less what an association across municipalities saves, with its fee (M21). All but production is the cost of co-production. Citizens' time has a price of its own and
//! is never added, nor is the money that citizens give.
//!
//! Sources: P-13, C-02, B-03. Bites after production, on what the council sees (M16).

use serde::{Deserialize, Serialize};

use super::digital::mixed;
use super::initiatives::life::Life;
use super::{Initiative, OfMunicipality, OfProgramme, OfSociety, Parameters, Society, SocietyView, ratio};
use crate::model::design::{Programme, RewardKind};
use crate::model::mathematics::{WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::model::measure::{Measure, POSITIVE, RatioOf, Theme};
use crate::words::words;

/// Prices (M23).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CostParameters {
    pub professional_eur_per_hour: f64,
    pub citizen_eur_per_hour: f64,
    pub kit_eur: f64,
    pub outreach_eur_per_citizen: f64,
    pub ease_eur_per_citizen: f64,
    pub digital_eur_per_citizen: f64,
    pub game_eur_per_citizen: f64,
    pub embedding_eur_per_citizen: f64,
    pub reward_in_kind_share: f64,
    pub hours_per_contact: f64,
    pub hours_per_proposal: f64,
    pub proposal_eur: f64,
    pub training_eur_per_professional: f64,
    pub incident_eur: f64,
}

/// Costs of an initiative in the last step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct CostState {
    pub(in crate::model) public_eur: f64,
    pub(in crate::model) coproduction_eur: f64,
    /// Public cost less that of setting up, which comes once, and of proposals and of projects voted for, which come in some steps.
    pub(in crate::model) running_eur: f64,
}

/// What an initiative used in a step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct Use {
    pub(in crate::model) production_hours_per_week: f64,
    pub(in crate::model) facilitation_hours_per_week: f64,
    pub(in crate::model) contact_hours_per_week: f64,
    pub(in crate::model) reform_hours_per_week: f64,
    /// Intensity of outreach, campaign included.
    pub(in crate::model) outreach: f64,
    /// Whether it is kept easy, digital, playful and embedded: 1 while it runs.
    pub(in crate::model) kept_up: f64,
    pub(in crate::model) kits: f64,
    pub(in crate::model) letters: f64,
    /// Professionals in training, in full-time posts times intensity.
    pub(in crate::model) trained: f64,
    pub(in crate::model) incidents: f64,
    /// Proposals made, and carried out.
    pub(in crate::model) proposals: f64,
    pub(in crate::model) implemented: f64,
    /// Whether it was opened in this step.
    pub(in crate::model) opened: bool,
}

/// What the municipality pays for an hour's reward. Money costs what it is; recognition and credits a part of what they are worth, and
/// credits that members trade nothing, for they pay one another.
fn price_of_reward(programme: &Programme, parameters: &Parameters) -> f64 {
    let traded = programme.credits_traded && parameters.mechanisms.time_bank;
    let share = match programme.reward {
        RewardKind::IndividualMoney | RewardKind::CollectiveMoney => 1.0,
        RewardKind::TimeCredit if traded => 0.0,
        RewardKind::TimeCredit | RewardKind::Recognition => parameters.cost.reward_in_kind_share,
        RewardKind::None => 0.0,
    };
    share * programme.reward_eur_per_hour
}

/// Charges an initiative for a step.
pub(in crate::model) fn charge(
    initiative: &mut Initiative,
    used: &Use,
    parameters: &Parameters,
    programme: &Programme,
    step_years: f64,
) {
    let prices = &parameters.cost;
    let weeks = WEEKS_PER_YEAR * step_years;
    let wages = |hours_per_week: f64| hours_per_week * weeks * prices.professional_eur_per_hour;
    let production = wages(used.production_hours_per_week);
    let facilitation = wages(used.facilitation_hours_per_week);
    let contacts_and_reform = wages(used.contact_hours_per_week) + wages(used.reform_hours_per_week);
    let cheaper = mixed(programme, parameters, parameters.digital.outreach_cost);
    let outreach =
        prices.outreach_eur_per_citizen * used.outreach * initiative.citizens * step_years * cheaper;
    let upkeep = prices.ease_eur_per_citizen * programme.ease
        + prices.digital_eur_per_citizen * programme.digital_share
        + prices.game_eur_per_citizen * programme.game
        + prices.embedding_eur_per_citizen * programme.political_embedding;
    let upkeep = upkeep * used.kept_up * initiative.citizens * step_years;
    let material = prices.kit_eur * used.kits + prices.outreach_eur_per_citizen * used.letters;
    let training = prices.training_eur_per_professional * used.trained * step_years;
    let reward = price_of_reward(programme, parameters) * initiative.hours.per_week * weeks;
    let set_up = if used.opened {
        let hours = programme.setup_fte_years * parameters.professionals.hours_per_week * WEEKS_PER_YEAR;
        hours * prices.professional_eur_per_hour
    } else {
        0.0
    };
    let incidents = prices.incident_eur * used.incidents;
    let proposals = prices.hours_per_proposal * prices.professional_eur_per_hour * used.proposals
        + prices.proposal_eur * used.implemented;
    let projects = proposals + initiative.ballot.spent_eur + initiative.provision.public_eur;
    let mut coproduction = facilitation
        + contacts_and_reform
        + outreach
        + upkeep
        + material
        + training
        + reward
        + set_up
        + incidents;
    if initiative.life == Life::Professional {
        // An association across municipalities works cheaper and takes a fee (M21).
        let initiatives = &parameters.initiatives;
        coproduction = coproduction * (1.0 - initiatives.professional_saving)
            + initiatives.professional_fee_eur * step_years;
    }
    coproduction += projects;
    initiative.cost.coproduction_eur = coproduction;
    initiative.cost.public_eur = production + coproduction;
    initiative.cost.running_eur = initiative.cost.public_eur - set_up - projects;
}

/// Charges nothing (M23 off).
pub(in crate::model) fn waive(initiative: &mut Initiative) {
    initiative.cost.coproduction_eur = 0.0;
    initiative.cost.public_eur = 0.0;
    initiative.cost.running_eur = 0.0;
}

impl Society {
    /// Charges every initiative for the step.
    pub(in crate::model) fn charge_costs(&mut self) {
        if !self.parameters.mechanisms.costs {
            self.initiatives.iter_mut().for_each(waive);
            return;
        }
        for (index, initiative) in self.initiatives.iter_mut().enumerate() {
            if !initiative.is_present() {
                continue;
            }
            let design = &self.parameters.programmes[initiative.programme];
            let standing = initiative.money(&self.standing[initiative.programme]);
            let sums = &self.totals.initiatives[index];
            let time = &self.staff_time[index];
            let running = f64::from(u8::from(initiative.is_running()));
            let used = Use {
                production_hours_per_week: time.production_hours_per_week,
                facilitation_hours_per_week: time.facilitation_hours_per_week,
                contact_hours_per_week: time.contact_hours_per_week,
                reform_hours_per_week: time.reform_hours_per_week,
                outreach: running * standing.outreach(design, self.step),
                kept_up: running,
                kits: sums.mastery.kits_given,
                letters: sums.mastery.letters_given,
                trained: running * time.posts * design.training * standing.grant,
                incidents: self.totals.incidents_by_initiative[index],
                proposals: initiative.ownership.just_proposed,
                implemented: initiative.ownership.just_implemented,
                opened: self.totals.just_opened[index],
            };
            charge(initiative, &used, &self.parameters, design, self.step_years);
        }
    }
}

fn monthly(of: &SocietyView<'_>, eur: f64) -> f64 {
    eur / of.months() / of.citizens()
}

/// Cost is summed over programmes, so what it buys is summed as well.
fn summed(of: &SocietyView<'_>, value: fn(&Initiative) -> f64) -> f64 {
    let total: f64 = of
        .present()
        .map(|one| value(one.initiative) * one.initiative.citizens)
        .sum();
    total / of.citizens()
}

pub(in crate::model) const PUBLIC_COST: OfSociety = OfSociety {
    measure: Measure::new(
        "public_cost",
        words!("public cost"),
        "EUR/month per citizen",
        POSITIVE,
        "M23",
        Theme::Cost,
        words!("Public spending on the programmes in a month, per citizen"),
    )
    .less_is_better(),
    value: |of| monthly(of, of.overall.public_cost),
};

pub(in crate::model) const COPRODUCTION_COST: OfSociety = OfSociety {
    measure: Measure::new(
        "coproduction_cost",
        words!("cost of co-production"),
        "EUR/month per citizen",
        POSITIVE,
        "M23",
        Theme::Cost,
        words!(
            "The part of it that is not production: set-up, facilitation, asking in person, outreach, ease, digital channels, games, embedding, kits, training, rewards, reforms, incidents, proposals, projects voted for, step goods and fees"
        ),
    )
    .less_is_better(),
    value: |of| monthly(of, of.overall.coproduction_cost),
};

pub(in crate::model) const COST_PER_OUTPUT: OfSociety = OfSociety {
    measure: Measure::new(
        "cost_per_output",
        words!("cost per output"),
        "EUR per need",
        POSITIVE,
        "M23",
        Theme::Cost,
        words!(
            "Public spending in a year divided by the needs worked off in it, both summed over programmes; over \
            replications the ratio of both means"
        ),
    )
    .ratio_of(RatioOf::Numerator(PUBLIC_COST.measure.key))
    .less_is_better(),
    value: |of| {
        let cost = monthly(of, of.overall.public_cost);
        ratio(
            12.0 * cost,
            summed(of, |initiative| initiative.outcome.output_per_year),
        )
    },
};

pub(in crate::model) const COST_PER_OUTCOME: OfSociety = OfSociety {
    measure: Measure::new(
        "cost_per_outcome",
        words!("cost per outcome"),
        "EUR/month per citizen",
        POSITIVE,
        "M23",
        Theme::Cost,
        words!(
            "Public spending per citizen and month divided by the outcome, both summed over \
            programmes: what one programme's whole need under control costs; over replications the ratio of both means"
        ),
    )
    .ratio_of(RatioOf::Numerator(PUBLIC_COST.measure.key))
    .less_is_better(),
    value: |of| {
        let cost = monthly(of, of.overall.public_cost);
        ratio(cost, summed(of, |initiative| initiative.outcome.visible()))
    },
};

pub(in crate::model) const CITIZEN_TIME_VALUE: OfSociety = OfSociety {
    measure: Measure::new(
        "citizen_time_value",
        words!("value of citizens' time"),
        "EUR/month per citizen",
        POSITIVE,
        "M23",
        Theme::Cost,
        words!("Citizens' hours at their own price, shown apart and never added to public cost"),
    ),
    value: |of| {
        let hours = of.sums().hours_per_week * WEEKS_PER_MONTH / of.citizens();
        hours * of.society.parameters.cost.citizen_eur_per_hour
    },
};

pub(in crate::model) const PROGRAMME_PUBLIC_COST: OfProgramme = OfProgramme {
    measure: Measure::new(
        "public_cost",
        words!("public cost"),
        "EUR/month per citizen",
        POSITIVE,
        "M23",
        Theme::Cost,
        words!("Public spending in a month, per citizen"),
    )
    .less_is_better(),
    value: |of| {
        let cost: f64 = of.all().map(|one| one.initiative.cost.public_eur).sum();
        cost / of.months() / of.citizens()
    },
};

pub(in crate::model) const MUNICIPALITY_PUBLIC_COST: OfMunicipality = OfMunicipality {
    measure: Measure::new(
        "public_cost",
        words!("public cost"),
        "EUR/month per citizen",
        POSITIVE,
        "M23",
        Theme::Cost,
        words!("Its spending on the programmes in a month, per citizen of its own"),
    )
    .less_is_better(),
    value: |of| of.overall.public_cost / of.months / of.citizens,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mechanisms::Now;
    use crate::model::mechanisms::politics::{Sight, remember_opening};
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    /// Hours of every kind cost the wage, and all but those of production belong to co-production.
    #[test]
    fn contacts_and_reforms_cost_the_wage() {
        let parameters = reference_parameters();
        let mut initiative = Initiative::new(&parameters, 0, 0, 200.0, 1.0 / 12.0, &Draws::new(1, 0));
        let programme = &parameters.programmes[0];
        let mut costs = |used: &Use| {
            charge(&mut initiative, used, &parameters, programme, 1.0 / 12.0);
            initiative.cost
        };
        let producing = Use {
            production_hours_per_week: 100.0,
            ..Use::default()
        };
        let asking = Use {
            contact_hours_per_week: 3.0,
            reform_hours_per_week: 2.0,
            ..producing
        };
        let (usual, more) = (costs(&producing), costs(&asking));
        let wages = 5.0 * WEEKS_PER_YEAR / 12.0 * parameters.cost.professional_eur_per_hour;
        assert!((more.coproduction_eur - usual.coproduction_eur - wages).abs() < 1e-9);
        assert!((more.running_eur - usual.running_eur - wages).abs() < 1e-9);
    }

    /// What costs money beside hours, each by its own price; proposals come now and then, and are no running cost.
    #[test]
    fn upkeep_and_proposals_have_their_prices() {
        let mut parameters = reference_parameters();
        let design = &mut parameters.programmes[0];
        (
            design.ease,
            design.digital_share,
            design.game,
            design.political_embedding,
        ) = (0.5, 0.25, 1.0, 0.75);
        let mut initiative = Initiative::new(&parameters, 0, 0, 200.0, 1.0 / 12.0, &Draws::new(1, 0));
        let programme = &parameters.programmes[0];
        let mut costs = |used: &Use| {
            charge(&mut initiative, used, &parameters, programme, 1.0 / 12.0);
            (initiative.cost.coproduction_eur, initiative.cost.running_eur)
        };
        let easy = Use {
            kept_up: 1.0,
            ..Use::default()
        };
        let asked = Use {
            proposals: 3.0,
            implemented: 2.0,
            ..Use::default()
        };
        let prices = &parameters.cost;
        let kept_up = prices.ease_eur_per_citizen * 0.5
            + prices.digital_eur_per_citizen * 0.25
            + prices.game_eur_per_citizen
            + prices.embedding_eur_per_citizen * 0.75;
        let for_ease = kept_up * 200.0 / 12.0;
        let for_proposals =
            3.0 * prices.hours_per_proposal * prices.professional_eur_per_hour + 2.0 * prices.proposal_eur;
        assert_eq!(costs(&Use::default()), (0.0, 0.0));
        let (all, running) = costs(&easy);
        assert!((all - for_ease).abs() < 1e-9 && (running - for_ease).abs() < 1e-9);
        let (all, running) = costs(&asked);
        assert!(
            (all - for_proposals).abs() < 1e-9 && running.abs() < 1e-9,
            "{all} {running}"
        );
    }

    /// Nobody gives a reward for nothing but members who trade credits.
    #[test]
    fn rewards_cost_what_they_are_or_a_part_of_their_worth() {
        let mut parameters = reference_parameters();
        let mut price = |reward, traded| {
            let design = &mut parameters.programmes[0];
            (design.reward, design.reward_eur_per_hour, design.credits_traded) = (reward, 8.0, traded);
            price_of_reward(&parameters.programmes[0], &parameters)
        };
        let in_kind = 8.0 * reference_parameters().cost.reward_in_kind_share;
        let found = [
            price(RewardKind::None, false),
            price(RewardKind::IndividualMoney, false),
            price(RewardKind::CollectiveMoney, false),
            price(RewardKind::Recognition, false),
            price(RewardKind::TimeCredit, false),
            price(RewardKind::TimeCredit, true),
        ];
        for (found, expected) in found.into_iter().zip([0.0, 8.0, 8.0, in_kind, in_kind, 0.0]) {
            assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
        }
    }

    /// Set-up comes once: an initiative that costs the same every month does not look cheaper ever after.
    #[test]
    fn the_council_compares_running_costs() {
        let parameters = reference_parameters();
        let now = Now {
            step: 3,
            step_years: 1.0 / 12.0,
            draws: Draws::new(1, 0),
        };
        let mut initiative = Initiative::new(&parameters, 0, 0, 200.0, now.step_years, &now.draws);
        let month = Use {
            production_hours_per_week: 100.0,
            ..Use::default()
        };
        let opening = Use {
            opened: true,
            ..month
        };
        let programme = &parameters.programmes[0];
        charge(&mut initiative, &opening, &parameters, programme, 1.0 / 12.0);
        let with_set_up = initiative.cost.public_eur;
        remember_opening(&mut initiative, 0.5);
        charge(&mut initiative, &month, &parameters, programme, 1.0 / 12.0);
        assert!(initiative.cost.public_eur < with_set_up);
        let sight = Sight::of(&initiative, 0, 0.5, &parameters, false, &now).unwrap();
        assert!(sight.cost.abs() < 1e-12, "{}", sight.cost);
    }
}
