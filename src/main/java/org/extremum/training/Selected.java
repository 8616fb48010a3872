package org.extremum.training;

import org.extremum.polarization.NormalEquations;

/**
 * What a selection came to.
 *
 * @param penalty the candidate taken
 * @param kappa fitted on what the candidate was compared on, or NaN where that says nothing
 * @param equations of the training samples, for its γ; without the tenth where there is one
 * @param tenth the equations of the held-out tenth, where candidates were compared on it, or null
 */
record Selected(
    Candidate penalty, double kappa, NormalEquations equations, NormalEquations tenth) {}
