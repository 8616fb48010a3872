/**
 * Rounds u &lt; n, for when the last layer alone has no freedom left, and fine-tuning of all layers
 * (method.md 9; paper §3.3, §4.1 Table 1 and Algorithm 1, §7). For a layer u, in the order of their
 * cost:
 *
 * <ol>
 *   <li>{@link org.extremum.finetuning.StationaryLayer}, 9a: the layer is redrawn inside the null
 *       space of the layers below it;
 *   <li>{@link org.extremum.finetuning.GradientSolve}, 9b: a linear correction that keeps all
 *       values;
 *   <li>{@link org.extremum.finetuning.PenaltyContinuation}, 9c: the true non-linear system.
 * </ol>
 *
 * <p>The paper's own system L(n-1) drops the factors c^[n-1]_k(x); what solves it is not stationary
 * (a test shows its example), so it is not built.
 */
package org.extremum.finetuning;
