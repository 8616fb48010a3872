/**
 * The training itself: what was asked (options), what is used (plan), the method's steps in order,
 * and what came of it (outcome, report).
 */
package org.extremum.training;
