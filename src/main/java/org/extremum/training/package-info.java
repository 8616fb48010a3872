/**
 * The training itself: what was asked (options), what is used (plan), the method's steps in order,
 * and what came of it (outcome, report). Start reading at {@link org.extremum.training.Trainer}; in
 * its order:
 *
 * <ul>
 *   <li>asked: {@code OptionTable}, {@link org.extremum.training.TrainingOptions}, {@code
 *       OptionChecks};
 *   <li>decided and drawn before anything is solved: {@link org.extremum.training.Foundation} with
 *       {@link org.extremum.training.ResolvedPlan}, {@link org.extremum.training.MemoryPlan},
 *       {@link org.extremum.training.WorkPlan}, {@code HiddenLayers}, {@code GradientChoice};
 *   <li>what steps share: {@code Run}, {@code Samples}, {@link org.extremum.training.Steps}, {@link
 *       org.extremum.training.Checkpoints};
 *   <li>weakened: {@code WeakenedSolution} with {@code MomentsStep}, {@code NetworkSearch} and
 *       {@code PenaltySearch} where something is chosen, {@code LogisticPolarization}, {@code
 *       FineTuning};
 *   <li>exact: {@code ExactSolution} with {@code CentralRounds}, {@code CentreSolver}, {@code
 *       OutputRound}, {@code DeeperRounds};
 *   <li>reached: {@link org.extremum.training.Performance}, {@code Residuals}, {@code Reached},
 *       {@link org.extremum.training.TrainingReport}, {@link org.extremum.training.Outcome}.
 * </ul>
 */
package org.extremum.training;
