/**
 * Central samples (method.md 8; paper §4.3): the distance D_s between surfaces, clustering and
 * covering inside each essence, and the set of real samples that stand for the others. Start
 * reading at {@link org.extremum.neighbourhood.CentralSampleChooser}.
 */
package org.extremum.neighbourhood;
