//! Votes on pots of money (M25 of the document).

use crate::birth::chance_of_implementation;
use crate::draws;
use crate::society::Society;

impl Society {
    pub(crate) fn vote(&mut self) {
        let rates = self.parameters.ballot.clone();
        for number in 0..self.initiatives.len() {
            self.initiatives[number].spent = 0.0;
            let initiative = self.initiatives[number].clone();
            let design = self.design(&initiative).clone();
            let votes = self.parameters.mechanisms.ballot && design.pot_eur_per_citizen > 0.0;
            if !votes || !initiative.runs() || !self.lived.is_multiple_of(self.steps_per_year) {
                continue;
            }
            let grant = self.grant(number);
            let chance = chance_of_implementation(&self.parameters, &design, initiative.ownership, grant);
            let attendance = if initiative.attendance.is_nan() {
                rates.attendance_start
            } else {
                initiative.attendance * (rates.carry + rates.carry_realised * initiative.pleased)
            };
            let mut pot = initiative.pot + design.pot_eur_per_citizen * initiative.citizens * grant;
            let list: Vec<[f64; 4]> = (0..rates.projects as usize)
                .map(|project| {
                    self.luck
                        .four(number * 64 + project, self.lived + 1, draws::BALLOT)
                })
                .collect();
            let affordable = (pot / rates.project_eur).floor() as usize;
            let (mut won, mut done, mut wanted, mut got) = (0.0, 0.0, 0.0, 0.0);
            for project in &list {
                wanted += project[0];
                let better = list.iter().filter(|other| other[0] > project[0]).count();
                if better < affordable {
                    won += 1.0;
                    if project[1] < chance {
                        done += 1.0;
                        got += project[0];
                    }
                }
            }
            let spent = done * rates.project_eur;
            pot -= spent;
            let initiative = &mut self.initiatives[number];
            initiative.attendance = f64::min(1.0, attendance);
            initiative.pleased = got / wanted;
            initiative.pot = pot;
            initiative.spent = spent;
            initiative.proposals += won;
            initiative.implemented += done;
        }
    }
}
