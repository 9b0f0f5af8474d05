//! Actors, offices, places, issues and instruments, each fact with its dates.
