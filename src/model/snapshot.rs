//! What an outsider may see of the citizens one by one.

use super::design::Role;
use super::diary::{ACTIVE, ASKED, AWARE, BURNT_OUT, WILLING, WILLING_GIVEN_TIME};
use super::lane::{LANES, bits_where, lanes};
use super::mechanisms::Society;

/// A column of a snapshot: name, unit, smallest and largest value, and what it means.
pub type SnapshotColumn = (&'static str, &'static str, (f64, f64), &'static str);

const SHARE: (f64, f64) = (0.0, 1.0);
const POSITIVE: (f64, f64) = (0.0, f64::INFINITY);

/// Columns of a citizen in a snapshot, before the programmes' own.
#[rustfmt::skip]
pub const CITIZEN_COLUMNS: &[SnapshotColumn] = &[
    ("citizen", "", (1.0, f64::INFINITY), "Number of the citizen; the same in every step and variant"),
    ("neighbourhood", "", (1.0, f64::INFINITY), "Number of the neighbourhood"),
    ("ses", "", SHARE, "Socio-economic status as a rank among all citizens"),
    ("education", "", (0.0, 2.0), "0 basic, 1 medium, 2 long education"),
    ("motivation", "", SHARE, "Intrinsic motivation"),
    ("extrinsic", "", SHARE, "Susceptibility to rewards"),
    ("efficacy", "", SHARE, "Self-efficacy"),
    ("knowledge", "", SHARE, "Knowledge of how the public side works"),
    ("trust", "", SHARE, "Generalised trust"),
    ("risk_tolerance", "", SHARE, "Tolerance of risk"),
    ("free_time_hours_per_week", "hours per week", POSITIVE, "Time that can be given"),
    ("affectedness", "", SHARE, "How much the citizen is affected by the problem"),
    ("expectation", "", SHARE, "Expectation that the public side delivers on its part"),
    ("stance", "", SHARE, "From client (0) to co-producer (1)"),
    ("fatigue", "", SHARE, "Fatigue"),
    ("habit", "", SHARE, "Habit of taking part"),
    ("wellbeing", "", SHARE, "Wellbeing"),
    ("everyday_ties", "ties", POSITIVE, "Number of everyday ties"),
    ("made_ties", "ties", POSITIVE, "Ties made by taking part, by their strength"),
    ("hours_per_week", "hours per week", POSITIVE, "Hours given to all programmes"),
];

/// Columns of a citizen in a snapshot for each programme, after [`CITIZEN_COLUMNS`].
#[rustfmt::skip]
pub const MEMBERSHIP_COLUMNS: &[SnapshotColumn] = &[
    ("aware", "", SHARE, "1 when the citizen knows of the programme"),
    ("active", "", SHARE, "1 when the citizen takes part"),
    ("kit", "", SHARE, "1 when the citizen has a kit"),
    ("ownership", "", SHARE, "Psychological ownership of the programme"),
    ("hours_per_week", "hours per week", POSITIVE, "Hours given to the programme"),
    ("credits", "credits", POSITIVE, "Credits held in a time bank; 0 where the programme is none"),
];

/// Columns of a professional.
#[rustfmt::skip]
pub const PROFESSIONAL_COLUMNS: &[SnapshotColumn] = &[
    ("attitude", "", SHARE, "From provider-centric (0) to enabling (1)"),
    ("belief_can", "", SHARE, "Belief that citizens can"),
    ("belief_will", "", SHARE, "Belief that citizens will"),
    ("belief_beyond", "", SHARE, "Belief that citizens look beyond own interest"),
    ("skill", "", SHARE, "Competence for facilitation"),
    ("fatigue", "", SHARE, "Fatigue"),
];

/// Columns of a running initiative.
#[rustfmt::skip]
pub const INITIATIVE_COLUMNS: &[SnapshotColumn] = &[
    ("co_initiators", "", SHARE, "1 when its citizens are co-initiators"),
    ("co_designers", "", SHARE, "1 when its citizens are co-designers"),
    ("co_implementors", "", SHARE, "1 when its citizens are co-implementors"),
    ("goal", "", SHARE, "1 when it has an explicit goal"),
];

/// What an outsider may see of an initiative: a programme in a neighbourhood that it reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InitiativeSeen {
    /// Position of the programme.
    pub programme: usize,
    /// Position of the neighbourhood.
    pub neighbourhood: usize,
    /// Whether citizens can take part.
    pub runs: bool,
    /// Proposals its participants have made, fading from memory (M17).
    pub proposals: f64,
    /// Those of them that were realised, fading likewise.
    pub realised: f64,
}

impl Society {
    /// The rows of the initiatives that run, by [`INITIATIVE_COLUMNS`], by programme, then neighbourhood.
    pub fn running_initiatives(&self) -> impl Iterator<Item = [f64; INITIATIVE_COLUMNS.len()]> {
        let flag = |it: bool| f64::from(u8::from(it));
        let running = self.initiatives.iter().filter(|one| one.is_running());
        running.map(move |one| {
            [
                flag(one.role == Role::CoInitiator),
                flag(one.role == Role::CoDesigner),
                flag(one.role == Role::CoImplementor),
                flag(one.goals.stated),
            ]
        })
    }

    /// The initiatives of all programmes, whether they run or not, by programme, then neighbourhood.
    pub fn initiatives_seen(&self) -> impl Iterator<Item = InitiativeSeen> {
        let present = self.initiatives.iter().filter(|one| one.is_present());
        present.map(|one| InitiativeSeen {
            programme: one.programme,
            neighbourhood: one.neighbourhood,
            runs: one.is_running(),
            proposals: one.ownership.proposals,
            realised: one.ownership.implemented,
        })
    }

    /// The rows of all professionals, by [`PROFESSIONAL_COLUMNS`], in the order of their numbers.
    pub fn professionals(&self) -> impl Iterator<Item = [f64; PROFESSIONAL_COLUMNS.len()]> {
        self.professionals.iter().map(|one| {
            [
                one.attitude,
                one.can,
                one.will,
                one.beyond,
                one.skill,
                one.fatigue,
            ]
        })
    }

    /// Position of the respondent behind each citizen, in the order of the citizens' numbers; empty without a survey.
    #[must_use]
    pub fn respondents(&self) -> &[u32] {
        &self.respondents
    }

    /// The unit that serves each neighbourhood.
    #[must_use]
    pub fn units_of_neighbourhoods(&self) -> &[usize] {
        &self.unit_of
    }

    /// The municipality each neighbourhood lies in, from 0.
    #[must_use]
    pub fn municipalities_of_neighbourhoods(&self) -> Vec<usize> {
        let neighbourhoods = 0..self.neighbourhoods();
        neighbourhoods.map(|place| self.municipality_of(place)).collect()
    }

    /// The unit each professional works in, in the order of their numbers.
    #[must_use]
    pub fn units_of_professionals(&self) -> Vec<usize> {
        let units = self.units.iter().enumerate();
        units
            .flat_map(|(unit, one)| one.professionals.clone().map(move |_| unit))
            .collect()
    }

    /// Number of programmes.
    #[must_use]
    pub const fn programme_count(&self) -> usize {
        self.parameters.programmes.len()
    }

    /// Pairs of citizens, by number from 0, with an everyday tie: each pair once, and at most `most` that begin at one
    /// citizen.
    #[must_use]
    pub fn everyday_ties(&self, most: usize) -> Vec<(u32, u32)> {
        let number = |position: u32| {
            let position = position as usize;
            self.blocks[position / LANES].ids[position % LANES]
        };
        let mut ties = Vec::new();
        for block in &self.blocks {
            for lane in 0..block.len {
                let one = block.ids[lane];
                let tied = self.network.ties(block.first_row + lane as u32).iter();
                let others = tied
                    .map(|&position| number(position))
                    .filter(|&other| other > one);
                ties.extend(others.take(most).map(|other| (one, other)));
            }
        }
        ties
    }

    /// The last step of every citizen in a programme, as a sum of flags ([`AWARE`] to [`ACTIVE`] and [`BURNT_OUT`]), by
    /// number. Who joined and who left is seen by [`mark_changes`](super::diary::mark_changes).
    ///
    /// What goes beyond awareness and taking part is known only in a run that keeps diaries; see
    /// [`Setup::diaries`](super::setup::Setup::diaries).
    ///
    /// # Panics
    /// When there is no such programme.
    #[must_use]
    pub fn diaries(&self, programme: usize) -> Vec<u8> {
        let mut flags = vec![0; self.constants.citizens as usize];
        for block in &self.blocks {
            let membership = &block.memberships[programme];
            let diary = membership.diary;
            let burnt_out = bits_where(|lane| block.state.refractory_years[lane] > 0.0);
            for (bits, flag) in [
                (membership.awareness.aware, AWARE),
                (diary.asked, ASKED),
                (diary.willing, WILLING),
                (diary.willing_given_time, WILLING_GIVEN_TIME),
                (membership.active, ACTIVE),
                (burnt_out, BURNT_OUT),
            ] {
                for lane in lanes(bits & block.present()) {
                    flags[block.ids[lane] as usize] |= flag;
                }
            }
        }
        flags
    }

    /// Calls `visit` with the row of every citizen, in the order of their numbers.
    pub fn visit_citizens(&self, mut visit: impl FnMut(&[f64])) {
        let mut places: Vec<(u32, usize, usize)> = Vec::with_capacity(self.constants.citizens as usize);
        for (index, block) in self.blocks.iter().enumerate() {
            places.extend(lanes(block.present()).map(|lane| (block.ids[lane], index, lane)));
        }
        places.sort_unstable();
        let mut row =
            Vec::with_capacity(CITIZEN_COLUMNS.len() + MEMBERSHIP_COLUMNS.len() * self.programmes());
        for (_, block, lane) in places {
            row.clear();
            self.describe(block, lane, &mut row);
            visit(&row);
        }
    }

    fn describe(&self, index: usize, lane: usize, row: &mut Vec<f64>) {
        let block = &self.blocks[index];
        let (fixed, state) = (&block.fixed, &block.state);
        row.push(f64::from(block.ids[lane] + 1));
        row.push((block.neighbourhood + 1) as f64);
        row.push(fixed.ses[lane].into());
        row.push(f64::from(fixed.education[lane]));
        row.push(state.motivation[lane].into());
        row.push(fixed.extrinsic[lane].into());
        row.push(state.efficacy[lane].into());
        row.push(state.knowledge[lane].into());
        row.push(state.trust[lane].into());
        row.push((1.0 - fixed.risk_aversion[lane]).into());
        row.push(fixed.free_time_hours_per_week[lane].into());
        row.push(fixed.affectedness[lane].into());
        row.push(state.expectation[lane].into());
        row.push(state.stance[lane].into());
        row.push(state.fatigue[lane].into());
        row.push(state.habit[lane].into());
        row.push(state.wellbeing[lane].into());
        row.push(self.network.ties(block.first_row + lane as u32).len() as f64);
        row.push(
            block.acquaintances[lane]
                .iter()
                .map(|tie| f64::from(tie.strength))
                .sum(),
        );
        row.push(state.hours_per_week[lane].into());
        for membership in &block.memberships {
            let flag = |bits: u64| f64::from((bits >> lane & 1) as u8);
            row.push(flag(membership.awareness.aware));
            row.push(flag(membership.active));
            row.push(flag(membership.mastery.kit));
            row.push(membership.ownership[lane].into());
            row.push(membership.hours_per_week[lane].into());
            let accounts = membership.time_bank.as_ref();
            row.push(accounts.map_or(0.0, |accounts| accounts.credits[lane].into()));
        }
    }
}
