package org.extremum.training;

import org.extremum.polarization.NormalEquations;

/**
 * What a selection came to.
 *
 * @param penalty the candidate taken
 * @param kappa fitted on what the candidate was compared on, or NaN where that says nothing
 * @param equations of all training samples, for its γ
 */
record Selected(Candidate penalty, double kappa, NormalEquations equations) {}
