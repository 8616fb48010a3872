package org.extremum.training;

import org.extremum.moments.FloatRounding;
import org.extremum.polarization.NormalEquations;

/**
 * What a selection came to.
 *
 * @param data the samples, seen by the hidden layers taken
 * @param draw these hidden layers
 * @param penalty the candidate taken
 * @param kappa fitted on what the candidate was compared on, or NaN where that says nothing
 * @param rounding of the equations' Moments; null in double precision
 * @param reached where its logistic polarization ended, without the tenth or the last fold; null
 *     where there is none to go on from
 * @param equations of the training samples, for its γ; without the tenth where there is one
 * @param tenth the equations of the held-out tenth, where candidates were compared on it, or null
 */
record Selected(
    Samples data,
    HiddenDraw draw,
    Candidate penalty,
    double kappa,
    FloatRounding rounding,
    PolarizedLayer reached,
    NormalEquations equations,
    NormalEquations tenth) {
  /** The options with all that was chosen in the place of what was asked. */
  TrainingOptions resolve(TrainingOptions asked) {
    return draw.into(asked.with("noiseRadius", 0.0))
        .with("gamma", penalty.gamma())
        .with("regParam", penalty.ridge());
  }
}
