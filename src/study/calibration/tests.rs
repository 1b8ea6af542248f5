//! Particles against runs made one by one, threads, interruptions, and budgets that grow.
