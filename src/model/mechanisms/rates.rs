//! Parameters of the citizens' processes, turned once per phase into the constants of a step.

use crate::model::design::DecisionRule;
use crate::model::mathematics::half_life_share;
use crate::model::mechanisms::parameters::Parameters;
use crate::model::mechanisms::switches::Switches;

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(crate) struct Rates {
    pub(crate) step_years: f32,
    pub(crate) steps_per_year: u32,
    pub(crate) mechanisms: Switches,
    pub(crate) decision_rule: DecisionRule,
    pub(crate) word_of_mouth_per_year: f32,
    pub(crate) forget_probability: f32,
    pub(crate) efficacy_weight: f32,
    pub(crate) knowledge_efficacy_weight: f32,
    pub(crate) trust_weight: f32,
    pub(crate) expectation_weight: f32,
    pub(crate) time_weight: f32,
    pub(crate) fatigue_weight: f32,
    pub(crate) habit_weight: f32,
    pub(crate) social_weight: f32,
    pub(crate) social_steepness: f32,
    pub(crate) social_slope: f32,
    pub(crate) willingness_reference: f32,
    pub(crate) habit_share: f32,
    pub(crate) exit_per_year: f32,
    pub(crate) exit_satisfaction: f32,
    pub(crate) exit_fatigue: f32,
    pub(crate) satisfaction_reference: f32,
    pub(crate) fatigue_reference: f32,
    pub(crate) exit_willingness_power: f32,
    pub(crate) satisfaction_trust_weight: f32,
    pub(crate) hours_floor: f32,
    pub(crate) hours_fatigue_loss: f32,
    pub(crate) free_time_share_max: f32,
    pub(crate) capacity_share: f32,
    pub(crate) fatigue_recovery_share: f32,
    /// Fatigue added in a step per unit of yearly gain, with recovery within the step.
    pub(crate) fatigue_gain_years: f32,
    pub(crate) burnout: f32,
    pub(crate) refractory_years: f32,
    pub(crate) mastery_share: f32,
    pub(crate) kit_knowledge: f32,
    pub(crate) kit_efficacy: f32,
    pub(crate) letter_knowledge: f32,
    /// Part by which a reached household's logit of severe need falls.
    pub(crate) severe_share: f32,
    pub(crate) severe_share_reached: f32,
    pub(crate) crowding_share: f32,
    pub(crate) motivation_recovery_share: f32,
    pub(crate) trust_mean: f32,
    pub(crate) trust_autocorrelation: f32,
    pub(crate) trust_innovation_sd: f32,
    pub(crate) trust_participation_per_step: f32,
    pub(crate) expectation_share: f32,
    pub(crate) expectation_loss_share: f32,
    pub(crate) hearsay_share: f32,
    pub(crate) stance_share: f32,
    pub(crate) ownership_share: f32,
    pub(crate) ownership_loss_share: f32,
    pub(crate) tie_use_share: f32,
    pub(crate) tie_decay_share: f32,
    pub(crate) wellbeing_share: f32,
    pub(crate) wellbeing_need: f32,
    pub(crate) wellbeing_participation: f32,
    pub(crate) wellbeing_fatigue: f32,
    pub(crate) shortfall_reference: f32,
    pub(crate) regain_per_year: f32,
    pub(crate) relapse_per_year: f32,
    pub(crate) self_reliant_below: f32,
    pub(crate) needs_care_from: f32,
    pub(crate) novelty_share: f32,
}

/// Share of the way to its target that a state with this yearly rate goes in a step.
fn share(rate_per_year: f64, step_years: f64) -> f32 {
    -libm::expm1(-rate_per_year * step_years) as f32
}

/// Moments of generalised trust over all citizens at the start, to which it keeps returning.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TrustMoments {
    pub(crate) mean: f64,
    pub(crate) standard_deviation: f64,
}

impl TrustMoments {
    /// The moments of these values.
    pub(crate) fn of(trust: &[f32]) -> Self {
        let count = trust.len() as f64;
        let mean = trust.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
        let squares: f64 = trust
            .iter()
            .map(|&value| (f64::from(value) - mean) * (f64::from(value) - mean))
            .sum();
        Self {
            mean,
            standard_deviation: (squares / count).sqrt(),
        }
    }
}

impl Rates {
    /// The same rates for citizens whose time costs nothing.
    pub(crate) fn without_cost_of_time(&self) -> Self {
        Self {
            time_weight: 0.0,
            ..self.clone()
        }
    }

    /// Whether any mechanism asks who of a citizen's ties takes part.
    pub(crate) fn count_ties(&self) -> bool {
        let on = &self.mechanisms;
        on.awareness || on.asking || on.social_influence || on.social_capital
    }

    /// The constants of a step of this length.
    #[expect(
        clippy::too_many_lines,
        reason = "one line per constant; there is no logic to split"
    )]
    pub(crate) fn new(
        parameters: &Parameters,
        trust: TrustMoments,
        step_years: f64,
        steps_per_year: u32,
    ) -> Self {
        let p = parameters;
        let correlation = p.social_capital.trust_autocorrelation;
        let recovery = p.fatigue.recovery;
        let backlog = p.problem.initial_backlog;
        let base_logit = libm::log(p.problem.severe_share / (1.0 - p.problem.severe_share));
        let reached_input = (1.0 + p.mastery.kit_practice) * (1.0 + p.mastery.kit_knowledge);
        let reached_logit = base_logit - p.problem.severe_slope * libm::log(reached_input);
        Self {
            step_years: step_years as f32,
            steps_per_year,
            mechanisms: p.mechanisms.clone(),
            decision_rule: p.decision_rule,
            word_of_mouth_per_year: p.awareness.word_of_mouth as f32,
            forget_probability: share(p.awareness.forgetting, step_years),
            efficacy_weight: p.willingness.efficacy as f32,
            knowledge_efficacy_weight: (4.0 * p.willingness.knowledge_efficacy) as f32,
            trust_weight: p.willingness.trust as f32,
            expectation_weight: (2.0 * p.willingness.expectation) as f32,
            time_weight: p.willingness.time as f32,
            fatigue_weight: p.willingness.fatigue as f32,
            habit_weight: p.willingness.habit as f32,
            social_weight: p.willingness.social as f32,
            social_steepness: p.social_influence.steepness as f32,
            social_slope: p.social_influence.imperfection as f32,
            willingness_reference: p.willingness.reference_mean as f32,
            habit_share: half_life_share(step_years, p.willingness.habit_half_life_years) as f32,
            exit_per_year: p.staying.exit_base as f32,
            exit_satisfaction: p.staying.satisfaction as f32,
            exit_fatigue: p.staying.fatigue as f32,
            satisfaction_reference: p.staying.satisfaction_reference as f32,
            fatigue_reference: p.staying.fatigue_reference as f32,
            exit_willingness_power: p.staying.willingness_power as f32,
            satisfaction_trust_weight: p.staying.weight_trust as f32,
            hours_floor: p.hours.motivation_floor as f32,
            hours_fatigue_loss: p.hours.fatigue_loss as f32,
            free_time_share_max: p.hours.free_time_share_max as f32,
            capacity_share: p.fatigue.capacity_share as f32,
            fatigue_recovery_share: share(recovery, step_years),
            fatigue_gain_years: if recovery > 0.0 {
                share(recovery, step_years) / recovery as f32
            } else {
                step_years as f32
            },
            burnout: p.fatigue.burnout as f32,
            refractory_years: p.fatigue.refractory_years as f32,
            mastery_share: share(p.mastery.learning, step_years),
            kit_knowledge: p.mastery.kit_knowledge as f32,
            kit_efficacy: p.mastery.kit_efficacy as f32,
            letter_knowledge: p.mastery.letter_knowledge as f32,
            severe_share: p.problem.severe_share as f32,
            severe_share_reached: (1.0 / (1.0 + libm::exp(-reached_logit))) as f32,
            crowding_share: share(p.reward.slow_crowding, step_years),
            motivation_recovery_share: share(p.reward.recovery, step_years),
            trust_mean: trust.mean as f32,
            trust_autocorrelation: correlation as f32,
            trust_innovation_sd: ((1.0 - correlation * correlation).sqrt() * trust.standard_deviation) as f32,
            trust_participation_per_step: (p.social_capital.trust_participation * step_years) as f32,
            expectation_share: share(p.social_capital.expectation_participants, step_years),
            expectation_loss_share: share(
                p.social_capital.expectation_participants * p.ownership.loss_ratio,
                step_years,
            ),
            hearsay_share: share(p.social_capital.expectation_hearsay, step_years),
            stance_share: share(p.social_capital.stance_adaptation, step_years),
            ownership_share: share(p.ownership.rate, step_years),
            ownership_loss_share: share(p.ownership.rate * p.ownership.loss_ratio, step_years),
            tie_use_share: share(p.social_capital.tie_formation_within, step_years),
            tie_decay_share: share(p.social_capital.tie_decay, step_years),
            wellbeing_share: half_life_share(step_years, p.wellbeing.half_life_years) as f32,
            wellbeing_need: p.wellbeing.need as f32,
            wellbeing_participation: p.wellbeing.participation as f32,
            wellbeing_fatigue: p.wellbeing.fatigue as f32,
            shortfall_reference: (backlog / (1.0 + backlog)) as f32,
            regain_per_year: p.rehabilitation.regain as f32,
            relapse_per_year: p.rehabilitation.relapse as f32,
            self_reliant_below: p.rehabilitation.leaves_at as f32,
            needs_care_from: p.rehabilitation.returns_at as f32,
            novelty_share: half_life_share(step_years, p.digital.novelty_half_life_years) as f32,
        }
    }
}
