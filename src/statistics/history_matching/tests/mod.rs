mod curved;
mod emulators;
mod figures;
mod recovery;
mod worlds;
